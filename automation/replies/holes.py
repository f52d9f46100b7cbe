"""Pur : les trous qu'un client verrait dans une réponse finie, d'où qu'ils viennent.

Un modèle copié d'un autre outil garde ses marques (« [Prénom] », « %prenom% », « <<nom>> ») : elles
ne sont pas des variables d'ici, et partiraient telles quelles.
"""

import re
from collections.abc import Iterable

from automation.replies.values import known_value

_MARQUES = (
    r"[{}｛｝﹛﹜⟦⟧]",
    r"\[[^\]\n]{0,200}\]",
    # Ni « < 3 jours », ni « <contact@example.com> ».
    r"<+(?!https?:|mailto:|[^<>\s@]+@)[^\s<>\d=][^<>\n]{0,200}>+",
    r"\(\([^()\n]{1,200}\)\)",
    r"%\(?[^\W\d][\w.]*(?:%|\)[sd]\b)",
    r"(?<!\d)(?<!\d )%[sd]\b",
    r"\$[a-z_]\w+",
    r"_{3,}",
    r"\b[xX]{3,}\b",
)
_ADRESSES = re.compile(r"https?://[^\s{}]+")


def compile_marks(variables: Iterable[str]) -> re.Pattern[str]:
    """Ce qui reconnaît une marque ; un nom de variable à nu en est une aussi."""
    noms = "|".join(nom for nom in variables if "_" in nom)
    return re.compile("|".join((*_MARQUES, rf"\b(?:{noms})\b")))


def find_holes(texte: str, marques: re.Pattern[str]) -> tuple[str, ...]:
    """Les marques d'un texte, dans l'ordre ; ce qui est dans une adresse web n'en est pas une."""
    return tuple(trouve[0] for trouve in marques.finditer(_ADRESSES.sub("", texte)))


def is_blank_reply(texte: str) -> bool:
    """Vrai si le texte ne montre aucune lettre ni aucun chiffre."""
    return known_value(texte) is None
