"""La configuration : seul endroit qui lit l'environnement et le fichier ``.env``.

L'environnement réel l'emporte sur ``.env`` (à côté de ``main.py``) ; une valeur vide ne compte
pas. Les secrets n'apparaissent ni dans ``repr`` ni dans un message.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from errors import ConfigurationError

RACINE = Path(__file__).resolve().parent
FICHIER_ENV = RACINE / ".env"
BASE_EMBARQUEE = RACINE / "data" / "crm_ecommerce.db"
REGLES_FOURNIES = RACINE / "automation" / "languages" / "fr" / "rules"

LIEN_SUIVI_DE = "LIEN_SUIVI_"
"""Début du nom d'une variable qui donne l'adresse de suivi d'un transporteur."""

AUCUNE = "aucune"
"""Valeur de ``CATEGORIES_AUTOMATIQUES`` qui ne laisse que des brouillons."""

_PREFIXES = ("DB_", "NOTION_", "OPENAI_")


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
    # Un nom, ou une adresse IPv6 ; jamais « mysql://utilisateur:secret@serveur », qui serait redit.
    if not re.fullmatch(r"[\w.-]+|[0-9a-fA-F:.]+(?:%\w+)?", texte):
        raise ValueError(
            "il faut le nom ou l'adresse d'un serveur, par exemple localhost ; port, compte et "
            "mot de passe vont dans DB_PORT, DB_USER et DB_PASSWORD."
        )
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


def _phrase(texte: str) -> str:
    if set("{}[]<>｛｝") & set(texte):
        raise ValueError("il faut un texte sans accolades, crochets ni chevrons.")
    return texte


def _lien_suivi(texte: str) -> str:
    if set("{}<>[]") & set(_url(texte.replace("{numero_suivi}", "X"))):
        raise ValueError("{numero_suivi} est la seule accolade permise.")
    if "{numero_suivi}" not in texte:
        raise ValueError("l'adresse doit contenir {numero_suivi}.")
    return texte


