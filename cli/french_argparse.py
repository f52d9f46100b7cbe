"""argparse en français : ses phrases d'erreur, ses titres, ses refus."""

from __future__ import annotations

import argparse
import re
from typing import Any, NoReturn

from cli.output import columns
from errors import UsageError

# argparse ne parle qu'anglais : chacune de ses phrases d'erreur est dite en français.
_TRADUCTIONS = (
    (r"unrecognized arguments: (.+)", r"option inconnue ou de trop : \1"),
    (r"argument (\S+): expected one argument", r"\1 attend une valeur"),
    (r"argument (\S+): expected at least one argument", r"\1 attend une valeur au moins"),
    (r"argument (\S+): expected (\d+) arguments", r"\1 attend \2 valeurs"),
    (r"argument (\S+): not allowed with argument (\S+)", r"\1 et \2 ne vont pas ensemble"),
    (r"argument (\S+): ignored explicit argument '?(.*?)'?", r"\1 n'attend pas de valeur"),
    (r"argument (\S+): (.+)", r"\1 : \2"),
)


LARGEUR_MAX = 100
"""Colonnes de l'aide au plus : une ligne plus longue se lit mal."""


class Parser(argparse.ArgumentParser):
    """Un analyseur dont les erreurs sont des ``UsageError`` en français."""

    color = False  # depuis Python 3.14, argparse colorerait l'aide sans nous le demander

    def error(self, message: str) -> NoReturn:
        """Traduit l'erreur et la lève, au lieu de finir le programme."""
        raise UsageError(f"{_translate(message)} Voir « python main.py --help ».")


class Formatter(argparse.RawDescriptionHelpFormatter):
    """L'aide, en français."""

    def __init__(self, prog: str) -> None:
        # Sans largeur donnée, argparse importe « shutil » pour la demander au terminal.
        super().__init__(prog, max_help_position=26, width=min(columns() or 80, LARGEUR_MAX) - 2)

    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
        """Dit « utilisation »."""
        super().add_usage(usage, actions, groups, "utilisation : ")

    def _format_args(self, action, default_metavar):  # type: ignore[no-untyped-def]
        """Dit « ID… » là où argparse écrirait « ID [ID ...] »."""
        if action.nargs == argparse.ONE_OR_MORE:
            return f"{action.metavar}…"
        return super()._format_args(action, default_metavar)

    def start_section(self, heading: str | None) -> None:
        """Met l'espace qui précède le deux-points."""
        super().start_section(f"{heading} ")


class Once(argparse.Action):
    """Garde une valeur, et refuse la seconde : argparse oublierait la première sans le dire."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        """Garde la première valeur ; lève ``UsageError`` à la seconde."""
        if getattr(namespace, self.dest) is not None:
            raise UsageError(
                f"{option_string} est donné deux fois : une seule fois suffit. Voir « python "
                "main.py --help »."
            )
        setattr(namespace, self.dest, values)


def _translate(message: str) -> str:
    for motif, phrase in _TRADUCTIONS:
        trouve = re.fullmatch(motif, message, re.DOTALL)
        if trouve:
            traduite = trouve.expand(phrase)
            return f"{traduite[0].upper()}{traduite[1:]}."
    return "La ligne de commande est mal écrite."
