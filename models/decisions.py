"""Ce qui est décidé d'un message, et pourquoi."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models import Analyse, Attente, Raison, Statut
from models.crm import Client, Commande
from models.tickets import Message, ReponseType, Ticket, Traitement


@dataclass(frozen=True, slots=True)
class Resultat:
    """Ce qu'il est advenu d'un message.

    Attributes:
        id_commande: numéro retenu, même inconnu ; ``None`` si le message n'en donne aucun.
        reponse: la réponse, ou le brouillon si ``attente`` n'est pas vide, ou ``None``.
        client, commande: seulement s'ils sont connus et, pour la commande, à l'expéditeur.
    """

    success: bool
    ticket_id: str | None
    email: str
    categorie: str
    confiance: float
    id_commande: int | None
    statut: Statut
    reponse: str | None
    attente: tuple[Attente, ...]
    raisons: tuple[Raison, ...]
    client: Client | None
    commande: Commande | None

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de ce résultat."""
        return {
            "success": self.success,
            "ticket_id": self.ticket_id,
            "email": self.email,
            "categorie": self.categorie,
            "confiance": self.confiance,
            "id_commande": self.id_commande,
            "statut": str(self.statut),
            "reponse": self.reponse,
            "attente": [str(code) for code in self.attente],
            "raisons": [raison.to_dict() for raison in self.raisons],
            "client": self.client.to_dict() if self.client else None,
            "commande": self.commande.to_dict() if self.commande else None,
        }


@dataclass(frozen=True, slots=True)
class Dossier:
    """Un message examiné : ce qui en est décidé, et tout ce qui l'explique.

    Attributes:
        resultat: la décision, sans numéro de ticket tant que rien n'est écrit.
        ticket: le ticket lu, ou ``None`` pour un message qui n'en a pas encore.
        modele: le modèle dont vient la réponse, s'il y en a un.
        maintenant: l'instant (UTC) auquel la décision se rapporte.
        duree_ms: temps pris par l'examen.
        polissage: code de ce qu'a donné la réécriture, vide sans réécriture.
        jetons: jetons d'IA facturés pour ce message, en entrée et en sortie.
    """

    message: Message
    resultat: Resultat
    analyse: Analyse
    ticket: Ticket | None
    modele: ReponseType | None
    maintenant: datetime
    duree_ms: float
    polissage: str = ""
    jetons: tuple[int, int] = (0, 0)

    @property
    def traitement(self) -> Traitement:
        """Ce que cette décision écrit sur le ticket."""
        resultat = self.resultat
        return Traitement(
            statut=resultat.statut,
            reponse=resultat.reponse,
            categorie=resultat.categorie,
            confiance=resultat.confiance,
            attente=resultat.attente,
            traite_le=self.maintenant,
        )
