"""Ce qui envaserait les règles : des phrases qui ne comptent jamais, ou qu'une autre dit déjà."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
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


def never_counting(rules: Rules, atomes: Sequence[Sequence[str]]) -> list[int]:
    """Les phrases qui ne comptent pas même dans leurs propres mots."""
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


def implied(rules: Rules, atomes: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """Les phrases qu'une autre, aussi forte, dit déjà : (la phrase, l'autre)."""
    formes = [
        frozenset(f for mot in mots for f in ({"?"} if mot == "?" else inflect(mot)))
        for mots in atomes
    ]
    phrases, regles = rules.phrases, rules.bareme.regles
    ecartent = {*regles.nie, *regles.suppose}

    def says(a: int, b: int) -> bool:
        """Tout texte où ``a`` se lit se lit aussi ``b``, qui finit sur le même mot."""
        une, autre = phrases[a], phrases[b]
        decalage = len(une.atomes) - len(autre.atomes)
        if decalage < 0 or (une.tenace and not autre.tenace):
            return False
        # « pas rembourser » compte ; « rembourser », que « pas » nie alors, ne compterait pas.
        if not autre.tenace and any(formes[atome] & ecartent for atome in une.atomes[:decalage]):
            return False
        return all(
            formes[une.atomes[decalage + i]] <= formes[atome]
            and (i == 0 or une.ecarts[decalage + i] <= autre.ecarts[i])
            for i, atome in enumerate(autre.atomes)
        )

    def enough(a: int, b: int) -> bool:
        """``b`` pèse assez pour que ``a`` n'ajoute rien."""
        une, autre = phrases[a].idee, phrases[b].idee
        if une.usage == "bloque" or une.poids < 0:
            return False
        return autre.poids >= une.poids and (une.faible or not autre.faible)

    voisines: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
    for rang, phrase in enumerate(phrases):
        for forme in formes[phrase.atomes[-1]]:
            voisines[phrase.idee.categorie, phrase.idee.usage, forme].append(rang)
    trouvees = []
    for rang, phrase in enumerate(phrases):
        forme = min(formes[phrase.atomes[-1]])
        for autre in voisines[phrase.idee.categorie, phrase.idee.usage, forme]:
            dit = autre != rang and says(rang, autre) and enough(rang, autre)
            if dit and not (says(autre, rang) and enough(autre, rang) and rang < autre):
                trouvees.append((rang, autre))
                break
    return trouvees
