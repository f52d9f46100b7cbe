"""Les mots ordinaires : ceux que bien des clients écrivent, quoi que vende la boutique.

``ordinaires.txt`` tient des débuts de mots repliés, tirés des messages du projet
(``automation/opinion/corpus``) par ``scripts/build_ordinary.py``. Il n'est lu qu'au premier mot
dont les règles ne savent rien.
"""

from functools import cache
from pathlib import Path

FICHIER = Path(__file__).with_name("ordinaires.txt")
DEBUT = 6
"""Lettres gardées d'un mot : « retournerais » et « retourne » n'en font qu'un."""


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(FICHIER.read_text(encoding="ascii").split())


def is_ordinary(mot: str) -> bool:
    """Vrai si ce mot replié, ou un de même début, se lit dans les messages de bien des clients."""
    return mot[:DEBUT] in _beginnings()
