"""Les objets tels que Notion les écrit dans ses réponses (version 2025-09-03)."""

from collections.abc import Collection
from datetime import datetime

from tests.notion_server import texts, values
from tests.notion_server.errors import Json
from tests.notion_server.store import Database, Node, Page, Row, Source, Workspace, to_minute


def moment(value: datetime) -> str:
    """Un instant, à la minute : ``2026-11-22T14:33:00.000Z``."""
    return to_minute(value).strftime("%Y-%m-%dT%H:%M:00.000Z")


def user(workspace: Workspace) -> Json:
    """L'intégration elle-même, comme ``users.me`` la rend."""
    return {
        "object": "user",
        "id": workspace.bot_id,
        "name": "Automatisation du support",
        "avatar_url": None,
        "type": "bot",
        "bot": {},
    }


def page(workspace: Workspace, node: Page) -> Json:
    """Une page ordinaire : son titre est sa seule propriété."""
    parent: Json = {"type": "workspace", "workspace": True}
    if node.parent_id:
        parent = {"type": "page_id", "page_id": node.parent_id}
    title = {"id": "title", "type": "title", "title": node.title}
    return {**_page(workspace, node), "parent": parent, "properties": {"title": title}}


def row(workspace: Workspace, node: Row, only: Collection[str] | None = None) -> Json:
    """Une ligne ; ``only`` limite aux propriétés de ces identifiants."""
    source = workspace.source_of(node)
    properties = {
        prop.name: {
            "id": prop.id,
            "type": prop.type,
            prop.type: _times(node).get(prop.type)
            or values.content(prop, node.values.get(prop.id)),
        }
        for prop in source.schema
        if only is None or prop.id in only
    }
    parent = {
        "type": "data_source_id",
        "data_source_id": source.id,
        "database_id": source.parent_id,
    }
    return {**_page(workspace, node), "parent": parent, "properties": properties}


def database(workspace: Workspace, node: Database) -> Json:
    """Une base et la liste de ses sources."""
    sources = [workspace.get(source_id, Source) for source_id in node.source_ids]
    return {
        "object": "database",
        **_common(node),
        "title": node.title,
        "description": [],
        "parent": {"type": "page_id", "page_id": node.parent_id},
        "is_inline": False,
        "is_locked": False,
        "data_sources": [
            {"id": source.id, "name": texts.plain(source.title)} for source in sources
        ],
    }


def source(workspace: Workspace, node: Source) -> Json:
    """Une source de données et son schéma."""
    owner = workspace.get(node.parent_id or "", Database)
    return {
        "object": "data_source",
        **_common(node),
        **_authors(workspace),
        "title": node.title,
        "description": [],
        "parent": {"type": "database_id", "database_id": owner.id},
        "database_parent": {"type": "page_id", "page_id": owner.parent_id},
        "is_inline": False,
        "properties": node.schema.to_json(),
    }


def block(workspace: Workspace, node: Page | Database) -> Json:
    """Une page ou une base vue comme un bloc de la page qui la contient."""
    kind = "child_database" if isinstance(node, Database) else "child_page"
    return {
        "object": "block",
        "id": node.id,
        "parent": {"type": "page_id", "page_id": node.parent_id},
        "created_time": moment(node.created),
        "last_edited_time": moment(node.edited),
        **_authors(workspace),
        "has_children": kind == "child_page" and bool(workspace.children(node.id)),
        "in_trash": node.trashed,
        "archived": node.trashed,
        "type": kind,
        kind: {"title": texts.plain(node.title)},
    }


def _page(workspace: Workspace, node: Page | Row) -> Json:
    return {
        "object": "page",
        **_common(node),
        **_authors(workspace),
        "is_archived": False,
        "is_locked": False,
    }


def _common(node: Node) -> Json:
    return {
        "id": node.id,
        **_times(node),
        "in_trash": node.trashed,
        "archived": node.trashed,
        "icon": None,
        "cover": None,
        "url": f"https://www.notion.so/{node.id.replace('-', '')}",
        "public_url": None,
    }


def _times(node: Node) -> Json:
    return {"created_time": moment(node.created), "last_edited_time": moment(node.edited)}


def _authors(workspace: Workspace) -> Json:
    author = {"object": "user", "id": workspace.bot_id}
    return {"created_by": author, "last_edited_by": author}
