"""Les mots d'un fichier de règles : d'un jeton replié à ce qu'il vaut dans les phrases.

Chaque élément de phrase (« RECEVOIR », « colis », « rembourser|remboursement ») est un *atome*.
Un jeton vaut l'ensemble des atomes qu'il satisfait, réuni à ses rôles (il nie, il suppose…). Cet
ensemble porte un *code*, petit entier. Un mot n'est fléchi que lorsqu'un texte contient un jeton
qui lui ressemble : le programme démarre vite quel que soit le nombre de mots.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum

from automation.languages.fr.inflection import common_start, inflect
from automation.languages.fr.lexicon import LETTRES_MAX, LETTRES_MIN, exists
from automation.reading.folding import CHIFFRE, FIN, QUESTION, VIRGULE, fold_word


class Role(IntEnum):
    """Ce qu'un jeton fait aux mots qui suivent (négatif : ne se confond pas avec un atome)."""

    NEUTRE = -1
    """Élision, une lettre seule : ne compte pas comme un mot."""
    NIE = -2
    FERME = -3
    """Met fin à une négation."""
    SUPPOSE = -4
    FERME_SI = -5
    """Met fin à une supposition."""
    INDIRECT = -6
    """« savoir », « dire » : le « si » qui suit interroge, il ne suppose pas."""
    FIN = -7
    """Fin de phrase : aucune phrase de règle ne passe au-delà."""
    COURTOIS = -8
    """Mot de politesse : à lui seul, n'appelle pas de réponse."""


Sens = frozenset[int]
RIEN: Sens = frozenset()
_SIGNES: dict[str, Sens] = {
    FIN: frozenset({Role.FIN}),
    QUESTION: frozenset({Role.FIN}),
    VIRGULE: frozenset({Role.NEUTRE, Role.FERME, Role.FERME_SI}),
}
_ELISIONS = frozenset("cdjlmnst") | {"qu"}
_COLLES = (
    "votre",
    "notre",
    "mon",
    "mes",
    "les",
    "une",
    "vos",
    "qu",
    "ma",
    "la",
    "le",
    "un",
    "de",
    "ce",
    "je",
    *"cdjlmnst",
)
"""Petits mots que l'on colle au suivant, du plus long au plus court."""
_REPETEES = re.compile(r"(.)\1{2,}")


class Vocabulary(dict[str, int]):
    """Jeton replié → code, calculé au premier emploi puis retenu.

    Args:
        atomes: pour chaque atome, ses mots en forme de dictionnaire.
        roles: pour chaque rôle, ses mots repliés, en forme exacte.
        abreviations: jeton replié → mot replié qu'il remplace.
        memoire: jetons retenus au plus : un flot de mots inventés ne remplit pas la mémoire.
    """

    def __init__(
        self,
        atomes: Sequence[Iterable[str]],
        roles: Mapping[Role, Iterable[str]],
        abreviations: Mapping[str, str],
        memoire: int = 50_000,
    ) -> None:
        super().__init__()
        self._memoire = memoire
        self._abreviations = abreviations
        self._formes: defaultdict[str, set[int]] = defaultdict(set)
        self._a_flechir: defaultdict[str, dict[str, set[int]]] = defaultdict(dict)
        self._voisins: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
        declares: defaultdict[str, set[int]] = defaultdict(set)
        for rang, mots in enumerate(atomes):
            for mot in mots:
                declares[mot].add(rang)
        self._formes[QUESTION] = declares.pop(QUESTION, set())
        for mot, rangs in declares.items():
            base = fold_word(mot.removeprefix("="))
            debut = base[:3] if mot[0] == "=" else common_start(base)
            self._a_flechir[debut][mot] = rangs
        for role, mots in roles.items():
            for mot in mots:
                self._formes[mot].add(role)
        self._sens: list[Sens] = [RIEN]
        self._codes: dict[Sens, int] = {RIEN: 0}

    def __missing__(self, jeton: str) -> int:
        if len(self) >= self._memoire:
            self.clear()
        sens = self._meaning(jeton)
        code = self._codes.get(sens)
        if code is None:
            code = self._codes[sens] = len(self._sens)
            self._sens.append(sens)
        self[jeton] = code
        return code

    def meaning(self, code: int) -> Sens:
        """Les atomes et les rôles d'un code."""
        return self._sens[code]

    def _inflect(self, debut: str) -> None:
        for mot, atomes in self._a_flechir.pop(debut, {}).items():
            for forme in inflect(mot):
                self._formes[forme].update(atomes)

    def _known(self, mot: str) -> Sens:
        for debut in ("", mot[:2], mot[:3]):
            if debut in self._a_flechir:
                self._inflect(debut)
        return frozenset(self._formes.get(mot, ()))

    def _meaning(self, jeton: str) -> Sens:
        mot = self._abreviations.get(jeton, jeton)
        # « veut » vaut « veux », mais une phrase peut aussi dire « que veut dire ».
        sens = self._known(mot) | self._known(jeton) | _SIGNES.get(jeton, RIEN)
        if jeton in _ELISIONS:
            return sens | {Role.NEUTRE}
        if sens or jeton in _SIGNES:
            return sens
        for essai in self._rewritings(mot):
            sens = self._known(essai)
            if sens:
                return sens
        return RIEN

    def _rewritings(self, mot: str) -> Iterator[str]:
        """Ce que le client a pu vouloir écrire, du plus sûr au moins sûr."""
        nu = mot.strip(CHIFFRE)
        if CHIFFRE in nu or len(nu) < LETTRES_MIN or len(nu) > LETTRES_MAX + 8:
            yield nu if nu != mot and CHIFFRE not in nu else ""
            return
        yield nu
        double, sec = (_REPETEES.sub(repli, nu) for repli in (r"\1\1", r"\1"))
        if sec != nu:
            yield from (double, sec, self._abreviations.get(sec, sec))
        if exists(sec):
            return
        for colle in _COLLES:
            if sec.startswith(colle) and len(sec) >= len(colle) + 4:
                yield sec.removeprefix(colle)
        yield from self._neighbours(sec)

    def _neighbours(self, mot: str) -> list[str]:
        """Les mots des règles à une faute de frappe : une lettre de trop, en moins, changée ou
        deux lettres inversées. Une faute laisse intacts le début, la fin, ou la première lettre
        et les deux dernières. Le voisin qui partage le plus long début vient en premier.
        """
        from rapidfuzz.distance import OSA, Prefix

        for debut in tuple(self._a_flechir):
            self._inflect(debut)
        if not self._voisins:
            for forme in sorted(self._formes):
                if len(forme) >= LETTRES_MIN:
                    for cle in _ends(forme):
                        self._voisins[len(forme), cle].append(forme)
        voisins = {
            forme
            for cle in _ends(mot)
            for lettres in (len(mot) - 1, len(mot), len(mot) + 1)
            for forme in self._voisins.get((lettres, cle), ())
            if OSA.distance(mot, forme, score_cutoff=1) == 1
        }
        return sorted(voisins, key=lambda forme: (-Prefix.similarity(mot, forme), forme))


def _ends(mot: str) -> tuple[str, str, str]:
    """Les parties d'un mot dont une faute de frappe laisse au moins une intacte."""
    return mot[:2], "." + mot[-3:], mot[0] + "." + mot[-2:]
