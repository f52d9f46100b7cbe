"""Un appel à ``chat.completions`` d'un serveur compatible, borné en temps et en taille.

Seul endroit qui importe ``openai`` (340 à 490 ms), et seulement au premier appel.
"""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from config import Settings

if TYPE_CHECKING:
    from openai import OpenAI, OpenAIError

MODELE = "gpt-5.4-mini"
"""Si ``OPENAI_MODEL`` est vide : le plus récent petit ``ChatModel`` d'openai 3.54.0."""

ADRESSE = "https://api.openai.com/v1"
DELAI_S = 20.0
PAUSE_S = 0.5
"""Entre les deux essais. ``Retry-After`` n'est pas suivi : un ticket n'attend pas une politesse."""

TAILLE_MAX = 1_000_000
"""Octets lus d'une réponse, erreur ou non : elle en fait quelques milliers."""

_PASSAGERS = {"trop_de_demandes", "serveur_en_panne", "serveur_injoignable", "delai_depasse"}


class ServeurMuet(Exception):
    """Le serveur n'a pas rendu de réponse ; ``motif`` est un code de ``models.ia.MOTIFS``."""

    def __init__(self, motif: str) -> None:
        super().__init__(motif)
        self.motif = motif


class Reponse(NamedTuple):
    """Ce que le serveur a rendu ; ``motif`` dit pourquoi ce texte ne peut pas servir."""

    texte: str
    motif: str | None
    jetons: tuple[int, int]


class ChatClient:
    """Un serveur compatible ; ``delai_s`` borne un essai, réponse entière comprise."""

    def __init__(
        self, settings: Settings, *, delai_s: float = DELAI_S, pause_s: float = PAUSE_S
    ) -> None:
        self._settings, self._delai_s, self._pause_s = settings, delai_s, pause_s
        self._openai: OpenAI | None = None
        self._limite = 0.0

    def ask(self, consigne: str, texte: str, schema: Mapping[str, Any] | None = None) -> Reponse:
        """Pose une question et attend la réponse, deux essais au plus.

        Un serveur qui ne sait pas imposer ``schema`` est interrogé de nouveau sans lui.

        Raises:
            ServeurMuet: pas de réponse exploitable ; le motif dit pourquoi.
        """
        try:
            return self._ask_once(consigne, texte, schema)
        except ServeurMuet as ennui:
            if ennui.motif == "demande_refusee" and schema is not None:
                schema = None
            elif ennui.motif not in _PASSAGERS:
                raise
        time.sleep(self._pause_s)
        return self._ask_once(consigne, texte, schema)

    def close(self) -> None:
        """Ferme les connexions."""
        if self._openai is not None:
            self._openai.close()

    def _ask_once(self, consigne: str, texte: str, schema: Mapping[str, Any] | None) -> Reponse:
        # Ni température ni longueur : les modèles qui raisonnent refusent l'une, et le nom de
        # l'autre dépend du serveur.
        roles = (("system", consigne), ("user", texte))
        demande: dict[str, Any] = {
            "model": self._settings.openai_model or MODELE,
            "messages": [{"role": role, "content": contenu} for role, contenu in roles],
        }
        if schema is not None:
            nomme = {"name": "choix", "strict": True, "schema": schema}
            demande["response_format"] = {"type": "json_schema", "json_schema": nomme}
        with _translated():
            self._limite = time.monotonic() + self._delai_s
            completions = self._connected().chat.completions
            return parse_completion(completions.with_raw_response.create(**demande).content)

    def _connected(self) -> "OpenAI":
        if self._openai is None:
            from openai import DefaultHttpxClient, OpenAI

            cle = self._settings.openai_api_key or ""
            if not (cle.isascii() and cle.isprintable()):
                raise ServeurMuet("cle_refusee")
            self._openai = OpenAI(
                api_key=cle,
                base_url=self._settings.openai_base_url or ADRESSE,
                timeout=self._delai_s,
                max_retries=0,
                http_client=DefaultHttpxClient(event_hooks={"response": [self._bound]}),
            )
        return self._openai

    def _bound(self, reponse: Any) -> None:
        """Borne un corps, que la bibliothèque lit en entier, même d'une erreur."""
        from httpx2 import SyncByteStream

        flux, limite = reponse.stream, self._limite

        class Borne(SyncByteStream):
            def __iter__(self) -> Iterator[bytes]:
                reste = TAILLE_MAX
                for morceau in flux:
                    reste -= len(morceau)
                    if reste < 0 or time.monotonic() > limite:
                        raise ServeurMuet("reponse_illisible" if reste < 0 else "delai_depasse")
                    yield morceau

            def close(self) -> None:
                flux.close()

        # Ni corps compressé, qui pourrait en cacher un mille fois plus gros, ni alphabet choisi.
        reponse.headers.pop("Content-Encoding", None)
        reponse.headers["Content-Type"] = "application/json"
        reponse.stream = Borne()


def parse_completion(corps: bytes) -> Reponse:
    """Lit le corps d'un ``chat.completion``, qui peut être tout, ou lève ``ServeurMuet``."""
    try:
        document = json.loads(corps)
        choix = document["choices"][0]
        contenu, refus = choix["message"].get("content"), choix["message"].get("refusal")
        fin, comptes = choix.get("finish_reason"), document.get("usage")
    # RecursionError : un JSON emboîté mille fois.
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        raise ServeurMuet("reponse_illisible") from None
    if not isinstance(contenu, str | None):
        raise ServeurMuet("reponse_illisible")
    texte = (contenu or "").strip()
    motif = None if texte else "reponse_vide"
    if refus or fin == "content_filter":
        motif = "refus_du_modele"
    elif fin == "length":
        motif = "reponse_tronquee"
    jetons = (_count(comptes, "prompt_tokens"), _count(comptes, "completion_tokens"))
    return Reponse(texte, motif, jetons)


def _count(comptes: Any, nom: str) -> int:
    valeur = comptes.get(nom) if isinstance(comptes, dict) else None
    return valeur if isinstance(valeur, int) and 0 < valeur < 10**9 else 0


@contextmanager
def _translated() -> Iterator[None]:
    """Traduit ce que lèvent ``openai`` et son transport."""
    import openai

    try:
        yield
    except openai.OpenAIError as erreur:
        raise ServeurMuet(_reason(erreur)) from erreur


def _reason(erreur: "OpenAIError") -> str:
    from openai import APIConnectionError, APIStatusError, APITimeoutError

    if isinstance(erreur, APIConnectionError):
        return "delai_depasse" if isinstance(erreur, APITimeoutError) else "serveur_injoignable"
    if not isinstance(erreur, APIStatusError):
        return "reponse_illisible"
    statut = erreur.status_code
    if statut == 429:
        return "quota_epuise" if erreur.code == "insufficient_quota" else "trop_de_demandes"
    if statut in (408, 409) or statut >= 500:
        return "serveur_en_panne"
    if statut == 404 or erreur.code == "model_not_found":
        return "modele_inconnu"
    return "cle_refusee" if statut in (401, 403) else "demande_refusee"
