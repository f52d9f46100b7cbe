"""Ce que rien n'explique dans un message est lu par une personne ; l'ordinaire passe."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.languages.fr.ordinary import DEBUT, FICHIER
from automation.reading.folding import tokens
from automation.understanding.classifier import analyse
from automation.understanding.rules import load_rules
from config import REGLES_FOURNIES

REGLES = load_rules(REGLES_FOURNIES)
CORPUS = Path(__file__).parents[2] / "automation" / "opinion" / "corpus"
DEMANDE = "Bonjour, ma commande 1234 n'est toujours pas arrivée."


@pytest.mark.parametrize(
    "phrase",
    [
        "Ma paroisse organise une brocante.",
        "Le sorcier de mon quartier vous maudit.",
        "Mon cousin plaide à Bordeaux la semaine prochaine.",
        "LES FANTOMES DU GRENIER HURLENT",
    ],
)
def test_a_sentence_out_of_nowhere_is_named_and_held(phrase: str) -> None:
    """Une phrase étrangère au sujet, à côté d'une demande claire, fait douter et se montre."""
    assert analyse(DEMANDE, REGLES).doute == ""
    for texte in (f"{DEMANDE} {phrase}", f"{phrase}\n{DEMANDE}"):
        doute = analyse(texte, REGLES).doute
        assert doute == f"une phrase n'est pas comprise : « {phrase.rstrip('.')} »"


@pytest.mark.parametrize(
    "suite",
    [
        "Merci d'avance et bonne journée,\nMaëlle Le Goff · Atelier Lann",
        "Je vous remercie de votre aide.",
        "C'est la Zoubida X200, achetée chez vous le 3 mars.",
        "Le dérailleur Kordeval est cassé.",
        "SVP faites vite, c'est un cadeau pour samedi.",
    ],
)
def test_ordinary_speech_names_and_products_pass(suite: str) -> None:
    """Politesses, signatures, marques, modèles et pièces de la chose achetée ne font pas douter."""
    assert analyse(f"{DEMANDE} {suite}", REGLES).doute == ""


def test_a_long_unknown_sentence_is_shortened() -> None:
    """Le doute cite une phrase, pas une page."""
    doute = analyse(DEMANDE + " " + "zygomatique brontosaure " * 500, REGLES).doute
    assert "zygomatique" in doute and doute.endswith("… »") and len(doute) < 150


@given(st.text("abé AB.\n,?!1", max_size=80))
def test_any_text_is_answered_or_doubted_without_error(texte: str) -> None:
    """Quel que soit le texte, le doute se dit en une ligne."""
    assert "\n" not in analyse(texte, REGLES).doute


def test_ordinary_words_tell_nothing_of_anyone() -> None:
    """Chaque début de mot de la liste se lit dans trois messages du projet au moins."""
    vus: Counter[str] = Counter()
    for fichier in CORPUS.glob("*.jsonl"):
        for ligne in fichier.read_text(encoding="utf-8").splitlines():
            vus.update({jeton.mot[:DEBUT] for jeton in tokens(json.loads(ligne)["text"])})
    mots = FICHIER.read_text(encoding="ascii").split()
    assert mots == sorted(set(mots)) and len(mots) > 1000
    assert [mot for mot in mots if vus[mot] < 3] == []
