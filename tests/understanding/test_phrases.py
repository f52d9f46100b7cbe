"""Trouver les phrases des règles : ce que dirait leur définition, lue du premier mot au dernier."""

from collections.abc import Iterator, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from automation.understanding.negation import Contexte
from automation.understanding.phrases import Phrase, Phrases
from automation.understanding.words import Role, Sens, Vocabulary

PORTEE = 3
MOTS: dict[str, Sens] = {
    "a": frozenset({0}),
    "b": frozenset({1}),
    "ab": frozenset({0, 1}),
    "c": frozenset({2}),
    "x": frozenset(),
    "l": frozenset({Role.NEUTRE}),
    "pas": frozenset({Role.NIE, 2}),
    "mais": frozenset({Role.FERME, Role.FERME_SI}),
    "si": frozenset({Role.SUPPOSE}),
    "savoir": frozenset({Role.INDIRECT}),
    ".": frozenset({Role.FIN}),
    "?": frozenset({Role.FIN, 3}),
}


class Vocabulaire(Vocabulary):
    """Les mots de ce test, sans flexion ni faute de frappe."""

    def __init__(self) -> None:
        super().__init__([], {}, {})

    def _meaning(self, jeton: str) -> Sens:
        return MOTS[jeton]


@st.composite
def phrases(draw: st.DrawFn) -> Phrase:
    atomes = draw(st.lists(st.integers(0, 3), min_size=1, max_size=3))
    ecarts = [draw(st.sampled_from([0, 1, 3])) if rang else 0 for rang in range(len(atomes))]
    return Phrase(tuple(atomes), tuple(ecarts), draw(st.booleans()))


def ends(phrase: Phrase, mots: Sequence[str], fait: int, rang: int) -> Iterator[int]:
    """Les derniers mots possibles d'une phrase dont l'atome ``fait`` est lu en ``rang``."""
    if fait == len(phrase.atomes) - 1:
        yield rang
        return
    permis = phrase.ecarts[fait + 1]
    for suivant in range(rang + 1, len(mots)):
        if Role.FIN in MOTS[mots[suivant - 1]]:
            return
        sens = MOTS[mots[suivant]]
        if phrase.atomes[fait + 1] in sens:
            yield from ends(phrase, mots, fait + 1, suivant)
        permis -= Role.NEUTRE not in sens
        if permis < 0 or (Role.NIE in sens and Role.NEUTRE not in sens):
            return


def naive(cherchees: Sequence[Phrase], mots: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """(rang du dernier mot, phrase, motif) de chaque phrase achevée, par définition."""
    contexte, motifs = Contexte(), []
    for mot in mots:
        lu = contexte.before(MOTS[mot])
        motifs.append(lu.motif)
        contexte = lu.after(MOTS[mot], PORTEE)
    for numero, phrase in enumerate(cherchees):
        for rang, mot in enumerate(mots):
            if phrase.atomes[0] in MOTS[mot]:
                motif = "" if phrase.tenace else motifs[rang]
                yield from ((fin, numero, motif) for fin in ends(phrase, mots, 0, rang))


TEXTES = st.lists(st.sampled_from(sorted(MOTS)), min_size=3, max_size=20)


@settings(max_examples=600)
@given(st.lists(phrases(), min_size=4, max_size=8), TEXTES)
def test_every_phrase_is_found_and_no_other(cherchees: list[Phrase], mots: list[str]) -> None:
    """Chaque phrase est trouvée là où elle s'achève, avec ce qui la nie ou la suppose."""
    trouvees = Phrases(cherchees, Vocabulaire(), PORTEE).find(mots)
    assert {(t.rangs[-1], t.phrase, t.ecartee) for t in trouvees} == set(naive(cherchees, mots))
    assert all(len(t.rangs) == len(cherchees[t.phrase].atomes) for t in trouvees)
