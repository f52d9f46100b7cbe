"""Pur : reconnaître une de nos réponses dans ce qu'un message cite."""

import re
from collections.abc import Iterable

from automation.reading.folding import fold
from models.tickets import ReponseType

PHRASE_MIN = 15
"""Lettres à partir desquelles une phrase d'un modèle compte : « Bonjour » est à tout le monde."""

_COUPES = re.compile(r"\{[^{}]*\}|[.!?;:\n]+")
_LETTRES = re.compile(r"[^a-z0-9]+")


def quotes_reply(cite: str, modeles: Iterable[ReponseType]) -> bool:
    """Vrai si la moitié au moins de ce que dit un de ces modèles, variables à part, est citée."""
    lettres = _letters(cite)
    return len(lettres) >= PHRASE_MIN and any(_is_quoted(m.texte, lettres) for m in modeles)


def _is_quoted(texte: str, lettres: str) -> bool:
    phrases = [p for p in map(_letters, _COUPES.split(texte)) if len(p) >= PHRASE_MIN]
    citees = sum(len(phrase) for phrase in phrases if phrase in lettres)
    return bool(phrases) and 2 * citees >= sum(map(len, phrases))


def _letters(texte: str) -> str:
    """Lettres et chiffres seuls : une citation coupe les lignes et ajoute des « > »."""
    return _LETTRES.sub("", fold(texte).texte)
