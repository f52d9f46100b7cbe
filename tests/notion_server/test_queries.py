"""Le serveur d'essai filtre, trie et pagine comme Notion."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from notion_client import Client

from tests.notion_server.kit import (
    Desk,
    every_id,
    open_client,
    open_desk,
)

MIDI = datetime(2026, 11, 22, 12, 0, 30, tzinfo=UTC)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with open_desk() as desk:
        yield desk


@pytest.fixture
def notion(desk: Desk) -> Iterator[Client]:
    with open_client(desk.server) as client:
        yield client


def names(desk: Desk, notion: Client, **query: Any) -> list[str]:
    return [desk.server.row(row_id)["nom_prenom"] for row_id in every_id(desk, notion, **query)]


FILTERS: list[tuple[dict[str, Any], str]] = [
    ({"property": "statut", "select": {"equals": "Nouveau"}}, "A"),
    ({"property": "statut", "select": {"does_not_equal": "Nouveau"}}, "BC"),
    ({"property": "statut", "select": {"is_empty": True}}, "C"),
    ({"property": "statut", "select": {"is_not_empty": True}}, "AB"),
    ({"property": "statut", "select": {"equals": "Jamais vu"}}, ""),
    ({"property": "email_client", "email": {"equals": "b@example.com"}}, "B"),
    ({"property": "nom_prenom", "title": {"contains": "a"}}, "A"),
    ({"property": "message_initial", "rich_text": {"equals": "Bonjour"}}, "A"),
    ({"property": "message_initial", "rich_text": {"is_empty": True}}, "BC"),
    ({"property": "id_commande", "number": {"equals": 2}}, "B"),
    ({"property": "id_commande", "number": {"is_empty": True}}, "C"),
    ({"property": "id_commande", "number": {"greater_than": 1}}, "B"),
    ({"property": "id_commande", "number": {"less_than": 2}}, "A"),
    ({"property": "relu", "checkbox": {"equals": True}}, "B"),
    ({"property": "relu", "checkbox": {"does_not_equal": True}}, "AC"),
    ({"property": "traité_le", "date": {"on_or_after": "2026-11-20"}}, "B"),
    ({"property": "traité_le", "date": {"is_empty": True}}, "AC"),
    ({"timestamp": "created_time", "created_time": {"on_or_after": "2026-11-22T12:01:00Z"}}, "BC"),
    ({"timestamp": "created_time", "created_time": {"after": "2026-11-22T12:01:00Z"}}, "C"),
    ({"timestamp": "created_time", "created_time": {"before": "2026-11-22T12:01:00Z"}}, "A"),
    ({"timestamp": "created_time", "created_time": {"on_or_before": "2026-11-22T12:00Z"}}, "A"),
    ({"timestamp": "created_time", "created_time": {"equals": "2026-11-22"}}, "ABC"),
    ({"timestamp": "last_edited_time", "last_edited_time": {"after": "2026-11-22"}}, ""),
    ({"property": "créé", "created_time": {"after": "2026-11-22T12:01:00Z"}}, "C"),
    (
        {
            "and": [
                {"property": "id_commande", "number": {"is_not_empty": True}},
                {
                    "or": [
                        {"property": "statut", "select": {"equals": "Nouveau"}},
                        {"property": "statut", "select": {"is_empty": True}},
                    ]
                },
            ]
        },
        "A",
    ),
]


@pytest.mark.parametrize(("rule", "expected"), FILTERS)
def test_each_filter_picks_the_right_rows(
    desk: Desk, notion: Client, rule: dict[str, Any], expected: str
) -> None:
    """Les filtres que le programme emploie ont le sens que Notion leur donne."""
    rows: list[dict[str, Any]] = [
        {
            "nom_prenom": "A",
            "statut": "Nouveau",
            "message_initial": "Bonjour",
            "id_commande": 1,
        },
        {
            "nom_prenom": "B",
            "statut": "Traité",
            "email_client": "b@example.com",
            "id_commande": 2,
            "relu": True,
            "traité_le": datetime(2026, 11, 21, tzinfo=UTC),
        },
        {"nom_prenom": "C"},
    ]
    for minute, row in enumerate(rows):
        desk.server.add_row(desk.base, row, MIDI + timedelta(minutes=minute))
    by_date = [{"timestamp": "created_time", "direction": "ascending"}]
    assert "".join(names(desk, notion, filter=rule, sorts=by_date)) == expected


def test_sorts_follow_their_order_and_blanks_come_last(desk: Desk, notion: Client) -> None:
    """On trie par propriété ou par date, dans les deux sens."""
    for name, number in (("a", 2), ("ab", None), ("b", 1)):
        desk.server.add_row(desk.base, {"nom_prenom": name, "id_commande": number})
    for key, direction, expected in (
        ("nom_prenom", "ascending", ["a", "ab", "b"]),
        ("nom_prenom", "descending", ["b", "ab", "a"]),
        ("id_commande", "ascending", ["b", "a", "ab"]),
        ("id_commande", "descending", ["a", "b", "ab"]),
    ):
        sorts = [{"property": key, "direction": direction}]
        assert names(desk, notion, sorts=sorts) == expected
    dates = [{"timestamp": "created_time", "direction": "descending"}]
    assert names(desk, notion, sorts=dates) == ["b", "ab", "a"]
    desk.server.clock = lambda: MIDI + timedelta(days=400)
    desk.server.edit_row(desk.server.rows(desk.base)[0]["id"], {})
    edits = [{"timestamp": "last_edited_time", "direction": "descending"}]
    assert names(desk, notion, sorts=edits)[0] == "a"


def test_without_a_sort_rows_are_not_in_creation_order(desk: Desk, notion: Client) -> None:
    """Compter sur un ordre que l'on n'a pas demandé se voit tout de suite."""
    created = desk.server.add_rows(desk.base, [{}] * 50)
    found = every_id(desk, notion)
    assert found != created
    assert sorted(found) == sorted(created)
    assert found == every_id(desk, notion)


def test_short_and_empty_pages_forget_nothing(desk: Desk, notion: Client) -> None:
    """Une page peut rendre moins que demandé, ou rien, et annoncer une suite."""
    created = desk.server.add_rows(desk.base, [{}] * 25)
    desk.server.pager.short_pages = (7, 0, 100)
    by_date = [{"timestamp": "created_time", "direction": "ascending"}]
    assert every_id(desk, notion, sorts=by_date, page_size=10) == created
    assert desk.server.count("POST") == 6


def test_a_reading_holds_while_rows_change(desk: Desk, notion: Client) -> None:
    """Des lignes traitées ou supprimées en cours de lecture ne font rien sauter ni répéter."""
    created = desk.server.add_rows(desk.base, [{"statut": "Nouveau"}] * 10)
    pending = {"property": "statut", "select": {"equals": "Nouveau"}}
    by_date = [{"timestamp": "created_time", "direction": "ascending"}]
    seen: list[str] = []
    cursor = None
    for _ in range(4):
        page: Any = notion.data_sources.query(
            desk.source, filter=pending, sorts=by_date, page_size=3, start_cursor=cursor
        )
        for row in page["results"]:
            seen.append(row["id"])
            desk.server.edit_row(row["id"], {"statut": "Traité"})
        cursor = page["next_cursor"]
        if len(seen) == 3:
            desk.server.delete_row(created[2], forever=True)
            desk.server.delete_row(created[4])
    assert seen == [row for row in created if row != created[4]]


def test_a_query_stops_at_the_result_limit(desk: Desk, notion: Client) -> None:
    """Au-delà de la limite, plus de suite, et ``request_status`` dit que c'est incomplet."""
    desk.server.add_rows(desk.base, [{}] * 12)
    desk.server.pager.result_limit = 10
    first: Any = notion.data_sources.query(desk.source, page_size=8)
    assert "request_status" not in first
    last: Any = notion.data_sources.query(
        desk.source, page_size=8, start_cursor=first["next_cursor"]
    )
    assert len(last["results"]) == 2
    assert (last["has_more"], last["next_cursor"]) == (False, None)
    assert last["request_status"] == {
        "type": "incomplete",
        "incomplete_reason": "query_result_limit_reached",
    }


