"""Pur : une réponse dont aucun fait ne sort, et où tous reviennent.

Chaque fait devient un *repère* (``⟦MONTANT⟧``) avant l'envoi ; ``restore`` remet les valeurs. Un
fait qui n'est jamais parti ne peut pas avoir été changé.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from automation.polish.masking import (
    MOTIF_EMAIL,
    MOTIF_LIEN,
    MOTIF_NUMERO,
    known_pattern,
    known_spans,
    known_values,
    substitute,
)
from automation.polish.words import TRANSPORTEURS
from automation.replies.templates import Faits, known_value, render

REPERE = re.compile(r"⟦([A-Z_]+(?:_[0-9]+)?)⟧")
"""Un repère : des crochets qu'aucun client ne tape, et qu'un message reçu ne peut pas porter."""

_LITTERAUX = re.compile(
    rf"{MOTIF_EMAIL}|{MOTIF_LIEN}|(?:{MOTIF_NUMERO})(?:\s?(?:€|%|euros?\b))?", re.I
)
_TRANSPORTEUR = re.compile(
    r"(?<!\w)(?:" + "|".join(re.escape(nom) for nom in TRANSPORTEURS) + r")(?!\w)"
)


@dataclass(frozen=True, slots=True)
class TexteVerrouille:
    """Une réponse dont chaque fait est un repère.

    Attributes:
        texte: la réponse avec ses repères.
        valeurs: ce que vaut chaque repère, sans ses crochets.
    """

    texte: str
    valeurs: Mapping[str, str]


def lock(modele: str, faits: Faits, connus: Iterable[str] = ()) -> TexteVerrouille | None:
    """Remplit un modèle avec des repères au lieu de ses faits.

    Ce que la boutique a écrit en dur et qui est un fait (nombre, adresse, lien, transporteur, ou
    valeur connue du client) devient un repère aussi : le texte rendu n'a plus ni chiffre, ni
    « @ », ni nom connu.

    Args:
        modele: texte avec ses ``{variables}``.
        faits: leurs valeurs.
        connus: autres valeurs du client à ne pas laisser sortir.

    Returns:
        ``None`` si le modèle ne se remplit pas, ou porte lui-même des crochets de repère.
    """
    valeurs = {nom.upper(): v for nom, brut in faits.items() if (v := known_value(brut))}
    rendu = render(modele, {nom.lower(): f"⟦{nom}⟧" for nom in valeurs}).texte
    if rendu is None or re.search("[⟦⟧]", modele):
        return None
    motif = known_pattern(known_values(faits, connus))
    reperes: dict[str, str] = {}
    for nom in REPERE.findall(rendu):
        reperes[nom] = valeurs[nom]
    numeros: dict[str, str] = {}
    morceaux = []
    for morceau in re.split("(⟦[^⟦⟧]*⟧)", rendu):
        morceaux.append(morceau if morceau[:1] == "⟦" else _lock_literals(morceau, motif, numeros))
    reperes.update((nom, litteral) for litteral, nom in numeros.items())
    return TexteVerrouille("".join(morceaux), reperes)


def restore(texte: str, valeurs: Mapping[str, str]) -> str:
    """Remet les valeurs à la place des repères, en une passe : une valeur n'est jamais relue."""
    return REPERE.sub(lambda trouve: valeurs.get(trouve[1], trouve[0]), texte)


def _lock_literals(texte: str, connus: re.Pattern[str] | None, numeros: dict[str, str]) -> str:
    """Change en repères ce que la boutique a écrit en dur ; complète ``numeros``."""
    portions = [(t.start(), t.end()) for t in _LITTERAUX.finditer(texte)]
    portions += [*known_spans(texte, connus), *known_spans(texte, _TRANSPORTEUR)]
    portions += [(rang, rang + 1) for rang, c in enumerate(texte) if c.isnumeric()]

    def repere(litteral: str) -> str:
        return f"⟦{numeros.setdefault(litteral, f'FAIT_{len(numeros) + 1}')}⟧"

    return substitute(texte, portions, repere)
