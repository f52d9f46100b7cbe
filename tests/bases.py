"""Les deux bases des tests : un fichier SQLite, et une base à soi sur un vrai serveur."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import mysql.connector
import pytest

URL = "TEST_MARIADB_URL"
OBLIGATOIRE = "CI_MARIADB_OBLIGATOIRE"


class Base(Protocol):
    """Une base que le programme et le test ouvrent chacun de son côté."""

    @property
    def nom(self) -> str:
        """« sqlite » ou « mariadb »."""

    @property
    def env(self) -> dict[str, str]:
        """Les variables qui y mènent le programme."""

    def sql(self, requete: str, *lignes: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Exécute une requête, une fois par ligne de valeurs (``?``) ; rend ce qu'elle lit."""


@dataclass(frozen=True)
class BaseSqlite:
    """Un fichier SQLite."""

    chemin: Path
    nom: str = "sqlite"

    @property
    def env(self) -> dict[str, str]:
        """``DB_PATH``."""
        return {"DB_PATH": str(self.chemin)}

    def sql(self, requete: str, *lignes: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Exécute une requête dans une transaction."""
        with closing(sqlite3.connect(self.chemin)) as lien, lien:
            if len(lignes) > 1:
                lien.executemany(requete, lignes)
                return []
            return lien.execute(requete, lignes[0] if lignes else ()).fetchall()


@dataclass(frozen=True)
class BaseMariadb:
    """Une base à soi, sur le serveur de ``TEST_MARIADB_URL``."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    base: str
    nom: str = "mariadb"

    @property
    def env(self) -> dict[str, str]:
        """``DB_HOST`` et ses suites."""
        return {
            "DB_HOST": self.host,
            "DB_PORT": str(self.port),
            "DB_USER": self.user,
            "DB_PASSWORD": self.password,
            "DB_NAME": self.base,
        }

    def sql(self, requete: str, *lignes: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Exécute une requête dans une transaction, sur cette base."""
        return self._execute(self.base, requete.replace("?", "%s"), lignes)

    def serveur(self, requete: str) -> list[tuple[Any, ...]]:
        """Exécute une requête sans choisir de base."""
        return self._execute("", requete, ())

    def load(self, texte: str) -> None:
        """Charge un fichier SQL avec le client ``mariadb``, comme le ferait une personne."""
        commande = ["mariadb", "--default-character-set=utf8mb4", "-h", self.host]
        mot_de_passe = [f"-p{self.password}"] if self.password else []
        subprocess.run(
            [*commande, "-P", str(self.port), "-u", self.user, *mot_de_passe, self.base],
            input=texte.encode(),
            check=True,
            capture_output=True,
        )

    def _execute(
        self, base: str, requete: str, lignes: Sequence[Sequence[Any]]
    ) -> list[tuple[Any, ...]]:
        lien = mysql.connector.connect(
            host=self.host,
            port=self.port,
            user=self.user,
            password=self.password,
            database=base or None,
            collation="utf8mb4_unicode_ci",
            use_pure=True,
        )
        with closing(lien), closing(lien.cursor()) as curseur:
            if len(lignes) > 1:
                curseur.executemany(requete, [tuple(ligne) for ligne in lignes])
            else:
                curseur.execute(requete, tuple(lignes[0]) if lignes else ())
            lues: list[Any] = curseur.fetchall() if curseur.description else []
            lien.commit()
            return lues


@contextmanager
def own_mariadb() -> Iterator[BaseMariadb]:
    """Une base vide à un nom que rien d'autre n'a, supprimée à la fin.

    Sans ``TEST_MARIADB_URL``, le test est sauté, ou échoue si ``CI_MARIADB_OBLIGATOIRE=1``.
    """
    url = os.environ.get(URL, "")
    if not url:
        raison = (
            f"pas de serveur MariaDB : donnez-en un par la variable {URL}, par exemple "
            f"{URL}=mysql://root@127.0.0.1:3306"
        )
        if os.environ.get(OBLIGATOIRE) == "1":
            pytest.fail(f"{raison} ({OBLIGATOIRE}=1 l'exige)")
        pytest.skip(raison)
    morceaux = urlsplit(url)
    base = BaseMariadb(
        host=morceaux.hostname or "127.0.0.1",
        port=morceaux.port or 3306,
        user=unquote(morceaux.username or "root"),
        password=unquote(morceaux.password or ""),
        base=f"crm_test_{uuid4().hex[:12]}",
    )
    base.serveur(f"CREATE DATABASE {base.base} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci")
    try:
        yield base
    finally:
        base.serveur(f"DROP DATABASE IF EXISTS {base.base}")
