"""Pur : une réponse réécrite peut-elle partir à la place du modèle de la boutique ?

Tout se juge par rapport au modèle, repères en place : le modèle lui-même est toujours accepté.
Le doute refuse : le texte de la boutique part alors, et rien n'est perdu.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from automation.commitments import added_commitments, sentences
from automation.fact_lock import REPERE
from automation.masking import fold
from automation.polish_words import (
    ANGLAIS,
    COURTOISIE,
    DATES,
    INJURES,
    NOMBRES,
    OUTILS,
    RESERVES,
    TRANSPORTEURS,
)

PART_FRANCAISE = 0.25
"""Part minimale de mots-outils français dans un texte français (mesurée entre 0,35 et 0,65)."""

_COURTE = 70
_MOT = re.compile(r"[^\W\d_]+")
_UNITE = re.compile(r"⟦[^⟧]*⟧|[^\W\d_]+")
_NEGATION = re.compile(r"(?<!\w)(?:ne|n|pas|jamais|aucune?s?|ni|sans|non|rien|plus)(?!\w)")
_ETAT = re.compile(
    r"(?<!\w)(?:(?:livr|expedi|arriv|prepar|egar|retrouv|retard|deliv|envoy|valid|trait|post)ee?s?"
    r"|perdue?s?|partie?s?|parvenue?s?|rupture|stock|entrepot|transit|douanes?|vole|panne"
    r"|achemin\w*|en route|en chemin|en cours(?: de \w+)?)(?!\w)"
)
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
_LIEN = re.compile(
    r"@|://|www\.|\w\.(?:com|fr|net|org|eu|be|ch|io|co|info|biz|shop|store|test|example)(?!\w)"
)
_FORMULE = re.compile(
    r"(?<!\w)(?:bien )?(?:cordialement|a vous|amicalement|sincerement|respectueusement"
    r"|(?:meilleures|sinceres) salutations|bonne journee|a (?:tres )?bientot|l'equipe)(?!\w)"
)
_PONCTUATION = frozenset(" \n.,;:!?…'’\"«»“”()-‑–—\u00a0\u202f")


@dataclass(frozen=True, slots=True)
class Refus:
    """Pourquoi une réécriture ne part pas.

    Attributes:
        code: un des codes de ``automation.polish.MOTIFS``, stable.
        detail: le mot ou le repère en cause, plié ; vide s'il n'y en a pas.
    """

    code: str
    detail: str = ""


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
    for examen in (
        _check_tokens,
        _check_service,
        _check_markup,
        _check_new_facts,
        _check_commitments,
        _check_ends,
        _check_length,
        _check_language,
        _check_meaning,
        _check_topic,
    ):
        refus = examen(avant, apres)
        if refus:
            return refus
    return None


def tidy(texte: str) -> str:
    """Le texte rendu, sans blancs autour, ni enveloppe ``<reponse>``, ni réflexion ``<think>``
    (que des serveurs locaux laissent en tête) ; rien d'autre n'est réparé."""
    net = unicodedata.normalize("NFC", texte).replace("\r\n", "\n").strip()
    net = re.sub(r"\A<think>.*?</think>", "", net, flags=re.S).strip()
    enveloppe = re.fullmatch(r"<reponse>(.*)</reponse>", net, re.S)
    return (enveloppe[1] if enveloppe else net).strip()


def is_french(texte: str) -> bool:
    """Vrai si les mots-outils du texte sont ceux du français."""
    mots = _words(texte)
    francais = sum(mot in OUTILS for mot in mots)
    anglais = sum(mot in ANGLAIS for mot in mots)
    return bool(mots) and francais >= PART_FRANCAISE * len(mots) and anglais * 8 <= francais


def _check_tokens(avant: str, apres: str) -> Refus | None:
    attendus, rendus = Counter(REPERE.findall(avant)), Counter(REPERE.findall(apres))
    ecart = (attendus - rendus) + (rendus - attendus)
    if ecart:
        return Refus("faits_modifies", next(iter(ecart)))
    return Refus("faits_modifies", "⟦") if re.search("[⟦⟧]", REPERE.sub("", apres)) else None


def _check_service(avant: str, apres: str) -> Refus | None:
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
        lettre = signe.isalpha() and unicodedata.name(signe, "").startswith("LATIN")
        if not lettre and signe not in _PONCTUATION and nombre > anciens[signe]:
            return Refus("fait_nouveau" if _is_figure(signe) else "balisage", signe)
    puces = re.compile(r"^\s*[-–—•]", re.M)
    if len(puces.findall(apres)) > len(puces.findall(avant)):
        return Refus("balisage", "-")
    return None


def _is_figure(signe: str) -> bool:
    return signe.isnumeric() or signe in "@%" or unicodedata.category(signe) == "Sc"


def _check_new_facts(avant: str, apres: str) -> Refus | None:
    texte = REPERE.sub(" ", apres)
    ancien, nouveau = fold(REPERE.sub(" ", avant))[0], fold(texte)[0]
    lien = _LIEN.search(nouveau)
    if lien and lien[0] not in ancien:
        return Refus("fait_nouveau", lien[0])
    for nom in TRANSPORTEURS:
        motif = rf"(?<!\w){re.escape(nom)}(?!\w)"
        if re.search(motif, nouveau) and not re.search(motif, ancien):
            return Refus("fait_nouveau", nom)
    connus = set(_words(avant))
    for mot in _words(apres):
        if mot in NOMBRES | DATES and mot not in connus:
            return Refus("fait_nouveau", mot)
    return _check_capitals(avant, texte)


def _check_capitals(avant: str, texte: str) -> Refus | None:
    """Un nom propre inconnu est un fait ; un mot en capitales est un cri."""
    tels_quels, permis = set(_MOT.findall(avant)), _known_stems(avant)
    for mot in _MOT.findall(texte):
        plie = fold(mot)[0]
        if len(mot) > 1 and mot.isupper() and mot not in tels_quels:
            return Refus("majuscules", mot)
        if mot[0].isupper() and not _is_known(plie, permis):
            return Refus("fait_nouveau", mot)
    return None


def _check_commitments(avant: str, apres: str) -> Refus | None:
    ajoutes = added_commitments(avant, apres)
    if not ajoutes:
        return None
    return Refus("engagement_ajoute", f"{ajoutes[0].code} : {ajoutes[0].mot}")


def _check_ends(avant: str, apres: str) -> Refus | None:
    nouveau = _flat(apres)
    if not nouveau.startswith(_flat(opening(avant))):
        return Refus("salutation_modifiee")
    return None if nouveau.endswith(_flat(closing(avant))) else Refus("signature_modifiee")


def opening(texte: str) -> str:
    """La salutation : la première ligne si elle est courte et suivie d'autres, sinon son début
    jusqu'à la première virgule ou au premier point d'exclamation ; vide s'il n'y en a pas."""
    lignes = [ligne for ligne in texte.splitlines() if ligne.strip()]
    if len(lignes) > 1 and len(lignes[0]) <= _COURTE:
        return lignes[0]
    debut = re.match(rf"[^,!.\n]{{1,{_COURTE}}}[,!]", texte)
    return debut[0] if debut else ""


def closing(texte: str) -> str:
    """La signature : de la formule de politesse des quatre dernières lignes à la fin ; sans
    formule, la dernière ligne si le texte en a au moins trois."""
    lignes = [ligne for ligne in texte.splitlines() if ligne.strip()]
    for rang in range(max(0, len(lignes) - 4), len(lignes)):
        formule = _FORMULE.search(fold(lignes[rang])[0])
        if formule and (rang > 0 or len(lignes) == 1):
            plie, rangs = fold(lignes[rang])
            debut = 0 if len(plie) <= _COURTE and len(lignes) > 1 else rangs[formule.start()]
            return "\n".join([lignes[rang][debut:], *lignes[rang + 1 :]])
    return lignes[-1] if len(lignes) >= 3 else ""


def _check_length(avant: str, apres: str) -> Refus | None:
    """Entre la moitié et le double, en caractères, repères compris."""
    return None if len(avant) <= 2 * len(apres) <= 4 * len(avant) else Refus("longueur")


def _check_language(avant: str, apres: str) -> Refus | None:
    return None if is_french(apres) else Refus("langue")


def _check_meaning(avant: str, apres: str) -> Refus | None:
    """Les repères gardent leur ordre, le mot qui les précède et le sens de leur phrase."""
    if _token_contexts(avant) != _token_contexts(apres):
        return Refus("sens_modifie", "repères déplacés")
    anciens = _states(avant)
    for etat in _states(apres):
        if etat not in anciens:
            return Refus("sens_modifie", etat[0])
    connus = set(_words(avant))
    reserve = next((mot for mot in _words(apres) if mot in RESERVES - connus), None)
    return Refus("sens_modifie", reserve) if reserve else None


def _token_contexts(texte: str) -> list[tuple[str, str, bool]]:
    """Chaque repère avec le mot plein qui le précède et la négation de sa phrase."""
    contextes = []
    for phrase in sentences(texte):
        precedent, nie = "", bool(_NEGATION.search(phrase))
        for unite in _UNITE.findall(phrase):
            if unite[0] == "⟦":
                contextes.append((precedent, unite, nie))
            if unite[0] == "⟦" or _is_content(unite):
                precedent = unite
    return contextes


def _states(texte: str) -> list[tuple[str, bool]]:
    """Les états d'une commande dont le texte parle, et s'ils sont niés."""
    return [
        (etat, bool(_NEGATION.search(phrase)))
        for phrase in sentences(texte)
        for etat in _ETAT.findall(phrase)
    ]


def _check_topic(avant: str, apres: str) -> Refus | None:
    """Au plus un mot plein sur trois par phrase, et un sur six en tout, hors du vocabulaire."""
    permis, tous, inconnus = _known_stems(avant), 0, 0
    for phrase in sentences(apres):
        pleins = [mot for mot in _words(phrase) if _is_content(mot)]
        etrangers = [mot for mot in pleins if not _is_known(mot, permis)]
        injure = next((mot for mot in etrangers if mot in INJURES), None)
        if injure or len(etrangers) * 3 > len(pleins):
            return Refus("hors_sujet", injure or etrangers[0])
        tous, inconnus = tous + len(pleins), inconnus + len(etrangers)
    return Refus("hors_sujet") if inconnus * 6 > tous else None


def _words(texte: str) -> list[str]:
    return _MOT.findall(re.sub("⟦[^⟧]*⟧", " ", fold(texte)[0]))


def _is_content(mot: str) -> bool:
    return len(mot) >= 3 and mot not in OUTILS


def _stem(mot: str) -> str:
    return mot.rstrip("sx")[:5]


_RACINES = frozenset(_stem(mot) for mot in COURTOISIE)


def _known_stems(avant: str) -> frozenset[str]:
    return _RACINES | {_stem(mot) for mot in _words(avant)}


def _is_known(mot: str, permis: frozenset[str]) -> bool:
    return not _is_content(mot) or _stem(mot) in permis


def _flat(texte: str) -> str:
    """Blancs et apostrophes réduits : leur forme n'est pas un changement."""
    return " ".join(texte.replace("’", "'").split())
