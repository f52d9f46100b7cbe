"""Le serveur : reçoit, vérifie, joue les pannes, répond, et note tout."""

import contextlib
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from tests.notion_server.api import Api, Call
from tests.notion_server.bodies import Query
from tests.notion_server.errors import ApiError, Json
from tests.notion_server.faults import Fault, Faults, Incoming, Reply
from tests.notion_server.http import Listener, Request, Response
from tests.notion_server.limits import RateLimit
from tests.notion_server.patience import Outcomes
from tests.notion_server.people import People
from tests.notion_server.queries import Pager
from tests.notion_server.routes import Route, check_path_id, check_query, find_route
from tests.notion_server.store import Workspace
from tests.notion_server.wire import check_headers, dump, read_body, readable

TOKEN = "ntn_jeton_de_test"


def real_clock() -> datetime:
    return datetime.now(UTC)


def _ignore(entry: "Entry", answer: Json) -> None:
    """Personne ne regarde."""


@dataclass
class Entry:
    """Une ligne du journal ; ``status`` vaut ``None`` si le client n'a pas eu de réponse."""

    index: int
    method: str
    path: str
    query: Query
    body: Any
    status: int | None = None
    fault: str | None = None
    writes: bool = False
    saved: bool = False


class NotionServer(People):
    """Notion en petit, à utiliser dans un ``with`` ; ``url`` va dans ``base_url=``.

    Attributes:
        token: le seul jeton accepté.
        clock: l'horloge, à remplacer à volonté (dates de création, fenêtres de débit).
        faults: les pannes à venir.
        requests: le journal de toutes les requêtes.
        rate_limit: le budget de requêtes, ou ``None``.
        read_only: vrai pour une intégration sans le droit d'écrire (403).
        watch: appelée après chaque réponse réussie, avec la requête et le corps rendu.
        outcomes: ce qui attend chaque requête, pour les clients qui suivent ce serveur.
        latency_s: durée de chaque requête, pour mesurer ce que gagnent plusieurs fils.
    """

    def __init__(self, *, token: str = TOKEN, seed: int = 0) -> None:
        self.clock: Callable[[], datetime] = real_clock
        super().__init__(Workspace(self.now, seed))
        self.token: str | None = token
        self.faults = Faults()
        self.requests: list[Entry] = []
        self.rate_limit: RateLimit | None = None
        self.read_only = False
        self.watch: Callable[[Entry, Json], None] = _ignore
        self.outcomes = Outcomes()
        self.latency_s = 0.0
        self._crash: BaseException | None = None
        self._api = Api(self.workspace)
        self._request_ids = itertools.count(1)
        self._listener = self._listen(0)
        self.port: int = self._listener.server_address[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pager(self) -> Pager:
        """Réglages des listes : ``result_limit`` et ``short_pages``."""
        return self._api.pager

    def now(self) -> datetime:
        """L'heure du serveur."""
        return self.clock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Arrête le serveur ; relance l'erreur interne que ses fils auraient rencontrée."""
        self._listener.stop()
        if self._crash is not None:
            raise RuntimeError("le serveur d'essai a un défaut") from self._crash

    def crashed(self, error: BaseException) -> None:
        """Garde un défaut du serveur lui-même, pour que le test échoue à la fermeture."""
        self._crash = error

    @contextlib.contextmanager
    def down(self) -> Iterator[None]:
        """Pendant ce ``with``, les connexions sont refusées."""
        self._listener.stop()
        try:
            yield
        finally:
            self._listener = self._listen(self.port)

    def revoke_token(self) -> None:
        """Le jeton cesse d'être accepté."""
        self.token = None

    def count(self, method: str = "", path: str = "") -> int:
        """Nombre de requêtes reçues de cette méthode dont le chemin commence ainsi."""
        return sum(
            entry.method.startswith(method) and entry.path.startswith(path)
            for entry in self.requests
        )

    def writes(self) -> list[Entry]:
        """Les requêtes d'écriture qui ont changé quelque chose."""
        return [entry for entry in self.requests if entry.saved]

    def forget_requests(self) -> None:
        """Vide le journal ; la numérotation des requêtes repart à 1."""
        with self.lock:
            self.requests.clear()

    def answer(self, request: Request) -> Response:
        """Répond à une requête : appelé par le transport, une requête par fil à la fois."""
        time.sleep(self.latency_s)
        with self.outcomes.of(request.headers) as sort, self.lock:
            parts = urlsplit(request.target)
            query = parse_qs(parts.query, keep_blank_values=True)
            entry = Entry(
                len(self.requests) + 1, request.method, parts.path, query, readable(request.body)
            )
            self.requests.append(entry)
            response = self._respond(request, entry)
            entry.status = response.status or None
            sort.silence = response.reply is Reply.SILENCE
            return response

    def _respond(self, request: Request, entry: Entry) -> Response:
        route, failure = None, None
        try:
            route, path_id = find_route(entry.method, entry.path)
            entry.writes = route.writes
        except ApiError as error:
            failure = error
        fault = self.faults.decide(Incoming(entry.index, entry.method, entry.path, entry.writes))
        entry.fault = fault.name if fault else None
        if fault and not fault.applied:
            return self._fail(fault, None)
        if route is None or failure is not None:
            return self._error(failure or ApiError(400, "invalid_request_url", "Invalid URL."))
        try:
            result = self._execute(request, entry, route, path_id)
        except ApiError as error:
            return self._error(error)
        entry.saved = route.writes
        self.watch(entry, result)
        if fault is None or fault.reply is Reply.TRUNCATED:
            reply = fault.reply if fault else Reply.JSON
            return Response(200, dump(result), reply=reply)
        return self._fail(fault, result["id"] if route.writes else None)

    def _execute(self, request: Request, entry: Entry, route: Route, path_id: str) -> Json:
        check_headers(request.headers, self.token)
        if self.rate_limit:
            self.rate_limit.spend(self.clock())
        if self.read_only and route.writes:
            raise ApiError(
                403, "restricted_resource", "Insufficient permissions for this endpoint."
            )
        check_query(route, entry.query)
        node_id = check_path_id(route, path_id)
        return route.handle(self._api, Call(node_id, entry.query, read_body(request)))

    def _fail(self, fault: Fault, committed_id: str | None) -> Response:
        if fault.reply is Reply.JSON:
            return self._error(fault.error(committed_id, self.faults.retry_after))
        page = fault.message
        if fault.reply is Reply.HTML:
            page = f"<html><body><h1>{fault.message}</h1></body></html>"
        return Response(
            fault.status,
            page.encode(),
            reply=fault.reply,
            longest_silence_s=self.faults.longest_silence_s,
        )

    def _error(self, error: ApiError) -> Response:
        body: Json = {
            "object": "error",
            "status": error.status,
            "code": error.code,
            "message": error.message,
            "request_id": f"00000000-0000-4000-8000-{next(self._request_ids):012d}",
        }
        if error.additional_data:
            body["additional_data"] = error.additional_data
        return Response(error.status, dump(body), error.headers)

    def _listen(self, port: int) -> Listener:
        listener = Listener(port, self)
        thread = threading.Thread(
            target=listener.serve_forever, args=(0.01,), name="notion-server", daemon=True
        )
        thread.start()
        return listener
