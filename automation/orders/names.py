"""Pur : les noms d'une commande, et ceux dont un texte porte les signes."""

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from automation.languages.fr.lexicon import exists
from automation.reading.folding import fold
from models.crm import Commande

REFERENCE_SURE = 5
"""Signes à partir desquels une référence qui n'est pas un simple nombre se reconnaît partout."""
SUIVI_SUR = 8
"""Lettres et chiffres à partir desquels un numéro de suivi se reconnaît partout."""

_AUTRES_SIGNES = re.compile(r"[^a-z0-9]+")
_PARTIES = re.compile(r"[a-z]+|[0-9]+")


class Rang(IntEnum):
    """Ce qu'un nom est à sa commande ; à même place dans un texte, le premier l'emporte."""

    REFERENCE = 0
    SUIVI = 1
    NUMERO = 2


class Nom(NamedTuple):
    """Un des noms d'une commande.

    Attributes:
        ecrit: tel que la boutique l'écrit, plié.
        cle: ses lettres et ses chiffres.
        sur: il nomme la commande partout où il se lit en entier.
        incertain: un numéro qui pourrait être la référence d'un autre, celles de la boutique étant
            des nombres de même longueur.
    """

    commande: Commande
    ecrit: str
    cle: str
    rang: Rang
    sur: bool
    incertain: bool = False


def names_in(plie: str, commandes: Sequence[Commande]) -> list[Nom]:
    """Les noms de ces commandes dont le texte plié porte les signes ; le plus souvent aucun.

    C'est un premier tri, qui ne coûte presque rien : il ne dit pas que le texte les nomme.
    """
    serre = _AUTRES_SIGNES.sub("", plie)
    return [
        nom
        for commande in commandes
        for nom in _names(commande)
        if nom.cle in serre or all(partie in plie for partie in parts(nom.ecrit))
    ]


@lru_cache(maxsize=512)
def parts(ecrit: str) -> tuple[str, ...]:
    """Les suites de lettres et de chiffres d'un nom plié : « cmd », « 2024 », « 001 »."""
    return tuple(_PARTIES.findall(ecrit))


def _names(commande: Commande) -> Iterator[Nom]:
    reference, suivi, numero = (
        fold((ecrit or "").strip().lstrip("#")).texte
        for ecrit in (commande.reference, commande.numero_suivi, str(commande.id))
    )
    if cle := _AUTRES_SIGNES.sub("", reference):
        yield Nom(commande, reference, cle, Rang.REFERENCE, _is_sure(reference))
    if len(cle := _AUTRES_SIGNES.sub("", suivi)) >= SUIVI_SUR:
        yield Nom(commande, suivi, cle, Rang.SUIVI, sur=True)
    incertain = reference.isdecimal() and len(reference) == len(numero)
    yield Nom(commande, numero, numero, Rang.NUMERO, sur=False, incertain=incertain)


def _is_sure(plie: str) -> bool:
    """Vrai pour une référence assez longue, qui n'est ni un nombre ni un mot de la langue."""
    return (
        len(plie) >= REFERENCE_SURE
        and not plie.isdecimal()
        and not (plie.isalpha() and exists(plie))
    )
