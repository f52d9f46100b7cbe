"""Pur : les numéros de commande qu'une personne a écrits dans un message.

La lecture se fait en temps proportionnel à la longueur du texte :

1. le texte est plié, et ce qui porte des chiffres sans pouvoir être une commande (téléphones,
   dates, prix, numéros de transporteur…) est masqué (``order_mask``) ;
2. les références déclarées par la boutique sont reconnues d'abord (``order_motifs``) ;
3. chaque groupe de chiffres restant est jugé sur les mots qui l'entourent (``order_context``) :
   « commande n° » nomme, « facture » ou « réf. » écartent, « 3 articles » compte ;
4. un nombre que rien n'annonce (« 669785 toujours pas reçu ») n'est cru que s'il a la taille
   d'un numéro, et si le message n'en nomme pas d'une autre taille.
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple

from automation.orders.codes import is_reference, letters_only, names_an_order
from automation.orders.lookalikes import mask
from automation.orders.neighbours import Annonce, announced, introduces
from automation.orders.patterns import Motif, compile_motifs
from automation.orders.things import (
    about_an_order,
    counts_things,
    designates,
    followed_by_things,
    looks_like_date,
    named_after,
    stands_as_order,
)
from automation.reading.folding import AUTRE, Plie

__all__ = ["Motif", "Numero", "compile_motifs", "find", "find_spans"]

_CHIFFRE = re.compile(r"\d")
_GROUPE = re.compile(
    r"\d(?:(?P<espace>(?:\d{0,2}(?:[ .]\d{3}){1,3}|\d(?:[ .]\d\d){2,3})(?![a-z0-9]|[ .-]\d))"
    r"|[a-z0-9]*(?:[-/_][a-z0-9]*\d[a-z0-9]*|[-/_][a-z]{1,5}(?=[-/_][a-z0-9]*\d)|\.\d[a-z0-9]*)*"
    r"(?:[-/_](?!et\b|ou\b|du\b|de\b|le\b|la\b)[a-z]{1,3}(?![a-z0-9-]))?)"
)
_PREFIXE = re.compile(r"(?<![a-z0-9_])((?:[a-z]{1,6}[-_/])?[a-z]{1,6})([-_/.]?)\Z")
_PREFIXES_SURS = frozenset({"cmd", "cmde", "com", "ord", "order"})
_REFERENCE_SURE = re.compile(r"(?:cmde?|com|ord|order)[-_]?\d{2}")
_MA_REFERENCE = re.compile(r"\b(?:ma|notre|mes|nos|sous la)\s(?:ref|references?)\s?[:.]?\s?\Z")
_MOT_COLLE = re.compile(r"(\d+)[a-z]{3,}")
_SUITE = re.compile(
    r"[\s,;/&+()-]{0,8}(?:(?:et|ou|puis|ainsi|que|la|le|celle|aussi|egalement|les|commandes?"
    r"|cmd|cde|numero|no|n)\b[\s,;:°'.]{0,4}){0,5}[\s#:(-]{0,4}"
)
_ECART_MAX = 40
_MARGE = 40


class Numero(NamedTuple):
    """Un numéro et sa place : ``texte[debut:fin]`` est le numéro tel qu'il a été écrit."""

    numero: str
    debut: int
    fin: int


class _Foi(Enum):
    """Ce que vaut un groupe de chiffres."""

    NOMME = auto()
    POSSIBLE = auto()
    ECARTE = auto()


class _Candidat(NamedTuple):
    numero: str
    debut: int
    fin: int
    foi: _Foi


def find(texte: Plie, motifs: Sequence[str] = ()) -> tuple[str, ...]:
    """Les numéros de commande d'un message.

    Args:
        texte: le message, plié.
        motifs: modèles de références de la boutique (voir ``compile_motifs``).

    Returns:
        Chaque numéro une fois, dans l'ordre du texte, en capitales et sans espaces ; aussi long
        qu'il ait été écrit.

    Raises:
        ValueError: un motif ne peut pas servir. Aucun texte ne lève d'erreur.
    """
    return tuple(dict.fromkeys(trouve.numero for trouve in find_spans(texte, motifs)))


def find_spans(texte: Plie, motifs: Sequence[str] = ()) -> list[Numero]:
    """Les numéros de commande et leur place dans le texte reçu, répétitions comprises."""
    prets = compile_motifs(motifs)
    plie = texte.texte
    trouves = [Numero(plie[de:a].upper(), de, a) for de, a in letters_only(plie)]
    if _CHIFFRE.search(plie) is None:
        return [Numero(n.numero, *texte.place(n.debut, n.fin)) for n in trouves]
    for motif in prets:
        trouves.extend(Numero(*reconnu) for reconnu in motif.reconnus(plie))
        plie = motif.regex.sub(lambda trouve: AUTRE * len(trouve[0]), plie)
    trouves.extend(_ecrits(mask(plie)))
    trouves.sort(key=lambda numero: numero.debut)
    return [Numero(n.numero, *texte.place(n.debut, n.fin)) for n in trouves]


