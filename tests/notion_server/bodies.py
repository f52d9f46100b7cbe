"""La lecture des corps de requête, avec les refus de Notion."""

import re
import uuid
from typing import Any

from tests.notion_server import values
from tests.notion_server.errors import (
    Json,
    check_choice,
    check_object,
    check_type_key,
    invalid,
    mismatch,
)
from tests.notion_server.schema import Property, Schema

Query = dict[str, list[str]]
PAGING = ("start_cursor", "page_size")


def parent(value: object, key: str, *, typed: bool = False) -> str:
    """L'identifiant du parent, qui doit être du genre ``key`` (``type`` obligatoire ou non)."""
    required = ("type", key) if typed else (key,)
    parent = check_object(value, "body.parent", ("type", key), required)
    check_type_key(parent, "body.parent", key)
    return read_id(parent[key], f"body.parent.{key}")


def read_id(value: object, where: str) -> str:
    """Un identifiant avec ou sans tirets, rendu avec ses tirets."""
    if isinstance(value, str) and re.fullmatch(
        r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}", value
    ):
        return str(uuid.UUID(value))
    raise mismatch(where, "a valid uuid", value)


def parse_values(schema: Schema, value: object) -> list[tuple[Property, Any]]:
    if not isinstance(value, dict):
        raise mismatch("body.properties", "an object", value)
    parsed = []
    for key, content in value.items():
        prop = schema.find(key)
        if prop is None:
            raise invalid(f"{key} is not a property that exists.")
        parsed.append((prop, values.parse(prop, content, f"body.properties.{key}")))
    return parsed


def settle(schema: Schema, parsed: list[tuple[Property, Any]]) -> dict[str, Any]:
    return {prop.id: values.settle(schema, prop, value) for prop, value in parsed}


def configure(schema: Schema, value: object, where: str) -> None:
    if not isinstance(value, dict):
        raise mismatch(where, "an object", value)
    for key, config in value.items():
        schema.configure(key, config, f"{where}.{key}")


def search_filter(value: object) -> str | None:
    if value is None:
        return None
    rule = check_object(value, "body.filter", ("property", "value"), ("property", "value"))
    check_choice(rule["property"], "body.filter.property", ("object",))
    return check_choice(rule["value"], "body.filter.value", ("page", "data_source"))


def search_sort(value: object) -> bool:
    if value is None:
        return True
    rule = check_object(value, "body.sort", ("timestamp", "direction"), ("timestamp", "direction"))
    check_choice(rule["timestamp"], "body.sort.timestamp", ("last_edited_time",))
    directions = ("ascending", "descending")
    return check_choice(rule["direction"], "body.sort.direction", directions) == "descending"


def paging(query: Query) -> Json:
    options: Json = {key: query[key][-1] for key in PAGING if key in query}
    if "page_size" in options:
        if not options["page_size"].isdecimal():
            raise mismatch("query.page_size", "a number", options["page_size"])
        options["page_size"] = int(options["page_size"])
    return options
