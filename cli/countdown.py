"""Une attente imposée par un service se voit : un compte à rebours, pas un blocage."""

import math
import sys
import threading
import time

EFFACER = "\r\x1b[K"


class Countdown:
    """Montre, sur la ligne du terminal, les secondes qui restent ; s'efface à la fin.

    Le fil qui attend n'en dépend pas : c'est un autre fil qui dessine, et il ne retient pas la fin
    du programme.
    """

    def __init__(self, phrase: str, secondes: float) -> None:
        self._phrase = phrase
        self._fin = time.monotonic() + secondes

    def start(self) -> threading.Thread:
        """Commence à compter, et rend le fil qui dessine."""
        fil = threading.Thread(target=self._draw, name="compte-a-rebours", daemon=True)
        fil.start()
        return fil

    def _draw(self) -> None:
        while (reste := self._fin - time.monotonic()) > 0:
            sys.stderr.write(f"{EFFACER}{self._phrase} Encore {math.ceil(reste)} s.")
            sys.stderr.flush()
            time.sleep(min(1.0, reste))
        sys.stderr.write(EFFACER)
        sys.stderr.flush()
