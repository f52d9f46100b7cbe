"""Le fichier clients : un client, ses commandes, et ses chiffres."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Client:
    """Un client de la boutique.

    Attributes:
        id: le numéro de sa ligne ; de la plus ancienne s'il en a plusieurs (compte et invité).
        autres_lignes: les numéros des autres lignes de la même adresse.
    """

    id: int
    email: str
    nom: str
    prenom: str
    autres_lignes: tuple[int, ...] = ()

    @property
    def lignes(self) -> tuple[int, ...]:
        """Les numéros de toutes ses lignes."""
        return (self.id, *self.autres_lignes)

    @property
    def nom_complet(self) -> str:
        """Prénom puis nom, sans blanc superflu."""
        return f"{self.prenom} {self.nom}".strip()

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de ce client."""
        return {"id": self.id, "email": self.email, "nom": self.nom, "prenom": self.prenom}


@dataclass(frozen=True, slots=True)
class Commande:
    """Une ligne de la table ``commande``. Hors ``id`` et ``id_client``, tout peut manquer.

    Attributes:
        montant: en euros.
        statut: un des ``EtatCommande``, ou le texte de la boutique s'il n'en est pas un.
    """

    id: int
    id_client: int
    reference: str | None = None
    date_commande: date | None = None
    montant: Decimal | None = None
    nb_articles: int | None = None
    statut: str | None = None
    transporteur: str | None = None
    numero_suivi: str | None = None
    date_livraison_prevue: date | None = None

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de cette commande (dates ISO, montant en nombre)."""
        prevue, passee = self.date_livraison_prevue, self.date_commande
        return {
            "id": self.id,
            "id_client": self.id_client,
            "reference": self.reference,
            "date_commande": passee.isoformat() if passee else None,
            "montant": float(self.montant) if self.montant is not None else None,
            "nb_articles": self.nb_articles,
            "statut": self.statut,
            "transporteur": self.transporteur,
            "numero_suivi": self.numero_suivi,
            "date_livraison_prevue": prevue.isoformat() if prevue else None,
        }


@dataclass(frozen=True, slots=True)
class StatistiquesClient:
    """Les commandes d'un client en chiffres (toutes, quel que soit leur état ; euros)."""

    nb_commandes: int
    total_achats: Decimal
    montant_moyen: Decimal
    total_articles: int
    derniere_commande: date | None

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de ces chiffres."""
        derniere = self.derniere_commande
        return {
            "nb_commandes": self.nb_commandes,
            "total_achats": float(self.total_achats),
            "montant_moyen": float(self.montant_moyen),
            "total_articles": self.total_articles,
            "derniere_commande": derniere.isoformat() if derniere else None,
        }
