"""Les instants tels que les bases les gardent : en UTC, sans fuseau."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlalchemy as sa

    from models.statistics import Periode


def naive_utc(instant: datetime | None = None) -> datetime:
    """L'instant (par défaut, celui de la machine) en UTC, sans fuseau."""
    return (instant or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None)


JAMAIS = datetime(1970, 1, 1, tzinfo=UTC)
"""L'instant d'une ligne dont la date ne se lit pas : avant toutes les autres."""


def as_utc(valeur: Any) -> datetime | None:
    """L'instant que rend la base, avec son fuseau ; ``None`` s'il ne se lit pas (date nulle)."""
    if isinstance(valeur, str):
        try:
            valeur = datetime.fromisoformat(valeur)
        except ValueError:
            return None
    if not isinstance(valeur, datetime):
        return None
    return valeur.replace(tzinfo=UTC) if valeur.tzinfo is None else valeur.astimezone(UTC)


def within(
    instant: sa.ColumnElement[Any], periode: Periode | None
) -> tuple[sa.ColumnElement[bool], ...]:
    """Les conditions qui tiennent une colonne dans une période."""
    debut, fin = (periode.debut, periode.fin) if periode else (None, None)
    bornes = []
    if debut is not None:
        bornes.append(instant >= naive_utc(debut))
    if fin is not None:
        bornes.append(instant < naive_utc(fin))
    return tuple(bornes)
