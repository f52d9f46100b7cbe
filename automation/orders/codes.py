"""Pur : les codes, lettres et chiffres, dont une boutique nomme ses commandes.

« CMD-2024-001 », « 7100-LAM-3 », « VAE/0731/K », « A7K9XQ2 », « XKBKNABJK ». Un modèle d'appareil
(« S3 », « WAN28 ») est plus court, ou touche le nom de ce qu'il désigne.
"""

import re

from automation.languages.fr.lexicon import exists
from automation.languages.fr.words import ACHATS, PETITS_MOTS, TRANSPORTEURS

_DECOUPE = re.compile(r"[-_/.]")
_FACTURE = ("fa-", "fa2", "fac-", "f-", "f2", "inv")
_DATE = re.compile(r"(?:19|20)\d\d[-/](?:19|20)?\d\d|\d{1,2}[-/.]?\d{1,2}[-/.]?20\d\d")
_LETTRES_SEULES = re.compile(r"(?<![a-z0-9@._/-])[a-z]{9}(?![a-z0-9@_/-])")
_CONSONNES = re.compile(r"[bcdfghjklmnpqrstvwxz]{4}")
_TRIPLE = re.compile(r"(.)\1\1")
_VOYELLES_MAX = 2
_ANNONCE_DE_LETTRES = re.compile(
    r"\b(?:commandes?|cmd|cde|ref|reference|numero|no|n°)\s{0,2}(?:n[°o]\s?)?[:#«\"(]?\s{0,2}\Z"
)
_TRANSPORTEURS = tuple({nom[:4] for nom in TRANSPORTEURS})
_CODE_PROMO = re.compile(r"\b(?:codes?|modeles?|coupon|promo)\b[^.\n]{0,40}\Z")
_MOT_AVANT = re.compile(r"([a-z]{2,})\s\Z")
_ENTETES = PETITS_MOTS | {mot + pluriel for mot in ACHATS for pluriel in ("", "s")}
_VERBE = re.compile(
    r"(?:re)?(?:command|annul|livr|rembours|recu|expedi|envo|pay|factur|passe|suivi|retour|dossier"
    r"|referen|numero|avoir|statut|etat|enlev|ajout|bon$|precommande|concern|sujet|preparation"
    r"|pourquoi|apres|note|\w+di$)"
)
_ENTRE_PARENTHESES = re.compile(r"\(\s?\Z")


def is_reference(code: str) -> bool:
    """Vrai pour un code qui, même sans être annoncé, a la forme d'une référence de commande."""
    chiffres = sum(map(str.isdecimal, code))
    morceaux = _DECOUPE.split(code)
    if code.startswith(_FACTURE):
        return False
    if len(morceaux) == 1:
        lettres = len(code) - chiffres
        return lettres > 0 and chiffres >= 3 and (chiffres >= 4 or len(code) >= 6)
    if any(map(str.isalpha, code)):
        return not code.isalpha() and len(code) >= 4
    return chiffres >= 5 and _DATE.fullmatch(code) is None


def shape(code: str) -> str:
    """La forme d'un code, un chiffre valant « 9 » et une lettre « A » : « CMD-9 » est « AAA-9 »."""
    return re.sub("[A-Z]", "A", re.sub(r"\d", "9", code.upper()))


def belongs_to_a_thing(plie: str, debut: int) -> bool:
    """Vrai si le mot qui touche ce code est le nom d'autre chose : « aspirateur XR-220 »."""
    avant = _MOT_AVANT.search(plie, max(0, debut - 24), debut)
    return avant is not None and avant[1] not in _ENTETES and _VERBE.match(avant[1]) is None


def names_an_order(plie: str, code: str, debut: int) -> bool:
    """Vrai si ce code, que rien n'annonce, est à sa place celui d'une commande."""
    if not is_reference(code):
        return False
    if _DECOUPE.search(code) is None:  # « A7K9XQ2 » : un code promo, un appareil y ressemblent
        promo = _CODE_PROMO.search(plie, max(0, debut - 60), debut)
        return promo is None and not belongs_to_a_thing(plie, debut)
    if sum(map(str.isdecimal, code)) >= 3:
        return True
    entre = _ENTRE_PARENTHESES.search(plie, max(0, debut - 2), debut)
    return entre is None and not belongs_to_a_thing(plie, debut)


def letters_only(plie: str) -> list[tuple[int, int]]:
    """Les places des références de neuf lettres (PrestaShop), que rien ne fait prononcer."""
    return [
        trouve.span() for trouve in _LETTRES_SEULES.finditer(plie) if _is_unspeakable(plie, trouve)
    ]


def _is_unspeakable(plie: str, trouve: re.Match[str]) -> bool:
    mot, debut = trouve[0], trouve.start()
    if sum(mot.count(voyelle) for voyelle in "aeiouy") > _VOYELLES_MAX:
        return False
    if _TRIPLE.search(mot) or mot.startswith(_TRANSPORTEURS):
        return False
    annonce = _ANNONCE_DE_LETTRES.search(plie, max(0, debut - 24), debut)
    return bool(annonce or _CONSONNES.search(mot)) and not exists(mot)
