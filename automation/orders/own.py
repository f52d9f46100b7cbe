"""Pur : les commandes de l'expéditeur que son message nomme.

On cherche dans le texte ce que l'on sait de lui, au lieu d'y lire des numéros puis de les chercher
chez lui. Trois degrés :

* un suivi, ou une référence d'au moins cinq signes qui porte une lettre ou un séparateur, nomme
  sa commande partout où il se lit en entier, quels que soient ses séparateurs et sa casse ;
* un numéro, ou une référence courte ou toute en chiffres, ne la nomme qu'à une place où un nombre
  peut être une commande ;
* à une place douteuse, il ne nomme rien, mais interdit de supposer qu'on parle d'une autre.

Chaque recherche est en temps linéaire ; une commande dont les signes ne sont pas dans le texte,
dans leur ordre, ne coûte presque rien.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from automation.languages.fr.words import ACHATS, PETITS_MOTS
from automation.orders.choice import Citation
from automation.orders.lookalikes import mask
from automation.orders.names import REFERENCE_SURE, Nom, Rang, names_in, parts
from automation.orders.neighbours import Annonce, announced
from automation.orders.things import (
    OUTRE_MER,
    counts_things,
    followed_by_things,
    looks_like_date,
    looks_like_postcode,
    named_after,
)
from automation.reading.folding import AUTRE, alternatives, fold
from models.crm import Commande

_COLLE = rf"(?:[ ]{{0,2}}(?:n[°o]|[-_/.:#°{AUTRE}])?[ ]{{0,2}})"
"""Ce qu'on peut lire entre deux parties d'une référence : « CMD n° 2024/001 »."""
_ANNONCE_COLLEE = r"(?<=commande)|(?<=numero)|(?<=colis)|(?<=reference)|(?<=suivi)"
_AVANT = rf"(?:(?<![a-z0-9@])(?<![a-z0-9][-_/.])|(?<=[a-z]{{5}}[/=])|{_ANNONCE_COLLEE})"
_APRES = r"(?![a-z0-9@])(?![-_/.]\d)(?![-_/][a-z])"
_AVANT_UN_NOMBRE = rf"(?:{_AVANT}|(?<=\bn)|(?<=\bno)|(?<=\bcest)|(?<=\bn[.]))"
_APRES_UN_NOMBRE = r"(?:(?![a-z0-9@])|(?=[a-z]{5}))(?![-_/.,]\d)(?![-_/][a-z])"

_VOISIN_GAUCHE = re.compile(r"(?:\b([a-z]{1,5})|(\d+))[ ]\Z")
_VOISIN_DROIT = re.compile(r"[ ](?:([a-z]{1,3})(?![a-z0-9'])|([a-z]{1,5})\s?\d|(\d+))")
_ADMIS = PETITS_MOTS | {mot + pluriel for mot in ACHATS for pluriel in ("", "s")}
_ADMIS |= {
    "cmd",
    "cde",
    "num",
    "numero",
    "ref",
    "no",
    "achat",
    "objet",
    "sujet",
    "client",
    "suivi",
    "bon",
}
_DIT_LE_NOMBRE = re.compile(
    r"(?:^|[\n(:«\"\[,;.!?#>-]\s{0,2}"
    r"|\b(?:la|celle|est|voici|numero|no|n|num|objet|sujet|concernant|concerne|annul\w{1,6}"
    r"|rembours\w{1,6}|statut|suivi|retour\w{0,3}|factures?|bonjour|bonsoir|bjr|svp|stp|recu"
    r"|livr\w{1,4}|expedi\w{1,4}|recevoir|dossier|c'est"
    rf"|{alternatives(ACHATS)}s?)\s{{1,2}})\Z"
)
_COMPTE = re.compile(r"\s(?!toujours|jamais|apres|depuis|alors|dans|sans|svp)[a-z]{3,}s\b")
_DIT_UN_CODE = re.compile(r"\b(?:pour|de|d'|a|dans|sur|avec|sous|du|le|un|une|ma|et|ou)\s\Z")
_REFERENCE_DITE = re.compile(r"\b(?:ref|reference)s?\s?[.:]?\s?(?:n°)?\s?\Z")
_POSTAL = re.compile(r"\bpostal\b[^.\n]{0,40}\Z")
_ANNEE = re.compile(r"\b(?:en|depuis|annee|noel|fin|debut|soldes|du|de)\s\Z")
_NOMBRES_SEPARES = re.compile(r"\d \d")
_EST_UNE_ANNEE = re.compile(r"(?:19|20)\d\d\Z")


class _Place(NamedTuple):
    """Une place d'un texte plié, et de ce texte masqué."""

    plie: str
    masque: str
    debut: int
    fin: int


