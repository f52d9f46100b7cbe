"""Pur : le message désigne-t-il une autre commande que la seule récente de son auteur ?

Sans numéro lisible, le programme suppose qu'on lui parle de la seule commande récente. Cette
supposition ne tient pas si le texte porte un numéro qu'il n'a pas su lire, un suivi, un montant,
une date ou un âge que cette commande n'a pas, ou le nom de quelqu'un d'autre. Dans le doute, une
personne choisit. Chaque recherche est en temps linéaire.
"""

import re
from datetime import date

from automation.languages.fr.words import (
    ACHATS,
    JOURS_PAR_UNITE,
    MOIS,
    NOMBRES,
    PROCHES,
    TRANSPORTEURS,
)
from automation.reading.folding import alternatives, fold
from models import cle_email
from models.crm import Client, Commande

_OBJET = f"(?:{alternatives(ACHATS)}s?)"
_PROCHE = rf"(?:{alternatives(PROCHES)}|belle-\w+|beau-\w+)"
_PETIT_NOMBRE = alternatives(nom for nom, valeur in NOMBRES.items() if 2 <= valeur <= 9)
_AUTRE = re.compile(
    rf"\bautres? {_OBJET}\b"
    rf"|\b(?:deuxieme|seconde?|2e|2eme|troisieme|precedente?|ancienne?) {_OBJET}\b"
    r"|\b(?:mes|deux|trois|quatre|cinq|plusieurs|toutes) (?:\w+ )?commandes\b"
    rf"|\b{_OBJET} (?:de|d'|pour) ?(?:(?:ma|mon|notre|mes|un|une|la|le|l') ?)?{_PROCHE}\b"
    rf"|\bpour (?:ma|mon|notre|un|une) {_PROCHE}\b"
    r"|\bau nom d"
    rf"|\b(?:numero|n°|commande) (?:{_PETIT_NOMBRE} )?(?:cents?|mille)\b"
)
"""Une autre commande, plusieurs, ou celle d'un proche."""

_NOMMEE = re.compile(rf"(?i:\b{_OBJET})\s+(?:de\s+|d['’]\s?)([A-ZÀ-Ý][\w-]+)")
_FETES = frozenset({"noel", "paques"})
_EMAIL = re.compile(r"[^\s@<>(),;:\"]{1,100}@[^\s@<>(),;:\"]{1,100}")
_MORCEAU = re.compile(r"[a-z0-9]+(?:[-/_][a-z0-9]+)*")
_ANNONCE = re.compile(
    r"(?:\b(?:n°|no|numero|ref|reference|commandes?|colis|paquets?|achats?|livraison|suivi|objet"
    r"|dossier|statut|la|le)|#)[ :.(]*$"
)
_NOM = re.compile(r"[a-z]{4,}[ :]{1,2}$")
_COMBIEN = re.compile(
    r"\b(?:commande\w*|pris|prise|achete\w*|de|les|mes) (\d{1,2}) (?:articles?|produits?|pieces?)\b"
    r"|\ben (?:avais|ai) (?:pris|commande) (\d{1,2})\b"
)
_TELEPHONE = re.compile(r"(?:0|33|0033)[1-9]\d{8}")
_DATE_EN_CHIFFRES = re.compile(r"\d{1,4}([-/])\d{1,2}\1\d{2,4}")
_MONTANT = re.compile(
    r"(?<!\d)(\d{1,3}(?:[  .]\d{3}){1,3}|\d{1,9})(?:[.,](\d{1,2}))?\s?(?:€|euros?\b|eur\b)"
)
_AGE = re.compile(
    r"\b(?:il y a|depuis|ca fait|cela fait|voila|attend\w*)\s+(?:plus de |presque |environ |deja )?"
    rf"(\d{{1,3}}|{alternatives(NOMBRES)})\s+(jour|semaine|mois|an)s?\b"
)
_DU_MOIS = re.compile(
    rf"\b(?:command\w*|achat\w*|achete\w*|passee?|recue?|livree?)\b[^.!?\n]{{0,25}}?"
    rf"\b(?:de|du|en|d'|mois de|mois d')\s?({alternatives(MOIS)})\b"
)
_A_L_INSTANT = re.compile(
    r"\b(?:viens|venons) (?:juste )?(?:de |d')"
    r"(?:(?:passer|faire|valider) (?:(?:ma|une|la|cette) )?)?(?:command|achet)"
    r"|\bcommande\w* (?:passee |faite |de )?(?:ce (?:matin|soir|midi)|aujourd|(?:tout )?a l')"
)
_TRANSPORTEURS = re.compile(  # « à la poste » n'est pas toujours un transporteur
    rf"\b{alternatives(nom for nom in TRANSPORTEURS if 'poste' not in nom)}\b"
)
_DATE_COMPLETE = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](20\d\d)\b")
_PASSEE_LE = re.compile(
    r"\b(?:command\w*|achat\w*|achete\w*|passee?)\b[^.!?\n]{0,30}?\b(?:du|le)\s+(?:\w+di\s+)?"
    rf"(\d{{1,2}})(?:er)?\s?[ /.-]\s?(\d{{1,2}}\b|{alternatives(MOIS)})"
)

MARGE_JOURS = 5
"""Un client compte de mémoire : une commande de six jours peut être dite « d'une semaine »."""


