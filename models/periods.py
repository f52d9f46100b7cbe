"""Des jours, de l'un à l'autre compris."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Periode:
    """Des jours (UTC), bornes comprises ; ``None`` pour une borne ouverte."""

    depuis: date | None = None
    jusqu_a: date | None = None

    @property
    def debut(self) -> datetime | None:
        """Le premier instant."""
        return datetime.combine(self.depuis, time.min, UTC) if self.depuis else None

    @property
    def fin(self) -> datetime | None:
        """L'instant qui suit le dernier."""
        if self.jusqu_a is None or self.jusqu_a == date.max:
            return None
        return datetime.combine(self.jusqu_a + timedelta(days=1), time.min, UTC)

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de cette période (jours ISO)."""
        return {
            "depuis": self.depuis.isoformat() if self.depuis else None,
            "jusqu_a": self.jusqu_a.isoformat() if self.jusqu_a else None,
        }


TOUJOURS = Periode()
"""Du premier au dernier jour."""
