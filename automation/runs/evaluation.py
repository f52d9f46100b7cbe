"""Pur : mesurer des règles sur des messages déjà classés.

Les mesures d'exactitude ne portent que sur les messages dont une seule catégorie est juste ; les
portes, sur tous : une catégorie admise y compte comme juste.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from automation.runs.examples import Exemple
from models import NON_CLASSE, Attente

TRANCHES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0001)
"""Bornes des tranches de confiance du tableau de fiabilité."""

SUJET_PASSE = frozenset({Attente.NON_CLASSE, Attente.CONFIANCE_FAIBLE, Attente.PLUSIEURS_DEMANDES})
"""Les portes qui jugent le sujet : un message qui les passe toutes les trois est « répondu »."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """Ce qu'une lecture dit d'un exemple ; ses mots se retrouvent en l'analysant de nouveau.

    Attributes:
        demande: ce qu'elle croit demandé.
        relue: une personne relirait la réponse.
    """

    exemple: Exemple
    categorie: str
    confiance: float
    attente: tuple[Attente, ...]
    demande: str = ""
    relue: bool = False

    @property
    def juste(self) -> bool:
        """Vrai si la catégorie trouvée est l'une des bonnes."""
        return self.exemple.accepts(self.categorie)

    @property
    def demande_juste(self) -> bool:
        """Vrai si la demande trouvée est l'une des bonnes."""
        return self.demande in (self.exemple.demande, *self.exemple.demandes_admises)

    @property
    def repondue(self) -> bool:
        """Vrai si les portes du sujet sont ouvertes."""
        return SUJET_PASSE.isdisjoint(self.attente)

    @property
    def partie(self) -> bool:
        """Vrai si aucune porte du texte ne retient le message."""
        return not self.attente

    @property
    def valeur(self) -> int:
        """Ce que vaut ce sort pour la boutique : de 0, parti à tort, à 3, parti à raison."""
        return (3 if self.partie else 2) if self.juste else (0 if self.partie else 1)

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de cette ligne."""
        return {
            "n": self.exemple.n,
            "attendu": self.exemple.attendu,
            "categorie": self.categorie,
            "confiance": self.confiance,
            "attente": [str(code) for code in self.attente],
        }


@dataclass(frozen=True, slots=True)
class MesureCategorie:
    """Une catégorie : part juste de ce qui lui est attribué, part retrouvée, moyenne, nombre."""

    precision: float
    rappel: float
    f1: float
    nombre: int

    def to_dict(self) -> dict[str, float | int]:
        """L'objet JSON de ces mesures."""
        return {
            "precision": round(self.precision, 4),
            "rappel": round(self.rappel, 4),
            "f1": round(self.f1, 4),
            "nombre": self.nombre,
        }