def _ecrits(plie: str) -> list[Numero]:
    """Les numéros d'un texte plié et masqué."""
    candidats: list[_Candidat] = []
    for numero, debut, fin in _groupes(plie):
        foi = _juge(plie, numero, debut, fin)
        if foi is not _Foi.NOMME and candidats and _continue(plie, candidats[-1], numero, debut):
            foi = _Foi.NOMME
        candidats.append(_Candidat(numero, debut, fin, foi))
    tailles = {len(c.numero) for c in candidats if c.foi is _Foi.NOMME}
    return [
        Numero(c.numero.upper(), c.debut, c.fin)
        for c in candidats
        if c.foi is _Foi.NOMME
        or (c.foi is _Foi.POSSIBLE and (not tailles or len(c.numero) in tailles))
    ]


def _groupes(plie: str) -> Iterator[tuple[str, int, int]]:
    """Chaque groupe de chiffres : le numéro qu'il écrirait, et sa place."""
    for trouve in _GROUPE.finditer(plie):
        debut, fin = trouve.span()
        brut = trouve[0]
        if trouve["espace"]:
            yield re.sub("[ .]", "", brut), debut, fin
            continue
        if colle := _MOT_COLLE.fullmatch(brut):  # « 612345bonjour »
            brut, fin = colle[1], colle.end(1) + debut
        morceaux = re.split("[-/_]", brut)
        if len(morceaux) > 1 and all(len(m) >= 5 and len(m) == len(morceaux[0]) for m in morceaux):
            for morceau in morceaux:  # « 612345/612346 »
                yield morceau, debut, debut + len(morceau)
                debut += len(morceau) + 1
            continue
        prefixe = _PREFIXE.search(plie[max(0, debut - 14) : debut])
        if prefixe and not (
            introduces(prefixe[1], prefixe[2] or brut.strip("0123456789"))
            and prefixe[1] not in _PREFIXES_SURS
        ):
            brut, debut = prefixe[0] + brut, debut - len(prefixe[0])
        yield brut, debut, fin


def _continue(plie: str, precedent: _Candidat, numero: str, debut: int) -> bool:
    """Vrai pour le second de « 612345 et 612346 »."""
    return (
        precedent.foi is _Foi.NOMME
        and len(numero) == len(precedent.numero)
        and not (len(numero) < 5 and followed_by_things(plie, debut + len(numero)))
        and debut - precedent.fin <= _ECART_MAX
        and _SUITE.fullmatch(plie, precedent.fin, debut) is not None
    )


def _juge(plie: str, numero: str, debut: int, fin: int) -> _Foi:
    """Ce que vaut un groupe de chiffres, d'après sa forme et les mots qui l'entourent."""
    if _REFERENCE_SURE.match(numero):
        return _Foi.NOMME
    if _MA_REFERENCE.search(plie, max(0, debut - 24), debut):
        return _Foi.NOMME
    annonce = announced(plie, debut)
    code = not numero.isdecimal()
    piece = annonce is Annonce.PIECE and not (code and is_reference(numero))
    datee = annonce is not Annonce.NUMERO_DE_COMMANDE and looks_like_date(numero)
    if piece or datee or annonce is Annonce.AUTRE:
        return _Foi.ECARTE
    if _nomme(annonce, plie, numero, debut, fin):
        return _Foi.NOMME
    if (code and names_an_order(plie, numero, debut)) or stands_as_order(plie, debut, fin):
        return _Foi.NOMME
    simple = not code and fin - debut == len(numero)
    return _Foi.POSSIBLE if simple and _a_la_taille(plie, numero, debut, fin) else _Foi.ECARTE


def _nomme(annonce: Annonce, plie: str, numero: str, debut: int, fin: int) -> bool:
    """Vrai si les mots voisins présentent ce groupe comme un numéro de commande."""
    if annonce is Annonce.NUMERO_DE_COMMANDE:
        return True
    longueur = len(numero)
    if not numero.isdecimal():
        chiffres = sum(map(str.isdecimal, numero))
        minimum = {Annonce.COMMANDE: 2 if "-" in numero else 3, Annonce.NUMERO: 3}
        return chiffres >= minimum.get(annonce, longueur + 1)
    if annonce is Annonce.COMMANDE:
        return longueur >= 5 or not counts_things(plie, debut, fin)
    if annonce is Annonce.RIEN and designates(plie, debut, fin):
        return True
    minimum_nu = {Annonce.DIESE: 3, Annonce.NUMERO: 4}.get(annonce)
    return (minimum_nu is not None and longueur >= minimum_nu) or (
        longueur >= 3 and named_after(plie, fin)
    )


def _a_la_taille(plie: str, numero: str, debut: int, fin: int) -> bool:
    """Vrai pour un nombre que rien n'annonce, mais qui ressemble à un numéro de commande."""
    longueur = len(numero)
    seul_sur_sa_ligne = _seul(plie[max(0, debut - _MARGE) : debut], plie[fin : fin + _MARGE])
    if seul_sur_sa_ligne and plie.strip() == numero:
        return 3 <= longueur <= 12
    if plie[max(0, debut - 1) : debut].isalnum() or looks_like_date(numero):
        return False
    if 6 <= longueur <= 8:
        return not numero.endswith("000")
    if longueur == 5 and about_an_order(plie, debut):
        return True
    return longueur in (5, 9, 10) and seul_sur_sa_ligne


def _seul(avant: str, apres: str) -> bool:
    """Vrai s'il n'y a rien d'autre sur la ligne (les blancs ne sont relus que sur une marge)."""
    return not avant.rpartition("\n")[2].strip() and not apres.partition("\n")[0].strip()
