"""Ce que ``--setup`` fait dans Notion : trouver ou créer les deux bases, et les compléter."""

from collections.abc import Sequence
from functools import partial

from config import Settings
from errors import ConfigurationError
from models import same_name
from models.tickets import ReponseType
from notion.base import Base
from notion.connection import DELAI_REPONSE, open_transport
from notion.creation import Creations
from notion.faults import Cible, Genre, UnusableBaseError
from notion.labels import Labels
from notion.repair import full_properties, plan_repair
from notion.reponses import can_hold, check_template, write_template
from notion.report import VARIABLE_CONTACTS, VARIABLE_REPONSES, Constat, Etape, Rapport
from notion.schema import (
    CONTACTS,
    REPONSES,
    Json,
    Modele,
    Schema,
    missing_columns,
    read_schema,
    require_id,
)
from notion.template_pages import read_reponse
from notion.texts import rich_text
from notion.transport import Horloge, OnWait, Transport

VARIABLE_PARENT = "NOTION_PARENT_PAGE_ID"


def prepare(
    settings: Settings,
    categories: Sequence[str],
    modeles: Sequence[ReponseType],
    labels: Labels | None = None,
    *,
    check_only: bool = False,
    horloge: Horloge | None = None,
    on_wait: OnWait | None = None,
    delai: float = DELAI_REPONSE,
) -> Rapport:
    """Prépare les deux bases ; une seconde exécution n'écrit rien.

    Args:
        settings: jeton, et les deux identifiants ou la page où chercher et créer les bases.
        categories: options que doit avoir la colonne « catégorie ».
        modeles: modèles de départ, écrits seulement dans une base vide.
        labels: le libellé de chaque demande, par code.
        check_only: ne rien écrire ; ce qui manque est seulement dit.
        horloge: le temps, pour les tests.
        on_wait: appelé avant chaque attente d'une seconde ou plus.
        delai: secondes accordées à une réponse de Notion.

    Raises:
        ConfigurationError: jeton absent ou refusé, ni identifiants ni page, page non partagée.
        ServiceError: Notion n'a pas pu être joint.
    """
    transport = open_transport(settings, horloge, delai)
    transport.on_wait = on_wait
    try:
        preparation = _Preparation(settings, transport, categories, labels or {}, check_only)
        reponses_id = preparation.base(
            REPONSES, settings.notion_base_reponses_id, VARIABLE_REPONSES, modeles
        )
        contacts_id = preparation.base(
            CONTACTS, settings.notion_base_contacts_id, VARIABLE_CONTACTS, ()
        )
        etapes = tuple(preparation.etapes)
        lus = None if preparation.modeles is None else tuple(preparation.modeles)
        return Rapport(etapes, reponses_id, contacts_id, lus)
    finally:
        transport.close()