def own_mentions(
    plie: str, commandes: Sequence[Commande], lus: Collection[tuple[int, int]] = ()
) -> list[Citation]:
    """Les commandes de l'expéditeur nommées par un texte, dans l'ordre du texte.

    Args:
        plie: le message, plié.
        commandes: toutes celles de l'expéditeur, et aucune autre.
        lus: les places où, sans le connaître, on lit déjà un numéro de commande.

    Returns:
        Les citations ; à une même place, le nom le plus long, puis la référence avant le numéro.
    """
    noms = names_in(plie, commandes)
    if not noms:
        return []
    masque = mask(plie)
    debuts = {parts(fold(c.reference).texte)[:1] for c in commandes if c.reference}
    prefixes = {partie for debut in debuts for partie in debut}
    return _longest([(nom, lue) for nom in noms for lue in _read(nom, plie, masque, prefixes, lus)])


def _read(
    nom: Nom, plie: str, masque: str, prefixes: set[str], lus: Collection[tuple[int, int]]
) -> Iterator[Citation]:
    """Chaque place où ce nom se lit en entier."""
    for trouve in _spellings(nom.ecrit).finditer(plie):
        debut, fin = trouve.span()
        tel_quel = plie[debut:fin] == nom.ecrit
        if (
            nom.cle.isdecimal()
            and not (nom.sur and tel_quel)
            and masque[debut:fin] != plie[debut:fin]
        ):
            continue  # une date, un prix, un téléphone…
        place = _Place(plie, masque, debut, fin)
        sur = nom.sur or announced(masque, debut) is Annonce.NUMERO_DE_COMMANDE
        if nom.rang is not Rang.SUIVI and _is_part_of_a_code(place, prefixes, sur=sur):
            yield Citation(nom.commande, debut, fin, sure=False)
        elif nom.sur:
            # « 11 2026 4 » pour « 11-2026/4 » : trois nombres, à moins qu'on ne les annonce.
            doute = nom.cle.isdecimal() and _NOMBRES_SEPARES.search(trouve[0]) is not None
            annonces = (Annonce.NUMERO_DE_COMMANDE, Annonce.COMMANDE)
            sure = not doute or nom.rang is Rang.SUIVI or announced(masque, debut) in annonces
            yield Citation(nom.commande, debut, fin, sure)
        elif (debut, fin) in lus:
            yield Citation(nom.commande, debut, fin, not nom.incertain)
        elif (foi := _may_be_an_order(masque, nom.cle, debut, fin)) is not None:
            yield Citation(nom.commande, debut, fin, foi and not nom.incertain)


@lru_cache(maxsize=512)
def _spellings(ecrit: str) -> re.Pattern[str]:
    """Les façons d'écrire un nom : ses parties dans l'ordre, quoi qu'il y ait entre elles."""
    parties = parts(ecrit)
    if len(parties) == 1:
        if ecrit.isdecimal():
            return re.compile(f"{_AVANT_UN_NOMBRE}{_grouped(ecrit)}{_APRES_UN_NOMBRE}")
        if len(ecrit) >= 8:  # « XKB KNA BJK »
            return re.compile(_AVANT + "[ -]?".join(ecrit) + _APRES)
    colle = any(map(str.isalpha, parties))
    corps = parties[0]
    for avant, partie in pairwise(parties):
        corps += _joint(avant, partie, colle=colle) + partie
    return re.compile(_AVANT + corps + _APRES)


def _joint(avant: str, apres: str, *, colle: bool) -> str:
    """Ce qu'on peut lire entre deux parties d'un nom.

    Un petit mot ne touche pas de loin un nombre (« à 117 » n'est pas « A-117 »), et deux nombres
    ne se collent que dans un code qui porte une lettre.
    """
    if avant in PETITS_MOTS and apres.isdecimal():
        return "[-_/.]?"
    if avant.isdecimal() and apres.isdecimal() and not colle:
        return "(?:[ ]?[-_/.][ ]?|[ ])"
    return f"{_COLLE}?"


def _grouped(chiffres: str) -> str:
    """Un nombre, d'un bloc, par trois (« 627 369 ») ou par deux (« 62 73 69 »)."""
    formes = [chiffres]
    for pas in (3, 2):
        reste = len(chiffres) % pas
        blocs = [chiffres[:reste]] * bool(reste)
        blocs += [chiffres[rang : rang + pas] for rang in range(reste, len(chiffres), pas)]
        if len(blocs) > 1 and (pas == 3 or len(blocs) > 2):
            formes.append("[ .]".join(blocs))
    return f"(?:{'|'.join(formes)})"


