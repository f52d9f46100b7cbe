"""Ce que la boutique dit de chaque catégorie : ses modèles, et si l'on y répond seul."""

import logging
from collections.abc import Callable, Sequence
from typing import NamedTuple

from automation.replies.templates import unknown_variables
from automation.understanding.rules import Rules
from models import same_name
from models.tickets import ReponseType

logger = logging.getLogger("support.agent")


class Categorie(NamedTuple):
    """Une catégorie, pour la boutique.

    Attributes:
        modeles: ses modèles utilisables, du plus ancien au plus récent.
        automatique: elle est ouverte aux réponses automatiques.
        commande_requise: elle n'a de réponse qu'à propos d'une commande.
    """

    modeles: list[ReponseType]
    automatique: bool
    commande_requise: bool


class Categories:
    """Ce que les règles, les réglages et les modèles disent de chaque catégorie.

    Args:
        automatiques: catégories ouvertes aux réponses automatiques.
        read_templates: lit tous les modèles de la boutique ; appelé une fois, au premier besoin.
    """

    def __init__(
        self,
        rules: Rules,
        automatiques: Sequence[str],
        read_templates: Callable[[], list[ReponseType]],
    ) -> None:
        self._rules = rules
        self._automatiques = automatiques
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
            self._modeles = _usable(self._read_templates())
        return Categorie(
            modeles=[modele for modele in self._modeles if same_name(modele.categorie, nom)],
            automatique=any(same_name(autre, nom) for autre in self._automatiques),
            commande_requise=any(
                regle.commande_requise and same_name(regle.nom, nom)
                for regle in self._rules.categories
            ),
        )


def _usable(modeles: Sequence[ReponseType]) -> list[ReponseType]:
    """Les modèles sans variable inconnue ; les autres sont nommés à la personne, une fois."""
    utilisables = []
    for modele in modeles:
        inconnues = unknown_variables(modele.texte)
        if inconnues:
            logger.warning(
                "Un modèle de « %s » (n° %s) est laissé de côté : %s. Corrigez-le.",
                modele.categorie,
                modele.id,
                _defects(inconnues),
            )
        else:
            utilisables.append(modele)
    return utilisables


def _defects(inconnues: Sequence[str]) -> str:
    noms = [f"{{{nom}}}" for nom in inconnues if nom not in ("", "{", "}")]
    defauts = []
    if noms:
        verbe = "n'est pas une variable connue" if len(noms) == 1 else "ne sont pas connues"
        defauts.append(f"{', '.join(noms)} {verbe}")
    if len(noms) < len(inconnues):
        defauts.append("une accolade est vide, doublée ou n'est pas fermée")
    return " ; ".join(defauts)
