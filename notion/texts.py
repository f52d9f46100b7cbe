"""Pur : un texte de n'importe quelle longueur ↔ les morceaux que Notion accepte.

Source des limites : documentation de l'API Notion, page « Request limits ».
"""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

UNITES_MAX = 2_000
"""Longueur d'un morceau, en unités UTF-16."""

MORCEAUX_MAX = 100
"""Nombre de morceaux d'une propriété."""

CORPS_MAX = 500_000
"""Taille d'une requête, en octets."""

_LIANT = "\u200d"
_INDICATEURS = range(0x1F1E6, 0x1F200)
_TEINTES = range(0x1F3FB, 0x1F400)

_NOTE_DEBUT = "\n\n[Texte coupé ici : "
_NOTE_GARDE = "Notion n'en accepte pas davantage. Le texte entier est gardé par l'application.]"
_NOTE_PERDU = "Notion n'en accepte pas davantage, et la suite n'a pas été gardée.]"
_NOTE = re.compile(
    re.escape(_NOTE_DEBUT) + f"(?:{re.escape(_NOTE_GARDE)}|{re.escape(_NOTE_PERDU)})$"
)


def nfc(texte: str) -> str:
    """Forme sous laquelle deux noms de Notion se comparent."""
    return unicodedata.normalize("NFC", texte)


def utf16_length(texte: str) -> int:
    """Longueur en unités UTF-16, celles que Notion compte."""
    return len(texte.encode("utf-16-le", "surrogatepass")) // 2


def split_text(texte: str, unites: int = UNITES_MAX) -> list[str]:
    """Coupe un texte en morceaux de 2 000 unités UTF-16 au plus ; vide pour un texte vide.

    Aucun morceau ne commence au milieu d'un caractère vu par une personne (accent combinant,
    emoji composé, drapeau), sauf si ce caractère remplit à lui seul un morceau.
    """
    morceaux: list[str] = []
    debut = 0
    while debut < len(texte):
        fin = _piece_end(texte, debut, unites)
        morceaux.append(texte[debut:fin])
        debut = fin
    return morceaux


def rich_text(texte: str) -> list[dict[str, Any]]:
    """Les objets de texte de Notion pour un texte qui tient (voir ``fit_texts``)."""
    return [{"type": "text", "text": {"content": morceau}} for morceau in split_text(texte)]


def plain_text(objets: Sequence[Mapping[str, Any]]) -> str:
    """Le texte qu'une personne voit : gras, liens et morceaux se suivent sans marque."""
    return "".join(str(objet.get("plain_text") or "") for objet in objets)


def json_size(valeur: object) -> int:
    """Taille de l'objet dans une requête, en octets (majorée : séparateurs larges)."""
    return len(json.dumps(valeur, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def fit_texts(textes: Mapping[str, str], octets: int, *, garde: bool) -> dict[str, str]:
    """Fait tenir des textes dans une même requête.

    Args:
        textes: les textes, propres (``models.storable``), par champ.
        octets: place pour eux tous. Le plus court est servi d'abord ; ce qu'il laisse va aux
            suivants.
        garde: vrai si le texte entier est gardé ailleurs : la note de coupure le dit.

    Returns:
        Les mêmes champs ; un texte qui tient est rendu tel quel, un autre est coupé au bout d'un
        morceau et finit par une note visible.
    """
    besoins = {champ: json_size(rich_text(texte)) for champ, texte in textes.items()}
    ecrits: dict[str, str] = {}
    reste = octets
    for rang, champ in enumerate(sorted(besoins, key=besoins.__getitem__)):
        ecrits[champ] = _fit(textes[champ], reste // (len(besoins) - rang), garde)
        reste -= json_size(rich_text(ecrits[champ]))
    return ecrits


def cut_prefix(texte: str) -> str | None:
    """Ce qui précède la note de coupure, ou ``None`` si le texte n'en porte pas."""
    note = _NOTE.search(texte)
    return texte[: note.start()] if note else None


def _fit(texte: str, octets: int, garde: bool) -> str:
    objets = rich_text(texte)
    if len(objets) <= MORCEAUX_MAX and json_size(objets) <= octets:
        return texte
    note = _NOTE_DEBUT + (_NOTE_GARDE if garde else _NOTE_PERDU)
    # La note occupe un morceau à elle au plus : elle n'est jamais ce qui ne tient pas.
    place = octets - json_size(rich_text(note)) - 2
    gardes: list[str] = []
    for objet in objets[: MORCEAUX_MAX - 1]:
        place -= json_size(objet) + 2
        if place < 0:
            break
        gardes.append(objet["text"]["content"])
    return "".join(gardes) + note


def _piece_end(texte: str, debut: int, unites: int) -> int:
    fin = min(debut + unites, len(texte))
    exces = utf16_length(texte[debut:fin]) - unites
    while exces > 0:
        fin -= 1
        exces -= 2 if texte[fin] > "\uffff" else 1
    coupe = fin
    while coupe > debut and coupe < len(texte) and _continues(texte, coupe):
        coupe -= 1
    return coupe if coupe > debut else fin


def _continues(texte: str, rang: int) -> bool:
    """Vrai si le caractère de ce rang appartient au même signe que le précédent."""
    caractere, precedent = texte[rang], texte[rang - 1]
    if unicodedata.category(caractere).startswith("M") or ord(caractere) in _TEINTES:
        return True
    if _LIANT in (caractere, precedent) or (precedent, caractere) == ("\r", "\n"):
        return True
    if ord(caractere) not in _INDICATEURS:
        return False
    avant = rang
    while avant > 0 and ord(texte[avant - 1]) in _INDICATEURS:
        avant -= 1
    return (rang - avant) % 2 == 1
