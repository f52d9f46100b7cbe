"""Pur : des phrases trouvées à une catégorie et une confiance.

Le barème donne un rang à chaque phrase qui pèse, de la plus forte à la plus faible, et un autre à
la même phrase seulement supposée (« si le produit est cassé »). Trier des rangs, c'est donc
ranger les phrases par force : dans une catégorie, chacune compte moitié moins que la précédente.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from automation.understanding.file_checks import Calibrage
from automation.understanding.phrase_bits import Phrase
from automation.understanding.rules_file import Regles
from models import NON_CLASSE

PART_SUPPOSEE = 0.5
"""Ce que vaut une phrase supposée : elle dit le sujet, pas le fait."""

ATTENUATION = 0.5
"""Ce que vaut une phrase après une plus forte : se répéter ne donne pas deux fois raison."""


PAS = 8
"""La confiance se lit à un huitième de point d'écart près : c'est plus fin qu'elle ne l'est."""
ECART_MAX = 40.0

RETENUS_MAX = 10_000
"""Ensembles de phrases dont le classement est retenu, au plus."""


class Classement(NamedTuple):
    """La catégorie retenue, avant toute explication ; ``scores`` suit ``Bareme.noms``."""

    categorie: str
    confiance: float
    scores: tuple[float, ...]
    plusieurs_demandes: bool


_Ligne = tuple[int, float, bool, int]
"""Catégorie, poids, faible, et rang de la même phrase certaine si celle-ci est supposée (ou -1)."""


class Bareme:
    """Les poids d'un fichier de règles, prêts à être appliqués.

    Attributes:
        noms: les catégories, « Non classé » en dernier.
        rangs: pour chaque phrase, ses rangs certaine et supposée ; ``None`` si elle ne pèse pas.
        groupes: pour chaque rang, sa catégorie ; -1 s'il bloque ou s'oppose.
    """

    def __init__(self, regles: Regles) -> None:
        self.noms = [nom for nom, _, _ in regles.categories] + [NON_CLASSE]
        self._connus: dict[tuple[frozenset[int], bool], Classement] = {}
        self._ecart = regles.ecart
        self._second_sujet = regles.second_sujet
        self._mots_court = regles.mots_court
        self._perte_long = regles.perte_long
        self._calibrage = regles.calibrage
        self._calibrage_non_classe = regles.calibrage_non_classe
        self._uns = [1.0] * len(self.noms)
        self._depart = [0.0] * len(regles.categories) + [regles.non_classe]
        nombre = len(regles.phrases)
        poids = [regle.poids for regle in regles.phrases]
        poids += [valeur * PART_SUPPOSEE for valeur in poids]
        faibles = [regle.faible for regle in regles.phrases] * 2
        # Les forces sont peu nombreuses : les ranger coûte moins que de trier les phrases.
        forces: defaultdict[tuple[bool, float], list[int]] = defaultdict(list)
        for i, force in enumerate(zip(faibles, poids, strict=True)):
            forces[force].append(i)
        ordre = [i for force in sorted(forces, key=_strength) if force[1] for i in forces[force]]
        place = [-1] * (2 * nombre)
        for rang, i in enumerate(ordre):
            place[i] = rang
        self.rangs = [(place[i], place[i + nombre]) if poids[i] else None for i in range(nombre)]
        numeros = {nom: numero for numero, nom in enumerate(self.noms)}
        categories = [numeros[regle.categorie] for regle in regles.phrases]
        self._lignes: list[_Ligne] = [
            (categories[i % nombre], poids[i], faibles[i], -1 if i < nombre else place[i - nombre])
            for i in ordre
        ]
        self._bloque = _blocking(regles.phrases, self.rangs, regles.atomes)
        self._bloquants = frozenset(self._bloque)
        self.groupes = [
            -1 if rang in self._bloquants or valeur < 0 else categorie
            for rang, (categorie, valeur, _, _) in enumerate(self._lignes)
        ]

    def blockers(self, trouvees: Collection[int]) -> dict[int, int]:
        """Pour chaque rang tué, le rang qui le bloque (« livraison », « frais de livraison »)."""
        return {
            tue: rang for rang in trouvees if rang in self._bloque for tue in self._bloque[rang]
        }

    def _ordered(self, trouvees: Collection[int]) -> list[int]:
        """Les rangs à peser, du plus fort au plus faible, sans les tués."""
        rangs = set(trouvees)
        for bloquant in rangs & self._bloquants:
            rangs -= self._bloque[bloquant]
        return sorted(rangs)

    def _scores(self, rangs: Sequence[int]) -> list[float]:
        """Le score de chaque catégorie pour ces rangs, rangés par force.

        Une phrase faible, sans autre phrase de sa catégorie, n'ajoute rien.
        """
        scores = self._depart.copy()
        facteurs = self._uns.copy()
        for categorie, valeur, faible, certaine in map(self._lignes.__getitem__, rangs):
            facteur = facteurs[categorie]
            if (faible and facteur == 1.0) or (certaine >= 0 and certaine in rangs):
                continue
            if valeur > 0:
                scores[categorie] += valeur * facteur
                facteurs[categorie] = facteur * ATTENUATION
            else:
                scores[categorie] += valeur
        return scores

    def weigh(self, trouvees: Collection[int]) -> list[tuple[int, float]]:
        """Ce que chaque rang qui compte ajoute au score de sa catégorie."""
        rangs = self._ordered(trouvees)
        pesees = []
        avant = sum(self._depart)
        for nombre, rang in enumerate(rangs, start=1):
            apres = sum(self._scores(rangs[:nombre]))
            if apres != avant:
                pesees.append((rang, apres - avant))
            avant = apres
        return pesees

    def decide(self, trouvees: Collection[int], mots: int) -> Classement:
        """La catégorie au plus grand score ; à égalité, « Non classé » cède.

        Les mêmes phrases reviennent d'un message à l'autre : ce qu'elles donnent est retenu.

        Args:
            trouvees: rangs des phrases du message.
            mots: longueur du message. Dans un message long, les mêmes phrases laissent plus de
                choses incomprises : elles donnent une confiance moindre.
        """
        cle = (frozenset(trouvees), mots > self._mots_court)
        connu = self._connus.get(cle)
        if connu is None:
            if len(self._connus) >= RETENUS_MAX:
                self._connus.clear()
            connu = self._connus[cle] = self._decide(*cle)
        return connu

    def _decide(self, trouvees: Collection[int], long: bool) -> Classement:
        rangs = self._ordered(trouvees)
        scores = self._scores(rangs)
        second, haut = sorted(scores)[-2:]
        gagnante = scores.index(haut)
        ecart = haut - second if second > 0 else haut
        if gagnante == len(scores) - 1:
            return Classement(
                NON_CLASSE, _confidence(ecart, self._calibrage_non_classe), tuple(scores), False
            )
        proches = second > scores[-1] and (
            ecart < self._ecart or self._has_rival(rangs, gagnante, scores)
        )
        sur = max(0.0, ecart - self._perte_long) if long else ecart
        confiance = _confidence(sur, self._calibrage)
        return Classement(self.noms[gagnante], confiance, tuple(scores), proches)

    def _has_rival(self, rangs: Sequence[int], gagnante: int, scores: Sequence[float]) -> bool:
        """Vrai si la seconde catégorie a une phrase forte, autant que celles de la première."""
        seconde = max(
            (rang for rang in range(len(scores)) if rang != gagnante), key=scores.__getitem__
        )
        tetes = [0.0] * len(scores)
        for categorie, valeur, _, _ in map(self._lignes.__getitem__, rangs):
            tetes[categorie] = max(tetes[categorie], valeur)
        return tetes[seconde] >= max(self._second_sujet, tetes[gagnante])


def _strength(force: tuple[bool, float]) -> tuple[bool, float]:
    """De quoi ranger les forces : les faibles après les autres, le plus grand poids devant."""
    faible, poids = force
    return faible, -poids


def _blocking(
    phrases: Sequence[Phrase],
    rangs: Sequence[tuple[int, int] | None],
    atomes: Sequence[Sequence[str]],
) -> Mapping[int, frozenset[int]]:
    """Pour chaque phrase qui bloque, les mots seuls de catégorie qu'elle contient."""
    seuls: dict[str, list[tuple[frozenset[str], tuple[int, int]]]] = {}
    for regle, couple in zip(phrases, rangs, strict=True):
        if couple and regle.categorie != NON_CLASSE and len(regle.atomes) == 1:
            mots = frozenset(atomes[regle.atomes[0]])
            for mot in mots:
                seuls.setdefault(mot, []).append((mots, couple))
    bloque: dict[int, frozenset[int]] = {}
    for regle, couple in zip(phrases, rangs, strict=True):
        if couple and regle.usage == "bloque":
            tues = {
                rang
                for atome in regle.atomes
                for mots, paire in seuls.get(atomes[atome][0], ())
                if mots.issuperset(atomes[atome])
                for rang in paire
            }
            bloque.update(dict.fromkeys(couple, frozenset(tues)))
    return bloque


def _confidence(ecart: float, table: Calibrage) -> float:
    """La confiance d'un écart, ramené au pas, sur la ligne brisée (croissante) de la table."""
    ecart = int(min(ecart, ECART_MAX) * PAS) / PAS
    rang = bisect_right(table, (ecart, 2.0))
    if rang == 0:
        return table[0][1]
    if rang == len(table):
        return table[-1][1]
    (x0, y0), (x1, y1) = table[rang - 1], table[rang]
    return round(y0 + (y1 - y0) * (ecart - x0) / (x1 - x0), 4)
