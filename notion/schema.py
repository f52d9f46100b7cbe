"""Pur : les deux bases telles que le programme les attend, et telles que Notion les décrit."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from errors import ConfigurationError
from models import Statut, same_name
from notion.labels import Labels, code_of, option_of
from notion.texts import nfc

Json = dict[str, Any]

BASE_REPONSES = "Réponses support"
BASE_CONTACTS = "Contacts clients"

CATEGORIE = "catégorie"
REPONSE_GENERIQUE = "réponse_générique"
TITRE_CONTACTS = "nom_prenom"
EMAIL = "email_client"
ID_COMMANDE = "id_commande"
MESSAGE = "message_initial"
REPONSE = "réponse_personnalisée"
STATUT = "statut"
CONFIANCE = "confiance"
ATTENTE = "attente"
TRAITE_LE = "traité_le"
A_ENVOYER = "à_envoyer"
BROUILLON_IA = "brouillon_ia"
DEMANDE = "demande"
ETATS = "etats"
URGENT = "urgent"

STATUTS = tuple(str(statut) for statut in Statut)


@dataclass(frozen=True, slots=True)
class Modele:
    """Une base telle que le programme l'attend (hors son titre, qui peut s'appeler autrement).

    Attributes:
        nom: titre de la base.
        titre: nom donné à la propriété titre d'une base créée.
        requises, facultatives: type attendu de chaque propriété.
    """

    nom: str
    titre: str
    requises: Mapping[str, str]
    facultatives: Mapping[str, str]


REPONSES = Modele(
    BASE_REPONSES,
    "titre",
    {CATEGORIE: "select", REPONSE_GENERIQUE: "rich_text"},
    {DEMANDE: "select", ETATS: "multi_select"},
)
CONTACTS = Modele(
    BASE_CONTACTS,
    TITRE_CONTACTS,
    {
        EMAIL: "email",
        ID_COMMANDE: "number",
        MESSAGE: "rich_text",
        CATEGORIE: "select",
        REPONSE: "rich_text",
        STATUT: "select",
    },
    {
        CONFIANCE: "number",
        ATTENTE: "rich_text",
        TRAITE_LE: "date",
        BROUILLON_IA: "rich_text",
        A_ENVOYER: "checkbox",
        DEMANDE: "select",
        URGENT: "checkbox",
    },
)

CHOIX = ("select", "multi_select")
"""Les types qui ont des options."""

TYPES_EN_FRANCAIS = {
    "title": "Titre",
    "select": "Sélection",
    "multi_select": "Sélection multiple",
    "rich_text": "Texte",
    "email": "E-mail",
    "number": "Nombre",
    "date": "Date",
    "checkbox": "Case à cocher",
}
"""Nom de chaque type dans l'interface française de Notion."""


@dataclass(frozen=True, slots=True)
class Colonne:
    """Une propriété de la base : ``nom`` tel que Notion l'écrit, qui peut n'être pas en NFC."""

    nom: str
    type: str
    options: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True)
class Schema:
    """Une base telle que Notion la décrit.

    Attributes:
        source_id: sa source de données, où se lisent et s'écrivent les lignes.
        base: son nom, pour les phrases.
        titre: nom de sa propriété titre.
        colonnes: ses propriétés, par nom en NFC.
        labels: le libellé de chaque demande, par code.
    """

    source_id: str
    base: str
    titre: str
    colonnes: Mapping[str, Colonne]
    labels: Labels = field(default_factory=dict)

    def column(self, nom: str, type_attendu: str) -> Colonne | None:
        """La propriété de ce nom si elle a ce type, sinon ``None``."""
        colonne = self.colonnes.get(nfc(nom))
        return colonne if colonne is not None and colonne.type == type_attendu else None

    def name(self, nom: str) -> str:
        """Le nom d'une propriété requise, tel que Notion l'écrit."""
        return self.colonnes[nfc(nom)].nom

    def option(self, colonne: str, nom: str) -> str | None:
        """L'option de ce nom telle que Notion l'écrit (la casse ne compte pas), ou ``None``."""
        for option in self.colonnes[nfc(colonne)].options:
            if same_name(str(option["name"]), nom):
                return str(option["name"])
        return None

    def request_option(self, code: str) -> str | None:
        """L'option de cette demande telle que la base l'écrit ; ``None`` si elle ne l'a pas."""
        colonne = self.column(DEMANDE, "select")
        if colonne is None or not code:
            return None
        noms = [str(option["name"]) for option in colonne.options]
        voulue = option_of(self.labels, code)
        semblables = (nom for nom in noms if same_name(nom, voulue))
        return next(semblables, None) or next(
            (nom for nom in noms if code_of(self.labels, nfc(nom)) == code), None
        )

    def options(self, colonne: str) -> tuple[str, ...]:
        """Les noms des options, en NFC."""
        return tuple(nfc(str(option["name"])) for option in self.colonnes[nfc(colonne)].options)


def read_schema(source: Json, base: str, labels: Labels | None = None) -> Schema:
    """Lit la description d'une source de données."""
    colonnes: dict[str, Colonne] = {}
    titre = "title"
    for nom, propriete in source["properties"].items():
        genre = str(propriete["type"])
        options = tuple(propriete[genre]["options"]) if genre in CHOIX else ()
        colonnes[nfc(nom)] = Colonne(nom, genre, options)
        if genre == "title":
            titre = nom
    return Schema(str(source["id"]), base, titre, colonnes, labels or {})


def missing_columns(schema: Schema, modele: Modele) -> list[str]:
    """Les propriétés requises qui manquent ou n'ont pas le bon type, telles qu'on les crée."""
    return [
        f"« {nom} » ({TYPES_EN_FRANCAIS[genre]})"
        for nom, genre in modele.requises.items()
        if schema.column(nom, genre) is None
    ]


_ID = re.compile(
    r"(?<![0-9a-f])([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{32})(?![0-9a-f])", re.I
)


def read_id(texte: str) -> str | None:
    """L'identifiant que porte un texte collé : avec ou sans tirets, ou l'adresse de la page.

    Dans une adresse, seul le chemin compte : ``?v=`` désigne une vue, pas la base.
    """
    try:
        dernier = urlsplit(texte.strip()).path.rstrip("/").rpartition("/")[2]
    except ValueError:
        return None
    trouves = _ID.findall(dernier)
    if len(trouves) != 1:
        return None
    brut = str(trouves[0]).replace("-", "").lower()
    return "-".join((brut[:8], brut[8:12], brut[12:16], brut[16:20], brut[20:]))


def require_id(texte: str | None, variable: str) -> str:
    """L'identifiant que porte une variable de configuration.

    Raises:
        ConfigurationError: la variable n'en porte aucun, ou en porte plusieurs.
    """
    identifiant = read_id(texte or "")
    if identifiant is None:
        raise ConfigurationError(
            f"La variable {variable} ne contient pas d'identifiant Notion reconnaissable. "
            "Ouvrez la page dans Notion, menu ••• → Copier le lien, et collez l'adresse entière "
            "ou les 32 caractères qui précèdent le « ? »."
        )
    return identifiant
