"""Les valeurs des propriétés d'une ligne : vérifiées à l'entrée, gardées, rendues.

Valeur gardée : les morceaux d'un texte, l'identifiant d'une option, un nombre, une adresse, une
date ``{start, end, time_zone}``, un booléen, ou ``None``.
"""

from datetime import UTC, date, datetime
from typing import Any

from tests.notion_server import texts
from tests.notion_server.errors import (
    Json,
    check_boolean,
    check_list,
    check_number,
    check_object,
    check_string,
    check_type_key,
    invalid,
    mismatch,
    single_key,
)
from tests.notion_server.schema import TYPES, WRITABLE, Property, Schema, option_name

MAX_EMAIL = 200

EMPTY: dict[str, Any] = {
    "title": [],
    "rich_text": [],
    "checkbox": False,
    "multi_select": [],
    "people": [],
    "files": [],
}
"""Ce que Notion rend d'une propriété jamais remplie (``null`` pour les autres types)."""


class NewOption(str):
    """Nom d'une option à créer, une fois toute la requête acceptée."""

    __slots__ = ()


def parse(prop: Property, value: object, where: str) -> Any:
    """Vérifie la valeur reçue pour ``prop`` ; rend la valeur à garder."""
    if not isinstance(value, dict):
        raise mismatch(where, "an object", value)
    kind = single_key(value, where, TYPES, ("type",))
    check_type_key(value, where, kind)
    if kind != prop.type:
        raise invalid(f"{prop.name} is expected to be {prop.type}.")
    if kind not in WRITABLE:
        raise invalid(f"{prop.name} is a {kind} property and cannot be written here.")
    content, where = value[kind], f"{where}.{kind}"
    if kind in ("title", "rich_text"):
        return texts.parse(content, where)
    if kind == "checkbox":
        return check_boolean(content, where)
    if content is None:
        return None
    if kind == "email":
        return check_string(content, where, maximum=MAX_EMAIL, populated=True)
    if kind == "number":
        return _as_double(check_number(content, where))
    if kind == "multi_select":
        choices = enumerate(check_list(content, where))
        return [_parse_select(prop, choice, f"{where}[{rank}]") for rank, choice in choices]
    return _parse_select(prop, content, where) if kind == "select" else parse_date(content, where)


def _as_double(number: float) -> float:
    """Notion garde les nombres en virgule flottante de 64 bits."""
    double = float(number)
    return int(double) if double.is_integer() else double


def _parse_select(prop: Property, content: object, where: str) -> str:
    choice = check_object(content, where, ("id", "name"))
    if "id" in choice:
        option = prop.option_by_id(choice["id"])
        if option is None:
            raise invalid(f"Could not find select option with id: {choice['id']}.")
        return option.id
    if "name" not in choice:
        raise mismatch(where, "an object with `id` or `name`", content)
    name = option_name(choice["name"], f"{where}.name")
    option = prop.option_named(name)
    return option.id if option else NewOption(name)


def parse_date(content: object, where: str) -> Json:
    """Une valeur de date ; les heures sont rendues à la minute, comme le fait Notion."""
    value = check_object(content, where, ("start", "end", "time_zone"), ("start",))
    if value.get("time_zone") is not None:
        raise mismatch(f"{where}.time_zone", "null in this test server", value["time_zone"])
    end = value.get("end")
    return {
        "start": _iso(value["start"], f"{where}.start"),
        "end": None if end is None else _iso(end, f"{where}.end"),
        "time_zone": None,
    }


def _iso(value: object, where: str) -> str:
    moment = read_moment(value, where)
    if not isinstance(moment, datetime):
        return moment.isoformat()
    return moment.replace(second=0, microsecond=0).isoformat(timespec="milliseconds")


def read_moment(value: object, where: str) -> date | datetime:
    """Un jour, ou un instant (UTC si rien n'est dit) ; ``datetime`` s'il y a une heure."""
    text = check_string(value, where)
    try:
        if len(text) == len("2026-01-31"):
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise mismatch(where, "a valid ISO 8601 date string", value) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def settle(schema: Schema, prop: Property, value: Any) -> Any:
    """Rend la valeur définitive : crée l'option que la page vient d'introduire."""
    if prop.type == "multi_select" and value:
        return [_settled(schema, prop, choice) for choice in value]
    return _settled(schema, prop, value)


def _settled(schema: Schema, prop: Property, value: Any) -> Any:
    if not isinstance(value, NewOption):
        return value
    option = prop.option_named(value) or schema.create_option(prop, str(value))
    return option.id


def from_person(schema: Schema, prop: Property, value: Any) -> Any:
    """La valeur gardée pour ce qu'une personne saisit dans Notion (texte, nombre, option…)."""
    if value is None:
        return EMPTY.get(prop.type)
    if prop.type in ("title", "rich_text"):
        return texts.typed(value)
    if prop.type == "select":
        return settle(schema, prop, NewOption(value))
    if prop.type == "multi_select":
        return settle(schema, prop, [NewOption(name) for name in value])
    if prop.type == "date":
        return parse_date({"start": value.isoformat()}, prop.name)
    return value


def content(prop: Property, stored: Any) -> Any:
    """La valeur telle que Notion l'écrit dans sa réponse."""
    if stored is None:
        return EMPTY.get(prop.type)
    if prop.type == "select":
        option = prop.option_by_id(stored)
        return option.to_json() if option else None
    if prop.type == "multi_select":
        options = (prop.option_by_id(choice) for choice in stored)
        return [option.to_json() for option in options if option]
    return stored


def seen(prop: Property, stored: Any) -> Any:
    """La valeur telle qu'une personne la voit : texte joint, nom de l'option, date de début."""
    value = content(prop, stored)
    if prop.type in ("title", "rich_text"):
        return texts.plain(value)
    if prop.type == "select":
        return value["name"] if value else None
    if prop.type == "multi_select":
        return [option["name"] for option in value]
    if prop.type == "date":
        return value["start"] if value else None
    return value
