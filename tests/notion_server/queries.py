"""Les listes rendues page par page : curseurs, pages courtes, limite de 10 000 résultats."""

import bisect
import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.notion_server.errors import (
    Json,
    check_boolean,
    check_number,
    check_string,
    invalid,
    mismatch,
)
from tests.notion_server.filters import compile_filter
from tests.notion_server.sorts import Key, compile_sorts
from tests.notion_server.store import Node, Row, Source

MAX_PAGE_SIZE = 100
RESULT_LIMIT = 10_000

Item = tuple[Key, Node]


@dataclass(frozen=True)
class Cursor:
    """Où une lecture en est : la clé de la dernière ligne rendue, et combien l'ont été."""

    question: str
    after: Key
    served: int


@dataclass
class Pager:
    """Découpe les listes ; un curseur tient même si des lignes changent entre deux pages.

    Attributes:
        result_limit: nombre de résultats au-delà duquel une requête s'arrête.
        short_pages: tailles maximales des pages successives (en boucle) ; 0 rend une page vide
            qui annonce une suite.
    """

    result_limit: int = RESULT_LIMIT
    short_pages: Sequence[int] = ()
    _served_pages: int = 0
    _cursors: dict[str, Cursor] = field(default_factory=dict)
    _sorted: dict[str, tuple[int, list[Key], list[Row]]] = field(default_factory=dict)

    def page(
        self,
        keys: list[Key],
        items: Sequence[Any],
        question: str,
        options: Json,
        *,
        limited: bool = False,
    ) -> tuple[Sequence[Any], Json]:
        """Une page de ``items`` (triés selon ``keys``) et la fin de la réponse."""
        size = min(_page_size(options), self._cap())
        cursor = self._cursor(options.get("start_cursor"), question)
        start = bisect.bisect_right(keys, cursor.after) if cursor.after else 0
        stop = min(start + size, len(items))
        if limited:
            stop = min(stop, start + self.result_limit - cursor.served)
        served = cursor.served + stop - start
        more = stop < len(items)
        tail: Json = {"next_cursor": None, "has_more": False}
        if more and limited and served >= self.result_limit:
            tail["request_status"] = {
                "type": "incomplete",
                "incomplete_reason": "query_result_limit_reached",
            }
        elif more:
            after = keys[stop - 1] if stop > start else cursor.after
            tail = {"next_cursor": self._keep(Cursor(question, after, served)), "has_more": True}
        return items[start:stop], tail

    def query(self, source: Source, body: Json) -> tuple[Sequence[Row], Json]:
        """Les lignes d'une source qui passent le filtre, dans l'ordre demandé."""
        trashed = any(
            check_boolean(body.get(key, False), f"body.{key}") for key in ("in_trash", "archived")
        )
        rule: Json = {key: body[key] for key in ("filter", "sorts") if key in body}
        question = json.dumps([source.id, rule, trashed], sort_keys=True)
        keys, rows = self._rows(source, rule, trashed, question)
        return self.page(keys, rows, question, body, limited=True)

    def _rows(
        self, source: Source, rule: Json, trashed: bool, question: str
    ) -> tuple[list[Key], list[Row]]:
        version, keys, rows = self._sorted.get(question, (-1, [], []))
        if version == source.version:
            return keys, rows
        passes = _everything if "filter" not in rule else compile_filter(source, rule["filter"])
        key = compile_sorts(source, rule.get("sorts", []))
        chosen = [row for row in source.rows.values() if row.trashed == trashed and passes(row)]
        pairs = sorted(((key(row), row) for row in chosen), key=_first)
        keys, rows = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        self._sorted = {question: (source.version, keys, rows)}
        return keys, rows

    def _cursor(self, value: object, question: str) -> Cursor:
        if value is None:
            return Cursor(question, (), 0)
        text = check_string(value, "body.start_cursor")
        cursor = self._cursors.get(text)
        if cursor is None or cursor.question != question:
            raise invalid(f"The start_cursor provided is invalid: {text}")
        return cursor

    def _keep(self, cursor: Cursor) -> str:
        name = str(uuid.UUID(int=len(self._cursors) + (4 << 76) + (8 << 60), version=4))
        self._cursors[name] = cursor
        return name

    def _cap(self) -> int:
        self._served_pages += 1
        if not self.short_pages:
            return MAX_PAGE_SIZE
        return self.short_pages[(self._served_pages - 1) % len(self.short_pages)]


def _everything(row: Row) -> bool:
    return True


_first: Callable[[tuple[Key, Row]], Key] = lambda pair: pair[0]  # noqa: E731


def _page_size(options: Json) -> int:
    value = check_number(options.get("page_size", MAX_PAGE_SIZE), "body.page_size")
    if not isinstance(value, int):
        raise mismatch("body.page_size", "an integer", value)
    if not 1 <= value <= MAX_PAGE_SIZE:
        raise mismatch("body.page_size", "≥ `1`" if value < 1 else f"≤ `{MAX_PAGE_SIZE}`", value)
    return value
