"""Pur : replier un texte français et le découper en jetons, sans perdre les positions.

Un texte replié est en minuscules ASCII : accents, casse et forme Unicode (NFC ou NFD) n'y
comptent plus. Chaque chiffre devient « 0 », les fins de phrase deviennent le jeton « . », les
points d'interrogation le jeton « ? », les virgules le jeton « , » ; le reste sépare les mots.
"""

import codecs
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

_JETON = re.compile(rb"[a-z0]+|[.?,]")
_SIGNES = FIN + QUESTION + VIRGULE
_COUPURES = _SIGNES + COLLE + " "
_FINS = frozenset(".!;:…")


class Jeton(NamedTuple):
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
    return "".join(_fold_ascii(morceau) for morceau in _decomposed(lettre)) or COLLE


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
    if lettre.isspace():
        return " "
    return CHIFFRE if lettre.isdecimal() else COLLE


def _fold_error(erreur: UnicodeError) -> tuple[str, int]:
    """Repli des caractères que Latin-1 ne connaît pas (’, œ, emoji, accents séparés)."""
    if not isinstance(erreur, UnicodeEncodeError):
        raise erreur
    morceau = erreur.object[erreur.start : erreur.end]
    return "".join(map(_fold_char, morceau)), erreur.end


def _fold_error_in_place(erreur: UnicodeError) -> tuple[str, int]:
    """De même, si chaque caractère se replie en un seul ; l'erreur, sinon."""
    repli, fin = _fold_error(erreur)
    if isinstance(erreur, UnicodeEncodeError) and any(
        len(_fold_char(lettre)) != 1 for lettre in erreur.object[erreur.start : fin]
    ):
        raise erreur
    return repli, fin


codecs.register_error("repli", _fold_error)
codecs.register_error("repli-sur-place", _fold_error_in_place)
_LONG = 0
"""Octet qui remplace les caractères de Latin-1 dont le repli n'est pas d'une lettre (« æ »)."""
_OCTETS = bytes(
    ord(repli) if len(repli := _fold_char(chr(code))) == 1 else _LONG for code in range(256)
)


def fold(texte: str) -> bytes:
    """Le texte replié : des octets ASCII, que Python découpe plus vite que du texte."""
    octets = texte.encode("latin-1", "repli").translate(_OCTETS)
    return "".join(map(_fold_char, texte)).encode("ascii") if _LONG in octets else octets


def sentences(texte: str) -> list[bytes]:
    """Les phrases d'un texte, repliées, jusqu'au « ? » compris ou au point non compris."""
    return fold(texte).replace(b"?", b"?.").split(b".")


def count_words(phrases: Iterable[bytes]) -> int:
    """Le nombre de mots, séparés par des blancs, de ces phrases."""
    return sum(len(phrase.split()) for phrase in phrases)


def tokens(replie: bytes) -> list[str]:
    """Les jetons d'un texte replié : ses mots et ses signes de ponctuation."""
    return [jeton.decode("ascii") for jeton in _JETON.findall(replie)]


@lru_cache(maxsize=16_384)  # un fichier de règles répète les mêmes mots
def fold_word(mot: str) -> str:
    """Replie un mot d'une règle : les mêmes lettres que dans un texte, sans espace autour."""
    octets = mot.encode("latin-1", "repli").translate(_OCTETS)
    if octets.isalpha():
        return octets.decode("ascii")
    return " ".join(tokens(fold(mot)))


def tokens_with_positions(texte: str) -> list[Jeton]:
    """Tous les jetons d'un texte, chacun avec sa place dans le texte tel que reçu."""
    try:
        octets = texte.encode("latin-1", "repli-sur-place").translate(_OCTETS)
    except UnicodeEncodeError:
        return _tokens_letter_by_letter(texte)
    if _LONG in octets:
        return _tokens_letter_by_letter(texte)
    # Chaque caractère est devenu un octet : les places sont les mêmes.
    return [Jeton(m[0].decode("ascii"), *m.span()) for m in _JETON.finditer(octets)]


def _tokens_letter_by_letter(texte: str) -> list[Jeton]:
    jetons: list[Jeton] = []
    lettres: list[str] = []
    debut = fin = 0

    def close() -> None:
        if lettres:
            jetons.append(Jeton("".join(lettres), debut, fin))
            lettres.clear()

    for rang, lettre in enumerate(texte):
        for repliee in _fold_char(lettre):
            if repliee in _COUPURES:
                close()
                if repliee in _SIGNES:
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
