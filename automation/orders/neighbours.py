"""Pur : ce que les mots voisins disent d'un nombre.

Les mots sont pliés (minuscules, sans accents). Pour qu'un mot annonce une commande, la désigne
de loin ou l'écarte, il suffit de l'ajouter à la liste qui convient.
"""

import re
from enum import Enum, auto
from typing import NamedTuple

from automation.languages.fr.words import TRANSPORTEURS
from automation.reading.folding import DATE

FENETRE = 70
"""Caractères relus avant un nombre pour savoir ce qui l'annonce."""


class Annonce(Enum):
    """Ce que les mots placés avant un nombre en font."""

    NUMERO_DE_COMMANDE = auto()
    """« commande n° », « numéro de commande : »."""
    COMMANDE = auto()
    """« commande », sans « n° » : peut aussi compter (« commande 2 parfums »)."""
    NUMERO = auto()
    """« n° », sans dire de quoi."""
    DIESE = auto()
    """« # », sans dire de quoi."""
    RIEN = auto()
    PIECE = auto()
    """« dossier », « suivi », « retour » : une pièce de la commande, nommée par sa référence."""
    AUTRE = auto()
    """« facture », « suivi », « téléphone » : le nombre n'est pas une commande."""


def _mots(liste: str) -> frozenset[str]:
    return frozenset(liste.split())


def _fautes(mot: str) -> set[str]:
    """Le mot et ses fautes d'une lettre : oubliée, doublée, changée, ou deux interverties."""
    lettres = "abcdefghijklmnopqrstuvwxyz"
    rangs = range(1, len(mot))
    return (
        {mot[:i] + mot[i + 1 :] for i in rangs}
        | {mot[:i] + mot[i] + mot[i:] for i in range(len(mot))}
        | {mot[:i] + autre + mot[i + 1 :] for i in rangs for autre in lettres}
        | {mot[: i - 1] + mot[i] + mot[i - 1] + mot[i + 1 :] for i in rangs}
    )


_ABREGES = _mots("com cmd cmds cmde cmdes cde cdes cmnd")
_COMMANDE = _ABREGES | _mots("commd order orders macommande lacommande")
_COMMANDE |= {faute + pluriel for faute in _fautes("commande") for pluriel in ("", "s")}
_NUMERO = _mots("n no nos ns nr nbr num nums numm number numero numeros numerot ° #") | _fautes(
    "numero"
)
_REFERENCE = _mots("ref refs reff reference references referance refference")
_LIENS = _mots(
    """c ce cest est l la le les du sous porte portant internet web site en date voici ma mon
    votre passe passee passees faite effectue effectuee suivant suivante suivants suivantes
    je crois pense cours : = - ( [ { " « » * > ; / |"""
)
_SALUTS = _mots("bonjour bonsoir bjr hello salut coucou")
_DE = _mots("de d du des l la ma mon mes ta ton sa votre notre leur cette")
_AVOIR = _mots(
    "ai as avons avez ont avais avait avions aviez avaient ayant aurais jai javais viens venons"
)
_AUTRES = _mots(
    """client cliente clients clientes membre adherent abonne fidelite compte comptes identifiant
    id facture factures facturation devis montant reduction contrat garantie sinistre litige
    mandat sepa
    suivi suivis tracking traking expedition bordereau relais poste
    carte cartes cheque virement transaction paiement paypal iban rib bic siret siren tva cadeau
    tel telephone tele portable mobile fixe fax
    code codes verification securite acces activation coupon promo postal cp etage appartement
    appt apt batiment bat rue
    article articles art produit produits prod modele modeles ean barre lot serie imei isbn sku
    taille pointure teinte couleur page version chambre
    categorie ticket caisse dossier reclamation demande retour conversation chat avis erreur
    naissance annee age"""
) | (_mots(" ".join(TRANSPORTEURS)) - {"colis", "la", "prive"})
_FACTURES = _mots("facture factures facturation")
_PIECES = _FACTURES | _mots(
    "suivi suivis tracking dossier reclamation demande retour expedition conversation"
)
_MOT = re.compile(rf"[a-z]+|{DATE}+|\d+|\n|[^\s']")
_QUATRE_CHIFFRES = re.compile(r"\d{4}")
_HUIT_CHIFFRES = re.compile(r"\d{8}")


class _Indices(NamedTuple):
    """Ce qu'on a lu, à reculons, avant de tomber sur un mot qui décide."""

    numero: bool = False
    diese: bool = False
    reference: bool = False
    point: bool = False
    virgule: bool = False
    ligne: bool = False


