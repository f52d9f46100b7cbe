"""Pur : ce qu'un modèle annonce pour plus tard, et que quelqu'un devra donc faire."""

import re

_PROMESSES = re.compile(
    r"""
    \brev(?:iens|ient|enons|iennent|iendr\w+)\b[^.!?\n]{0,30}\bvers\ vous\b
    | \bvous\ (?:re)?(?:contact|rappel|tiend|rembours|remplac)\w*
    | \bvous\ (?:répond(?:s|ra|rai|rons|ront|ons)?|dira|dirons|indique(?:ra|rons)?|enver\w+)\b
    | \bune?\ (?:personne|conseill\w+|coll[èa]\w+|membre|responsable|spécialiste)\b
    | \bnotre\ (?:équipe|service)\b[^.!?\n]{0,40}
      \b(?:examine|étudi|trait|vérifi|reprend|charge|occupe)\w*
    | \bnous\ (?:allons|vérifions|étudions|examinons|interrogeons|recherchons|cherchons|demandons)\b
    | \bnous\ (?:\w+\ ){0,2}(?:\w+(?:e|i|d|r)rons|aurons)\b
    | \b(?:sous|d'ici|dans\ les)\ (?:\d+|deux|trois|quatre|cinq|sept|huit|dix|quelques)\ ?
      (?:h|heures?|j|jours?)\b(?:\ ouvr\w+)?
    | \bsous\ (?:peu|huitaine|quinzaine)\b
    | \b(?:plus\ brefs|meilleurs)\ délais\b | \bau\ plus\ vite\b | \bdès\ que\ possible\b
    | \bprochainement\b
    """,
    re.VERBOSE | re.IGNORECASE,
)


def promises(modele: str) -> bool:
    """Vrai si un modèle donne un délai de réponse : quelqu'un doit donc répondre."""
    return re.search(r"\{\s*delai_reponse\s*[|}]", modele) is not None


def promise_words(modele: str) -> tuple[str, ...]:
    """Les mots qui annoncent une suite, dans un modèle qui ne donne pas de délai de réponse.

    On ne sait alors si la réponse suffit ou si une personne doit agir : la boutique le dit en
    récrivant ces mots, ou en employant ``{delai_reponse}``.
    """
    if promises(modele):
        return ()
    return tuple(dict.fromkeys(t[0] for t in _PROMESSES.finditer(modele.replace("’", "'"))))
