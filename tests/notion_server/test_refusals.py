"""Le serveur d'essai refuse tout ce que Notion refuse, avec le corps d'erreur de Notion."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.notion_server.errors import Json
from tests.notion_server.kit import (
    Answer,
    Desk,
    create,
    open_desk,
    refused,
    send,
)

INCONNU = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def desk() -> Iterator[Desk]:
    with open_desk() as desk:
        yield desk


def query(desk: Desk, **body: Any) -> Answer:
    return send(desk.server, "POST", f"/v1/data_sources/{desk.source}/query", body)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/inconnu"),
        ("GET", "/v1/databases"),
        ("DELETE", f"/v1/pages/{INCONNU}"),
        ("POST", f"/v1/databases/{INCONNU}/query"),
        ("GET", "/v1/v1/users/me"),
        ("GET", "/users/me"),
        ("GET", "/v1/users/me/"),
    ],
)
def test_an_unknown_path_is_refused(desk: Desk, method: str, path: str) -> None:
    """Un chemin ou une méthode que Notion n'a pas : « Invalid request URL »."""
    body: Json | None = {} if method == "POST" else None
    answer = send(desk.server, method, path, body)
    refused(answer, 400, "invalid_request_url", "Invalid request URL")


@pytest.mark.parametrize("authorization", [None, "Bearer autre", "ntn_jeton_de_test", "Basic x"])
def test_a_wrong_token_is_refused(desk: Desk, authorization: str | None) -> None:
    """Sans jeton, ou avec un autre : 401."""
    answer = send(desk.server, "GET", "/v1/users/me", Authorization=authorization)
    refused(answer, 401, "unauthorized", "API token is invalid.")


def test_the_api_version_is_required(desk: Desk) -> None:
    """Sans ``Notion-Version`` ou avec une autre version, rien ne passe."""
    answer = send(desk.server, "GET", "/v1/users/me", Notion_Version=None)
    refused(answer, 400, "missing_version", "instead was `undefined`")
    for version in ("2022-06-28", "2026-03-11", ""):
        answer = send(desk.server, "GET", "/v1/users/me", Notion_Version=version)
        refused(answer, 400, "validation_error", f'instead was `"{version}"`')


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b'{"page_size": NaN}', b'{"a": 1'])
def test_a_body_that_is_not_json_is_refused(desk: Desk, body: bytes) -> None:
    """JSON absent, coupé, mal encodé, ou NaN : ``invalid_json``."""
    answer = send(desk.server, "POST", "/v1/search", body)
    refused(answer, 400, "invalid_json", "Error parsing JSON body.")


def test_a_json_body_must_say_it_is_json(desk: Desk) -> None:
    """Le type de contenu compte."""
    answer = send(desk.server, "POST", "/v1/search", b"{}", Content_Type="text/plain")
    refused(answer, 400, "invalid_json", "Error parsing JSON body.")


def test_a_body_must_be_an_object(desk: Desk) -> None:
    """Une liste n'est pas un corps de requête, et un GET n'en a pas."""
    for body in (b"[]", b"null", b'"texte"'):
        answer = send(desk.server, "POST", "/v1/search", body)
        refused(answer, 400, "validation_error", "body should be an object")
    answer = send(desk.server, "GET", "/v1/users/me", {})
    refused(answer, 400, "validation_error", "body should be not present")


def test_a_body_over_500_kb_is_refused(desk: Desk) -> None:
    """La taille se compte en octets, et une requête trop grosse n'est pas lue plus loin."""
    envelope = len(b'{"query": ""}')
    for size, status in ((500_000, 200), (500_001, 413)):
        body = b'{"query": "%s"}' % (b"a" * (size - envelope))
        answer = send(desk.server, "POST", "/v1/search", body)
        assert (len(body), answer.status) == (size, status)
    refused(answer, 413, "validation_error", "too large")


@pytest.mark.parametrize(
    ("method", "path", "kind"),
    [
        ("GET", "/v1/pages/{id}", "page"),
        ("PATCH", "/v1/pages/{id}", "page"),
        ("GET", "/v1/databases/{id}", "database"),
        ("GET", "/v1/data_sources/{id}", "data source"),
        ("POST", "/v1/data_sources/{id}/query", "data source"),
        ("GET", "/v1/blocks/{id}/children", "block"),
    ],
)
def test_an_unknown_or_misnamed_object_is_refused(
    desk: Desk, method: str, path: str, kind: str
) -> None:
    """Un identifiant inconnu donne 404 ; ce qui n'en est pas un, 400."""
    body: Json | None = None if method == "GET" else {}
    answer = send(desk.server, method, path.format(id=INCONNU), body)
    refused(answer, 404, "object_not_found", f"Could not find {kind} with ID: {INCONNU}.")
    answer = send(desk.server, method, path.format(id="None"), body)
    refused(answer, 400, "validation_error", 'should be a valid uuid, instead was `"None"`')


