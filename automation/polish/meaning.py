"""Pur : une réécriture dit-elle la même chose que le modèle de la boutique ?

Ni fait, ni état, ni refus, ni sujet de plus ou de moins. Une phrase niée du modèle, comme une
phrase qui engage, ne se reformule pas : elle reste mot pour mot.
"""

import re
from dataclasses import dataclass

from automation.polish.commitments import added_commitments, sentences
from automation.polish.fact_lock import REPERE
from automation.polish.masking import fold
from automation.polish.words import (
    COURTOISIE,
    DATES,
    INJURES,
    NOMBRES,
    OUTILS,
    RESERVES,
    TRANSPORTEURS,
)

PART_PERDUE = 0.15
"""Part des mots propres au modèle (hors politesse) qu'une réécriture peut remplacer, un au moins :
plus, il manque une demande ou une explication."""

PART_NOUVELLE = 1 / 3
"""Part des mots pleins d'une phrase nouvelle qui peut n'être ni du modèle ni de la politesse."""

PART_NOUVELLE_TOTALE = 1 / 6
"""La même, sur toute la réécriture."""

_MOT = re.compile(r"[^\W\d_]+")
_UNITE = re.compile(r"⟦[^⟧]*⟧|[^\W\d_]+")
_NEGATION = re.compile(r"(?<!\w)(?:n'|(?:ne|pas|jamais|aucune?s?|ni|sans|non|rien)(?!\w))")
_NEGATION_POLIE = re.compile(r"n'hesitez pas|ne (?:vous inquietez|manquez) pas")
_ETAT = re.compile(
    r"(?<!\w)(?:(?:livr|expedi|arriv|prepar|egar|retrouv|retard|deliv|envoy|valid|trait|post)ee?s?"
    r"|perdue?s?|partie?s?|parvenue?s?|rupture|stock|entrepot|transit|douanes?|volee?s?|panne"
    r"|achemin\w*|en route|en chemin|en cours(?: de \w+)?)(?!\w)"
)
_AFFIRMATION = re.compile(
    r"(?<!\w)(?:commande|colis|paquet|article|produit|livraison|envoi|dossier|demande|boutique"
    r"|service|site|reclamation|message)s?(?: \w+){0,2}"
    r" (?:est|sont|a|ont|sera|seront|etait|attend|attendent|doit|va|vont|reste|fait|devient"
    r"|trouve|trouvent|approche|approchent|avance|avancent|vient|viennent)(?!\w)"
)
_LIEN = re.compile(
    r"@|://|www\.|\w\.(?:com|fr|net|org|eu|be|ch|io|co|info|biz|shop|store|test|example)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Refus:
    """Pourquoi une réécriture ne part pas.

    Attributes:
        code: un des codes de ``automation.polish.result.MOTIFS``, stable.
        detail: le mot ou le repère en cause ; vide s'il n'y en a pas.
    """

    code: str
    detail: str = ""


def check_meaning(avant: str, apres: str) -> Refus | None:
    """La première raison de croire que le sens a changé, ou ``None``.

    Args:
        avant: réponse de la boutique, repères en place, sans aucun fait en clair.
        apres: la réécriture, avec les mêmes repères en même nombre.
    """
    return (
        _check_new_facts(avant, apres)
        or _check_commitments(avant, apres)
        or _check_tokens_context(avant, apres)
        or _check_claims(avant, apres)
        or _check_topic(avant, apres)
        or _check_kept(avant, apres)
    )


def words(texte: str) -> list[str]:
    """Les mots d'un texte, pliés, repères exclus."""
    return _MOT.findall(re.sub("⟦[^⟧]*⟧", " ", fold(texte)[0]))


def _check_new_facts(avant: str, apres: str) -> Refus | None:
    texte = REPERE.sub(" ", apres)
    ancien, nouveau = fold(REPERE.sub(" ", avant))[0], fold(texte)[0]
    lien = _LIEN.search(nouveau)
    if lien and lien[0] not in ancien:
        return Refus("fait_nouveau", lien[0])
    for nom in sorted(TRANSPORTEURS):
        motif = rf"(?<!\w){re.escape(nom)}(?!\w)"
        if re.search(motif, nouveau) and not re.search(motif, ancien):
            return Refus("fait_nouveau", nom)
    connus = set(words(avant))
    for mot in words(apres):
        if mot in NOMBRES | DATES and mot not in connus:
            return Refus("fait_nouveau", mot)
    return _check_capitals(avant, texte)


def _check_capitals(avant: str, texte: str) -> Refus | None:
    """Un nom propre inconnu est un fait ; un mot en capitales est un cri."""
    tels_quels, permis = set(_MOT.findall(avant)), _known_stems(avant)
    for mot in _MOT.findall(texte):
        if len(mot) > 1 and mot.isupper() and mot not in tels_quels:
            return Refus("majuscules", mot)
        if mot[0].isupper() and not _is_known(fold(mot)[0], permis):
            return Refus("fait_nouveau", mot)
    return None


def _check_commitments(avant: str, apres: str) -> Refus | None:
    ajoutes = added_commitments(avant, apres)
    if not ajoutes:
        return None
    return Refus("engagement_ajoute", f"{ajoutes[0].code} : {ajoutes[0].mot}")


def _check_tokens_context(avant: str, apres: str) -> Refus | None:
    """Les repères gardent leur ordre, le mot qui les précède et la négation de leur phrase."""
    memes = _token_contexts(avant) == _token_contexts(apres)
    return None if memes else Refus("sens_modifie", "repères déplacés")


def _token_contexts(texte: str) -> list[tuple[str, str, bool]]:
    contextes = []
    for phrase in sentences(texte):
        precedent, nie = "", bool(_NEGATION.search(phrase))
        for unite in _UNITE.findall(phrase):
            if unite[0] == "⟦":
                contextes.append((precedent, unite, nie))
            if unite[0] == "⟦" or _is_content(unite):
                precedent = unite
    return contextes


def _check_claims(avant: str, apres: str) -> Refus | None:
    """Ni phrase niée reformulée, ni négation, affirmation, état ou réserve de plus."""
    anciennes, nouvelles = sentences(avant), sentences(apres)
    for phrase in anciennes:
        if _NEGATION.search(phrase) and phrase not in nouvelles:
            return Refus("sens_modifie", "phrase négative reformulée")
    etats = {etat for phrase in anciennes for etat in _ETAT.findall(phrase)}
    reserves = RESERVES - set(words(avant))
    for phrase in nouvelles:
        if phrase in anciennes:
            continue
        negation = _NEGATION.search(_NEGATION_POLIE.sub(" ", phrase))
        affirmation = _AFFIRMATION.search(phrase)
        if affirmation and any(affirmation[0] in ancienne for ancienne in anciennes):
            affirmation = None
        etat = next((etat for etat in _ETAT.findall(phrase) if etat not in etats), None)
        reserve = next((mot for mot in words(phrase) if mot in reserves), None)
        trouve = (negation or affirmation or [etat or reserve or ""])[0]
        if trouve:
            return Refus("sens_modifie", trouve)
    return None


def _check_topic(avant: str, apres: str) -> Refus | None:
    """Une phrase nouvelle parle avec les mots du modèle et ceux de la politesse."""
    permis, anciennes, tous, inconnus = _known_stems(avant), sentences(avant), 0, 0
    for phrase in sentences(apres):
        pleins = [mot for mot in words(phrase) if _is_content(mot)]
        etrangers = [mot for mot in pleins if not _is_known(mot, permis)]
        tous, inconnus = tous + len(pleins), inconnus + len(etrangers)
        if phrase in anciennes:
            continue
        injure = next((mot for mot in etrangers if mot in INJURES), None)
        if injure or not pleins or len(etrangers) > PART_NOUVELLE * len(pleins):
            return Refus("hors_sujet", injure or (etrangers[0] if etrangers else phrase))
    return Refus("hors_sujet") if inconnus > PART_NOUVELLE_TOTALE * tous else None


def _check_kept(avant: str, apres: str) -> Refus | None:
    """Ce que le modèle demande ou explique est encore là."""
    propres = {_stem(mot) for mot in words(avant) if _is_content(mot)} - _RACINES
    perdus = propres - {_stem(mot) for mot in words(apres)}
    if len(perdus) > max(1, PART_PERDUE * len(propres)) or apres.count("?") < avant.count("?"):
        return Refus("contenu_perdu", ", ".join(sorted(perdus)[:3]))
    return None


def _is_content(mot: str) -> bool:
    return len(mot) >= 3 and mot not in OUTILS


def _stem(mot: str) -> str:
    """Racine grossière : les cinq premières lettres, sans marque de pluriel."""
    return mot.rstrip("sx")[:5]


_RACINES = frozenset(_stem(mot) for mot in COURTOISIE)


def _known_stems(avant: str) -> frozenset[str]:
    return _RACINES | {_stem(mot) for mot in words(avant)}


def _is_known(mot: str, permis: frozenset[str]) -> bool:
    return not _is_content(mot) or (_stem(mot) in permis and mot not in INJURES)