def _liens_suivi(sources: tuple[Mapping[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Les adresses propres à un transporteur, par la fin du nom de leur variable."""
    noms = {nom for source in sources for nom in source if nom.startswith(LIEN_SUIVI_DE)}
    textes = ((nom, _text(nom, sources)) for nom in sorted(noms))
    return tuple(
        (nom.removeprefix(LIEN_SUIVI_DE), _value(nom, texte, _lien_suivi))
        for nom, texte in textes
        if texte is not None
    )


def _categories(texte: str) -> tuple[str, ...]:
    noms = _liste(texte)
    return () if [nom.lower() for nom in noms] == [AUCUNE] else noms


def _liste(texte: str) -> tuple[str, ...]:
    return tuple(nom.strip() for nom in texte.split(",") if nom.strip())


def _oui_ou_non(texte: str) -> bool:
    if texte.lower() not in ("oui", "non"):
        raise ValueError("il faut « oui » ou « non ».")
    return texte.lower() == "oui"


def _lue(lire: Callable[[str], Any] = str, defaut: Any = None, *, secret: bool = False) -> Any:
    """Un réglage que donne la variable du même nom, en capitales.

    Args:
        lire: sa valeur d'après son texte ; lève ``ValueError``, avec sa phrase.
        defaut: sa valeur sans cette variable.
    """
    return field(default=defaut, repr=not secret, metadata={"lire": lire})


@dataclass(frozen=True, slots=True)
class Settings:
    """La configuration, lue et vérifiée.

    Attributes:
        db_host: ``None`` pour la base embarquée (``db_path``).
        seuil_confiance: ``None`` pour le seuil calculé avec les règles.
        categories_automatiques: ``None`` pour les catégories ouvertes par les règles ; un tuple
            vide ne laisse que des brouillons.
        demandes_relues: demandes dont la boutique relit toujours la réponse.
        fenetre_echange_jours: jours pendant lesquels un expéditeur qui écrit encore poursuit un
            échange ; 0 pour ne pas y regarder.
        avis: vrai si le second lecteur donne son avis.
        avis_boutique: ce que le second lecteur a appris de la boutique (``--train``), s'il existe.
        liens_suivi: adresses de suivi de ``LIEN_SUIVI_<TRANSPORTEUR>``, par transporteur ;
            ``lien_suivi`` sert aux autres.
        regles: fichiers et dossiers de règles en vigueur (voir ``load_rules``).
        bail_secondes: durée pendant laquelle un ticket réservé n'est à personne d'autre.
        envoi_age_max_h: heures après sa décision au-delà desquelles une réponse ne part plus.
    """

    db_host: str | None = _lue(_hote)
    db_port: int = _lue(_entier(1, 65535), 3306)
    db_user: str = _lue(defaut="root")
    db_password: str | None = _lue(secret=True)
    db_name: str = _lue(defaut="crm_ecommerce")
    db_path: Path = _lue(_chemin, BASE_EMBARQUEE)  # noqa: RUF009  # un chemin ne change pas
    notion_token: str | None = _lue(secret=True)
    notion_base_reponses_id: str | None = _lue()
    notion_base_contacts_id: str | None = _lue()
    notion_api_url: str | None = _lue(_origine)
    notion_parent_page_id: str | None = _lue()
    notion_requests_per_minute: int = _lue(_entier(1, 100_000), 180)
    openai_api_key: str | None = _lue(secret=True)
    openai_base_url: str | None = _lue(_url)
    openai_model: str | None = _lue()
    openai_max_reponses: int | None = _lue(_entier(0, 10**9))
    seuil_confiance: float | None = _lue(_proportion)
    categories_automatiques: tuple[str, ...] | None = _lue(_categories)
    demandes_relues: tuple[str, ...] = _lue(_liste, ())
    fenetre_echange_jours: int = _lue(_entier(0, 3650), 14)
    avis: bool = _lue(_oui_ou_non, True)
    delai_reponse: str = _lue(_phrase, "48 heures")
    nom_boutique: str | None = _lue(_phrase)
    lien_suivi: str | None = _lue(_lien_suivi)
    lien_facture: str | None = _lue(_url)
    bail_secondes: int = _lue(_entier(1, 86_400), 300)
    envoi_age_max_h: int = _lue(_entier(1, 8_760), 72)
    liens_suivi: tuple[tuple[str, str], ...] = ()
    regles: tuple[Path, ...] = (REGLES_FOURNIES,)
    avis_boutique: Path | None = None

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
        requises = ("notion_token", "notion_base_reponses_id", "notion_base_contacts_id")
        manquantes = [nom.upper() for nom in requises if getattr(self, nom) is None]
        if manquantes:
            ajouter = "Ajoutez-les" if len(manquantes) > 1 else "Ajoutez-la"
            raise ConfigurationError(
                f"La configuration de Notion est incomplète : il manque {', '.join(manquantes)}. "
                f"{ajouter} au fichier .env (« python main.py --setup » peut créer les bases si "
                "NOTION_PARENT_PAGE_ID est donné). Sans NOTION_TOKEN, tickets et modèles restent "
                "dans la base de données."
            )


VARIABLES = tuple(champ.name.upper() for champ in fields(Settings) if "lire" in champ.metadata)
"""Toutes les variables lues ; un test tient ``env.example`` égal à cette liste."""


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
    sources = (os.environ if environ is None else environ, _read_file(fichier))
    valeurs = {}
    for champ in fields(Settings):
        if "lire" in champ.metadata:
            texte = _text(champ.name.upper(), sources)
            if texte is not None:
                valeurs[champ.name] = _value(champ.name.upper(), texte, champ.metadata["lire"])
    appris = learned_file(fichier)
    return Settings(
        **valeurs,
        liens_suivi=_liens_suivi(sources),
        regles=_regles(fichier.parent),
        avis_boutique=appris if appris.is_file() else None,
    )


def learned_file(fichier: Path | None = None) -> Path:
    """Où le second lecteur garde ce qu'il a appris de la boutique : à côté de ``.env``."""
    return (fichier or FICHIER_ENV).with_name("avis.bin")


def _regles(dossier: Path) -> tuple[Path, ...]:
    """Les règles de la boutique : ``rules.toml`` remplace tout, un dossier ``regles/`` s'ajoute."""
    if (complet := dossier / "rules.toml").is_file():
        return (complet,)
    ajouts = dossier / "regles"
    return (REGLES_FOURNIES, ajouts) if ajouts.is_dir() else (REGLES_FOURNIES,)


def _text(nom: str, sources: tuple[Mapping[str, str], ...]) -> str | None:
    """Le texte d'une variable dans la première source qui en a un ; ``None`` s'il n'y en a pas."""
    for source in sources:
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


def _value(nom: str, texte: str, lire: Callable[[str], Any]) -> Any:
    try:
        return lire(texte)
    except ValueError as erreur:
        raise ConfigurationError(
            f"La variable {nom} ne convient pas : {erreur} Corrigez-la dans le fichier .env "
            "ou dans l'environnement."
        ) from None


def _read_file(fichier: Path) -> dict[str, str]:
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
