"""Replier et découper un texte sans perdre les positions."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.reading.folding import fold, fold_word, tokens

FRANCAIS = st.text("abcdeéèêçàùïôœæzABÉÇ '’-.,?!0123456789\n\t€😡", max_size=80)


def all_tokens(texte: str) -> list[str]:
    return [jeton.mot for jeton in tokens(texte)]


@pytest.mark.parametrize(
    ("texte", "attendus"),
    [
        ("L’été, j'ai reçu 2 œufs !", ["l", "ete", ",", "j", "ai", "recu", "0", "oeufs", "."]),
        ("commande634536", ["commande000000"]),
        ("où?", ["ou", "?"]),
        ("colis😡perdu", ["colis", "perdu"]),
        ("e\u0301te\u0301", ["ete"]),
        ("", []),
    ],
)
def test_tokens(texte: str, attendus: list[str]) -> None:
    """Minuscules, sans accents, chiffres masqués, ponctuation à part."""
    assert all_tokens(texte) == attendus


@given(FRANCAIS)
def test_accents_and_case_do_not_matter(texte: str) -> None:
    """Capitales, accents séparés ou réunis, blancs finals : les jetons sont les mêmes."""
    repere = all_tokens(texte)
    assert all_tokens(texte.upper()) == repere
    assert all_tokens(unicodedata.normalize("NFD", texte)) == repere
    assert all_tokens(unicodedata.normalize("NFC", texte) + "  \n") == repere


@given(st.text(max_size=120))
def test_places_show_the_word(texte: str) -> None:
    """Chaque place désigne, dans le texte reçu, un morceau qui se replie en ce mot."""
    for jeton in tokens(texte):
        assert 0 <= jeton.debut < jeton.fin <= len(texte)
        assert jeton.mot in fold_word(texte[jeton.debut : jeton.fin])


@given(st.text(max_size=120))
def test_folding_keeps_one_sign_for_one_sign(texte: str) -> None:
    """Plié, un texte garde ses places : chaque signe vient de celui dont il dit le rang."""
    plie = fold(texte)
    assert len(plie.texte) == (len(texte) if plie.rangs is None else len(plie.rangs))
    for rang in range(len(plie.texte)):
        debut, fin = plie.place(rang, rang + 1)
        assert fold(texte[debut:fin]).texte == plie.texte[rang]


@given(FRANCAIS)
def test_a_word_of_a_rule_folds_as_in_a_text(texte: str) -> None:
    """Un mot de règle a les lettres qu'il aurait dans un message, par les deux chemins."""
    assert fold_word(texte) == " ".join(all_tokens(texte))
