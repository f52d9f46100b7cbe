"""Pur : retrouver la ligne d'un fichier de règles où se trouve une faute."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

_ENTETE = re.compile(r"\s*\[\[?\s*([A-Za-z_][\w.-]*)\s*\]\]?\s*(?:#.*)?$")


class Section(NamedTuple):
    """Une section du fichier, telle qu'on la montre à une personne.

    Attributes:
        rang: sa place parmi les sections de ce nom (il y a plusieurs ``[[categories]]``).
        titre: comment l'appeler dans une phrase : « [poids] », « la catégorie « X » ».
    """

    nom: str
    valeurs: Mapping[str, Any]
    rang: int = 0
    titre: str = ""


def find_line(
    lignes: Sequence[str], section: Section | None, cle: str, valeur: str = ""
) -> int | None:
    """La ligne (la première est 1) d'une valeur, à défaut de sa clé, à défaut de sa section.

    Args:
        section: où chercher ; ``None`` si la clé est hors de toute section, ou en nomme une.
    """
    cherchee = re.compile(rf"""\s*["']?{re.escape(cle)}["']?\s*[=.]""")
    if section is None:
        entete = re.compile(rf"\s*\[\[?\s*{re.escape(cle)}\s*\]")
        hors = _first(lignes, range(len(lignes)), _ENTETE) or len(lignes)
        place = _first(lignes, range(hors), cherchee)
        place = _first(lignes, range(len(lignes)), entete) if place is None else place
        return None if place is None else place + 1
    debut, fin = _bounds(lignes, section)
    place = _first(lignes, range(debut, fin), cherchee)
    if place is None:
        return debut + 1 if fin > debut else None
    cites = (f'"{valeur}"', f"'{valeur}'") if valeur else ()
    for rang in range(place, fin):
        # Les commentaires citent des exemples : la faute n'y est jamais.
        if not lignes[rang].lstrip().startswith("#") and any(c in lignes[rang] for c in cites):
            return rang + 1
    return place + 1


def _first(lignes: Sequence[str], rangs: range, motif: re.Pattern[str]) -> int | None:
    return next((rang for rang in rangs if motif.match(lignes[rang])), None)


def _bounds(lignes: Sequence[str], section: Section) -> tuple[int, int]:
    """De l'en-tête d'une section à l'en-tête de la suivante ; vide si elle n'en a pas."""
    entetes = [
        (rang, trouve[1]) for rang, ligne in enumerate(lignes) if (trouve := _ENTETE.match(ligne))
    ]
    debuts = [rang for rang, nom in entetes if nom == section.nom]
    if section.rang >= len(debuts):
        return 0, 0
    debut = debuts[section.rang]
    suivantes = (
        rang for rang, nom in entetes if rang > debut and not nom.startswith(f"{section.nom}.")
    )
    return debut, next(suivantes, len(lignes))