class _Preparation:
    """Une exécution de ``prepare``."""

    def __init__(
        self,
        settings: Settings,
        transport: Transport,
        categories: Sequence[str],
        labels: Labels,
        check_only: bool,
    ) -> None:
        self.etapes: list[Etape] = []
        self.modeles: list[ReponseType] | None = None
        self._settings = settings
        self._transport = transport
        self._creations = Creations(transport)
        self._categories = categories
        self._labels = labels
        self._check_only = check_only
        self._bases_sous_la_page: list[Json] | None = None

    def base(
        self,
        modele: Modele,
        texte_id: str | None,
        variable: str,
        modeles: Sequence[ReponseType],
    ) -> str | None:
        """Trouve ou crée une base, la complète, la remplit ; rend son identifiant."""
        try:
            identifiant = texte_id and require_id(texte_id, variable)
            identifiant = identifiant or self._find(modele, variable)
            if identifiant is None:
                identifiant = self._create(modele, modeles)
                if identifiant is None:
                    return None
                base = Base(self._transport, modele, identifiant, variable, self._labels)
                schema = read_schema(base.retrieve_source(), modele.nom, self._labels)
            else:
                base = Base(self._transport, modele, identifiant, variable, self._labels)
                schema = self._complete(base, modele)
            self._fill(base, schema, modeles)
        except UnusableBaseError as erreur:
            self._say(modele, Constat.A_FAIRE, str(erreur))
        return identifiant

    def _find(self, modele: Modele, variable: str) -> str | None:
        trouvees = [b for b in self._children() if same_name(_title(b), modele.nom)]
        if len(trouvees) > 1:
            raise UnusableBaseError(
                f"La page contient {len(trouvees)} bases nommées « {modele.nom} ». Supprimez ou "
                f"renommez celles de trop, ou donnez la bonne dans {variable}."
            )
        return str(trouvees[0]["id"]) if trouvees else None

    def _page(self) -> str:
        if self._settings.notion_parent_page_id is None:
            self._settings.require_notion_bases()
        return require_id(self._settings.notion_parent_page_id, VARIABLE_PARENT)

    def _children(self) -> list[Json]:
        """Les bases posées directement sur la page, lues une fois."""
        if self._bases_sous_la_page is None:
            self._bases_sous_la_page = self._read_children()
        return self._bases_sous_la_page

    def _read_children(self) -> list[Json]:
        page, client = self._page(), self._transport.client
        cible = Cible(Genre.PAGE, f"désignée par {VARIABLE_PARENT}")
        trouvees: list[Json] = []
        curseur: str | None = None
        while True:
            suite = partial(client.blocks.children.list, page, page_size=100, start_cursor=curseur)
            try:
                reponse = self._transport.call(cible, suite)
            except UnusableBaseError as erreur:
                # Sans la page, rien n'est possible : ce n'est plus une étape parmi d'autres.
                raise ConfigurationError(str(erreur)) from erreur
            trouvees += [b for b in reponse["results"] if b["type"] == "child_database"]
            curseur = reponse.get("next_cursor")
            if not reponse.get("has_more") or not curseur:
                return trouvees

    def _create(self, modele: Modele, modeles: Sequence[ReponseType]) -> str | None:
        if self._check_only:
            suite = ", avec ses modèles de réponse" if modeles else ""
            self._say(modele, Constat.MANQUE, f"La base serait créée dans la page{suite}.")
            return None
        page, client = self._page(), self._transport.client
        proprietes = full_properties(modele, self._categories, self._labels)
        demande = {
            "parent": {"type": "page_id", "page_id": page},
            "title": rich_text(modele.nom),
            "initial_data_source": {"properties": proprietes},
        }

        def retrouver() -> Json | None:
            return next(
                (b for b in self._read_children() if same_name(_title(b), modele.nom)), None
            )

        base = self._transport.call(
            Cible(Genre.BASE, modele.nom),
            lambda: client.databases.create(**demande),
            retrouver=retrouver,
            ecriture=True,
        )
        self._say(modele, Constat.CREE, "Base créée, avec toutes ses colonnes et leurs options.")
        return str(base["id"])

    def _complete(self, base: Base, modele: Modele) -> Schema:
        source = base.retrieve_source()
        schema = read_schema(source, modele.nom, self._labels)
        reparation = plan_repair(schema, modele, self._categories, self._labels)
        for impossible in reparation.impossibles:
            self._say(modele, Constat.A_FAIRE, impossible)
        for ignoree in reparation.ignorees:
            self._say(modele, Constat.IGNORE, ignoree)
        if not reparation.proprietes:
            if not reparation.impossibles:
                self._say(modele, Constat.TROUVE, "Base trouvée, rien n'y manque.")
            return schema
        ajouts = " ; ".join(reparation.ajouts)
        if self._check_only:
            self._say(modele, Constat.MANQUE, f"Il manque : {ajouts}.")
            return schema
        client = self._transport.client
        self._transport.call(
            base.cible,
            lambda: client.data_sources.update(base.source_id(), properties=reparation.proprietes),
            ecriture=True,
        )
        self._say(modele, Constat.CREE, f"Ajouté : {ajouts}. Aucune ligne n'a été touchée.")
        return read_schema(base.retrieve_source(), modele.nom, self._labels)

    def _fill(self, base: Base, schema: Schema, modeles: Sequence[ReponseType]) -> None:
        """Lit les modèles, et écrit ceux de départ si la base n'a aucune ligne."""
        if not modeles or missing_columns(schema, REPONSES):
            return
        lignes = [page for pages, _ in base.walk() for page in pages]
        lus = (read_reponse(page, self._labels) for page in lignes)
        self.modeles = [modele for modele in lus if modele is not None]
        possibles = [m for m in modeles if can_hold(schema, m)]
        if not possibles or lignes:
            return
        if self._check_only:
            self._say(REPONSES, Constat.MANQUE, f"Modèles de réponse à écrire : {len(possibles)}.")
            return
        for modele in possibles:
            propre = check_template(schema, modele)
            self.modeles.append(write_template(self._creations, base, schema, propre))
        self._say(REPONSES, Constat.CREE, f"Modèles de réponse écrits : {len(possibles)}.")

    def _say(self, modele: Modele, constat: Constat, detail: str) -> None:
        self.etapes.append(Etape(modele.nom, constat, detail))


def _title(bloc: Json) -> str:
    return str(bloc["child_database"]["title"]).strip()
