"""Pur : des phrases trouvées à une catégorie et une confiance.

Dans une catégorie, la phrase la plus forte compte en entier, la deuxième pour moitié, la suivante
pour un quart… De celles qui finissent sur le même mot, seule la plus forte compte. Une phrase
faible ne compte qu'après une autre. L'écart entre les deux meilleures catégories devient une
confiance, par la table calibrée des règles.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from automation.understanding.file_checks import Calibrage
from automation.understanding.negation import NIEE
from automation.understanding.phrases import Trouvee
from automation.understanding.rules_file import Regles
from models import NON_CLASSE

BLOQUENT = ("bloque", "absence")
"""Les usages dont une phrase tue les mots seuls qu'elle contient (« absente », « retour »)."""

PART_SUPPOSEE = 0.5
"""Ce que vaut une phrase supposée : elle dit le sujet, pas le fait."""

ATTENUATION = 0.5
"""Ce que vaut une phrase après une plus forte : se répéter ne donne pas deux fois raison."""

PAS = 8
"""La confiance se lit à un huitième de point d'écart près : c'est plus fin qu'elle ne l'est."""
ECART_MAX = 40.0


class Pesee(NamedTuple):
    """Une phrase qui compte, et ce qu'elle ajoute au score de sa catégorie."""

    trouvee: Trouvee
    poids: float


class Classement(NamedTuple):
    """La catégorie retenue, et comment on y est venu.

    Attributes:
        pesees: les phrases qui ont compté, de la plus forte à la plus faible.
        tues: rang de chaque phrase qu'une autre fait taire → celle qui la fait taire.
    """

    categorie: str
    confiance: float
    scores: Mapping[str, float]
    plusieurs_demandes: bool
    pesees: Sequence[Pesee]
    tues: Mapping[int, Trouvee]


