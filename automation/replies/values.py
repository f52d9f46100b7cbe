"""Pur : ce qu'une valeur doit être pour aller dans une réponse, champ par champ.

Une base écrit « nan », « NULL », « #N/A », « . » ou un blanc invisible à la place de rien : montrer
cela à un client serait un trou. Chaque champ dit ce qu'il accepte, plutôt que ce qu'il refuse.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

_INVISIBLES = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0]+"
)
_BLANCS = re.compile(" {2,}")

_SANS_VALEUR = frozenset(
    {"na", "nan", "nc", "nd", "nil", "none", "null", "tbd", "todo", "undefined", "unknown"}
    | {"aucun", "aucune", "inconnu", "inconnue", "vide"}
)
"""Ce que des bases et des tableurs écrivent à la place de rien, sans sa ponctuation."""

_SUIVI = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ./_-]{0,63}")
_REFERENCE = re.compile(r"[A-Za-z0-9#][A-Za-z0-9#+/._ -]{0,63}")
_EMAIL = re.compile(r"[^\s@{}<>\[\]]+@[^\s@{}<>\[\]]+")
_LIEN = re.compile(r"https?://[^\s{}<>\[\]]+")
_GENRES = {"L": "lettre", "M": "lettre", "N": "chiffre"}


def known_value(valeur: str | None) -> str | None:
    """La valeur sur une ligne, sans caractère invisible ; ``None`` si elle ne dit rien."""
    if not valeur:
        return None
    propre = valeur
    if "  " in valeur or not (valeur.isascii() and valeur.isprintable()):
        propre = _BLANCS.sub(" ", _INVISIBLES.sub(" ", valeur))
    propre = propre.strip()
    mot = "".join(filter(str.isalnum, propre)).lower()
    if not mot or mot in _SANS_VALEUR or (len(mot) > 1 and set(mot) == {"x"}):
        return None
    return None if "\ufffd" in propre else propre


@lru_cache(maxsize=4096)
def field_value(nom: str, valeur: str | None) -> str | None:
    """La valeur d'une variable, si elle peut être celle de ce champ ; sinon ``None``.

    Args:
        nom: la variable (« prenom_client »).
    """
    propre = known_value(valeur)
    accepte = _CHAMPS.get(nom)
    return propre if propre is not None and (accepte is None or accepte(propre)) else None


def _is_words(signes: str, lettres: int) -> Callable[[str], bool]:
    """Des lettres (``lettres`` au moins, ou un idéogramme), des chiffres, et ces signes-là."""

    def accepte(valeur: str) -> bool:
        genres = [
            "signe" if c in signes else _GENRES.get(unicodedata.category(c)[0]) for c in valeur
        ]
        voulues = 1 if any(c > "\u2e7f" for c in valeur) else lettres
        return None not in genres and genres.count("lettre") >= voulues

    return accepte


def _is_tracking(valeur: str) -> bool:
    signes = [c for c in valeur if c.isalnum()]
    varie = len(signes) >= 4 and len(set(signes)) > 1
    return varie and any(c.isdigit() for c in signes) and _SUIVI.fullmatch(valeur) is not None


def _is_reference(valeur: str) -> bool:
    nombre = valeur.isdecimal() and int(valeur[:64]) > 0
    mot = sum(map(str.isalnum, valeur)) >= 4
    return (nombre or mot) and _REFERENCE.fullmatch(valeur) is not None


def _is_count(valeur: str) -> bool:
    return re.fullmatch("[1-9][0-9]{0,17}", valeur) is not None


def _is_plain(valeur: str) -> bool:
    return not set("{}[]<>｛｝") & set(valeur)


_CHAMPS: dict[str, Callable[[str], bool]] = {
    "nom_client": _is_words(" '’.,-·&()", 2),
    "prenom_client": _is_words(" '’.-·", 2),
    "email_client": lambda valeur: _EMAIL.fullmatch(valeur) is not None,
    "id_commande": _is_count,
    "reference": _is_reference,
    "nb_articles": _is_count,
    "statut_commande": _is_words(" '’-", 3),
    "transporteur": _is_words(" '’.,-·&()/+", 2),
    "numero_suivi": _is_tracking,
    "lien_suivi": lambda valeur: _LIEN.fullmatch(valeur) is not None,
    "lien_facture": lambda valeur: _LIEN.fullmatch(valeur) is not None,
    "delai_reponse": _is_plain,
    "nom_boutique": _is_plain,
}
"""Ce que chaque champ accepte ; les dates et les montants sont mis en français par nous."""
