"""De quoi essayer le serveur : une base de contacts, le vrai client, des requêtes brutes."""

import json
import logging
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

import httpx
from notion_client import Client

from tests.notion_server.errors import Json
from tests.notion_server.server import NotionServer
from tests.notion_server.wire import VERSION

CONTACTS: Mapping[str, str | tuple[str, ...]] = {
    "email_client": "email",
    "id_commande": "number",
    "message_initial": "rich_text",
    "catégorie": ("Remboursement", "Information commande"),
    "réponse_personnalisée": "rich_text",
    "statut": ("Nouveau", "En cours", "Traité", "Traité automatiquement"),
    "traité_le": "date",
    "relu": "checkbox",
    "créé": "created_time",
}


class Desk(NamedTuple):
    """Un serveur prêt : une page partagée et une base de contacts."""

    server: NotionServer
    page: str
    base: str

    @property
    def source(self) -> str:
        return self.server.source_id(self.base)


@contextmanager
def open_desk() -> Iterator[Desk]:
    """Ouvre un serveur avec une page « Support » et une base « Contacts clients »."""
    with NotionServer() as server:
        page = server.add_shared_page()
        yield Desk(
            server,
            page,
            server.add_database(page, "Contacts clients", CONTACTS, title_name="nom_prenom"),
        )


@contextmanager
def open_client(server: NotionServer, **options: Any) -> Iterator[Client]:
    """Le vrai client de Notion, sans ses propres essais, branché sur ce serveur."""
    logger = logging.getLogger("notion-test")
    defaults = {"auth": server.token, "base_url": server.url, "retry": False, "logger": logger}
    with httpx.Client() as http:
        server.outcomes.follow(http)
        yield Client(client=http, log_level=logging.CRITICAL, **{**defaults, **options})


class Answer(NamedTuple):
    """Une réponse brute."""

    status: int
    body: Any
    headers: Mapping[str, str]


def send(
    server: NotionServer,
    method: str,
    path: str,
    body: Json | bytes | None = None,
    **headers: str | None,
) -> Answer:
    """Envoie une requête sans passer par le client (``Nom_En_Tete=None`` retire un en-tête)."""
    sent: dict[str, str | None] = {
        "Authorization": f"Bearer {server.token}",
        "Notion-Version": VERSION,
        "Content-Type": "application/json",
    }
    sent.update({name.replace("_", "-"): value for name, value in headers.items()})
    data = json.dumps(body).encode() if isinstance(body, dict) else body
    request = urllib.request.Request(
        server.url + path,
        data,
        {name: value for name, value in sent.items() if value is not None},
        method=method,
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return Answer(response.status, json.loads(response.read()), dict(response.headers))
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, json.loads(error.read()), dict(error.headers))


def text(content: str) -> list[Json]:
    """Un texte enrichi d'un seul morceau, tel qu'on l'envoie."""
    return [{"type": "text", "text": {"content": content}}]


def every_id(desk: Desk, notion: Client, **query: Any) -> list[str]:
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


def refused(answer: Answer, status: int, code: str, message: str) -> None:
    """Vérifie la forme entière d'une erreur de Notion et un morceau de sa phrase."""
    assert (answer.status, answer.body["code"]) == (status, code), answer.body
    assert answer.body["object"] == "error"
    assert answer.body["status"] == status
    assert answer.body["request_id"]
    assert message in answer.body["message"]


def create(desk: Desk, **properties: Any) -> Answer:
    """Crée une ligne par une requête brute."""
    parent = {"type": "data_source_id", "data_source_id": desk.source}
    return send(desk.server, "POST", "/v1/pages", {"parent": parent, "properties": properties})
