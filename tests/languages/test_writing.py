"""Dates, montants, parts et durées se lisent comme un Français les écrirait."""

from datetime import date
from decimal import Decimal

import pytest

from automation.languages.fr.writing import (
    duration,
    estimate,
    french_date,
    french_day,
    french_money,
    grouped,
    number,
    percent,
    plural,
)


def test_dates_and_money_are_french() -> None:
    """Une date et un montant s'écrivent comme un Français les écrirait."""
    assert french_date(date(2026, 3, 3)) == "3 mars 2026"
    assert french_date(date(2026, 8, 1)) == "1er août 2026"
    assert french_day("2026-12-31") == "31/12/2026"
    assert french_money(Decimal("1234.5")).split() == ["1", "234,50", "€"]


def test_shares_and_numbers_are_french() -> None:
    """La virgule, l'espace des milliers, celle du « % », et le pluriel à partir de deux."""
    assert (percent(0.924), percent(0.924, 1), percent(None)) == ("92\u00a0%", "92,4\u00a0%", "—")
    assert (number(0.5), number(3.0), number(1.256)) == ("0,5", "3", "1,26")
    assert grouped(12_000) == "12\u202f000"
    assert [plural(n, "ticket lu") for n in (0, 1, 2)] == [
        "0 ticket lu",
        "1 ticket lu",
        "2 tickets lus",
    ]


@pytest.mark.parametrize(
    ("secondes", "texte"),
    [
        (None, "—"),
        (0.5, "0,5\u00a0s"),
        (43.37, "43\u00a0s"),
        (60, "1\u00a0min"),
        (272, "4\u00a0min 32\u00a0s"),
        (3_660, "1\u00a0h 1\u00a0min"),
        (90_000, "1\u00a0j 1\u00a0h"),
    ],
)
def test_durations_are_read_at_a_glance(secondes: float | None, texte: str) -> None:
    """Une durée se lit en deux unités au plus."""
    assert duration(secondes) == texte


@pytest.mark.parametrize(
    ("secondes", "texte"), [(0.2, "1 s"), (59, "59 s"), (61, "1 min"), (7_380, "2 h 03")]
)
def test_a_duration_to_come_reads_as_one_would_say_it(secondes: float, texte: str) -> None:
    """Une durée est arrondie."""
    assert estimate(secondes) == texte
