"""La progression d'un long traitement."""

import pytest

from cli.progress import describe
from tests.bases import BaseSqlite
from tests.cli.test_pending_cli import CAMILLE, INSERTION, RETARD
from tests.conftest import Lancer


def test_a_line_says_how_many_how_fast_and_how_long() -> None:
    """Nombre, débit, et temps restant quand le total est connu."""
    assert (
        describe(1_200, 50_000, 4)
        == "1\u202f200 tickets sur 50\u202f000, 300 par seconde, encore 3 min"
    )
    assert describe(30, None, 60) == "30 tickets, 30 par minute"
    assert describe(1, None, 1) == "1 ticket, 60 par minute"
    assert describe(2, None, 60, "ligne lue") == "2 lignes lues, 2 par minute"
    assert describe(10, 10, 1) == "10 tickets sur 10, 10 par seconde"
    # Des tickets sont arrivés pendant le travail : l'ancien total ne veut plus rien dire.
    assert describe(12, 10, 1) == "12 tickets, 12 par seconde"


def test_progress_goes_to_standard_error_in_plain_lines(
    lancer: Lancer, embarquee: BaseSqlite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hors d'un terminal, des lignes simples ; rien avec --quiet, et la sortie reste le JSON."""
    monkeypatch.setattr("cli.progress.PAS_S", 0)
    assert lancer("--setup").code == 0
    for options, lignes in (((), 3), (("--quiet",), 0)):
        embarquee.sql(INSERTION, *[(CAMILLE, RETARD, "Nouveau")] * 3)
        fini = lancer("--process-pending", "--json", *options)
        assert fini.json["total"] == 3
        assert fini.erreurs.count(" sur 3,") == lignes
