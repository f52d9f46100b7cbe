"""Le serveur d'essai n'accepte que des écritures bien formées, et n'écrit jamais à moitié."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.notion_server.kit import (
    Answer,
    Desk,
    create,
    open_desk,
    refused,
    send,
    text,
)

INCONNU = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def desk() -> Iterator[Desk]:
    with open_desk() as desk:
        yield desk


def configure(desk: Desk, **properties: Any) -> Answer:
    path = f"/v1/data_sources/{desk.source}"
    return send(desk.server, "PATCH", path, {"properties": properties})


VALUES: list[tuple[str, Any, str]] = [
    ("inconnue", {"number": 1}, "inconnue is not a property that exists."),
    ("id_commande", {"rich_text": []}, "id_commande is expected to be number."),
    ("id_commande", None, "body.properties.id_commande should be an object"),
    ("id_commande", 12, "should be an object, instead was `12`"),
    ("id_commande", {"number": "12"}, 'should be a number, instead was `"12"`'),
    ("id_commande", {"number": True}, "should be a number, instead was `true`"),
    ("id_commande", {"number": 1, "email": None}, "exactly one of"),
    ("id_commande", {"type": "email", "number": 1}, "id_commande.type should be"),
    ("id_commande", {"nombre": 1}, "id_commande.nombre should be not present"),
    ("id_commande", {}, "exactly one of"),
    ("créé", {"created_time": "2026-11-22"}, "cannot be written"),
    ("relu", {"checkbox": None}, "should be a boolean, instead was `null`"),
    ("email_client", {"email": "a" * 201}, "length should be ≤ `200`, instead was `201`"),
    ("email_client", {"email": ""}, "should be populated"),
    ("email_client", {"email": 3}, "should be a string"),
    ("statut", {"select": "Nouveau"}, "should be an object"),
    ("statut", {"select": {}}, "an object with `id` or `name`"),
    ("statut", {"select": {"name": ""}}, "should be populated"),
    ("statut", {"select": {"name": "a, b"}}, "commas not allowed"),
    ("statut", {"select": {"name": "a" * 101}}, "length should be ≤ `100`"),
    ("statut", {"select": {"id": "rien"}}, "Could not find select option with id: rien"),
    ("statut", {"select": {"nom": "a"}}, "select.nom should be not present"),
    ("traité_le", {"date": "2026-11-22"}, "should be an object"),
    ("traité_le", {"date": {"start": "hier"}}, "valid ISO 8601 date string"),
    ("traité_le", {"date": {"start": "2026-02-30"}}, "valid ISO 8601 date string"),
    ("traité_le", {"date": {"end": "2026-11-22"}}, "date.start should be defined"),
    ("nom_prenom", {"title": None}, "title should be an array, instead was `null`"),
    ("nom_prenom", {"title": "Ana"}, "should be an array"),
    ("nom_prenom", {"rich_text": []}, "nom_prenom is expected to be title."),
    ("nom_prenom", {"title": [{"text": {}}]}, "text.content should be defined"),
    ("nom_prenom", {"title": [{"text": {"content": None}}]}, "should be a string"),
    ("nom_prenom", {"title": [{"text": "Ana"}]}, "text should be an object"),
    ("nom_prenom", {"title": [{"type": "text"}]}, "text should be defined"),
    ("nom_prenom", {"title": [{"mention": {}}]}, "not supported"),
    (
        "nom_prenom",
        {"title": [{"plain_text": "Ana", "text": {"content": "Ana"}}]},
        "plain_text should be not present",
    ),
    (
        "message_initial",
        {"rich_text": text("😀" * 1000 + "a")},
        "rich_text[0].text.content.length should be ≤ `2000`, instead was `2001`",
    ),
    (
        "message_initial",
        {"rich_text": text("a") * 101},
        "rich_text.length should be ≤ `100`, instead was `101`",
    ),
    ("message_initial", {"rich_text": text("\ud83d")}, "well-formed Unicode"),
    (
        "message_initial",
        {"rich_text": [{"text": {"content": "a", "link": {"url": ""}}}]},
        "link.url should be populated",
    ),
    (
        "message_initial",
        {"rich_text": [{"text": {"content": "a"}, "annotations": {"bold": 1}}]},
        "annotations.bold should be a boolean",
    ),
    (
        "message_initial",
        {"rich_text": [{"text": {"content": "a"}, "annotations": {"color": "rose"}}]},
        "annotations.color should be",
    ),
]


@pytest.mark.parametrize(("name", "value", "message"), VALUES)
def test_a_malformed_value_is_refused(desk: Desk, name: str, value: Any, message: str) -> None:
    """Chaque valeur est vérifiée, à la création comme à la mise à jour ; rien n'est écrit."""
    row = desk.server.add_row(desk.base)
    before = desk.server.rows(desk.base)
    refused(create(desk, **{name: value}), 400, "validation_error", message)
    body = {"properties": {name: value}}
    answer = send(desk.server, "PATCH", f"/v1/pages/{row}", body)
    refused(answer, 400, "validation_error", message)
    assert desk.server.rows(desk.base) == before


