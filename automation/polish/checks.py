"""Pur : une réponse réécrite peut-elle partir à la place du modèle de la boutique ?

Tout se juge par rapport au modèle, repères en place : le modèle lui-même est toujours accepté.
Le doute refuse : le texte de la boutique part alors, et rien n'est perdu.
"""

import re
import unicodedata
from collections import Counter

from automation.polish.fact_lock import REPERE
from automation.polish.masking import fold
from automation.polish.meaning import Refus, check_meaning, words
from automation.polish.words import ANGLAIS, OUTILS

PART_FRANCAISE = 0.25
"""Part minimale de mots-outils dans un texte français (les réponses d'essai en ont 0,4 à 0,6)."""

_COURTE = 70
_SERVICE = re.compile(
    r"(?<!\w)(?:assistant|systeme?|user|utilisateur|human|humain|ai|role)\s*:|prompts?(?!\w)"
    r"|consigne|instruction|modele de langage|language model|intelligence artificielle"
    r"|(?<!\w)(?:ia|openai|chatgpt|gpt|llm|robot|automate|chatbot)(?!\w)|reecri|reformul|repere"
    r"|message_client|balise|traduction|translation|developer mode"
    r"|voici (?:la|une|votre|le|ma|notre) (?:\w+ )?(?:reponse|version|texte|proposition|message)"
    r"|(?<!\w)(?:note|nb|n\.b\.|p\.?s\.?|post-scriptum)\s*:"
)
_REFUS = re.compile(
    r"(?<!\w)(?:je (?:ne|n') ?(?:peux|puis|suis)|je suis (?:desole|navre)|en tant qu|i can't"
    r"|i cannot|i'm sorry|as an ai|je refuse|impossible pour moi)"
)
_FORMULE = re.compile(
    r"(?<!\w)(?:bien )?(?:cordialement|a vous|amicalement|sincerement|respectueusement"
    r"|(?:meilleures|sinceres) salutations|bonne journee|a (?:tres )?bientot|l'equipe)(?!\w)"
)
_PUCE = re.compile(r"^\s*[-–—•]", re.M)
_PONCTUATION = frozenset(" \n.,;:!?…'’\"«»“”()-‑–—\u00a0\u202f")


def check(avant: str, apres: str) -> Refus | None:
    """La première raison de refuser une réécriture, ou ``None`` si elle peut partir.

    Args:
        avant: réponse de la boutique, repères en place, sans aucun fait en clair.
        apres: ce que le serveur a rendu, passé par ``tidy``.
    """
    if not apres:
        return Refus("reponse_vide")
    if apres == avant:
        return None
    return (
        _check_tokens(avant, apres)
        or _check_length(avant, apres)
        or _check_service(avant, apres)
        or _check_markup(avant, apres)
        or check_meaning(avant, apres)
        or _check_ends(avant, apres)
        or (None if is_french(apres) else Refus("langue"))
    )


def tidy(texte: str) -> str:
    """Le texte rendu, sans blancs autour ; rien n'en est réparé.

    S'il porte une enveloppe ``<reponse>`` et une seule, seul son contenu compte : de petits
    modèles recopient la question autour. Une réflexion ``<think>`` en tête est laissée.
    """
    net = unicodedata.normalize("NFC", texte).replace("\r\n", "\n").strip()
    net = re.sub(r"\A<think>.*?</think>", "", net, flags=re.S)
    enveloppes = re.findall(r"<reponse>(.*?)</reponse>", net, re.S)
    return (enveloppes[0] if len(enveloppes) == 1 else net).strip()


def is_french(texte: str) -> bool:
    """Vrai si les mots-outils du texte sont ceux du français."""
    mots = words(texte)
    francais = sum(mot in OUTILS for mot in mots)
    anglais = sum(mot in ANGLAIS for mot in mots)
    return bool(mots) and francais >= PART_FRANCAISE * len(mots) and anglais * 8 <= francais


