"""Pur : ce qu'un nombre compte ou désigne, d'après ce qui le touche.

Les mots sont pliés (minuscules, sans accents).
"""

import re

_CHOSES = re.compile(
    r"\s?(?:articles?|produits?|parfums?|pieces?|flacons?|colis|paquets?|commandes?|personnes?"
    r"|bouteilles?|paires?|exemplaires?|unites?|coffrets?|boites?|lots?|cartons?|tailles?|modeles?"
    r"|autres?|premi(?:er|ere)s?|derni(?:er|ere)s?|petite?s?|grande?s?|gros(?:ses?)?|cremes?|eaux?"
    r"|robes?|pulls?|tee|t-?shirts?|chaussures?|livres?|jeux|jouets?|sacs?|bougies?|enfants?)\b"
)
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
        and _PARLE_DE_COMMANDE.search(plie, max(0, debut - _LOIN), fin + _LOIN) is not None
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
    if len(chiffres) != 8:
        return False
    lectures = (
        (chiffres[:2], chiffres[2:4], chiffres[4:]),
        (chiffres[6:], chiffres[4:6], chiffres[:4]),
    )
    return any(
        1 <= int(jour) <= 31 and 1 <= int(mois) <= 12 and 1930 <= int(annee) <= 2060
        for jour, mois, annee in lectures
    )
