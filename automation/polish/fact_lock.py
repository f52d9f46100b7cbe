"""Pur : une réponse dont aucun fait ne sort, et où tous reviennent.

Chaque fait devient un *repère* (``⟦MONTANT⟧``) avant l'envoi ; ``restore`` remet les valeurs. Un
fait qui n'est jamais parti ne peut pas avoir été changé.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from automation.languages.fr.words import TRANSPORTEURS, TRANSPORTEURS_RARES
from automation.reading.folding import alternatives
from automation.reading.masking import (
    MOTIF_EMAIL,
    MOTIF_LIEN,
    MOTIF_NUMERO,
    known_pattern,
    known_spans,
    substitute,
)
from automation.replies.templates import Faits, fill, render
from automation.replies.values import field_value, known_value

REPERE = re.compile(r"⟦([A-Z_]+(?:_[0-9]+)?)⟧")
"""Un repère : des crochets qu'aucun client ne tape, et qu'un message reçu ne peut pas porter."""

TRANSPORTEUR = re.compile(rf"(?<!\w){alternatives((*TRANSPORTEURS, *TRANSPORTEURS_RARES))}(?!\w)")
"""Transporteurs qui livrent des particuliers en France et autour, pliés (sans accents)."""

_LITTERAUX = re.compile(
    rf"{MOTIF_EMAIL}|{MOTIF_LIEN}|(?:{MOTIF_NUMERO})(?:\s?(?:€|%|euros?\b))?", re.I
)


class TexteVerrouille(NamedTuple):
    """Une réponse à repères, et ce que vaut chacun (sans ses crochets)."""

    texte: str
    valeurs: Mapping[str, str]


def known_values(faits: Faits, connus: Iterable[str] = ()) -> tuple[str, ...]:
    """Les valeurs à ne pas laisser sortir.

    Un nom compte en entier et mot par mot (« Marie-Claude Petit », « Claude »…) ; deux lettres
    ne comptent que pour un nom propre, telles qu'écrites.
    """
    valeurs = {v for brut in (*faits.values(), *connus) if (v := known_value(brut))}
    valeurs |= {valeur.split("@")[0] for valeur in valeurs if "@" in valeur}
    for nom in (faits.get("nom_client"), faits.get("prenom_client"), *connus):
        if nom and not re.search(r"[\d@]", nom):
            valeurs.update(re.findall(r"[^\W\d_]+", nom))
    return tuple(sorted(v for v in valeurs if len(v) > 2 or (len(v) == 2 and v[0].isupper())))


def lock(modele: str, faits: Faits, connus: Iterable[str] = ()) -> TexteVerrouille | None:
    """Remplit un modèle avec des repères au lieu de ses faits ; ``None`` s'il ne se remplit pas.

    Ce que la boutique a écrit en dur et qui est un fait (nombre, adresse, lien, transporteur, ou
    valeur connue du client) devient un repère aussi : le texte rendu n'a plus ni chiffre, ni
    « @ », ni nom connu.
    """
    if render(modele, faits).texte is None:
        return None
    valeurs = {nom.upper(): v for nom, brut in faits.items() if (v := field_value(nom, brut))}
    rendu, _, _ = fill(modele, {nom.lower(): f"⟦{nom}⟧" for nom in valeurs})
    motif = known_pattern(known_values(faits, connus))
    reperes = {nom: valeurs[nom] for nom in REPERE.findall(rendu)}
    numeros: dict[str, str] = {}
    morceaux = [
        morceau if morceau[:1] == "⟦" else _lock_literals(morceau, motif, numeros)
        for morceau in re.split("(⟦[^⟦⟧]*⟧)", rendu)
    ]
    reperes.update((nom, litteral) for litteral, nom in numeros.items())
    return TexteVerrouille("".join(morceaux), reperes)


def restore(texte: str, valeurs: Mapping[str, str]) -> str:
    """Remet les valeurs à la place des repères, en une passe : une valeur n'est jamais relue."""
    return REPERE.sub(lambda trouve: valeurs.get(trouve[1], trouve[0]), texte)


def _lock_literals(texte: str, connus: re.Pattern[str] | None, numeros: dict[str, str]) -> str:
    """Change en repères ce que la boutique a écrit en dur ; complète ``numeros``."""
    portions = [(t.start(), t.end()) for t in _LITTERAUX.finditer(texte)]
    portions += [*known_spans(texte, connus), *known_spans(texte, TRANSPORTEUR)]
    portions += [(rang, rang + 1) for rang, c in enumerate(texte) if c.isnumeric()]

    def repere(litteral: str) -> str:
        return f"⟦{numeros.setdefault(litteral, f'FAIT_{len(numeros) + 1}')}⟧"

    return substitute(texte, portions, repere)
