"""Pur : un modèle linéaire appris — ce qu'il pèse, comment il s'écrit, ce qu'il rend."""

import struct
import zlib
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp
from operator import itemgetter, mul
from typing import Any, NamedTuple

from automation.opinion.features import SEAUX

VERSION = 2
_MARQUE = b"avis%d\n" % VERSION
_PRECISION = 127
"""Chaque poids tient dans un octet : un millième de l'exactitude y passe, et neuf dixièmes de la
taille."""


class Tete(NamedTuple):
    """Une question posée au texte, et ce que pèse chaque trait pour chacune de ses réponses.

    Attributes:
        classes: les réponses.
        poids: pour chacune, un octet par trait connu.
        biais, echelles: pour chacune, sa valeur de départ et ce que vaut un octet.
        temperature: par quoi diviser les scores pour que leur probabilité soit juste.
    """

    classes: Sequence[str]
    poids: Sequence["array[int]"]
    biais: Sequence[float]
    echelles: Sequence[float]
    temperature: float


@dataclass(frozen=True, slots=True)
class Modele:
    """Un modèle prêt à lire.

    Attributes:
        rangs: pour chaque seau, sa place parmi les traits connus, ou -1.
        idf: rareté de chaque trait connu.
        tetes: par leur nom : « demande », « sensible », « suite » (modèle fourni) ; « categorie »
            (modèle de la boutique).
    """

    rangs: Sequence[int]
    idf: Sequence[float]
    tetes: Mapping[str, Tete]

    def probabilities(self, tete: str, traits: Mapping[int, float]) -> dict[str, float]:
        """La probabilité de chaque réponse.

        Args:
            traits: poids de chaque trait du texte, par sa place.
        """
        demandee = self.tetes[tete]
        scores = [s / demandee.temperature for s in self._scores(demandee, traits)]
        haut = max(scores)
        forces = [exp(score - haut) for score in scores]
        total = sum(forces)
        return {c: f / total for c, f in zip(demandee.classes, forces, strict=True)}

    def _scores(self, tete: Tete, traits: Mapping[int, float]) -> list[float]:
        if not traits:
            return list(tete.biais)
        # Une place de plus, sans poids : itemgetter ne rend une suite que de deux places ou plus.
        places = itemgetter(*traits, len(self.idf))
        valeurs = (*traits.values(), 0.0)
        return [
            biais + echelle * sum(map(mul, places(poids), valeurs))
            for poids, biais, echelle in zip(tete.poids, tete.biais, tete.echelles, strict=True)
        ]


def quantise(
    classes: Sequence[str],
    poids: Sequence[Sequence[float]],
    biais: Sequence[float],
    temperature: float = 1.0,
) -> Tete:
    """Une tête, ses poids ramenés chacun à un octet."""
    echelles = [max(map(abs, ligne), default=0.0) / _PRECISION or 1.0 for ligne in poids]
    octets = [
        array("b", [round(v / e) for v in ligne] + [0])
        for ligne, e in zip(poids, echelles, strict=True)
    ]
    return Tete(classes, octets, [round(b, 6) for b in biais], echelles, temperature)


def dump(modele: Modele) -> bytes:
    """Le modèle en octets, toujours les mêmes pour le même modèle."""
    morceaux = [struct.pack("<HB", len(modele.idf), len(modele.tetes))]
    for nom, tete in modele.tetes.items():
        morceaux.append(_name(nom) + struct.pack("<Bd", len(tete.classes), tete.temperature))
        for classe, biais, echelle in zip(tete.classes, tete.biais, tete.echelles, strict=True):
            morceaux.append(_name(classe) + struct.pack("<dd", biais, echelle))
    morceaux += [array("h", modele.rangs).tobytes(), array("f", modele.idf).tobytes()]
    for tete in modele.tetes.values():
        morceaux += [array("b", ligne).tobytes() for ligne in tete.poids]
    return _MARQUE + zlib.compress(b"".join(morceaux), 9)


def load(octets: bytes) -> Modele:
    """Le modèle que disent ces octets.

    Raises:
        ValueError: ce n'en est pas un, ou d'une autre version.
    """
    if not octets.startswith(_MARQUE):
        raise ValueError("autre fichier, ou autre version")
    try:
        return _Lu(memoryview(zlib.decompress(octets[len(_MARQUE) :]))).model()
    except (zlib.error, struct.error) as erreur:
        raise ValueError("fichier abîmé") from erreur


def _name(nom: str) -> bytes:
    octets = nom.encode()
    return struct.pack("<B", len(octets)) + octets


class _Lu:
    """Un fichier, lu de son début à sa fin."""

    def __init__(self, octets: memoryview) -> None:
        self._octets, self._place = octets, 0

    def model(self) -> Modele:
        """Tout le modèle ; ``ValueError`` s'il manque quelque chose, ou s'il y a trop."""
        connus, nombre = self._values("<HB")
        entetes = [self._head() for _ in range(nombre)]
        rangs, idf = self._array("h", SEAUX), self._array("f", connus)
        tetes = {
            nom: tete._replace(poids=[self._array("b", connus + 1) for _ in tete.classes])
            for nom, tete in entetes
        }
        if self._place != len(self._octets):
            raise ValueError("fichier trop long")
        return Modele(rangs, idf, tetes)

    def _head(self) -> tuple[str, Tete]:
        nom = self._text()
        classes, temperature = self._values("<Bd")
        lues = [(self._text(), *self._values("<dd")) for _ in range(classes)]
        noms, biais, echelles = zip(*lues, strict=True)
        return nom, Tete(noms, (), biais, echelles, temperature)

    def _values(self, forme: str) -> tuple[Any, ...]:
        valeurs = struct.unpack_from(forme, self._octets, self._place)
        self._place += struct.calcsize(forme)
        return valeurs

    def _text(self) -> str:
        (longueur,) = self._values("<B")
        return bytes(self._take(longueur)).decode()

    def _array(self, genre: str, nombre: int) -> "array[Any]":
        suite = array(genre)
        suite.frombytes(self._take(nombre * suite.itemsize))
        return suite

    def _take(self, longueur: int) -> memoryview:
        pris = self._octets[self._place : self._place + longueur]
        if len(pris) != longueur:
            raise ValueError("fichier trop court")
        self._place += longueur
        return pris
