"""Le serveur d'essai rend au vrai client de Notion ce que Notion lui rendrait."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from notion_client import Client

from tests.notion_server import piece
from tests.notion_server.kit import (
    Desk,
    every_id,
    open_client,
    open_desk,
    text,
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


def test_a_complete_ticket_makes_the_round_trip(desk: Desk, notion: Client) -> None:
    """Toutes les sortes de valeurs écrites par le client se relisent à l'identique."""
    page: Any = notion.pages.create(
        parent={"type": "data_source_id", "data_source_id": desk.source},
        properties={
            "nom_prenom": {"title": text("Ana Test")},
            "email_client": {"email": "ana@example.com"},
            "id_commande": {"number": 12},
            "message_initial": {"rich_text": text("Bonjour 😀")},
            "catégorie": {"select": {"name": "Remboursement"}},
            "traité_le": {"date": {"start": "2026-11-22T12:00:59+01:00"}},
            "relu": {"checkbox": True},
        },
    )
    relue: Any = notion.pages.retrieve(page["id"])
    assert relue == page
    assert relue["properties"]["message_initial"]["rich_text"] == [piece("Bonjour 😀")]
    assert desk.server.rows(desk.base) == [
        {
            "id": page["id"],
            "created_time": page["created_time"],
            "last_edited_time": page["last_edited_time"],
            "nom_prenom": "Ana Test",
            "email_client": "ana@example.com",
            "id_commande": 12,
            "message_initial": "Bonjour 😀",
            "catégorie": "Remboursement",
            "réponse_personnalisée": "",
            "statut": None,
            "traité_le": "2026-11-22T12:00:00.000+01:00",
            "relu": True,
        }
    ]


def test_an_update_touches_only_what_it_names(desk: Desk, notion: Client) -> None:
    """Changer le statut laisse le reste de la ligne ; ``None`` et la liste vide effacent."""
    row = desk.server.add_row(desk.base, {"nom_prenom": "Ana", "id_commande": 3})
    notion.pages.update(row, properties={"statut": {"select": {"name": "En cours"}}})
    assert desk.server.row(row)["id_commande"] == 3
    assert desk.server.row(row)["statut"] == "En cours"
    notion.pages.update(
        row, properties={"id_commande": {"number": None}, "nom_prenom": {"title": []}}
    )
    assert desk.server.row(row)["id_commande"] is None
    assert desk.server.row(row)["nom_prenom"] == ""


def test_an_unknown_option_name_creates_it(desk: Desk, notion: Client) -> None:
    """Écrire une catégorie inconnue l'ajoute au schéma ; une autre casse retrouve l'ancienne."""
    row = desk.server.add_row(desk.base)
    notion.pages.update(row, properties={"catégorie": {"select": {"name": "remboursement"}}})
    assert desk.server.row(row)["catégorie"] == "Remboursement"
    notion.pages.update(row, properties={"catégorie": {"select": {"name": "Rembousement"}}})
    assert desk.server.options(desk.base, "catégorie")[-1] == "Rembousement"


def test_a_refusal_leaves_nothing_behind(desk: Desk, notion: Client) -> None:
    """Une requête à moitié bonne n'écrit rien et ne crée pas l'option qu'elle nommait."""
    row = desk.server.add_row(desk.base)
    with pytest.raises(Exception, match="id_commande is expected to be number"):
        notion.pages.update(
            row,
            properties={
                "catégorie": {"select": {"name": "Autre"}},
                "id_commande": {"email": "a@example.com"},
            },
        )
    assert desk.server.row(row)["catégorie"] is None
    assert "Autre" not in desk.server.options(desk.base, "catégorie")


def test_a_base_is_created_under_a_shared_page(desk: Desk, notion: Client) -> None:
    """La base créée a une source, se voit sous sa page, et se relit."""
    base: Any = notion.databases.create(
        parent={"type": "page_id", "page_id": desk.page},
        title=text("Réponses support"),
        initial_data_source={
            "properties": {"Nom": {"title": {}}, "réponse_générique": {"rich_text": {}}}
        },
    )
    assert notion.databases.retrieve(base["id"]) == base
    source: Any = notion.data_sources.retrieve(base["data_sources"][0]["id"])
    assert {name: prop["type"] for name, prop in source["properties"].items()} == {
        "Nom": "title",
        "réponse_générique": "rich_text",
    }
    blocks: Any = notion.blocks.children.list(desk.page)
    titles = [block["child_database"]["title"] for block in blocks["results"]]
    assert titles == ["Contacts clients", "Réponses support"]


def test_the_title_of_a_base_has_any_name(desk: Desk, notion: Client) -> None:
    """La propriété titre peut s'appeler « Nom », « Name » ou rien du tout."""
    for title_name in ("Nom", "Name", ""):
        base = desk.server.add_database(desk.page, "Essai", {}, title_name=title_name)
        source: Any = notion.data_sources.retrieve(desk.server.source_id(base))
        assert source["properties"][title_name]["type"] == "title"


def test_a_base_may_have_several_sources(desk: Desk, notion: Client) -> None:
    """Une base à deux sources les annonce toutes les deux."""
    base = desk.server.add_database(desk.page, "Double", {}, sources=2)
    answer: Any = notion.databases.retrieve(base)
    assert [source["name"] for source in answer["data_sources"]] == ["Double", "Double 2"]


