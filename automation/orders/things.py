"""Pur : ce qu'un nombre compte ou désigne, d'après ce qui le touche.

Les mots sont pliés (minuscules, sans accents).
"""

import re

from automation.languages.fr.words import CHOSES, CHOSES_IRREGULIERES
from automation.reading.folding import AUTRE, alternatives

_CHOSES = re.compile(rf"\s?(?:{alternatives(CHOSES)}s?|{alternatives(CHOSES_IRREGULIERES)})\b")
_DES_ANNEE = re.compile(r"commandes\s20\d\d\b")
_FIN_DE_PROPOSITION = re.compile(r"\s*(?:$|[\n.,;:!?)\]»\"-])")
_AVANT_UN_JOUR = re.compile(r"(?:\b(?:du|le|au|les|depuis|avant|en|de|d')\s{0,2}|\(\s?)$")


def followed_by_things(plie: str, fin: int) -> bool:
    """Vrai si le nombre compte ce qui le suit (« 3 articles »)."""
    return _CHOSES.match(plie, fin) is not None


def counts_things(plie: str, debut: int, fin: int) -> bool:
    """Vrai si un petit nombre, après « commande » sans « n° », compte des choses ou des jours."""
    if followed_by_things(plie, fin) or _DES_ANNEE.match(plie, max(0, debut - 10)):
        return True
    if fin - debut > 2:
        return False
    un_jour = _AVANT_UN_JOUR.search(plie[max(0, debut - 10) : debut])
    return un_jour is not None or _FIN_DE_PROPOSITION.match(plie, fin) is None


_LOIN = 300
"""Caractères relus autour d'un nombre pour savoir si l'on parle de commandes."""
_LA = re.compile(r"\b(?:la|celle)\s{1,2}\Z")
_SUJET = re.compile(
    r"\b(?:annul\w{1,6}|rembours\w{1,6}|colis|livraison|achat|objet|sujet)[ :-]{1,3}\Z"
)
_PARLE_DE_COMMANDE = re.compile(
    r"\b(?:commande|cmd|colis|suivi|livr|rembours|annul|expedi|envoi|recu|arriv|pay|parti)"
)


def designates(plie: str, debut: int, fin: int) -> bool:
    """Vrai pour « la 7733 », « celle de la 20458 » dans un message qui parle de commandes."""
    return (
        len(re.sub(r"\D", "", plie[debut:fin])) >= 3
        and _LA.search(plie, max(0, debut - 10), debut) is not None
        and not followed_by_things(plie, fin)
        and (
            (fin - debut >= 4 and _ANNEE_OU_RIEN.fullmatch(plie, debut, fin) is None)
            or _PARLE_DE_COMMANDE.search(plie, max(0, debut - _LOIN), fin + _LOIN) is not None
        )
    )


def about_an_order(plie: str, debut: int) -> bool:
    """Vrai juste après « annulation », « remboursement », « colis »…"""
    return _SUJET.search(plie, max(0, debut - 20), debut) is not None


_MON = r"(?:(?:mon|le|ma|la)\s{1,2})?"
_LE_NUMERO_DE = r"(?:n|no|n°|num|numero|ref|reference)\s{0,2}(?:de\s{1,2})?(?:(?:ma|la)\s{1,2})?"
_EST_MA_COMMANDE = re.compile(
    rf"[\s,:=(-]{{0,4}}(?:(?:c'?est|est|voici)\s{{1,2}}{_MON}(?:{_LE_NUMERO_DE})?|{_MON}{_LE_NUMERO_DE})"
    r"(?:commande|cmd|cde)\b(?!\W{0,4}(?:n|no|num|numero)?\W{0,4}\d)"
)


def named_after(plie: str, fin: int) -> bool:
    """Vrai si les mots qui suivent nomment le nombre (« 1042 est mon numéro de commande »)."""
    return _EST_MA_COMMANDE.match(plie, fin) is not None


