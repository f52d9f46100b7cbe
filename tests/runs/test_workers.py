"""--process-pending --workers : plusieurs processus, un seul bilan."""

import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.bases import Base
from tests.cli.test_pending_cli import CAMILLE, INSERTION, RETARD, statuses
from tests.conftest import Lancer, Projet
from tests.finished import finished


def _tickets(base: Base, nombre: int) -> None:
    base.sql(INSERTION, *[(CAMILLE, RETARD, "Nouveau")] * nombre)


def test_three_workers_share_the_tickets_and_one_document_comes_out(
    lancer: Lancer, base_prete: Base
) -> None:
    """Trois postes : chaque ticket une fois, dans un seul document et au journal."""
    _tickets(base_prete, 450)
    fini = lancer("--process-pending", "--workers", "3", "--json", **base_prete.env)
    assert (fini.code, fini.json["total"], fini.json["traites"]) == (0, 450, 450)
    numeros = sorted(int(ticket["ticket_id"]) for ticket in fini.json["tickets"])
    assert numeros == list(range(1, 451))
    assert set(statuses(base_prete)) == {"Traité automatiquement"}
    assert base_prete.sql("SELECT COUNT(*), COUNT(DISTINCT ticket_id) FROM journal") == [(450, 450)]


def test_workers_share_the_limit(lancer: Lancer, base_prete: Base) -> None:
    """--limit vaut pour tous les postes ensemble."""
    _tickets(base_prete, 30)
    fini = lancer("--process-pending", "--workers", "2", "--limit", "7", "--json", **base_prete.env)
    assert (fini.code, fini.json["total"]) == (0, 7)
    assert statuses(base_prete).count("Nouveau") == 23


def test_a_dry_run_needs_only_one_worker(lancer: Lancer, base_prete: Base) -> None:
    """À blanc, chaque ticket n'est montré qu'une fois et rien n'est écrit."""
    _tickets(base_prete, 5)
    fini = lancer("--process-pending", "--workers", "2", "--dry-run", "--json", **base_prete.env)
    assert (fini.code, fini.json["total"]) == (0, 5)
    assert set(statuses(base_prete)) == {"Nouveau"}


def test_a_warning_of_every_worker_is_said_once(lancer: Lancer, base_prete: Base) -> None:
    """Un modèle fautif est nommé une fois, non une fois par poste."""
    base_prete.sql(
        "INSERT INTO reponse_type (categorie, texte) VALUES ('Remboursement', 'Bonjour {surnom}')"
    )
    _tickets(base_prete, 250)
    fini = lancer("--process-pending", "--workers", "2", "--quiet", "--json", **base_prete.env)
    assert fini.code == 0
    _tickets(base_prete, 250)
    fini = lancer("--process-pending", "--workers", "2", **base_prete.env)
    assert fini.erreurs.count("{surnom}") == 1


@pytest.mark.parametrize(("signal_", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stop_reaches_every_worker(projet: Projet, signal_: signal.Signals, code: int) -> None:
    """Un arrêt finit les tickets en main, rend le reste, et le document est entier."""
    assert projet.lancer("--setup").code == 0
    _tickets(projet.base, 3000)
    processus = projet.ouvrir("--process-pending", "--workers", "2", "--json")
    assert processus.stdout is not None
    debut = processus.stdout.read(20)
    processus.send_signal(signal_)
    sortie, erreurs = processus.communicate(timeout=60)
    fini = finished(["--json"], processus.returncode, debut + sortie, erreurs)
    assert fini.code == code
    faits = [statut for statut in statuses(projet.base) if statut != "Nouveau"]
    assert 0 < len(faits) < 3000
    assert fini.json["total"] == len(fini.json["tickets"]) == len(faits)
    assert projet.base.sql("SELECT COUNT(*) FROM journal") == [(len(faits),)]


def _children(pid: int) -> Iterator[int]:
    for dossier in Path("/proc").glob("[0-9]*"):
        try:
            lignes = (dossier / "stat").read_text().rsplit(")", 1)[1].split()
            commande = (dossier / "cmdline").read_bytes()
        except OSError:
            continue
        if int(lignes[1]) == pid and b"spawn_main" in commande:
            yield int(dossier.name)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="pas de /proc")
def test_a_worker_killed_is_named_and_the_others_finish(projet: Projet) -> None:
    """Un poste tué net : son arrêt est dit, code 1, et le document reste entier."""
    assert projet.lancer("--setup").code == 0
    _tickets(projet.base, 3000)
    processus = projet.ouvrir("--process-pending", "--workers", "2", "--json")
    assert processus.stdout is not None
    debut = processus.stdout.read(20)
    os.kill(next(_children(processus.pid)), signal.SIGKILL)
    sortie, erreurs = processus.communicate(timeout=60)
    fini = finished(["--json"], processus.returncode, debut + sortie, erreurs)
    assert fini.code == 1
    assert "s'est arrêté net" in fini.erreurs
    assert 0 < fini.json["total"] <= len([s for s in statuses(projet.base) if s != "Nouveau"])


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="pas de /proc")
def test_workers_do_not_outlive_their_parent(projet: Projet) -> None:
    """Le programme tué net, ses postes finissent leur lot et s'en vont."""
    assert projet.lancer("--setup").code == 0
    _tickets(projet.base, 3000)
    processus = projet.ouvrir("--process-pending", "--workers", "2", "--json")
    assert processus.stdout is not None
    processus.stdout.read(20)
    postes = list(_children(processus.pid))
    processus.kill()
    processus.communicate()
    assert len(postes) == 2
    while any(Path(f"/proc/{poste}/cmdline").exists() for poste in postes):
        time.sleep(0.05)
    with closing(sqlite3.connect(projet.base.chemin)) as lien:
        etats = {etat for (etat,) in lien.execute("SELECT etat FROM journal")}
    assert etats == {"fait"}
