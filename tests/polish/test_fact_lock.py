"""Une réponse verrouillée n'a aucun fait, et les retrouve tous."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automation.polish.fact_lock import REPERE, lock, restore
from automation.reading.masking import fold
from automation.replies.templates import VARIABLES, render
from tests.polish.cases import FAITS, MODELES


def has_word(texte: str, valeur: str) -> bool:
    """Vrai si la valeur est dans le texte en mot entier, aux accents et capitales près."""
    return re.search(rf"(?<!\w){re.escape(fold(valeur)[0])}(?!\w)", fold(texte)[0]) is not None


@pytest.mark.parametrize("modele", MODELES)
def test_locked_reply_holds_no_fact_and_comes_back_whole(modele: str) -> None:
    """Le texte envoyé n'a aucun fait ; les valeurs remises, il est la réponse exacte."""
    verrouille = lock(modele, FAITS)
    assert verrouille is not None
    assert not [v for v in FAITS.values() if v and has_word(verrouille.texte, v)]
    assert not re.search(r"[\d@€]", verrouille.texte)
    assert restore(verrouille.texte, verrouille.valeurs) == render(modele, FAITS).texte


@pytest.mark.parametrize(
    "ecrit_en_dur",
    [
        "Appelez le 01 23 45 67 89.",
        "Écrivez à contact@boutique.example.",
        "Voir https://boutique.example/retours?x=1.",
        "Frais de 12,50 € ou 20 %.",
        "Nous expédions par Mondial Relay et La Poste.",
        "Chère Marie-Claude, chère madame LEFEVRE.",
        "Les Thés du Port vous saluent, réf. CMD-2024-001.",
        "Ouvert jusqu'à Ⅷ heures et ½.",
    ],
)
def test_facts_written_in_the_template_itself_are_locked_too(ecrit_en_dur: str) -> None:
    """Un fait que la boutique a tapé dans son modèle ne sort pas non plus."""
    modele = f"Bonjour {{prenom_client}}, {ecrit_en_dur} À bientôt."
    verrouille = lock(modele, FAITS, ("CMD-2024-001",))
    assert verrouille is not None
    assert not any(c.isnumeric() or c in "@€%" for c in REPERE.sub("", verrouille.texte))
    assert not re.search("Mondial|Poste|Marie|LEFEVRE|Thés|CMD", verrouille.texte)
    assert restore(verrouille.texte, verrouille.valeurs) == render(modele, FAITS).texte


def test_fallback_text_stays_readable() -> None:
    """Le texte de repli d'une variable sans valeur reste du texte."""
    verrouille = lock("Merci de patienter {date_livraison_prevue|encore un peu}.", {})
    assert verrouille is not None
    assert verrouille.texte == "Merci de patienter encore un peu."


def test_template_with_token_brackets_or_a_gap_is_not_locked() -> None:
    """Un modèle qui porte des crochets de repère, ou qui a un trou, n'est pas envoyé."""
    assert lock("Bonjour ⟦MONTANT⟧", FAITS) is None
    assert lock("Bonjour {nom_client}", {}) is None


def test_a_value_that_looks_like_a_token_is_not_read_again() -> None:
    """Un client qui s'appelle ⟦MONTANT⟧ n'a pas de nom, et n'apprend aucun montant."""
    faits = FAITS | {"prenom_client": "⟦MONTANT⟧"}
    assert lock("Bonjour {prenom_client}, total {montant}.", faits) is None


VALEURS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@settings(max_examples=150)
@given(faits=st.dictionaries(st.sampled_from(VARIABLES), VALEURS), modele=st.sampled_from(MODELES))
def test_any_facts_come_back_whole(faits: dict[str, str | None], modele: str) -> None:
    """Quelles que soient les valeurs, verrouiller puis remettre rend la réponse exacte."""
    rendu, verrouille = render(modele, faits).texte, lock(modele, faits)
    assert (rendu is None) == (verrouille is None)
    if verrouille is not None:
        assert restore(verrouille.texte, verrouille.valeurs) == rendu
