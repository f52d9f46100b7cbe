"""Les refus de Notion, et de quoi vérifier la forme d'une requête comme Notion la vérifie.

Les phrases sont celles de Notion, en anglais (« body.x should be …, instead was … ») : c'est
elles que le programme reçoit et qu'il doit savoir raconter.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

Json = dict[str, Any]

ABSENT = object()
"""Ce que vaut une clé que la requête ne contient pas (« undefined » chez Notion)."""


class ApiError(Exception):
    """Une réponse d'erreur de Notion : statut HTTP, code, phrase et compléments."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        additional_data: Json | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.additional_data = additional_data
        self.headers = dict(headers or {})


def invalid(message: str) -> ApiError:
    """Le refus le plus courant : 400 ``validation_error``."""
    return ApiError(400, "validation_error", message)


def unsupported(what: str) -> ApiError:
    """Une chose que Notion sait faire et que ce serveur refuse plutôt que de l'ignorer."""
    return invalid(f"{what} is not supported by this test server.")


def not_found(kind: str, object_id: str) -> ApiError:
    """404 : l'objet n'existe pas, ou n'est pas partagé ; Notion ne dit pas lequel."""
    return ApiError(
        404,
        "object_not_found",
        f"Could not find {kind} with ID: {object_id}. Make sure the relevant pages and databases "
        "are shared with your integration.",
    )


def mismatch(where: str, expected: str, value: object) -> ApiError:
    """La phrase de Notion pour une valeur dont la forme ne convient pas."""
    part = where.split(".", 1)[0]
    return invalid(
        f"{part} failed validation: {where} should be {expected}, instead was {quote(value)}."
    )


def quote(value: object) -> str:
    """La valeur telle que Notion la cite, raccourcie."""
    if value is ABSENT:
        return "`undefined`"
    text = json.dumps(value, ensure_ascii=False)
    return f"`{text if len(text) <= 80 else text[:77] + '...'}`"


def utf16_length(text: str) -> int:
    """Longueur en unités UTF-16 : c'est ainsi que Notion compte ses limites."""
    return len(text) + sum(character > "\uffff" for character in text)


def check_object(
    value: object, where: str, allowed: Iterable[str], required: Iterable[str] = ()
) -> Json:
    """Un objet JSON qui n'a que des clés permises et toutes les clés obligatoires."""
    if not isinstance(value, dict):
        raise mismatch(where, "an object", value)
    for key in required:
        if key not in value:
            raise mismatch(f"{where}.{key}", "defined", ABSENT)
    allowed = set(allowed)
    for key in value:
        if key not in allowed:
            raise mismatch(f"{where}.{key}", "not present", value[key])
    return value


def check_list(value: object, where: str, maximum: int = 100) -> list[Any]:
    """Un tableau JSON d'au plus ``maximum`` éléments."""
    if not isinstance(value, list):
        raise mismatch(where, "an array", value)
    if len(value) > maximum:
        raise mismatch(f"{where}.length", f"≤ `{maximum}`", len(value))
    return value


def check_string(
    value: object, where: str, *, maximum: int | None = None, populated: bool = False
) -> str:
    """Un texte bien formé ; longueur comptée en unités UTF-16."""
    if not isinstance(value, str):
        raise mismatch(where, "a string", value)
    if populated and not value:
        raise mismatch(where, "populated", value)
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise mismatch(where, "well-formed Unicode", "�")
    if maximum is not None and utf16_length(value) > maximum:
        raise mismatch(f"{where}.length", f"≤ `{maximum}`", utf16_length(value))
    return value


def check_boolean(value: object, where: str) -> bool:
    """``true`` ou ``false``, et rien d'autre."""
    if not isinstance(value, bool):
        raise mismatch(where, "a boolean", value)
    return value


def check_number(value: object, where: str) -> int | float:
    """Un nombre JSON (un booléen n'en est pas un)."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise mismatch(where, "a number", value)
    return value


def check_choice(value: object, where: str, choices: Iterable[str]) -> str:
    """Un texte parmi plusieurs."""
    choices = tuple(choices)
    if not isinstance(value, str) or value not in choices:
        listed = " or ".join(f'`"{choice}"`' for choice in choices)
        raise mismatch(where, listed, value)
    return value


def check_type_key(value: Json, where: str, expected: str) -> None:
    """La clé facultative ``type``, quand elle est là, dit la même chose que le reste."""
    if "type" in value:
        check_choice(value["type"], f"{where}.type", (expected,))


def single_key(value: Json, where: str, known: Iterable[str], besides: Iterable[str] = ()) -> str:
    """La seule clé de ``value`` qui dise de quel genre il s'agit, hors ``besides``."""
    keys = [key for key in value if key not in set(besides)]
    known = tuple(known)
    for key in keys:
        if key not in known:
            raise mismatch(f"{where}.{key}", "not present", value[key])
    if len(keys) != 1:
        listed = ", ".join(f"`{key}`" for key in known)
        raise mismatch(where, f"an object with exactly one of {listed}", value)
    return keys[0]
