"""Les instants tels que les bases les gardent : en UTC, sans fuseau."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlalchemy as sa

    from models.statistics import Periode


def naive_utc(instant: datetime | None = None) -> datetime:
    """L'instant (par défaut, celui de la machine) en UTC, sans fuseau."""
    return (instant or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None)


def within(
    instant: sa.ColumnElement[Any], periode: Periode | None
) -> tuple[sa.ColumnElement[bool], ...]:
    """Les conditions qui tiennent une colonne dans une période."""
    debut, fin = (periode.debut, periode.fin) if periode else (None, None)
    bornes = []
    if debut is not None:
        bornes.append(instant >= naive_utc(debut))
    if fin is not None:
        bornes.append(instant < naive_utc(fin))
    return tuple(bornes)
