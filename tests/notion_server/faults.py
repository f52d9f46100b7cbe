"""Les pannes que le serveur sait jouer : une par requête, en file, au hasard, ou pour toujours."""

import random
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from tests.notion_server.errors import ApiError, Json


class Reply(Enum):
    """Ce que le client reçoit pendant une panne."""

    JSON = auto()
    TEXT = auto()
    HTML = auto()
    TRUNCATED = auto()
    CUT = auto()
    SILENCE = auto()


@dataclass(frozen=True)
class Fault:
    """Une panne.

    Attributes:
        applied: vrai si la requête a été exécutée avant que la réponse ne se perde.
        gives_id: vrai si la réponse donne ``committed_resource_id`` (écritures seulement).
        waits: vrai si la réponse porte ``Retry-After``.
        reason: ``additional_data.rate_limit_reason``.
    """

    name: str
    reply: Reply
    status: int = 0
    code: str = ""
    message: str = ""
    applied: bool = False
    gives_id: bool = False
    waits: bool = False
    reason: str = ""

    def error(self, committed_id: str | None, retry_after: int) -> ApiError:
        """La réponse d'erreur au format de Notion."""
        additional: Json = {}
        if self.gives_id and committed_id:
            additional["committed_resource_id"] = committed_id
        if self.reason:
            additional["rate_limit_reason"] = self.reason
        headers = {"Retry-After": str(retry_after)} if self.waits else {}
        return ApiError(
            self.status,
            self.code,
            self.message,
            additional_data=additional or None,
            headers=headers,
        )


RATE_MESSAGE = "You have been rate limited. Please try again in a few minutes."
DOWN_MESSAGE = "Public API service is temporarily unavailable. Please try again later."

OK = None
"""Pas de panne : à mettre dans une file pour laisser passer une requête."""

CONFLICT = Fault(
    "409",
    Reply.JSON,
    409,
    "conflict_error",
    "Conflict occurred while saving. Please try again.",
)
RATE_LIMITED = Fault("429", Reply.JSON, 429, "rate_limited", RATE_MESSAGE, waits=True)
RATE_LIMITED_PLAIN = Fault("429 sans corps de Notion", Reply.TEXT, 429, message="Too many requests")
BLOCKED = Fault(
    "429 bloqué",
    Reply.JSON,
    429,
    "rate_limited",
    "Public API requests are blocked.",
    waits=True,
    reason="public_api_request_blocked",
)
INTERNAL_ERROR = Fault(
    "500", Reply.JSON, 500, "internal_server_error", "Unexpected error occurred."
)
BAD_GATEWAY = Fault("502", Reply.HTML, 502, message="502 Bad Gateway")
UNAVAILABLE = Fault("503", Reply.JSON, 503, "service_unavailable", DOWN_MESSAGE)
UNAVAILABLE_SAVED = Fault(
    "503 enregistré, identifiant donné",
    Reply.JSON,
    503,
    "service_unavailable",
    DOWN_MESSAGE,
    applied=True,
    gives_id=True,
)
UNAVAILABLE_SAVED_SILENT = Fault(
    "503 enregistré, sans le dire",
    Reply.JSON,
    503,
    "service_unavailable",
    DOWN_MESSAGE,
    applied=True,
)
GATEWAY_TIMEOUT = Fault("504", Reply.JSON, 504, "gateway_timeout", "Gateway timeout.")
OVERLOADED = Fault(
    "529",
    Reply.JSON,
    529,
    "service_overload",
    "Notion is overloaded. Please try again later.",
    waits=True,
)
CUT_BEFORE = Fault("connexion coupée avant l'écriture", Reply.CUT)
CUT_AFTER = Fault("connexion coupée après l'écriture", Reply.CUT, applied=True)
TIMEOUT = Fault("délai dépassé, rien d'écrit", Reply.SILENCE)
TIMEOUT_SAVED = Fault("délai dépassé, écriture faite", Reply.SILENCE, applied=True)
HTML_OK = Fault("HTML avec statut 200", Reply.HTML, 200, message="Portail captif")
TRUNCATED_JSON = Fault("JSON tronqué", Reply.TRUNCATED, 200, applied=True)

