"""Pur : replier un texte français et le découper en jetons, sans perdre les positions.

Un texte replié est en minuscules ASCII : accents, casse et forme Unicode (NFC ou NFD) n'y
comptent plus. Chaque chiffre devient « 0 », les fins de phrase deviennent le jeton « . », les
points d'interrogation le jeton « ? », les virgules le jeton « , », le reste une espace.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

FIN = "."
QUESTION = "?"
VIRGULE = ","
CHIFFRE = "0"

_FINS = frozenset(".!;:…")
_SEPARES = str.maketrans({FIN: " . ", QUESTION: " ? ", VIRGULE: " , "})


@dataclass(frozen=True, slots=True)
class Jeton:
    """Un mot replié et sa place dans le texte tel que reçu (points de code, fin exclue)."""

    mot: str
    debut: int
    fin: int


@lru_cache(maxsize=4096)
def _fold_char(lettre: str) -> str:
    """Ce que devient un caractère seul : quelques lettres ASCII, un signe, une espace ou rien."""
    if unicodedata.combining(lettre) or lettre in "\u00ad\u200b\u200c\u200d\u2060\ufe0f\ufeff":
        return ""
    if lettre in "œŒ":
        return "oe"
    if lettre in "æÆ":
        return "ae"
    return "".join(_fold_ascii(morceau) for morceau in _decomposed(lettre)) or " "


def _decomposed(lettre: str) -> str:
    minuscules = unicodedata.normalize("NFKD", lettre).casefold()
    return "".join(c for c in minuscules if not unicodedata.combining(c))


def _fold_ascii(lettre: str) -> str:
    if "a" <= lettre <= "z":
        return lettre
    if lettre in _FINS:
        return FIN
    if lettre in (QUESTION, VIRGULE):
        return lettre
    return CHIFFRE if lettre.isdecimal() else " "


class _Table(dict[int, str]):
    """Table de ``str.translate`` qui se remplit à mesure, sans dépasser quelques milliers."""

    def __missing__(self, code: int) -> str:
        return _fold_char(chr(code))


_TABLE = _Table()
_OCTETS = bytes(ord(_fold_char(chr(code))[:1] or " ") for code in range(256))
_LONGS = frozenset(chr(code) for code in range(256) if len(_fold_char(chr(code))) != 1)


def fold(texte: str) -> str:
    """Replie un texte : minuscules sans accent, jetons séparés par des espaces.

    Args:
        texte: n'importe quel texte.

    Returns:
        Un texte ASCII dont ``split()`` donne les jetons. Le temps est linéaire.
    """
    if not texte.isascii():
        texte = unicodedata.normalize("NFC", texte).replace("\u2019", "'")
    try:
        octets = texte.encode("latin-1").translate(_OCTETS)
    except UnicodeEncodeError:
        return texte.translate(_TABLE).translate(_SEPARES)
    if _LONGS.isdisjoint(texte):
        octets = octets.replace(b".", b" . ").replace(b"?", b" ? ").replace(b",", b" , ")
        return octets.decode("ascii")
    return texte.translate(_TABLE).translate(_SEPARES)


def fold_word(mot: str) -> str:
    """Replie un mot d'une règle : les mêmes lettres que dans un texte, sans espace autour."""
    return fold(mot).strip()


def tokens(texte: str) -> list[str]:
    """Les jetons d'un texte, dans l'ordre."""
    return fold(texte).split()


def tokens_with_positions(texte: str) -> list[Jeton]:
    """Les mêmes jetons que ``tokens``, chacun avec sa place dans le texte tel que reçu."""
    jetons: list[Jeton] = []
    lettres: list[str] = []
    debut = fin = 0

    def close() -> None:
        if lettres:
            jetons.append(Jeton("".join(lettres), debut, fin))
            lettres.clear()

    for rang, lettre in enumerate(texte):
        for repliee in _fold_char(lettre):
            if repliee in " .?,":
                close()
                if repliee != " ":
                    jetons.append(Jeton(repliee, rang, rang + 1))
                continue
            if not lettres:
                debut = rang
            lettres.append(repliee)
            fin = rang + 1
        if lettres and unicodedata.combining(lettre):
            fin = rang + 1
    close()
    return jetons