class Bareme:
    """Les poids des règles, prêts à être appliqués.

    Attributes:
        regles: les règles vérifiées.
    """

    def __init__(self, regles: Regles) -> None:
        self.regles = regles
        self._seuls: defaultdict[str, list[tuple[frozenset[str], int]]] = defaultdict(list)
        for rang, phrase in enumerate(regles.phrases):
            if (
                phrase.idee.poids
                and phrase.idee.categorie != NON_CLASSE
                and len(phrase.atomes) == 1
            ):
                mots = frozenset(regles.atomes[phrase.atomes[0]])
                for mot in mots:
                    self._seuls[mot].append((mots, rang))

    def kept(self, trouvees: Sequence[Trouvee]) -> list[Trouvee]:
        """Ce qu'il faut lire : de « reçu », « pas reçu » et « toujours pas reçu », le dernier.

        Une phrase niée, une phrase sans poids, une phrase qui bloque ou qui s'oppose restent
        toutes.
        """
        gardees: dict[object, Trouvee] = {}
        for trouvee in sorted(trouvees, key=self._strength):
            phrase = self.regles.phrases[trouvee.phrase]
            cle: object = trouvee
            if trouvee.ecartee != NIEE and phrase.idee.poids:
                seule = phrase.idee.usage in BLOQUENT or phrase.idee.poids < 0
                cle = (
                    (trouvee.rangs[-1], trouvee.phrase, trouvee.ecartee)
                    if seule
                    else (trouvee.rangs[-1], phrase.idee.categorie)
                )
            gardees.setdefault(cle, trouvee)
        return sorted(gardees.values(), key=lambda t: (t.rangs[-1], t.phrase, t.ecartee))

    def decide(self, trouvees: Iterable[Trouvee], mots: int) -> Classement:
        """La catégorie au plus grand score ; à égalité, « Non classé » cède.

        Args:
            trouvees: ce que ``kept`` a gardé.
            mots: longueur du message. Dans un message long, les mêmes phrases laissent plus de
                choses incomprises : elles donnent une confiance moindre.
        """
        places: dict[tuple[int, bool], Trouvee] = {}
        for trouvee in trouvees:
            if trouvee.ecartee != NIEE and self.regles.phrases[trouvee.phrase].idee.poids:
                places.setdefault((trouvee.phrase, bool(trouvee.ecartee)), trouvee)
        tues = self._killed(places.values())
        pesables = [
            trouvee
            for (phrase, supposee), trouvee in places.items()
            if phrase not in tues and not (supposee and (phrase, False) in places)
        ]
        pesables.sort(key=self._strength)
        pesees = self._weigh(pesables)
        return self._conclude(pesables, pesees, mots, tues)

    def _strength(self, trouvee: Trouvee) -> tuple[bool, float, bool, int]:
        """De quoi ranger : les faibles après les autres, le plus grand poids devant."""
        faible = self.regles.phrases[trouvee.phrase].idee.faible
        return faible, -self._weight(trouvee), bool(trouvee.ecartee), trouvee.phrase

    def _weight(self, trouvee: Trouvee) -> float:
        poids = self.regles.phrases[trouvee.phrase].idee.poids
        return poids * PART_SUPPOSEE if trouvee.ecartee else poids

    def _killed(self, trouvees: Iterable[Trouvee]) -> dict[int, Trouvee]:
        """Les mots seuls que contient une phrase qui bloque (« livraison », « frais de port »)."""
        tues: dict[int, Trouvee] = {}
        for trouvee in trouvees:
            phrase = self.regles.phrases[trouvee.phrase]
            if phrase.idee.usage in BLOQUENT:
                for atome in phrase.atomes:
                    siens = self.regles.atomes[atome]
                    for mots, rang in self._seuls.get(siens[0], ()):
                        if mots.issuperset(siens):
                            tues.setdefault(rang, trouvee)
        return tues

    def _weigh(self, pesables: Iterable[Trouvee]) -> list[Pesee]:
        facteurs: dict[str, float] = {}
        pesees: list[Pesee] = []
        for trouvee in pesables:
            phrase = self.regles.phrases[trouvee.phrase]
            poids, facteur = self._weight(trouvee), facteurs.get(phrase.idee.categorie, 1.0)
            if phrase.idee.faible and facteur == 1.0:
                continue
            if poids > 0:
                poids *= facteur
                facteurs[phrase.idee.categorie] = facteur * ATTENUATION
            pesees.append(Pesee(trouvee, poids))
        return pesees

    def _conclude(
        self,
        pesables: Sequence[Trouvee],
        pesees: Sequence[Pesee],
        mots: int,
        tues: Mapping[int, Trouvee],
    ) -> Classement:
        regles = self.regles
        scores = {categorie.nom: 0.0 for categorie in regles.categories}
        scores[NON_CLASSE] = regles.non_classe
        for trouvee, poids in pesees:
            scores[regles.phrases[trouvee.phrase].idee.categorie] += poids
        premiere, seconde = sorted(scores, key=scores.__getitem__, reverse=True)[:2]
        haut, second = scores[premiere], scores[seconde]
        ecart = haut - second if second > 0 else haut
        if premiere == NON_CLASSE:
            confiance = _confidence(ecart, regles.calibrage_non_classe)
            return Classement(NON_CLASSE, confiance, scores, False, pesees, tues)
        tetes = dict.fromkeys(scores, 0.0)
        for trouvee in pesables:
            nom = regles.phrases[trouvee.phrase].idee.categorie
            tetes[nom] = max(tetes[nom], self._weight(trouvee))
        rivale = tetes[seconde] >= max(regles.second_sujet, tetes[premiere])
        proches = second > scores[NON_CLASSE] and (ecart < regles.ecart or rivale)
        sur = max(0.0, ecart - regles.perte_long) if mots > regles.mots_court else ecart
        confiance = _confidence(sur, regles.calibrage)
        return Classement(premiere, confiance, scores, proches, pesees, tues)


def _confidence(ecart: float, table: Calibrage) -> float:
    """La confiance d'un écart, ramené au pas, sur la ligne brisée (croissante) de la table."""
    ecart = int(min(ecart, ECART_MAX) * PAS) / PAS
    rang = bisect_right(table, (ecart, 2.0))
    if rang in (0, len(table)):
        return table[max(0, rang - 1)][1]
    (x0, y0), (x1, y1) = table[rang - 1], table[rang]
    return round(y0 + (y1 - y0) * (ecart - x0) / (x1 - x0), 4)