def test_the_longest_allowed_values_pass(desk: Desk) -> None:
    """2 000 unités par morceau, 100 morceaux, 200 pour une adresse, 100 pour une option."""
    answer = create(
        desk,
        email_client={"email": "a" * 200},
        statut={"select": {"name": "b" * 100}},
        message_initial={"rich_text": text("😀" * 1000) + text("a" * 2000) * 99},
    )
    assert answer.status == 200
    assert len(desk.server.rows(desk.base)[0]["message_initial"]) == 199_000


PAGES: list[tuple[dict[str, Any], str]] = [
    ({"properties": {}}, "body.parent should be defined"),
    ({"parent": {"data_source_id": INCONNU}}, "body.properties should be defined"),
    ({"parent": {"database_id": INCONNU}, "properties": {}}, "data_source_id should be defined"),
    ({"parent": INCONNU, "properties": {}}, "body.parent should be an object"),
    (
        {"parent": {"type": "page_id", "data_source_id": INCONNU}, "properties": {}},
        "body.parent.type should be",
    ),
    (
        {"parent": {"data_source_id": "abc"}, "properties": {}},
        "data_source_id should be a valid uuid",
    ),
    (
        {"parent": {"data_source_id": INCONNU}, "properties": {}, "children": []},
        "body.children should be not present",
    ),
]


@pytest.mark.parametrize(("body", "message"), PAGES)
def test_a_misplaced_page_is_refused(desk: Desk, body: dict[str, Any], message: str) -> None:
    """Une page se crée dans une source, désignée comme Notion le veut, et sans clé inconnue."""
    refused(send(desk.server, "POST", "/v1/pages", body), 400, "validation_error", message)


def test_an_update_has_only_known_keys(desk: Desk) -> None:
    """``propriétés`` pour ``properties`` ne passe pas en silence."""
    path = f"/v1/pages/{desk.server.add_row(desk.base)}"
    for body, message in (
        ({"propriétés": {}}, "body.propriétés should be not present"),
        ({"properties": []}, "body.properties should be an object"),
        ({"in_trash": "oui"}, "body.in_trash should be a boolean"),
    ):
        refused(send(desk.server, "PATCH", path, body), 400, "validation_error", message)


