"""Trouver les phrases des règles : le calcul en bits dit ce que dirait une lecture naïve."""

from collections.abc import Iterator, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from automation.reading.folding import sentences
from automation.understanding.matcher import Automate
from automation.understanding.negation import NIEE, Contexte
from automation.understanding.phrase_bits import Phrase
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


def automaton(cherchees: Sequence[Phrase]) -> Automate:
    rangs = [(2 * rang, 2 * rang + 1) for rang in range(len(cherchees))]
    return Automate(Vocabulaire(), cherchees, rangs, [-1] * 2 * len(cherchees), PORTEE)


TEXTES = st.lists(st.sampled_from(sorted(MOTS)), min_size=3, max_size=20)


@settings(max_examples=600)
@given(st.lists(phrases(), min_size=4, max_size=8), TEXTES)
def test_toutes_les_phrases_et_elles_seules(cherchees: list[Phrase], mots: list[str]) -> None:
    """Chaque phrase est trouvée là où elle s'achève, avec ce qui la nie ou la suppose."""
    trouvees = {(t.rangs[-1], t.phrase, t.ecartee) for t in automaton(cherchees).locate(mots)}
    assert trouvees == set(naive(cherchees, mots))


@given(st.lists(phrases(), min_size=1, max_size=8), st.lists(TEXTES, max_size=4))
def test_le_chemin_court_retient_sans_se_tromper(
    cherchees: list[Phrase], textes: list[list[str]]
) -> None:
    """Lire deux fois les mêmes textes donne deux fois les phrases non niées de chacun."""
    automate = automaton(cherchees)
    for mots in [*textes, *textes]:
        attendus = {
            2 * phrase + bool(motif) for _, phrase, motif in naive(cherchees, mots) if motif != NIEE
        }
        trouvees, _ = automate.find(sentences(" ".join(mots)))
        assert set(trouvees) == attendus
