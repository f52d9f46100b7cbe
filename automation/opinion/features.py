"""Pur : ce que le second lecteur voit d'un texte — des mots, et des suites de quatre lettres.

Chaque trait (un mot, deux mots de suite, quatre lettres de suite) devient un *seau* par une
empreinte : le modèle ne tient aucun texte, et sa taille ne dépend pas du vocabulaire.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import log, sqrt
from zlib import crc32

from automation.reading.folding import tokens

SEAUX = 1 << 15
"""Assez pour que deux traits partagent rarement un seau."""

LETTRES = 4
"""Longueur des suites de lettres ; trois ou cinq, ou les trois ensemble, font moins bien."""

MOTS_MAX = 400
"""Mots lus d'un message : au-delà, le sujet est connu et le reste ne fait que coûter."""

_CHIFFRES = re.compile("0+")


def words(texte: str) -> list[tuple[str, int, int]]:
    """Les mots lus et leur place dans le texte ; « ? » en est un, tout nombre y est « 0 »."""
    return [
        (_CHIFFRES.sub("0", jeton.mot), jeton.debut, jeton.fin)
        for jeton in tokens(texte)
        if jeton.mot not in (".", ",")
    ][:MOTS_MAX]


def count(mots: Sequence[str]) -> Counter[int]:
    """Combien de fois chaque seau est dans une suite de mots."""
    comptes: Counter[int] = Counter()
    avant = "^"
    for mot in mots:
        comptes.update(word_buckets(mot))
        comptes[pair_bucket(avant, mot)] += 1
        avant = mot
    return comptes


@lru_cache(maxsize=8192)  # les mêmes mots reviennent d'un message à l'autre
def word_buckets(mot: str) -> tuple[int, ...]:
    """Les seaux d'un mot seul et de ses lettres."""
    borde = f"<{mot}>"
    suites = (borde[debut : debut + LETTRES] for debut in range(len(borde) - LETTRES + 1))
    return (_bucket(f"1{mot}"), *map(_bucket, suites))


def pair_bucket(avant: str, mot: str) -> int:
    """Le seau de deux mots de suite ; « ^ » est avant le premier."""
    return _bucket(f"2{avant} {mot}")


def vector(comptes: Mapping[int, int], idf: Mapping[int, float]) -> dict[int, float]:
    """Le poids de chaque seau dans un texte : tf-idf, ramené à la longueur un.

    Args:
        comptes: combien de fois chacun y est.
        idf: rareté de chaque seau ; ceux qui n'en ont pas sont inconnus du modèle.
    """
    poids = {s: (1 + log(n)) * idf[s] for s, n in comptes.items() if s in idf}
    norme = sqrt(sum(p * p for p in poids.values())) or 1.0
    return {seau: p / norme for seau, p in poids.items()}


def _bucket(trait: str) -> int:
    return crc32(trait.encode()) % SEAUX
