"""Les avertissements du programme, sur la sortie d'erreur ; une attente s'y compte à rebours."""

import logging
import math
import sys
import threading
import time
from collections.abc import Callable

from cli.output import EFFACER, Output


def configure(output: Output) -> None:
    """Montre les avertissements du programme sur la sortie d'erreur, une ligne chacun."""
    support = logging.getLogger("support")
    support.handlers = [_Handler(output)]
    support.propagate = False
    support.setLevel(logging.DEBUG if output.bavard else logging.WARNING)


class _Handler(logging.Handler):
    def __init__(self, output: Output) -> None:
        super().__init__()
        self._output = output

    def emit(self, record: logging.LogRecord) -> None:
        secondes = getattr(record, "secondes", None)
        phrase = self.format(record)
        if secondes is None or self._output.discret or not sys.stderr.isatty():
            self._output.note(phrase)
            return
        # Un autre fil que celui qui attend, et qui ne retient pas la fin du programme.
        threading.Thread(
            target=count_down, args=(phrase, secondes), name="compte-a-rebours", daemon=True
        ).start()


def count_down(
    phrase: str,
    secondes: float,
    monotonic: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Montre, sur la ligne du terminal, les secondes qui restent ; s'efface à la fin."""
    fin, reste = monotonic() + secondes, secondes
    while reste > 0:
        sys.stderr.write(f"{EFFACER}{phrase} Encore {math.ceil(reste)} s.")
        sys.stderr.flush()
        sleep(min(1.0, reste))
        reste = fin - monotonic()
    sys.stderr.write(EFFACER)
    sys.stderr.flush()
