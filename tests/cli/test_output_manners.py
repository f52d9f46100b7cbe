"""Les bonnes manières des sorties : langue, couleurs, largeur, tuyaux."""

import re
from pathlib import Path

import pytest

from tests.conftest import Projet
from tests.screen import open_screen

CAMILLE, QUESTION = "camille.martin@example.com", "Où est mon colis ?"
COMMANDES = [
    ("--message", CAMILLE, QUESTION),
    ("--explain", QUESTION),
    ("--stats",),
    ("--setup", "--check"),
    ("--process-pending",),
    ("--help",),
]


@pytest.mark.parametrize("commande", COMMANDES, ids=lambda c: c[0])
@pytest.mark.parametrize("langue", ["C", "POSIX", "fr_FR.ISO-8859-1"])
def test_output_is_utf8_wherever_it_runs(
    projet: Projet, langue: str, commande: tuple[str, ...]
) -> None:
    """Même où la langue du système est « C », les accents sortent en UTF-8, sans échappement."""
    fini = projet.lancer(*commande, env={"LC_ALL": langue, "PYTHONUTF8": "0"})
    assert fini.code == 0, fini
    assert "é" in fini.sortie or "Où" in fini.sortie or "Aucun" in fini.sortie
    assert "\\x" not in fini.sortie + fini.erreurs
    assert "\\u" not in fini.sortie + fini.erreurs


@pytest.mark.parametrize("commande", COMMANDES, ids=lambda c: c[0])
def test_a_pipe_gets_text_only_and_is_never_folded(
    projet: Projet, commande: tuple[str, ...]
) -> None:
    """Dans un tuyau : ni couleur, ni cadre, ni repli, même si COLUMNS est petit."""
    large = projet.lancer(*commande)
    assert "\x1b" not in large.sortie + large.erreurs
    assert not set("─│┌┐└┘━┃╭╮╰╯") & set(large.sortie)
    if commande[0] in ("--message", "--explain"):
        etroit = projet.lancer(*commande, env={"COLUMNS": "30"})
        assert len(etroit.sortie.splitlines()) == len(large.sortie.splitlines())


def test_no_line_ends_with_blanks(projet: Projet, tmp_path: Path) -> None:
    """Les tableaux de --evaluate aussi se copient sans blancs au bout des lignes."""
    exemples = tmp_path / "exemples.csv"
    exemples.write_text(f"text,label\n{QUESTION},Retard de livraison\n", encoding="utf-8")
    for commande in (("--evaluate", str(exemples)), *COMMANDES):
        lignes = projet.lancer(*commande).sortie.splitlines()
        assert [ligne for ligne in lignes if ligne != ligne.rstrip()] == []


def test_results_and_the_rest_do_not_mix(projet: Projet) -> None:
    """La base créée est annoncée sur la sortie d'erreur ; le résultat est seul sur l'autre."""
    fini = projet.lancer("--message", CAMILLE, QUESTION)
    assert fini.sortie.startswith("Catégorie")
    assert fini.erreurs.startswith("Premier usage")


@pytest.mark.parametrize(
    ("options", "env", "en_couleurs"),
    [
        ((), {}, True),
        (("--no-color",), {}, False),
        ((), {"NO_COLOR": "1"}, False),
        ((), {"NO_COLOR": ""}, True),
        ((), {"TERM": "dumb"}, False),
    ],
    ids=["terminal", "--no-color", "NO_COLOR", "NO_COLOR vide", "dumb"],
)
def test_colours_are_for_terminals_that_want_them(
    projet: Projet, options: tuple[str, ...], env: dict[str, str], en_couleurs: bool
) -> None:
    """Des couleurs dans un terminal, sauf si quelqu'un ou quelque chose les refuse."""
    with open_screen(projet, "--explain", QUESTION, *options, env=env) as ecran:
        assert (b"\x1b[" in ecran.read_all()) is en_couleurs


@pytest.mark.parametrize(
    "texte", ["Cafe\u0301 😡 l’e\u0301cran est casse\u0301 !", "<b>L&#39;objet</b> est cassé !"]
)
def test_the_deciding_words_alone_are_bold(projet: Projet, texte: str) -> None:
    """Au terminal, le gras s'ouvre et se ferme au caractère près : emoji, NFD, HTML."""
    lu = projet.lancer("--explain", texte, "--json").json
    mots = {raison["mot"] for raison in lu["raisons"]}
    with open_screen(projet, "--explain", texte) as ecran:
        message = ecran.read_all().decode().splitlines()[0]
    gras = set(re.findall("\x1b\\[1m(.*?)\x1b\\[0m", message))
    assert gras == {max(mots, key=len)}
    assert message.replace("\x1b[1m", "").replace("\x1b[0m", "").strip() == texte
    assert f"[{max(mots, key=len)}]" in projet.lancer("--explain", texte).sortie


@pytest.mark.parametrize(
    "commande",
    [
        ("--setup",),
        ("--stats",),
        ("--message", "pas une adresse", QUESTION),
        ("--interactive", "--limit", "3"),
        ("--import-tickets", "absent.csv"),
    ],
    ids=" ".join,
)
def test_sentences_are_folded_between_words(projet: Projet, commande: tuple[str, ...]) -> None:
    """Résultats, avertissements et erreurs : au terminal, aucun mot n'est coupé par le bord."""
    with open_screen(projet, *commande, "--no-color", colonnes=45) as ecran:
        lignes = ecran.read_all().decode().splitlines()
    # Un chemin, lui, reste d'un seul tenant.
    repliees = [ligne for ligne in lignes if str(projet.dossier) not in ligne]
    assert max(map(len, repliees)) <= 45


def test_the_help_fits_an_ordinary_terminal(projet: Projet) -> None:
    """Les phrases de l'aide tiennent en 80 colonnes ; seuls les exemples à coller dépassent."""
    lignes = projet.lancer("--help").sortie.splitlines()
    assert [ligne for ligne in lignes if len(ligne) > 80 and "python main.py" not in ligne] == []


@pytest.mark.parametrize("colonnes", [50, 80, 120])
def test_a_result_is_folded_between_words(projet: Projet, colonnes: int) -> None:
    """Dans un terminal, le résultat tient dans la largeur, et aucun mot n'est coupé."""
    with open_screen(projet, "--message", CAMILLE, QUESTION, colonnes=colonnes) as ecran:
        sortie = ecran.read_all().decode()
    resultat = sortie[sortie.index("Brouillon" if "Brouillon" in sortie else "Réponse") :]
    assert max(map(len, resultat.splitlines())) <= colonnes
    assert "a été expédiée avec Colissimo, sous le numéro de suivi" in " ".join(resultat.split())
