"""La progression d'un long travail, sur la sortie d'erreur."""

import sys
import time

from cli.output import Output

PAS_S = 30.0
"""Secondes entre deux lignes quand la sortie d'erreur n'est pas un terminal."""

PAS_TERMINAL_S = 0.2
"""Secondes entre deux dessins de la ligne d'un terminal."""

EFFACER = "\r\x1b[K"


class Progress:
    """Dit où l'on en est : nombre, débit, et temps restant si le total est connu.

    Args:
        total: nombre de tickets attendus, ou ``None`` si on ne le sait pas.
    """

    def __init__(self, out: Output, total: int | None) -> None:
        self._out = out
        self._total = total
        self._terminal = sys.stderr.isatty()
        self._debut = time.monotonic()
        self._prochain = self._debut + (0 if self._terminal else PAS_S)
        self._dessinee = False
        self._faits = 0

    def advance(self) -> None:
        """Un ticket de plus."""
        self._faits += 1
        maintenant = time.monotonic()
        if self._out.discret or maintenant < self._prochain:
            return
        self._prochain = maintenant + (PAS_TERMINAL_S if self._terminal else PAS_S)
        phrase = describe(self._faits, self._total, maintenant - self._debut)
        if self._terminal:
            sys.stderr.write(f"{EFFACER}{phrase}")
            sys.stderr.flush()
            self._dessinee = True
        else:
            self._out.note(phrase)

    def clear(self) -> None:
        """Efface la ligne du terminal, avant qu'autre chose ne s'y écrive."""
        if self._dessinee:
            sys.stderr.write(EFFACER)
            sys.stderr.flush()
            self._dessinee = False


def describe(faits: int, total: int | None, secondes: float) -> str:
    """Une ligne de progression : « 1 200 tickets sur 50 000, 310 par seconde, encore 3 min »."""
    debit = faits / secondes if secondes > 0 else 0.0
    sur = f" sur {_number(total)}" if total is not None and total >= faits else ""
    vitesse = f"{debit:.0f} par seconde" if debit >= 10 else f"{debit * 60:.0f} par minute"
    reste = ""
    if sur and debit and total is not None and total > faits:
        reste = f", encore {duration((total - faits) / debit)}"
    return f"{_number(faits)} tickets{sur}, {vitesse}{reste}"


def duration(secondes: float) -> str:
    """Une durée arrondie, comme on la dirait."""
    if secondes < 60:
        return f"{max(1, round(secondes))} s"
    minutes = round(secondes / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d}"


def _number(nombre: int) -> str:
    return f"{nombre:,}".replace(",", "\u202f")
