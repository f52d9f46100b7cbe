"""Les parties de --setup : chacune se prépare, ou se regarde, et dit ce qu'elle a trouvé.

Ce qui demande une bibliothèque s'importe dans sa partie : s'il en manque une, « Versions » le dit.
"""

import importlib.metadata
import platform
import re
from collections.abc import Callable, Sequence

from automation.languages.fr.writing import plural
from cli.parser import VERSION
from cli.setup_base import SETUP, Chantier, database_part, examples_part, tables_part
from config import RACINE
from errors import ConfigurationError, NotSetUpError
from models import NON_CLASSE, same_name
from models.tickets import ReponseType

A_AJOUTER = "Ajoutez ces lignes au fichier .env :"
"""Annonce les identifiants de bases que la configuration n'a pas encore."""


def _versions(_: Chantier) -> str:
    requises, autres = _requirements(), []
    for nom, voulue in requises:
        try:
            version = importlib.metadata.version(nom)
        except importlib.metadata.PackageNotFoundError as erreur:
            raise ConfigurationError(
                f"il manque la bibliothèque {nom}. Lancez « pip install -r requirements.txt »."
            ) from erreur
        if version != voulue:
            autres.append(f"{nom} {version} (prévue : {voulue})")
    detail = f"programme {VERSION}, Python {platform.python_version()}"
    if requises:
        detail += f", {plural(len(requises), 'bibliothèque')}"
    if autres:
        detail += (
            f". À savoir : {', '.join(autres)} ; « pip install -r requirements.txt » remet ce qui "
            "a été éprouvé"
        )
    return f"{detail}."


def _requirements() -> list[tuple[str, str]]:
    fichier = RACINE / "requirements.txt"
    if not fichier.is_file():
        return []
    lignes = fichier.read_text(encoding="utf-8").splitlines()
    trouves = (re.fullmatch(r"([\w.-]+)==([\w.]+)", ligne.strip()) for ligne in lignes)
    return [(trouve[1], trouve[2]) for trouve in trouves if trouve]


def _rules(chantier: Chantier) -> str:
    return (
        f"{plural(len(chantier.rules.categories), 'catégorie')} ; réponse automatique pour "
        f"{', '.join(chantier.ouvertes) or 'aucune (brouillons seulement)'}."
    )


def _notion(chantier: Chantier) -> str:
    settings = chantier.settings
    if not settings.notion_active:
        return "pas configuré : tickets et modèles sont dans la base de données."
    if settings.notion_parent_page_id is None:
        settings.require_notion_bases()
    from database.demo import starters
    from notion.setup import prepare

    categories = [*(regle.nom for regle in chantier.rules.categories), NON_CLASSE]
    labels = {code: demande.libelle for code, demande in chantier.rules.demandes.items()}
    rapport = prepare(settings, categories, starters(), labels, check_only=chantier.essai)
    chantier.modeles = rapport.modeles
    lignes = [f"{etape.base} ({etape.constat}) : {etape.detail}" for etape in rapport.etapes]
    connues = settings.notion_base_reponses_id and settings.notion_base_contacts_id
    if rapport.lignes_env and not connues:
        lignes += [A_AJOUTER, *rapport.lignes_env]
    if not rapport.pret and chantier.essai:
        lignes.append(SETUP)
    tete = "les deux bases sont prêtes." if rapport.pret else "il reste à faire."
    detail = "\n".join([tete, *lignes])
    if not rapport.pret:
        raise ConfigurationError(detail)
    return detail


def _templates(chantier: Chantier) -> str:
    from automation.replies.templates import unknown_variables

    settings = chantier.settings
    if chantier.neuve and not settings.notion_active:
        return "ceux de départ seront ajoutés au premier usage."
    modeles = _read_templates(chantier)
    bons = [modele for modele in modeles if not unknown_variables(modele.texte)]
    detail = plural(len(modeles), "modèle") if modeles else "aucun modèle"
    sans = [
        nom
        for nom in chantier.ouvertes
        if not any(same_name(modele.categorie, nom) for modele in bons)
    ]
    if sans:
        detail += f". Sans modèle, tout message est confié à une personne : {', '.join(sans)}"
    detail += _old_starters(modeles)
    if len(bons) < len(modeles):
        fautifs = ", ".join(
            f"« {modele.categorie} » ({modele.id})" for modele in modeles if modele not in bons
        )
        raise ConfigurationError(
            f"{detail}. À faire : corriger les variables inconnues de {fautifs}."
        )
    return f"{detail}."


def _old_starters(modeles: Sequence[ReponseType]) -> str:
    """Ce que la boutique peut faire des modèles d'une version passée qu'elle n'a pas changés."""
    from database.old_starters import is_old_starter

    anciens = sum(map(is_old_starter, modeles))
    if not anciens:
        return ""
    return (
        f" ; de la version 1.0, restés tels quels : {anciens}. Ils ne nomment pas les demandes : "
        "« python main.py --setup --nouveaux-modeles » montre ceux qui les remplacent"
    )


def _read_templates(chantier: Chantier) -> Sequence[ReponseType]:
    if chantier.settings.notion_active:
        if chantier.modeles is None:
            raise NotSetUpError("pas examiné : Notion n'est pas prêt.")
        return chantier.modeles
    from database.ticket_store import TicketStore

    return TicketStore(chantier.base).get_reponses_types()


def _openai(chantier: Chantier) -> str:
    settings = chantier.settings
    if not settings.ia_active:
        return "pas de clé : les réponses sont celles des modèles, rien d'autre n'est perdu."
    from automation.replies.politesses import load_politesses

    phrases = sum(map(len, load_politesses(*settings.regles).values()))
    modele = f"modèle {settings.openai_model}" if settings.openai_model else "modèle par défaut"
    return (
        f"une clé est donnée ({modele}) ; elle n'est pas essayée ici, aucun appel n'est facturé. "
        f"Elle choisira parmi {phrases} politesses pour ce qui part, et rédigera des brouillons à "
        "relire."
    )


PARTIES: tuple[tuple[str, Callable[[Chantier], str]], ...] = (
    ("Versions", _versions),
    ("Règles", _rules),
    ("Base de données", database_part),
    ("Tables", tables_part),
    ("Données d'exemple", examples_part),
    ("Notion", _notion),
    ("Modèles", _templates),
    ("OpenAI", _openai),
)
"""Le nom de chaque partie, et ce qui la prépare ou l'examine, dans l'ordre du compte rendu."""
