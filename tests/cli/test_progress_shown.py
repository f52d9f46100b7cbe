"""Personne n'attend sans savoir pourquoi : la progression, au terminal seulement."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Projet
from tests.notion_server import NotionServer
from tests.notion_world import Espace, new_space
from tests.screen import open_screen

EFFACEE = "\r\x1b[K"


@pytest.fixture
def espace() -> Iterator[Espace]:
    """Une boutique qui a 250 tickets dans Notion : trois pages à lire."""
    with NotionServer() as serveur:
        boutique = new_space(serveur)
        boutique.add_pending(250)
        yield boutique


def test_reading_the_tickets_of_notion_shows(projet: Projet, espace: Espace) -> None:
    """--stats : les tickets lus se comptent à l'écran, puis la ligne s'efface avant le résultat."""
    with open_screen(projet, "--stats", env=espace.env) as ecran:
        sortie = ecran.read_all().decode()
    progression, _, resultat = sortie.rpartition(EFFACEE)
    assert f"{EFFACEE}100 tickets lus" in progression
    assert "Tickets : 250" in resultat
    with open_screen(projet, "--stats", "--quiet", env=espace.env) as ecran:
        assert "tickets lus" not in ecran.read_all().decode()
    for options in ((), ("--json",)):
        fini = projet.lancer("--stats", *options, env=espace.env)
        assert (fini.code, fini.erreurs) == (0, "")


def test_reading_them_from_the_desk_shows_too(projet: Projet, espace: Espace) -> None:
    """/stats, dans le bureau : la même progression."""
    with open_screen(projet, "--interactive", env=espace.env) as ecran:
        ecran.wait_line("adresse >")
        ecran.enter("/stats")
        ecran.enter("/quitter")
        sortie = ecran.read_all().decode()
    assert f"{EFFACEE}100 tickets lus" in sortie
    assert "Tickets : 250" in sortie


def test_an_import_and_a_replay_show(projet: Projet, tmp_path: Path) -> None:
    """--import-tickets et --replay : ce qui est fait se compte à l'écran, jamais dans un tuyau."""
    fichier = tmp_path / "messages.csv"
    fichier.write_text("email,message\na@b.test,Bonjour\n", encoding="utf-8")
    with open_screen(projet, "--import-tickets", str(fichier)) as ecran:
        assert f"{EFFACEE}1 ligne lue, " in ecran.read_all().decode()
    assert projet.lancer("--process-pending").code == 0
    with open_screen(projet, "--replay") as ecran:
        assert f"{EFFACEE}1 décision rejouée, " in ecran.read_all().decode()
    sortie = projet.lancer("--replay").sortie
    assert sortie == "1 décision rejouée, rien n'est écrit : 1 identique, 0 changerait.\n"
    for commande in (("--import-tickets", str(fichier), "--encore"), ("--replay",)):
        assert projet.lancer(*commande).erreurs == ""