def _is_part_of_a_code(place: _Place, prefixes: set[str], *, sur: bool) -> bool:
    """Vrai si ce qui touche ce nom pourrait en faire le morceau d'un code plus long.

    Args:
        prefixes: par quoi commencent les références de l'expéditeur : « cmd 101 » peut être l'une.
        sur: le nom est de ceux qui se reconnaissent partout.
    """
    plie, masque, debut, fin = place
    gauche = _VOISIN_GAUCHE.search(plie, max(0, debut - 16), debut)
    if gauche is not None and plie[debut].isdecimal():
        mot, nombre = gauche.groups()
        if mot is not None and _is_code(mot, prefixes, sur=sur):
            return True
        if nombre is not None and masque[gauche.start()].isdecimal():
            return not _are_two_numbers(place, nombre)
    droite = _VOISIN_DROIT.match(plie, fin)
    if droite is None:
        return False
    mot, avec_nombre, nombre = droite.groups()
    if nombre is None:
        return _is_code(mot or avec_nombre, set(), sur=sur and mot is not None)
    if not masque[droite.start(3)].isdecimal() or followed_by_things(plie, droite.end(3)):
        return False
    return not _are_two_numbers(place, nombre)


def _are_two_numbers(place: _Place, voisin: str) -> bool:
    """Vrai pour « 716283 716664 » : deux nombres longs de même taille sont deux commandes."""
    nombre = place.plie[place.debut : place.fin]
    return nombre.isdecimal() and len(voisin) == len(nombre) >= REFERENCE_SURE


def _is_code(mot: str, prefixes: set[str], *, sur: bool) -> bool:
    """Vrai pour quelques lettres que personne n'écrit comme un mot."""
    if mot in prefixes:
        return True
    imprononcable = not any(voyelle in mot for voyelle in "aeiouy")
    return mot not in _ADMIS and (imprononcable or (not sur and len(mot) < 4))


def _may_be_an_order(masque: str, cle: str, debut: int, fin: int) -> bool | None:
    """Vrai à une place où un nombre peut être une commande, ``None`` où il ne peut pas l'être."""
    annonce = announced(masque, debut)
    court = len(cle) < REFERENCE_SURE
    compte = followed_by_things(masque, fin) or (
        annonce is Annonce.COMMANDE and counts_things(masque, debut, fin)
    )
    annoncee = annonce in (Annonce.NUMERO_DE_COMMANDE, Annonce.COMMANDE)
    if (court and compte and annonce is not Annonce.NUMERO_DE_COMMANDE) or (
        len(cle) < 3 and not annoncee
    ):
        return None
    if _POSTAL.search(masque, max(0, debut - 50), debut):
        return False
    if annoncee or (
        len(cle) > 3 and _REFERENCE_DITE.search(masque, max(0, debut - 16), debut) is not None
    ):
        return True
    ailleurs = annonce is Annonce.AUTRE or (court and annonce is Annonce.PIECE)
    if ailleurs or _is_something_else(masque, cle, debut, fin):
        return False
    return (
        not court
        or annonce in (Annonce.NUMERO, Annonce.DIESE)
        or named_after(masque, fin)
        or _stands_where_orders_do(masque, cle, debut, fin)
    )


def _stands_where_orders_do(masque: str, cle: str, debut: int, fin: int) -> bool:
    """Vrai pour « la 114 », « (114) », « colis 114 » ; pour un code, aussi « pour Q-88 »."""
    if not cle.isdecimal() and _DIT_UN_CODE.search(masque, max(0, debut - 8), debut):
        return True
    dit = _DIT_LE_NOMBRE.search(masque, max(0, debut - 20), debut)
    return dit is not None and _COMPTE.match(masque, fin) is None


def _is_something_else(masque: str, cle: str, debut: int, fin: int) -> bool:
    """Vrai pour une année, une date d'un bloc, un code postal."""
    if looks_like_date(cle) or looks_like_postcode(masque, debut, fin):
        return True
    if OUTRE_MER.fullmatch(cle) and masque[fin : fin + 1] == ")":
        return True
    annee = _EST_UNE_ANNEE.match(cle) is not None
    return annee and _ANNEE.search(masque, max(0, debut - 12), debut) is not None


def _longest(trouvees: list[tuple[Nom, Citation]]) -> list[Citation]:
    """Celles qu'aucune autre ne recouvre : la plus longue, puis la référence avant le numéro."""
    gardees: list[tuple[Nom, Citation]] = []
    for nom, lue in sorted(trouvees, key=lambda t: (t[1].debut - t[1].fin, t[0].rang)):
        if not any(
            lue.debut < autre.fin
            and autre.debut < lue.fin
            and (autre.fin - autre.debut > lue.fin - lue.debut or garde.rang < nom.rang)
            for garde, autre in gardees
        ):
            gardees.append((nom, lue))
    return sorted((lue for _, lue in gardees), key=lambda lue: lue.debut)
