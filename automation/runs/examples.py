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
COLONNES_DEMANDE = ("demande",)
COLONNES_DEMANDES_ADMISES = ("autres_demandes",)


@dataclass(frozen=True, slots=True)
class Exemple:
    """Un message déjà classé : sa ligne, son texte, sa catégorie et les autres admises.

    Attributes:
        demande: ce qui est demandé ; vide si le fichier ne le dit pas.
        demandes_admises: d'autres demandes aussi justes.
    """

    n: int
    texte: str
    attendu: str
    admises: frozenset[str] = frozenset()
    demande: str = ""
    demandes_admises: frozenset[str] = frozenset()

    def accepts(self, categorie: str) -> bool:
        """Vrai si cette catégorie est juste."""
        return categorie == self.attendu or categorie in self.admises


def read_examples(fichier: Path, categories: Sequence[str]) -> Iterator[Exemple | Ligne]:
    """Les exemples d'un fichier CSV ou JSON Lines ; une ligne fausse est rendue avec sa raison.

    Args:
        fichier: colonnes « text » (ou « message »), « label » (ou « catégorie »), et si besoin
            « alt_labels » : d'autres catégories admises, séparées par « | » en CSV ; « demande »
            et « autres_demandes » de même.
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
    attendu = _category_name(brute, categories)
    admises = _list(champs, COLONNES_ADMISES)
    autres = frozenset(_category_name(nom, categories) for nom in admises)
    demande = _field(champs, COLONNES_DEMANDE) or ""
    if not hasattr(demande, "strip"):
        raise ValueError("« demande » doit être un texte, par exemple « facture »")
    aussi = frozenset(nom.strip() for nom in _list(champs, COLONNES_DEMANDES_ADMISES))
    return Exemple(numero, texte, attendu, autres - {attendu}, demande.strip(), aussi)


def _list(champs: Mapping[str, Any], noms: Sequence[str]) -> list[str]:
    valeur = _field(champs, noms) or []
    if isinstance(valeur, str):
        valeur = [nom for nom in valeur.split("|") if nom.strip()]
    if not hasattr(valeur, "append"):
        raise ValueError(f"« {noms[0]} » doit être une liste")
    return [str(nom) for nom in valeur]


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
