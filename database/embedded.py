"""La base embarquée : un fichier SQLite, à son propriétaire seul, ou rien que de la mémoire."""

import os
import sqlite3
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from errors import ConfigurationError

PATIENCE_S = 30
"""Secondes pendant lesquelles un autre processus peut garder le fichier pour écrire."""


def open_embedded(chemin: Path, *, memoire: bool = False) -> sa.Engine:
    """Le moteur de la base embarquée ; crée son fichier s'il n'existe pas.

    Args:
        memoire: rien sur le disque, pas même le fichier.

    Raises:
        ConfigurationError: le chemin est impossible, ou son dossier nous est fermé.
    """
    if memoire:
        engine = sa.create_engine(
            "sqlite://", poolclass=sa.StaticPool, connect_args={"check_same_thread": False}
        )
    else:
        _create_private_file(chemin)
        engine = sa.create_engine(
            sa.URL.create("sqlite", database=str(chemin)),
            hide_parameters=True,
            connect_args={"timeout": PATIENCE_S},
        )
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def file_exists(chemin: Path) -> bool:
    """Vrai si le fichier de la base embarquée existe.

    Raises:
        ConfigurationError: le chemin est impossible, ou son dossier nous est fermé.
    """
    try:
        return chemin.exists()
    except OSError as erreur:
        raise _impossible(chemin) from erreur


def _create_private_file(chemin: Path) -> None:
    """Crée le fichier lisible par son seul propriétaire : SQLite suivrait l'umask."""
    try:
        chemin.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file_exists(chemin):
            os.close(os.open(chemin, os.O_CREAT | os.O_RDWR, 0o600))
    except (OSError, ValueError) as erreur:
        raise _impossible(chemin) from erreur


def _impossible(chemin: Path) -> ConfigurationError:
    return ConfigurationError(
        f"Impossible de créer la base embarquée {chemin}. Vérifiez DB_PATH et les droits sur ce "
        "dossier."
    )


def _prepare(connexion: sqlite3.Connection, _: object) -> None:
    # Sans cela, le module sqlite3 ouvre lui-même ses transactions, et trop tard pour IMMEDIATE.
    connexion.isolation_level = None
    # Un texte mal codé, écrit par un autre outil, ne doit pas empêcher de lire les autres lignes.
    connexion.text_factory = _decode
    connexion.create_function("lower", 1, _lower, deterministic=True)
    connexion.execute("PRAGMA foreign_keys = ON")
    connexion.execute("PRAGMA journal_mode = WAL")


def _lower(valeur: Any) -> Any:
    """``LOWER`` de SQLite ne connaît que l'ASCII."""
    return valeur.lower() if isinstance(valeur, str) else valeur


def _decode(octets: bytes) -> str:
    return octets.decode(errors="replace")


def _begin(connexion: sa.Connection) -> None:
    # Une lecture qui deviendrait écriture échouerait si un autre a écrit entre-temps.
    ecriture = connexion.get_execution_options().get("ecriture", False)
    connexion.exec_driver_sql("BEGIN IMMEDIATE" if ecriture else "BEGIN")
