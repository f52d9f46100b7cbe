"""Ce que des personnes font dans Notion, sans passer par l'API : préparer, saisir, corriger."""

import threading
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from tests.notion_server import texts, values
from tests.notion_server.errors import Json
from tests.notion_server.render import moment
from tests.notion_server.store import Database, Node, Row, Source, Workspace

Kind = str | Sequence[str]
"""Le type d'une propriété, ou les options d'un select."""


class People:
    """Les gestes d'une personne, et ce qu'elle voit ; sous le même verrou que l'API."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.lock = threading.RLock()

    def add_page(self, title: str = "Support", parent: str | None = None) -> str:
        """Crée une page (non partagée, sauf si sa page parente l'est) ; rend son identifiant."""
        with self.lock:
            return self.workspace.add_page(texts.typed(title), parent).id

    def add_shared_page(self, title: str = "Support") -> str:
        """Crée une page et la partage avec l'intégration."""
        page_id = self.add_page(title)
        self.share(page_id)
        return page_id

    def add_database(
        self,
        parent: str,
        title: str,
        properties: Mapping[str, Kind],
        *,
        title_name: str = "Nom",
        sources: int = 1,
    ) -> str:
        """Crée une base ; rend son identifiant.

        Args:
            properties: nom → type (``"email"``…) ou liste des options d'un select ; la propriété
                titre s'y ajoute, sous le nom ``title_name``.
            sources: nombre de sources de données, de même schéma.
        """
        with self.lock:
            database = self.workspace.add_database(texts.typed(title), parent)
            for number in range(1, sources + 1):
                name = title if number == 1 else f"{title} {number}"
                schema = self.workspace.new_schema()
                schema.add(title_name, "title")
                for prop, kind in properties.items():
                    is_type = isinstance(kind, str)
                    schema.add(prop, str(kind) if is_type else "select", () if is_type else kind)
                self.workspace.add_source(database, texts.typed(name), schema)
            return database.id

    def source_id(self, base: str) -> str:
        """L'identifiant de la (première) source d'une base."""
        return self._source(base).id

    def schema(self, base: str) -> dict[str, Json]:
        """Les propriétés d'une base, telles que Notion les décrit."""
        with self.lock:
            return self._source(base).schema.to_json()

    def options(self, base: str, name: str) -> list[str]:
        """Les noms des options d'un select, dans l'ordre."""
        prop = self.schema(base)[name]
        return [option["name"] for option in prop[prop["type"]]["options"]]

    def add_row(
        self, base: str, row: Mapping[str, Any] | None = None, created_time: datetime | None = None
    ) -> str:
        """Saisit une ligne (noms de propriétés → valeurs simples) ; rend son identifiant.

        Un texte peut être donné en morceaux (voir ``texts.piece``) pour porter gras et liens.
        """
        return self.add_rows(base, [row or {}], created_time)[0]

    def add_rows(
        self,
        base: str,
        rows: Iterable[Mapping[str, Any]],
        created_time: datetime | None = None,
    ) -> list[str]:
        """Saisit plusieurs lignes, dans l'ordre."""
        with self.lock:
            source = self._source(base)
            return [
                self.workspace.add_row(source, _stored(source, row), created_time).id
                for row in rows
            ]

    def edit_row(self, row_id: str, changes: Mapping[str, Any]) -> None:
        """Une personne corrige une ligne dans Notion."""
        with self.lock:
            row = self.workspace.get(row_id, Row)
            row.values.update(_stored(self.workspace.source_of(row), changes))
            self.workspace.touch(row)

    def delete_row(self, row_id: str, *, forever: bool = False) -> None:
        """Met une ligne à la corbeille, ou la supprime pour toujours."""
        with self.lock:
            row = self.workspace.get(row_id, Row)
            row.trashed = True
            self.workspace.touch(row)
            if forever:
                self.workspace.destroy(row)

    def rows(self, base: str) -> list[dict[str, Any]]:
        """Les lignes d'une base, dans l'ordre de leur création, sans celles de la corbeille.

        Chaque ligne : ``id``, ``created_time``, ``last_edited_time``, puis chaque propriété telle
        qu'on la voit (texte joint, nom d'option, nombre, date de début).
        """
        with self.lock:
            source = self._source(base)
            return [_seen(source, row) for row in source.rows.values() if not row.trashed]

    def row(self, row_id: str) -> dict[str, Any]:
        """Une ligne, comme dans ``rows``."""
        with self.lock:
            row = self.workspace.get(row_id, Row)
            return _seen(self.workspace.source_of(row), row)

    def share(self, node_id: str) -> None:
        """Partage une page ou une base avec l'intégration."""
        with self.lock:
            self.workspace.share(node_id)

    def unshare(self, node_id: str) -> None:
        """Retire le partage d'une page ou d'une base, quel que soit celui de son parent."""
        with self.lock:
            self.workspace.unshare(node_id)

    def _source(self, base: str) -> Source:
        node = self.workspace.get(base, Node)
        source_id = node.source_ids[0] if isinstance(node, Database) else node.id
        return self.workspace.get(source_id, Source)


def _stored(source: Source, row: Mapping[str, Any]) -> dict[str, Any]:
    stored = {}
    for name, value in row.items():
        prop = source.schema.find(name)
        if prop is None:
            raise KeyError(name)
        stored[prop.id] = values.from_person(source.schema, prop, value)
    return stored


def _seen(source: Source, row: Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "created_time": moment(row.created),
        "last_edited_time": moment(row.edited),
        **{
            prop.name: values.seen(prop, row.values.get(prop.id))
            for prop in source.schema
            if prop.type not in ("created_time", "last_edited_time")
        },
    }
