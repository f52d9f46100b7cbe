"""Pur : ce que les mots voisins disent d'un nombre."""

import re
from enum import Enum, auto

from automation.order_text import DATE

FENETRE = 70
"""Caractères relus avant un nombre pour savoir ce qui l'annonce."""


class Annonce(Enum):
    """Ce que les mots placés avant un nombre en font."""

    NUMERO_DE_COMMANDE = auto()  # « commande n° », « numéro de commande : »
    COMMANDE = auto()  # « commande », sans « n° »
    NUMERO = auto()  # « n° », « # », sans dire de quoi
    DIESE = auto()
    REFERENCE = auto()  # « réf. » en tête de ligne
    RIEN = auto()
    AUTRE = auto()  # « facture », « suivi », « téléphone »…


def _fautes(mot: str) -> set[str]:
    """Le mot et ses fautes d'une lettre : oubliée, doublée, changée, ou deux interverties."""
    lettres = "abcdefghijklmnopqrstuvwxyz"
    rangs = range(1, len(mot))
    return (
        {mot}
        | {mot[:i] + mot[i + 1 :] for i in rangs}
        | {mot[:i] + mot[i] + mot[i:] for i in range(len(mot))}
        | {mot[:i] + autre + mot[i + 1 :] for i in rangs for autre in lettres}
        | {mot[: i - 1] + mot[i] + mot[i - 1] + mot[i + 1 :] for i in rangs}
    )


_ABREGES = frozenset("cmd cmds cmde cmdes cde cdes cmnd".split())
_COMMANDE = frozenset(
    {forme + s for forme in _fautes("commande") for s in ("", "s")}
    | {"command", "commd", "order", "orders", "macommande", "lacommande", *_ABREGES}
)
_NUMERO = frozenset(
    "n no nr num numm numro numero numeros nuemro nunero mumero numeo nos ns numerot nbr ° #".split()
)
_REFERENCE = frozenset("ref refs reference references referance reff".split())
_LIENS = frozenset(
    """est c ce cest le la les l a : = - ( [ { " « » * > ; , . / | du passee passe passees faite effectuee
    effectue suivante suivant suivantes suivants porte portant internet web site en date voici sous
    ma mon votre""".split()
)
_AUTRES = frozenset(
    """client cliente clients clientes facture factures facturation suivi suivis tracking traking
    colissimo chronopost ups dhl dpd gls fedex mondial relay laposte expedition bordereau
    carte compte comptes siret siren tva tel telephone tele portable mobile fixe fax code codes
    postal cp coupon promo article articles art produit produits prod modele modeles ean barre lot
    serie imei bon avoir ticket dossier reclamation demande retour iban rib bic etage appartement
    appt apt rue taille pointure cadeau transaction paiement paypal mandat membre fidelite adherent
    identifiant id erreur page version chambre teinte couleur reference_produit isbn sku ref_produit
    batiment bat porte_clef annee naissance age cheque virement conversation chat avis litige
    devis contrat garantie sinistre""".split()
)
_DE = frozenset("de d la ma mon l du des mes votre notre cette leur sa".split())
_AVOIR = frozenset(
    "ai as avons avez ont avais avait avions aviez avaient ayant aurais jai javais".split()
)
_MOT = re.compile(rf"[a-z]+|{DATE}+|\d+|[^\s']")


def announced(plie: str, debut: int) -> Annonce:
    """Ce qu'annoncent les mots placés juste avant ``debut``, lus à reculons."""
    depart = max(0, debut - FENETRE)
    mots = _MOT.findall(plie, depart, debut)[::-1]
    numero = reference = diese = point = False
    for rang, mot in enumerate(mots):
        if mot in _COMMANDE:
            if point and not numero and mot not in _ABREGES:
                return Annonce.RIEN
            return _autour_de_commande(mots[rang + 1 :], numero or reference)
        if mot in _NUMERO:
            numero = True
            diese = diese or mot == "#"
        elif mot in _REFERENCE:
            reference = True
        elif mot == "colis":
            long_numero = re.compile(r"\d{8}").match(plie, debut)
            return Annonce.AUTRE if numero and long_numero else Annonce.RIEN
        elif mot in _AUTRES:
            return Annonce.AUTRE
        elif mot == "passe" and mots[rang + 1 : rang + 2] == ["de"]:
            return Annonce.AUTRE
        elif mot in _DE and (numero or reference) or mot in _LIENS or mot[0] == DATE:
            point = point or mot == "."
        else:
            break
    if reference:
        ligne = plie[max(plie.rfind("\n", 0, debut) + 1, depart) : debut]
        en_tete = all(m in _REFERENCE or m in _NUMERO or m in _LIENS for m in _MOT.findall(ligne))
        return Annonce.REFERENCE if en_tete else Annonce.AUTRE
    if diese:
        return Annonce.DIESE
    return Annonce.NUMERO if numero else Annonce.RIEN


