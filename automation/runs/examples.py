"""Lire un fichier de messages déjà classés par des personnes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from automation.reading.folding import fold_word
from automation.runs.ticket_file import Ligne, read_rows
from models import same_name

COLONNES_TEXTE = ("text", "texte", "message")
COLONNES_CATEGORIE = ("label", "categorie")
COLONNES_ADMISES = ("alt_labels", "autres_categories")


@dataclass(frozen=True, slots=True)
class Exemple:
    """Un message déjà classé : sa ligne, son texte, sa catégorie et les autres admises."""

    n: int
    texte: str
    attendu: str
    admises: frozenset[str] = frozenset()

    def accepts(self, categorie: str) -> bool:
        """Vrai si cette catégorie est juste."""
        return categorie == self.attendu or categorie in self.admises


def read_examples(fichier: Path, categories: Sequence[str]) -> Iterator[Exemple | Ligne]:
    """Les exemples d'un fichier CSV ou JSON Lines ; une ligne fausse est rendue avec sa raison.

    Args:
        fichier: colonnes « text » (ou « message »), « label » (ou « catégorie »), et si besoin
            « alt_labels » : d'autres catégories admises, séparées par « | » en CSV.
        categories: noms des catégories des règles, « Non classé » compris.

    Raises:
        UsageError: fichier illisible, ou sans ces colonnes.
    """
    requises = ("|".join(noms) for noms in (COLONNES_TEXTE, COLONNES_CATEGORIE))
    for ligne in read_rows(fichier, tuple(requises)):
        if ligne.champs is None:
            yield ligne
            continue
        try:
            yield _example(ligne.numero, ligne.champs, categories)
        except ValueError as erreur:
            yield Ligne(ligne.numero, None, str(erreur))


def _example(numero: int, champs: Mapping[str, Any], categories: Sequence[str]) -> Exemple:
    texte = _field(champs, COLONNES_TEXTE)
    if not isinstance(texte, str) or not texte.strip():
        raise ValueError("le texte manque (colonne « text » ou « message »)")
    brute = _field(champs, COLONNES_CATEGORIE)
    if not isinstance(brute, str) or not brute.strip():
        raise ValueError("la catégorie manque (colonne « label » ou « catégorie »)")
    admises = _field(champs, COLONNES_ADMISES) or []
    if isinstance(admises, str):
        admises = [nom for nom in admises.split("|") if nom.strip()]
    if not hasattr(admises, "append"):
        raise ValueError("« alt_labels » doit être une liste de catégories")
    attendu = _category_name(brute, categories)
    autres = frozenset(_category_name(str(nom), categories) for nom in admises)
    return Exemple(numero, texte, attendu, autres - {attendu})


def _field(champs: Mapping[str, Any], noms: Sequence[str]) -> Any:
    return next((champs[nom] for nom in noms if nom in champs), None)


def _category_name(brut: str, categories: Sequence[str]) -> str:
    for meme in (same_name, _same_letters):
        for nom in categories:
            if meme(nom, brut):
                return nom
    raise ValueError(f"« {brut.strip()[:60]} » n'est pas une catégorie des règles")


def _same_letters(nom: str, brut: str) -> bool:
    """Un tableur ou un collègue oublie les accents : « non classe » est « Non classé »."""
    return fold_word(nom) == fold_word(brut)