SCHEMAS: list[tuple[str, Any, str]] = [
    ("autre", {"title": {}}, "A title property already exists."),
    ("nom_prenom", None, "Cannot delete the title property."),
    ("rien", None, "Could not find property with name or id: rien."),
    ("statut", {"name": "catégorie"}, "catégorie already exists"),
    ("statut", {"name": ""}, "should be populated"),
    ("statut", {"rich_text": {}}, "not supported"),
    ("statut", 3, "should be an object"),
    ("statut", {"select": {"options": [{"name": "a"}, {"name": "A"}]}}, "must be unique"),
    ("statut", {"select": {"options": [{"name": "a,b"}]}}, "commas not allowed"),
    ("statut", {"select": {"options": [{"name": "a" * 101}]}}, "length should be ≤ `100`"),
    ("statut", {"select": {"options": [{"color": "red"}]}}, "name should be a string"),
    ("statut", {"select": {"options": [{"id": "x"}]}}, "Could not find select option"),
    ("statut", {"select": {"options": [{"name": "Traité", "color": "red"}]}}, "update color"),
    ("statut", {"select": {"options": [{"name": "x", "color": "rouge"}]}}, "color should be"),
    ("statut", {"select": {"choix": []}}, "choix should be not present"),
    ("neuf", {"select": {"options": {}}}, "should be an array"),
    ("neuf", {"name": "neuf"}, "should be not present"),
    ("neuf", {"texte": {}}, "texte should be not present"),
    ("neuf", {"email": {"x": 1}}, "email.x should be not present"),
    ("neuf", {"number": {"format": 1}}, "should be a string"),
    ("neuf", {"type": "email", "number": {}}, "type should be"),
    ("", {"email": {}}, "should be populated"),
]


@pytest.mark.parametrize(("name", "config", "message"), SCHEMAS)
def test_a_malformed_schema_is_refused(desk: Desk, name: str, config: Any, message: str) -> None:
    """Une base garde exactement un titre, des noms uniques et des options correctes."""
    before = desk.server.schema(desk.base)
    answer = configure(desk, avant={"email": {}}, **{name: config})
    refused(answer, 400, "validation_error", message)
    assert desk.server.schema(desk.base) == before


DATABASES: list[tuple[dict[str, Any], str]] = [
    ({}, "body.parent should be defined"),
    ({"parent": {"page_id": "{page}"}}, "body.parent.type should be defined"),
    ({"parent": {"type": "workspace", "workspace": True}}, "page_id should be defined"),
    ({"parent": {"type": "page_id", "page_id": "{page}"}, "properties": {}}, "properties should"),
    ({"parent": {"type": "page_id", "page_id": "{page}"}, "title": "Base"}, "should be an array"),
    (
        {
            "parent": {"type": "page_id", "page_id": "{page}"},
            "initial_data_source": {"properties": {"statut": {"select": {}}}},
        },
        "Title is not provided",
    ),
    (
        {
            "parent": {"type": "page_id", "page_id": "{page}"},
            "initial_data_source": {"properties": {"a": {"title": {}}, "b": {"title": {}}}},
        },
        "A title property already exists",
    ),
    (
        {
            "parent": {"type": "page_id", "page_id": "{page}"},
            "initial_data_source": {"title": [], "properties": {}},
        },
        "initial_data_source.title should be not present",
    ),
]


@pytest.mark.parametrize(("body", "message"), DATABASES)
def test_a_badly_described_base_is_not_created(
    desk: Desk, body: dict[str, Any], message: str
) -> None:
    """Une base se crée sous une page, avec un titre et un seul."""
    if "page_id" in body.get("parent", {}):
        body = {**body, "parent": {**body["parent"], "page_id": desk.page}}
    answer = send(desk.server, "POST", "/v1/databases", body)
    refused(answer, 400, "validation_error", message)
    assert len(send(desk.server, "GET", f"/v1/blocks/{desk.page}/children").body["results"]) == 1


def test_a_base_is_created_only_under_a_shared_page(desk: Desk) -> None:
    """Sous une page que l'intégration ne voit pas : 404."""
    parent = {"type": "page_id", "page_id": desk.server.add_page("Secret")}
    answer = send(desk.server, "POST", "/v1/databases", {"parent": parent})
    refused(answer, 404, "object_not_found", "Could not find page")
