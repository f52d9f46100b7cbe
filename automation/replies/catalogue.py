"""Pur : ce que la boutique dit de chaque catégorie."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from automation.replies.templates import unknown_variables
from automation.understanding.rules import Rules
from models import same_name
from models.tickets import ReponseType


class Categorie(NamedTuple):
    """Une catégorie, pour la boutique.

    Attributes:
        modeles: ses modèles utilisables, du plus ancien au plus récent.
        commande_requise: elle n'a de réponse qu'à propos d'une commande.
    """

    modeles: list[ReponseType]
    commande_requise: bool


class Categories:
    """Ce que les règles et les modèles disent de chaque catégorie.

    Args:
        read_templates: lit les modèles utilisables ; appelé une fois, au premier besoin.
    """

    def __init__(self, rules: Rules, read_templates: Callable[[], list[ReponseType]]) -> None:
        self._rules = rules
        self._read_templates = read_templates
        self._modeles: list[ReponseType] | None = None
        self._connues: dict[str, Categorie] = {}

    def forget(self) -> None:
        """Oublie les modèles lus : le prochain besoin les relira."""
        self._modeles = None
        self._connues.clear()

    def get(self, nom: str) -> Categorie:
        """La catégorie de ce nom, sans égard à la casse ; vide si personne ne la connaît."""
        connue = self._connues.get(nom)
        if connue is None:
            connue = self._connues[nom] = self._gather(nom)
        return connue

    def _gather(self, nom: str) -> Categorie:
        if self._modeles is None:
            self._modeles = self._read_templates()
        return Categorie(
            modeles=[modele for modele in self._modeles if same_name(modele.categorie, nom)],
            commande_requise=any(
                regle.commande_requise and same_name(regle.nom, nom)
                for regle in self._rules.categories
            ),
        )


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
                f"{_defects(inconnues)}. Corrigez-le."
            )
        else:
            utilisables.append(modele)
    return utilisables, phrases


def _defects(inconnues: Sequence[str]) -> str:
    noms = [f"{{{nom}}}" for nom in inconnues if nom not in ("", "{", "}")]
    defauts = []
    if noms:
        verbe = "n'est pas une variable connue" if len(noms) == 1 else "ne sont pas connues"
        defauts.append(f"{', '.join(noms)} {verbe}")
    if len(noms) < len(inconnues):
        defauts.append("une accolade est vide, doublée ou n'est pas fermée")
    return " ; ".join(defauts)
