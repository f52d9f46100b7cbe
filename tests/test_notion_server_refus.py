"""Le serveur d'essai refuse tout ce que Notion refuse, avec le corps d'erreur de Notion."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.notion_server.errors import Json
from tests.notion_server.kit import Answer, Desk, open_desk, send, text

INCONNU = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def desk() -> Iterator[Desk]:
    with open_desk() as desk:
        yield desk


def refused(answer: Answer, status: int, code: str, message: str) -> None:
    """Vérifie la forme entière d'une erreur de Notion et un morceau de sa phrase."""
    assert (answer.status, answer.body["code"]) == (status, code), answer.body
    assert answer.body["object"] == "error"
    assert answer.body["status"] == status
    assert answer.body["request_id"]
    assert message in answer.body["message"]


def write(desk: Desk, **properties: Any) -> Answer:
    """Crée une ligne par une requête brute."""
    parent = {"type": "data_source_id", "data_source_id": desk.source}
    return send(desk.server, "POST", "/v1/pages", {"parent": parent, "properties": properties})


def query(desk: Desk, **body: Any) -> Answer:
    return send(desk.server, "POST", f"/v1/data_sources/{desk.source}/query", body)


def configure(desk: Desk, **properties: Any) -> Answer:
    path = f"/v1/data_sources/{desk.source}"
    return send(desk.server, "PATCH", path, {"properties": properties})


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
def test_un_chemin_inconnu_est_refuse(desk: Desk, method: str, path: str) -> None:
    """Un chemin ou une méthode que Notion n'a pas : « Invalid request URL »."""
    body: Json | None = {} if method == "POST" else None
    answer = send(desk.server, method, path, body)
    refused(answer, 400, "invalid_request_url", "Invalid request URL")


@pytest.mark.parametrize("authorization", [None, "Bearer autre", "ntn_jeton_de_test", "Basic x"])
def test_un_mauvais_jeton_est_refuse(desk: Desk, authorization: str | None) -> None:
    """Sans jeton, ou avec un autre : 401."""
    answer = send(desk.server, "GET", "/v1/users/me", Authorization=authorization)
    refused(answer, 401, "unauthorized", "API token is invalid.")


def test_la_version_de_l_api_est_obligatoire(desk: Desk) -> None:
    """Sans ``Notion-Version`` ou avec une autre version, rien ne passe."""
    answer = send(desk.server, "GET", "/v1/users/me", Notion_Version=None)
    refused(answer, 400, "missing_version", "instead was `undefined`")
    for version in ("2022-06-28", "2026-03-11", ""):
        answer = send(desk.server, "GET", "/v1/users/me", Notion_Version=version)
        refused(answer, 400, "validation_error", f'instead was `"{version}"`')


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b'{"page_size": NaN}', b'{"a": 1'])
def test_un_corps_qui_n_est_pas_du_json_est_refuse(desk: Desk, body: bytes) -> None:
    """JSON absent, coupé, mal encodé, ou NaN : ``invalid_json``."""
    answer = send(desk.server, "POST", "/v1/search", body)
    refused(answer, 400, "invalid_json", "Error parsing JSON body.")


def test_un_corps_json_doit_se_dire_json(desk: Desk) -> None:
    """Le type de contenu compte."""
    answer = send(desk.server, "POST", "/v1/search", b"{}", Content_Type="text/plain")
    refused(answer, 400, "invalid_json", "Error parsing JSON body.")


def test_un_corps_doit_etre_un_objet(desk: Desk) -> None:
    """Une liste n'est pas un corps de requête, et un GET n'en a pas."""
    answer = send(desk.server, "POST", "/v1/search", b"[]")
    refused(answer, 400, "validation_error", "body should be an object")
    answer = send(desk.server, "GET", "/v1/users/me", {})
    refused(answer, 400, "validation_error", "body should be not present")


