"""Les chemins de l'API que ce serveur connaît, et ce que chacun fait."""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.notion_server import render, texts, values
from tests.notion_server.errors import (
    ApiError,
    Json,
    check_boolean,
    check_choice,
    check_object,
    check_string,
    check_type_key,
    invalid,
    mismatch,
)
from tests.notion_server.queries import Pager
from tests.notion_server.schema import Property, Schema
from tests.notion_server.store import Database, Node, Page, Row, Source, Workspace

Query = dict[str, list[str]]
PAGING = ("start_cursor", "page_size")


@dataclass(frozen=True)
class Call:
    """Une requête déjà lue : l'identifiant du chemin, les paramètres, le corps."""

    id: str
    query: Query
    body: Json


@dataclass(frozen=True)
class Route:
    """Un chemin connu. ``parameter`` nomme l'identifiant dans les messages de Notion."""

    method: str
    path: re.Pattern[str]
    handle: Callable[["Api", Call], Json]
    parameter: str = ""
    query: tuple[str, ...] = ()
    writes: bool = False


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
        parent = _parent(body["parent"], "data_source_id")
        source = self.workspace.find(parent, "data source", Source)
        self.workspace.require_live_ancestors(source)
        parsed = _parse_values(source.schema, body["properties"])
        row = self.workspace.add_row(source, _settle(source.schema, parsed))
        return render.row(self.workspace, row)

    def update_page(self, call: Call) -> Json:
        row = self.workspace.find(call.id, "page", Row)
        body = check_object(call.body, "body", ("properties", "in_trash", "archived"))
        self.workspace.require_live_ancestors(row)
        source = self.workspace.source_of(row)
        parsed = _parse_values(source.schema, body.get("properties", {}))
        self._trash(row, body)
        row.values.update(_settle(source.schema, parsed))
        self.workspace.touch(row)
        return render.row(self.workspace, row)

    def create_database(self, call: Call) -> Json:
        body = check_object(
            call.body,
            "body",
            ("parent", "title", "initial_data_source", "is_inline"),
            ("parent",),
        )
        page = self.workspace.find(_parent(body["parent"], "page_id"), "page", Page)
        title = texts.parse(body.get("title", []), "body.title")
        if check_boolean(body.get("is_inline", False), "body.is_inline"):
            raise mismatch("body.is_inline", "`false` in this test server", True)
        where = "body.initial_data_source"
        initial = check_object(body.get("initial_data_source", {}), where, ("properties",))
        schema = self.workspace.new_schema()
        _configure(schema, initial.get("properties", {}), f"{where}.properties")
        if not any(prop.type == "title" for prop in schema):
            schema.add("Name", "title")
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
        _configure(schema, body.get("properties", {}), "body.properties")
        self._trash(source, body)
        source.title, source.schema = title, schema
        self.workspace.touch(source)
        return render.source(self.workspace, source)

    def query_source(self, call: Call) -> Json:
        source = self.workspace.find(call.id, "data source", Source)
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
        wanted = _search_filter(body.get("filter"))
        descending = _search_sort(body.get("sort"))
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
        options = _paging(call.query)
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


def _parent(value: object, key: str) -> str:
    parent = check_object(value, "body.parent", ("type", key), (key,))
    check_type_key(parent, "body.parent", key)
    return read_id(parent[key], f"body.parent.{key}")


def read_id(value: object, where: str) -> str:
    """Un identifiant avec ou sans tirets, rendu avec ses tirets."""
    if isinstance(value, str) and re.fullmatch(
        r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}", value
    ):
        return str(uuid.UUID(value))
    raise mismatch(where, "a valid uuid", value)


def _parse_values(schema: Schema, value: object) -> list[tuple[Property, Any]]:
    if not isinstance(value, dict):
        raise mismatch("body.properties", "an object", value)
    parsed = []
    for key, content in value.items():
        prop = schema.find(key)
        if prop is None:
            raise invalid(f"{key} is not a property that exists.")
        parsed.append((prop, values.parse(prop, content, f"body.properties.{key}")))
    return parsed


