"""Les mots d'un fichier de règles : d'un jeton replié à ce qu'il vaut dans les phrases.

Chaque élément de phrase (« RECEVOIR », « colis », « rembourser|remboursement ») est un *atome*.
Un jeton vaut l'ensemble des atomes qu'il satisfait, réuni à ses rôles (il nie, il suppose…).
Cet ensemble porte un *code*, petit entier. Les formes sont fléchies à la première lettre
rencontrée, pour que le programme démarre vite.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import IntEnum

from automation.inflection import inflect
from automation.text import CHIFFRE, FIN, QUESTION, VIRGULE

MEMOIRE_MAX = 50_000
"""Jetons retenus au plus : un flot de mots inventés ne remplit pas la mémoire."""


class Role(IntEnum):
    """Ce qu'un jeton fait aux mots qui suivent (négatif : ne se confond pas avec un atome)."""

    NEUTRE = -1
    """Élision, une lettre seule : ne compte pas comme un mot."""
    NIE = -2
    FERME = -3
    SUPPOSE = -4
    FERME_SI = -8
    FIN = -5
    INDIRECT = -7
    """« savoir », « dire » : le « si » qui suit interroge, il ne suppose pas."""
    COURTOIS = -6
    """Mot de politesse : à lui seul, n'appelle pas de réponse."""


Sens = frozenset[int]
RIEN: Sens = frozenset()
_SIGNES: dict[str, Sens] = {
    FIN: frozenset({Role.FIN}),
    QUESTION: frozenset({Role.FIN}),
    VIRGULE: frozenset({Role.NEUTRE, Role.FERME, Role.FERME_SI}),
}
_ELISIONS = frozenset("cdjlmnst") | {"qu"}


class Vocabulary(dict[str, int]):
    """Jeton replié → code, calculé au premier emploi puis retenu.

    Args:
        atomes: pour chaque atome, ses mots en forme de dictionnaire.
        roles: pour chaque rôle, ses mots en forme exacte.
        abreviations: forme repliée → forme repliée qu'elle remplace.
    """

    def __init__(
        self,
        atomes: Iterable[Iterable[str]],
        roles: Mapping[Role, Iterable[str]],
        abreviations: Mapping[str, str],
    ) -> None:
        super().__init__()
        self._abreviations = abreviations
        self._formes: defaultdict[str, set[int]] = defaultdict(set)
        formes: dict[str, frozenset[str]] = {}
        for rang, mots in enumerate(atomes):
            for mot in mots:
                if mot not in formes:
                    formes[mot] = inflect(mot)
                for forme in formes[mot]:
                    self._formes[forme].add(rang)
        for role, mots in roles.items():
            for mot in mots:
                self._formes[mot].add(role)
        self._sens: list[Sens] = [RIEN]
        self._codes: dict[Sens, int] = {RIEN: 0}

    def __missing__(self, jeton: str) -> int:
        if len(self) >= MEMOIRE_MAX:
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

    def _meaning(self, jeton: str) -> Sens:
        mot = self._abreviations.get(jeton, jeton)
        connus = self._formes.get(mot)
        sens = _SIGNES.get(jeton, RIEN) | (connus or RIEN)
        if jeton in _ELISIONS:
            return sens | {Role.NEUTRE}
        if connus or jeton in _SIGNES:
            return sens
        nu = mot.strip(CHIFFRE)
        return frozenset(self._formes.get(nu, RIEN)) if nu else RIEN
