"""Les modèles de réponse : lus une fois, ajoutés un par un."""

import threading
from dataclasses import replace

from errors import UsageError
from models import storable
from models.tickets import ReponseType, read_states
from notion.base import Base
from notion.creation import Creations
from notion.labels import option_of
from notion.properties import has_column
from notion.schema import CATEGORIE, DEMANDE, ETATS, REPONSE_GENERIQUE, REPONSES, Json, Schema
from notion.template_pages import read_reponse, reponse_properties
from notion.texts import CORPS_MAX, fit_texts, nfc

_PLACE_DU_RESTE = 10_000
"""Octets d'une requête laissés au titre et à l'enveloppe."""


class Modeles:
    """Les modèles de la base « Réponses support », gardés le temps d'une exécution."""

    def __init__(self, base: Base, creations: Creations) -> None:
        self._base = base
        self._creations = creations
        self._lus: list[ReponseType] | None = None
        self._verrou = threading.Lock()

    def all(self) -> list[ReponseType]:
        """Tous les modèles, du plus ancien au plus récent ; une ligne sans texte est ignorée."""
        with self._verrou:
            if self._lus is None:
                self._lus = self._read()
            return list(self._lus)

    def create(self, modele: ReponseType) -> str:
        """Ajoute un modèle (voir ``NotionManager.create_reponse_type``)."""
        schema = self._base.schema()
        cree = write_template(self._creations, self._base, schema, check_template(schema, modele))
        with self._verrou:
            if self._lus is not None:
                self._lus.append(cree)
        return cree.id

    def update(self, modele: ReponseType) -> None:
        """Récrit la page d'un modèle (voir ``NotionManager.update_reponse_type``)."""
        schema = self._base.schema()
        proprietes = reponse_properties(schema, check_template(schema, modele))
        self._base.update(modele.id, properties=proprietes)
        self._forget()

    def delete(self, modele_id: str) -> None:
        """Met la page d'un modèle à la corbeille de Notion."""
        self._base.update(modele_id, in_trash=True)
        self._forget()

    def _forget(self) -> None:
        with self._verrou:
            self._lus = None

    def _read(self) -> list[ReponseType]:
        lus: list[ReponseType] = []
        for pages, _ in self._base.walk():
            for page in pages:
                if not has_column(page, REPONSE_GENERIQUE, "rich_text"):
                    self._base.schema()  # dit ce qui manque, et lance l'erreur
                modele = read_reponse(page, self._base.labels)
                if modele is not None:
                    lus.append(modele)
        return lus


def check_template(schema: Schema, modele: ReponseType) -> ReponseType:
    """Le modèle tel que la base peut l'écrire.

    Raises:
        UsageError: catégorie ou texte vide, texte trop long, ou option que la base n'a pas : une
            écriture la créerait.
    """
    texte, categorie = storable(modele.texte), modele.categorie.strip()
    if not categorie or not texte.strip():
        raise UsageError("Un modèle de réponse demande une catégorie et un texte.")
    option = schema.option(CATEGORIE, categorie)
    if option is None:
        raise UsageError(
            f"La catégorie « {categorie} » n'existe pas dans la base « {REPONSES.nom} ». "
            f"Choisissez parmi : {', '.join(schema.options(CATEGORIE))} ; ou ajoutez-la dans "
            "Notion."
        )
    etats = read_states(",".join(modele.etats))
    if modele.demande and schema.request_option(modele.demande) is None:
        raise UsageError(_missing_option(DEMANDE, option_of(schema.labels, modele.demande)))
    for etat in etats:
        if schema.column(ETATS, "multi_select") is None or schema.option(ETATS, etat) is None:
            raise UsageError(_missing_option(ETATS, etat))
    if fit_texts({"": texte}, CORPS_MAX - _PLACE_DU_RESTE, garde=False)[""] != texte:
        raise UsageError("Ce modèle de réponse est trop long pour Notion : raccourcissez-le.")
    return replace(modele, categorie=nfc(option), texte=texte, etats=etats)


def can_hold(schema: Schema, modele: ReponseType) -> bool:
    """Vrai si la base a les options de ce modèle ; sans elles, il servirait où il ne doit pas."""
    try:
        check_template(schema, modele)
    except UsageError:
        return False
    return True


def _missing_option(colonne: str, nom: str) -> str:
    return (
        f"« {nom} » n'est pas une option de la colonne « {colonne} » de la base "
        f"« {REPONSES.nom} ». Lancez « python main.py --setup », ou ajoutez-la dans Notion."
    )


def write_template(
    creations: Creations, base: Base, schema: Schema, modele: ReponseType
) -> ReponseType:
    """Écrit un modèle passé par ``check_template``, une fois et une seule."""
    attendu = replace(modele, id="")

    def est_le_notre(page: Json) -> bool:
        lu = read_reponse(page, base.labels)
        return lu is not None and replace(lu, id="") == attendu

    proprietes = reponse_properties(schema, modele)
    return replace(modele, id=creations.create(base, proprietes, attendu, None, est_le_notre))
