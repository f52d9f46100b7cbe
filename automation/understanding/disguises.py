"""Pur : les mots déguisés (« a v o c a t », « c*nnard », « v0leur ») lus comme ils s'entendent.

Les sosies d'autres alphabets et les lettres répétées se lisent ailleurs (``folding``, ``words``).
"""

import re
from collections.abc import Sequence

from automation.languages.fr.lexicon import LETTRES_MIN, exists
from automation.reading.folding import Jeton, fold_word

MASQUE = "motmasque"
"""Le jeton d'un mot dont une étoile cache des lettres : personne ne masque qu'une injure."""

_LETTRE = r"[^\W\d_]"
_ESPACE = re.compile(rf"(?<!\w){_LETTRE}(?:[ .·_*-]{{1,2}}{_LETTRE}){{3,}}(?!\w)")
"""Quatre lettres seules ou plus, à la suite."""
_ETOILE = re.compile(rf"(?<![\w*]){_LETTRE}+\*+{_LETTRE}+(?![\w*])")
_ACCORD = re.compile(rf"{_LETTRE}{{4,}}\*(?:e|es|s|ne|nes|se|ses|ve|ves|rice|rices)", re.I)
"""« client*e » : l'étoile n'y cache rien."""
_CHIFFRE = re.compile(
    rf"(?<![\w@$€])(?={_LETTRE}*[013457@$€]{_LETTRE})(?:{_LETTRE}|[013457@$€])+(?!\w)"
)
_LUS = str.maketrans("013457@$€", "oieastase")
_SIGNES = re.compile(
    rf"\*{_LETTRE}|[013457@$€]{_LETTRE}|(?<!\w){_LETTRE}[ .·_-]{{1,2}}{_LETTRE}(?![^\W_])"
)
"""Sans rien de tel, un texte ne déguise rien."""


def read_through(jetons: Sequence[Jeton], texte: str) -> Sequence[Jeton]:
    """Les mots d'un texte, chaque mot déguisé d'un seul tenant, à sa place. Temps linéaire.

    Args:
        jetons: les mots tels qu'écrits, dans l'ordre.
    """
    if _SIGNES.search(texte) is None:
        return jetons
    lus = sorted(
        [*_spaced(texte), *_starred(texte), *_digits(texte)], key=lambda j: (j.debut, -j.fin)
    )
    if not lus:
        return jetons
    suite: list[Jeton] = []
    rang = 0
    fin = 0
    for lu in lus:
        if lu.debut < fin:
            continue  # déjà lu dans un mot plus long
        fin = lu.fin
        while rang < len(jetons) and jetons[rang].debut < lu.debut:
            suite.append(jetons[rang])
            rang += 1
        suite.append(lu)
        while rang < len(jetons) and jetons[rang].debut < lu.fin:
            rang += 1
    return suite + list(jetons[rang:])


def _spaced(texte: str) -> list[Jeton]:
    trouves = _ESPACE.finditer(texte)
    return [Jeton(fold_word(re.sub(r"[\W_]", "", t[0])), t.start(), t.end()) for t in trouves]


def _starred(texte: str) -> list[Jeton]:
    trouves = _ETOILE.finditer(texte)
    return [Jeton(MASQUE, t.start(), t.end()) for t in trouves if not _ACCORD.fullmatch(t[0])]


def _digits(texte: str) -> list[Jeton]:
    """Les chiffres et les signes mis pour des lettres, si cela fait un mot français."""
    lus = []
    for trouve in _CHIFFRE.finditer(texte):
        mot = fold_word(trouve[0].translate(_LUS))
        if len(mot) >= LETTRES_MIN and exists(mot):
            lus.append(Jeton(mot, trouve.start(), trouve.end()))
    return lus