def _autour_de_commande(avant: list[str], numero: bool) -> Annonce:
    """Distingue « numéro de commande », « numéro de suivi de ma commande », « j'ai commandé »."""
    if avant and avant[0] in _AVOIR and not numero:
        return Annonce.RIEN
    reste = [mot for mot in avant[:8] if mot not in _DE]
    if reste and reste[0] in _NUMERO | _REFERENCE:
        return Annonce.NUMERO_DE_COMMANDE
    if len(reste) > 1 and reste[0] in _AUTRES | {"colis"} and reste[1] in _NUMERO:
        return Annonce.AUTRE
    return Annonce.NUMERO_DE_COMMANDE if numero else Annonce.COMMANDE


_QUANTITE = re.compile(
    r"\s?(?:x\b|(?:articles?|produits?|parfums?|pieces?|flacons?|colis|paquets?|commandes?|personnes?"
    r"|bouteilles?|paires?|exemplaires?|unites?|coffrets?|boites?|lots?|cartons?|tailles?|modeles?"
    r"|autres?|premiers?|premieres?|derniers?|dernieres?|petits?|petites?|grands?|grandes?|gros"
    r"|cremes?|eaux?|robes?|pulls?|tee|t-?shirts?|chaussures?|livres?|jeux|jouets?|sacs?|bougies?"
    r"|echantillons?|enfants?|clients?|sur\b|a\b|ou\b|et\b|au\b)\b)"
)
_FIN_DE_PROPOSITION = re.compile(r"\s*(?:$|[\n.,;:!?)\]»\"-])")
_APRES_LE = re.compile(r"(?:\b(?:du|le|au|les|depuis|avant|en|de|d')\s{0,2})$")
_EST_MON_NUMERO = re.compile(
    r"[\s,:=(-]{0,4}(?:(?:c'?est|est|voici|pour|comme)\s{1,2})?(?:(?:mon|le|ma|la|de)\s{1,2})?"
    r"(?:(?:n|no|n°|num|numero|ref|reference)\s{0,2}(?:de\s{1,2})?(?:(?:ma|la)\s{1,2})?)?"
    r"(?:commande|cmd|cde)\b"
)


def counts_things(plie: str, debut: int, fin: int) -> bool:
    """Vrai si un petit nombre, après « commande » sans « n° », compte des choses ou des jours."""
    if _QUANTITE.match(plie, fin):
        return True
    if fin - debut > 2:
        return False
    avant = plie[max(0, debut - 10) : debut]
    return _APRES_LE.search(avant) is not None or not _FIN_DE_PROPOSITION.match(plie, fin)


def named_after(plie: str, fin: int) -> bool:
    """Vrai si les mots qui suivent nomment le nombre (« 1042 est mon numéro de commande »)."""
    return _EST_MON_NUMERO.match(plie, fin) is not None


def looks_like_date(chiffres: str) -> bool:
    """Vrai pour huit chiffres qui se lisent « 28052019 » ou « 20190528 »."""
    if len(chiffres) != 8:
        return False
    for jour, mois, annee in (
        (chiffres[:2], chiffres[2:4], chiffres[4:]),
        (chiffres[6:], chiffres[4:6], chiffres[:4]),
    ):
        if 1 <= int(jour) <= 31 and 1 <= int(mois) <= 12 and 1930 <= int(annee) <= 2060:
            return True
    return False
