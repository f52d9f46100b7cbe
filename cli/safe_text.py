"""Rendre montrable un texte venu d'ailleurs : il ne doit pas piloter le terminal."""

import re

# Commandes C0 et C1 (sauf tabulation et saut de ligne), marques de sens d'écriture, séparateurs
# de ligne Unicode et demi-caractères : tout ce qui agit au lieu de s'afficher.
_ACTIFS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def visible(texte: str) -> str:
    """Le texte, où chaque caractère actif est remplacé par un signe qui le montre.

    Les sauts de ligne et les tabulations restent ; un retour chariot suivi d'un saut de ligne
    n'est qu'un saut de ligne.
    """
    return _ACTIFS.sub(_show, texte.replace("\r\n", "\n"))


def one_line(texte: str) -> str:
    """Le même, sur une seule ligne."""
    return " ".join(visible(texte).split())


def shorten(texte: str, colonnes: int) -> str:
    """Le texte, ou son début et « … » s'il prend plus de colonnes (un emoji en prend deux)."""
    # Importé ici : l'aide n'en a pas besoin.
    from unicodedata import east_asian_width

    largeurs = [2 if east_asian_width(caractere) in "WF" else 1 for caractere in texte]
    if sum(largeurs) <= colonnes:
        return texte
    pris = 0
    while sum(largeurs[: pris + 1]) < colonnes:
        pris += 1
    return f"{texte[:pris]}…"


def escape_json(document: str) -> str:
    """Un document JSON équivalent, où les caractères actifs sont écrits ``\\uXXXX``."""
    return _ACTIFS.sub(lambda trouve: f"\\u{ord(trouve[0]):04x}", document)


def _show(trouve: re.Match[str]) -> str:
    rang = ord(trouve[0])
    if rang < 0x20:
        return chr(0x2400 + rang)
    return "␡" if rang == 0x7F else "�"