def test_an_object_of_another_kind_is_not_found(desk: Desk) -> None:
    """L'identifiant d'une source n'est pas celui d'une base, ni d'une page."""
    for path in (f"/v1/databases/{desk.source}", f"/v1/pages/{desk.base}"):
        refused(send(desk.server, "GET", path), 404, "object_not_found", "Could not find")


def test_what_is_not_shared_is_not_found(desk: Desk) -> None:
    """Une base retirée des connexions disparaît, avec ses lignes ; la page reste."""
    row = desk.server.add_row(desk.base)
    desk.server.unshare(desk.base)
    for path in (f"/v1/databases/{desk.base}", f"/v1/pages/{row}"):
        answer = send(desk.server, "GET", path)
        refused(answer, 404, "object_not_found", "shared with your integration")
    refused(create(desk), 404, "object_not_found", "Could not find data source")
    assert send(desk.server, "GET", f"/v1/pages/{desk.page}").status == 200
    desk.server.share(desk.base)
    assert send(desk.server, "GET", f"/v1/pages/{row}").status == 200


def test_an_integration_without_write_access_only_reads(desk: Desk) -> None:
    """403 sur les écritures, les requêtes de lecture passent."""
    desk.server.read_only = True
    refused(create(desk), 403, "restricted_resource", "Insufficient permissions")
    assert query(desk).status == 200


def test_a_row_deleted_for_ever_is_not_found(desk: Desk) -> None:
    """Corbeille vidée : 404 à la lecture comme à l'écriture."""
    row = desk.server.add_row(desk.base)
    desk.server.delete_row(row, forever=True)
    for method, body in (("GET", None), ("PATCH", {})):
        answer = send(desk.server, method, f"/v1/pages/{row}", body)
        refused(answer, 404, "object_not_found", "Could not find page")


def test_a_base_in_the_bin_is_neither_read_nor_written(desk: Desk) -> None:
    """Ses lignes ne se modifient plus, sa source ne s'interroge plus, la base dit pourquoi."""
    row = desk.server.add_row(desk.base)
    send(desk.server, "PATCH", f"/v1/databases/{desk.base}", {"in_trash": True})
    assert send(desk.server, "GET", f"/v1/databases/{desk.base}").body["in_trash"] is True
    refused(query(desk), 404, "object_not_found", "Could not find data source")
    answer = send(desk.server, "PATCH", f"/v1/pages/{row}", {})
    refused(answer, 400, "validation_error", "archived ancestor")
    refused(create(desk), 400, "validation_error", "archived ancestor")


def test_a_source_in_the_bin_is_not_queried(desk: Desk) -> None:
    """Une seule des sources d'une base peut être supprimée."""
    answer = send(desk.server, "PATCH", f"/v1/data_sources/{desk.source}", {"in_trash": True})
    assert answer.body["in_trash"] is True
    refused(query(desk), 404, "object_not_found", "Could not find data source")


