"""Apprendre le second lecteur, en Python seul, toujours aux mêmes octets.

Régression logistique sur des traits pondérés (tf-idf), par descente de gradient dont on garde la
moyenne des poids : sans cette moyenne, les derniers messages vus pèseraient trop (Collins, 2002).
"""

import json
import random
from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from math import exp, log
from operator import itemgetter, mul
from pathlib import Path
from typing import Any, NamedTuple

from automation.opinion import features as traits
from automation.opinion.features import SEAUX, vector, words
from automation.opinion.model import Modele, Tete, quantise
from automation.reading.own_words import own_words

FREQUENCE_MIN = 2
"""Un trait vu dans un seul message n'apprend rien, et garderait trace de ce message."""
TOURS = 10
PAS = 4.0
NEGLIGE = 0.02
"""Erreur au-dessous de laquelle un exemple n'apprend plus rien à une réponse."""
OUI, NON = "oui", "non"

TEMPERATURES = {"demande": 0.75}
"""Par quoi diviser les scores d'une question pour que ses probabilités soient justes : sur des
mondes de produits que le modèle n'avait pas lus, leur écart moyen passe de 10 % à 3 %."""


CORPUS = Path(__file__).with_name("corpus")
"""Les messages écrits pour le projet, un fichier par monde de produits."""


class Exemple(NamedTuple):
    """Un message et ce qu'une personne en a dit.

    Attributes:
        demande, categorie: vides si personne ne l'a dit.
        sensible, suite: ``None`` de même.
    """

    texte: str
    categorie: str = ""
    demande: str = ""
    sensible: bool | None = None
    suite: bool | None = None


class Vocabulaire(NamedTuple):
    """Les traits connus : place et rareté de chaque seau."""

    rangs: Mapping[int, int]
    idf: Mapping[int, float]


Traits = dict[int, float]
"""Poids de chaque trait d'un texte, par sa place."""


def count(texte: str) -> Counter[int]:
    """Combien de fois chaque seau est dans ce que la personne a écrit."""
    return traits.count([mot for mot, _, _ in words(own_words(texte))])


def vocabulary(comptes: Iterable[Mapping[int, int]]) -> Vocabulaire:
    """Les traits vus dans assez de messages."""
    frequences: Counter[int] = Counter()
    nombre = 0
    for compte in comptes:
        frequences.update(compte.keys())
        nombre += 1
    connus = sorted(seau for seau, n in frequences.items() if n >= FREQUENCE_MIN)
    idf = {seau: log((1 + nombre) / (1 + frequences[seau])) + 1 for seau in connus}
    return Vocabulaire({seau: rang for rang, seau in enumerate(connus)}, idf)


def features(compte: Mapping[int, int], vocabulaire: Vocabulaire) -> Traits:
    """Les traits connus d'un texte."""
    poids = vector(compte, vocabulaire.idf)
    return {vocabulaire.rangs[seau]: valeur for seau, valeur in poids.items()}


def train(exemples: Sequence[Exemple]) -> Modele:
    """Apprend les demandes, les sujets sensibles et les suites d'échange : le modèle fourni."""
    comptes = [count(exemple.texte) for exemple in exemples]
    vocabulaire = vocabulary(comptes)
    lus = [features(compte, vocabulaire) for compte in comptes]
    tetes: dict[str, Tete] = {}
    apprise = head(lus, [e.demande for e in exemples], len(vocabulaire.idf))
    tetes["demande"] = apprise._replace(temperature=TEMPERATURES["demande"])
    for nom, dits in (
        ("sensible", [e.sensible for e in exemples]),
        ("suite", [e.suite for e in exemples]),
    ):
        reponses = ["" if dit is None else OUI if dit else NON for dit in dits]
        tetes[nom] = head(lus, reponses, len(vocabulaire.idf))
    return _model(vocabulaire, tetes)


