"""Pur : ce qui annonce, dans un courrier, que la suite n'est pas de la personne.

Un bloc d'en-têtes (« De : / Envoyé : / À : / Objet : »), une annonce (« Le 3 mars, X a écrit : »),
un « répondre au-dessus de cette ligne », dans les langues de ``mail_words``.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from automation.languages.fr.words import A_ECRIT, RACONTE
from automation.reading.folding import alternatives, fold
from automation.reading.mail_words import (
    AU_DESSUS,
    DATE,
    DEBUTS,
    DESTINATAIRE,
    ECRIT,
    EXPEDITEUR,
    OBJET,
)


class Ligne(NamedTuple):
    """Une ligne d'un texte : sa place, fin de ligne comprise, ce qu'elle dit, et le même plié."""

    debut: int
    fin: int
    brute: str
    plate: str


_GENRES = ("expediteur", "date", "destinataire", "objet")
_LIBELLE = re.compile(
    rf"[\s>*|]*(?:(?P<expediteur>{alternatives(EXPEDITEUR)})|(?P<date>{alternatives(DATE)})"
    rf"|(?P<destinataire>{alternatives(DESTINATAIRE)})|(?P<objet>{alternatives(OBJET)}))"
    r"[\s*]{0,3}:"
)
_MESSAGE_DU = re.compile(r"[\s>*]*message du\s?:?\s*\d")
_AUTRE_LIBELLE = re.compile(r"[\s>*]*[^\W\d][\w'-]*(?: [\w'-]+){0,3}\s?:")
_HEURE = re.compile(r"\d\s?[:h]\s?\d\d")
_ANNEE = re.compile(r"\b20\d\d\b")
_SUITE = re.compile(r".*@.*[,;>]?$")
BLOC_MAX = 24
"""Lignes d'un bloc d'en-têtes, au plus : chaque libellé seul, sa valeur et deux lignes blanches."""

_A_ECRIT = alternatives(A_ECRIT)
_RACONTE = alternatives(RACONTE)
_DATE_ECRITE = r"\W*le\b(?=.{0,80}\d)"
_ANNONCE = re.compile(
    rf"{_DATE_ECRITE}(?:.{{3,280}}?{_A_ECRIT}\s?:?\s*(?::|-{{2,}})\s*$"
    rf"|.{{0,120}}?@.{{0,160}}?{_A_ECRIT}\s?:)"
)
_ANNONCE_D_AILLEURS = re.compile(
    rf"\W*{alternatives(DEBUTS)}\b(?=.{{0,80}}\d)"
    rf"(?:.{{3,280}}?\b{alternatives(ECRIT)}(?:\s?:|\s.{{0,120}}:|\s*-{{2,}})\s*$"
    rf"|.{{0,120}}?@.{{0,160}}?\b{alternatives(ECRIT)}\s?:)"
)
_DATE_ANNONCEE = re.compile(rf"\W*(?:le|{alternatives(DEBUTS)})\b(?=.{{0,80}}\d)")
_DEBUT_D_ANNONCE = re.compile(
    rf"\W*(?:le|{alternatives(DEBUTS)})\b(?=.{{0,80}}\d).{{0,300}}?(?:@|\d\d?[:h]\d\d)"
)
_FIN_D_ANNONCE = re.compile(rf"\b{alternatives(ECRIT)}(?:\s?:|\s.{{0,120}}:)\s*$")
_NOM_SEUL = re.compile(
    r"\W*le .{3,40}\b\d{4}\s(?:a\s)?\d\d?[:h]\d\d,\s(?P<nom>[^.!?,:\d]{2,60})$"
    r"|\d{4}[/-]\d\d?[/-]\d\d?\s.{0,60}<[^<>\s]+@[^<>\s]+>\s*:?$"
)
_RECIT = re.compile(
    rf"\W*le\b.{{0,60}}?(?:\d|\b[a-z]{{3,10}})[\s,]+(?P<mot>{_RACONTE})\b(?=.*ecrit)"
)
_AU_DESSUS = re.compile(
    "|".join(r"\b.{0,40}\b".join(map(alternatives, rangs)) for rangs in AU_DESSUS)
)
_EN_LIGNE = re.compile(
    rf"[\s_=-]*\b{alternatives(EXPEDITEUR)}\s?:\s?[^:]{{1,120}}\s{alternatives(DATE)}\s?:.{{1,80}}?"
    rf"\s{alternatives(DESTINATAIRE)}\s?:.{{1,160}}?\s{alternatives(OBJET)}\s?:"
    r"|\s-{3,}\s?(?:message d.origine|mail original|original message|forwarded message)"
    rf"|\s-*\s*(?:le|on)\s(?=[^@]{{0,40}}\d)[^@:]{{0,60}}\d\d?[:h]\d\d[^@]{{0,60}}@[^@]{{0,100}}?"
    rf"{alternatives(ECRIT)}\s?:"
)


def header_kind(plate: str) -> str:
    """« expediteur », « date », « destinataire », « objet », ou rien : le libellé d'une ligne."""
    if _MESSAGE_DU.match(plate):
        return "date"
    trouve = _LIBELLE.match(plate)
    return "" if trouve is None else next(nom for nom in _GENRES if trouve[nom])


