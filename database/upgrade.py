"""Mettre une base à la révision du programme : sa copie d'abord, puis les révisions qui manquent.

Alembic n'est chargé que par ``--setup`` : ces fonctions l'importent elles-mêmes.
"""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import sqlalchemy as sa

from database.engine import Database
from database.exclusive import keep
from database.migrations import REVISION
from database.version import alembic_version
from errors import UnreachableError

DEPART = "0001"
"""La révision d'une base de la version 1.0, qui n'en portait pas encore le numéro."""


def upgrade(lien: sa.Connection, revision: str | None) -> None:
    """Passe les révisions qui manquent ; toutes, si la dernière est déjà inscrite.

    Args:
        revision: celle qui est inscrite.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    dossier = Path(__file__).with_name("migrations")
    config.set_main_option("script_location", str(dossier).replace("%", "%%"))
    config.attributes["connection"] = lien
    if revision == REVISION:
        lien.execute(sa.update(alembic_version).values(version_num=DEPART))
    keep(lien)
    command.upgrade(config, "head")


def copy_name(source: Path) -> Path:
    """« crm_ecommerce.avant-0014.db », ou avec un rang si une copie porte déjà ce nom."""
    rang = 1
    while True:
        suite = f"-{rang}" if rang > 1 else ""
        copie = source.with_name(f"{source.stem}.avant-{REVISION}{suite}{source.suffix}")
        if not copie.exists():
            return copie
        rang += 1


def copy_embedded(base: Database, copie: Path) -> None:
    """Copie le fichier de la base embarquée, entier ou pas du tout, à son propriétaire seul.

    Raises:
        UnreachableError: la copie ne peut pas être écrite.
    """
    partielle = copie.with_name(f"{copie.name}.partielle")
    try:
        os.close(os.open(partielle, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600))
        source = sqlite3.connect(base.settings.db_path)
        with closing(source), closing(sqlite3.connect(partielle)) as cible:
            source.backup(cible)
        partielle.replace(copie)
    except (OSError, sqlite3.Error) as erreur:
        with suppress(OSError):
            partielle.unlink()
        raise UnreachableError(
            f"Impossible de copier {base.nom} dans {copie} avant de la mettre à jour. Vérifiez la "
            "place libre et les droits sur ce dossier, puis recommencez. Rien n'a été changé."
        ) from erreur
