"""Un message reçu, le ticket qui le garde, et ce qu'une décision y écrit."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models import Attente, Statut


@dataclass(frozen=True, slots=True)
class Message:
    """Ce qu'une personne a écrit, tel que reçu.

    Attributes:
        email: adresse de l'expéditeur ; vide si le ticket n'en porte pas.
        texte: texte tel que reçu, jamais modifié.
        id_commande: numéro de commande donné à part (ticket, ``--order-id``), sinon ``None``.
        nom: nom donné à part, vide s'il ne l'est pas.
    """

    email: str
    texte: str
    id_commande: int | None = None
    nom: str = ""


@dataclass(frozen=True, slots=True)
class ReponseType:
    """Un modèle de réponse écrit par la boutique, avec ses ``{variables}``."""

    id: str
    categorie: str
    texte: str

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de ce modèle."""
        return {"id": self.id, "categorie": self.categorie, "texte": self.texte}


@dataclass(frozen=True, slots=True)
class Ticket:
    """Un ticket tel qu'il est rangé.

    Attributes:
        id: identifiant donné par le rangement (SQL ou Notion).
        statut: texte du statut ; vide pour une ligne qui n'en a pas.
        cree_le: instant de création, avec fuseau (UTC).
        lu_le: instant de la lecture, avec fuseau (UTC).
    """

    id: str
    email: str
    nom: str
    id_commande: int | None
    message: str
    categorie: str | None
    reponse: str | None
    statut: str
    cree_le: datetime
    lu_le: datetime

    @property
    def en_attente_de_traitement(self) -> bool:
        """Vrai si personne ne s'en est encore chargé (« Nouveau » ou sans statut)."""
        return self.statut in ("", Statut.NOUVEAU)

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de ce ticket."""
        return {
            "id": self.id,
            "email": self.email,
            "nom": self.nom,
            "id_commande": self.id_commande,
            "message": self.message,
            "categorie": self.categorie,
            "reponse": self.reponse,
            "statut": self.statut,
            "cree_le": self.cree_le.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Traitement:
    """Ce qu'une décision écrit sur un ticket.

    Attributes:
        confiance, attente, traite_le: écrits seulement là où le ticket a une place pour eux.
        reservation: celle sous laquelle la décision est prise. Un rangement de la même base que
            le journal n'écrit que si elle tient encore, et la clôt du même geste.
    """

    statut: Statut
    reponse: str | None
    categorie: str | None = None
    confiance: float | None = None
    attente: tuple[Attente, ...] = ()
    traite_le: datetime | None = None
    reservation: "Reservation | None" = None


@dataclass(frozen=True, slots=True)
class Reservation:
    """Un ticket que le journal nous a réservé.

    Attributes:
        ligne: numéro de la ligne du journal.
        jeton: preuve que la ligne est à nous ; un repreneur le change.
        relire: le ticket doit être relu, quelqu'un d'autre a pu s'en charger.
        decide: statut et catégorie décidés par un poste qui s'est arrêté avant de clore.
    """

    ticket: Ticket
    ligne: int
    jeton: str = ""
    relire: bool = False
    decide: tuple[str, str] | None = None