def looks_like_header(plate: str) -> str:
    """Comme ``header_kind``, en devinant les libellés d'une langue inconnue à leur valeur."""
    if genre := header_kind(plate):
        return genre
    if _AUTRE_LIBELLE.match(plate) is None:
        return ""
    if "@" in plate:
        return "expediteur"
    return "date" if _HEURE.search(plate) and _ANNEE.search(plate) else ""


def block_end(lignes: Sequence[Ligne], rang: int) -> int:
    """Rang où finit le bloc d'en-têtes qui commence à cette ligne ; ``rang`` s'il n'y en a pas.

    Un expéditeur et deux autres libellés font un bloc, s'il y est un objet, une adresse ou une
    heure ; une adresse d'expéditeur suivie d'un autre libellé aussi. « De : Lyon / À : Paris /
    Date : hier » n'en est pas un.
    """
    if header_kind(lignes[rang].plate) in ("", "destinataire"):
        return rang
    genres: set[str] = set()
    fin = rang
    vide = adresse = False  # vide : le dernier libellé attend encore sa valeur
    for suivant in range(rang, min(rang + BLOC_MAX, len(lignes))):
        plate = lignes[suivant].plate
        if genre := header_kind(plate):
            genres.add(genre)
            adresse |= genre == "expediteur" and "@" in plate
            vide = plate.rstrip(" *").endswith(":")
        elif vide:
            if not plate.strip(" >*"):
                continue
            adresse |= "@" in plate
            vide = False
        elif not (_tolerated(plate, genres) and _goes_on(lignes, suivant)):
            break
        fin = suivant + 1
    bloc = "\n".join(ligne.plate for ligne in lignes[rang:fin])
    return fin if _is_header(genres, bloc, adresse) else rang


def _tolerated(plate: str, genres: set[str]) -> bool:
    """Vrai pour ce qui peut tenir entre deux libellés : du blanc, une adresse, « Importance : »."""
    if not plate.strip(" >*") or _SUITE.match(plate):
        return True
    return len(genres) >= 2 and _AUTRE_LIBELLE.match(plate) is not None


def _goes_on(lignes: Sequence[Ligne], rang: int) -> bool:
    """Vrai si la prochaine ligne écrite porte encore un libellé."""
    for ligne in lignes[rang + 1 : rang + 4]:
        if ligne.plate.strip(" >*"):
            return header_kind(ligne.plate) != ""
    return False


def _is_header(genres: set[str], bloc: str, adresse: bool) -> bool:
    if "expediteur" not in genres:
        return False
    if len(genres) == 2:
        return adresse
    return len(genres) > 2 and ("objet" in genres or "@" in bloc or _HEURE.search(bloc) is not None)


def announces(lignes: Sequence[Ligne], rang: int) -> int:
    """Rang après la fin de « Le 3 mars, X a écrit : », sur trois lignes au plus ; sinon ``rang``.

    Un nom a sa capitale (« Boutique a écrit : »), un récit n'en a pas (« le livreur a écrit »).
    """
    plate = lignes[rang].plate[:400]
    if _AU_DESSUS.search(plate[:200]):
        return rang + 1
    if _tells(lignes[rang].brute) and "@" not in plate:
        return rang
    if _ANNONCE.match(plate) or _ANNONCE_D_AILLEURS.match(plate) or _dates(lignes, rang):
        return rang + 1
    return _announce_end(lignes, rang)


def _dates(lignes: Sequence[Ligne], rang: int) -> bool:
    """Vrai pour « Le jeudi 4 juin 2026 à 03:36, Boutique », seul au-dessus d'une ligne blanche."""
    trouve = _NOM_SEUL.match(lignes[rang].plate)
    if trouve is None or rang + 1 == len(lignes) or lignes[rang + 1].plate:
        return False
    return not trouve["nom"] or lignes[rang].brute.strip()[-len(trouve["nom"])].isupper()


def _announce_end(lignes: Sequence[Ligne], rang: int) -> int:
    annonce = lignes[rang].plate[:200]
    if not _DATE_ANNONCEE.match(annonce):
        return rang
    for suivant in range(rang + 1, min(rang + 3, len(lignes))):
        if not lignes[suivant].plate.strip(" >"):
            return rang
        annonce += " " + lignes[suivant].plate[:200]
        if _FIN_D_ANNONCE.search(annonce):
            return suivant + 1 if _DEBUT_D_ANNONCE.match(annonce) else rang
    return rang


def _tells(brute: str) -> bool:
    """Vrai pour un récit : « Le 9 novembre à 18:02, votre livreur a écrit : « absent » »."""
    plie = fold(brute)
    trouve = _RECIT.match(plie.texte)
    return trouve is not None and brute[plie.place(*trouve.span("mot"))[0]].islower()


def inline_cut(brute: str) -> int:
    """Où commence, dans une ligne aplatie, la citation d'un courrier ; 0 s'il n'y en a pas."""
    plie = fold(brute)
    trouve = _EN_LIGNE.search(plie.texte, 1)
    return plie.place(trouve.start(), trouve.start() + 1)[0] if trouve else 0
