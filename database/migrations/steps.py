"""Ce dont les révisions sont faites : regarder, et n'agir que s'il manque quelque chose.

MariaDB valide de lui-même chaque changement de structure : une révision coupée juste après n'a pas
encore inscrit son numéro, et sera refaite. Tables et colonnes sont décrites dans ``tables.py``, et
là seulement ; ce qui n'y est plus ne s'ajoute plus.
"""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import DBAPIError

from database.tables import metadata


def create_table(nom: str) -> None:
    """Crée la table si elle n'existe pas."""
    table = metadata.tables.get(nom)
    if table is not None:
        _unless(lambda: _has_table(nom), lambda: table.create(op.get_bind()))


def add_column(table: str, colonne: str) -> None:
    """Ajoute la colonne à la table si elle n'y est pas."""
    definition = metadata.tables[table].c.get(colonne) if table in metadata.tables else None
    if definition is not None:
        # Une copie : la colonne donnée à Alembic quitterait sa table.
        ajout = sa.Column(colonne, definition.type, nullable=definition.nullable)
        _unless(lambda: _has_column(table, colonne), lambda: op.add_column(table, ajout))


def _unless(deja: Callable[[], bool], agir: Callable[[], None]) -> None:
    if deja():
        return
    try:
        agir()
    except DBAPIError:
        # Le verrou de --setup n'est pas commun aux nœuds d'un cluster Galera : un autre a pu le
        # faire entre-temps.
        if not deja():
            raise


def _has_table(nom: str) -> bool:
    return sa.inspect(op.get_bind()).has_table(nom)


def _has_column(table: str, colonne: str) -> bool:
    colonnes = sa.inspect(op.get_bind()).get_columns(table)
    return any(trouvee["name"] == colonne for trouvee in colonnes)