@dataclass(frozen=True, slots=True)
class Tranche:
    """Les messages dont la confiance est dans cette tranche : combien, et combien de justes."""

    de: float
    a: float
    nombre: int
    justes: int
    confiance_moyenne: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Les mesures d'un fichier de règles.

    Attributes:
        confusion: (attendue, trouvée) → nombre.
        part_repondue: part des messages des catégories nommées qui passent les portes du sujet.
        precision_repondue: part juste de tous les messages qui les passent.

    Une part de rien est ``None``.
    """

    exactitude: float | None
    macro_f1: float | None
    par_categorie: Mapping[str, MesureCategorie]
    seuil: float
    part_repondue: float | None
    precision_repondue: float | None
    confusion: Counter[tuple[str, str]]
    fiabilite: tuple[Tranche, ...]
    predictions: tuple[Prediction, ...]

    @property
    def nettes(self) -> int:
        """Nombre de messages dont une seule catégorie est juste."""
        return self.confusion.total()

    def mistakes(self) -> list[Prediction]:
        """Les fautes : celles qui seraient parties d'abord, puis les plus sûres d'elles."""
        fautes = [p for p in self.predictions if not p.juste]
        return sorted(fautes, key=lambda p: (not p.partie, -p.confiance, p.exemple.n))

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de ``--evaluate``."""
        return {
            "exactitude": self.exactitude,
            "macro_f1": self.macro_f1,
            "par_categorie": {nom: m.to_dict() for nom, m in self.par_categorie.items()},
            "seuil": self.seuil,
            "part_repondue": self.part_repondue,
            "precision_repondue": self.precision_repondue,
            "lignes": [prediction.to_dict() for prediction in self.predictions],
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """Un message que deux fichiers de règles ne traitent pas de même."""

    avant: Prediction
    apres: Prediction

    @property
    def gain(self) -> int:
        """1 si le second sert mieux la boutique, -1 s'il la sert moins bien, 0 sinon."""
        ecart = self.apres.valeur - self.avant.valeur
        return (ecart > 0) - (ecart < 0)

    @property
    def dangereuse(self) -> bool:
        """Vrai si une réponse fausse partirait, qui ne partait pas."""
        return self.apres.valeur == 0 < self.avant.valeur


def measure(predictions: Iterable[Prediction], seuil: float) -> Evaluation:
    """Toutes les mesures d'une suite de prédictions."""
    toutes = tuple(predictions)
    nettes = [p for p in toutes if not p.exemple.admises]
    confusion = Counter((p.exemple.attendu, p.categorie) for p in nettes)
    par_categorie = measure_names(confusion)
    repondues = [p for p in toutes if p.repondue]
    nommees = [p for p in toutes if p.exemple.attendu != NON_CLASSE]
    return Evaluation(
        exactitude=share(sum(p.juste for p in nettes), len(nettes)),
        macro_f1=share(sum(m.f1 for m in par_categorie.values()), len(par_categorie)),
        par_categorie=par_categorie,
        seuil=seuil,
        part_repondue=share(sum(p.repondue for p in nommees), len(nommees)),
        precision_repondue=share(sum(p.juste for p in repondues), len(repondues)),
        confusion=confusion,
        fiabilite=_reliability(toutes),
        predictions=toutes,
    )


def compare(avant: Evaluation, apres: Evaluation) -> list[Difference]:
    """Ce qu'un changement de règles changerait, message par message : le pire d'abord.

    Les deux évaluations portent sur les mêmes exemples, dans le même ordre.
    """
    differences = [
        Difference(ancienne, nouvelle)
        for ancienne, nouvelle in zip(avant.predictions, apres.predictions, strict=True)
        if (ancienne.categorie, ancienne.attente) != (nouvelle.categorie, nouvelle.attente)
    ]
    return sorted(differences, key=lambda d: (not d.dangereuse, d.gain, d.avant.exemple.n))


def measure_names(confusion: Mapping[tuple[str, str], int]) -> dict[str, MesureCategorie]:
    """Les mesures de chaque nom attendu ; « Non classé » en dernier."""
    noms = sorted({attendue for attendue, _ in confusion}, key=lambda nom: (nom == NON_CLASSE, nom))
    return {nom: _name(nom, confusion) for nom in noms}


def _name(nom: str, confusion: Mapping[tuple[str, str], int]) -> MesureCategorie:
    justes = confusion.get((nom, nom), 0)
    trouvees = sum(nombre for (_, trouvee), nombre in confusion.items() if trouvee == nom)
    attendues = sum(nombre for (attendue, _), nombre in confusion.items() if attendue == nom)
    precision, rappel = _ratio(justes, trouvees), _ratio(justes, attendues)
    f1 = _ratio(2 * precision * rappel, precision + rappel)
    return MesureCategorie(precision, rappel, f1, attendues)


def _reliability(predictions: Sequence[Prediction]) -> tuple[Tranche, ...]:
    tranches = []
    for de, a in pairwise(TRANCHES):
        dedans = [p for p in predictions if de <= p.confiance < a]
        if dedans:
            moyenne = sum(p.confiance for p in dedans) / len(dedans)
            justes = sum(p.juste for p in dedans)
            tranches.append(Tranche(de, min(a, 1.0), len(dedans), justes, moyenne))
    return tuple(tranches)


def _ratio(part: float, tout: float) -> float:
    return part / tout if tout else 0.0


def share(part: float, tout: int) -> float | None:
    """Une part, à quatre décimales ; ``None`` de rien."""
    return round(part / tout, 4) if tout else None