def announced(plie: str, debut: int) -> Annonce:
    """Ce qu'annoncent les mots placés juste avant ``debut``, lus à reculons."""
    mots = _MOT.findall(plie, max(0, debut - FENETRE), debut)[::-1]
    lus = _Indices()
    for rang, mot in enumerate(mots):
        if mot in _COMMANDE:
            avant = [voisin for voisin in mots[rang + 1 :] if voisin != "\n"]
            annonce = _commande(mot, avant, lus)
            court = annonce is Annonce.AUTRE and not _HUIT_CHIFFRES.match(plie, debut)
            return Annonce.COMMANDE if court and (lus.diese or not lus.numero) else annonce
        if mot == "colis":  # « colis 669785 » est une commande, « n° de colis 12345678 » non
            numerote = lus.numero or not _NUMERO.isdisjoint(mots[rang + 1 : rang + 4])
            suivi = numerote and _HUIT_CHIFFRES.match(plie, debut)
            return Annonce.AUTRE if suivi else Annonce.RIEN
        if _ecarte(mot, mots[rang + 1 : rang + 3], lus):
            numerote = mot in _FACTURES and (lus.numero or lus.reference)
            return Annonce.PIECE if mot in _PIECES and not numerote else Annonce.AUTRE
        suite = _lit(mot, lus)
        if suite is None:
            loin = lus.numero and _QUATRE_CHIFFRES.match(plie, debut) and _parle_de_commande(mots)
            return (
                Annonce.NUMERO_DE_COMMANDE if loin else _sans_commande(lus, en_tete=mot in _SALUTS)
            )
        lus = suite
    return _sans_commande(lus, en_tete=debut < FENETRE)


def _ecarte(mot: str, avant: list[str], lus: _Indices) -> bool:
    """Vrai pour un mot qui dit que le nombre n'est pas une commande."""
    if mot == "passe":  # « mot de passe », mais « j'ai passé commande »
        return avant[:1] == ["de"]
    if mot == "achat":  # « bon d'achat », mais « mon achat »
        return "bon" in avant
    if mot in ("avoir", "bon"):  # « avoir n° », mais « avoir la 612345 »
        return lus.numero and not lus.ligne
    coupe = lus.virgule or (lus.point and len(mot) > 4)  # « je suis client, 612345 »
    return mot in _AUTRES and (lus.numero or not coupe)


def _parle_de_commande(mots: list[str]) -> bool:
    """Vrai pour « ma commande passée hier, n° 5512 » : même phrase, rien d'autre de numéroté."""
    for mot in mots:
        if mot in _COMMANDE:
            return True
        if mot in _AUTRES or mot in "?!":
            return False
    return False


def _lit(mot: str, lus: _Indices) -> _Indices | None:
    """Les indices après ce mot ; ``None`` si ce mot coupe le nombre de ce qui précède."""
    if mot in _NUMERO:
        return lus._replace(numero=True, diese=lus.diese or mot == "#")
    if mot in _REFERENCE:
        return lus._replace(reference=True)
    if mot == "\n":
        return lus._replace(ligne=True)
    if mot in ".,":
        return lus._replace(point=lus.point or mot == ".", virgule=lus.virgule or mot == ",")
    lien = mot in _LIENS or mot[0] == DATE or (mot in _DE and (lus.numero or lus.reference))
    return lus if lien else None


def _commande(mot: str, avant: list[str], lus: _Indices) -> Annonce:
    """Distingue « numéro de commande », « n° de suivi de ma commande » et « j'ai commandé »."""
    explicite = lus.numero or lus.reference
    coupe = (lus.point and mot not in _ABREGES) or not _AVOIR.isdisjoint(avant[:1])
    if coupe and not explicite:
        return Annonce.RIEN
    reste = [voisin for voisin in avant[:8] if voisin not in _DE]
    if reste and reste[0] in _NUMERO | _REFERENCE:
        return Annonce.NUMERO_DE_COMMANDE
    if len(reste) > 1 and reste[0] in _AUTRES | {"colis"} and reste[1] in _NUMERO:
        return Annonce.AUTRE
    return Annonce.NUMERO_DE_COMMANDE if explicite else Annonce.COMMANDE


def _sans_commande(lus: _Indices, *, en_tete: bool) -> Annonce:
    """Une « réf. » seule est celle d'un article, sauf si le message commence par elle."""
    if lus.reference:
        return Annonce.RIEN if en_tete else Annonce.PIECE
    if lus.diese:
        return Annonce.DIESE
    return Annonce.NUMERO if lus.numero else Annonce.RIEN


def introduces(mot: str, tiret: str) -> bool:
    """Vrai si un mot collé aux chiffres n'en fait pas partie (« n641397 », « cest641397 »)."""
    if mot in _NUMERO:
        return tiret in ("", ".")
    if mot in _COMMANDE:
        return tiret not in ("-", "/") or len(mot) > 4  # « CDE/26/0418 »
    if mot in ("web", "site", "internet"):  # « WEB00001 »
        return False
    return not tiret and len(mot) > 1 and (mot in _LIENS or mot in _REFERENCE)
