"""Les lectures que l'on mesure côte à côte : les règles, le second lecteur, les deux ensemble."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from automation.decision import Ouverture, is_proofread, text_gates, together
from automation.opening import opening
from automation.opinion.both import alone, second_reader, understand
from automation.opinion.reader import Second
from automation.runs.evaluation import Evaluation, Prediction, measure
from automation.runs.examples import Exemple
from automation.runs.request_figures import MesureDemandes, measure_requests
from automation.understanding.rules import Rules
from config import Settings
from models import Analyse

REGLES, SECOND, ENSEMBLE = "regles", "second", "ensemble"

Lire = Callable[[str, Rules, Second | None], Analyse]


class Lecture(NamedTuple):
    """Une façon de lire, et ce qu'elle laisse partir.

    Attributes:
        code: celui du JSON (« ensemble »).
        nom: tel qu'une personne le lit.
    """

    code: str
    nom: str
    rules: Rules
    ouverture: Ouverture
    second: Second | None = None
    lire: Lire = understand


class Mesuree(NamedTuple):
    """Une lecture et ses mesures ; celles des demandes, si le fichier en dit."""

    lecture: Lecture
    evaluation: Evaluation
    demandes: MesureDemandes | None

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de cette lecture."""
        mesures = self.evaluation.to_dict()
        del mesures["lignes"]
        return {**mesures, "demandes": self.demandes.to_dict() if self.demandes else None}


def side_by_side(settings: Settings, rules: Rules) -> list[Lecture]:
    """Les lectures à comparer ; celle du programme en dernier.

    Raises:
        ConfigurationError: un réglage, ou le fichier du second lecteur, ne convient pas.
    """
    sans = opening(replace(settings, avis=False), rules)
    regles = Lecture(REGLES, "règles seules", rules, sans)
    second = second_reader(settings)
    if second is None:
        return [regles]
    avec = opening(settings, rules)
    return [
        regles,
        Lecture(SECOND, "second lecteur seul", rules, avec, second, alone),
        Lecture(ENSEMBLE, "les deux ensemble", rules, avec, second),
    ]


def as_configured(settings: Settings, rules: Rules, nom: str) -> Lecture:
    """La lecture que veulent les réglages, avec ces règles."""
    second = second_reader(settings)
    code = REGLES if second is None else ENSEMBLE
    return Lecture(code, nom, rules, opening(settings, rules), second)


def predict(exemples: Iterable[Exemple], lecture: Lecture) -> Iterator[Prediction]:
    """Classe les exemples un à un, pour que l'on puisse montrer l'avancement."""
    _, _, rules, ouverture, second, lire = lecture
    for exemple in exemples:
        lue = lire(exemple.texte, rules, second)
        servies = [demande.code for demande in together(lue, rules.demandes)]
        attente = tuple(text_gates(exemple.texte, lue, ouverture, servies))
        relue = is_proofread(lue, ouverture, rules.demandes.get(lue.demande))
        yield Prediction(exemple, lue.categorie, lue.confiance, attente, lue.demande, relue)


def measure_all(
    exemples: list[Exemple], lecture: Lecture, avancer: Callable[[], object] = lambda: None
) -> Mesuree:
    """Toutes les mesures d'une lecture.

    Args:
        avancer: appelé après chaque exemple.
    """
    predictions = []
    for prediction in predict(exemples, lecture):
        predictions.append(prediction)
        avancer()
    evaluation = measure(predictions, lecture.ouverture.seuil)
    return Mesuree(lecture, evaluation, measure_requests(predictions))
