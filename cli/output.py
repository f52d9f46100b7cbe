"""Les deux sorties : le résultat sur la sortie standard, tout le reste sur la sortie d'erreur."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Any, TextIO

from cli.safe_text import escape_json, visible

EFFACER = "\r\x1b[K"
"""Ce qui efface la ligne d'un terminal avant d'y écrire."""

_STYLES = {"gras": "1", "pâle": "2", "vert": "32", "jaune": "1;33", "rouge": "31"}
_LARGEUR_MIN = 20
_LIE = "\ue000"  # tient la place d'une espace où l'on ne coupe pas


def open_closed_streams() -> None:
    """Remplace les flux que l'appelant a fermés (``>&-``) : Python les donne à ``None``."""
    for nom, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, nom) is None:
            flux = open(os.devnull, mode, encoding="utf-8")  # noqa: SIM115, PTH123  # tout du long
            setattr(sys, nom, flux)


class Output:
    """Où écrire, et comment.

    Args:
        en_json: le résultat est un document JSON, et rien d'autre ne va sur la sortie standard.
        discret: ni progression, ni avertissement.
        sans_couleur: ni couleurs ni gras, même sur un terminal (``--no-color``).
    """

    def __init__(
        self,
        *,
        en_json: bool,
        discret: bool,
        bavard: bool = False,
        sans_couleur: bool = False,
    ) -> None:
        for flux in (sys.stdout, sys.stderr):
            if hasattr(flux, "reconfigure"):
                # Même où la langue du système est « C », on écrit en UTF-8.
                flux.reconfigure(encoding="utf-8", errors="backslashreplace")
        self.en_json = en_json
        self.discret = discret
        self.bavard = bavard
        self.sans_couleur = sans_couleur
        self.sortie_fermee = False

    @property
    def couleurs(self) -> bool:
        """Vrai si la sortie standard est un terminal, et que personne ne refuse les couleurs.

        ``NO_COLOR`` : https://no-color.org ; un terminal « dumb » ne connaît aucune séquence.
        """
        refus = self.sans_couleur or os.environ.get("NO_COLOR")
        return not refus and os.environ.get("TERM") != "dumb" and sys.stdout.isatty()

    @property
    def largeur(self) -> int | None:
        """Colonnes du terminal ; ``None`` dans un tuyau ou un fichier, où rien n'est replié."""
        return _width(sys.stdout)

    def style(self, texte: str, nom: str) -> str:
        """Le texte dans un style (``gras``, ``pâle``, ``vert``…), là où il y a des couleurs."""
        return f"\x1b[{_STYLES[nom]}m{texte}\x1b[0m" if self.couleurs else texte

    def gras(self, texte: str) -> str:
        """Le texte en gras, là où il y a des couleurs."""
        return self.style(texte, "gras")

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
            _say(texte)

    def error(self, texte: str) -> None:
        """Écrit une erreur sur la sortie d'erreur."""
        _say(texte)

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


class JsonStream:
    """Un document JSON écrit à mesure : une liste, puis d'autres champs.

    Args:
        nom: celui de la liste.
    """

    def __init__(self, out: Output, nom: str) -> None:
        self._out = out
        self._debut = f'{{"{nom}": ['

    def add(self, element: Mapping[str, Any]) -> None:
        """Écrit un élément de la liste."""
        self._out.raw(self._debut + dump(element))
        self._debut = ", "

    def end(self, suite: Mapping[str, Any]) -> None:
        """Ferme la liste, et ajoute ce qui la suit (un champ au moins)."""
        vide = "" if self._debut == ", " else self._debut
        self._out.raw(f"{vide}], {dump(suite)[1:]}\n")


def dump(contenu: Any) -> str:
    """Le document JSON, lisible et sans caractère qui piloterait un terminal."""
    import json

    return escape_json(json.dumps(contenu, ensure_ascii=False, allow_nan=False))


def silence_stdout() -> None:
    """Détourne la sortie fermée, que Python voudrait encore vider en partant."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def wrap(texte: str, place: int) -> str:
    """Le texte, replié entre ses mots en ``place`` colonnes ; un mot plus long reste entier.

    Un deux-points ou un guillemet fermant ne commence jamais une ligne.
    """
    import re
    import textwrap

    lignes = []
    for ligne in re.sub(r" (?=[:;?!»])|(?<=«) ", _LIE, texte).split("\n"):
        lignes += textwrap.wrap(ligne, place, break_long_words=False, break_on_hyphens=False) or [
            ""
        ]
    return "\n".join(lignes).replace(_LIE, " ")


def columns(flux: TextIO | None = None) -> int:
    """Les colonnes du terminal de ce flux (``COLUMNS`` l'emporte), 0 si on l'ignore."""
    demande = os.environ.get("COLUMNS", "")
    if demande.isascii() and demande.isdigit() and int(demande) > 0:
        return int(demande)
    try:
        return os.get_terminal_size((flux or sys.stdout).fileno()).columns
    except (OSError, ValueError):
        return 0


def _width(flux: TextIO) -> int | None:
    return max(_LARGEUR_MIN, columns(flux) or 80) if flux.isatty() else None


def _say(texte: str) -> None:
    largeur = _width(sys.stderr)
    texte = visible(texte)
    _write_to(sys.stderr, f"{texte if largeur is None else wrap(texte, largeur)}\n")


def _write_to(flux: TextIO, texte: str) -> None:
    try:
        flux.write(texte)
        flux.flush()
    except OSError:
        # Plus personne ne lit la sortie d'erreur : il n'y a plus rien à dire à personne.
        os.dup2(os.open(os.devnull, os.O_WRONLY), flux.fileno())
