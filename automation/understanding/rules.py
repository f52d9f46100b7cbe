"""Lire ``rules.toml`` : un fichier faux est refusé, avec la ligne et la raison."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from automation.understanding.phrases import Phrase, Phrases
from automation.understanding.rules_file import Lecteur, RegleCategorie, Regles
from automation.understanding.scoring import Bareme
from automation.understanding.toml_file import read_toml
from automation.understanding.words import Role, Vocabulary
from errors import ConfigurationError


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """Un fichier de règles vérifié et compilé.

    Attributes:
        categories: les catégories, dans l'ordre du fichier.
        seuil: confiance au-dessous de laquelle une personne décide.
        brouillons: textes proposés quand un message est mis en attente.
        octets: le fichier, tel que lu.
        motifs_commande: formes des numéros de commande de la boutique (9, A, littéral).
    """

    categories: tuple[RegleCategorie, ...]
    seuil: float
    brouillons: Mapping[str, str]
    octets: bytes
    motifs_commande: tuple[str, ...]
    phrases: tuple[Phrase, ...]
    vocabulaire: Vocabulary
    finder: Phrases
    bareme: Bareme

    @property
    def empreinte(self) -> str:
        """SHA-256 du fichier (calculé à la demande : charger hashlib retarde le démarrage)."""
        from hashlib import sha256

        return sha256(self.octets).hexdigest()


def load_rules(path: Path) -> Rules:
    """Lit, vérifie et compile un fichier de règles.

    Args:
        path: fichier TOML, en UTF-8.

    Raises:
        ConfigurationError: fichier illisible ou faux ; la phrase dit où et pourquoi.
    """
    try:
        octets = path.read_bytes()
    except OSError as erreur:
        raise ConfigurationError(
            f"Le fichier de règles « {path} » ne peut pas être lu : vérifiez son nom et ses droits."
        ) from erreur
    contenu, donnees = read_toml(path, octets)
    regles = Lecteur(path, contenu, donnees).read()
    return _compile(regles, octets)


def _compile(regles: Regles, octets: bytes) -> Rules:
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
    bareme = Bareme(regles)
    finder = Phrases(regles.phrases, vocabulaire, regles.portee)
    return Rules(
        categories=tuple(regles.categories),
        seuil=regles.seuil,
        brouillons=regles.brouillons,
        octets=octets,
        motifs_commande=regles.motifs_commande,
        phrases=regles.phrases,
        vocabulaire=vocabulaire,
        finder=finder,
        bareme=bareme,
    )
