"""Ce que fait chaque requête que ce serveur connaît."""

from dataclasses import dataclass

from tests.notion_server import bodies, render, texts
from tests.notion_server.bodies import PAGING, Query
from tests.notion_server.errors import (
    Json,
    check_boolean,
    check_choice,
    check_object,
    check_string,
    invalid,
    mismatch,
    not_found,
)
from tests.notion_server.queries import Pager
from tests.notion_server.store import Database, Node, Page, Row, Source, Workspace


@dataclass(frozen=True)
class Call:
    """Une requête déjà lue : l'identifiant du chemin, les paramètres, le corps."""

    id: str
    query: Query
    body: Json


class Api:
    """Répond aux requêtes sur un espace de travail ; lève ``ApiError`` pour un refus."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.pager = Pager()

    def me(self, call: Call) -> Json:
        return render.user(self.workspace)

    def retrieve_page(self, call: Call) -> Json:
        node: Node = self.workspace.find(call.id, "page", Page, Row)
        if not isinstance(node, Row):
            return self._result(node)
        return render.row(self.workspace, node, self._only(self.workspace.source_of(node), call))

    def create_page(self, call: Call) -> Json:
        body = check_object(call.body, "body", ("parent", "properties"), ("parent", "properties"))
        parent = bodies.parent(body["parent"], "data_source_id")
        source = self.workspace.find(parent, "data source", Source)
        self.workspace.require_live_ancestors(source)
        parsed = bodies.parse_values(source.schema, body["properties"])
        row = self.workspace.add_row(source, bodies.settle(source.schema, parsed))
        return render.row(self.workspace, row)

    def update_page(self, call: Call) -> Json:
        row = self.workspace.find(call.id, "page", Row)
        body = check_object(call.body, "body", ("properties", "in_trash", "archived"))
        self.workspace.require_live_ancestors(row)
        source = self.workspace.source_of(row)
        parsed = bodies.parse_values(source.schema, body.get("properties", {}))
        self._trash(row, body)
        row.values.update(bodies.settle(source.schema, parsed))
        self.workspace.touch(row)
        return render.row(self.workspace, row)

    def create_database(self, call: Call) -> Json:
        body = check_object(
            call.body,
            "body",
            ("parent", "title", "initial_data_source", "is_inline"),
            ("parent",),
        )
        parent_id = bodies.parent(body["parent"], "page_id", typed=True)
        page = self.workspace.find(parent_id, "page", Page)
        title = texts.parse(body.get("title", []), "body.title")
        if check_boolean(body.get("is_inline", False), "body.is_inline"):
            raise mismatch("body.is_inline", "`false` in this test server", True)
        where = "body.initial_data_source"
        initial = check_object(body.get("initial_data_source", {}), where, ("properties",))
        schema = self.workspace.new_schema()
        bodies.configure(schema, initial.get("properties", {}), f"{where}.properties")
        if "initial_data_source" not in body:
            schema.add("Nom", "title")
        if not any(prop.type == "title" for prop in schema):
            raise invalid("Title is not provided.")
        database = self.workspace.add_database(title, page.id)
        self.workspace.add_source(database, title, schema)
        return render.database(self.workspace, database)

    def retrieve_database(self, call: Call) -> Json:
        return render.database(self.workspace, self.workspace.find(call.id, "database", Database))

    def update_database(self, call: Call) -> Json:
        database = self.workspace.find(call.id, "database", Database)
        body = check_object(call.body, "body", ("title", "in_trash", "archived"))
        title = texts.parse(body["title"], "body.title") if "title" in body else database.title
        self._trash(database, body)
        database.title = title
        self.workspace.touch(database)
        return render.database(self.workspace, database)

    def retrieve_source(self, call: Call) -> Json:
        return render.source(self.workspace, self.workspace.find(call.id, "data source", Source))

    def update_source(self, call: Call) -> Json:
        source = self.workspace.find(call.id, "data source", Source)
        body = check_object(call.body, "body", ("title", "properties", "in_trash", "archived"))
        self.workspace.require_live_ancestors(source)
        title = texts.parse(body["title"], "body.title") if "title" in body else source.title
        schema = source.schema.copy()
        bodies.configure(schema, body.get("properties", {}), "body.properties")
        self._trash(source, body)
        source.title = title
        self.workspace.change_schema(source, schema)
        self.workspace.touch(source)
        return render.source(self.workspace, source)

    def query_source(self, call: Call) -> Json:
        source = self.workspace.find(call.id, "data source", Source)
        if source.trashed or self.workspace.has_trashed_ancestor(source):
            raise not_found("data source", source.id)
        allowed = (*PAGING, "filter", "sorts", "in_trash", "archived", "result_type")
        body = check_object(call.body, "body", allowed)
        if "result_type" in body:
            check_choice(body["result_type"], "body.result_type", ("page",))
        only = self._only(source, call)
        rows, tail = self.pager.query(source, body)
        results = [render.row(self.workspace, row, only) for row in rows]
        return _list("page_or_data_source", results, tail)

    def search(self, call: Call) -> Json:
        body = check_object(call.body, "body", (*PAGING, "query", "filter", "sort"))
        text = check_string(body.get("query", ""), "body.query").casefold()
        wanted = bodies.search_filter(body.get("filter"))
        descending = bodies.search_sort(body.get("sort"))
        found = []
        for node in self.workspace.visible():
            kind = "data_source" if isinstance(node, Source) else "page"
            if isinstance(node, Database) or node.trashed or wanted not in (None, kind):
                continue
            if text in texts.plain(_title(self.workspace, node)).casefold():
                stamp = node.edited.timestamp()
                found.append(((-stamp if descending else stamp, node.id), node))
        found.sort(key=lambda pair: pair[0])
        question = f"search {text} {wanted} {descending}"
        nodes, tail = self.pager.page([k for k, _ in found], [n for _, n in found], question, body)
        return _list("page_or_data_source", [self._result(node) for node in nodes], tail)

    def block_children(self, call: Call) -> Json:
        node = self.workspace.find(call.id, "block", Page, Row)
        blocks = [
            child
            for child in self.workspace.children(node.id)
            if isinstance(child, Page | Database) and not child.trashed
        ]
        options = bodies.paging(call.query)
        keys = [(index,) for index in range(1, len(blocks) + 1)]
        chosen, tail = self.pager.page(keys, blocks, f"children {node.id}", options)
        return _list("block", [render.block(self.workspace, child) for child in chosen], tail)

    def _result(self, node: Node) -> Json:
        if isinstance(node, Source):
            return render.source(self.workspace, node)
        if isinstance(node, Row):
            return render.row(self.workspace, node)
        return render.page(self.workspace, self.workspace.get(node.id, Page))

    def _only(self, source: Source, call: Call) -> set[str] | None:
        if "filter_properties" not in call.query:
            return None
        chosen = set()
        for key in call.query["filter_properties"]:
            prop = source.schema.find(key)
            if prop is None:
                raise invalid(f"Could not find property with name or id: {key}")
            chosen.add(prop.id)
        return chosen

    def _trash(self, node: Node, body: Json) -> None:
        """Applique ``in_trash`` ; refuse de changer ce qui reste dans la corbeille."""
        trashed = node.trashed
        for key in ("archived", "in_trash"):
            if key in body:
                trashed = check_boolean(body[key], f"body.{key}")
        if node.trashed and trashed:
            raise invalid(
                "Can't edit block that is archived. You must unarchive the block before editing."
            )
        node.trashed = trashed


def _list(kind: str, results: list[Json], tail: Json) -> Json:
    return {"object": "list", "results": results, **tail, "type": kind, kind: {}}


def _title(workspace: Workspace, node: Node) -> list[Json]:
    if isinstance(node, Row):
        title: list[Json] = node.values.get(workspace.source_of(node).schema.title.id, [])
        return title
    return node.title if isinstance(node, Page | Source) else []
