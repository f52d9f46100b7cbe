"""--process-pending quand la base faiblit : attendue, ou un message clair ; rien n'est perdu."""

import os
import resource
import signal
import subprocess
from contextlib import suppress

import mysql.connector
import pytest

from tests.bases import Base, BaseMariadb, BaseSqlite
from tests.cli.test_pending_cli import CAMILLE, INSERTION, RETARD, statuses
from tests.conftest import Lancer, Projet
from tests.finished import finished

TICKETS = 1_500


@pytest.fixture
def rempli(projet: Projet) -> Projet:
    """Un programme qui a de quoi travailler quelques secondes."""
    assert projet.lancer("--setup").code == 0
    projet.base.sql(INSERTION, *[(CAMILLE, RETARD, "Nouveau")] * TICKETS)
    return projet


def _finish(projet: Projet, base: Base) -> None:
    """Relancer suffit : tout est décidé, une fois."""
    fini = projet.lancer("--process-pending", "--quiet", env=base.env)
    assert fini.code == 0, fini
    assert set(statuses(base)) == {"Traité automatiquement"}
    assert base.sql("SELECT COUNT(*), COUNT(DISTINCT ticket_id) FROM journal") == [
        (TICKETS, TICKETS)
    ]
    assert base.sql("SELECT DISTINCT etat FROM journal") == [("fait",)]


def test_connections_cut_by_the_server_are_opened_again(
    projet: Projet, serveur: BaseMariadb
) -> None:
    """Le serveur coupe les connexions en plein travail : on les rouvre, on le dit, on finit."""
    assert projet.lancer("--setup", env=serveur.env).code == 0
    serveur.sql(INSERTION, *[(CAMILLE, RETARD, "Nouveau")] * TICKETS)
    processus = subprocess.Popen(
        projet.command("--process-pending", "--json"),
        cwd=projet.dossier,
        env={**projet.env, **serveur.env},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
    )
    assert processus.stdout is not None
    debut = processus.stdout.read(20)
    siennes = f"SELECT id FROM information_schema.processlist WHERE db = '{serveur.base}'"
    for _ in range(5):
        for (numero,) in serveur.serveur(siennes):
            # Une connexion déjà partie (1094) ne se coupe plus.
            with suppress(mysql.connector.DatabaseError):
                serveur.serveur(f"KILL {numero}")
    sortie, erreurs = processus.communicate(timeout=100)
    fini = finished(["--json"], processus.returncode, debut + sortie, erreurs)
    assert (fini.code, fini.json["total"]) == (0, TICKETS)
    _finish(projet, serveur)


def test_a_full_disk_is_said_and_the_run_can_start_again(rempli: Projet) -> None:
    """Plus de place pour écrire : message clair, code 4 ; la place revenue, on finit."""
    taille = rempli.base.chemin.stat().st_size + 200_000

    def fill_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (taille, taille))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    processus = rempli.ouvrir("--process-pending", "--json", preexec_fn=fill_disk)
    sortie, erreurs = processus.communicate(timeout=100)
    fini = finished(["--json"], processus.returncode, sortie, erreurs)
    assert fini.code == 4
    assert "Impossible d'écrire dans la base embarquée" in fini.erreurs
    _finish(rempli, rempli.base)


def test_a_read_only_file_is_said_and_nothing_is_lost(
    rempli: Projet, sans_passe_droit: tuple[str, ...]
) -> None:
    """Fichier en lecture seule : message clair, code 4, rien d'écrit ; on peut relancer."""
    chemin = rempli.base.chemin
    chemin.chmod(0o400)
    fini = rempli.lancer("--process-pending", "--json", prefixe=sans_passe_droit)
    assert fini.code == 4
    assert "lecture seule" in fini.erreurs
    chemin.chmod(0o600)
    assert set(statuses(rempli.base)) == {"Nouveau"}
    _finish(rempli, rempli.base)


@pytest.mark.parametrize(("numero", "mot"), [(1290, "lecture seule"), (1021, "disque plein")])
def test_a_server_that_cannot_write_stops_the_run_at_once(
    lancer: Lancer, serveur: BaseMariadb, numero: int, mot: str
) -> None:
    """Serveur en lecture seule ou plein : code 4 tout de suite, sans un échec par ticket."""
    assert lancer("--setup", **serveur.env).code == 0
    serveur.sql(INSERTION, *[(CAMILLE, RETARD, "Nouveau")] * 250)
    serveur.sql(
        "CREATE TRIGGER refus BEFORE UPDATE ON ticket FOR EACH ROW "
        f"SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = {numero}"
    )
    fini = lancer("--process-pending", **serveur.env)
    assert fini.code == 4
    assert mot in fini.erreurs
    assert len(fini.erreurs.splitlines()) == 1
    assert set(statuses(serveur)) == {"Nouveau"}
    serveur.sql("DROP TRIGGER refus")
    assert lancer("--process-pending", "--quiet", **serveur.env).code == 0


def test_a_busy_embedded_base_is_waited_for(rempli: Projet) -> None:
    """Un autre programme écrit dans la base pendant une seconde : on attend, puis on finit."""
    assert isinstance(rempli.base, BaseSqlite)
    bloqueur = subprocess.Popen(
        [
            rempli.command()[0],
            "-c",
            "import sqlite3, sys, time; lien = sqlite3.connect(sys.argv[1]); "
            "lien.execute('BEGIN IMMEDIATE'); print('pris', flush=True); time.sleep(1)",
            os.fspath(rempli.base.chemin),
        ],
        stdout=subprocess.PIPE,
    )
    assert bloqueur.stdout is not None
    assert bloqueur.stdout.readline() == b"pris\n"
    _finish(rempli, rempli.base)
    bloqueur.communicate()