def test_un_corps_de_plus_de_500_ko_est_refuse(desk: Desk) -> None:
    """La taille se compte en octets, et une requête trop grosse n'est pas lue plus loin."""
    answer = send(desk.server, "POST", "/v1/search", b'{"query": "%s"}' % (b"a" * 500_000))
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
def test_un_objet_inconnu_ou_mal_nomme_est_refuse(
    desk: Desk, method: str, path: str, kind: str
) -> None:
    """Un identifiant inconnu donne 404 ; ce qui n'en est pas un, 400."""
    body: Json | None = None if method == "GET" else {}
    answer = send(desk.server, method, path.format(id=INCONNU), body)
    refused(answer, 404, "object_not_found", f"Could not find {kind} with ID: {INCONNU}.")
    answer = send(desk.server, method, path.format(id="None"), body)
    refused(answer, 400, "validation_error", 'should be a valid uuid, instead was `"None"`')


def test_un_objet_d_un_autre_genre_est_introuvable(desk: Desk) -> None:
    """L'identifiant d'une source n'est pas celui d'une base, ni d'une page."""
    for path in (f"/v1/databases/{desk.source}", f"/v1/pages/{desk.base}"):
        refused(send(desk.server, "GET", path), 404, "object_not_found", "Could not find")


def test_ce_qui_n_est_pas_partage_est_introuvable(desk: Desk) -> None:
    """Une base retirée des connexions disparaît, avec ses lignes ; la page reste."""
    row = desk.server.add_row(desk.base)
    desk.server.unshare(desk.base)
    for path in (f"/v1/databases/{desk.base}", f"/v1/pages/{row}"):
        answer = send(desk.server, "GET", path)
        refused(answer, 404, "object_not_found", "shared with your integration")
    refused(write(desk), 404, "object_not_found", "Could not find data source")
    assert send(desk.server, "GET", f"/v1/pages/{desk.page}").status == 200
    desk.server.share(desk.base)
    assert send(desk.server, "GET", f"/v1/pages/{row}").status == 200


def test_une_integration_sans_droit_d_ecrire_ne_fait_que_lire(desk: Desk) -> None:
    """403 sur les écritures, les requêtes de lecture passent."""
    desk.server.read_only = True
    refused(write(desk), 403, "restricted_resource", "Insufficient permissions")
    assert query(desk).status == 200


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
def test_une_valeur_mal_formee_est_refusee(desk: Desk, name: str, value: Any, message: str) -> None:
    """Chaque valeur est vérifiée, à la création comme à la mise à jour ; rien n'est écrit."""
    row = desk.server.add_row(desk.base)
    before = desk.server.rows(desk.base)
    refused(write(desk, **{name: value}), 400, "validation_error", message)
    body = {"properties": {name: value}}
    answer = send(desk.server, "PATCH", f"/v1/pages/{row}", body)
    refused(answer, 400, "validation_error", message)
    assert desk.server.rows(desk.base) == before


