"""Pur : trouver toutes les phrases d'un coup, en une passe sur les jetons.

Le calcul est celui de ``phrase_bits``. Rien ne passe d'une phrase du client à la suivante : le
chemin court retient donc ce que chacune a donné, dans une mémoire bornée. « Bonjour », « Merci
d'avance » ou « Où est mon colis ? » ne sont lus qu'une fois.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from automation.reading.folding import tokens
from automation.understanding.negation import MOTIFS, NIEE, Contexte
from automation.understanding.phrase_bits import Pas, Phrase, PhraseBits
from automation.understanding.words import Role, Vocabulary

RETENUS_MAX = 2_000_000
"""Octets des phrases retenues ; au-delà tout est oublié et recommence."""
PAR_PHRASE = 300
"""Octets que coûte une phrase retenue, en plus de son texte."""


class Trouvee(NamedTuple):
    """Une phrase trouvée : ses jetons (rangs), et si elle est niée ou seulement supposée."""

    phrase: int
    rangs: tuple[int, ...]
    ecartee: str


class Automate:
    """Toutes les phrases d'un fichier de règles.

    Args:
        vocabulaire: donne les atomes et les rôles d'un jeton.
        phrases: les phrases.
        rangs: ce que ``find`` rend pour chaque phrase, certaine ou supposée ; ``None`` pour une
            phrase que seul ``locate`` rend.
        groupes: pour chaque rang, son groupe ; négatif s'il est toujours rendu.
        portee: nombre de mots qu'une négation nie après elle.
    """

    def __init__(
        self,
        vocabulaire: Vocabulary,
        phrases: Sequence[Phrase],
        rangs: Sequence[tuple[int, int] | None],
        groupes: Sequence[int],
        portee: int,
    ) -> None:
        self._vocabulaire = vocabulaire
        self._phrases = phrases
        self._rangs = rangs
        self._groupes = groupes
        self._portee = portee
        self._bits = PhraseBits(phrases)
        self._pas: dict[int, Pas] = {}
        self._contextes: dict[tuple[Contexte, int], tuple[int, Contexte]] = {}
        self._reset()

    def _reset(self) -> None:
        self._retenus = 0
        self._connues: dict[bytes, tuple[tuple[int, ...], int]] = {}

    def find(self, phrases: Iterable[bytes]) -> tuple[list[int], int]:
        """Les rangs des phrases trouvées et non niées, avec répétitions, et le nombre de mots.

        Args:
            phrases: le texte d'un client, replié (voir ``automation.reading.folding.sentences``).
        """
        trouvees: list[int] = []
        mots = 0
        connues = self._connues
        for phrase in phrases:
            rangs, longueur = connues.get(phrase) or self._learn(phrase)
            trouvees += rangs
            mots += longueur
        return trouvees, mots

    def _learn(self, phrase: bytes) -> tuple[tuple[int, ...], int]:
        """Lit une phrase, et retient ce qu'elle donne."""
        actives, contexte = 0, Contexte()
        rangs: tuple[int, ...] = ()
        for code in map(self._vocabulaire.__getitem__, tokens(phrase)):
            motif, contexte = self._context(contexte, code)
            actives, finies = self._bits.advance(actives, self._step(code), motif)
            if finies:
                rangs += self._kept(list(self._bits.phrases(finies)))
        self._retenus += len(phrase) + PAR_PHRASE
        if self._retenus > RETENUS_MAX:
            self._reset()
        lue = self._connues[phrase] = rangs, len(phrase.split())
        return lue

    def _step(self, code: int) -> Pas:
        pas = self._pas.get(code)
        if pas is None:
            pas = self._pas[code] = self._bits.step(self._vocabulaire.meaning(code))
        return pas

    def _context(self, contexte: Contexte, code: int) -> tuple[int, Contexte]:
        """Le rang du motif qui écarte ce mot, et le contexte qu'il laisse au suivant."""
        connu = self._contextes.get((contexte, code))
        if connu is None:
            sens = self._vocabulaire.meaning(code)
            lu = contexte.before(sens)
            connu = MOTIFS.index(lu.motif), lu.after(sens, self._portee)
            self._contextes[contexte, code] = connu
        return connu

    def _kept(self, achevees: Sequence[tuple[int, str]]) -> tuple[int, ...]:
        """Les rangs à compter : des phrases achevées sur un même mot, la plus forte de chaque
        groupe, les autres disant la même chose (« reçu », « pas reçu », « toujours pas reçu »).
        """
        if len(achevees) == 1:
            rang = self._output(*achevees[0])
            return (rang,) if rang >= 0 else ()
        gardes: dict[int, int] = {}
        for rang in sorted({r for a in achevees if (r := self._output(*a)) >= 0}):
            groupe = self._groupes[rang]
            gardes.setdefault(rang + len(self._groupes) if groupe < 0 else groupe, rang)
        return tuple(sorted(gardes.values()))

    def _output(self, phrase: int, ecartee: str) -> int:
        """Le rang d'une phrase achevée ; -1 si elle est niée ou ne pèse pas."""
        couple = self._rangs[phrase]
        return -1 if couple is None or ecartee == NIEE else couple[bool(ecartee)]

    def locate(self, jetons: Sequence[str]) -> list[Trouvee]:
        """Les mêmes avec leurs jetons, et celles qui sont niées ou supposées.

        La lecture dit quelles phrases s'achèvent où ; on remonte de là jusqu'à leur début, au plus
        près.
        """
        codes = [*map(self._vocabulaire.__getitem__, jetons)]
        actives, contexte = 0, Contexte()
        motifs: list[str] = []
        trouvees: list[Trouvee] = []
        for rang, code in enumerate(codes):
            motif, contexte = self._context(contexte, code)
            motifs.append(MOTIFS[motif])
            actives, finies = self._bits.advance(actives, self._step(code), motif)
            if finies:
                achevees = sorted(self._bits.phrases(finies))
                gardes = {-1, *self._kept(achevees)}
                trouvees += [
                    Trouvee(phrase, self._trace(phrase, ecartee, rang, codes, motifs), ecartee)
                    for phrase, ecartee in achevees
                    if self._output(phrase, ecartee) in gardes
                ]
        return trouvees

    def _trace(
        self, phrase: int, ecartee: str, dernier: int, codes: Sequence[int], motifs: Sequence[str]
    ) -> tuple[int, ...]:
        """Les jetons d'une phrase qui s'achève là, le dernier d'abord cherché."""
        cherchee = self._phrases[phrase]
        motif = None if cherchee.tenace else ecartee
        meaning = self._vocabulaire.meaning

        def back(fait: int, rang: int) -> tuple[int, ...] | None:
            if fait == 0:
                return (rang,) if motif in (None, motifs[rang]) else None
            reste = cherchee.ecarts[fait]
            for avant in range(rang - 1, -1, -1):
                sens = meaning(codes[avant])
                if cherchee.atomes[fait - 1] in sens:
                    debut = back(fait - 1, avant)
                    if debut is not None:
                        return (*debut, rang)
                if Role.NEUTRE not in sens:
                    reste -= 1
                    if reste < 0 or Role.NIE in sens or Role.FIN in sens:
                        return None
            return None

        return back(len(cherchee.atomes) - 1, dernier) or (dernier,)
