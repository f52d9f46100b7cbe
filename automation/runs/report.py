"""Ce qu'un traitement des tickets en attente a donné : le sort de chacun, et leur bilan."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from models import Issue
from models.tickets import Resultat


@dataclass(frozen=True, slots=True)
class Echec:
    """Un ticket qui n'a pas pu être traité : il est resté « Nouveau »."""

    ticket_id: str
    code: int
    message: str

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de cet échec."""
        return {
            "success": False,
            "ticket_id": self.ticket_id,
            "erreur": {"code": self.code, "message": self.message},
        }


Sort = Resultat | Echec
"""Ce qu'il est advenu d'un ticket."""


@dataclass(frozen=True, slots=True)
class BilanLot:
    """Le bilan d'un traitement des tickets en attente.

    Attributes:
        traites: tickets répondus automatiquement.
        accuses: tickets dont la réponse est partie, et qu'une personne doit suivre.
        en_attente: tickets confiés à une personne.
        echecs: tickets restés « Nouveau » après un ennui.
        tickets: le sort de chacun, dans l'ordre du traitement.
    """

    total: int
    traites: int
    accuses: int
    en_attente: int
    echecs: int
    tickets: tuple[Sort, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de ce bilan."""
        return {
            "total": self.total,
            "traites": self.traites,
            "accuses": self.accuses,
            "en_attente": self.en_attente,
            "echecs": self.echecs,
            "tickets": [ticket.to_dict() for ticket in self.tickets],
        }


def summarise(sorts: Iterable[Sort]) -> BilanLot:
    """Le bilan d'un traitement, avec le sort de chaque ticket."""
    tickets = tuple(sorts)
    issues = Counter(sort.issue for sort in tickets if isinstance(sort, Resultat))
    return BilanLot(
        total=len(tickets),
        traites=issues[Issue.REPONDU],
        accuses=issues[Issue.ACCUSE],
        en_attente=issues[Issue.CONFIE],
        echecs=len(tickets) - issues.total(),
        tickets=tickets,
    )