QUERIES: list[tuple[dict[str, Any], str]] = [
    ({"filtre": {}}, "body.filtre should be not present"),
    ({"page_size": 101}, "body.page_size should be ≤ `100`, instead was `101`"),
    ({"page_size": 0}, "body.page_size should be ≥ `1`"),
    ({"page_size": "100"}, "body.page_size should be a number"),
    ({"page_size": 1.5}, "should be an integer"),
    ({"start_cursor": "abc"}, "The start_cursor provided is invalid: abc"),
    ({"start_cursor": 3}, "should be a string"),
    ({"filter": []}, "body.filter should be an object"),
    ({"filter": {}}, "body.filter.property should be defined"),
    ({"filter": {"property": "statut"}}, "exactly one of"),
    (
        {"filter": {"property": "Statut", "select": {"is_empty": True}}},
        "Could not find property with name or id: Statut",
    ),
    (
        {"filter": {"property": "statut", "rich_text": {"is_empty": True}}},
        "database property select does not match filter rich_text",
    ),
    ({"filter": {"property": "statut", "select": {"is_empty": False}}}, "should be `true`"),
    ({"filter": {"property": "statut", "select": {"equal": "a"}}}, "equal should be not present"),
    ({"filter": {"property": "statut", "select": {"equals": None}}}, "should be a string"),
    ({"filter": {"property": "statut", "select": {}}}, "exactly one of"),
    (
        {"filter": {"property": "statut", "select": {"contains": "a"}}},
        "contains should be not present",
    ),
    (
        {"filter": {"property": "id_commande", "number": {"equals": "1"}}},
        "should be a number",
    ),
    ({"filter": {"property": "relu", "checkbox": {"equals": 1}}}, "should be a boolean"),
    ({"filter": {"property": "relu", "checkbox": True}}, "checkbox should be an object"),
    ({"filter": {"property": "statut", "select": "Nouveau"}}, "select should be an object"),
    (
        {"filter": {"property": "traité_le", "date": {"equals": "hier"}}},
        "valid ISO 8601 date string",
    ),
    (
        {"filter": {"timestamp": "created", "created": {"before": "2026-11-22"}}},
        "body.filter.timestamp should be",
    ),
    (
        {"filter": {"timestamp": "created_time", "last_edited_time": {}}},
        "body.filter.created_time should be defined",
    ),
    ({"filter": {"and": [{}], "or": []}}, "body.filter.or should be not present"),
    ({"filter": {"and": {}}}, "body.filter.and should be an array"),
    ({"filter": {"and": [{"or": [{"and": []}]}]}}, "or[0].and should be not present"),
    ({"sorts": {}}, "body.sorts should be an array"),
    ({"sorts": [{"property": "statut"}]}, "direction should be defined"),
    ({"sorts": [{"direction": "ascending"}]}, "`property` or `timestamp`"),
    (
        {"sorts": [{"property": "statut", "direction": "asc"}]},
        "direction should be",
    ),
    (
        {"sorts": [{"property": "Statut", "direction": "ascending"}]},
        "Could not find sort property with name or id: Statut",
    ),
    ({"sorts": [{"timestamp": "date", "direction": "ascending"}]}, "timestamp should be"),
    ({"in_trash": 1}, "body.in_trash should be a boolean"),
    ({"result_type": "row"}, "body.result_type should be"),
]


@pytest.mark.parametrize(("body", "message"), QUERIES)
def test_a_malformed_query_is_refused(desk: Desk, body: dict[str, Any], message: str) -> None:
    """Un filtre mal écrit ne rend jamais toute la base."""
    refused(query(desk, **body), 400, "validation_error", message)


def test_a_cursor_serves_only_the_query_that_gave_it(desk: Desk) -> None:
    """Changer de filtre en cours de lecture est une erreur."""
    desk.server.add_rows(desk.base, [{}] * 3)
    cursor = query(desk, page_size=1).body["next_cursor"]
    rule = {"property": "statut", "select": {"is_empty": True}}
    answer = query(desk, filter=rule, start_cursor=cursor)
    refused(answer, 400, "validation_error", "start_cursor provided is invalid")


def test_an_unknown_url_parameter_is_refused(desk: Desk) -> None:
    """Les paramètres d'adresse sont vérifiés eux aussi."""
    answer = send(desk.server, "GET", f"/v1/databases/{desk.base}?page_size=3")
    refused(answer, 400, "validation_error", "query.page_size should be not present")
    answer = send(desk.server, "GET", f"/v1/blocks/{desk.page}/children?page_size=200")
    refused(answer, 400, "validation_error", "page_size should be ≤ `100`")
    answer = send(desk.server, "GET", f"/v1/blocks/{desk.page}/children?page_size=x")
    refused(answer, 400, "validation_error", "page_size should be a number")
    row = desk.server.add_row(desk.base)
    answer = send(desk.server, "GET", f"/v1/pages/{row}?filter_properties=rien")
    refused(answer, 400, "validation_error", "Could not find property with name or id: rien")


def test_a_malformed_search_is_refused(desk: Desk) -> None:
    """Depuis 2025-09-03 on cherche des pages ou des sources, pas des bases."""
    for body, message in (
        ({"filter": {"property": "object", "value": "database"}}, "filter.value should be"),
        ({"filter": {"value": "page"}}, "filter.property should be defined"),
        ({"query": 3}, "query should be a string"),
        ({"sort": {"timestamp": "created_time", "direction": "ascending"}}, "sort.timestamp"),
        ({"requete": ""}, "requete should be not present"),
    ):
        refused(send(desk.server, "POST", "/v1/search", body), 400, "validation_error", message)
