"""Pur : retrouver la ligne d'un fichier de règles où se trouve une faute."""

import re
from collections.abc import Sequence

_ENTETE = re.compile(r"\s*\[\[?\s*([A-Za-z_][\w.-]*)\s*\]\]?\s*(?:#.*)?$")


def find_line(
    lignes: Sequence[str], section: tuple[str, int], cle: str, valeur: str = ""
) -> int | None:
    """La ligne (la première est 1) d'une valeur, à défaut de sa clé, à défaut de sa section.

    Args:
        section: en-tête de la section et sa place parmi celles de ce nom ; un en-tête vide est ce
            qui précède le premier, et ``cle`` peut alors nommer une section.
    """
    cherchee = re.compile(rf"""\s*["']?{re.escape(cle)}["']?\s*[=.]""")
    debut, fin = _bounds(lignes, *section)
    place = _first(lignes, range(debut, fin), cherchee)
    if place is None and not section[0]:
        place = _first(lignes, range(len(lignes)), re.compile(rf"\s*\[\[?\s*{re.escape(cle)}\s*\]"))
        return None if place is None else place + 1
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


def _bounds(lignes: Sequence[str], nom: str, numero: int) -> tuple[int, int]:
    """De l'en-tête d'une section à l'en-tête de la suivante ; vide si elle n'en a pas."""
    entetes = [
        (rang, trouve[1]) for rang, ligne in enumerate(lignes) if (trouve := _ENTETE.match(ligne))
    ]
    if not nom:
        return 0, entetes[0][0] if entetes else len(lignes)
    debuts = [rang for rang, entete in entetes if entete == nom]
    if numero >= len(debuts):
        return 0, 0
    debut = debuts[numero]
    suivantes = (
        rang for rang, entete in entetes if rang > debut and not entete.startswith(f"{nom}.")
    )
    return debut, next(suivantes, len(lignes))
