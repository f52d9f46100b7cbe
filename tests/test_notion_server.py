"""Le serveur d'essai rend au vrai client de Notion ce que Notion lui rendrait."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from notion_client import Client

from tests.notion_server import piece
from tests.notion_server.kit import Desk, open_client, open_desk, text

MIDI = datetime(2026, 11, 22, 12, 0, 30, tzinfo=UTC)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with open_desk() as desk:
        yield desk


@pytest.fixture
def notion(desk: Desk) -> Iterator[Client]:
    with open_client(desk.server) as client:
        yield client


def ids(desk: Desk, notion: Client, **query: Any) -> list[str]:
    """Les identifiants de toutes les lignes d'une requête, page après page."""
    found: list[str] = []
    cursor = None
    while True:
        answer: Any = notion.data_sources.query(desk.source, start_cursor=cursor, **query)
        found += [row["id"] for row in answer["results"]]
        cursor = answer["next_cursor"]
        if not answer["has_more"]:
            assert cursor is None
            return found


def names(desk: Desk, notion: Client, **query: Any) -> list[str]:
    return [desk.server.row(row_id)["nom_prenom"] for row_id in ids(desk, notion, **query)]


def test_un_ticket_complet_fait_l_aller_et_retour(desk: Desk, notion: Client) -> None:
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


def test_une_mise_a_jour_ne_touche_que_ce_qu_elle_nomme(desk: Desk, notion: Client) -> None:
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


def test_un_nom_d_option_inconnu_la_cree(desk: Desk, notion: Client) -> None:
    """Écrire une catégorie inconnue l'ajoute au schéma ; une autre casse retrouve l'ancienne."""
    row = desk.server.add_row(desk.base)
    notion.pages.update(row, properties={"catégorie": {"select": {"name": "remboursement"}}})
    assert desk.server.row(row)["catégorie"] == "Remboursement"
    notion.pages.update(row, properties={"catégorie": {"select": {"name": "Rembousement"}}})
    assert desk.server.options(desk.base, "catégorie")[-1] == "Rembousement"


def test_un_refus_ne_laisse_rien_derriere_lui(desk: Desk, notion: Client) -> None:
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


def test_une_base_se_cree_sous_une_page_partagee(desk: Desk, notion: Client) -> None:
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


def test_le_titre_d_une_base_porte_le_nom_que_l_on_veut(desk: Desk, notion: Client) -> None:
    """La propriété titre peut s'appeler « Nom », « Name » ou rien du tout."""
    for title_name in ("Nom", "Name", ""):
        base = desk.server.add_database(desk.page, "Essai", {}, title_name=title_name)
        source: Any = notion.data_sources.retrieve(desk.server.source_id(base))
        assert source["properties"][title_name]["type"] == "title"


def test_une_base_peut_avoir_plusieurs_sources(desk: Desk, notion: Client) -> None:
    """Une base à deux sources les annonce toutes les deux."""
    base = desk.server.add_database(desk.page, "Double", {}, sources=2)
    answer: Any = notion.databases.retrieve(base)
    assert [source["name"] for source in answer["data_sources"]] == ["Double", "Double 2"]


def test_ajouter_une_propriete_garde_les_autres(desk: Desk, notion: Client) -> None:
    """Une propriété s'ajoute, se renomme et se supprime sans toucher aux lignes."""
    row = desk.server.add_row(desk.base, {"id_commande": 7})
    notion.data_sources.update(desk.source, properties={"attente": {"rich_text": {}}})
    notion.data_sources.update(desk.source, properties={"id_commande": {"name": "commande"}})
    assert desk.server.row(row)["commande"] == 7
    assert desk.server.row(row)["attente"] == ""
    notion.data_sources.update(desk.source, properties={"attente": None})
    assert "attente" not in desk.server.row(row)


def test_la_liste_d_options_remplace_l_ancienne(desk: Desk, notion: Client) -> None:
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
    vides = ids(desk, notion, filter={"property": "statut", "select": {"is_empty": True}})
    assert vides == [perd]


