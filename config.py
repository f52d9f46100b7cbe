"""La configuration : seul endroit qui lit l'environnement et le fichier ``.env``.

L'environnement réel l'emporte sur ``.env`` (à côté de ``main.py``) ; une valeur vide ne compte
pas. Les secrets n'apparaissent ni dans ``repr`` ni dans un message.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from errors import ConfigurationError

RACINE = Path(__file__).resolve().parent
FICHIER_ENV = RACINE / ".env"
REGLES_FOURNIES = RACINE / "automation" / "languages" / "fr" / "rules"

AUCUNE = "aucune"
"""Valeur de ``CATEGORIES_AUTOMATIQUES`` qui ne laisse que des brouillons."""

VARIABLES = (
    "DB_HOST",
    "DB_PORT",
    "DB_USER",
    "DB_PASSWORD",
    "DB_NAME",
    "DB_PATH",
    "NOTION_TOKEN",
    "NOTION_BASE_REPONSES_ID",
    "NOTION_BASE_CONTACTS_ID",
    "NOTION_API_URL",
    "NOTION_PARENT_PAGE_ID",
    "NOTION_REQUESTS_PER_MINUTE",
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "OPENAI_MODEL",
    "OPENAI_MAX_REPONSES",
    "SEUIL_CONFIANCE",
    "CATEGORIES_AUTOMATIQUES",
    "DELAI_REPONSE",
    "NOM_BOUTIQUE",
    "LIEN_SUIVI",
    "BAIL_SECONDES",
)
"""Toutes les variables lues ; un test tient ``env.example`` égal à cette liste."""

_PREFIXES = ("DB_", "NOTION_", "OPENAI_")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Settings:
    """La configuration, lue et vérifiée.

    Attributes:
        db_host: ``None`` pour la base embarquée (``db_path``).
        seuil_confiance: ``None`` pour le seuil calculé avec les règles.
        categories_automatiques: ``None`` pour les catégories ouvertes par les règles ; un tuple
            vide ne laisse que des brouillons.
        regles: fichiers et dossiers de règles en vigueur (voir ``load_rules``).
        bail_secondes: durée pendant laquelle un ticket réservé n'est à personne d'autre.
    """

    db_host: str | None = None
    db_port: int = 3306
    db_user: str = "root"
    db_password: str | None = field(default=None, repr=False)
    db_name: str = "crm_ecommerce"
    db_path: Path = RACINE / "data" / "crm_ecommerce.db"
    notion_token: str | None = field(default=None, repr=False)
    notion_base_reponses_id: str | None = None
    notion_base_contacts_id: str | None = None
    notion_api_url: str | None = None
    notion_parent_page_id: str | None = None
    notion_requests_per_minute: int = 180
    openai_api_key: str | None = field(default=None, repr=False)
    openai_base_url: str | None = None
    openai_model: str | None = None
    openai_max_reponses: int | None = None
    seuil_confiance: float | None = None
    categories_automatiques: tuple[str, ...] | None = None
    delai_reponse: str = "48 heures"
    nom_boutique: str | None = None
    lien_suivi: str | None = None
    bail_secondes: int = 300
    regles: tuple[Path, ...] = (REGLES_FOURNIES,)

    @property
    def notion_active(self) -> bool:
        """Vrai si tickets et modèles sont dans Notion."""
        return self.notion_token is not None

    @property
    def ia_active(self) -> bool:
        """Vrai si une clé OpenAI est donnée."""
        return self.openai_api_key is not None

    def require_notion_bases(self) -> None:
        """Vérifie que Notion est configuré en entier.

        Raises:
            ConfigurationError: en nommant chaque variable qui manque.
        """
        manquantes = [
            nom
            for nom, valeur in (
                ("NOTION_TOKEN", self.notion_token),
                ("NOTION_BASE_REPONSES_ID", self.notion_base_reponses_id),
                ("NOTION_BASE_CONTACTS_ID", self.notion_base_contacts_id),
            )
            if valeur is None
        ]
        if manquantes:
            ajouter = "Ajoutez-les" if len(manquantes) > 1 else "Ajoutez-la"
            raise ConfigurationError(
                f"La configuration de Notion est incomplète : il manque {', '.join(manquantes)}. "
                f"{ajouter} au fichier .env (« python main.py --setup » peut créer les bases si "
                "NOTION_PARENT_PAGE_ID est donné). Sans NOTION_TOKEN, tickets et modèles restent "
                "dans la base de données."
            )


def load(environ: Mapping[str, str] | None = None, fichier: Path | None = None) -> Settings:
    """Lit la configuration.

    Args:
        environ: l'environnement (par défaut celui du processus).
        fichier: le fichier ``.env`` (par défaut celui à côté de ``main.py``, s'il existe).

    Raises:
        ConfigurationError: une valeur est impossible, ou ``.env`` est illisible ; la phrase
            nomme la variable ou la ligne.
    """
    fichier = fichier or FICHIER_ENV
    lecture = _Lecture(os.environ if environ is None else environ, _lire_fichier(fichier))
    return Settings(
        db_host=lecture.valeur("DB_HOST", _hote, None),
        db_port=lecture.valeur("DB_PORT", _entier(1, 65535), 3306),
        db_user=lecture.texte("DB_USER") or "root",
        db_password=lecture.texte("DB_PASSWORD"),
        db_name=lecture.texte("DB_NAME") or "crm_ecommerce",
        db_path=lecture.valeur("DB_PATH", _chemin, Settings().db_path),
        notion_token=lecture.texte("NOTION_TOKEN"),
        notion_base_reponses_id=lecture.texte("NOTION_BASE_REPONSES_ID"),
        notion_base_contacts_id=lecture.texte("NOTION_BASE_CONTACTS_ID"),
        notion_api_url=lecture.valeur("NOTION_API_URL", _origine, None),
        notion_parent_page_id=lecture.texte("NOTION_PARENT_PAGE_ID"),
        notion_requests_per_minute=lecture.valeur(
            "NOTION_REQUESTS_PER_MINUTE", _entier(1, 100_000), 180
        ),
        openai_api_key=lecture.texte("OPENAI_API_KEY"),
        openai_base_url=lecture.valeur("OPENAI_BASE_URL", _url, None),
        openai_model=lecture.texte("OPENAI_MODEL"),
        openai_max_reponses=lecture.valeur("OPENAI_MAX_REPONSES", _entier(0, 10**9), None),
        seuil_confiance=lecture.valeur("SEUIL_CONFIANCE", _proportion, None),
        categories_automatiques=lecture.valeur("CATEGORIES_AUTOMATIQUES", _categories, None),
        delai_reponse=lecture.texte("DELAI_REPONSE") or "48 heures",
        nom_boutique=lecture.texte("NOM_BOUTIQUE"),
        lien_suivi=lecture.valeur("LIEN_SUIVI", _lien_suivi, None),
        bail_secondes=lecture.valeur("BAIL_SECONDES", _entier(1, 86_400), 300),
        regles=_regles(fichier.parent),
    )


def _regles(dossier: Path) -> tuple[Path, ...]:
    """Les règles de la boutique : ``rules.toml`` remplace tout, un dossier ``regles/`` s'ajoute."""
    if (complet := dossier / "rules.toml").is_file():
        return (complet,)
    ajouts = dossier / "regles"
    return (REGLES_FOURNIES, ajouts) if ajouts.is_dir() else (REGLES_FOURNIES,)


class _Lecture:
    """Lit une variable à la fois : environnement, puis fichier, puis valeur par défaut."""

    def __init__(self, environ: Mapping[str, str], fichier: Mapping[str, str]) -> None:
        self._sources = (environ, fichier)

    def texte(self, nom: str) -> str | None:
        for source in self._sources:
            valeur = source.get(nom, "").strip()
            # Un chemin Unix peut n'être pas de l'UTF-8 ; rien d'autre ne le peut.
            if nom != "DB_PATH" and re.search("[\ud800-\udfff]", valeur):
                raise ConfigurationError(
                    f"La variable {nom} ne convient pas : elle n'est pas en UTF-8. Corrigez-la "
                    "dans l'environnement."
                )
            if valeur:
                return valeur
        return None

    def valeur(self, nom: str, lire: Callable[[str], T], defaut: T | None) -> T:
        texte = self.texte(nom)
        if texte is None:
            return defaut  # type: ignore[return-value]  # l'appelant donne un défaut de type T
        try:
            return lire(texte)
        except ValueError as erreur:
            raise ConfigurationError(
                f"La variable {nom} ne convient pas : {erreur} Corrigez-la dans le fichier .env "
                "ou dans l'environnement."
            ) from None


def _lire_fichier(fichier: Path) -> dict[str, str]:
    if not fichier.exists():
        return {}
    # Importé ici : « --help » et une installation sans .env n'en paient pas le prix.
    from dotenv.parser import parse_stream

    try:
        with fichier.open(encoding="utf-8-sig") as flux:
            lignes = list(parse_stream(flux))
    except (OSError, UnicodeDecodeError):
        raise ConfigurationError(
            f"Le fichier {fichier.name} ne peut pas être lu. Vérifiez ses droits, et qu'il est "
            "enregistré en UTF-8."
        ) from None
    valeurs: dict[str, str] = {}
    for ligne in lignes:
        if ligne.error or (ligne.key is not None and ligne.value is None):
            raise ConfigurationError(
                f"Le fichier {fichier.name} est mal écrit à la ligne {_numero(ligne.original)} : "
                "chaque ligne doit être de la forme NOM=valeur, ou commencer par #."
            )
        if ligne.key is not None and ligne.value is not None:
            valeurs[ligne.key] = ligne.value
    _warn_unknown(fichier, valeurs)
    return valeurs


def _warn_unknown(fichier: Path, valeurs: Mapping[str, str]) -> None:
    """Nomme ce qui ressemble à une de nos variables sans en être une : « DB_HSOT »."""
    for nom in valeurs:
        if nom not in VARIABLES and nom.startswith(_PREFIXES):
            # Importé ici : « --help » et une configuration sans faute n'en ont pas besoin.
            import logging

            logging.getLogger("support.config").warning(
                "%s : %s n'est pas une variable du programme, elle est ignorée. Voir env.example.",
                fichier.name,
                nom,
            )


def _numero(original: object) -> int:
    """Ligne du premier caractère non blanc : dotenv compte les lignes vides qui précèdent."""
    texte = str(getattr(original, "string", ""))
    vides = texte[: len(texte) - len(texte.lstrip())].count("\n")
    return int(getattr(original, "line", 0)) + vides


def _entier(minimum: int, maximum: int) -> Callable[[str], int]:
    def lire(texte: str) -> int:
        if not re.fullmatch(r"[0-9]{1,12}", texte) or not minimum <= int(texte) <= maximum:
            raise ValueError(f"il faut un nombre entier entre {minimum} et {maximum}.")
        return int(texte)

    return lire


def _proportion(texte: str) -> float:
    if not re.fullmatch(r"[01]([.,][0-9]+)?", texte) or float(texte.replace(",", ".")) > 1:
        raise ValueError("il faut un nombre entre 0 et 1, par exemple 0.8.")
    return float(texte.replace(",", "."))


def _chemin(texte: str) -> Path:
    chemin = Path(texte).expanduser()
    return chemin if chemin.is_absolute() else RACINE / chemin


def _hote(texte: str) -> str:
    try:
        texte.encode("idna")
    except UnicodeError:
        texte = ""
    if not texte or re.search(r"[\s\x00-\x1f\x7f]", texte):
        raise ValueError("il faut le nom ou l'adresse d'un serveur, par exemple localhost.")
    return texte


def _url(texte: str) -> str:
    try:
        morceaux = urlsplit(texte)
        correcte = morceaux.scheme in ("http", "https") and bool(morceaux.hostname)
        correcte = correcte and (morceaux.port is None or morceaux.port > 0)
    except ValueError:
        correcte = False
    if not correcte or re.search(r"[\s\x00-\x1f]", texte):
        raise ValueError("il faut une adresse qui commence par http:// ou https://.")
    return texte.rstrip("/")


def _origine(texte: str) -> str:
    adresse = _url(texte)
    if adresse.endswith("/v1"):
        raise ValueError("l'adresse se donne sans /v1, qui est ajouté ensuite.")
    return adresse


def _lien_suivi(texte: str) -> str:
    _url(texte.replace("{numero_suivi}", "X"))
    if "{numero_suivi}" not in texte:
        raise ValueError("l'adresse doit contenir {numero_suivi}.")
    return texte


def _categories(texte: str) -> tuple[str, ...]:
    noms = tuple(nom.strip() for nom in texte.split(",") if nom.strip())
    return () if [nom.lower() for nom in noms] == [AUCUNE] else noms
