"""Pur : les demandes telles que Notion les montre, en français, et leurs codes."""

from collections.abc import Mapping

from models import same_name

Labels = Mapping[str, str]
"""Le libellé de chaque demande, par code."""


def option_of(labels: Labels, code: str) -> str:
    """Le nom d'option d'une demande ; son code si les règles ne la connaissent pas."""
    return option_name(labels.get(code, code))


def option_name(libelle: str) -> str:
    """Un libellé tel que Notion l'admet comme option : sans virgule."""
    return libelle.replace(",", " –").strip()


def code_of(labels: Labels, option: str) -> str:
    """Le code d'une demande d'après l'option choisie : son libellé, ou son code.

    Une option inconnue est rendue telle quelle : le modèle qui la porte ne sert alors à aucune
    demande, plutôt qu'à toute sa catégorie.
    """
    for code, libelle in labels.items():
        if same_name(option, option_name(libelle)) or same_name(option, code):
            return code
    return option
