"""Pur : un texte sans accents ni capitales, et ses mots, sans perdre les places.

``fold`` rend un caractère pour un caractère, chiffres et signes gardés : on y cherche des formes.
``tokens`` rend les mots : chaque chiffre y devient « 0 », une fin de phrase le jeton « . », un
point d'interrogation « ? », une virgule « , » ; le reste sépare les mots. Accents, casse et forme
Unicode (NFC ou NFD) ne comptent ni dans l'un ni dans l'autre.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

FIN = "."
QUESTION = "?"
VIRGULE = ","
CHIFFRE = "0"
COLLE = "-"
"""Tout autre signe : il sépare deux mots sans être un blanc."""

SUITE = "\ue000"
"""Suite d'un caractère lu sur plusieurs signes reçus (« &eacute; ») : du mot, sans être une lettre.

Caractère d'usage privé : aucun texte ne l'emploie.
"""

RIEN = "\u200b"
"""Signe sans place, comme une balise au milieu d'un mot : il ne le coupe pas."""

DATE = "\x01"
"""Remplace, dans un texte plié, chaque caractère d'une date."""

AUTRE = "\x02"
"""Remplace, dans un texte plié, chaque caractère d'un téléphone, d'un prix, d'un code…"""

_SOSIES = str.maketrans("аеорсухіјѕԁһкмтнвαοειкνρτυχ", "aeopcyxijsdhkmthbaoeikvptux")
"""Lettres cyrilliques et grecques qui se dessinent comme une latine : « аvосаt »."""

_SIGNES = FIN + QUESTION + VIRGULE
_COUPURES = _SIGNES + COLLE + " "
_FINS = frozenset(".!;:…")
_INVISIBLES = f"\u00ad\u200c\u200d\u2060\ufe0f\ufeff{RIEN}{SUITE}"
_EFFACE = dict.fromkeys(map(ord, _INVISIBLES))


class Jeton(NamedTuple):
    """Un mot replié et sa place dans le texte (points de code, fin exclue)."""

    mot: str
    debut: int
    fin: int


def tokens(texte: str) -> list[Jeton]:
    """Les mots et les signes d'un texte, chacun à sa place."""
    repliees = texte.translate(_REPLIS)
    if _PLUSIEURS in repliees:
        return _tokens_letter_by_letter(texte)
    return [Jeton(trouve[0], *trouve.span()) for trouve in _JETON.finditer(repliees)]


def _tokens_letter_by_letter(texte: str) -> list[Jeton]:
    """De même, si une lettre au moins en donne deux (« œ ») ou aucune (un accent séparé)."""
    jetons: list[Jeton] = []
    lettres: list[str] = []
    debut = fin = 0
    for rang, lettre in enumerate(texte):
        for repliee in _letters(lettre):
            if repliee in _COUPURES:
                if lettres:
                    jetons.append(Jeton("".join(lettres), debut, fin))
                    lettres.clear()
                if repliee in _SIGNES:
                    jetons.append(Jeton(repliee, rang, rang + 1))
                continue
            if not lettres:
                debut = rang
            lettres.append(repliee)
            fin = rang + 1
        if lettres and (lettre == SUITE or unicodedata.combining(lettre)):
            fin = rang + 1
    if lettres:
        jetons.append(Jeton("".join(lettres), debut, fin))
    return jetons


@lru_cache(maxsize=16_384)  # un fichier de règles répète les mêmes mots
def fold_word(mot: str) -> str:
    """Le mot d'une règle : les mêmes lettres que dans un texte, sans espace autour."""
    plie = mot.translate(_PLIS)
    if plie.isascii() and plie.isalpha():
        return plie
    return " ".join(jeton.mot for jeton in tokens(mot))


def count_words(texte: str) -> int:
    """Le nombre de mots, séparés par des blancs ou des fins de phrase ; « ? » seul en est un."""
    visibles = texte.translate(_EFFACE)
    return sum(len(morceau.split()) for morceau in re.split(r"[.!;:…]|(?<=\?)", visibles))


