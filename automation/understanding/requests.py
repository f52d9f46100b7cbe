"""Pur : ce qu'un texte demande, d'après les idées qui y ont compté."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import exp

from automation.understanding.phrases import Phrase
from automation.understanding.scoring import ATTENUATION, Pesee

RIEN_DIT = 6.0
"""Score de « on ne sait pas ce qui est demandé » : une demande faible ne suffit pas."""

TEMPERATURE = 3.0
"""Ramène les scores à des probabilités (relevé sur des messages de quinze mondes de produits,
que les règles n'avaient pas lus)."""


def weigh_requests(pesees: Iterable[Pesee], phrases: Sequence[Phrase]) -> dict[str, float]:
    """Le score de chaque demande, d'après les idées qui ont compté ; dans une demande, chacune
    compte moitié moins que la précédente."""
    scores: defaultdict[str, float] = defaultdict(float)
    facteurs: defaultdict[str, float] = defaultdict(lambda: 1.0)
    for pesee in sorted(pesees, key=lambda pesee: -phrases[pesee.trouvee.phrase].idee.poids):
        idee = phrases[pesee.trouvee.phrase].idee
        if idee.demande and idee.poids > 0:
            moitie = ATTENUATION if pesee.trouvee.ecartee else 1.0
            scores[idee.demande] += idee.poids * moitie * facteurs[idee.demande]
            facteurs[idee.demande] *= ATTENUATION
    return dict(scores)


def probabilities(scores: Mapping[str, float]) -> dict[str, float]:
    """La probabilité de chaque demande ; leur somme laisse la place de « on ne sait pas »."""
    forces = {demande: exp(score / TEMPERATURE) for demande, score in scores.items()}
    total = sum(forces.values()) + exp(RIEN_DIT / TEMPERATURE)
    return {demande: force / total for demande, force in forces.items()}
