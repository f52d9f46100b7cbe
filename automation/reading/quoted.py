"""Pur : ce qu'un message cite, et si c'est un mail qui répondait au client."""

import re

from automation.languages.fr.words import REPOND, SON_ECRIT
from automation.reading.folding import alternatives, fold

_ENTRE = r"[\s>|*]+"
"""Entre deux mots d'une citation : des blancs, ou une fin de ligne et les signes de la suivante."""

_REPONSE = re.compile(
    rf"\b{alternatives(REPOND).replace(chr(92) + ' ', _ENTRE)}{_ENTRE}votre{_ENTRE}"
    rf"(?:\w+{_ENTRE})?{alternatives(SON_ECRIT)}\b(?!\s*:)"
)


def quoted_text(lu: str, propre: str) -> str:
    """Ce qui est caché d'un texte (citations, signature), place pour place ; vide s'il n'y a rien.

    Args:
        propre: ce que la personne a écrit elle-même (``own_words``).
    """
    if lu == propre or len(lu) != len(propre):
        return ""
    cite = (signe if vu.isspace() else " " for signe, vu in zip(lu, propre, strict=True))
    return "".join(cite)


def find_answer(cite: str) -> tuple[int, int] | None:
    """Où une citation répond au client (« merci pour votre message »), ou ``None``.

    Une confirmation de commande, un avis d'expédition ne parlent pas de ce qu'il a écrit.
    """
    if not cite:
        return None
    plie = fold(cite)
    trouvee = _REPONSE.search(plie.texte)
    return None if trouvee is None else plie.place(*trouvee.span())
