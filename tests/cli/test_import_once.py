"""--import-tickets : rien n'entre deux fois, et rien n'est pris pour autre chose."""

import json
import threading
from pathlib import Path

import pytest

from tests.bases import Base
from tests.conftest import Lancer, Projet
from tests.notion_server import NotionServer
from tests.notion_world import new_space

MEME = ("a@example.com", "Où est mon colis ?")


@pytest.fixture
def fichier(tmp_path: Path) -> Path:
    """Le chemin d'un fichier à importer."""
    return tmp_path / "tickets.csv"


def _write(fichier: Path, *lignes: tuple[str, ...], entete: str = "email,message") -> str:
    textes = [",".join(ligne) for ligne in lignes]
    fichier.write_text("\n".join([entete, *textes, ""]), encoding="utf-8")
    return str(fichier)


def _import(lancer: Lancer, base: Base, fichier: str, *options: str) -> tuple[int, int]:
    fini = lancer("--import-tickets", fichier, "--json", *options, **base.env)
    return fini.json["importes"], fini.json["deja_importes"]


def test_the_same_words_twice_in_a_file_are_two_tickets(
    lancer: Lancer, base_prete: Base, fichier: Path
) -> None:
    """Écrire deux fois la même chose fait deux tickets ; le fichier relu, aucun de plus."""
    chemin = _write(fichier, MEME, MEME)
    assert _import(lancer, base_prete, chemin) == (2, 0)
    assert _import(lancer, base_prete, chemin) == (0, 2)


def test_a_file_that_grew_gives_only_its_new_lines(
    lancer: Lancer, base_prete: Base, fichier: Path
) -> None:
    """Un fichier qui s'allonge ne redonne pas ses premières lignes."""
    un, deux, trois = MEME, ("b@example.com", "Bonjour"), MEME
    assert _import(lancer, base_prete, _write(fichier, un, deux)) == (2, 0)
    assert _import(lancer, base_prete, _write(fichier, un, deux, trois)) == (1, 2)


def test_another_file_with_the_same_words_is_another_message(
    lancer: Lancer, base_prete: Base, fichier: Path
) -> None:
    """Les mêmes mots dans un autre fichier sont un autre message."""
    assert _import(lancer, base_prete, _write(fichier, ("b@example.com", "Un"), MEME)) == (2, 0)
    autre = _write(fichier.with_name("autre.csv"), ("c@example.com", "Deux"), MEME)
    assert _import(lancer, base_prete, autre) == (2, 0)


def test_the_same_bytes_need_encore(lancer: Lancer, base_prete: Base, fichier: Path) -> None:
    """Le même fichier est refusé, avec l'option à donner ; elle en refait les tickets, une fois."""
    chemin = _write(fichier, MEME, MEME)
    _import(lancer, base_prete, chemin)
    refus = lancer("--import-tickets", chemin, **base_prete.env)
    assert refus.code == 0
    assert "--encore" in refus.erreurs
    assert _import(lancer, base_prete, chemin, "--encore") == (2, 0)
    assert _import(lancer, base_prete, chemin) == (0, 2)
    assert base_prete.sql("SELECT COUNT(*) FROM ticket") == [(4,)]


def test_an_interrupted_encore_goes_on(lancer: Lancer, base_prete: Base, fichier: Path) -> None:
    """--encore arrêté en route reprend où il en était, au lieu de tout refaire."""
    chemin = _write(fichier, *[("a@example.com", f"Message {rang}") for rang in range(4)])
    _import(lancer, base_prete, chemin)
    assert _import(lancer, base_prete, chemin, "--encore", "--limit", "3") == (3, 0)
    assert _import(lancer, base_prete, chemin, "--encore") == (1, 3)


@pytest.mark.parametrize("colonne", ["message_id", "Numéro", "id"])
def test_the_number_of_a_message_is_its_key(
    lancer: Lancer, base_prete: Base, fichier: Path, colonne: str
) -> None:
    """Avec un numéro par message, l'ordre et le reste du fichier ne comptent plus."""
    entete = f"email,message,{colonne}"
    un, deux, trois = (*MEME, "<1@x>"), (*MEME, "<2@x>"), (*MEME, "<3@x>")
    assert _import(lancer, base_prete, _write(fichier, un, deux, entete=entete)) == (2, 0)
    assert _import(lancer, base_prete, _write(fichier, trois, deux, un, entete=entete)) == (1, 2)


def test_two_numbering_systems_lose_no_message(
    lancer: Lancer, base_prete: Base, fichier: Path
) -> None:
    """Deux fichiers qui numérotent chacun depuis 1 : aucun message n'est pris pour un autre."""
    entete = "id,email,message"
    un = _write(fichier, ("1", "a@example.com", "Bonjour"), entete=entete)
    assert _import(lancer, base_prete, un) == (1, 0)
    deux = _write(fichier, ("1", "b@example.com", "Bonsoir"), entete=entete)
    assert _import(lancer, base_prete, deux) == (1, 0)


def test_a_corrected_line_changes_nothing_for_the_others(
    lancer: Lancer, base_prete: Base, fichier: Path
) -> None:
    """On corrige la ligne refusée et on relance : elle seule est importée, une fois."""
    debut, fin = ("a@example.com", "Un"), [("a@example.com", f"Suite {rang}") for rang in range(3)]
    chemin = _write(fichier, debut, ("pas une adresse", "Deux"), *fin)
    assert _import(lancer, base_prete, chemin) == (4, 0)
    assert _import(lancer, base_prete, chemin) == (0, 4)
    corrige = _write(fichier, debut, ("b@example.com", "Deux"), *fin)
    assert _import(lancer, base_prete, corrige) == (1, 4)
    assert _import(lancer, base_prete, corrige) == (0, 5)


def test_two_imports_at_once_create_nothing_twice(base_prete: Base, projet: Projet) -> None:
    """Le même fichier importé par deux postes à la fois : chaque message a un ticket."""
    lignes = [(f"a{rang}@example.com", f"Message {rang}") for rang in range(150)]
    _write(projet.dossier / "m.csv", *lignes)
    bilans: list[dict[str, int]] = []

    def run() -> None:
        fini = projet.lancer("--import-tickets", "m.csv", "--json", env=base_prete.env)
        bilans.append(json.loads(fini.sortie))

    fils = [threading.Thread(target=run) for _ in range(2)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert base_prete.sql("SELECT COUNT(*), COUNT(DISTINCT email) FROM ticket") == [(150, 150)]
    assert sum(bilan["importes"] for bilan in bilans) == 150
    assert all(bilan["importes"] + bilan["deja_importes"] == 150 for bilan in bilans)
    assert not any(bilan["erreurs"] for bilan in bilans)


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_in_notion_nothing_enters_twice_either(lancer: Lancer, fichier: Path) -> None:
    """Dans Notion aussi : le même fichier, ou le même plus long, ne refait aucun ticket."""
    with NotionServer() as serveur:
        espace = new_space(serveur)

        def run(*lignes: tuple[str, str]) -> tuple[int, int]:
            fini = lancer("--import-tickets", _write(fichier, *lignes), "--json", **espace.env)
            return fini.json["importes"], fini.json["deja_importes"]

        assert run(MEME, MEME) == (2, 0)
        assert run(MEME, MEME) == (0, 2)
        assert run(MEME, MEME, MEME) == (1, 2)
        assert len(serveur.rows(espace.contacts)) == 3
