"""Le bilan d'un traitement des tickets en attente, et le sort de chacun."""

from dataclasses import dataclass
from typing import Any

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
    tickets: tuple[Resultat | Echec, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de ce bilan."""
        return {
            "total": self.total,
            "traites": self.traites,
            "en_attente": self.en_attente,
            "echecs": self.echecs,
            "tickets": [ticket.to_dict() for ticket in self.tickets],
        }
