"""Pur : ce que le second lecteur voit d'un texte — des mots, des suites de lettres, et leur place.

Chaque trait (un mot, deux mots de suite, trois à cinq lettres de suite) devient un *seau* par une
empreinte : le modèle ne tient aucun texte, et sa taille ne dépend pas du vocabulaire.
"""

import re
from collections.abc import Iterator, Mapping
from math import log, sqrt
from typing import NamedTuple
from zlib import crc32

from automation.reading.folding import tokens

SEAUX = 1 << 15
"""Assez pour que deux traits partagent rarement un seau (mesuré : voir MODELE.md)."""

LETTRES = (3, 4, 5)
"""Longueurs des suites de lettres."""

MOTS_MAX = 400
"""Mots lus d'un message : au-delà, le sujet est connu et le reste ne fait que coûter."""

_CHIFFRES = re.compile("0+")


class Trait(NamedTuple):
    """Un trait et sa place : le premier et le dernier de ses mots, par leurs rangs."""

    seau: int
    premier: int
    dernier: int


def words(texte: str) -> list[tuple[str, int, int]]:
    """Les mots lus et leur place dans le texte ; « ? » en est un, tout nombre y est « 0 »."""
    return [
        (_CHIFFRES.sub("0", jeton.mot), jeton.debut, jeton.fin)
        for jeton in tokens(texte)
        if jeton.mot not in (".", ",")
    ][:MOTS_MAX]


def traits(mots: list[str]) -> Iterator[Trait]:
    """Tous les traits d'une suite de mots, répétitions comprises."""
    avant = "^"
    for rang, mot in enumerate(mots):
        yield Trait(_bucket("1" + mot), rang, rang)
        yield Trait(_bucket(f"2{avant} {mot}"), max(0, rang - 1), rang)
        avant = mot
        borde = f"<{mot}>"
        for longueur in LETTRES:
            for debut in range(len(borde) - longueur + 1):
                yield Trait(_bucket(borde[debut : debut + longueur]), rang, rang)


def vector(seaux: Mapping[int, int], idf: Mapping[int, float]) -> dict[int, float]:
    """Le poids de chaque seau dans un texte : tf-idf, ramené à la longueur un.

    Args:
        seaux: combien de fois chacun y est.
        idf: rareté de chaque seau ; ceux qui n'en ont pas sont inconnus du modèle.
    """
    poids = {s: (1 + log(n)) * idf[s] for s, n in seaux.items() if s in idf}
    norme = sqrt(sum(p * p for p in poids.values())) or 1.0
    return {seau: p / norme for seau, p in poids.items()}


def _bucket(trait: str) -> int:
    return crc32(trait.encode()) % SEAUX
