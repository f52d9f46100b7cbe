"""La progression d'un long travail, sur la sortie d'erreur."""

import sys
import time
from typing import Self

from automation.languages.fr.writing import estimate, grouped, plural
from cli.output import EFFACER, Output, columns

PAS_S = 30.0
"""Secondes entre deux lignes quand la sortie d'erreur n'est pas un terminal."""

PAS_TERMINAL_S = 0.2
"""Secondes entre deux dessins de la ligne d'un terminal."""


class Progress:
    """Dit où l'on en est : nombre, débit, et temps restant si le total est connu.

    Args:
        total: nombre attendu, ou ``None`` si on ne le sait pas.
        mots: ce que l'on compte, au singulier.
        en_lignes: dit aussi l'avancement hors d'un terminal, une ligne de temps en temps.
    """

    def __init__(
        self,
        out: Output,
        total: int | None = None,
        mots: str = "ticket",
        *,
        en_lignes: bool = False,
    ) -> None:
        self._out = out
        self._total = total
        self._mots = mots
        self._terminal = sys.stderr.isatty()
        self._debut = time.monotonic()
        self._prochain = self._debut + (0 if self._terminal else PAS_S)
        self._dessinee = False
        self._muette = out.discret or not (self._terminal or en_lignes)
        self._faits = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *erreur: object) -> None:
        self.clear()

    def advance(self) -> None:
        """Un de plus."""
        self.reach(self._faits + 1)

    def reach(self, faits: int) -> None:
        """Il y en a maintenant tant."""
        self._faits = faits
        maintenant = time.monotonic()
        if self._muette or maintenant < self._prochain:
            return
        self._prochain = maintenant + (PAS_TERMINAL_S if self._terminal else PAS_S)
        phrase = describe(faits, self._total, maintenant - self._debut, self._mots)
        if self._terminal:
            # Une ligne trop longue irait à la suivante, et ne s'effacerait plus.
            sys.stderr.write(f"{EFFACER}{phrase[: (columns(sys.stderr) or 80) - 1]}")
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


def describe(faits: int, total: int | None, secondes: float, mots: str = "ticket") -> str:
    """Une ligne de progression : « 1 200 tickets sur 50 000, 310 par seconde, encore 3 min »."""
    debit = faits / secondes if secondes > 0 else 0.0
    sur = f" sur {grouped(total)}" if total is not None and total >= faits else ""
    vitesse = f"{debit:.0f} par seconde" if debit >= 10 else f"{debit * 60:.0f} par minute"
    reste = ""
    if sur and debit and total is not None and total > faits:
        reste = f", encore {estimate((total - faits) / debit)}"
    return f"{plural(faits, mots)}{sur}, {vitesse}{reste}"
