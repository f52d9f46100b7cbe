"""Pur : ce que « pas », « sans » ou « si » font aux mots qui les suivent."""

from typing import NamedTuple

from automation.understanding.words import Role, Sens

NIEE = "nié"
SUPPOSEE = "supposé"
MOTIFS = ("", NIEE, SUPPOSEE)
"""Pourquoi un mot ne compte pas ; vide s'il compte."""


class Contexte(NamedTuple):
    """Ce que les mots précédents font au suivant.

    Attributes:
        nie: nombre de mots encore niés.
        suppose: on est dans une supposition (« si le produit est cassé… »).
        indirect: le mot précédent interroge (« savoir si ») : un « si » ne suppose pas.
        neuf: le mot précédent ouvre la supposition (« si jamais » ne nie rien).
    """

    nie: int = 0
    suppose: bool = False
    indirect: int = 0
    neuf: bool = False

    @property
    def motif(self) -> str:
        """Pourquoi un mot lu ici ne compterait pas ; vide s'il compte."""
        return NIEE if self.nie else SUPPOSEE if self.suppose else ""

    def before(self, sens: Sens) -> "Contexte":
        """Le contexte dans lequel ce mot est lu."""
        nie = 0 if Role.FERME in sens else self.nie
        suppose = self.suppose and Role.FERME_SI not in sens
        return Contexte(nie, suppose, self.indirect, self.neuf)

    def after(self, sens: Sens, portee: int) -> "Contexte":
        """Le contexte que ce mot laisse au suivant ; ``portee`` mots suivent une négation."""
        if Role.FIN in sens:
            return Contexte()
        if Role.NEUTRE in sens:
            return self
        nie = portee if Role.NIE in sens and not self.neuf else max(0, self.nie - 1)
        ouvre = Role.SUPPOSE in sens and not self.indirect
        indirect = 2 if Role.INDIRECT in sens else max(0, self.indirect - 1)
        return Contexte(nie, self.suppose or ouvre, indirect, ouvre)
