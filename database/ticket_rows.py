"""D'un ticket à sa ligne de la table, et retour."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from database.instants import JAMAIS, as_utc, naive_utc
from database.rows import read_integer
from database.tables import ticket as table
from errors import TicketError
from models import ID_COMMANDE_MAX, Statut, storable
from models.tickets import Ticket, Traitement


def ticket_columns(traitement: Traitement) -> dict[str, Any]:
    """Les colonnes qu'une décision écrit."""
    return {
        "statut": str(traitement.statut),
        "reponse": None if traitement.reponse is None else storable(traitement.reponse),
        "categorie": traitement.categorie,
        "confiance": traitement.confiance,
        "attente": " ".join(traitement.attente),
        "demande": traitement.demande or None,
        "issue": str(traitement.issue) if traitement.issue else None,
        "urgent": traitement.urgent,
        "traite_le": naive_utc(traitement.traite_le),
        "brouillon_ia": traitement.brouillon_ia,
    }


def answer(lien: sa.Connection, ticket_id: str, traitement: Traitement) -> None:
    """Écrit la réponse et le statut d'un ticket, et sa catégorie s'il y en a une.

    Raises:
        TicketError: le ticket n'existe pas.
    """
    valeurs = {"reponse": storable(traitement.reponse or ""), "statut": str(traitement.statut)}
    if traitement.categorie is not None:
        valeurs["categorie"] = traitement.categorie
    ecriture = sa.update(table).where(table.c.id == row_number(ticket_id)).values(valeurs)
    # Sur un serveur aussi, SQLAlchemy fait compter les lignes trouvées, non les changées.
    if not lien.execute(ecriture).rowcount:
        raise TicketError(f"Le ticket {ticket_id} n'existe pas : sa réponse n'a pas été écrite.")


def read_ticket(ligne: sa.Row[Any], maintenant: datetime) -> Ticket:
    """Le ticket d'une ligne, lue à cet instant ; ce qui ne s'y lit pas est vide, ou ancien."""
    return Ticket(
        id=str(ligne.id),
        email=read_stored(ligne.email),
        nom=read_stored(ligne.nom),
        id_commande=read_integer(ligne.id_commande, 1, ID_COMMANDE_MAX),
        message=read_stored(ligne.message),
        categorie=read_stored(ligne.categorie) or None,
        reponse=read_stored(ligne.reponse) or None,
        statut=Statut.recognise(read_stored(ligne.statut)),
        cree_le=as_utc(ligne.cree_le) or JAMAIS,
        lu_le=maintenant,
    )


def as_stored(colonne: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """La colonne telle que la base la rend : une valeur impossible n'empêche pas de la lire."""
    return sa.type_coerce(colonne, sa.types.NullType()).label(colonne.name)


def read_stored(valeur: Any) -> str:
    """Un texte tel qu'il est gardé, même par un autre outil dans une colonne d'octets."""
    if isinstance(valeur, bytes):
        return valeur.decode(errors="replace")
    return "" if valeur is None else str(valeur)


def row_number(ticket_id: str) -> int:
    """Le numéro de la ligne ; 0, que rien ne porte, pour un identifiant qui n'en est pas un."""
    return (
        int(ticket_id) if ticket_id.isascii() and ticket_id.isdigit() and len(ticket_id) < 19 else 0
    )
