"""L'espace de travail : pages, bases, sources, lignes, et ce qui est partagé avec l'intégration."""

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from tests.notion_server.errors import Json, invalid, not_found
from tests.notion_server.schema import Schema

Clock = Callable[[], datetime]


@dataclass(kw_only=True)
class Node:
    """Ce que tout objet de Notion a : un identifiant, un parent, des dates, une corbeille."""

    id: str
    parent_id: str | None
    created: datetime
    edited: datetime
    trashed: bool = False


@dataclass(kw_only=True)
class Page(Node):
    """Une page de l'espace de travail, sous laquelle vivent des bases."""

    title: list[Json]


@dataclass(kw_only=True)
class Database(Node):
    """Une base : un titre et une ou plusieurs sources de données."""

    title: list[Json]
    source_ids: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class Source(Node):
    """Une source de données : un schéma et des lignes, dans l'ordre de leur création."""

    title: list[Json]
    schema: Schema
    rows: dict[str, "Row"] = field(default_factory=dict)
    version: int = 0
    """Augmente à chaque changement : les résultats de requête gardés en dépendent."""


@dataclass(kw_only=True)
class Row(Node):
    """Une ligne, c'est-à-dire une page d'une source ; valeurs par identifiant de propriété."""

    sequence: int
    values: dict[str, Any]


N = TypeVar("N", bound=Node)
KINDS: dict[type[Node], str] = {
    Page: "page",
    Row: "page",
    Database: "database",
    Source: "data_source",
}


def to_minute(moment: datetime) -> datetime:
    """Notion ne montre ses dates de création et de modification qu'à la minute."""
    return moment.astimezone(UTC).replace(second=0, microsecond=0)


class Workspace:
    """Tous les objets, par identifiant, et les partages."""

    def __init__(self, clock: Clock, seed: int = 0) -> None:
        self.clock = clock
        self._random = random.Random(seed)
        self._nodes: dict[str, Node] = {}
        self._shared: set[str] = set()
        self._unshared: set[str] = set()
        self._sequence = 0
        self.bot_id = self.new_id()

    def new_id(self) -> str:
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def _short_id(self) -> str:
        return "".join(self._random.choices("ABCDEFGHabcdefgh0123456789", k=6))

    def share(self, node_id: str) -> None:
        """Partage l'objet, et ce qu'il contient, avec l'intégration."""
        self._shared.add(node_id)
        self._unshared.discard(node_id)

    def unshare(self, node_id: str) -> None:
        self._unshared.add(node_id)
        self._shared.discard(node_id)

    def is_shared(self, node: Node) -> bool:
        """Le partage vient de l'ancêtre le plus proche qui en dise quelque chose."""
        current: Node | None = node
        while current is not None:
            if current.id in self._unshared:
                return False
            if current.id in self._shared:
                return True
            current = self._nodes.get(current.parent_id or "")
        return False

    def visible(self) -> list[Node]:
        return [node for node in self._nodes.values() if self.is_shared(node)]

    def children(self, parent_id: str) -> list[Node]:
        return [node for node in self._nodes.values() if node.parent_id == parent_id]

    def get(self, node_id: str, *kinds: type[N]) -> N:
        """L'objet de ce genre, partagé ou non (pour les tests)."""
        node = self._nodes[node_id]
        if not isinstance(node, kinds):
            raise TypeError(f"{node_id} est de genre {KINDS[type(node)]}")
        return node

    def find(self, node_id: str, what: str, *kinds: type[N]) -> N:
        """L'objet demandé par l'API ; 404 s'il n'existe pas ou n'est pas partagé."""
        node = self._nodes.get(node_id)
        if node is None or not isinstance(node, kinds) or not self.is_shared(node):
            raise not_found(what, node_id)
        return node

    def add_page(self, title: list[Json], parent_id: str | None) -> Page:
        return self._keep(Page(**self._common(parent_id), title=title))

    def add_database(self, title: list[Json], parent_id: str) -> Database:
        return self._keep(Database(**self._common(parent_id), title=title))

    def add_source(self, database: Database, title: list[Json], schema: Schema) -> Source:
        source = self._keep(Source(**self._common(database.id), title=title, schema=schema))
        database.source_ids.append(source.id)
        return source

    def new_schema(self) -> Schema:
        return Schema(self._short_id)

    def add_row(
        self, source: Source, values: dict[str, Any], created: datetime | None = None
    ) -> Row:
        self._sequence += 1
        row = Row(**self._common(source.id, created), sequence=self._sequence, values=values)
        source.rows[row.id] = row
        source.version += 1
        return self._keep(row)

    def source_of(self, row: Row) -> Source:
        return self.get(row.parent_id or "", Source)

    def change_schema(self, source: Source, schema: Schema) -> None:
        """Remplace le schéma ; les lignes perdent ce qui n'y est plus (propriétés, options)."""
        kept = {prop.id: prop for prop in schema}
        for row in source.rows.values():
            for prop_id, value in list(row.values.items()):
                prop = kept.get(prop_id)
                gone = prop is None or (prop.type == "select" and not prop.option_by_id(value))
                if gone:
                    del row.values[prop_id]
        source.schema = schema

    def touch(self, node: Node) -> None:
        """Note qu'un objet vient de changer."""
        node.edited = self.clock()
        if isinstance(node, Row):
            self.source_of(node).version += 1
        if isinstance(node, Source):
            node.version += 1

    def destroy(self, node: Node) -> None:
        """Supprime pour toujours (corbeille vidée)."""
        del self._nodes[node.id]
        if isinstance(node, Row):
            source = self.source_of(node)
            del source.rows[node.id]
            source.version += 1

    def has_trashed_ancestor(self, node: Node) -> bool:
        """Vrai si un parent, proche ou lointain, est dans la corbeille."""
        parent = self._nodes.get(node.parent_id or "")
        while parent is not None and not parent.trashed:
            parent = self._nodes.get(parent.parent_id or "")
        return parent is not None

    def require_live_ancestors(self, node: Node) -> None:
        """Notion refuse de changer ce qui est dans la corbeille d'un autre."""
        if self.has_trashed_ancestor(node):
            raise invalid(
                "Can't edit page on block with an archived ancestor. You must unarchive the "
                "ancestor before editing page."
            )

    def _common(self, parent_id: str | None, created: datetime | None = None) -> dict[str, Any]:
        now = created or self.clock()
        return {"id": self.new_id(), "parent_id": parent_id, "created": now, "edited": now}

    def _keep(self, node: N) -> N:
        self._nodes[node.id] = node
        return node
