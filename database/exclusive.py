"""Un seul poste prépare une base à la fois, et rien de ce qu'il a fait n'est à refaire.

Dans SQLite, tout est une transaction. Un serveur valide de lui-même chaque changement de
structure : le travail y valide chaque pas (``keep``), sous un verrou nommé que le serveur rend dès
que le poste disparaît.
"""

import hashlib
import random
import time

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from database.engine import ESSAIS, Database, T, Work
from database.faults import RELANCER, error_number
from errors import UnreachableError

PATIENCE_VERROU_S = 600
"""Secondes pendant lesquelles on attend un autre poste : changer une grande table est long."""

_REFAIRE = RELANCER | {1062}
"""1062 : un autre nœud Galera, que le verrou n'arrête pas, vient d'ajouter la même ligne."""

PATIENCE_TABLE_S = 60
"""Secondes pendant lesquelles un changement de structure attend ceux qui lisent la table."""


def exclusively(base: Database, work: Work[T]) -> T:
    """Exécute ``work`` seul sur cette base ; il peut être refait depuis le début.

    Raises:
        UnreachableError: un autre poste prépare cette base depuis trop longtemps.
        SupportError: la base ne répond pas, ou refuse.
    """
    if base.embarquee:
        return base.write(work)
    essais = 0
    while True:
        try:
            with base.engine.connect() as lien:
                # Hors de la réserve : fermée pour de bon, la connexion rend le verrou.
                lien.detach()
                _lock(lien, base)
                return work(lien)
        except SQLAlchemyError as erreur:
            essais += 1
            if essais >= ESSAIS or error_number(erreur) not in _REFAIRE:
                raise base.translate(erreur) from erreur
            time.sleep(random.uniform(0.01, 0.05) * essais)  # noqa: S311  # désynchronise


def keep(lien: sa.Connection) -> None:
    """Valide ce qui est fait ; dans SQLite, tout l'est à la fin."""
    if lien.dialect.name != "sqlite":
        lien.commit()


def _lock(lien: sa.Connection, base: Database) -> None:
    # Le verrou est celui du serveur : son nom porte celui de la base, abrégé (64 caractères).
    empreinte = hashlib.sha256(base.settings.db_name.encode()).hexdigest()
    verrou = sa.func.get_lock(f"support-setup-{empreinte[:32]}", PATIENCE_VERROU_S)
    if lien.execute(sa.select(verrou)).scalar_one() != 1:
        raise UnreachableError(
            f"Un autre poste prépare {base.nom} depuis plus de {PATIENCE_VERROU_S // 60} minutes. "
            "Attendez qu'il ait fini, puis recommencez. Rien n'a été changé ici."
        )
    lien.execute(sa.text(f"SET SESSION lock_wait_timeout = {PATIENCE_TABLE_S}"))
    lien.commit()
