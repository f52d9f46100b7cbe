"""Les filtres d'une requête : compilés une fois, appliqués à chaque ligne."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from tests.notion_server import values
from tests.notion_server.errors import (
    ABSENT,
    Json,
    check_boolean,
    check_choice,
    check_list,
    check_number,
    check_object,
    check_string,
    check_type_key,
    invalid,
    mismatch,
    single_key,
    unsupported,
)
from tests.notion_server.schema import TYPES, Property
from tests.notion_server.store import Row, Source, to_minute

Test = Callable[[Row], bool]

TIMESTAMPS = ("created_time", "last_edited_time")
MAX_DEPTH = 2
"""Notion accepte deux niveaux de groupes ``and``/``or``."""

TEXT_TESTS: dict[str, Callable[[str, str], bool]] = {
    "equals": lambda text, wanted: text == wanted,
    "does_not_equal": lambda text, wanted: text != wanted,
    "contains": lambda text, wanted: wanted.casefold() in text.casefold(),
    "does_not_contain": lambda text, wanted: wanted.casefold() not in text.casefold(),
    "starts_with": lambda text, wanted: text.casefold().startswith(wanted.casefold()),
    "ends_with": lambda text, wanted: text.casefold().endswith(wanted.casefold()),
}
NUMBER_TESTS: dict[str, Callable[[float, float], bool]] = {
    "equals": lambda number, wanted: number == wanted,
    "greater_than": lambda number, wanted: number > wanted,
    "less_than": lambda number, wanted: number < wanted,
    "greater_than_or_equal_to": lambda number, wanted: number >= wanted,
    "less_than_or_equal_to": lambda number, wanted: number <= wanted,
}
DATE_TESTS = ("equals", "before", "after", "on_or_before", "on_or_after")
EXISTENCE = ("is_empty", "is_not_empty")


def compile_filter(
    source: Source, value: object, where: str = "body.filter", depth: int = 0
) -> Test:
    """Rend la fonction qui dit si une ligne passe le filtre."""
    if not isinstance(value, dict):
        raise mismatch(where, "an object", value)
    for word, combine in (("and", all), ("or", any)):
        if word in value:
            if depth == MAX_DEPTH:
                raise mismatch(f"{where}.{word}", "not present", value[word])
            check_object(value, where, (word,))
            items = check_list(value[word], f"{where}.{word}")
            return _group(
                [
                    compile_filter(source, item, f"{where}.{word}[{index}]", depth + 1)
                    for index, item in enumerate(items)
                ],
                combine,
            )
    if "timestamp" in value:
        return _timestamp(value, where)
    return _property(source, value, where)


def _group(tests: list[Test], combine: Callable[[Iterable[bool]], bool]) -> Test:
    return lambda row: combine(test(row) for test in tests)


def _timestamp(value: Json, where: str) -> Test:
    kind = check_choice(value["timestamp"], f"{where}.timestamp", TIMESTAMPS)
    check_object(value, where, ("timestamp", "type", kind), (kind,))
    check_type_key(value, where, kind)
    return _on_dates(lambda row: _time(row, kind), value[kind], f"{where}.{kind}")


def _time(row: Row, kind: str) -> datetime:
    return to_minute(row.created if kind == "created_time" else row.edited)


def _property(source: Source, value: Json, where: str) -> Test:
    if "property" not in value:
        raise mismatch(f"{where}.property", "defined", ABSENT)
    key = check_string(value["property"], f"{where}.property")
    kind = single_key(value, where, TYPES, ("property", "type"))
    check_type_key(value, where, kind)
    prop = source.schema.find(key)
    if prop is None:
        raise invalid(f"Could not find property with name or id: {key}")
    if kind != prop.type:
        raise invalid(f"database property {prop.type} does not match filter {kind}")
    return _on_property(prop, value[kind], f"{where}.{kind}")


def _on_property(prop: Property, condition: object, where: str) -> Test:
    kind, key = prop.type, prop.id
    if kind in TIMESTAMPS:
        return _on_dates(lambda row: _time(row, kind), condition, where)
    if kind == "date":
        return _on_dates(lambda row: _start(row.values.get(key)), condition, where)
    if kind == "number":
        return _on_numbers(key, condition, where)
    if kind == "select":
        return _on_options(prop, condition, where)
    if kind == "checkbox":
        return _on_checks(key, condition, where)
    if kind in ("title", "rich_text", "email"):
        return _on_texts(prop, condition, where)
    raise unsupported(where)


def _operator(
    condition: object, where: str, operators: tuple[str, ...], existence: tuple[str, ...]
) -> tuple[str, Any]:
    if not isinstance(condition, dict):
        raise mismatch(where, "an object", condition)
    operator = single_key(condition, where, (*operators, *existence))
    return operator, condition[operator]


def _condition(condition: object, where: str, operators: tuple[str, ...]) -> tuple[str, Any]:
    operator, wanted = _operator(condition, where, operators, EXISTENCE)
    if operator in EXISTENCE and wanted is not True:
        raise mismatch(f"{where}.{operator}", "`true`", wanted)
    return operator, wanted


def _on_texts(prop: Property, condition: object, where: str) -> Test:
    operator, wanted = _condition(condition, where, tuple(TEXT_TESTS))
    if operator in EXISTENCE:
        return lambda row: bool(row.values.get(prop.id)) == (operator == "is_not_empty")
    wanted, test = check_string(wanted, f"{where}.{operator}"), TEXT_TESTS[operator]
    return lambda row: test(values.seen(prop, row.values.get(prop.id)) or "", wanted)


def _on_numbers(key: str, condition: object, where: str) -> Test:
    operator, wanted = _condition(condition, where, (*NUMBER_TESTS, "does_not_equal"))
    if operator in EXISTENCE:
        return lambda row: (row.values.get(key) is None) == (operator == "is_empty")
    wanted = check_number(wanted, f"{where}.{operator}")
    if operator == "does_not_equal":
        return lambda row: row.values.get(key) != wanted
    test = NUMBER_TESTS[operator]
    return lambda row: row.values.get(key) is not None and test(row.values[key], wanted)


def _on_options(prop: Property, condition: object, where: str) -> Test:
    operator, wanted = _condition(condition, where, ("equals", "does_not_equal"))
    if operator in EXISTENCE:
        return lambda row: (row.values.get(prop.id) is None) == (operator == "is_empty")
    option = prop.option_named(check_string(wanted, f"{where}.{operator}"))
    option_id = option.id if option else "aucune"
    return lambda row: (row.values.get(prop.id) == option_id) == (operator == "equals")


def _on_checks(key: str, condition: object, where: str) -> Test:
    operator, value = _operator(condition, where, ("equals", "does_not_equal"), ())
    wanted = check_boolean(value, f"{where}.{operator}")
    return lambda row: (row.values.get(key, False) is wanted) == (operator == "equals")


def _start(stored: Json | None) -> datetime | None:
    return None if stored is None else _bounds(stored["start"], "")[0]


def _bounds(value: object, where: str) -> tuple[datetime, datetime]:
    """Premier et dernier instant désignés : un jour entier, ou un seul instant."""
    moment = values.read_moment(value, where)
    if isinstance(moment, datetime):
        return moment, moment
    start = datetime.combine(date(moment.year, moment.month, moment.day), time(), UTC)
    return start, start + timedelta(days=1) - timedelta(microseconds=1)


def _on_dates(read: Callable[[Row], datetime | None], condition: object, where: str) -> Test:
    operator, wanted = _condition(condition, where, DATE_TESTS)
    if operator in EXISTENCE:
        return lambda row: (read(row) is None) == (operator == "is_empty")
    first, last = _bounds(wanted, f"{where}.{operator}")
    tests: dict[str, Callable[[datetime], bool]] = {
        "equals": lambda moment: first <= moment <= last,
        "before": lambda moment: moment < first,
        "after": lambda moment: moment > last,
        "on_or_before": lambda moment: moment <= last,
        "on_or_after": lambda moment: moment >= first,
    }
    test = tests[operator]

    def passes(row: Row) -> bool:
        moment = read(row)
        return moment is not None and test(moment)

    return passes
