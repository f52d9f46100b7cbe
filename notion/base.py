"""Une des deux bases : son accès, son schéma, et ses pages lues dans l'ordre."""

import threading
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from errors import NotSetUpError, ServiceError
from notion.faults import Cible, Genre, UnusableBaseError
from notion.labels import Labels
from notion.properties import OLDEST_FIRST
from notion.schema import Json, Modele, Schema, missing_columns, read_schema, require_id
from notion.transport import Transport

PAGE_MAX = 100
"""Nombre de lignes d'une page de résultats (« page_size » de l'API Notion)."""

PageLue = tuple[list[Json], datetime]
"""Des lignes de la base, et l'instant où elles ont été demandées (UTC)."""


class Base:
    """Une base Notion désignée par une variable de configuration ; rien n'est lu d'avance.

    Attributes:
        cible: son nom, pour les phrases.
        labels: le libellé de chaque demande, par code.
    """

    def __init__(
        self,
        transport: Transport,
        modele: Modele,
        texte_id: str | None,
        variable: str,
        labels: Labels | None = None,
    ) -> None:
        self.labels: Labels = labels or {}
        self._transport = transport
        self._modele = modele
        self._id = require_id(texte_id, variable)
        self._variable = variable
        self._source_id: str | None = None
        self._schema: Schema | None = None
        self._verrou = threading.RLock()
        self.cible = Cible(Genre.BASE, modele.nom)

    def source_id(self) -> str:
        """L'identifiant de sa source de données, lu une fois.

        Raises:
            ConfigurationError: la base n'est pas partagée, ou a plusieurs sources.
        """
        with self._verrou:
            if self._source_id is None:
                self._source_id = self._find_source()
            return self._source_id

    def schema(self) -> Schema:
        """Ses propriétés, lues une fois.

        Raises:
            NotSetUpError: il en manque, ou une n'a pas le bon type.
        """
        with self._verrou:
            if self._schema is None:
                schema = read_schema(self.retrieve_source(), self._modele.nom, self.labels)
                manquent = missing_columns(schema, self._modele)
                if manquent:
                    raise NotSetUpError(
                        f"La base « {self._modele.nom} » n'est pas prête : il lui manque "
                        f"{', '.join(manquent)}. Lancez « python main.py --setup »."
                    )
                self._schema = schema
            return self._schema

    def retrieve_source(self) -> Json:
        """La description de sa source de données ; sert aussi à vérifier l'accès à la base."""
        source = self.source_id()
        client = self._transport.client
        return self._transport.call(self.cible, lambda: client.data_sources.retrieve(source))

    def update(self, page_id: str, **changement: Any) -> None:
        """Change une de ses pages ; le même changement, refait, ne change rien de plus."""
        client = self._transport.client
        self._transport.call(
            self.cible, lambda: client.pages.update(page_id, **changement), ecriture=True
        )

    def walk(
        self, filtre: Json | None = None, *, taille: int = PAGE_MAX, ecritures: bool = False
    ) -> Iterator[PageLue]:
        """Toutes les lignes d'un filtre, de la plus ancienne à la plus récente, chacune une fois.

        Au-delà des 10 000 résultats d'une requête, une autre reprend à la minute de la dernière
        ligne lue (``created_time`` est en minutes entières) et écarte celles déjà rendues.

        Args:
            filtre: filtre de Notion, ou ``None``.
            taille: lignes par page.
            ecritures: chaque ligne sera écrite dès que sa page est rendue (voir ``wait_for``).

        Raises:
            ServiceError: plus de 10 000 lignes ont été créées en une même minute.
        """
        minute = ""
        rendues: set[str] = set()  # celles de la dernière minute : les seules relisibles
        curseur: str | None = None
        depuis: str | None = None
        while True:
            if ecritures:
                self._transport.wait_for(1 + taille)
            reponse, lu_le = self._query(_since(filtre, depuis), taille, curseur)
            fraiches = []
            for page in reponse["results"]:
                if page["created_time"] != minute:
                    minute, rendues = page["created_time"], set()
                if page["id"] not in rendues:
                    rendues.add(page["id"])
                    fraiches.append(page)
            yield fraiches, lu_le
            curseur = reponse.get("next_cursor") if reponse.get("has_more") else None
            if curseur is None:
                if not _incomplete(reponse):
                    return
                if depuis == minute:
                    raise ServiceError(
                        f"La base « {self._modele.nom} » a plus de 10 000 lignes créées à la même "
                        "minute : Notion ne permet pas de lire la suite. Traitez-en une partie."
                    )
                depuis = minute

    def _query(
        self, filtre: Json | None, taille: int, curseur: str | None
    ) -> tuple[Json, datetime]:
        source = self.source_id()
        demande: dict[str, Any] = {"sorts": OLDEST_FIRST, "page_size": taille}
        if filtre is not None:
            demande["filter"] = filtre
        if curseur is not None:
            demande["start_cursor"] = curseur
        client = self._transport.client
        return self._transport.read(
            self.cible, lambda: client.data_sources.query(source, **demande)
        )

    def _find_source(self) -> str:
        client = self._transport.client
        base = self._transport.call(self.cible, lambda: client.databases.retrieve(self._id))
        sources = base["data_sources"]
        if len(sources) != 1:
            noms = ", ".join(f"« {source['name']} » ({source['id']})" for source in sources)
            raise UnusableBaseError(
                f"La base « {self._modele.nom} » a {len(sources)} sources de données : {noms}. "
                f"Gardez-en une seule dans la base désignée par {self._variable}, ou désignez une "
                "autre base."
            )
        return str(sources[0]["id"])


def _incomplete(reponse: Json) -> bool:
    etat = reponse.get("request_status") or {}
    return bool(etat.get("type") == "incomplete")


def _since(filtre: Json | None, depuis: str | None) -> Json | None:
    """Le filtre, restreint aux lignes créées depuis cette minute."""
    if depuis is None:
        return filtre
    fenetre: Json = {"timestamp": "created_time", "created_time": {"on_or_after": depuis}}
    return {"and": [filtre, fenetre]} if filtre is not None else fenetre
