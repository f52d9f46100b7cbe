"""Ce qui envaserait les règles : des phrases qui ne comptent jamais, ou qu'une autre dit déjà."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product

from automation.languages.fr.inflection import inflect
from automation.reading.folding import tokens
from automation.understanding.phrases import Phrase
from automation.understanding.rules import Rules

ESSAIS = 200
"""Façons de dire une phrase que l'on essaie, au plus."""
BOUCHON = "zzzzz"
"""Un mot qui n'est dans aucune règle."""


def written(phrase: Phrase, atomes: Sequence[Sequence[str]]) -> str:
    """La phrase, telle qu'on la reconnaît dans un fichier de règles."""
    ecarts = {0: "", 1: ". ", 3: ".. ", 6: "... "}
    mots = ("|".join(atomes[atome][:6]) for atome in phrase.atomes)
    return " ".join(f"{ecarts[e]}{mot}" for e, mot in zip(phrase.ecarts, mots, strict=True))


def _ways(phrase: Phrase, atomes: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """Des suites de mots qui disent cette phrase, collées ou écartées."""
    choix = [atomes[atome][:4] for atome in phrase.atomes]
    for mots in islice(product(*choix), ESSAIS):
        nus = [mot.removeprefix("=") for mot in mots]
        yield nus
        if any(phrase.ecarts):
            ecartes: list[str] = []
            for mot, ecart in zip(nus, phrase.ecarts, strict=True):
                ecartes += [*[BOUCHON] * ecart, mot]
            yield ecartes


def never_counting(rules: Rules) -> list[int]:
    """Les phrases qui ne comptent pas même dans leurs propres mots."""
    atomes = rules.bareme.regles.atomes
    muettes = []
    for rang, phrase in enumerate(rules.phrases):
        if not phrase.idee.poids:
            continue
        lues = (
            rules.bareme.kept(rules.finder.find([j.mot for j in tokens(" ".join(mots))]))
            for mots in _ways(phrase, atomes)
        )
        if not any(t.phrase == rang for trouvees in lues for t in trouvees):
            muettes.append(rang)
    return muettes


class Implications:
    """Dit quelles phrases une autre, aussi forte, dit déjà."""

    def __init__(self, rules: Rules) -> None:
        regles = rules.bareme.regles
        self._phrases = rules.phrases
        self._ecartent = {*regles.nie, *regles.suppose}
        self._formes = [
            frozenset(f for mot in mots for f in ({"?"} if mot == "?" else inflect(mot)))
            for mots in regles.atomes
        ]

    def find(self) -> list[tuple[int, int]]:
        """Chaque phrase de trop, et celle qui la dit."""
        trouvees = []
        voisines = self._by_last_word()
        for rang, phrase in enumerate(self._phrases):
            forme = min(self._formes[phrase.atomes[-1]])
            for autre in voisines[phrase.idee.categorie, phrase.idee.usage, forme]:
                dit = autre != rang and self._covers(rang, autre)
                # De deux phrases égales, la seconde est de trop.
                if dit and not (self._covers(autre, rang) and rang < autre):
                    trouvees.append((rang, autre))
                    break
        return trouvees

    def _by_last_word(self) -> Mapping[tuple[str, str, str], list[int]]:
        voisines: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
        for rang, phrase in enumerate(self._phrases):
            for forme in self._formes[phrase.atomes[-1]]:
                voisines[phrase.idee.categorie, phrase.idee.usage, forme].append(rang)
        return voisines

    def _covers(self, a: int, b: int) -> bool:
        """Partout où ``a`` compte, ``b`` compte aussi, et autant."""
        une, autre = self._phrases[a].idee, self._phrases[b].idee
        if une.usage == "bloque" or une.poids < 0:
            return False
        assez = autre.poids >= une.poids and (une.faible or not autre.faible)
        return assez and self._says(a, b)

    def _says(self, a: int, b: int) -> bool:
        """Tout texte où ``a`` se lit se lit aussi ``b``, qui finit sur le même mot."""
        une, autre, formes = self._phrases[a], self._phrases[b], self._formes
        decalage = len(une.atomes) - len(autre.atomes)
        if decalage < 0 or (une.tenace and not autre.tenace):
            return False
        # « pas rembourser » compte ; « rembourser », que « pas » nie alors, ne compterait pas.
        if not autre.tenace and any(formes[m] & self._ecartent for m in une.atomes[:decalage]):
            return False
        return all(
            formes[une.atomes[decalage + i]] <= formes[atome]
            and (i == 0 or une.ecarts[decalage + i] <= autre.ecarts[i])
            for i, atome in enumerate(autre.atomes)
        )
