"""Pur : les fiches du programme ↔ les propriétés d'une page Notion."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from models import ID_COMMANDE_MAX, Statut, cle_email, storable
from models.statistics import Periode
from models.tickets import Ticket, Traitement
from notion.schema import (
    A_ENVOYER,
    ATTENTE,
    BROUILLON_IA,
    CATEGORIE,
    CONFIANCE,
    DEMANDE,
    EMAIL,
    ID_COMMANDE,
    MESSAGE,
    REPONSE,
    STATUT,
    TRAITE_LE,
    URGENT,
    Json,
    Schema,
)
from notion.texts import UNITES_MAX, nfc, plain_text, rich_text, split_text


def short_text(texte: str) -> str:
    """Le texte propre, réduit à un seul morceau ; « … » marque ce qui a été coupé."""
    propre = storable(texte)
    if len(split_text(propre)) <= 1:
        return propre
    return split_text(propre, UNITES_MAX - 1)[0] + "…"


def new_ticket_properties(
    schema: Schema, email: str, nom: str, id_commande: int | None, message: str
) -> Json:
    """Ce qui identifie un ticket, pour sa création ; ``message`` tient déjà (``fit_texts``)."""
    return {
        schema.titre: {"title": rich_text(short_text(nom))},
        schema.name(EMAIL): {"email": email or None},
        schema.name(ID_COMMANDE): {"number": id_commande},
        schema.name(MESSAGE): {"rich_text": rich_text(message)},
    }


def statut_properties(schema: Schema, statut: str) -> Json:
    """Le statut, tel que la base l'écrit."""
    return {schema.name(STATUT): {"select": {"name": schema.option(STATUT, statut) or statut}}}


def categorie_properties(schema: Schema, categorie: str) -> Json:
    """La catégorie, telle que la base l'écrit."""
    return {
        schema.name(CATEGORIE): {
            "select": {"name": schema.option(CATEGORIE, categorie) or categorie}
        }
    }


def decision_properties(schema: Schema, traitement: Traitement) -> Json:
    """Ce qu'une décision écrit ; une réponse ou une catégorie ``None`` ne touche à rien.

    ``traitement.reponse`` tient déjà ; ``traitement.categorie`` est une option de la base. Les
    colonnes facultatives ne sont écrites que si la base les a.
    """
    proprietes = statut_properties(schema, traitement.statut)
    if traitement.reponse is not None:
        proprietes[schema.name(REPONSE)] = {"rich_text": rich_text(traitement.reponse)}
    if traitement.categorie is not None:
        proprietes |= categorie_properties(schema, traitement.categorie)
    confiance = schema.column(CONFIANCE, "number")
    if confiance is not None and traitement.confiance is not None:
        proprietes[confiance.nom] = {"number": round(traitement.confiance, 4)}
    attente = schema.column(ATTENTE, "rich_text")
    if attente is not None and traitement.statut != Statut.NOUVEAU:
        phrases = "\n".join(code.say(traitement.doute) for code in traitement.attente)
        proprietes[attente.nom] = {"rich_text": rich_text(phrases)}
    traite_le = schema.column(TRAITE_LE, "date")
    if traite_le is not None and traitement.traite_le is not None:
        proprietes[traite_le.nom] = {"date": {"start": iso_utc(traitement.traite_le)}}
    brouillon = schema.column(BROUILLON_IA, "rich_text")
    if brouillon is not None and traitement.brouillon_ia is not None:
        proprietes[brouillon.nom] = {"rich_text": rich_text(storable(traitement.brouillon_ia))}
    demande = schema.request_option(traitement.demande)
    if demande is not None:
        proprietes[schema.name(DEMANDE)] = {"select": {"name": demande}}
    urgent = schema.column(URGENT, "checkbox")
    if urgent is not None and traitement.statut != Statut.NOUVEAU:
        proprietes[urgent.nom] = {"checkbox": traitement.urgent}
    return proprietes | departure_properties(schema, traitement)


def departure_properties(schema: Schema, traitement: Traitement) -> Json:
    """La case « à_envoyer », décochée par l'écriture qui met la réponse à l'envoi."""
    case = schema.column(A_ENVOYER, "checkbox")
    return {case.nom: {"checkbox": False}} if case is not None and traitement.depart else {}


def asked_filter(schema: Schema) -> Json | None:
    """Le filtre des tickets dont une personne a coché « à_envoyer », si la base a cette case."""
    case = schema.column(A_ENVOYER, "checkbox")
    return None if case is None else {"property": case.nom, "checkbox": {"equals": True}}


