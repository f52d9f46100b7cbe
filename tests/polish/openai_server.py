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
    codage: str = ""


@dataclass(frozen=True)
class Requete:
    """Une demande reçue : ses deux textes, et le schéma JSON qu'elle impose s'il y en a un."""

    consigne: str
    texte: str
    schema: dict[str, Any] | None = None

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


def choice(ouverture: object = 1, cloture: object = 1) -> Effet:
    """Un choix bien formé."""
    return completion(json.dumps({"ouverture": ouverture, "cloture": cloture}))


def obliging(requete: Requete) -> Effet:
    """Choisit les premières politesses ; rend un brouillon tel quel."""
    return choice() if requete.schema else completion(requete.reponse)


@dataclass
class ServeurOpenAI:
    """À utiliser dans un ``with`` ; ``comportement`` peut changer entre deux appels."""

    comportement: Comportement = obliging
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
        document = json.loads(corps)
        messages = document["messages"]
        schema = document.get("response_format", {}).get("json_schema", {}).get("schema")
        requete = Requete(messages[0]["content"], messages[1]["content"], schema)
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
        champs = set(document) - {"response_format"}
        if champs != {"model", "messages"} or document["model"] != MODELE:
            return f"champs inattendus : {sorted(document)}"
        if "response_format" in document and not _is_strict(document["response_format"]):
            return "schéma mal formé"
        if [set(m) for m in document["messages"]] != [{"role", "content"}] * 2:
            return "messages mal formés"
        if [m["role"] for m in document["messages"]] != ["system", "user"]:
            return "rôles inattendus"
        return None

    def _send(self, effet: Effet) -> None:
        self.send_response(effet.statut)
        self.send_header("Content-Type", effet.type)
        if effet.codage:
            self.send_header("Content-Encoding", effet.codage)
        longueur = len(effet.corps) + (1000 if effet.coupe or effet.goutte_s else 0)
        self.send_header("Content-Length", str(longueur))
        self.end_headers()
        try:
            self.wfile.write(effet.corps)
            self.wfile.flush()
        except OSError:  # le client n'a pas voulu tout lire
            self.close_connection = True
            return
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


def _is_strict(demande: Any) -> bool:
    """Vrai d'un ``response_format`` que le mode strict accepte."""
    if set(demande) != {"type", "json_schema"} or demande["type"] != "json_schema":
        return False
    nomme = demande["json_schema"]
    schema = nomme["schema"]
    return (
        set(nomme) == {"name", "strict", "schema"}
        and nomme["strict"] is True
        and schema["additionalProperties"] is False
        and list(schema["properties"]) == schema["required"]
    )


def _between(texte: str, balise: str) -> str:
    trouve = re.search(rf"<{balise}>\n(.*?)\n</{balise}>", texte, re.S)
    return trouve[1] if trouve else ""
