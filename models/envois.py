"""Une réponse qui doit partir, et où elle en est."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from models.tickets import Traitement

PERSONNE = "personne"
"""L'issue d'une réponse qu'une personne a mise à l'envoi."""


class EtatEnvoi(StrEnum):
    """Où en est une réponse qui doit partir."""

    PREPARE = "prepare"
    A_ENVOYER = "a_envoyer"
    EN_VOL = "en_vol"
    ENVOYE = "envoye"
    REFUSE = "refuse"
    INCERTAIN = "incertain"
    REMIS = "remis"
    CONFIRME = "confirme"
    RETIRE = "retire"
    PERIME = "perime"

    @property
    def phrase(self) -> str:
        """L'état, dit à l'équipe du support."""
        return _PHRASES[self]


_PHRASES = {
    EtatEnvoi.PREPARE: "en préparation",
    EtatEnvoi.A_ENVOYER: "à envoyer",
    EtatEnvoi.EN_VOL: "en train de partir",
    EtatEnvoi.ENVOYE: "envoyée",
    EtatEnvoi.REFUSE: "refusée",
    EtatEnvoi.INCERTAIN: "incertaine",
    EtatEnvoi.REMIS: "remise",
    EtatEnvoi.CONFIRME: "confirmée",
    EtatEnvoi.RETIRE: "retirée",
    EtatEnvoi.PERIME: "périmée",
}

FINIS = (EtatEnvoi.ENVOYE, EtatEnvoi.CONFIRME, EtatEnvoi.RETIRE, EtatEnvoi.PERIME)
"""États dont une réponse ne sort plus, et auxquels une personne n'a rien à faire."""

JAMAIS_PARTIS = (EtatEnvoi.RETIRE, EtatEnvoi.PERIME, EtatEnvoi.REFUSE)
"""États d'une réponse qui n'est pas partie : le même texte peut être remis à l'envoi."""


class Depart(NamedTuple):
    """Une réponse à mettre à l'envoi : son ticket, à qui elle va, et la décision qui la porte."""

    ticket_id: str
    email: str
    traitement: Traitement


class Recu(NamedTuple):
    """Le ticket d'un message reçu, et s'il vient d'être créé."""

    ticket_id: str
    nouveau: bool


@dataclass(frozen=True, slots=True)
class Envoi:
    """Une réponse qui doit partir.

    Attributes:
        id: ce qui la désigne ; ne se devine pas.
        rangement: celui de son ticket (``TicketDesk.nom``).
        issue: « repondu », « accuse », ou « personne » si c'est une personne qui l'envoie.
        decide_le, change_le: instants (UTC) de sa décision, et de son dernier changement d'état.
    """

    id: str
    rangement: str
    ticket_id: str
    etat: EtatEnvoi
    issue: str
    destinataire: str
    texte: str
    decide_le: datetime
    change_le: datetime

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de cet envoi."""
        return {
            "id": self.id,
            "etat": str(self.etat),
            "destinataire": self.destinataire,
            "texte": self.texte,
            "ticket_id": self.ticket_id,
            "issue": self.issue,
            "decide_le": self.decide_le.isoformat(),
            "change_le": self.change_le.isoformat(),
        }