def opening(texte: str) -> str:
    """La salutation : la première ligne si elle est courte et suivie d'autres, sinon son début
    jusqu'à la première virgule ou au premier point d'exclamation ; vide s'il n'y en a pas."""
    lignes = _lines(texte)
    if len(lignes) > 1 and len(lignes[0]) <= _COURTE:
        return lignes[0]
    debut = re.match(rf"[^,!.\n]{{1,{_COURTE}}}[,!]", texte)
    return debut[0] if debut else ""


def closing(texte: str) -> str:
    """La signature : de la formule de politesse des quatre dernières lignes à la fin ; sans
    formule, la dernière ligne si le texte en a au moins trois."""
    lignes = _lines(texte)
    for rang in range(max(0, len(lignes) - 4), len(lignes)):
        plie, rangs = fold(lignes[rang])
        formule = _FORMULE.search(plie)
        if formule and (rang > 0 or len(lignes) == 1):
            entiere = len(plie) <= _COURTE and len(lignes) > 1
            debut = 0 if entiere else rangs[formule.start()]
            return "\n".join([lignes[rang][debut:], *lignes[rang + 1 :]])
    return lignes[-1] if len(lignes) >= 3 else ""


def _check_tokens(avant: str, apres: str) -> Refus | None:
    """Chaque repère autant de fois qu'avant, et aucun morceau de repère."""
    attendus, rendus = Counter(REPERE.findall(avant)), Counter(REPERE.findall(apres))
    ecart = (attendus - rendus) + (rendus - attendus)
    if ecart:
        return Refus("faits_modifies", next(iter(ecart)))
    return Refus("faits_modifies", "⟦") if re.search("[⟦⟧]", REPERE.sub("", apres)) else None


def _check_service(avant: str, apres: str) -> Refus | None:
    """Le texte ne parle ni de lui-même, ni de ses consignes, ni au nom d'une machine."""
    ancien, nouveau = fold(avant)[0], fold(REPERE.sub("", apres))[0]
    for code, motif in (("refus_du_modele", _REFUS), ("texte_de_service", _SERVICE)):
        for trouve in motif.finditer(nouveau):
            if trouve[0] not in ancien:
                return Refus(code, trouve[0])
    return None


def _check_markup(avant: str, apres: str) -> Refus | None:
    """Ni balise, ni liste, ni émoji, ni lettre étrangère que le modèle n'ait pas."""
    anciens = Counter(REPERE.sub("", avant))
    for signe, nombre in Counter(REPERE.sub("", apres)).items():
        latin = signe.isalpha() and unicodedata.name(signe, "").startswith("LATIN")
        if not latin and signe not in _PONCTUATION and nombre > anciens[signe]:
            return Refus("fait_nouveau" if _is_figure(signe) else "balisage", signe)
    trop = len(_PUCE.findall(apres)) > len(_PUCE.findall(avant))
    return Refus("balisage", "-") if trop else None


def _is_figure(signe: str) -> bool:
    return signe.isnumeric() or signe in "@%" or unicodedata.category(signe) == "Sc"


def _check_ends(avant: str, apres: str) -> Refus | None:
    nouveau = _flat(apres)
    if not nouveau.startswith(_flat(opening(avant))):
        return Refus("salutation_modifiee")
    return None if nouveau.endswith(_flat(closing(avant))) else Refus("signature_modifiee")


def _check_length(avant: str, apres: str) -> Refus | None:
    """Entre la moitié et le double, en caractères, repères compris."""
    return None if len(avant) <= 2 * len(apres) <= 4 * len(avant) else Refus("longueur")


def _lines(texte: str) -> list[str]:
    return [ligne for ligne in texte.splitlines() if ligne.strip()]


def _flat(texte: str) -> str:
    """Blancs et apostrophes réduits : leur forme n'est pas un changement."""
    return " ".join(texte.replace("’", "'").split())
