"""Pur : un brouillon réécrit vaut-il d'être montré à une personne ?

Il ne part jamais seul : elle le lit. On n'y vérifie donc que ce qu'elle ne verrait pas d'un coup
d'œil : chaque fait à sa place, aucun autre, ni lien, ni nom, ni longueur sans mesure.
"""

import re
import unicodedata
from collections import Counter

from automation.polish.fact_lock import REPERE, TRANSPORTEUR
from automation.reading.masking import MOTIF_LIEN, fold

_OUTILS = frozenset(
    """
    a actuellement afin ainsi alors amicalement apres au aucun aucune aujourd aussi avant avec
    belle bien bonjour bonne bonnes bonsoir c car ce ceci cela cependant ces cet cette chaque
    cher chere comme concernant cordialement croyez d dans de depuis des donne dont du elle en
    enfin ensuite equipe est et etant excellente grace ici il ils j je l la le les leur lorsque
    madame mais malheureusement meilleures merci monsieur n naturellement nos notre nous nul on
    ou par pas permettez pour pourriez pouvez puis qu quand quant que qui recevez s sa sachez
    salutations sans se service ses si sincerement sinceres soit sont soyez sur tous tout toute
    toutefois tres un une veuillez voici vos votre vous y""".split()  # noqa: SIM905  # une liste en colonne ne se lirait pas
)
"""Mots-outils et débuts de phrase, pliés : eux seuls ouvrent une phrase sans être du modèle, et
leur part dit la langue."""

PART_FRANCAISE = 0.25
"""Part minimale de mots-outils (les réponses d'essai en ont 0,4 à 0,6)."""

_MOT = re.compile(r"[^\W\d_]+")
_MAJUSCULE = re.compile(r"(\A|[.!?…:\n][\s«\"(–-]*)?([A-ZÀ-ÞŒŸ][^\W\d_]*)")
_ORDINAIRE = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿŒœŸ \n.,;:!?…'’\"«»“”()–—-]|[\u00a0\u202f]")
_LIEN = re.compile(MOTIF_LIEN, re.I)


def length_max(avant: str) -> int:
    """Caractères au plus d'une réécriture : le double, et quelques phrases."""
    return 2 * len(avant) + 400


def tidy(texte: str, maximum: int) -> str:
    """Le texte rendu, sans ce qu'un petit modèle met autour ; vide s'il est démesuré.

    Une réflexion ``<think>`` en tête est laissée, et une enveloppe ``<reponse>`` ouverte une
    seule fois. Chaque geste est une passe : un serveur peut rendre un mégaoctet de balises.
    """
    if texte.startswith("<think>"):
        texte = texte.partition("</think>")[2]
    dedans = texte.partition("<reponse>")[2]
    if dedans and "<reponse>" not in dedans:
        texte = dedans.partition("</reponse>")[0]
    texte = texte.strip()
    if len(texte) > maximum:
        return ""
    return unicodedata.normalize("NFC", texte).replace("\r\n", "\n")


def check_draft(avant: str, apres: str) -> tuple[str, str] | None:
    """La première raison d'écarter un brouillon réécrit (code, mot en cause), ou ``None``.

    Args:
        avant: réponse de la boutique, repères en place, sans aucun fait en clair.
        apres: ce que le serveur a rendu, passé par ``tidy``.
    """
    if 3 * len(apres) < len(avant):
        return "longueur", ""
    attendus, rendus = Counter(REPERE.findall(avant)), Counter(REPERE.findall(apres))
    if attendus != rendus:
        return "faits_modifies", next(iter((attendus - rendus) + (rendus - attendus)))
    ancien, nouveau = REPERE.sub(" ", avant), REPERE.sub(" ", apres)
    for signe in sorted(set(nouveau) - set(ancien)):
        if not _ORDINAIRE.match(signe):
            return "signe_etranger", signe
    plat = fold(nouveau)[0]
    if ajout := _LIEN.search(plat) or TRANSPORTEUR.search(plat):
        return "fait_nouveau", ajout[0]
    mots = frozenset(_MOT.findall(fold(ancien)[0]))
    for trouve in _MAJUSCULE.finditer(nouveau):
        plie = fold(trouve[2])[0]
        if plie not in mots and (trouve[1] is None or plie not in _OUTILS):
            return "fait_nouveau", trouve[2]
    return None if is_french(nouveau) else ("langue", "")


def is_french(texte: str) -> bool:
    """Vrai si assez de mots-outils du texte sont ceux du français."""
    mots = _MOT.findall(fold(texte)[0])
    return sum(mot in _OUTILS for mot in mots) >= max(1, PART_FRANCAISE * len(mots))
