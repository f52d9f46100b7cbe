"""Les deux sorties : le résultat sur la sortie standard, tout le reste sur la sortie d'erreur."""

import json
import logging
import os
import sys
from pathlib import Path
from typing import Any, TextIO

from cli.safe_text import escape_json, visible


def open_closed_streams() -> None:
    """Remplace les flux que l'appelant a fermés (``>&-``) : Python les donne à ``None``."""
    for nom, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, nom) is None:
            flux = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115  # tout du long
            setattr(sys, nom, flux)


class Output:
    """Où écrire, et comment.

    Args:
        en_json: le résultat est un document JSON, et rien d'autre ne va sur la sortie standard.
        discret: ni progression, ni avertissement.
    """

    def __init__(self, *, en_json: bool, discret: bool, bavard: bool = False) -> None:
        for flux in (sys.stdout, sys.stderr):
            if hasattr(flux, "reconfigure"):
                # Même où la langue du système est « C », on écrit en UTF-8.
                flux.reconfigure(encoding="utf-8", errors="backslashreplace")
        self.en_json = en_json
        self.discret = discret
        self.bavard = bavard
        self.sortie_fermee = False

    @property
    def couleurs(self) -> bool:
        """Vrai si la sortie standard est un terminal qui accepte les couleurs."""
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR")

    def gras(self, texte: str) -> str:
        """Le texte en gras, là où il y a des couleurs."""
        return f"\x1b[1m{texte}\x1b[0m" if self.couleurs else texte

    def text(self, texte: str = "") -> None:
        """Écrit une ligne de résultat (déjà rendue montrable par l'appelant)."""
        self._write(f"{texte}\n")

    def document(self, contenu: Any) -> None:
        """Écrit le document JSON."""
        self._write(f"{dump(contenu)}\n")

    def raw(self, morceau: str) -> None:
        """Écrit un morceau de document JSON déjà formé."""
        self._write(morceau)

    def note(self, texte: str) -> None:
        """Écrit une information sur la sortie d'erreur, sauf en mode discret."""
        if not self.discret:
            _write_to(sys.stderr, f"{visible(texte)}\n")

    def error(self, texte: str) -> None:
        """Écrit une erreur sur la sortie d'erreur."""
        _write_to(sys.stderr, f"{visible(texte)}\n")

    def _write(self, texte: str) -> None:
        if self.sortie_fermee:
            return
        try:
            sys.stdout.write(texte)
            sys.stdout.flush()
        except OSError as erreur:
            # Qui lisait a fermé, ou le disque est plein : le travail continue, sans sortie, et le
            # code de sortie le dira.
            self.sortie_fermee = True
            silence_stdout()
            if not isinstance(erreur, BrokenPipeError):
                self.error(
                    "Le résultat n'a pas pu être écrit sur la sortie standard (disque plein ?) : "
                    "le travail, lui, continue."
                )


def dump(contenu: Any) -> str:
    """Le document JSON, lisible et sans caractère qui piloterait un terminal."""
    return escape_json(json.dumps(contenu, ensure_ascii=False, allow_nan=False))


def silence_stdout() -> None:
    """Détourne la sortie fermée, que Python voudrait encore vider en partant."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def configure_logging(output: Output) -> None:
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
        self._output.note(self.format(record))


def _write_to(flux: TextIO, texte: str) -> None:
    try:
        flux.write(texte)
        flux.flush()
    except OSError:
        # Plus personne ne lit la sortie d'erreur : il n'y a plus rien à dire à personne.
        os.dup2(os.open(os.devnull, os.O_WRONLY), flux.fileno())
