"""La patience d'un client d'essai : elle finit quand le serveur se tait, jamais avant.

Un délai compté sur une horloge ment : trop court, une machine chargée fait passer une réponse
lente pour un silence ; trop long, chaque silence s'attend. Ici, le client demande au serveur,
requête par requête, si une réponse viendra, et ne règle qu'alors le délai de sa prise.
"""

import itertools
import queue
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import httpx

REPERE = "x-essai"
"""L'en-tête qui rapproche une requête envoyée de la réponse décidée."""

LARGE_S = 60.0
"""Délai d'une réponse qui viendra : sans effet, sauf sur un serveur en défaut."""

COURT_S = 0.01
"""Délai d'une réponse dont on sait qu'elle ne viendra pas."""


class Outcomes:
    """Dit à chaque client qui l'a demandé si une réponse viendra ; un par serveur."""

    def __init__(self) -> None:
        self._rangs = itertools.count(1)
        self._attendus: dict[str, queue.SimpleQueue[bool]] = {}

    def follow(self, http: httpx.Client) -> None:
        """Règle désormais la patience de ce client sur ce que décide le serveur."""
        http.event_hooks["request"].append(self._watch)

    @contextmanager
    def of(self, headers: Mapping[str, str]) -> Iterator[SimpleNamespace]:
        """Le temps de juger une requête ; son sort est annoncé à la fin, quoi qu'il arrive."""
        sort = SimpleNamespace(silence=False)
        try:
            yield sort
        finally:
            attendu = self._attendus.pop(headers.get(REPERE, ""), None)
            if attendu is not None:
                attendu.put(sort.silence)

    def _watch(self, request: httpx.Request) -> None:
        repere, muet = str(next(self._rangs)), queue.SimpleQueue[bool]()
        self._attendus[repere] = muet
        request.headers[REPERE] = repere
        delais = dict.fromkeys(("connect", "read", "write", "pool"), LARGE_S)

        def trace(evenement: str, _: Mapping[str, Any]) -> None:
            if evenement == "http11.receive_response_headers.started" and muet.get(timeout=LARGE_S):
                delais["read"] = COURT_S

        request.extensions |= {"timeout": delais, "trace": trace}
