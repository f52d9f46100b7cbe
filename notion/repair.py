"""Pur : ce qui manque à une base pour servir, et ce que seule une personne peut y changer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models import same_name
from notion.schema import (
    CATEGORIE,
    STATUT,
    STATUTS,
    TYPES_EN_FRANCAIS,
    Colonne,
    Json,
    Modele,
    Schema,
)
from notion.texts import nfc, utf16_length

OPTION_MAX = 100
"""Longueur du nom d'une option (documentation de l'API Notion)."""


@dataclass(frozen=True, slots=True)
class Reparation:
    """Ce qu'il faut changer à une base.

    Attributes:
        proprietes: à envoyer à Notion ; vide si la base est complète.
        ajouts: les mêmes changements, en français.
        impossibles: ce que seule une personne peut faire, et comment.
        ignorees: colonnes facultatives inutilisables, et comment les rendre utiles.
    """

    proprietes: Json
    ajouts: tuple[str, ...]
    impossibles: tuple[str, ...]
    ignorees: tuple[str, ...]


def wanted_options(modele: Modele, categories: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Les options que chaque colonne de choix doit avoir."""
    voulues: dict[str, tuple[str, ...]] = {}
    for colonne, noms in ((CATEGORIE, tuple(categories)), (STATUT, STATUTS)):
        if modele.requises.get(colonne) == "select":
            voulues[colonne] = tuple(nom for nom in noms if not _refused_option(nom))
    return voulues


def full_properties(modele: Modele, categories: Sequence[str]) -> Json:
    """Toutes les propriétés d'une base à créer."""
    options = wanted_options(modele, categories)
    proprietes: Json = {modele.titre: {"title": {}}}
    for nom, genre in (*modele.requises.items(), *modele.facultatives.items()):
        proprietes[nom] = _new_column(genre, options.get(nom, ()))
    return proprietes


def plan_repair(schema: Schema, modele: Modele, categories: Sequence[str]) -> Reparation:
    """Compare une base à ce qu'elle doit être, sans rien retirer de ce qu'elle a."""
    proprietes: Json = {}
    ajouts: list[str] = []
    impossibles = [_explain_option(nom) for nom in categories if _refused_option(nom)]
    ignorees: list[str] = []
    options = wanted_options(modele, categories)
    for nom, genre in (*modele.requises.items(), *modele.facultatives.items()):
        colonne = schema.colonnes.get(nfc(nom))
        if colonne is None:
            proprietes[nom] = _new_column(genre, options.get(nom, ()))
            ajouts.append(f"colonne « {nom} » ({TYPES_EN_FRANCAIS[genre]})")
        elif colonne.type != genre:
            phrases = impossibles if nom in modele.requises else ignorees
            phrases.append(_explain_type(modele, nom, genre))
        else:
            manquent = _missing(colonne, options.get(nom, ()))
            if manquent:
                proprietes[colonne.nom] = _more_options(colonne, manquent)
                noms = ", ".join(f"« {option} »" for option in manquent)
                ajouts.append(f"options de « {nom} » : {noms}")
    return Reparation(proprietes, tuple(ajouts), tuple(impossibles), tuple(ignorees))


def _missing(colonne: Colonne, voulues: Sequence[str]) -> list[str]:
    existantes = [str(option["name"]) for option in colonne.options]
    return [nom for nom in voulues if not any(same_name(nom, autre) for autre in existantes)]


def _new_column(genre: str, options: Sequence[str]) -> Json:
    contenu: Json = {"options": [{"name": nom} for nom in options]} if genre == "select" else {}
    return {genre: contenu}


def _more_options(colonne: Colonne, manquent: Sequence[str]) -> Mapping[str, Json]:
    # Notion remplace la liste par celle qu'il reçoit : les options tues seraient supprimées.
    gardees = [{cle: option[cle] for cle in ("id", "name", "color")} for option in colonne.options]
    return {"select": {"options": [*gardees, *({"name": nom} for nom in manquent)]}}


def _refused_option(nom: str) -> bool:
    return "," in nom or not nom.strip() or utf16_length(nom) > OPTION_MAX


def _explain_option(nom: str) -> str:
    return (
        f"La catégorie « {nom} » ne peut pas être une option de Notion (ni virgule, ni nom vide ou "
        f"de plus de {OPTION_MAX} caractères) : renommez-la dans rules.toml."
    )


def _explain_type(modele: Modele, nom: str, genre: str) -> str:
    sort = "" if nom in modele.requises else " Sans cela, cette colonne facultative est ignorée."
    return (
        f"Dans la base « {modele.nom} », la colonne « {nom} » n'est pas de type "
        f"« {TYPES_EN_FRANCAIS[genre]} ». Dans Notion, cliquez sur son en-tête → Modifier la "
        f"propriété → Type → {TYPES_EN_FRANCAIS[genre]} (ou renommez-la), puis relancez "
        f"« python main.py --setup ».{sort}"
    )