def test_les_longueurs_permises_passent_tout_juste(desk: Desk) -> None:
    """2 000 unités par morceau, 100 morceaux, 200 pour une adresse, 100 pour une option."""
    answer = write(
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
def test_une_page_mal_placee_est_refusee(desk: Desk, body: dict[str, Any], message: str) -> None:
    """Une page se crée dans une source, désignée comme Notion le veut, et sans clé inconnue."""
    refused(send(desk.server, "POST", "/v1/pages", body), 400, "validation_error", message)


def test_une_mise_a_jour_n_a_que_des_cles_connues(desk: Desk) -> None:
    """``propriétés`` pour ``properties`` ne passe pas en silence."""
    path = f"/v1/pages/{desk.server.add_row(desk.base)}"
    for body, message in (
        ({"propriétés": {}}, "body.propriétés should be not present"),
        ({"properties": []}, "body.properties should be an object"),
        ({"in_trash": "oui"}, "body.in_trash should be a boolean"),
    ):
        refused(send(desk.server, "PATCH", path, body), 400, "validation_error", message)


def test_une_ligne_supprimee_pour_toujours_est_introuvable(desk: Desk) -> None:
    """Corbeille vidée : 404 à la lecture comme à l'écriture."""
    row = desk.server.add_row(desk.base)
    desk.server.delete_row(row, forever=True)
    for method, body in (("GET", None), ("PATCH", {})):
        answer = send(desk.server, method, f"/v1/pages/{row}", body)
        refused(answer, 404, "object_not_found", "Could not find page")


def test_une_base_a_la_corbeille_ne_se_lit_ni_ne_s_ecrit(desk: Desk) -> None:
    """Ses lignes ne se modifient plus, sa source ne s'interroge plus, la base dit pourquoi."""
    row = desk.server.add_row(desk.base)
    send(desk.server, "PATCH", f"/v1/databases/{desk.base}", {"in_trash": True})
    assert send(desk.server, "GET", f"/v1/databases/{desk.base}").body["in_trash"] is True
    refused(query(desk), 404, "object_not_found", "Could not find data source")
    answer = send(desk.server, "PATCH", f"/v1/pages/{row}", {})
    refused(answer, 400, "validation_error", "archived ancestor")
    refused(write(desk), 400, "validation_error", "archived ancestor")


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
def test_une_question_mal_posee_est_refusee(desk: Desk, body: dict[str, Any], message: str) -> None:
    """Un filtre mal écrit ne rend jamais toute la base."""
    refused(query(desk, **body), 400, "validation_error", message)


def test_un_curseur_ne_sert_qu_a_la_question_qui_l_a_donne(desk: Desk) -> None:
    """Changer de filtre en cours de lecture est une erreur."""
    desk.server.add_rows(desk.base, [{}] * 3)
    cursor = query(desk, page_size=1).body["next_cursor"]
    rule = {"property": "statut", "select": {"is_empty": True}}
    answer = query(desk, filter=rule, start_cursor=cursor)
    refused(answer, 400, "validation_error", "start_cursor provided is invalid")


def test_un_parametre_d_adresse_inconnu_est_refuse(desk: Desk) -> None:
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
def test_un_schema_mal_forme_est_refuse(desk: Desk, name: str, config: Any, message: str) -> None:
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
def test_une_base_mal_decrite_n_est_pas_creee(
    desk: Desk, body: dict[str, Any], message: str
) -> None:
    """Une base se crée sous une page, avec un titre et un seul."""
    if "page_id" in body.get("parent", {}):
        body = {**body, "parent": {**body["parent"], "page_id": desk.page}}
    answer = send(desk.server, "POST", "/v1/databases", body)
    refused(answer, 400, "validation_error", message)
    assert len(send(desk.server, "GET", f"/v1/blocks/{desk.page}/children").body["results"]) == 1


def test_une_base_ne_se_cree_que_sous_une_page_partagee(desk: Desk) -> None:
    """Sous une page que l'intégration ne voit pas : 404."""
    parent = {"type": "page_id", "page_id": desk.server.add_page("Secret")}
    answer = send(desk.server, "POST", "/v1/databases", {"parent": parent})
    refused(answer, 404, "object_not_found", "Could not find page")


def test_une_recherche_mal_posee_est_refusee(desk: Desk) -> None:
    """Depuis 2025-09-03 on cherche des pages ou des sources, pas des bases."""
    for body, message in (
        ({"filter": {"property": "object", "value": "database"}}, "filter.value should be"),
        ({"filter": {"value": "page"}}, "filter.property should be defined"),
        ({"query": 3}, "query should be a string"),
        ({"sort": {"timestamp": "created_time", "direction": "ascending"}}, "sort.timestamp"),
        ({"requete": ""}, "requete should be not present"),
    ):
        refused(send(desk.server, "POST", "/v1/search", body), 400, "validation_error", message)