@lru_cache(maxsize=4096)
def _letters(lettre: str) -> str:
    """Ce que devient un caractère seul : quelques lettres ASCII, un signe, une espace ou rien."""
    if unicodedata.combining(lettre) or lettre in _INVISIBLES:
        return ""
    if lettre in "œŒ":
        return "oe"
    if lettre in "æÆ":
        return "ae"
    repliee = unicodedata.normalize("NFKD", lettre).casefold().translate(_SOSIES)
    return "".join(_ascii(c) for c in repliee if not unicodedata.combining(c)) or COLLE


class _Replis(dict[int, str]):
    """Ce que devient chaque caractère, s'il en devient un seul ; rempli au premier usage."""

    def __missing__(self, code: int) -> str:
        repliee = _letters(chr(code))
        self[code] = repliee = repliee if len(repliee) == 1 else _PLUSIEURS
        return repliee


_PLUSIEURS = "\x00"
_REPLIS = _Replis()
_JETON = re.compile(r"[a-z0]+|[.?,]")


def _ascii(lettre: str) -> str:
    if "a" <= lettre <= "z":
        return lettre
    if lettre in _FINS:
        return FIN
    if lettre in (QUESTION, VIRGULE):
        return lettre
    if lettre.isspace():
        return " "
    return CHIFFRE if lettre.isdecimal() else COLLE


class Plie(NamedTuple):
    """Un texte plié.

    Attributes:
        rangs: le rang, dans le texte reçu, de chacun de ses caractères, s'il a fallu en ôter des
            signes sans place ; ``None`` si les rangs sont les mêmes.
    """

    texte: str
    rangs: list[int] | None

    def place(self, debut: int, fin: int) -> tuple[int, int]:
        """Place dans le texte reçu de ``texte[debut:fin]`` (non vide)."""
        if self.rangs is None:
            return debut, fin
        return self.rangs[debut], self.rangs[fin - 1] + 1


_SANS_PLACE = re.compile(
    f"[\u0300-\u036f\u00ad\u200b-\u200f\u2060-\u2064\ufe0f\u20e3\ufeff{SUITE}]"
)
"""Accents détachés (NFD) et signes invisibles : ils ne comptent pas comme des caractères."""


def fold(texte: str) -> Plie:
    """Le texte plié : minuscules, sans accents, chiffres ordinaires, signe pour signe."""
    if _SANS_PLACE.search(texte) is None:
        return Plie(texte.translate(_PLIS), None)
    rangs = [rang for rang, signe in enumerate(texte) if not _SANS_PLACE.match(signe)]
    return Plie("".join([texte[rang] for rang in rangs]).translate(_PLIS), rangs)


def alternatives(mots: Iterable[str]) -> str:
    """L'expression qui reconnaît l'un de ces mots pliés, le plus long d'abord."""
    return "(?:" + "|".join(sorted(map(re.escape, mots), key=len, reverse=True)) + ")"


def spelled(mots: Iterable[str]) -> str:
    """De même, dans un texte qui n'est pas plié : avec ou sans accents."""
    return alternatives(mots).translate(_ACCENTS).replace("o[eéèêë]", "(?:œ|o[eéèêë])")


_ACCENTS = str.maketrans(
    {"a": "[aàâ]", "e": "[eéèêë]", "i": "[iîï]", "o": "o", "u": "[uùûü]", "c": "[cç]"}
)


class _Plis(dict[int, str]):
    """Table de pliage, remplie au premier usage de chaque caractère."""

    def __missing__(self, code: int) -> str:
        self[code] = plie = _plie(chr(code))
        return plie


def _plie(signe: str) -> str:
    """Un caractère pour un caractère."""
    genre = unicodedata.category(signe)
    if signe in "\n\r\x0b\x0c\x85\u2028\u2029":
        return "\n"
    if signe in "’‘ʼ`´":
        return "'"
    if genre == "Nd":
        return str(unicodedata.decimal(signe))
    if genre[0] == "N":  # « ½ » et « ² » ne sont pas des chiffres d'un numéro
        return signe
    if genre[0] in "LSP" and genre != "Pd":
        base = unicodedata.normalize("NFKD", signe)[0].lower()
        return base if len(base) == 1 and not base.isspace() else signe
    return {"Zs": " ", "Pd": "-", "Cc": " " if signe == "\t" else AUTRE}.get(genre, AUTRE)


_PLIS = _Plis()
