"""Apprendre au second lecteur les messages d'une boutique, si cela lui sert.

Ce qu'il y gagne se mesure par validation croisée : chaque message est lu par un modèle qui ne l'a
pas appris.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple
from zlib import crc32

from automation.opinion.model import Modele
from automation.opinion.reader import Second, load_model
from automation.opinion.training import CORPUS, count, read_corpus, train_categories
from automation.reading.folding import fold
from automation.runs.evaluation import Evaluation, Prediction, measure
from automation.runs.examples import Exemple
from automation.runs.readings import Lecture, predict
from errors import UsageError

MINIMUM = 100
"""Messages au-dessous desquels rien ne s'apprend ni ne se mesure."""

PEU = 200
"""Au-dessous, la mesure est incertaine : il faut gagner davantage."""

GAIN_SI_PEU = 0.02
"""Part des messages qu'il faut alors lire juste en plus."""

PLIS = 3
FOIS = 3
"""Ce que compte un message de la boutique à côté d'un message du corpus (une seule comparaison, sur
des messages tenus à part : un pour un compte moins bien)."""


class Bilan(NamedTuple):
    """Ce qu'apprendre ces messages change.

    Attributes:
        fourni, appris: mesures des deux lecteurs ensemble, sans et avec ces messages.
        modele: ``None`` si ce n'est pas mieux.
    """

    fourni: Evaluation
    appris: Evaluation
    modele: Modele | None

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de ce bilan."""
        mesures = {"fourni": self.fourni.to_dict(), "appris": self.appris.to_dict()}
        for mesure in mesures.values():
            del mesure["lignes"]
        return {"messages": len(self.fourni.predictions), **mesures}


def learn(
    exemples: Sequence[Exemple], lecture: Lecture, avancer: Callable[[], object] = lambda: None
) -> Bilan:
    """Apprend ces messages à côté du corpus, et mesure ce qu'on y gagne.

    Args:
        lecture: celle des deux lecteurs ensemble.
        avancer: appelé après chacune des ``PLIS`` + 1 étapes.

    Raises:
        UsageError: il y a trop peu de messages.
    """
    if len(exemples) < MINIMUM:
        raise UsageError(
            f"Ce fichier ne contient que {len(exemples)} messages : il en faut au moins {MINIMUM} "
            "pour que le second lecteur y apprenne quelque chose. Rien n'a été écrit."
        )
    corpus = [(count(lu.texte), lu.categorie) for lu in read_corpus(CORPUS)]
    siens = [(count(exemple.texte), exemple.attendu) for exemple in exemples]

    def train(gardes: Sequence[tuple[Any, str]]) -> Modele:
        comptes, categories = zip(*corpus, *(list(gardes) * FOIS), strict=True)
        modele = train_categories(comptes, categories)
        avancer()
        return modele

    fourni = load_model()
    avant: list[Prediction] = []
    apres: list[Prediction] = []
    for dedans, dehors in _folds(exemples):
        tenus = [exemples[rang] for rang in dehors]
        appris = train([siens[rang] for rang in dedans])
        avant += predict(tenus, lecture._replace(second=Second(fourni)))
        apres += predict(tenus, lecture._replace(second=Second(fourni, appris)))
    sans, avec = (measure(lues, lecture.ouverture.seuil) for lues in (avant, apres))
    return Bilan(sans, avec, train(siens) if _is_better(avec, sans) else None)


def _folds(exemples: Sequence[Exemple]) -> Iterator[tuple[list[int], list[int]]]:
    """Les rangs appris et les rangs tenus à part ; deux textes pareils sont toujours ensemble."""
    plis = [crc32(fold(exemple.texte).texte.encode()) % PLIS for exemple in exemples]
    for pli in range(PLIS):
        dehors = [rang for rang, sien in enumerate(plis) if sien == pli]
        yield [rang for rang, sien in enumerate(plis) if sien != pli], dehors


def _is_better(apres: Evaluation, avant: Evaluation) -> bool:
    """Vrai si plus de messages sont lus juste, sans que ce qui est répondu le soit moins."""
    nombre = len(avant.predictions)
    gagnes = sum(p.juste for p in apres.predictions) - sum(p.juste for p in avant.predictions)
    sures = (apres.precision_repondue or 0.0) >= (avant.precision_repondue or 0.0)
    return sures and gagnes > (GAIN_SI_PEU * nombre if nombre < PEU else 0)
