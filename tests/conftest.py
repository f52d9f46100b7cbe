"""Les pièces communes : le programme tel qu'un utilisateur le lance, et de vraies bases."""

import io
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hypothesis
import pytest

import config
from tests import network_guard
from tests.bases import Base, BaseMariadb, BaseSqlite, own_mariadb
from tests.finished import Fini, finished

# Une machine occupée n'est pas une faute : rien n'est jugé au temps qu'il prend.
hypothesis.settings.register_profile("maison", deadline=None)
hypothesis.settings.load_profile("maison")

RACINE = Path(__file__).resolve().parent.parent
PROGRAMME = (
    "main.py",
    "config.py",
    "errors.py",
    "models",
    "database",
    "notion",
    "automation",
    "cli",
)

Lancer = Callable[..., Fini]

UN_CLIENT_ECRIT_SOUVENT = {"FENETRE_ECHANGE_JOURS": "0"}
"""Les tests donnent plusieurs messages au même client d'exemple ; ``tests/runs/test_first_word.py``
éprouve la fenêtre d'échange, et ne passe pas par ici."""


@dataclass(frozen=True)
class Projet:
    """Une copie du programme dans un dossier neuf, lancée comme le ferait une personne."""

    dossier: Path
    env: Mapping[str, str]

    @property
    def base(self) -> BaseSqlite:
        """La base embarquée qu'il crée à côté de lui, si rien d'autre n'est configuré."""
        return BaseSqlite(self.dossier / "data" / "crm_ecommerce.db")

    def command(self, *arguments: str | bytes) -> list[str | bytes]:
        """La ligne de commande, avec ce Python."""
        return [sys.executable, "main.py", *arguments]

    def lancer(
        self,
        *arguments: str | bytes,
        entree: bytes = b"",
        env: Mapping[str, str] | None = None,
        prefixe: tuple[str, ...] = (),
    ) -> Fini:
        """Lance une commande jusqu'au bout."""
        fini = subprocess.run(
            [*prefixe, *self.command(*arguments)],
            cwd=self.dossier,
            env={**self.env, **(env or {})},
            input=entree,
            capture_output=True,
            check=False,
            timeout=120,
        )
        textes = [os.fsdecode(argument) for argument in arguments]
        return finished(textes, fini.returncode, fini.stdout, fini.stderr)

    def ouvrir(self, *arguments: str, **options: Any) -> subprocess.Popen[bytes]:
        """Lance une commande sans l'attendre, ses deux sorties dans des tuyaux."""
        return subprocess.Popen(
            self.command(*arguments),
            cwd=self.dossier,
            env={**self.env},
            **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "bufsize": 0, **options},
        )


@pytest.fixture
def projet(tmp_path: Path) -> Projet:
    """Une copie du programme, sans aucune configuration."""
    dossier = tmp_path / "boutique"
    dossier.mkdir()
    for nom in PROGRAMME:
        source = RACINE / nom
        if source.is_dir():
            shutil.copytree(source, dossier / nom, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, dossier / nom)
    garde = tmp_path / "garde"
    garde.mkdir()
    shutil.copy(network_guard.__file__, garde / "sitecustomize.py")
    gardees = {nom: os.environ[nom] for nom in ("PATH", "HOME", "TZ") if nom in os.environ}
    etat = {"XDG_STATE_HOME": str(tmp_path / "etat")}
    essai = {"PYTHONPATH": str(garde), "LANG": "C.UTF-8", **UN_CLIENT_ECRIT_SOUVENT}
    return Projet(dossier, {**gardees, **etat, **essai})


@pytest.fixture
def lancer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Iterator[Lancer]:
    """``lancer(*arguments, entree=b"", **environnement)`` : le programme, dans ce processus.

    La base embarquée est ``tmp_path/base.db`` ; aucun fichier ``.env`` n'est lu, sauf celui que
    le test écrit à ``tmp_path/.env``.
    """
    import main

    for nom in config.VARIABLES:
        monkeypatch.delenv(nom, raising=False)
    monkeypatch.setattr(config, "FICHIER_ENV", tmp_path / ".env")
    anciens = {numero: signal.getsignal(numero) for numero in (signal.SIGINT, signal.SIGTERM)}

    def run(*arguments: str, entree: bytes = b"", **environnement: str) -> Fini:
        with monkeypatch.context() as ici:
            base = {"DB_PATH": str(tmp_path / "base.db"), **UN_CLIENT_ECRIT_SOUVENT}
            for nom, valeur in (base | environnement).items():
                ici.setenv(nom, valeur)
            ici.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(entree), encoding="utf-8"))
            capfdbinary.readouterr()
            code = main.main(arguments)
            sortie, erreurs = capfdbinary.readouterr()
        return finished(arguments, code, sortie, erreurs)

    yield run
    for numero, ancien in anciens.items():
        signal.signal(numero, ancien)


@pytest.fixture
def embarquee(tmp_path: Path) -> BaseSqlite:
    """La base embarquée de ``lancer``."""
    return BaseSqlite(tmp_path / "base.db")


@pytest.fixture
def serveur() -> Iterator[BaseMariadb]:
    """Une base vide à soi sur un vrai serveur, ou un test sauté (voir ``own_mariadb``)."""
    with own_mariadb() as base:
        yield base


@pytest.fixture
def mariadb(serveur: BaseMariadb) -> config.Settings:
    """La configuration qui mène à cette base."""
    return config.load(serveur.env, Path(os.devnull))


@pytest.fixture
def port_libre() -> int:
    """Un port de cette machine où personne n'écoute."""
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return int(prise.getsockname()[1])


@pytest.fixture
def unused_tcp_port(port_libre: int) -> int:
    """Le même, sous le nom que d'autres tests lui donnent."""
    return port_libre


@pytest.fixture(params=["sqlite", "mariadb"])
def base_prete(request: pytest.FixtureRequest, lancer: Lancer) -> Base:
    """L'une puis l'autre base, préparée par ``--setup``."""
    nom = "embarquee" if request.param == "sqlite" else "serveur"
    choisie: Base = request.getfixturevalue(nom)
    assert lancer("--setup", **choisie.env).code == 0
    return choisie


@pytest.fixture
def sans_passe_droit() -> tuple[str, ...]:
    """De quoi lancer un programme que les droits des fichiers arrêtent, même si l'on est root."""
    if os.geteuid() != 0:
        return ()
    prefixe = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
    if (
        shutil.which("setpriv") is None
        or subprocess.run([*prefixe, "true"], check=False).returncode
    ):
        pytest.skip("root passe outre les droits des fichiers, et setpriv ne peut pas l'en priver")
    return prefixe
