"""Pur : un modèle de réponse ↔ les propriétés de sa page."""

from models.tickets import ReponseType, read_states
from notion.labels import Labels, code_of
from notion.properties import by_name, read_option, short_text, value_of
from notion.schema import CATEGORIE, DEMANDE, ETATS, REPONSE_GENERIQUE, Json, Schema
from notion.texts import nfc, plain_text, rich_text


def reponse_title(modele: ReponseType, demande: str = "") -> str:
    """Un titre court et lisible pour un modèle : sa catégorie, puis sa demande, ou ses mots."""
    mots = " ".join(modele.texte.split())
    suite = mots if len(mots) <= 60 else mots[:59].rstrip() + "…"
    if demande:
        suite = f"{demande} ({', '.join(modele.etats)})" if modele.etats else demande
    return short_text(f"{modele.categorie} – {suite}")


def reponse_properties(schema: Schema, modele: ReponseType) -> Json:
    """Un modèle de réponse ; catégorie, demande et états sont des options de la base."""
    demande = schema.request_option(modele.demande)
    categorie = schema.option(CATEGORIE, modele.categorie)
    proprietes: Json = {
        schema.titre: {"title": rich_text(reponse_title(modele, demande or ""))},
        schema.name(CATEGORIE): {"select": {"name": categorie}},
        schema.name(REPONSE_GENERIQUE): {"rich_text": rich_text(modele.texte)},
    }
    if schema.column(DEMANDE, "select") is not None:
        choix = None if demande is None else {"name": demande}
        proprietes[schema.name(DEMANDE)] = {"select": choix}
    if schema.column(ETATS, "multi_select") is not None:
        noms = [{"name": schema.option(ETATS, etat)} for etat in modele.etats]
        proprietes[schema.name(ETATS)] = {"multi_select": noms}
    return proprietes


def read_reponse(page: Json, labels: Labels) -> ReponseType | None:
    """Le modèle que porte une page, ou ``None`` s'il lui manque sa catégorie ou son texte."""
    ligne = by_name(page)
    categorie = read_option(ligne, CATEGORIE)
    texte = plain_text(value_of(ligne, REPONSE_GENERIQUE, "rich_text") or ())
    if not categorie or not texte.strip():
        return None
    choisie = read_option(ligne, DEMANDE)
    demande = code_of(labels, choisie) if choisie else ""
    # Une boutique peut en avoir fait une sélection simple.
    etats = [o["name"] for o in value_of(ligne, ETATS, "multi_select") or ()]
    etats += [read_option(ligne, ETATS)]
    lus = read_states(",".join(nfc(str(nom)) for nom in etats))
    return ReponseType(str(page["id"]), categorie, texte, demande, lus)
