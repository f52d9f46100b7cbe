"""Une commande de la base, à qui qu'elle soit : pour essayer un modèle, jamais pour répondre."""

import sqlalchemy as sa

from database.engine import Database
from database.rows import read_client, read_commande
from database.tables import client, commande
from database.ticket_rows import as_stored
from models.crm import Client, Commande


def find_order(base: Database, donnee: int | str) -> tuple[Commande, Client | None] | None:
    """La commande qui porte cette référence, ou à défaut ce numéro, et son client.

    Returns:
        ``None`` s'il n'y en a pas.
    """
    conditions = [commande.c.reference == str(donnee)]
    conditions += [commande.c.id == donnee] if isinstance(donnee, int) else []
    for condition in conditions:
        ligne = _first(base, commande, condition)
        lue = read_commande(ligne) if ligne is not None else None
        if lue is not None:
            return lue, _owner(base, lue.id_client)
    return None


def _owner(base: Database, numero: int) -> Client | None:
    ligne = _first(base, client, client.c.id == numero)
    return read_client(ligne) if ligne is not None else None


def _first(
    base: Database, table: sa.Table, condition: sa.ColumnElement[bool]
) -> sa.RowMapping | None:
    requete = sa.select(*map(as_stored, table.c)).where(condition).limit(1)
    return base.read(lambda lien: lien.execute(requete).mappings().first())
