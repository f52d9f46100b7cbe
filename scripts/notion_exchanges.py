"""Joue chaque requête du serveur Notion d'essai et écrit ce qui a été échangé, en JSON.

``scripts/notion_types.sh`` compare ces échanges aux types officiels de Notion. Sortie : une liste
d'objets ``{"type", "value", "valid"}``, où ``type`` est le nom d'un type de ``@notionhq/client``.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.notion_server import NotionServer, piece
from tests.notion_server.kit import CONTACTS, open_client, text
from tests.notion_server.server import Entry

OPERATIONS = (
    ("GET", r"/v1/users/me", "GetSelf", ""),
    ("POST", r"/v1/search", "Search", ""),
    ("GET", r"/v1/blocks/([^/]+)/children", "ListBlockChildren", "block_id"),
    ("POST", r"/v1/databases", "CreateDatabase", ""),
    ("GET", r"/v1/databases/([^/]+)", "GetDatabase", "database_id"),
    ("PATCH", r"/v1/databases/([^/]+)", "UpdateDatabase", "database_id"),
    ("GET", r"/v1/data_sources/([^/]+)", "GetDataSource", "data_source_id"),
    ("PATCH", r"/v1/data_sources/([^/]+)", "UpdateDataSource", "data_source_id"),
    ("POST", r"/v1/data_sources/([^/]+)/query", "QueryDataSource", "data_source_id"),
    ("POST", r"/v1/pages", "CreatePage", ""),
    ("GET", r"/v1/pages/([^/]+)", "GetPage", "page_id"),
    ("PATCH", r"/v1/pages/([^/]+)", "UpdatePage", "page_id"),
)
OPTIONS = [{"name": "Nouveau"}, {"name": "Traité", "color": "green"}]
VALUES: dict[str, Any] = {
    "nom_prenom": {"title": text("Ana")},
    "email_client": {"type": "email", "email": "ana@example.com"},
    "id_commande": {"number": 12},
    "message_initial": {
        "rich_text": [
            {
                "text": {"content": "Bonjour", "link": {"url": "https://example.com/"}},
                "annotations": {"bold": True, "color": "red"},
            }
        ]
    },
    "statut": {"select": {"name": "Nouveau"}},
    "traité_le": {"date": {"start": "2026-11-22T12:00:00Z"}},
    "relu": {"checkbox": True},
}
NOTHING: dict[str, Any] = {
    "email_client": {"email": None},
    "id_commande": {"number": None},
    "statut": {"select": None},
    "traité_le": {"date": None},
}
FILTER: dict[str, Any] = {
    "and": [
        {"or": [{"property": "statut", "select": {"equals": "Nouveau"}}]},
        {"property": "email_client", "email": {"equals": "ana@example.com"}},
        {"property": "id_commande", "number": {"equals": 12}},
        {"property": "message_initial", "rich_text": {"is_not_empty": True}},
        {"property": "nom_prenom", "title": {"contains": "A"}},
        {"property": "relu", "checkbox": {"equals": True}},
        {"property": "traité_le", "date": {"on_or_after": "2026-11-22"}},
        {"timestamp": "created_time", "created_time": {"on_or_before": "2100-01-01"}},
    ]
}
SORTS = [
    {"timestamp": "created_time", "direction": "ascending"},
    {"property": "statut", "direction": "descending"},
]


def play(server: NotionServer) -> None:
    """Fait passer par le vrai client chaque sorte de requête."""
    page = server.add_shared_page()
    every = {kind: kind for kind in ("url", "phone_number", "multi_select", "status", "people")}
    mixed = server.add_database(page, "Mélange", {**CONTACTS, **every, "files": "files"})
    row = server.add_row(mixed, {"message_initial": [piece("gras", bold=True)]})
    with open_client(server) as notion:
        notion.users.me()
        notion.pages.retrieve(page)
        notion.pages.retrieve(row)
        notion.data_sources.retrieve(server.source_id(mixed))
        base: Any = notion.databases.create(
            parent={"type": "page_id", "page_id": page},
            title=text("Contacts clients"),
            initial_data_source={"properties": {"nom_prenom": {"title": {}}}},
        )
        notion.databases.update(base["id"], title=text("Contacts"))
        notion.databases.retrieve(base["id"])
        source = base["data_sources"][0]["id"]
        select = {"select": {"options": OPTIONS}}
        kinds = {"email_client": "email", "message_initial": "rich_text", "relu": "checkbox"}
        added: dict[str, Any] = {name: {kind: {}} for name, kind in kinds.items()}
        added |= {"traité_le": {"date": {}}, "commande": {"number": {"format": "number"}}}
        notion.data_sources.update(source, properties={**added, "statut": select})
        notion.data_sources.update(source, properties={"commande": {"name": "id_commande"}})
        parent = {"type": "data_source_id", "data_source_id": source}
        created: Any = notion.pages.create(parent=parent, properties=VALUES)
        notion.pages.create(parent=parent, properties=VALUES)
        notion.data_sources.query(source, filter=FILTER, sorts=SORTS, page_size=1)
        server.pager.result_limit = 1
        notion.data_sources.query(source)
        notion.pages.update(created["id"], properties=NOTHING)
        notion.pages.update(created["id"], in_trash=True)
        notion.search(query="", filter={"property": "object", "value": "data_source"})
        notion.search(sort={"timestamp": "last_edited_time", "direction": "ascending"})
        notion.blocks.children.list(page)


def describe(entry: Entry, answer: Any) -> list[dict[str, Any]]:
    """Les types officiels que cet échange doit satisfaire, et qui refusent une clé de trop."""
    name, path = operation(entry)
    values = [(f"{name}Response", answer)]
    if entry.body is not None:
        values.append((f"{name}Parameters", {**path, **entry.body}))
    return [
        {"type": kind, "value": {**value, **extra}, "valid": not extra}
        for kind, value in values
        for extra in ({}, {"inconnu": 1})
    ]


def operation(entry: Entry) -> tuple[str, dict[str, str]]:
    """Le nom officiel de la requête et ses paramètres de chemin."""
    for method, pattern, name, parameter in OPERATIONS:
        match = re.fullmatch(pattern, entry.path)
        if method == entry.method and match:
            return name, {parameter: match.group(1)} if parameter else {}
    raise LookupError(entry.path)


def main() -> None:
    """Écrit les échanges sur la sortie standard."""
    with NotionServer() as server:
        answers: list[Any] = []
        server.watch = lambda entry, answer: answers.append(describe(entry, answer))
        play(server)
    json.dump([check for checks in answers for check in checks], sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
