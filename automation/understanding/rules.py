"""Charger les règles : des fichiers lus, vérifiés, compilés."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from automation.understanding.file_checks import Fichier
from automation.understanding.ideas import Exemple
from automation.understanding.phrases import Phrase, Phrases
from automation.understanding.requests_file import Demande
from automation.understanding.rules_file import RegleCategorie, Regles, read_rules
from automation.understanding.scoring import Bareme
from automation.understanding.toml_file import read_toml
from automation.understanding.words import Role, Vocabulary
from errors import ConfigurationError
from models import same_name

POLITESSES = "politesses.toml"
"""À côté des règles, mais à part : les phrases que l'IA peut choisir (``replies.politesses``)."""
DEMANDES = Path(__file__).parents[1] / "languages" / "fr" / "rules" / "demandes.toml"


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """Des règles vérifiées et compilées.

    Attributes:
        categories: les catégories, dans l'ordre de leur rang.
        seuil, seuil_demande: confiance au-dessous de laquelle une personne décide, dans la
            catégorie et dans la demande, si les règles lisent seules.
        seuil_avis, seuil_demande_avis: de même, avec l'avis du second lecteur.
        brouillons: textes proposés quand un message est mis en attente.
        octets: les fichiers, tels que lus, bout à bout.
        motifs_commande: formes des numéros de commande de la boutique (9, A, littéral).
        demandes: ce que l'on peut demander, par code.
        exemples: les phrases de clients que les idées donnent en exemple.
    """

    categories: tuple[RegleCategorie, ...]
    seuil: float
    seuil_demande: float
    seuil_avis: float
    seuil_demande_avis: float
    brouillons: Mapping[str, str]
    octets: bytes
    motifs_commande: tuple[str, ...]
    exemples: Sequence[Exemple]
    demandes: Mapping[str, Demande]
    phrases: Sequence[Phrase]
    vocabulaire: Vocabulary
    finder: Phrases
    bareme: Bareme

    def needs_order(self, categorie: str) -> bool:
        """Vrai si cette catégorie n'a de réponse qu'à propos d'une commande."""
        return any(c.commande_requise and same_name(c.nom, categorie) for c in self.categories)

    @property
    def empreinte(self) -> str:
        """SHA-256 des fichiers (calculé à la demande : charger hashlib retarde le démarrage)."""
        from hashlib import sha256

        return sha256(self.octets).hexdigest()


def load_rules(*sources: Path) -> Rules:
    """Lit, vérifie et compile des règles.

    Args:
        sources: un fichier TOML qui les tient toutes, ou des dossiers de fichiers ``.toml`` : un
            fichier remplace celui qui porte le même nom dans un dossier d'avant, ou s'y ajoute.

    Raises:
        ConfigurationError: fichier illisible ou faux ; la phrase dit où et pourquoi.
    """
    chemins = {chemin.name: chemin for source in sources for chemin in _files(source)}
    if not chemins:
        raise ConfigurationError(f"Le dossier « {sources[0]} » ne tient aucune règle (.toml).")
    fichiers: list[Fichier] = []
    tout = b""
    for chemin in chemins.values():
        octets = _read(chemin)
        tout += octets
        fichiers.append(Fichier(chemin, *read_toml(chemin, octets)))
    if not any("demandes" in fichier.donnees for fichier in fichiers):
        # Un fichier complet de la version 1.0 ne dit rien des demandes : celles du programme.
        fichiers.append(Fichier(DEMANDES, *read_toml(DEMANDES, _read(DEMANDES))))
    return _compile(read_rules(fichiers), tout)


def _files(source: Path) -> list[Path]:
    if not source.is_dir():
        return [source]
    return sorted(f for f in source.glob("*.toml") if f.name != POLITESSES)


def _read(chemin: Path) -> bytes:
    try:
        return chemin.read_bytes()
    except OSError as erreur:
        raise ConfigurationError(
            f"Le fichier de règles « {chemin} » ne peut pas être lu : vérifiez son nom et ses "
            "droits."
        ) from erreur


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
    return Rules(
        categories=tuple(regles.categories),
        seuil=regles.seuil,
        seuil_demande=regles.demande_minimale,
        seuil_avis=regles.confiance_minimale_avis,
        seuil_demande_avis=regles.demande_minimale_avis,
        brouillons=regles.brouillons,
        octets=octets,
        motifs_commande=regles.motifs_commande,
        exemples=regles.exemples,
        demandes=regles.demandes,
        phrases=regles.phrases,
        vocabulaire=vocabulaire,
        finder=Phrases(regles.phrases, vocabulaire, regles.portee),
        bareme=Bareme(regles),
    )