def looks_like_date(chiffres: str) -> bool:
    """Vrai pour huit chiffres qui se lisent « 28052019 » ou « 20190528 »."""
    if len(chiffres) != 8 or not chiffres.isdecimal():
        return False
    lectures = (
        (chiffres[:2], chiffres[2:4], chiffres[4:]),
        (chiffres[6:], chiffres[4:6], chiffres[:4]),
    )
    return any(
        1 <= int(jour) <= 31 and 1 <= int(mois) <= 12 and 1930 <= int(annee) <= 2060
        for jour, mois, annee in lectures
    )


_EN_TETE = re.compile(
    r"(?:^|\n)[\s\"«(]*(?:(?:objet|sujet|re|fw|fwd|tr|bonjour|bonsoir|bjr|hello|salut|coucou)"
    r"[\s:,.!-]+){0,4}(?:la\s)?\Z"
)
_SUITE_DE_TETE = re.compile(
    r"\s?(?:[:,;?!>»]|\.(?:\s|$)|-\s|$|\n)|\s(?:est|livree?|deja|delai|c'est|svp)\b"
)
_POUR = re.compile(r"\b(?:pour|de|dans)\s\Z")
_LIEU = re.compile(r"\b(?:a|depuis|vers|sur|en|de|habite|habitant)\s[\w'-]+\s?\(\s?\Z")
OUTRE_MER = re.compile(r"97[1-8](?:\d\d)?")
"""Un département d'outre-mer, ou le début d'un de ses codes postaux."""
_EN_QUEUE = re.compile(r"(?:[.?!)…\n]|\b(?:svp|stp|merci))\s{1,3}\Z")
_FIN_DU_TEXTE = re.compile(r"[\s.!]*\Z")
_ENTRE_PARENTHESES = re.compile(r"[a-z0-9\"»]\s?\(\s?\Z")
_FERME = re.compile(r"\s?[),]")
_ANNEE_OU_RIEN = re.compile(r"(?:19|20)\d\d|0+")
_JUSTE_AVANT = re.compile(
    r"\b(?:cde|colis|achat|annul\w{1,6}|rembours\w{1,6}|(?:pour|de|dans|sur|a|pr)\sla)\s{1,2}[#(]?\Z"
)


def stands_as_order(plie: str, debut: int, fin: int) -> bool:
    """Vrai pour un code ou un nombre placé comme l'est une commande que l'on nomme sans le dire.

    En tête (« 6612 : le code… »), seul entre parenthèses (« mon buffet (20931) »), ou après
    « colis », « pour la », « annuler ».
    """
    if sum(map(str.isdecimal, plie[debut:fin])) < 3 - (not plie[debut:fin].isdecimal()):
        return False
    if _ANNEE_OU_RIEN.fullmatch(plie, debut, fin) or followed_by_things(plie, fin):
        return False
    avant = max(0, debut - 40)
    pour = fin - debut >= 5 and _POUR.search(plie, avant, debut) is not None
    if pour or _EN_TETE.search(plie, avant, debut):
        return _SUITE_DE_TETE.match(plie, fin) is not None
    if _ENTRE_PARENTHESES.search(plie, avant, debut):
        lieu = _LIEU.search(plie, avant, debut) or OUTRE_MER.fullmatch(plie, debut, fin)
        return lieu is None and _FERME.match(plie, fin) is not None
    en_queue = 4 <= fin - debut <= 9 and _EN_QUEUE.search(plie, avant, debut) is not None
    if en_queue and _FIN_DU_TEXTE.match(plie, fin):
        return True
    return _JUSTE_AVANT.search(plie, avant, debut) is not None


_AVANT_CODE_POSTAL = re.compile(  # « 4 rue » est masqué
    rf"(?:[\n,;(-]|\b(?:a|pour|cp|postal)\b|{AUTRE}[^\n\d]{{0,40}})\s?\Z"
)
_VILLE = re.compile(r"\s(?!toujours|jamais|pas)[a-z]{2,}(?:[ -][a-z]{2,}){0,3}\s?(?:[\n,.;)?!]|\Z)")


def looks_like_postcode(plie: str, debut: int, fin: int) -> bool:
    """Vrai pour cinq chiffres suivis d'un nom de ville, à la place d'un code postal."""
    return (
        fin - debut == 5
        and _AVANT_CODE_POSTAL.search(plie, max(0, debut - 60), debut) is not None
        and _VILLE.match(plie, fin) is not None
    )
