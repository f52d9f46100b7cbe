"""Les modèles de réponse : lus une fois, ajoutés un par un."""

import threading

from errors import UsageError
from models import storable
from models.tickets import ReponseType
from notion.base import Base
from notion.creation import Creations
from notion.properties import has_column, read_reponse, reponse_properties
from notion.schema import CATEGORIE, REPONSE_GENERIQUE, REPONSES, Json, Schema
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

    def create(self, categorie: str, reponse: str) -> str:
        """Ajoute un modèle (voir ``NotionManager.create_reponse_type``)."""
        texte, voulue = storable(reponse), categorie.strip()
        if not voulue or not texte.strip():
            raise UsageError("Un modèle de réponse demande une catégorie et un texte.")
        schema = self._base.schema()
        option = schema.option(CATEGORIE, voulue)
        if option is None:
            raise UsageError(
                f"La catégorie « {voulue} » n'existe pas dans la base « {REPONSES.nom} ». "
                f"Choisissez parmi : {', '.join(schema.options(CATEGORIE))} ; ou ajoutez-la dans "
                "Notion."
            )
        if fit_texts({"": texte}, CORPS_MAX - _PLACE_DU_RESTE, garde=False)[""] != texte:
            raise UsageError("Ce modèle de réponse est trop long pour Notion : raccourcissez-le.")
        cree = write_template(self._creations, self._base, schema, option, texte)
        with self._verrou:
            if self._lus is not None:
                self._lus.append(cree)
        return cree.id

    def _read(self) -> list[ReponseType]:
        lus: list[ReponseType] = []
        for pages, _ in self._base.walk():
            for page in pages:
                if not has_column(page, REPONSE_GENERIQUE, "rich_text"):
                    self._base.schema()  # dit ce qui manque, et lance l'erreur
                modele = read_reponse(page)
                if modele is not None:
                    lus.append(modele)
        return lus


def write_template(
    creations: Creations, base: Base, schema: Schema, categorie: str, texte: str
) -> ReponseType:
    """Écrit un modèle, une fois et une seule ; ``categorie`` est une option de la base."""
    option = schema.option(CATEGORIE, categorie) or categorie
    attendu = (nfc(option), texte)

    def est_le_notre(page: Json) -> bool:
        lu = read_reponse(page)
        return lu is not None and (lu.categorie, lu.texte) == attendu

    proprietes = reponse_properties(schema, option, texte)
    return ReponseType(creations.create(base, proprietes, attendu, None, est_le_notre), *attendu)