def test_a_few_properties_may_be_asked_for(desk: Desk, notion: Client) -> None:
    """``filter_properties`` limite ce qui est rendu, par nom ou par identifiant."""
    desk.server.add_row(desk.base)
    key = desk.server.schema(desk.base)["statut"]["id"]
    page: Any = notion.data_sources.query(desk.source, filter_properties=[key, "nom_prenom"])
    assert set(page["results"][0]["properties"]) == {"statut", "nom_prenom"}


def test_search_finds_only_what_is_shared(desk: Desk, notion: Client) -> None:
    """On cherche pages et sources par leur titre, parmi ce qui est partagé."""
    secret = desk.server.add_page("Secret")
    desk.server.add_database(secret, "Contacts clients secrets", {})
    desk.server.add_row(desk.base, {"nom_prenom": "Contact un"})
    only: Any = notion.search(
        query="contact", filter={"property": "object", "value": "data_source"}
    )
    assert [item["id"] for item in only["results"]] == [desk.source]
    both: Any = notion.search(query="contact", page_size=1)
    assert both["has_more"] is True
    rest: Any = notion.search(query="contact", start_cursor=both["next_cursor"])
    kinds = {item["object"] for item in both["results"] + rest["results"]}
    assert kinds == {"page", "data_source"}


def test_twenty_thousand_rows_are_read_whole(desk: Desk, notion: Client) -> None:
    """Une grande base se prépare et se lit sans que chaque page recompte tout."""
    created = desk.server.add_rows(desk.base, [{"statut": "Nouveau"}] * 20_000)
    desk.server.pager.result_limit = 20_000
    by_date = [{"timestamp": "created_time", "direction": "ascending"}]
    assert every_id(desk, notion, sorts=by_date, filter_properties=["title"]) == created
    assert desk.server.count() == 200


def test_the_blocks_of_a_page_are_its_pages_and_bases(desk: Desk, notion: Client) -> None:
    """Sous une page on voit sous-pages et bases, page après page, sauf ce qui est supprimé."""
    child = desk.server.add_page("Archives", desk.page)
    gone = desk.server.add_database(desk.page, "Ancienne base", {})
    notion.databases.update(gone, in_trash=True)
    desk.server.add_row(desk.base)
    first: Any = notion.blocks.children.list(desk.page, page_size=1)
    rest: Any = notion.blocks.children.list(desk.page, start_cursor=first["next_cursor"])
    found = [(block["type"], block["id"]) for block in first["results"] + rest["results"]]
    assert found == [("child_database", desk.base), ("child_page", child)]
