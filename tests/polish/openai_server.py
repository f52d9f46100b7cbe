"""Un vrai serveur HTTP local qui répond à ``chat.completions``, bien ou mal, au choix du test.

Il refuse (400) toute demande qui n'a pas exactement la forme attendue, et garde ce qu'il a reçu.
"""

import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

CLE = "sk-essai-0123456789"
MODELE = "modele-d-essai"


@dataclass(frozen=True)
class Effet:
    """Ce que le serveur renvoie : ``coupe`` annonce plus d'octets qu'il n'en envoie ;
    ``goutte_s`` envoie un blanc toutes les tant de secondes, sans finir."""

    statut: int = 200
    corps: bytes = b""
    type: str = "application/json"
    coupe: bool = False
    goutte_s: float = 0.0


@dataclass(frozen=True)
class Requete:
    """Une demande reçue : ses deux textes, tels quels."""

    consigne: str
    texte: str

    @property
    def message(self) -> str:
        """Le message masqué du client."""
        return _between(self.texte, "message_client")

    @property
    def reponse(self) -> str:
        """La réponse à réécrire, avec ses repères."""
        return _between(self.texte, "reponse")


Comportement = Callable[[Requete], Effet]


def completion(
    texte: str | None,
    *,
    fin: str = "stop",
    refus: str | None = None,
    usage: tuple[int, int] = (120, 80),
) -> Effet:
    """Une réponse bien formée qui porte ce texte."""
    document = {
        "id": "chatcmpl-essai",
        "object": "chat.completion",
        "created": 1_790_000_000,
        "model": MODELE,
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": texte, "refusal": refus},
                "finish_reason": fin,
                "logprobs": None,
            }
        ],
        "usage": {
            "prompt_tokens": usage[0],
            "completion_tokens": usage[1],
            "total_tokens": sum(usage),
        },
    }
    return Effet(corps=json.dumps(document).encode())


def erreur(statut: int, code: str, message: str = "essai") -> Effet:
    """Une erreur au format d'OpenAI."""
    corps = {"error": {"message": message, "type": code, "param": None, "code": code}}
    return Effet(statut, json.dumps(corps).encode())


def echo(requete: Requete) -> Effet:
    """Rend la réponse telle quelle."""
    return completion(requete.reponse)


@dataclass
class ServeurOpenAI:
    """À utiliser dans un ``with`` ; ``comportement`` peut changer entre deux appels."""

    comportement: Comportement = echo
    requetes: list[Requete] = field(default_factory=list)
    entetes: list[dict[str, str]] = field(default_factory=list)
    recue: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def __enter__(self) -> "ServeurOpenAI":
        serveur = self

        class Guichet(_Guichet):
            owner = serveur

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Guichet)
        self._http.daemon_threads = True
        self._fil = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)
        self._fil.start()
        return self

    def __exit__(
        self,
        genre: type[BaseException] | None,
        valeur: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._fil.join()

    @property
    def url(self) -> str:
        """À donner à ``OPENAI_BASE_URL``."""
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    @property
    def textes_recus(self) -> str:
        """Tout ce qui est parvenu au serveur, consigne comprise."""
        return "\n".join(f"{r.consigne}\n{r.texte}" for r in self.requetes)


class _Guichet(BaseHTTPRequestHandler):
    owner: ServeurOpenAI
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        corps = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        defaut = self._defect(corps)
        if defaut:
            self._send(erreur(400, "invalid_request_error", defaut))
            return
        messages = json.loads(corps)["messages"]
        requete = Requete(messages[0]["content"], messages[1]["content"])
        self.owner.requetes.append(requete)
        self.owner.entetes.append(dict(self.headers))
        self.owner.recue.release()
        self._send(self.owner.comportement(requete))

    def _defect(self, corps: bytes) -> str | None:
        if self.path != "/v1/chat/completions":
            return f"chemin inattendu : {self.path}"
        if self.headers.get("Authorization") != f"Bearer {CLE}":
            return "clé inattendue"
        document: Any = json.loads(corps)
        if set(document) != {"model", "messages"} or document["model"] != MODELE:
            return f"champs inattendus : {sorted(document)}"
        if [set(m) for m in document["messages"]] != [{"role", "content"}] * 2:
            return "messages mal formés"
        if [m["role"] for m in document["messages"]] != ["system", "user"]:
            return "rôles inattendus"
        return None

    def _send(self, effet: Effet) -> None:
        self.send_response(effet.statut)
        self.send_header("Content-Type", effet.type)
        longueur = len(effet.corps) + (1000 if effet.coupe or effet.goutte_s else 0)
        self.send_header("Content-Length", str(longueur))
        self.end_headers()
        self.wfile.write(effet.corps)
        self.wfile.flush()
        if effet.goutte_s:
            self._drip(effet.goutte_s)
        if effet.coupe or effet.goutte_s:
            self.close_connection = True

    def _drip(self, pause: float) -> None:
        for _ in range(1000):
            try:
                self.wfile.write(b" ")
                self.wfile.flush()
            except OSError:  # le client s'est lassé : c'est ce que le test attend
                return
            time.sleep(pause)

    def log_message(self, format: str, *args: object) -> None:
        """Rien sur la sortie d'erreur des tests."""


def _between(texte: str, balise: str) -> str:
    trouve = re.search(rf"<{balise}>\n(.*?)\n</{balise}>", texte, re.S)
    return trouve[1] if trouve else ""
