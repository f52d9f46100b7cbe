"""Le lexique français : savoir si un mot existe, pour ne jamais « corriger » un vrai mot.

``lexique.txt.gz`` contient les formes repliées de cinq à seize lettres du dictionnaire Hunspell
français (Dicollecte, variante classique v7.0, © contributeurs de Dicollecte, licence MPL 2.0),
refait par ``scripts/build_lexicon.py``. Il n'est lu qu'au premier mot inconnu des règles.
"""

from functools import cache
from pathlib import Path

FICHIER = Path(__file__).with_name("lexique.txt.gz")
LETTRES_MIN, LETTRES_MAX = 5, 16
"""Hors de ces longueurs, le lexique ne sait rien : le mot est réputé exister."""


@cache
def _lines() -> bytes:
    # Importé ici : un texte dont les règles connaissent chaque mot n'en a pas besoin.
    import gzip

    with gzip.open(FICHIER) as fichier:
        return b"\n" + fichier.read()


def exists(mot: str) -> bool:
    """Vrai si ce mot replié est un mot français, par dichotomie dans les lignes triées."""
    if not LETTRES_MIN <= len(mot) <= LETTRES_MAX:
        return True
    lignes, cherche = _lines(), mot.encode("ascii")
    bas, haut = 0, len(lignes) - 1
    while bas < haut:
        debut = lignes.rfind(b"\n", 0, (bas + haut) // 2 + 1)
        fin = lignes.index(b"\n", debut + 1)
        ligne = lignes[debut + 1 : fin]
        if ligne == cherche:
            return True
        if ligne < cherche:
            bas = fin
        else:
            haut = debut
    return False
