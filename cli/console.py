"""La console des tableaux : rich, sans ses interprétations du texte d'autrui."""

from io import StringIO
from typing import TYPE_CHECKING

from cli.output import Output

if TYPE_CHECKING:
    from rich.console import Console


def make_console(out: Output, tampon: StringIO) -> "Console":
    """Une console qui écrit dans ``tampon``, en couleurs seulement là où il en faut."""
    from rich.console import Console

    return Console(
        file=tampon,
        force_terminal=out.couleurs,
        no_color=not out.couleurs,
        markup=False,
        highlight=False,
        emoji=False,
    )