def train_categories(comptes: Sequence[Mapping[int, int]], categories: Sequence[str]) -> Modele:
    """Apprend les catégories seules, en quelques secondes : le modèle d'une boutique.

    Args:
        comptes: un par message (``count``).
    """
    vocabulaire = vocabulary(comptes)
    lus = [features(compte, vocabulaire) for compte in comptes]
    return _model(vocabulaire, {"categorie": head(lus, categories, len(vocabulaire.idf))})


def read_corpus(dossier: Path, sauf: Collection[str] = ()) -> list[Exemple]:
    """Les messages du corpus, fichier par fichier, dans l'ordre de leurs noms.

    Args:
        sauf: mondes laissés de côté (« velos »).
    """
    return [
        Exemple(
            lu["text"],
            lu["categorie"],
            lu.get("demande", ""),
            lu.get("sensible"),
            None if "premier" not in lu else not lu["premier"],
        )
        for fichier in sorted(dossier.glob("*.jsonl"))
        if fichier.stem not in sauf
        for lu in map(json.loads, fichier.read_text(encoding="utf-8").splitlines())
    ]


def _model(vocabulaire: Vocabulaire, tetes: Mapping[str, Tete]) -> Modele:
    rangs = array("h", [-1]) * SEAUX
    for seau, rang in vocabulaire.rangs.items():
        rangs[seau] = rang
    return Modele(rangs, array("f", vocabulaire.idf.values()), tetes)


def head(lus: Sequence[Traits], reponses: Sequence[str], taille: int) -> Tete:
    """Apprend une question, des textes dont la réponse est connue."""
    classes = sorted(set(reponses) - {""})
    rangs = {classe: rang for rang, classe in enumerate(classes)}
    donnees = [
        (itemgetter(*lu), tuple(lu.items()), tuple(lu.values()), rangs[reponse])
        for lu, reponse in zip(lus, reponses, strict=True)
        if reponse and len(lu) > 1
    ]
    poids, biais = _descend(donnees, len(classes), taille)
    return quantise(classes, poids, biais)


_Donnee = tuple[Any, tuple[tuple[int, float], ...], tuple[float, ...], int]


def _descend(
    donnees: list[_Donnee], classes: int, taille: int
) -> tuple[list[list[float]], list[float]]:
    """Les poids moyens, sur toutes les étapes d'une descente de gradient."""
    # Le dernier est le biais. ``cumuls`` tient chaque correction, fois l'étape où elle est venue.
    poids = [[0.0] * (taille + 1) for _ in range(classes)]
    cumuls = [[0.0] * (taille + 1) for _ in range(classes)]
    hasard = random.Random(1)  # noqa: S311  # toujours le même ordre : toujours le même modèle
    etape = 0
    for _ in range(TOURS):
        hasard.shuffle(donnees)
        for places, couples, valeurs, juste in donnees:
            etape += 1
            for classe, erreur in _errors(poids, places, valeurs, juste):
                pas = PAS * erreur
                ligne, cumul = poids[classe], cumuls[classe]
                ligne[-1] -= pas / 10
                cumul[-1] -= pas / 10 * etape
                for place, valeur in couples:
                    correction = pas * valeur
                    ligne[place] -= correction
                    cumul[place] -= correction * etape
    moyens = [
        [p - c / (etape + 1) for p, c in zip(ligne, cumul, strict=True)]
        for ligne, cumul in zip(poids, cumuls, strict=True)
    ]
    return [ligne[:-1] for ligne in moyens], [ligne[-1] for ligne in moyens]


def _errors(
    poids: Sequence[Sequence[float]],
    places: Any,
    valeurs: Sequence[float],
    juste: int,
) -> list[tuple[int, float]]:
    """De combien chaque réponse se trompe sur un texte, si ce n'est pas d'à peine."""
    scores = [ligne[-1] + sum(map(mul, places(ligne), valeurs)) for ligne in poids]
    haut = max(scores)
    forces = [exp(score - haut) for score in scores]
    total = sum(forces)
    erreurs = ((classe, f / total - (classe == juste)) for classe, f in enumerate(forces))
    return [(classe, erreur) for classe, erreur in erreurs if abs(erreur) >= NEGLIGE]
