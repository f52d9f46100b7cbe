"""Ctrl-C et SIGTERM : finir ce qui est commencé, puis s'arrêter."""

import signal
from types import FrameType, TracebackType
from typing import Any, NoReturn

from errors import Interrupted

CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}
"""Codes de sortie d'usage : 128 plus le numéro du signal."""


class StopRequest:
    """Retient une demande d'arrêt le temps d'un travail ; la deuxième arrête tout de suite."""

    def __init__(self) -> None:
        self.code = 0
        self._anciens: dict[signal.Signals, Any] = {}

    def asked(self) -> bool:
        """Vrai si l'arrêt a été demandé."""
        return self.code != 0

    def __enter__(self) -> "StopRequest":
        for numero in CODES:
            self._anciens[numero] = signal.signal(numero, self._remember)
        return self

    def __exit__(
        self,
        type_: type[BaseException] | None,
        erreur: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for numero, ancien in self._anciens.items():
            signal.signal(numero, ancien)

    def _remember(self, numero: int, _: FrameType | None) -> None:
        if self.code:
            stop_now(numero, None)
        self.code = CODES[signal.Signals(numero)]


def stop_now(numero: int, _: FrameType | None) -> NoReturn:
    """Interrompt ce qui est en cours.

    Raises:
        Interrupted: toujours, avec le code de sortie du signal.
    """
    raise Interrupted("Arrêt demandé.", CODES[signal.Signals(numero)])


def install() -> None:
    """Fait de Ctrl-C et de SIGTERM des arrêts ordinaires, pour toutes les commandes."""
    for numero in CODES:
        signal.signal(numero, stop_now)