def test_adding_a_property_keeps_the_others(desk: Desk, notion: Client) -> None:
    """Une propriété s'ajoute, se renomme et se supprime sans toucher aux lignes."""
    row = desk.server.add_row(desk.base, {"id_commande": 7})
    notion.data_sources.update(desk.source, properties={"attente": {"rich_text": {}}})
    notion.data_sources.update(desk.source, properties={"id_commande": {"name": "commande"}})
    assert desk.server.row(row)["commande"] == 7
    assert desk.server.row(row)["attente"] == ""
    notion.data_sources.update(desk.source, properties={"attente": None})
    assert "attente" not in desk.server.row(row)


def test_a_list_of_options_replaces_the_old_one(desk: Desk, notion: Client) -> None:
    """Une option laissée de côté disparaît, et les lignes qui la portaient se vident."""
    garde = desk.server.add_row(desk.base, {"statut": "Traité"})
    perd = desk.server.add_row(desk.base, {"statut": "En cours"})
    notion.data_sources.update(
        desk.source,
        properties={"statut": {"select": {"options": [{"name": "Traité"}, {"name": "Clos"}]}}},
    )
    assert desk.server.options(desk.base, "statut") == ["Traité", "Clos"]
    assert desk.server.row(garde)["statut"] == "Traité"
    assert desk.server.row(perd)["statut"] is None
    vides = every_id(desk, notion, filter={"property": "statut", "select": {"is_empty": True}})
    assert vides == [perd]


def test_property_names_are_compared_in_nfc(desk: Desk, notion: Client) -> None:
    """Un « é » tapé en deux caractères désigne la même propriété."""
    row = desk.server.add_row(desk.base)
    decompose = "cate\u0301gorie"
    notion.pages.update(row, properties={decompose: {"select": {"name": "Remboursement"}}})
    assert desk.server.row(row)["catégorie"] == "Remboursement"


def test_dates_are_given_to_the_minute(desk: Desk, notion: Client) -> None:
    """L'horloge se règle, et Notion n'en montre que les minutes."""
    desk.server.clock = lambda: MIDI
    page: Any = notion.pages.retrieve(desk.server.add_row(desk.base))
    assert page["created_time"] == page["last_edited_time"] == "2026-11-22T12:00:00.000Z"
    assert page["properties"]["créé"]["created_time"] == "2026-11-22T12:00:00.000Z"


def test_a_text_typed_in_notion_comes_in_pieces(desk: Desk, notion: Client) -> None:
    """Gras, liens, textes longs : plusieurs morceaux, dont le texte joint est ce qu'on voit."""
    rich = [piece("Bonjour "), piece("Ana", "https://example.com/", bold=True)]
    row = desk.server.add_row(
        desk.base, {"message_initial": rich, "réponse_personnalisée": "😀" * 1001}
    )
    page: Any = notion.pages.retrieve(row)
    first = page["properties"]["message_initial"]["rich_text"]
    assert first[1]["annotations"]["bold"] is True
    assert first[1]["href"] == first[1]["text"]["link"]["url"] == "https://example.com/"
    assert desk.server.row(row)["message_initial"] == "Bonjour Ana"
    long = page["properties"]["réponse_personnalisée"]["rich_text"]
    assert [len(item["plain_text"]) for item in long] == [1000, 1]


def test_the_bin_hides_a_row_without_losing_it(desk: Desk, notion: Client) -> None:
    """Une ligne à la corbeille se lit, ne se modifie pas, ne se trouve plus, et se restaure."""
    row = desk.server.add_row(desk.base)
    notion.pages.update(row, in_trash=True)
    page: Any = notion.pages.retrieve(row)
    assert page["in_trash"] is True
    assert page["archived"] is True
    assert every_id(desk, notion) == []
    assert every_id(desk, notion, in_trash=True) == [row]
    with pytest.raises(Exception, match="archived"):
        notion.pages.update(row, properties={"id_commande": {"number": 1}})
    notion.pages.update(row, in_trash=False)
    assert every_id(desk, notion) == [row]


def test_users_me_says_who_the_integration_is(desk: Desk, notion: Client) -> None:
    """Le client peut demander à qui appartient le jeton."""
    me: Any = notion.users.me()
    assert (me["object"], me["type"]) == ("user", "bot")


def test_the_log_keeps_every_request(desk: Desk, notion: Client) -> None:
    """Méthode, chemin, corps et statut sont notés ; les écritures se comptent à part."""
    row = desk.server.add_row(desk.base)
    notion.pages.retrieve(row)
    notion.pages.update(row, properties={"id_commande": {"number": 1}})
    read, write = desk.server.requests
    assert (read.index, read.method, read.path, read.status) == (1, "GET", f"/v1/pages/{row}", 200)
    assert write.body == {"properties": {"id_commande": {"number": 1}}}
    assert desk.server.writes() == [write]
    assert desk.server.count("PATCH", "/v1/pages") == 1
    desk.server.forget_requests()
    assert desk.server.count() == 0


def test_several_threads_write_without_loss(desk: Desk, notion: Client) -> None:
    """Deux cents lignes créées par quatre fils sont deux cents lignes."""
    parent = {"type": "data_source_id", "data_source_id": desk.source}

    def create(number: int) -> Any:
        return notion.pages.create(parent=parent, properties={"id_commande": {"number": number}})

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(create, range(200)))
    assert sorted(row["id_commande"] for row in desk.server.rows(desk.base)) == list(range(200))
    assert [entry.index for entry in desk.server.requests] == list(range(1, 201))


def test_a_bug_of_the_server_fails_the_test() -> None:
    """Une erreur interne du serveur ne passe pas pour une coupure de réseau."""
    with pytest.raises(RuntimeError, match="défaut"), open_desk() as desk:
        desk.server.faults.at(1, lambda: desk.server.row("inconnue"))
        with open_client(desk.server) as client, pytest.raises(httpx.HTTPError):
            client.users.me()
