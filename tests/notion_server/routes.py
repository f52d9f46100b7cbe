"""Les chemins que ce serveur connaît ; tout autre est refusé."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.notion_server.api import Api, Call
from tests.notion_server.bodies import PAGING, Query, read_id
from tests.notion_server.errors import ApiError, Json, mismatch


@dataclass(frozen=True)
class Route:
    """Un chemin connu. ``parameter`` nomme l'identifiant dans les messages de Notion."""

    method: str
    path: re.Pattern[str]
    handle: Callable[[Api, Call], Json]
    parameter: str = ""
    query: tuple[str, ...] = ()
    writes: bool = False


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
