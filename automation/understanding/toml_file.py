"""Décoder un fichier de règles : du TOML en UTF-8, et ses fautes d'écriture dites en français."""

import re
from pathlib import Path
from typing import Any

import tomli

from errors import ConfigurationError

_DEUX_FOIS = "ce nom est déjà donné plus haut ; une catégorie s'ouvre par [[categories]]"
_RAISONS = (
    ("Unclosed", "il manque une virgule avant ceci, ou le crochet fermant « ] » de la liste"),
    ("Unterminated string", "un guillemet n'est pas refermé"),
    ("Illegal character '\\n'", "un guillemet n'est pas refermé"),
    ("Illegal character", "un caractère invisible ne se lit pas ; réécrivez cette ligne"),
    ("Unescaped '\\\\'", "une barre « \\ » s'écrit deux fois de suite"),
    (
        "Expected '='",
        "« nom = valeur », nom sans accent ; une phrase se met entre guillemets droits",
    ),
    ("Expected ']", "il manque le crochet fermant de la section"),
    ("Expected newline", "quelque chose suit la valeur ; 3,5 s'écrit 3.5, avec un point"),
    (
        "Invalid value",
        'un texte se met entre guillemets droits ("…"), oui s\'écrit true ; ou bien la liste '
        "au-dessus n'est pas refermée",
    ),
    ("Invalid", "il faut [une_section] ou nom = valeur, le nom sans accent"),
    ("Cannot", _DEUX_FOIS),
    ("Duplicate", _DEUX_FOIS),
)
_LARGEUR_EXTRAIT = 60


def read_toml(chemin: Path, octets: bytes) -> tuple[str, dict[str, Any]]:
    """Le texte du fichier, et ce qu'il déclare.

    Raises:
        ConfigurationError: ce n'est pas de l'UTF-8, ou pas du TOML ; la phrase dit où.
    """
    try:
        contenu = octets.decode("utf-8-sig")
    except UnicodeDecodeError as erreur:
        ligne = octets[: erreur.start].count(b"\n") + 1
        raise ConfigurationError(
            f"Règles « {chemin} », ligne {ligne} : ce n'est pas de l'UTF-8. Enregistrez le fichier "
            "en UTF-8."
        ) from erreur
    try:
        return contenu, tomli.loads(contenu)
    except tomli.TOMLDecodeError as erreur:
        raise ConfigurationError(_describe(chemin, contenu, str(erreur))) from erreur
    except RecursionError as erreur:
        raise ConfigurationError(
            f"Règles « {chemin} » : des crochets y sont ouverts les uns dans les autres, sans fin."
        ) from erreur


def _describe(chemin: Path, contenu: str, message: str) -> str:
    raison = next(
        (phrase for debut, phrase in _RAISONS if message.startswith(debut)),
        "il y manque sans doute un guillemet, un crochet ou une virgule",
    )
    lieu = re.search(r"line (\d+), column (\d+)", message)
    if lieu is None:
        ou = "à la fin du fichier"
    else:
        numero = int(lieu[1])
        extrait = contenu.split("\n")[numero - 1].strip()[:_LARGEUR_EXTRAIT]
        ou = f"ligne {numero}, colonne {lieu[2]}" + (f" « {extrait} »" if extrait else "")
    return f"Règles « {chemin} », {ou} : {raison}. Ce n'est pas un fichier TOML correct."