def points_elsewhere(
    propre: str, plie: str, commande: Commande, client: Client | None, aujourdhui: date
) -> bool:
    """Vrai si le texte semble désigner une autre commande que celle-ci.

    Args:
        propre: le message, sans numéro de commande que le programme ait su lire (``own_words``).
        plie: le même, plié.
        commande: la seule commande récente de l'expéditeur.
        client: l'expéditeur.
        aujourdhui: jour auquel « il y a trois mois » se rapporte.
    """
    return (
        _AUTRE.search(plie) is not None
        or _names_somebody_else(propre, plie, client)
        or _other_tracking(plie, commande)
        or _unread_number(plie)
        or _other_amount(plie, commande)
        or _other_date(plie, commande, aujourdhui)
        or _other_carrier(plie, commande)
        or _more_articles(plie, commande)
    )


def _names_somebody_else(propre: str, plie: str, client: Client | None) -> bool:
    sienne = client.email if client else ""
    for mot in propre.split():
        if "@" in mot and any(cle_email(e.rstrip(".")) != sienne for e in _EMAIL.findall(mot)):
            return True
    siens = set(fold(client.nom_complet).texte.split()) if client else set()
    noms = {fold(trouve).texte for trouve in _NOMMEE.findall(propre)}
    return bool(noms - siens - _FETES - MOIS.keys())


def _other_tracking(plie: str, commande: Commande) -> bool:
    suivi = fold(commande.numero_suivi or "").texte.replace(" ", "")
    return any(
        len(morceau) >= 8
        and sum(map(str.isdecimal, morceau)) >= 7
        and morceau != suivi
        and not _TELEPHONE.fullmatch(morceau)
        and not _DATE_EN_CHIFFRES.fullmatch(morceau)
        for morceau in _MORCEAU.findall(plie)
    )


def _unread_number(plie: str) -> bool:
    """Un nombre qui n'est ni une date, ni un prix, ni une mesure, ni celui d'autre chose."""
    if not any(signe.isdecimal() for signe in plie):
        return False
    # Importés ici : leurs expressions sont longues à préparer, et bien des textes s'en passent.
    from automation.orders.lookalikes import mask
    from automation.orders.things import counts_things, looks_like_postcode

    masque = mask(plie)
    for trouve in _MORCEAU.finditer(masque):
        debut, fin = trouve.span()
        chiffres = sum(map(str.isdecimal, trouve[0]))
        if not chiffres or counts_things(masque, debut, fin):
            continue
        if looks_like_postcode(masque, debut, fin):
            continue
        avant = masque[max(0, debut - 16) : debut]
        if _ANNONCE.search(avant):
            return True
        # « message 117 », « taille 38 » : le nombre est celui du mot qui le précède.
        if chiffres >= 3 and not _NOM.search(avant):
            return True
    return False


def _other_amount(plie: str, commande: Commande) -> bool:
    montants = {
        float(f"{re.sub(r'[^0-9]', '', entiers)}.{centimes or 0}")
        for entiers, centimes in _MONTANT.findall(plie)
    }
    return bool(montants) and (commande.montant is None or float(commande.montant) not in montants)


def _other_carrier(plie: str, commande: Commande) -> bool:
    """« Mon colis Chronopost » n'est pas la commande confiée à Colissimo."""
    connu = fold(commande.transporteur or "").texte
    nommes = _TRANSPORTEURS.findall(plie)
    return bool(connu and nommes) and not any(nom in connu for nom in nommes)


def _more_articles(plie: str, commande: Commande) -> bool:
    """« J'en avais pris 3 » n'est pas une commande d'un article."""
    if commande.nb_articles is None:
        return False
    nombres = (int(un or autre) for un, autre in _COMBIEN.findall(plie))
    return any(nombre > commande.nb_articles for nombre in nombres)


def _other_date(plie: str, commande: Commande, aujourdhui: date) -> bool:
    passee = commande.date_commande
    ages = [
        int(NOMBRES.get(nombre, nombre)) * JOURS_PAR_UNITE[unite]
        for nombre, unite in _AGE.findall(plie)
    ]
    mois_dits = {MOIS[mois] for mois in _DU_MOIS.findall(plie)}
    jours = [(int(jour), int(MOIS.get(mois, mois))) for jour, mois in _PASSEE_LE.findall(plie)]
    if passee is None:
        return bool(ages or jours or mois_dits)
    vrai_age = (aujourdhui - passee).days
    if (mois_dits - {passee.month}) or (vrai_age > 1 and _A_L_INSTANT.search(plie)):
        return True
    if any(age > 1.5 * vrai_age + MARGE_JOURS for age in ages):
        return True
    if any(not _near(jour, mois, passee) for jour, mois in jours):
        return True
    return any(_is_before(passee, *map(int, lue)) for lue in _DATE_COMPLETE.findall(plie))


def _near(jour: int, mois: int, passee: date) -> bool:
    """Vrai si ce jour de ce mois est à deux jours au plus de la date, quelle que soit l'année."""
    for annee in (passee.year - 1, passee.year, passee.year + 1):
        try:
            ecart = abs((date(annee, mois, jour) - passee).days)
        except ValueError:
            continue
        if ecart <= 2:
            return True
    return False


def _is_before(passee: date, jour: int, mois: int, annee: int) -> bool:
    """Vrai pour un jour d'avant la commande : « en préparation depuis le 18/03/2019 »."""
    try:
        return (passee - date(annee, mois, jour)).days > MARGE_JOURS
    except ValueError:
        return False
