"""Pur : des phrases trouvées à une catégorie et une confiance.

Une phrase trouvée est désignée par son rang ; augmenté du nombre de phrases, ce rang désigne la
même phrase seulement supposée (« si le produit est cassé »), qui vaut moitié moins.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from automation.rules_reader import Calibrage, ReglePhrase, Regles
from models import NON_CLASSE

PART_SUPPOSEE = 0.5
"""Ce que vaut une phrase supposée : elle dit le sujet, pas le fait."""

ATTENUATION = 0.5
"""Dans une catégorie, chaque phrase compte moitié moins que la précédente, plus forte."""


@dataclass(frozen=True, slots=True)
class Classement:
    """La catégorie retenue, avant toute explication."""

    categorie: str
    confiance: float
    scores: Mapping[str, float]
    plusieurs_demandes: bool


@dataclass(frozen=True, slots=True)
class _Poids:
    ordre: tuple[bool, float]
    categorie: str
    valeur: float
    faible: bool


class Bareme:
    """Les poids d'un fichier de règles, prêts à être appliqués."""

    def __init__(self, regles: Regles, bloque: Mapping[int, frozenset[int]]) -> None:
        self._regles = regles
        self._bloque = bloque
        self._nombre = len(regles.phrases)
        self._noms = [nom for nom, _, _ in regles.categories]
        self._poids = [_weight(regle, 1.0) for regle in regles.phrases]
        self._poids += [_weight(regle, PART_SUPPOSEE) for regle in regles.phrases]
        self._ordre = [poids.ordre for poids in self._poids]

    def blockers(self, trouvees: set[int]) -> dict[int, int]:
        """Pour chaque phrase tue, celle qui la bloque (« livraison » par « frais de livraison »)."""
        return {
            tue: rang % self._nombre
            for rang in trouvees
            for tue in self._bloque.get(rang % self._nombre, ())
        }

    def weigh(self, trouvees: set[int]) -> list[tuple[int, float]]:
        """Les phrases qui comptent, de la plus forte à la plus faible, et ce qu'elles ajoutent."""
        nombre = self._nombre
        tues = self.blockers(trouvees)
        facteurs = dict.fromkeys((*self._noms, NON_CLASSE), 1.0)
        pesees: list[tuple[int, float]] = []
        for rang in sorted(trouvees, key=self._ordre.__getitem__):
            poids = self._poids[rang]
            facteur = facteurs[poids.categorie]
            if poids.valeur == 0 or rang % nombre in tues or (poids.faible and facteur == 1.0):
                continue
            if rang >= nombre and rang - nombre in trouvees:
                continue
            if poids.valeur < 0:
                pesees.append((rang, poids.valeur))
                continue
            pesees.append((rang, poids.valeur * facteur))
            facteurs[poids.categorie] = facteur * ATTENUATION
        return pesees

    def decide(self, trouvees: set[int]) -> Classement:
        """La catégorie au plus grand score ; ``NON_CLASSE`` part avec un score à elle."""
        scores = dict.fromkeys(self._noms, 0.0)
        scores[NON_CLASSE] = self._regles.non_classe
        for rang, valeur in self.weigh(trouvees):
            scores[self._poids[rang].categorie] += valeur
        scores = {nom: max(0.0, score) for nom, score in scores.items()}
        ordre = sorted(scores, key=lambda nom: (-scores[nom], nom == NON_CLASSE))
        gagnante, seconde = ordre[0], ordre[1]
        ecart = scores[gagnante] - scores[seconde]
        if gagnante == NON_CLASSE:
            confiance = _interpolate(ecart, self._regles.calibrage_non_classe)
            return Classement(NON_CLASSE, confiance, scores, False)
        proches = seconde != NON_CLASSE and ecart < self._regles.ecart
        confiance = _interpolate(ecart, self._regles.calibrage)
        return Classement(gagnante, confiance, scores, proches)


def _weight(regle: ReglePhrase, part: float) -> _Poids:
    valeur = regle.poids * part if regle.usage in ("categorie", "bloque") else 0.0
    return _Poids((regle.faible, -valeur), regle.categorie, valeur, regle.faible)


def _interpolate(ecart: float, table: Calibrage) -> float:
    """La confiance d'un écart, sur la ligne brisée (croissante) de la table."""
    rang = bisect_right(table, (ecart, 2.0))
    if rang == 0:
        return table[0][1]
    if rang == len(table):
        return table[-1][1]
    (x0, y0), (x1, y1) = table[rang - 1], table[rang]
    return round(y0 + (y1 - y0) * (ecart - x0) / (x1 - x0), 4)