def test_les_noms_de_proprietes_se_comparent_en_nfc(desk: Desk, notion: Client) -> None:
    """Un « é » tapé en deux caractères désigne la même propriété."""
    row = desk.server.add_row(desk.base)
    decompose = "cate\u0301gorie"
    notion.pages.update(row, properties={decompose: {"select": {"name": "Remboursement"}}})
    assert desk.server.row(row)["catégorie"] == "Remboursement"


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
def test_chaque_filtre_choisit_les_bonnes_lignes(
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


def test_les_tris_suivent_leur_ordre_et_les_vides_viennent_en_dernier(
    desk: Desk, notion: Client
) -> None:
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


def test_sans_tri_l_ordre_n_est_pas_celui_de_la_creation(desk: Desk, notion: Client) -> None:
    """Compter sur un ordre que l'on n'a pas demandé se voit tout de suite."""
    created = desk.server.add_rows(desk.base, [{}] * 50)
    found = ids(desk, notion)
    assert found != created
    assert sorted(found) == sorted(created)
    assert found == ids(desk, notion)


def test_les_pages_courtes_et_vides_n_oublient_rien(desk: Desk, notion: Client) -> None:
    """Une page peut rendre moins que demandé, ou rien, et annoncer une suite."""
    created = desk.server.add_rows(desk.base, [{}] * 25)
    desk.server.pager.short_pages = (7, 0, 100)
    by_date = [{"timestamp": "created_time", "direction": "ascending"}]
    assert ids(desk, notion, sorts=by_date, page_size=10) == created
    assert desk.server.count("POST") == 6


def test_une_lecture_tient_pendant_que_les_lignes_changent(desk: Desk, notion: Client) -> None:
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


def test_une_requete_s_arrete_a_la_limite_de_resultats(desk: Desk, notion: Client) -> None:
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


def test_on_peut_ne_demander_que_quelques_proprietes(desk: Desk, notion: Client) -> None:
    """``filter_properties`` limite ce qui est rendu, par nom ou par identifiant."""
    desk.server.add_row(desk.base)
    key = desk.server.schema(desk.base)["statut"]["id"]
    page: Any = notion.data_sources.query(desk.source, filter_properties=[key, "nom_prenom"])
    assert set(page["results"][0]["properties"]) == {"statut", "nom_prenom"}


def test_les_dates_sont_rendues_a_la_minute(desk: Desk, notion: Client) -> None:
    """L'horloge se règle, et Notion n'en montre que les minutes."""
    desk.server.clock = lambda: MIDI
    page: Any = notion.pages.retrieve(desk.server.add_row(desk.base))
    assert page["created_time"] == page["last_edited_time"] == "2026-11-22T12:00:00.000Z"
    assert page["properties"]["créé"]["created_time"] == "2026-11-22T12:00:00.000Z"


def test_un_texte_saisi_dans_notion_arrive_en_plusieurs_morceaux(
    desk: Desk, notion: Client
) -> None:
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


def test_la_corbeille_cache_la_ligne_sans_la_perdre(desk: Desk, notion: Client) -> None:
    """Une ligne à la corbeille se lit, ne se modifie pas, ne se trouve plus, et se restaure."""
    row = desk.server.add_row(desk.base)
    notion.pages.update(row, in_trash=True)
    page: Any = notion.pages.retrieve(row)
    assert page["in_trash"] is True
    assert page["archived"] is True
    assert ids(desk, notion) == []
    assert ids(desk, notion, in_trash=True) == [row]
    with pytest.raises(Exception, match="archived"):
        notion.pages.update(row, properties={"id_commande": {"number": 1}})
    notion.pages.update(row, in_trash=False)
    assert ids(desk, notion) == [row]


def test_la_recherche_ne_trouve_que_ce_qui_est_partage(desk: Desk, notion: Client) -> None:
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


def test_users_me_dit_qui_est_l_integration(desk: Desk, notion: Client) -> None:
    """Le client peut demander à qui appartient le jeton."""
    me: Any = notion.users.me()
    assert (me["object"], me["type"]) == ("user", "bot")


def test_le_journal_garde_chaque_requete(desk: Desk, notion: Client) -> None:
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


def test_vingt_mille_lignes_se_lisent_en_entier(desk: Desk, notion: Client) -> None:
    """Une grande base se prépare et se lit sans que chaque page recompte tout."""
    created = desk.server.add_rows(desk.base, [{"statut": "Nouveau"}] * 20_000)
    desk.server.pager.result_limit = 20_000
    by_date = [{"timestamp": "created_time", "direction": "ascending"}]
    assert ids(desk, notion, sorts=by_date, filter_properties=["title"]) == created
    assert desk.server.count() == 200
