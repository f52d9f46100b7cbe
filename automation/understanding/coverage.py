"""Pur : ce qu'un message dit sans que rien n'en rende compte.

Un mot est *compris* si une règle le connaît, s'il est ordinaire dans de tels messages, s'il porte
un chiffre (numéro, date, modèle) ou une capitale au milieu d'une phrase (nom, marque). Une phrase
où aucune idée ne se lit, et dont trop de mots ne sont pas compris, peut dire n'importe quoi : une
personne la lit.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from automation.languages.fr.ordinary import is_ordinary
from automation.reading.folding import CHIFFRE, FIN, QUESTION, VIRGULE, Jeton
from automation.understanding.words import Sens

INCONNUS_MIN, PART_INCONNUE = 2, 0.25
"""Mots qui font une phrase incomprise : deux au moins, et un sur quatre. Mesuré sur six mondes que
la liste n'avait pas lus : 7 % des messages répondables retenus, 55 % des phrases sans rapport
arrêtées ; un mot sur cinq en arrête autant et retient 8 %, un sur trois n'en arrête que 29 %."""

LETTRES_MIN = 3
MONTRES = 80
"""Caractères montrés d'une phrase incomprise."""


class Compris(NamedTuple):
    """Ce que les règles ont lu d'un texte.

    Attributes:
        rangs: les jetons que tient une phrase des règles, ou un rôle.
        finales: ceux où s'achève une idée.
        atomes: ce qu'un mot vaut dans les règles, sujets sensibles à part.
    """

    rangs: Collection[int]
    finales: Collection[int]
    atomes: Collection[int]


def unknown_sentence(
    jetons: Sequence[Jeton], sens: Sequence[Sens], texte: str, compris: Compris
) -> str:
    """La première phrase dont rien ne rend compte ; vide si tout se comprend.

    Args:
        sens: ce que vaut chaque jeton dans les règles.
    """
    for phrase in _sentences(jetons, texte):
        if any(rang in compris.finales for rang in phrase) or _is_signature(jetons, phrase, texte):
            continue
        inconnus = sum(
            not _accounted(jetons[rang], sens[rang], texte, rang == phrase[0], compris, rang)
            for rang in phrase
        )
        if inconnus >= INCONNUS_MIN and inconnus >= PART_INCONNUE * len(phrase):
            return _shown(texte[jetons[phrase[0]].debut : jetons[phrase[-1]].fin])
    return ""


def _sentences(jetons: Sequence[Jeton], texte: str) -> Iterator[list[int]]:
    """Les rangs des mots de chaque phrase ; une fin de ligne en finit une."""
    phrase: list[int] = []
    for rang, jeton in enumerate(jetons):
        a_la_ligne = bool(phrase) and "\n" in texte[jetons[rang - 1].fin : jeton.debut]
        if phrase and (a_la_ligne or jeton.mot in (FIN, QUESTION)):
            yield phrase
            phrase = []
        if jeton.mot not in (FIN, QUESTION, VIRGULE):
            phrase.append(rang)
    if phrase:
        yield phrase


def _is_signature(jetons: Sequence[Jeton], phrase: Sequence[int], texte: str) -> bool:
    """Vrai si chaque mot a sa capitale, sans que tout soit en capitales : un nom, une enseigne."""
    mots = [texte[jetons[rang].debut : jetons[rang].fin] for rang in phrase]
    return all(mot[0].isupper() for mot in mots) and not all(mot.isupper() for mot in mots)


def _accounted(
    jeton: Jeton, sens: Sens, texte: str, premier: bool, compris: Compris, rang: int
) -> bool:
    mot = jeton.mot
    if len(mot) < LETTRES_MIN or CHIFFRE in mot or rang in compris.rangs:
        return True
    if is_ordinary(mot) or any(atome < 0 or atome in compris.atomes for atome in sens):
        return True
    initiale = texte[jeton.debut : jeton.debut + 2]
    return not premier and initiale[0].isupper() and not initiale.isupper()


def _shown(phrase: str) -> str:
    phrase = " ".join(phrase.split())
    return phrase if len(phrase) <= MONTRES else phrase[: MONTRES - 1].rstrip() + "…"
