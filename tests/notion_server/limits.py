"""Le budget de requêtes : N par fenêtre de 60 secondes, dépensables d'un coup."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.notion_server.faults import RATE_LIMITED


@dataclass
class RateLimit:
    """Refuse (429) ce qui dépasse ``requests`` par fenêtre de ``window_s`` secondes."""

    requests: int
    window_s: float = 60.0
    _opened: datetime | None = None
    _spent: int = 0

    def spend(self, now: datetime) -> None:
        """Compte une requête ; lève 429 avec ``Retry-After`` si la fenêtre est épuisée."""
        window = timedelta(seconds=self.window_s)
        if self._opened is None or now >= self._opened + window:
            self._opened, self._spent = now, 0
        if self._spent >= self.requests:
            left = (self._opened + window - now).total_seconds()
            raise RATE_LIMITED.error(None, max(1, math.ceil(left)))
        self._spent += 1
