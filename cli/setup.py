"""``--setup`` : préparer chaque partie, et en rendre compte, une ligne chacune."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cli.output import Output
from config import Settings
from errors import ConfigurationError, SupportError
from models import NON_CLASSE


@dataclass(frozen=True, slots=True)
class Etape:
    """Une partie préparée, ou ce qui l'empêche.

    Attributes:
        code: 0 si elle est prête, sinon le code de sortie de l'ennui.
    """

    nom: str
    detail: str
    code: int = 0

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de cette étape."""
        return {"nom": self.nom, "pret": self.code == 0, "detail": self.detail}


def run_setup(settings: Settings, out: Output, *, essai: bool) -> int:
    """Prépare tout ce qui peut l'être et rend le premier code d'ennui, 0 s'il n'y en a pas.

    Args:
        essai: regarde seulement ; rien n'est créé.
    """
    etapes = []
    for etape in _steps(settings, essai):
        etapes.append(etape)
        if not out.en_json:
            out.text(f"{'✓' if etape.code == 0 else '✗'} {etape.nom} : {etape.detail}")
    code = next((etape.code for etape in etapes if etape.code), 0)
    if out.en_json:
        document: dict[str, Any] = {"success": code == 0}
        ennui = next((etape for etape in etapes if etape.code), None)
        if ennui is not None:
            document["erreur"] = {"code": code, "message": f"{ennui.nom} : {ennui.detail}"}
        out.document(document | {"etapes": [etape.to_dict() for etape in etapes]})
    elif code == 0 and not essai:
        out.text('\nTout est prêt. Essayez : python main.py --message EMAIL "Où est mon colis ?"')
    return code


def _steps(settings: Settings, essai: bool) -> Iterator[Etape]:
    for nom, preparer in (
        ("Règles", _rules),
        ("Base de données", _database),
        ("Notion", _notion),
        ("OpenAI", _openai),
    ):
        try:
            yield Etape(nom, preparer(settings, essai))
        except SupportError as erreur:
            yield Etape(nom, str(erreur), erreur.code)


def _rules(settings: Settings, _: bool) -> str:
    from automation.categories import automatic_categories
    from automation.rules import load_rules

    rules = load_rules(settings.regles)
    ouvertes = automatic_categories(settings, rules)
    return (
        f"{len(rules.categories)} catégories ; réponse automatique pour "
        f"{', '.join(ouvertes) or 'aucune (brouillons seulement)'}."
    )


def _database(settings: Settings, essai: bool) -> str:
    from database.engine import Database, file_exists
    from database.setup import missing_tables, prepare

    if essai and settings.db_host is None and not file_exists(settings.db_path):
        return f"serait créée : {settings.db_path}."
    base = Database(settings)
    if essai:
        manquantes = missing_tables(base)
        return f"{base.nom} : tables à créer : {', '.join(manquantes) or 'aucune'}."
    faite = prepare(base)
    if not faite.creees:
        return f"{base.nom} était déjà prête, rien n'a été changé."
    exemples = f"{faite.clients} clients, {faite.commandes} commandes et {faite.modeles} modèles"
    return f"{base.nom} : tables créées : {', '.join(faite.creees)} ; d'exemple : {exemples}."


def _notion(settings: Settings, essai: bool) -> str:
    if not settings.notion_active:
        return "pas configuré : tickets et modèles sont dans la base de données."
    if settings.notion_parent_page_id is None:
        settings.require_notion_bases()
    from automation.rules import load_rules
    from database.demo import MODELES
    from notion.setup import prepare

    categories = [*(regle.nom for regle in load_rules(settings.regles).categories), NON_CLASSE]
    rapport = prepare(settings, categories, MODELES, check_only=essai)
    lignes = [f"{etape.base} ({etape.constat}) : {etape.detail}" for etape in rapport.etapes]
    donnees = settings.notion_base_reponses_id and settings.notion_base_contacts_id
    if rapport.lignes_env and not donnees:
        lignes += ["Ajoutez ces lignes au fichier .env :", *rapport.lignes_env]
    detail = "\n    ".join(["", *lignes])
    if not rapport.pret and not essai:
        raise ConfigurationError(detail)
    return detail


def _openai(settings: Settings, _: bool) -> str:
    if not settings.ia_active:
        return "pas de clé : les réponses sont celles des modèles, rien d'autre n'est perdu."
    return "une clé est donnée ; les réponses restent celles des modèles dans cette version."
