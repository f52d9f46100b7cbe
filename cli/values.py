"""Les valeurs des options, lues et vérifiées."""

from __future__ import annotations

import argparse
import re
import sys
from typing import TYPE_CHECKING

from errors import UsageError

if TYPE_CHECKING:
    from datetime import date


ENTREE_STANDARD = "-"

WORKERS_MAX = 64
"""Processus d'une machine : chacun tient une connexion à la base."""


def order_id(texte: str) -> int | str:
    """Un numéro de commande, ou une référence, donné à part.

    Raises:
        argparse.ArgumentTypeError: ce n'est ni un entier entre 1 et 2^53 - 1, ni une référence.
    """
    # Importé ici : « --help » n'en a pas besoin.
    from models import read_order

    try:
        return read_order(texte)
    except UsageError as erreur:
        raise argparse.ArgumentTypeError(str(erreur)) from erreur


def positive(texte: str) -> int:
    """Un nombre de 1 ou plus.

    Raises:
        argparse.ArgumentTypeError: ce n'en est pas un.
    """
    if not re.fullmatch(r"[0-9]{1,12}", texte) or int(texte) < 1:
        raise argparse.ArgumentTypeError("il faut un nombre entier, 1 ou plus")
    return int(texte)


def workers(texte: str) -> int:
    """Un nombre de processus.

    Raises:
        argparse.ArgumentTypeError: ce n'en est pas un, ou il est trop grand pour une machine.
    """
    nombre = positive(texte)
    if nombre > WORKERS_MAX:
        raise argparse.ArgumentTypeError(f"il faut {WORKERS_MAX} processus au plus par machine")
    return nombre


def day(texte: str) -> date:
    """Un jour, écrit à la française (``31/12/2026``) ou en ISO (``2026-12-31``).

    Raises:
        argparse.ArgumentTypeError: ce n'est pas un jour du calendrier.
    """
    from datetime import date

    francaise = re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", texte.strip())
    iso = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", texte.strip())
    if francaise:
        jour, mois, annee = francaise.groups()
    elif iso:
        annee, mois, jour = iso.groups()
    else:
        raise argparse.ArgumentTypeError("il faut un jour, comme 31/12/2026 ou 2026-12-31")
    try:
        return date(int(annee), int(mois), int(jour))
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"« {texte.strip()} » n'est pas un jour du calendrier"
        ) from None


def shell(texte: str) -> str:
    """Un interpréteur de commandes que l'on sait compléter.

    Raises:
        argparse.ArgumentTypeError: ce n'en est pas un.
    """
    if texte not in ("bash", "zsh", "fish"):
        raise argparse.ArgumentTypeError("il faut bash, zsh ou fish")
    return texte


def read_text(texte: str) -> str:
    """Le texte donné, ou l'entrée standard pour « - ».

    Raises:
        UsageError: l'entrée standard ne peut pas être lue.
    """
    if texte != ENTREE_STANDARD:
        return texte
    try:
        octets = sys.stdin.buffer.read()
    except OSError as erreur:
        raise UsageError(
            "L'entrée standard ne peut pas être lue : rien n'a été traité."
        ) from erreur
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        return octets.decode("cp1252", errors="replace")
