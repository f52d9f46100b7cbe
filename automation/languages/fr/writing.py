"""Pur : les dates, les montants, les parts, les nombres et les durées comme on les écrit."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

_INSECABLE = "\u00a0"

# Grande unité, ses secondes, petite unité, ses secondes.
_UNITES = (("j", 86_400, "h", 3_600), ("h", 3_600, "min", 60), ("min", 60, "s", 1))


# Babel prend un dixième du temps d'un ticket, pour des jours et des prix qui reviennent sans cesse.
@lru_cache(maxsize=4096)
def french_date(jour: date) -> str:
    """Une date en toutes lettres : « 3 mars 2026 »."""
    from babel.dates import format_date

    ecrite = format_date(jour, "long", locale="fr_FR")
    return f"1er{ecrite[1:]}" if jour.day == 1 else ecrite


@lru_cache(maxsize=4096)
def french_money(montant: Decimal) -> str:
    """Un montant en euros : « 1 234,50 € », avec ses espaces insécables."""
    from babel.numbers import format_currency

    return format_currency(montant, "EUR", locale="fr_FR")


def french_day(jour: str) -> str:
    """Un jour ISO, écrit en chiffres : « 31/12/2026 »."""
    return "/".join(reversed(jour.split("-")))


def percent(part: float | None, decimales: int = 0) -> str:
    """Une part de 0 à 1, en pourcentage : « 92 % », « 92,4 % » ; « — » si elle est inconnue."""
    if part is None:
        return "—"
    return f"{100 * part:.{decimales}f}{_INSECABLE}%".replace(".", ",")


def number(valeur: float) -> str:
    """Un nombre, avec deux décimales au plus et aucune d'inutile : « 0,5 »."""
    return f"{valeur:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def grouped(nombre: int) -> str:
    """Un entier, ses milliers séparés : « 12 000 »."""
    return f"{nombre:,}".replace(",", "\u202f")


def plural(nombre: int, mots: str) -> str:
    """Un nombre et ses mots accordés : « 1 confié », « 3 confiés »."""
    if nombre < 2:
        return f"{nombre} {mots}"
    return f"{grouped(nombre)} {' '.join(f'{mot}s' for mot in mots.split())}"


def duration(secondes: float | None) -> str:
    """Une durée mesurée, en deux unités au plus : « 4 min 32 s » ; « — » si elle est inconnue."""
    if secondes is None:
        return "—"
    if secondes < 59.5:
        return f"{number(secondes if secondes < 10 else round(secondes))}{_INSECABLE}s"
    reste = round(secondes)
    grande, taille, petite, part = next(unite for unite in _UNITES if reste >= unite[1])
    entier, suite = reste // taille, reste % taille // part
    debut = f"{entier}{_INSECABLE}{grande}"
    return f"{debut} {suite}{_INSECABLE}{petite}" if suite else debut


def estimate(secondes: float) -> str:
    """Une durée prévue, arrondie comme on la dirait : « 3 min », « 2 h 03 »."""
    if secondes < 60:
        return f"{max(1, round(secondes))} s"
    minutes = round(secondes / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d}"
