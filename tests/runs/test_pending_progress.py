"""--process-pending : ce que la sortie d'erreur dit de l'avancement, au terminal et ailleurs."""

import json
import os
import re
from contextlib import suppress

import pytest

from tests.cli.test_pending_cli import CAMILLE, INSERTION, RETARD
from tests.conftest import Projet
from tests.screen import open_screen

TICKETS = 600
EFFACER = "\r\x1b[K"
LIGNE = re.compile(
    rf"\d+ tickets? sur {TICKETS}, [\d\u202f]+ par (?:seconde|minute)(?:, encore [\w ]+)?"
)


@pytest.fixture
def charge(projet: Projet) -> Projet:
    """Un programme qui a six cents tickets en attente."""
    assert projet.lancer("--setup").code == 0
    projet.base.sql(INSERTION, *[(CAMILLE, RETARD, "Nouveau")] * TICKETS)
    return projet


def test_a_terminal_shows_one_line_that_leaves_no_trace(charge: Projet) -> None:
    """Au terminal : une ligne redessinée sur elle-même, puis effacée devant chaque ticket."""
    with open_screen(charge, "--process-pending", "--no-color") as ecran:
        sortie = ecran.read_all().decode()
    dessins = sortie.split(EFFACER)
    assert any(LIGNE.fullmatch(dessin) for dessin in dessins)
    reste = "".join(dessin for dessin in dessins if not LIGNE.fullmatch(dessin))
    assert "\x1b" not in reste
    assert not LIGNE.search(reste)
    assert len(re.findall(r"(?m)^ticket \d+ : ", reste)) == TICKETS
    assert f"\n{TICKETS} tickets : {TICKETS} répondus automatiquement" in reste


def test_a_quiet_terminal_shows_the_summary_alone(charge: Projet) -> None:
    """Avec --quiet, même au terminal : le bilan, et rien d'autre."""
    with open_screen(charge, "--process-pending", "--quiet") as ecran:
        sortie = ecran.read_all().decode()
    assert not LIGNE.search(sortie)
    assert "\x1b" not in sortie
    assert sortie.startswith(f"{TICKETS} tickets : ")
    assert sortie.count("\n") == 1


def test_a_document_in_a_pipe_lets_the_terminal_show_the_progress(charge: Projet) -> None:
    """« --json | jq » : la ligne est au terminal, le document part entier dans le tuyau."""
    ici, terminal = os.openpty()
    processus = charge.ouvrir("--process-pending", "--json", stderr=terminal)
    os.close(terminal)
    sortie, _ = processus.communicate(timeout=60)
    morceaux = []
    with (
        os.fdopen(ici, "rb", buffering=0) as ecran,
        suppress(OSError),
    ):  # EIO : plus personne n'écrit
        while morceau := ecran.read(4096):
            morceaux.append(morceau)
    montre = b"".join(morceaux).decode()
    assert (processus.returncode, json.loads(sortie)["total"]) == (0, TICKETS)
    assert any(LIGNE.fullmatch(dessin) for dessin in montre.split(EFFACER))
    assert montre.endswith(EFFACER)


def test_a_short_run_says_nothing_of_it_in_a_pipe(charge: Projet) -> None:
    """Hors d'un terminal, un passage de moins de trente secondes ne dit que ses résultats."""
    fini = charge.lancer("--process-pending")
    assert (fini.code, fini.erreurs) == (0, "")
    assert not LIGNE.search(fini.sortie)


def test_a_narrow_terminal_cuts_the_line(charge: Projet) -> None:
    """Au terminal de trente colonnes, la ligne est coupée : elle ne déborde pas sur la suivante."""
    with open_screen(charge, "--process-pending", "--no-color", colonnes=30) as ecran:
        sortie = ecran.read_all().decode()
    dessins = [d for d in sortie.split(EFFACER) if re.match(rf"\d+ tickets? sur {TICKETS}", d)]
    assert dessins
    assert all(len(dessin) < 30 for dessin in dessins)