TRANSIENT: tuple[Fault, ...] = (
    CONFLICT,
    RATE_LIMITED,
    RATE_LIMITED_PLAIN,
    INTERNAL_ERROR,
    BAD_GATEWAY,
    UNAVAILABLE,
    UNAVAILABLE_SAVED,
    UNAVAILABLE_SAVED_SILENT,
    GATEWAY_TIMEOUT,
    OVERLOADED,
    CUT_BEFORE,
    CUT_AFTER,
    TIMEOUT,
    TIMEOUT_SAVED,
    HTML_OK,
    TRUNCATED_JSON,
)
"""Toutes les pannes passagères ; un nouvel essai finit par aboutir."""


@dataclass(frozen=True)
class Incoming:
    """Ce qu'une règle de panne sait de la requête ; ``index`` commence à 1."""

    index: int
    method: str
    path: str
    writes: bool


Rule = Callable[[Incoming], Fault | None]


class RandomFaults:
    """Une panne tirée au sort avec la probabilité ``rate``.

    Le sort ne dépend que de la graine, du chemin et du rang de l'essai sur ce chemin : plusieurs
    fils qui se croisent ne changent pas ce qui arrive à chaque ticket.
    """

    def __init__(self, rate: float, seed: int, among: Sequence[Fault] = TRANSIENT) -> None:
        self._rate = rate
        self._seed = seed
        self._among = tuple(among)
        self._tries: Counter[tuple[str, str]] = Counter()

    def __call__(self, incoming: Incoming) -> Fault | None:
        place = (incoming.method, incoming.path)
        self._tries[place] += 1
        dice = random.Random(f"{self._seed} {place} {self._tries[place]}")
        return dice.choice(self._among) if dice.random() < self._rate else None


@dataclass
class _Targeted:
    method: str
    path: str
    remaining: list[Fault | None]


@dataclass
class Faults:
    """Ce qui arrivera aux prochaines requêtes.

    L'ordre de décision : les événements de la requête, la file (``next``), les pannes visées
    (``on``), puis la règle (``use``).

    Attributes:
        retry_after: secondes annoncées par les pannes qui demandent d'attendre.
        longest_silence_s: durée au bout de laquelle un silence finit par une coupure ; le client
            qui raccroche plus tôt libère le serveur aussitôt.
    """

    retry_after: int = 0
    longest_silence_s: float = 30.0
    _queue: list[Fault | None] = field(default_factory=list)
    _targeted: list[_Targeted] = field(default_factory=list)
    _rule: Rule | None = None
    _events: list[tuple[int, Callable[[], object]]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self, *faults: Fault | None) -> None:
        """Les pannes des prochaines requêtes, dans l'ordre (``OK`` laisse passer)."""
        self._queue.extend(faults)

    def on(self, method: str, path: str, *faults: Fault | None) -> None:
        """Les pannes des prochaines requêtes de cette méthode dont le chemin commence ainsi."""
        self._targeted.append(_Targeted(method, path, list(faults)))

    def use(self, rule: Rule | None) -> None:
        """Une règle pour toutes les requêtes que rien d'autre ne vise (``None`` la retire)."""
        self._rule = rule

    def at(self, index: int, event: Callable[[], object]) -> None:
        """Fait arriver ``event`` juste avant la requête numéro ``index``."""
        self._events.append((index, event))

    def clear(self) -> None:
        """Plus aucune panne à venir."""
        self._queue.clear()
        self._targeted.clear()
        self._events.clear()
        self._rule = None

    def decide(self, incoming: Incoming) -> Fault | None:
        """La panne de cette requête, ou ``None``."""
        with self._lock:
            for due in [event for event in self._events if event[0] <= incoming.index]:
                self._events.remove(due)
                due[1]()
            if self._queue:
                return self._queue.pop(0)
            for target in self._targeted:
                if (
                    target.remaining
                    and target.method == incoming.method
                    and incoming.path.startswith(target.path)
                ):
                    return target.remaining.pop(0)
            return self._rule(incoming) if self._rule else None
