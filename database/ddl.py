"""La création d'une table, index compris, en une seule instruction.

Sur un serveur, chaque instruction est validée seule : une table coupée de ses index le resterait.
"""

import re

import sqlalchemy as sa
from sqlalchemy.schema import CreateIndex, CreateTable

from database import tables


def create_table(lien: sa.Connection, table: sa.Table) -> None:
    """Crée la table et ses index, si elle n'existe pas."""
    if lien.dialect.name == "sqlite":
        table.create(lien, checkfirst=True)
    else:
        lien.exec_driver_sql(create_statement(table, lien.dialect))


def create_statement(table: sa.Table, dialecte: sa.Dialect) -> str:
    """L'instruction de MySQL et MariaDB, sans point-virgule."""
    tables.add_server_options()
    ddl = str(CreateTable(table, if_not_exists=True).compile(dialect=dialecte)).strip()
    index = [
        re.sub(r"CREATE INDEX (\S+) ON \S+ ", r"  INDEX \1 ", str(ddl_index))
        for ddl_index in (
            CreateIndex(i).compile(dialect=dialecte)
            for i in sorted(table.indexes, key=lambda i: str(i.name))
        )
    ]
    corps, _, options = ddl.rpartition("\n)")
    lignes = [ligne.rstrip().replace("\t", "  ") for ligne in corps.split("\n")]
    texte = "\n".join(ligne for ligne in lignes if ligne)
    texte += "".join(f",\n{ligne}" for ligne in index)
    return f"{texte}\n) {options.strip()}"