def _settle(schema: Schema, parsed: list[tuple[Property, Any]]) -> dict[str, Any]:
    return {prop.id: values.settle(schema, prop, value) for prop, value in parsed}


def _configure(schema: Schema, value: object, where: str) -> None:
    if not isinstance(value, dict):
        raise mismatch(where, "an object", value)
    for key, config in value.items():
        schema.configure(key, config, f"{where}.{key}")


def _search_filter(value: object) -> str | None:
    if value is None:
        return None
    rule = check_object(value, "body.filter", ("property", "value"), ("property", "value"))
    check_choice(rule["property"], "body.filter.property", ("object",))
    return check_choice(rule["value"], "body.filter.value", ("page", "data_source"))


def _search_sort(value: object) -> bool:
    if value is None:
        return True
    rule = check_object(value, "body.sort", ("timestamp", "direction"), ("timestamp", "direction"))
    check_choice(rule["timestamp"], "body.sort.timestamp", ("last_edited_time",))
    directions = ("ascending", "descending")
    return check_choice(rule["direction"], "body.sort.direction", directions) == "descending"


def _title(workspace: Workspace, node: Node) -> list[Json]:
    if isinstance(node, Row):
        title: list[Json] = node.values.get(workspace.source_of(node).schema.title.id, [])
        return title
    return node.title if isinstance(node, Page | Source) else []


def _paging(query: Query) -> Json:
    options: Json = {key: query[key][-1] for key in PAGING if key in query}
    if "page_size" in options:
        if not options["page_size"].isdecimal():
            raise mismatch("query.page_size", "a number", options["page_size"])
        options["page_size"] = int(options["page_size"])
    return options


def _route(method: str, path: str, handle: Callable[[Api, Call], Json], **more: Any) -> Route:
    return Route(method, re.compile(path.replace("{id}", "([^/]+)")), handle, **more)


ROUTES = (
    _route("GET", "/v1/users/me", Api.me),
    _route("POST", "/v1/search", Api.search),
    _route(
        "GET", "/v1/blocks/{id}/children", Api.block_children, parameter="block_id", query=PAGING
    ),
    _route("POST", "/v1/databases", Api.create_database, writes=True),
    _route("GET", "/v1/databases/{id}", Api.retrieve_database, parameter="database_id"),
    _route(
        "PATCH", "/v1/databases/{id}", Api.update_database, parameter="database_id", writes=True
    ),
    _route("GET", "/v1/data_sources/{id}", Api.retrieve_source, parameter="data_source_id"),
    _route(
        "PATCH",
        "/v1/data_sources/{id}",
        Api.update_source,
        parameter="data_source_id",
        writes=True,
    ),
    _route(
        "POST",
        "/v1/data_sources/{id}/query",
        Api.query_source,
        parameter="data_source_id",
        query=("filter_properties",),
    ),
    _route("POST", "/v1/pages", Api.create_page, writes=True),
    _route(
        "GET",
        "/v1/pages/{id}",
        Api.retrieve_page,
        parameter="page_id",
        query=("filter_properties",),
    ),
    _route("PATCH", "/v1/pages/{id}", Api.update_page, parameter="page_id", writes=True),
)


def find_route(method: str, path: str) -> tuple[Route, str]:
    """La route d'un chemin et le texte de son identifiant ; 400 si Notion n'en a pas."""
    for route in ROUTES:
        match = route.path.fullmatch(path)
        if route.method == method and match:
            return route, match.group(1) if match.groups() else ""
    raise ApiError(400, "invalid_request_url", "Invalid request URL.")


def check_query(route: Route, query: Query) -> None:
    """Refuse un paramètre d'adresse que la route ne connaît pas."""
    for key in query:
        if key not in route.query:
            raise mismatch(f"query.{key}", "not present", query[key][-1])


def check_path_id(route: Route, text: str) -> str:
    """L'identifiant du chemin, vérifié."""
    return read_id(text, f"path.{route.parameter}") if route.parameter else ""
