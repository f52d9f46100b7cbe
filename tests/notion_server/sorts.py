"""Les tris d'une requête : une clé par ligne, calculée une fois."""

from collections.abc import Callable
from typing import Any

from tests.notion_server import values
from tests.notion_server.errors import (
    check_choice,
    check_list,
    check_object,
    check_string,
    invalid,
    mismatch,
)
from tests.notion_server.filters import TIMESTAMPS
from tests.notion_server.schema import Property
from tests.notion_server.store import Row, Source

Key = tuple[Any, ...]


def compile_sorts(source: Source, value: object) -> Callable[[Row], Key]:
    """Rend la clé de tri d'une ligne.

    L'identifiant, tiré au hasard, départage : sans tri, ou à valeurs égales, l'ordre est
    quelconque, comme chez Notion, mais toujours le même.
    """
    parts = [
        _sort_part(source, item, f"body.sorts[{index}]")
        for index, item in enumerate(check_list(value, "body.sorts"))
    ]
    return lambda row: (*(part(row) for part in parts), row.id)


def _sort_part(source: Source, value: object, where: str) -> Callable[[Row], Any]:
    item = check_object(value, where, ("property", "timestamp", "direction"), ("direction",))
    descending = (
        check_choice(item["direction"], f"{where}.direction", ("ascending", "descending"))
        == "descending"
    )
    if ("property" in item) == ("timestamp" in item):
        raise mismatch(where, "an object with `property` or `timestamp`", value)
    if "timestamp" in item:
        kind = check_choice(item["timestamp"], f"{where}.timestamp", TIMESTAMPS)
        return lambda row: _ordered(_time_key(row, kind), descending)
    prop = source.schema.find(check_string(item["property"], f"{where}.property"))
    if prop is None:
        raise invalid(f"Could not find sort property with name or id: {item['property']}")
    return lambda row: _ordered(_value_key(prop, row), descending)


def _time_key(row: Row, kind: str) -> Any:
    """L'heure exacte, que Notion connaît même s'il ne la montre qu'à la minute."""
    if kind == "created_time":
        return (row.created.timestamp(), row.sequence)
    return (row.edited.timestamp(),)


def _value_key(prop: Property, row: Row) -> Any:
    if prop.type in TIMESTAMPS:
        return _time_key(row, prop.type)
    stored = row.values.get(prop.id)
    if prop.type == "select":
        places = [option.id for option in prop.options]
        return (places.index(stored),) if stored in places else None
    value = values.seen(prop, stored)
    if value is None or value == "":
        return None
    return tuple(map(ord, value)) if isinstance(value, str) else (value,)


def _ordered(key: tuple[Any, ...] | None, descending: bool) -> Any:
    """Une clé qui se trie par ordre croissant ; ce qui est vide vient en dernier."""
    if key is None:
        return (1,)
    if descending:
        return (0, *(-part for part in key), float("inf"))
    return (0, *key, float("-inf"))
