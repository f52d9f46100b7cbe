"""Ce qu'un traitement des tickets en attente a donné : le sort de chacun, et leur bilan."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from models import Statut
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
        en_attente: tickets confiés à une personne.
        echecs: tickets restés « Nouveau » après un ennui.
        tickets: le sort de chacun, dans l'ordre du traitement.
    """

    total: int
    traites: int
    en_attente: int
    echecs: int
    tickets: tuple[Sort, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de ce bilan."""
        return {
            "total": self.total,
            "traites": self.traites,
            "en_attente": self.en_attente,
            "echecs": self.echecs,
            "tickets": [ticket.to_dict() for ticket in self.tickets],
        }


def summarise(sorts: Iterable[Sort]) -> BilanLot:
    """Le bilan d'un traitement, avec le sort de chaque ticket."""
    tickets = tuple(sorts)
    echecs = sum(isinstance(sort, Echec) for sort in tickets)
    traites = sum(
        isinstance(sort, Resultat) and sort.statut == Statut.TRAITE_AUTO for sort in tickets
    )
    return BilanLot(
        total=len(tickets),
        traites=traites,
        en_attente=len(tickets) - echecs - traites,
        echecs=echecs,
        tickets=tickets,
    )
