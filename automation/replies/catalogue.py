"""Pur : les modèles de la boutique, et ceux qui ne peuvent pas servir."""

from collections.abc import Callable, Sequence

from automation.replies.templates import unknown_variables
from models.tickets import ReponseType


class Catalogue:
    """Les modèles utilisables de la boutique.

    Args:
        read_templates: les lit ; appelé une fois, au premier besoin.
    """

    def __init__(self, read_templates: Callable[[], list[ReponseType]]) -> None:
        self._read_templates = read_templates
        self._modeles: list[ReponseType] | None = None

    def forget(self) -> None:
        """Oublie les modèles lus : le prochain besoin les relira."""
        self._modeles = None

    @property
    def modeles(self) -> list[ReponseType]:
        """Tous les modèles utilisables."""
        if self._modeles is None:
            self._modeles = self._read_templates()
        return self._modeles


def sort_templates(modeles: Sequence[ReponseType]) -> tuple[list[ReponseType], list[str]]:
    """Les modèles utilisables, et une phrase pour chacun des autres.

    Un modèle dont une variable n'existe pas ne peut pas être rempli.
    """
    utilisables, phrases = [], []
    for modele in modeles:
        inconnues = unknown_variables(modele.texte)
        if inconnues:
            phrases.append(
                f"Un modèle de « {modele.categorie} » (n° {modele.id}) est laissé de côté : "
                f"{defects(inconnues)}. Corrigez-le."
            )
        else:
            utilisables.append(modele)
    return utilisables, phrases


def defects(inconnues: Sequence[str]) -> str:
    """Ce qui empêche de remplir un modèle, en une phrase sans majuscule ni point."""
    noms = [_written(nom) for nom in inconnues if nom not in ("", "{", "}")]
    defauts = []
    if noms:
        verbe = "n'est pas une variable connue" if len(noms) == 1 else "ne sont pas connues"
        defauts.append(f"{', '.join(noms)} {verbe}")
    if len(noms) < len(inconnues):
        defauts.append("une accolade est vide, doublée ou n'est pas fermée")
    return " ; ".join(defauts)


def _written(nom: str) -> str:
    """Une variable inconnue entre ses accolades ; la marque d'un autre outil, telle quelle."""
    return f"{{{nom}}}" if nom[0].isalnum() and set(nom) != {"x"} else nom
