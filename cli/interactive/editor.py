"""Écrire une réponse dans l'éditeur de la personne."""

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from cli.safe_text import one_line
from errors import UsageError
from models import storable

REPLIS = ("nano", "vi", "vim", "emacs")
"""Éditeurs essayés si ni VISUAL ni EDITOR n'est donné."""


def edit_text(texte: str) -> str:
    """Ouvre le texte dans l'éditeur (``VISUAL``, puis ``EDITOR``), et rend ce qui en est sorti.

    Le fichier temporaire n'est lisible que de la personne, et disparaît ensuite.

    Raises:
        UsageError: aucun éditeur, ou il n'a pas fini normalement ; le texte n'a pas changé.
    """
    commande = _command()
    descripteur, nom = tempfile.mkstemp(prefix="reponse-", suffix=".txt")
    chemin = Path(nom)
    try:
        with open(descripteur, "w", encoding="utf-8") as fichier:  # noqa: PTH123  # déjà ouvert
            fichier.write(texte)
        _launch([*commande, nom])
        return storable(chemin.read_text(encoding="utf-8", errors="replace")).strip("\n")
    finally:
        chemin.unlink(missing_ok=True)


def _command() -> list[str]:
    for variable in ("VISUAL", "EDITOR"):
        donnee = os.environ.get(variable, "").strip()
        if donnee:
            try:
                return shlex.split(donnee)
            except ValueError as erreur:
                raise UsageError(
                    f"La variable {variable} est mal écrite : il y manque un guillemet."
                ) from erreur
    trouve = next((nom for nom in REPLIS if shutil.which(nom)), None)
    if trouve is None:
        raise UsageError(
            "Aucun éditeur n'est installé. Donnez le vôtre dans la variable EDITOR, par exemple "
            "EDITOR=nano, ou installez nano."
        )
    return [trouve]


def _launch(commande: list[str]) -> None:
    # Ctrl-C, dans l'éditeur, est l'affaire de l'éditeur.
    ancien = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        code = subprocess.run(commande, check=False).returncode  # noqa: S603  # son éditeur
    except OSError as erreur:
        raise UsageError(
            f"L'éditeur « {one_line(commande[0])} » n'a pas pu être lancé. Donnez-en un autre dans "
            "la variable EDITOR ; la réponse n'a pas changé."
        ) from erreur
    finally:
        signal.signal(signal.SIGINT, ancien)
    if code:
        raise UsageError(
            f"L'éditeur « {one_line(commande[0])} » a fini sur une erreur (code {code}) : la "
            "réponse n'a pas changé."
        )
