"""Écrit database/schema.sql d'après database/tables.py et database/demo.py.

python scripts/make_schema.py            écrit le fichier
python scripts/make_schema.py --check    vérifie seulement qu'il est à jour
"""

import re
import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

from sqlalchemy import Table
from sqlalchemy.dialects import mysql
from sqlalchemy.schema import CreateIndex, CreateTable

from database import demo, tables

SCHEMA = RACINE / "database" / "schema.sql"
JOUR_ZERO = date(2000, 1, 1)

EN_TETE = """\
-- Tables et données d'exemple, pour MySQL et MariaDB.
--
--   mysql -u root -p crm_ecommerce < database/schema.sql
--
-- « python main.py --setup » donne le même résultat. Ce fichier peut être rechargé sans risque :
-- il crée ce qui manque, ne change rien de ce qui existe, et ne remplit que les tables qu'il vient
-- de créer. Les dates d'exemple sont comptées depuis le jour du chargement.
--
-- Écrit par « python scripts/make_schema.py » d'après database/tables.py et database/demo.py.

SET NAMES utf8mb4 COLLATE utf8mb4_unicode_ci;
"""


def build_schema() -> str:
    """Le texte de schema.sql."""
    tables.add_server_options()
    ordre = tuple(tables.metadata.tables.values())
    morceaux = [EN_TETE, *(_is_new(table) for table in ordre), ""]
    morceaux += [_create(table) for table in ordre]
    clients_neufs, commandes_neuves = "@client_neuve", "@client_neuve AND @commande_neuve"
    morceaux += [
        _insert(tables.client, demo.client_rows(), clients_neufs),
        _insert(tables.commande, demo.commande_rows(JOUR_ZERO), commandes_neuves),
        _insert(tables.reponse_type, demo.modele_rows(), "@reponse_type_neuve"),
    ]
    return "\n".join(morceaux)


def _is_new(table: Table) -> str:
    return (  # les noms viennent de tables.py
        f"SET @{table.name}_neuve = NOT EXISTS (SELECT 1 FROM information_schema.tables "
        f"WHERE table_schema = DATABASE() AND table_name = '{table.name}');"
    )


def _create(table: Table) -> str:
    dialecte = mysql.dialect()
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
    return f"{texte}\n) {options.strip()};\n"


def _insert(table: Table, lignes: list[dict[str, Any]], condition: str) -> str:
    noms = ", ".join(lignes[0])
    selections = [
        "  SELECT " + ", ".join(_literal(valeur) for valeur in ligne.values()) for ligne in lignes
    ]
    colonnes = ", ".join(f"{_literal(v)} AS {nom}" for nom, v in lignes[0].items())
    selections[0] = f"  SELECT {colonnes}"
    union = " UNION ALL\n".join(selections)
    return (
        f"INSERT INTO {table.name} ({noms})\nSELECT {noms} FROM (\n{union}\n) AS exemples "
        f"WHERE {condition};\n"
    )


def _literal(valeur: Any) -> str:
    if valeur is None:
        return "NULL"
    if isinstance(valeur, date):
        jours = (valeur - JOUR_ZERO) // timedelta(days=1)
        return f"CURDATE() {'-' if jours < 0 else '+'} INTERVAL {abs(jours)} DAY"
    if isinstance(valeur, int | Decimal):
        return str(valeur)
    texte = str(valeur).replace("\\", "\\\\").replace("'", "''").replace("\n", "\\n")
    return f"'{texte}'"


def main() -> int:
    """Écrit ou vérifie le fichier ; rend 1 s'il n'est pas à jour."""
    texte = build_schema()
    if "--check" in sys.argv[1:]:
        a_jour = SCHEMA.exists() and SCHEMA.read_text(encoding="utf-8") == texte
        print("schema.sql est à jour." if a_jour else "schema.sql n'est pas à jour : relancez.")
        return 0 if a_jour else 1
    SCHEMA.write_text(texte, encoding="utf-8")
    print(f"{SCHEMA.relative_to(RACINE)} écrit.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
