"""Pur : le formulaire de contact d'un site, dont seul le « Message : » est de la personne."""

import re
from collections.abc import Sequence

from automation.languages.fr.words import FORMULAIRE, FORMULAIRE_MESSAGE
from automation.reading.folding import alternatives
from automation.reading.mail_blocks import Ligne, header_kind

_CHAMPS = (*FORMULAIRE, "name", "first name", "last name", "phone", "country")
_MESSAGES = (*FORMULAIRE_MESSAGE, "body", "comment", "comments", "your message")
_CHAMP = re.compile(rf"[\s*]*{alternatives(_CHAMPS)}[\s*]{{0,3}}:")
_MESSAGE = re.compile(rf"[\s*]*{alternatives(_MESSAGES)}[\s*]{{0,3}}:\W*(?P<texte>.*)")
_COMMANDE = re.compile(
    r"[\s*]*(?:(?:numero|n°|reference)\W{0,3}(?:de )?)?(?:la |votre )?commande\b.{0,20}:"
    r"|[\s*]*reference\s?:"
)
LIGNES_MAX = 40
"""Le « Message : » d'un formulaire est dans ses premières lignes."""


def form_end(lignes: Sequence[Ligne]) -> int:
    """Nombre de lignes du haut d'un formulaire, avant ce que la personne y a écrit ; 0 sans lui."""
    champs = 0
    adresse = False
    for rang, ligne in enumerate(lignes[:LIGNES_MAX]):
        trouve = _MESSAGE.match(ligne.plate)
        if trouve and (champs >= 2 or (champs and adresse)):
            return rang if trouve["texte"] else rang + 1
        if _CHAMP.match(ligne.plate) or header_kind(ligne.plate):
            champs += 1
        elif champs and _prose(ligne.plate):
            return 0
        adresse |= champs > 0 and "@" in ligne.plate
    return 0


def names_an_order(plate: str) -> bool:
    """Vrai pour le champ où un formulaire demande le numéro de la commande."""
    return _COMMANDE.match(plate) is not None


def _prose(plate: str) -> bool:
    """Vrai pour une phrase : ce n'est plus un champ, ni la valeur d'un champ."""
    return len(plate.split()) > 8 and ":" not in plate
