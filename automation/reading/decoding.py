"""Pur : un texte mal décodé (« mÃ©diateur ») rendu lisible, et la place reçue de chaque signe."""

import re
from typing import NamedTuple

_SUSPECT = re.compile(
    "[\u00c2\u00c3\u00c5\u00e2\u00f0\u0192\u221a][^\x00-\x7f]|\u00c3(?=[ \n]|$)|\ufffd"
)
"""« Ã », « Â », « â », « ð », « √ »… suivis d'un autre signe : presque jamais du français."""
_A_SEUL = re.compile("\u00c3(?=[ \n]|$)")
"""« Ã » devant une espace : un « à » dont l'espace insécable a été rendue ordinaire."""
_ACCENT_PERDU = re.compile(r"(?<=[^\W\d_])\?(?=[a-zà-ÿ])")
"""« m?diateur » : un accent remplacé par « ? ». Deux fois, ce n'est plus une espace oubliée."""
_HORS_ASCII = re.compile("([^\x00-\x7f]+)")


class Decode(NamedTuple):
    """Un texte à lire.

    Attributes:
        texte: le texte, réparé s'il le fallait.
        rangs: pour chaque signe, et pour la fin, sa place dans le texte reçu ; ``None`` : la même.
        perdu: des signes sont mal décodés, et rien ne permet de les retrouver.
    """

    texte: str
    rangs: list[int] | None = None
    perdu: bool = False

    def place(self, debut: int, fin: int) -> tuple[int, int]:
        """Place dans le texte reçu de ``texte[debut:fin]`` ."""
        return (debut, fin) if self.rangs is None else (self.rangs[debut], self.rangs[fin])


def decode(recu: str) -> Decode:
    """Le texte reçu, réparé s'il est mal décodé. Un texte sain n'est pas changé."""
    if _SUSPECT.search(recu) is None:
        return Decode(recu, perdu=len(_ACCENT_PERDU.findall(recu)) > 1)
    from ftfy import fix_encoding  # un texte sain s'en passe

    repare = fix_encoding(_A_SEUL.sub("à", recu))
    perdu = "\ufffd" in repare or _SUSPECT.search(repare) is not None
    if repare == recu:
        return Decode(recu, perdu=perdu)
    rangs = _places(recu, repare)
    return Decode(recu, perdu=True) if rangs is None else Decode(repare, rangs, perdu)


def _places(recu: str, repare: str) -> list[int] | None:
    """La place reçue de chaque signe réparé : les signes ASCII sont les repères, les mêmes."""
    avant, apres = _HORS_ASCII.split(recu), _HORS_ASCII.split(repare)
    if avant[::2] != apres[::2]:
        return None
    rangs: list[int] = []
    debut = 0
    for rang, (recue, lue) in enumerate(zip(avant, apres, strict=True)):
        if rang % 2 == 0:
            rangs += range(debut, debut + len(recue))
        else:  # une suite de signes réparés garde la place de la suite reçue, à proportion
            rangs += [debut + len(recue) * n // len(lue) for n in range(len(lue))]
        debut += len(recue)
    return [*rangs, debut]
