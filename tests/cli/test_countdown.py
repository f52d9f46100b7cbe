"""Une attente demandée par Notion se voit."""

import io
import logging
import re
import threading

import pytest

from cli.log import configure, count_down
from cli.output import Output
from tests.notion_world import FauxTemps


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_wait_counts_down_then_disappears(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sur un terminal, les secondes qui restent s'affichent, puis la ligne s'efface."""
    ecran, temps = _Terminal(), FauxTemps()
    monkeypatch.setattr("sys.stderr", ecran)
    count_down("Notion : trop de demandes.", 2.5, temps.monotonic, temps.sleep)
    assert re.findall(r"Encore (\d) s", ecran.getvalue()) == ["3", "2", "1"]
    assert temps.attentes == [1.0, 1.0, 0.5]
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
    for fil in threading.enumerate():
        if fil.name == "compte-a-rebours":
            fil.join()
    if terminal:
        assert "Encore 1 s" in ecran.getvalue()
    else:
        assert ecran.getvalue() == "Notion : trop de demandes.\n"