def read_ticket(page: Json, lu_le: datetime) -> Ticket:
    """Le ticket que porte une page, ses textes tels qu'on les voit dans Notion."""
    ligne = by_name(page)
    return Ticket(
        id=str(page["id"]),
        email=str(value_of(ligne, EMAIL, "email") or ""),
        nom=_title(page),
        id_commande=_order_number(value_of(ligne, ID_COMMANDE, "number")),
        message=plain_text(value_of(ligne, MESSAGE, "rich_text") or ()),
        categorie=read_option(ligne, CATEGORIE) or None,
        reponse=plain_text(value_of(ligne, REPONSE, "rich_text") or ()) or None,
        statut=Statut.recognise(read_option(ligne, STATUT)),
        cree_le=read_time(page["created_time"]),
        lu_le=lu_le,
    )


def has_column(page: Json, nom: str, genre: str) -> bool:
    """Vrai si la page a cette propriété, de ce type."""
    propriete = by_name(page).get(nfc(nom))
    return propriete is not None and propriete["type"] == genre


def read_time(texte: str) -> datetime:
    """Un instant de Notion, en UTC."""
    return datetime.fromisoformat(texte).astimezone(UTC)


def iso_utc(instant: datetime) -> str:
    """Un instant tel que Notion l'écrit : UTC, à la milliseconde."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def pending_filter(schema: Schema) -> Json:
    """Le filtre des tickets à traiter : « Nouveau », ou aucun statut."""
    colonne = schema.name(STATUT)
    nouveau = schema.option(STATUT, Statut.NOUVEAU) or str(Statut.NOUVEAU)
    return {
        "or": [
            {"property": colonne, "select": {"equals": nouveau}},
            {"property": colonne, "select": {"is_empty": True}},
        ]
    }


def open_filter(schema: Schema) -> Json:
    """Le filtre des tickets qu'une personne peut avoir à traiter : en attente, ou confiés."""
    confie = schema.option(STATUT, Statut.EN_COURS) or str(Statut.EN_COURS)
    filtre = {"property": schema.name(STATUT), "select": {"equals": confie}}
    return {"or": [*pending_filter(schema)["or"], filtre]}


def period_filter(periode: Periode | None) -> Json | None:
    """Le filtre des lignes créées ces jours-là, ou ``None`` pour toutes."""
    debut, fin = (periode.debut, periode.fin) if periode else (None, None)
    bornes = [
        {"timestamp": "created_time", "created_time": {borne: iso_utc(instant)}}
        for borne, instant in (("on_or_after", debut), ("before", fin))
        if instant is not None
    ]
    return {"and": bornes} if bornes else None


def email_filter(schema: Schema, email: str) -> Json:
    """Un filtre qui laisse passer au moins les tickets de cette adresse (voir ``cle_email``).

    « contains » ignore la casse chez Notion : il trouve une adresse saisie à la main autrement ;
    à l'appelant d'écarter les adresses qui contiennent celle-ci.
    """
    colonne = schema.name(EMAIL)
    if not email.strip():
        return {"property": colonne, "email": {"is_empty": True}}
    return {"property": colonne, "email": {"contains": cle_email(email)}}


def created_since(instant: datetime) -> Json:
    """Le filtre des pages créées depuis cet instant, à la minute près (l'unité de Notion)."""
    minute = instant.replace(second=0, microsecond=0)
    return {"timestamp": "created_time", "created_time": {"on_or_after": iso_utc(minute)}}


OLDEST_FIRST = [{"timestamp": "created_time", "direction": "ascending"}]
"""Tri des requêtes : sans lui, Notion ne garantit aucun ordre."""


def by_name(page: Json) -> dict[str, Json]:
    """Les propriétés d'une page, par nom en NFC."""
    return {nfc(nom): propriete for nom, propriete in page["properties"].items()}


def value_of(ligne: Mapping[str, Json], nom: str, genre: str) -> Any:
    """La valeur d'une propriété, si elle a ce type."""
    return ligne.get(nfc(nom), {}).get(genre)


def read_option(ligne: Mapping[str, Json], nom: str) -> str:
    """Le nom de l'option choisie, en NFC ; vide si aucune ne l'est."""
    option = value_of(ligne, nom, "select")
    return nfc(str(option["name"])) if option else ""


def _title(page: Json) -> str:
    for propriete in page["properties"].values():
        if propriete["type"] == "title":
            return plain_text(propriete["title"])
    return ""


def _order_number(valeur: object) -> int | None:
    """Le numéro de commande, ou ``None`` si la cellule ne porte pas un entier utilisable."""
    if isinstance(valeur, bool) or not isinstance(valeur, int | float) or valeur != valeur // 1:
        return None
    return int(valeur) if 1 <= valeur <= ID_COMMANDE_MAX else None
