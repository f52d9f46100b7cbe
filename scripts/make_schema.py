"""Écrit database/schema.sql d'après database/tables.py et database/demo.py.

python scripts/make_schema.py            écrit le fichier
python scripts/make_schema.py --check    vérifie seulement qu'il est à jour
"""

import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

from sqlalchemy import Table
from sqlalchemy.dialects import mysql

from database import demo, tables
from database.ddl import create_statement
from database.migrations import REVISION
from database.starters import DEJA_LA, REMPLIE
from database.version import A_REMPLIR, DE_LA_BOUTIQUE, alembic_version, installation

SCHEMA = RACINE / "database" / "schema.sql"
JOUR_ZERO = date(2000, 1, 1)

EN_TETE = """\
-- Tables et données d'exemple, pour MySQL et MariaDB.
--
--   mysql -u root -p crm_ecommerce < database/schema.sql
--
-- « python main.py --setup » donne le même résultat. Ce fichier peut être rechargé sans risque :
-- il crée ce qui manque, ne change rien de ce qui existe, et ne remplit que les tables qu'il vient
-- de créer. Les dates d'exemple sont comptées depuis le jour du chargement. S'il a créé
-- toutes les tables du programme, il inscrit la révision de la base ; sinon, lancez ensuite
-- « python main.py --setup », qui achève et met à jour.
--
-- Écrit par « python scripts/make_schema.py » d'après database/tables.py et database/demo.py.

SET NAMES utf8mb4 COLLATE utf8mb4_unicode_ci;
"""


def build_schema() -> str:
    """Le texte de schema.sql."""
    toutes = tables.metadata.tables
    d_abord = (installation, alembic_version)
    dialecte = mysql.dialect()
    neuves = " AND ".join(f"@{nom}_neuve" for nom in toutes if nom not in DE_LA_BOUTIQUE)
    return "\n".join(
        [
            EN_TETE,
            *(_is_new(table) for table in toutes.values()),
            "",
            *(f"{create_statement(table, dialecte)};\n" for table in d_abord),
            _declare(),
            *(
                f"{create_statement(table, dialecte)};\n"
                for table in toutes.values()
                if table not in d_abord
            ),
            "START TRANSACTION;\n",
            _must_fill("exemples", "client", "commande"),
            _must_fill("modeles", "reponse_type"),
            "",
            _insert(tables.client, demo.client_rows(), "@exemples"),
            _insert(tables.commande, demo.commande_rows(JOUR_ZERO), "@exemples"),
            _insert(tables.reponse_type, demo.modele_rows(), "@modeles"),
            f"UPDATE installation SET etat = '{REMPLIE}' WHERE etat = '{A_REMPLIR}';",
            "INSERT INTO alembic_version (version_num)",
            f"SELECT '{REVISION}' FROM DUAL WHERE {neuves};\n",
            "COMMIT;\n",
        ]
    )


def _is_new(table: Table) -> str:
    return (  # les noms viennent de tables.py
        f"SET @{table.name}_neuve = NOT EXISTS (SELECT 1 FROM information_schema.tables "
        f"WHERE table_schema = DATABASE() AND table_name = '{table.name}');"
    )


def _declare() -> str:
    """Retient, comme ``starters.declare``, quelles tables attendent leurs lignes de départ."""
    exemples = "@client_neuve AND @commande_neuve"
    pieces = {"client": exemples, "commande": exemples, "reponse_type": "@reponse_type_neuve"}
    lignes = ",\n".join(
        f"  ('{nom}', IF({condition}, '{A_REMPLIR}', '{DEJA_LA}'))"
        for nom, condition in pieces.items()
    )
    return f"INSERT IGNORE INTO installation (piece, etat) VALUES\n{lignes};\n"


def _must_fill(variable: str, *noms: str) -> str:
    liste = ", ".join(f"'{nom}'" for nom in noms)
    vides = " AND ".join(f"NOT EXISTS (SELECT 1 FROM {nom})" for nom in noms)
    return (
        f"SET @{variable} = EXISTS (SELECT 1 FROM installation WHERE piece IN ({liste})\n"
        f"  AND etat = '{A_REMPLIR}') AND {vides};"
    )


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
