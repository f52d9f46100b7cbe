"""Ce que le second lecteur comprend d'un texte, et par quels mots."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from automation.opinion.features import count, pair_bucket, vector, word_buckets, words
from automation.opinion.model import Modele, load
from errors import ConfigurationError

FOURNI = Path(__file__).with_name("modele.bin")
"""Le modèle du projet, appris de ``corpus/`` seul (voir ``MODELE.md``)."""

PETIT = 3
"""Nombre de lettres d'un mot trop court pour en dire la raison à une personne."""

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
    """L'avis du second lecteur sur un texte : une probabilité pour chaque réponse.

    Attributes:
        categories: vide si la boutique ne lui a rien appris : elles viennent alors des demandes.
        sensible: que le sujet soit sensible.
        suite: que ce ne soit pas le premier mot d'un échange.
        traits: ce que pèse chaque trait du texte, par sa place : de quoi l'expliquer.
    """

    demandes: Mapping[str, float]
    categories: Mapping[str, float]
    sensible: float
    suite: float
    traits: Mapping[int, float] = MappingProxyType({})


class Second(NamedTuple):
    """Le second lecteur.

    Attributes:
        fourni: appris du corpus du projet.
        boutique: appris aussi des messages de la boutique (``--train``) ; il ne dit que la
            catégorie.
    """

    fourni: Modele
    boutique: Modele | None = None


def read(propre: str, second: Second) -> Avis:
    """L'avis sur ce qu'une personne a écrit elle-même (``own_words``)."""
    comptes = count([mot for mot, _, _ in words(propre)])
    fourni, boutique = second
    poids = _weights(comptes, fourni)
    sensible, suite = (fourni.probabilities(tete, poids)["oui"] for tete in ("sensible", "suite"))
    categories = {}
    if boutique is not None:
        categories = boutique.probabilities("categorie", _weights(comptes, boutique))
    return Avis(fourni.probabilities("demande", poids), categories, sensible, suite, poids)


def explain(propre: str, second: Second, demande: str, avis: Avis) -> tuple[Mot, ...]:
    """Les mots qui ont parlé pour une demande, le plus fort d'abord.

    Args:
        avis: celui qui a été rendu sur ce texte.
    """
    modele, lus = second.fourni, words(propre)
    if demande not in modele.tetes["demande"].classes:
        return ()  # ajoutée par la boutique : il n'en a rien appris
    mots = [mot for mot, _, _ in lus]
    tete, places = modele.tetes["demande"], modele.rangs
    classe = tete.classes.index(demande)
    pese, echelle = tete.poids[classe], tete.echelles[classe]
    dits = {place: echelle * p * pese[place] for place, p in avis.traits.items()}
    apports = []
    for rang, (mot, debut, fin) in enumerate(lus):
        seaux = (*word_buckets(mot), pair_bucket(mots[rang - 1] if rang else "^", mot))
        apport = sum([dits.get(places[seau], 0.0) for seau in seaux])
        apports.append(Mot(debut, fin, round(apport, 3)))
    forts = sorted((m for m in apports if m.poids > 0), key=lambda m: -m.poids)
    # « où », « en » pèsent, et n'apprennent rien à qui lit : les mots plus longs d'abord.
    longs = [m for m in forts if m.fin - m.debut > PETIT]
    return tuple((longs or forts)[:MOTS_MONTRES])


def _weights(comptes: Mapping[int, int], modele: Modele) -> dict[int, float]:
    """Le poids de chaque trait connu, par sa place."""
    idf = {seau: modele.idf[rang] for seau in comptes if (rang := modele.rangs[seau]) >= 0}
    return {modele.rangs[seau]: valeur for seau, valeur in vector(comptes, idf).items()}


@lru_cache(maxsize=2)
def load_model(chemin: Path = FOURNI) -> Modele:
    """Le modèle d'un fichier.

    Raises:
        ConfigurationError: il ne se lit pas.
    """
    try:
        return load(chemin.read_bytes())
    except OSError as erreur:
        raise ConfigurationError(
            f"Le second lecteur « {chemin} » ne peut pas être lu : vérifiez ses droits, ou "
            "passez-vous de lui par AVIS=non."
        ) from erreur
    except ValueError as erreur:
        remede = (
            "Installez de nouveau le programme, ou passez-vous de lui par AVIS=non."
            if chemin == FOURNI
            else "Refaites-le par « python main.py --train », ou supprimez ce fichier."
        )
        raise ConfigurationError(
            f"Le second lecteur « {chemin} » ne se lit pas : ce n'est pas un modèle de cette "
            f"version. {remede}"
        ) from erreur


def load_second(boutique: Path | None = None) -> Second:
    """Le second lecteur fourni, avec ce qu'il a appris d'une boutique.

    Raises:
        ConfigurationError: un de ses fichiers ne se lit pas.
    """
    return Second(load_model(), load_model(boutique) if boutique else None)
