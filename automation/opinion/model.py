"""Pur : un modèle linéaire appris — ce qu'il pèse, comment il s'écrit, ce qu'il rend."""

import json
import zlib
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp
from operator import itemgetter, mul
from typing import NamedTuple

from automation.opinion.features import SEAUX
from errors import ConfigurationError

VERSION = 1
_MARQUE = b"avis\n"
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
        tetes: par leur nom : « demande », « sensible », « suite », « categorie ».
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

    def weight(self, tete: str, classe: str, place: int) -> float:
        """Ce que pèse un trait, par sa place, pour une réponse."""
        demandee = self.tetes[tete]
        rang = demandee.classes.index(classe)
        return demandee.echelles[rang] * demandee.poids[rang][place]


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
    connus = [seau for seau, rang in enumerate(modele.rangs) if rang >= 0]
    entete = {
        "version": VERSION,
        "connus": len(connus),
        "tetes": [
            {
                "nom": nom,
                "classes": list(tete.classes),
                "biais": list(tete.biais),
                "echelles": list(tete.echelles),
                "temperature": tete.temperature,
            }
            for nom, tete in modele.tetes.items()
        ],
    }
    corps = array("H", connus).tobytes() + array("f", modele.idf).tobytes()
    for tete in modele.tetes.values():
        corps += b"".join(ligne[:-1].tobytes() for ligne in tete.poids)
    texte = json.dumps(entete, ensure_ascii=False).encode()
    return _MARQUE + zlib.compress(len(texte).to_bytes(4, "big") + texte + corps, 9)


def load(octets: bytes, nom: str) -> Modele:
    """Le modèle que disent ces octets.

    Args:
        nom: celui du fichier, pour l'erreur.

    Raises:
        ConfigurationError: ce n'en est pas un, ou d'une autre version.
    """
    try:
        tout = zlib.decompress(octets.removeprefix(_MARQUE))
        fin = 4 + int.from_bytes(tout[:4], "big")
        return _read(json.loads(tout[4:fin]), memoryview(tout)[fin:])
    except (ValueError, KeyError, TypeError, IndexError, zlib.error) as erreur:
        raise ConfigurationError(
            f"Le second lecteur « {nom} » ne se lit pas : ce n'est pas un modèle de cette version. "
            "Refaites-le par « python main.py --train », ou supprimez ce fichier."
        ) from erreur


def _read(entete: Mapping[str, object], corps: memoryview) -> Modele:
    nombre = entete["connus"]
    if entete["version"] != VERSION:
        raise ValueError(entete["version"])
    if not isinstance(nombre, int) or not isinstance(entete["tetes"], list):
        raise TypeError(entete)
    connus = array("H", bytes(corps[: 2 * nombre]))
    idf = array("f", bytes(corps[2 * nombre : 6 * nombre]))
    rangs = array("i", [-1]) * SEAUX
    for rang, seau in enumerate(connus):
        rangs[seau] = rang
    lu = 6 * nombre
    tetes: dict[str, Tete] = {}
    for tete in entete["tetes"]:
        lignes = []
        for _ in tete["classes"]:
            lignes.append(array("b", bytes(corps[lu : lu + nombre]) + b"\0"))
            lu += nombre
        if len(lignes[-1]) != nombre + 1:
            raise ValueError(tete["nom"])
        tetes[tete["nom"]] = Tete(
            tete["classes"], lignes, tete["biais"], tete["echelles"], tete["temperature"]
        )
    return Modele(rangs, idf, tetes)
