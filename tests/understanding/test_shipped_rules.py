"""Les règles fournies : chaque exemple se lit comme dit, et rien n'y est de trop."""

import pytest

from automation.reading.folding import tokens
from automation.understanding.ideas import Exemple
from automation.understanding.rules import load_rules
from config import REGLES_FOURNIES
from tests.understanding.silt import Implications, never_counting, written

REGLES = load_rules(REGLES_FOURNIES)


@pytest.mark.parametrize("exemple", REGLES.exemples, ids=lambda e: f"{e.idee.nom} : {e.texte}")
def test_each_example_of_an_idea_is_read_as_it_says(exemple: Exemple) -> None:
    """Un exemple déclenche son idée, un contre-exemple non."""
    trouvees = REGLES.finder.find([jeton.mot for jeton in tokens(exemple.texte)])
    dites = {REGLES.phrases[t.phrase].idee for t in trouvees if t.ecartee != "nié"}
    assert (exemple.idee in dites) is exemple.attendu


def test_every_phrase_can_count() -> None:
    """Aucune phrase n'est muette dans ses propres mots : elle tromperait qui relit le fichier."""
    assert [_shown(rang) for rang in never_counting(REGLES)] == []


def test_no_phrase_says_what_another_already_says() -> None:
    """Aucune phrase n'est dite par une autre au moins aussi forte : le fichier s'envaserait."""
    assert [(_shown(a), _shown(b)) for a, b in Implications(REGLES).find()] == []


def _shown(rang: int) -> str:
    phrase = REGLES.phrases[rang]
    return f"{phrase.idee.nom} : {written(phrase, REGLES.bareme.regles.atomes)}"
