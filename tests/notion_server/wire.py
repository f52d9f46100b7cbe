"""Ce qui se vérifie avant de savoir de quoi parle la requête : en-têtes, taille, JSON."""

import json
from typing import Any

from tests.notion_server.errors import ApiError, Json, mismatch
from tests.notion_server.http import Request

VERSION = "2025-09-03"
MAX_BODY = 500_000


def check_headers(headers: dict[str, str], token: str | None) -> None:
    """Le jeton, puis la version : tous deux obligatoires, et rien d'approchant."""
    if token is None or headers.get("authorization") != f"Bearer {token}":
        raise ApiError(401, "unauthorized", "API token is invalid.")
    version = headers.get("notion-version")
    where = "Notion-Version header"
    if version is None:
        raise ApiError(
            400,
            "missing_version",
            f"{where} failed validation: {where} should be defined, instead was `undefined`.",
        )
    if version != VERSION:
        raise ApiError(
            400,
            "validation_error",
            f'{where} failed validation: {where} should be `"{VERSION}"`, instead was '
            f'`"{version}"`.',
        )


def dump(value: Json) -> bytes:
    """Le JSON d'une réponse."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


def readable(body: bytes) -> Any:
    """Le corps pour le journal : JSON si possible, sinon ce qu'on peut en lire."""
    try:
        return json.loads(body) if body else None
    except ValueError:
        return body.decode("utf-8", "replace")


def read_body(request: Request) -> Json:
    """Le corps d'une requête : un objet JSON d'au plus 500 Ko, et aucun pour un GET."""
    if len(request.body) > MAX_BODY:
        raise ApiError(413, "validation_error", "Request body too large.")
    if request.method == "GET":
        if request.body:
            raise mismatch("body", "not present", "…")
        return {}
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise ApiError(400, "invalid_json", "Error parsing JSON body.")
    try:
        body = json.loads(request.body, parse_constant=_not_json)
    except ValueError:
        raise ApiError(400, "invalid_json", "Error parsing JSON body.") from None
    if not isinstance(body, dict):
        raise mismatch("body", "an object", body)
    return body


def _not_json(constant: str) -> None:
    """``NaN`` et ``Infinity`` ne sont pas du JSON, quoi qu'en dise la bibliothèque."""
    raise ValueError(constant)
