"""Pur : ce qui manque à une base pour servir, et ce que seule une personne peut y changer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models import EtatCommande, same_name
from notion.labels import Labels, option_of
from notion.schema import (
    CATEGORIE,
    CHOIX,
    DEMANDE,
    ETATS,
    REPONSES,
    STATUT,
    STATUTS,
    TYPES_EN_FRANCAIS,
    Colonne,
    Json,
    Modele,
    Schema,
)
from notion.texts import nfc, utf16_length

_ETATS = tuple(str(etat) for etat in EtatCommande)

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


def wanted_options(
    modele: Modele, categories: Sequence[str], labels: Labels
) -> dict[str, tuple[str, ...]]:
    """Les options que chaque colonne de choix doit avoir."""
    voulues: dict[str, tuple[str, ...]] = {}
    colonnes = {**modele.requises, **modele.facultatives}
    for colonne, noms in (
        (CATEGORIE, tuple(categories)),
        (STATUT, STATUTS),
        (DEMANDE, tuple(option_of(labels, code) for code in labels)),
        (ETATS, _ETATS),
    ):
        if colonnes.get(colonne) in CHOIX:
            voulues[colonne] = tuple(nom for nom in noms if not _refused_option(nom))
    return voulues


def full_properties(modele: Modele, categories: Sequence[str], labels: Labels) -> Json:
    """Toutes les propriétés d'une base à créer."""
    options = wanted_options(modele, categories, labels)
    proprietes: Json = {modele.titre: {"title": {}}}
    for nom, genre in (*modele.requises.items(), *modele.facultatives.items()):
        proprietes[nom] = _new_column(genre, options.get(nom, ()))
    return proprietes


def plan_repair(
    schema: Schema, modele: Modele, categories: Sequence[str], labels: Labels
) -> Reparation:
    """Compare une base à ce qu'elle doit être, sans rien retirer de ce qu'elle a."""
    proprietes: Json = {}
    ajouts: list[str] = []
    impossibles = [_explain_option(nom) for nom in categories if _refused_option(nom)]
    ignorees = _unknown_options(schema, labels) if modele is REPONSES else []
    options = wanted_options(modele, categories, labels)
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
    contenu: Json = {"options": [{"name": nom} for nom in options]} if genre in CHOIX else {}
    return {genre: contenu}


def _more_options(colonne: Colonne, manquent: Sequence[str]) -> Mapping[str, Json]:
    # Notion remplace la liste par celle qu'il reçoit : les options tues seraient supprimées.
    gardees = [{cle: option[cle] for cle in ("id", "name", "color")} for option in colonne.options]
    return {colonne.type: {"options": [*gardees, *({"name": nom} for nom in manquent)]}}


def _unknown_options(schema: Schema, labels: Labels) -> list[str]:
    """Ce que la base des modèles propose et que le programme ne connaît pas."""
    connues = {
        DEMANDE: [*labels, *(option_of(labels, code) for code in labels)],
        ETATS: list(_ETATS),
    }
    phrases = []
    for nom, noms in connues.items():
        if schema.column(nom, REPONSES.facultatives[nom]) is None:
            continue
        inconnues = [o for o in schema.options(nom) if not any(same_name(o, n) for n in noms)]
        if inconnues:
            phrases.append(
                f"La colonne « {nom} » propose ce que le programme ne connaît pas : "
                f"{', '.join(f'« {option} »' for option in inconnues)}. Un modèle qui porte une de "
                "ces options ne sert à aucun message : choisissez-en une autre."
            )
    return phrases


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
