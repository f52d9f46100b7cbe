"""Les textes enrichis de Notion : une suite de morceaux de 2 000 unités UTF-16 au plus."""

from collections.abc import Sequence

from tests.notion_server.errors import (
    Json,
    check_boolean,
    check_choice,
    check_list,
    check_object,
    check_string,
    check_type_key,
    unsupported,
)

MAX_UNITS = 2000
MAX_PIECES = 100

PLAIN = ("default", "gray", "brown", "orange", "yellow", "green", "blue", "purple", "pink", "red")
COLORS = PLAIN + tuple(f"{color}_background" for color in PLAIN[1:])
STYLES = ("bold", "italic", "strikethrough", "underline", "code")


def piece(content: str, link: str | None = None, color: str = "default", **styles: bool) -> Json:
    """Un morceau tel que Notion le rend (``styles`` : bold, italic…)."""
    return {
        "type": "text",
        "text": {"content": content, "link": {"url": link} if link else None},
        "annotations": {**{style: styles.get(style, False) for style in STYLES}, "color": color},
        "plain_text": content,
        "href": link,
    }


def plain(pieces: Sequence[Json]) -> str:
    """Le texte qu'une personne voit."""
    return "".join(item["plain_text"] for item in pieces)


def typed(text: str | Sequence[Json]) -> list[Json]:
    """Ce que Notion garde d'un texte saisi par une personne (ou de morceaux déjà prêts)."""
    if not isinstance(text, str):
        return list(text)
    pieces, start, units = [], 0, 0
    for position, character in enumerate(text):
        size = 2 if character > "\uffff" else 1
        if units + size > MAX_UNITS:
            pieces.append(piece(text[start:position]))
            start, units = position, 0
        units += size
    return [*pieces, piece(text[start:])] if text else []


def parse(value: object, where: str) -> list[Json]:
    """Vérifie un texte enrichi reçu et le rend comme Notion le rendra."""
    pieces = [
        _parse_piece(item, f"{where}[{index}]")
        for index, item in enumerate(check_list(value, where, MAX_PIECES))
    ]
    return [item for item in pieces if item["plain_text"]]


def _parse_piece(value: object, where: str) -> Json:
    if isinstance(value, dict) and ("mention" in value or "equation" in value):
        raise unsupported(where)
    item = check_object(value, where, ("type", "text", "annotations"), ("text",))
    check_type_key(item, where, "text")
    text = check_object(item["text"], f"{where}.text", ("content", "link"), ("content",))
    content = check_string(text["content"], f"{where}.text.content", maximum=MAX_UNITS)
    link = text.get("link")
    if link is not None:
        link = check_object(link, f"{where}.text.link", ("url",), ("url",))["url"]
        check_string(link, f"{where}.text.link.url", maximum=MAX_UNITS, populated=True)
    marks = check_object(item.get("annotations", {}), f"{where}.annotations", (*STYLES, "color"))
    for style in STYLES:
        check_boolean(marks.get(style, False), f"{where}.annotations.{style}")
    check_choice(marks.get("color", "default"), f"{where}.annotations.color", COLORS)
    return piece(content, link, **marks)
