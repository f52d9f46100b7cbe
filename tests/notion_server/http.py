"""Le transport : de vraies connexions HTTP/1.1, et les pannes jouées sur la prise elle-même."""

import contextlib
import select
import socket
import struct
import sys
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol

from tests.notion_server.faults import Reply


@dataclass(frozen=True)
class Request:
    """Une requête lue sur la prise."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Response:
    """Ce qu'il faut répondre, et comment (``SILENCE`` et ``CUT`` n'envoient rien)."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    reply: Reply = Reply.JSON
    longest_silence_s: float = 0.0


class Application(Protocol):
    """Ce qui répond aux requêtes."""

    def answer(self, request: Request) -> Response: ...

    def crashed(self, error: BaseException) -> None: ...


class Listener(ThreadingHTTPServer):
    """Écoute sur 127.0.0.1 ; connaît ses connexions ouvertes pour pouvoir les fermer."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, port: int, application: Application) -> None:
        self.application = application
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", port), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Un client qui raccroche n'est pas une erreur ; tout le reste est un défaut d'ici."""
        error = sys.exception()
        if error is not None and not isinstance(error, ConnectionError):
            self.application.crashed(error)

    def stop(self) -> None:
        """Cesse d'écouter et ferme les connexions en cours."""
        self.shutdown()
        self.server_close()
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Listener

    def do_GET(self) -> None:
        self._serve()

    do_POST = do_PATCH = do_DELETE = do_PUT = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        """Le journal du serveur est ``server.requests`` ; rien sur la sortie d'erreur."""

    def _serve(self) -> None:
        # Un client qui raccroche est une panne comme une autre : il n'y a plus rien à lui dire.
        with contextlib.suppress(ConnectionError):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(self.command, self.path, headers, body)
            self._send(self.server.application.answer(request))

    def _send(self, response: Response) -> None:
        if response.reply is Reply.SILENCE:
            select.select([self.connection], [], [], response.longest_silence_s)
        if response.reply in (Reply.SILENCE, Reply.CUT):
            self._cut()
            return
        sent = response.body
        if response.reply is Reply.TRUNCATED:
            sent = sent[: len(sent) // 2]
        kind = {Reply.TEXT: "text/plain", Reply.HTML: "text/html"}.get(
            response.reply, "application/json"
        )
        lines = [
            f"HTTP/1.1 {response.status} {self.responses.get(response.status, ('Overloaded',))[0]}",
            f"Content-Type: {kind}; charset=utf-8",
            f"Content-Length: {len(sent)}",
            *(f"{name}: {value}" for name, value in response.headers.items()),
        ]
        # Un seul envoi : en deux, l'accusé de réception retardé coûterait 40 ms par réponse.
        self.wfile.write("\r\n".join(lines).encode() + b"\r\n\r\n" + sent)

    def _cut(self) -> None:
        """Coupe net (RST), comme un routeur qui oublie la connexion."""
        self.close_connection = True
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.connection.close()
