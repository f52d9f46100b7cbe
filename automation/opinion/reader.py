"""Ce que le second lecteur comprend d'un texte, et par quels mots."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from automation.opinion.features import traits, vector, words
from automation.opinion.model import Modele, load
from errors import ConfigurationError

FOURNI = Path(__file__).with_name("modele.bin")
"""Le modèle du projet, appris de ``corpus/`` seul (voir ``MODELE.md``)."""

MOTS_MONTRES = 4


class Mot(NamedTuple):
    """Un mot qui a parlé pour l'avis.

    Attributes:
        debut, fin: sa place dans le texte.
        poids: ce qu'il ajoute au score de la demande retenue.
    """

    debut: int
    fin: int
    poids: float


class Avis(NamedTuple):
    """L'avis du second lecteur sur un texte.

    Attributes:
        demandes, categories: probabilité de chacune ; vides si le modèle n'en dit rien.
        sensible, suite: probabilité que le sujet soit sensible, que ce ne soit pas le premier mot
            d'un échange.
        mots: ce qui a parlé pour la demande la plus probable, le plus fort d'abord.
    """

    demandes: Mapping[str, float]
    categories: Mapping[str, float]
    sensible: float
    suite: float
    mots: tuple[Mot, ...]


def read(propre: str, modele: Modele) -> Avis:
    """L'avis sur ce qu'une personne a écrit elle-même (``own_words``)."""
    lus = words(propre)
    siens = list(traits([mot for mot, _, _ in lus]))
    comptes = Counter(trait.seau for trait in siens)
    idf = {s: modele.idf[r] for s in comptes if (r := modele.rangs[s]) >= 0}
    poids = {modele.rangs[seau]: valeur for seau, valeur in vector(comptes, idf).items()}
    demandes = modele.probabilities("demande", poids)
    retenue = max(demandes, key=demandes.__getitem__)
    apports: defaultdict[int, float] = defaultdict(float)
    for trait in siens:
        place = modele.rangs[trait.seau]
        if place >= 0:
            apport = poids[place] * modele.weight("demande", retenue, place) / comptes[trait.seau]
            for rang in range(trait.premier, trait.dernier + 1):
                apports[rang] += apport / (1 + trait.dernier - trait.premier)
    forts = sorted((r for r in apports if apports[r] > 0), key=lambda r: -apports[r])
    return Avis(
        demandes,
        modele.probabilities("categorie", poids),
        modele.probabilities("sensible", poids)["oui"],
        modele.probabilities("suite", poids)["oui"],
        tuple(Mot(lus[r][1], lus[r][2], round(apports[r], 3)) for r in forts[:MOTS_MONTRES]),
    )


@lru_cache(maxsize=2)
def load_model(chemin: Path = FOURNI) -> Modele:
    """Le modèle d'un fichier.

    Raises:
        ConfigurationError: il ne se lit pas.
    """
    try:
        octets = chemin.read_bytes()
    except OSError as erreur:
        raise ConfigurationError(
            f"Le second lecteur « {chemin} » ne peut pas être lu : vérifiez ses droits."
        ) from erreur
    return load(octets, str(chemin))
