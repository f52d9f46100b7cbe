"""Une attente demandée par Notion se voit."""

import io
import logging
import re

import pytest

from cli.countdown import Countdown
from cli.log import configure
from cli.output import Output


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_wait_counts_down_then_disappears(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sur un terminal, les secondes qui restent s'affichent, puis la ligne s'efface."""
    ecran = _Terminal()
    monkeypatch.setattr("sys.stderr", ecran)
    Countdown("Notion : trop de demandes.", 1.2).start().join()
    assert re.findall(r"Encore (\d) s", ecran.getvalue()) == ["2", "1"]
    assert ecran.getvalue().endswith("\r\x1b[K")


@pytest.mark.parametrize("terminal", [True, False])
def test_a_wait_is_said_on_a_terminal_or_in_a_log(
    monkeypatch: pytest.MonkeyPatch, terminal: bool
) -> None:
    """Compte à rebours sur un terminal, une seule ligne ailleurs."""
    ecran = _Terminal() if terminal else io.StringIO()
    monkeypatch.setattr("sys.stderr", ecran)
    configure(Output(en_json=False, discret=False))
    journal = logging.getLogger("support.agent")
    journal.warning("Notion : %s.", "trop de demandes", extra={"secondes": 0.1})
    if terminal:
        assert "Encore 1 s" in ecran.getvalue()
    else:
        assert ecran.getvalue() == "Notion : trop de demandes.\n"
