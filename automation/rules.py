"""Lire ``rules.toml`` : un fichier faux est refusé, avec la ligne et la raison."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from automation.inflection import inflect
from automation.matcher import Automate
from automation.rules_reader import Lecteur, ReglePhrase, Regles
from automation.scoring import Bareme
from automation.vocabulary import Role, Vocabulary
from errors import ConfigurationError
from models import NON_CLASSE


@dataclass(frozen=True, slots=True)
class RegleCategorie:
    """Une catégorie déclarée dans le fichier de règles.

    Attributes:
        commande_requise: répondre demande de savoir de quelle commande il s'agit.
        automatique: la boutique accepte qu'on y réponde sans relecture.
    """

    nom: str
    commande_requise: bool
    automatique: bool


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """Un fichier de règles vérifié et compilé.

    Attributes:
        categories: les catégories, dans l'ordre du fichier.
        seuil: confiance au-dessous de laquelle une personne décide.
        brouillons: textes proposés quand un message est mis en attente.
        empreinte: SHA-256 du fichier.
        motifs_commande: formes des numéros de commande de la boutique (9, A, littéral).
    """

    categories: tuple[RegleCategorie, ...]
    seuil: float
    brouillons: Mapping[str, str]
    empreinte: str
    motifs_commande: tuple[str, ...]
    phrases: tuple[ReglePhrase, ...]
    vocabulaire: Vocabulary
    automate: Automate
    bareme: Bareme


def load_rules(path: Path) -> Rules:
    """Lit, vérifie et compile un fichier de règles.

    Args:
        path: fichier TOML, en UTF-8.

    Raises:
        ConfigurationError: fichier illisible ou faux ; la phrase dit où et pourquoi.
    """
    try:
        octets = path.read_bytes()
        contenu = octets.decode("utf-8-sig")
    except OSError as erreur:
        raise ConfigurationError(
            f"Le fichier de règles « {path} » ne peut pas être lu : {erreur.strerror}."
        ) from erreur
    except UnicodeDecodeError as erreur:
        ligne = octets[: erreur.start].count(b"\n") + 1
        raise ConfigurationError(
            f"« {path} », ligne {ligne} : ce n'est pas de l'UTF-8. Enregistrez le fichier en UTF-8."
        ) from erreur
    try:
        donnees: dict[str, Any] = tomllib.loads(contenu)
    except tomllib.TOMLDecodeError as erreur:
        raise ConfigurationError(
            f"« {path} » n'est pas un fichier TOML correct : {erreur}."
        ) from erreur
    regles = Lecteur(path, contenu, donnees).read()
    return _compile(regles, hashlib.sha256(octets).hexdigest())


def _compile(regles: Regles, empreinte: str) -> Rules:
    vocabulaire = Vocabulary(
        regles.atomes,
        {
            Role.NIE: regles.nie,
            Role.FERME: regles.ferme,
            Role.SUPPOSE: regles.suppose,
            Role.FERME_SI: regles.ferme_si,
            Role.INDIRECT: regles.indirect,
            Role.COURTOIS: regles.courtois,
        },
        regles.abreviations,
    )
    automate = Automate(vocabulaire, [regle.phrase for regle in regles.phrases], regles.portee)
    return Rules(
        categories=tuple(RegleCategorie(*ligne) for ligne in regles.categories),
        seuil=regles.seuil,
        brouillons=regles.brouillons,
        empreinte=empreinte,
        motifs_commande=regles.motifs_commande,
        phrases=regles.phrases,
        vocabulaire=vocabulaire,
        automate=automate,
        bareme=Bareme(regles, _blocking(regles)),
    )


def _blocking(regles: Regles) -> dict[int, frozenset[int]]:
    """Pour chaque phrase qui bloque, les mots seuls de catégorie qu'elle contient."""
    formes = [frozenset(f for mot in mots for f in inflect(mot)) for mots in regles.atomes]
    seuls = [
        (rang, formes[regle.phrase.atomes[0]])
        for rang, regle in enumerate(regles.phrases)
        if regle.usage == "categorie"
        and len(regle.phrase.atomes) == 1
        and regle.categorie != NON_CLASSE
    ]
    return {
        rang: frozenset(
            seul
            for seul, ses_formes in seuls
            if any(formes[atome] <= ses_formes for atome in regle.phrase.atomes)
        )
        for rang, regle in enumerate(regles.phrases)
        if regle.usage == "bloque"
    }
