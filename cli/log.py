"""Les avertissements du programme, sur la sortie d'erreur."""

import logging
import sys

from cli.output import Output


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
        if secondes is None or self._output.discret or not sys.stderr.isatty():
            self._output.note(self.format(record))
            return
        from cli.countdown import Countdown

        Countdown(self.format(record), secondes).start()
