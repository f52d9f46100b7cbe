"""Un appel à ``chat.completions`` d'un serveur compatible, borné en temps et en taille.

Seul endroit qui importe ``openai`` (340 à 490 ms), et seulement au premier appel.
"""

import json
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from config import Settings

if TYPE_CHECKING:
    from openai import APIStatusError, OpenAI

DEFAULT_MODEL = "gpt-5.4-mini"
"""Modèle si ``OPENAI_MODEL`` est vide : le plus récent des petits modèles de conversation que
nomme openai 3.54.0 (``openai.types.ChatModel``) ; réécrire quelques phrases ne demande rien
de plus."""

ADRESSE = "https://api.openai.com/v1"

DELAI_S = 20.0
"""Secondes laissées à un essai, réponse entière comprise."""

ESSAIS = 2
"""Un essai, et un second si l'ennui peut être passager."""

PAUSE_S = 0.5
"""Entre les deux essais. ``Retry-After`` n'est pas suivi : il peut demander une minute, et un
ticket n'attend pas une politesse."""

TAILLE_MAX = 1_000_000
"""Octets lus d'une réponse : une réécriture en fait quelques milliers."""

_PASSAGERS = frozenset(
    {"trop_de_demandes", "serveur_en_panne", "serveur_injoignable", "delai_depasse"}
)


class ServeurMuet(Exception):
    """Le serveur n'a pas rendu de réponse.

    Attributes:
        motif: code de ``automation.polish.polisher.MOTIFS``.
    """

    def __init__(self, motif: str) -> None:
        super().__init__(motif)
        self.motif = motif


@dataclass(frozen=True, slots=True)
class Reponse:
    """Ce que le serveur a rendu.

    Attributes:
        refus: le serveur dit avoir refusé ou filtré.
        tronquee: le texte a été coupé par une limite de longueur.
    """

    texte: str
    refus: bool
    tronquee: bool
    jetons_entree: int
    jetons_sortie: int


class ChatClient:
    """Un serveur compatible avec OpenAI ; plusieurs fils peuvent s'en servir à la fois.

    Args:
        settings: la clé, l'adresse et le modèle.
        delai_s: secondes laissées à un essai, réponse entière comprise.
        pause_s: secondes entre deux essais.
    """

    def __init__(
        self, settings: Settings, *, delai_s: float = DELAI_S, pause_s: float = PAUSE_S
    ) -> None:
        self._delai_s, self._pause_s = delai_s, pause_s
        self._cle = settings.openai_api_key or ""
        self._adresse = settings.openai_base_url or ADRESSE
        self._modele = settings.openai_model or DEFAULT_MODEL
        self._openai: OpenAI | None = None
        self._verrou = threading.Lock()

    def ask(self, consigne: str, texte: str) -> Reponse:
        """Pose une question et attend la réponse, deux essais au plus.

        Raises:
            ServeurMuet: pas de réponse exploitable ; le motif dit pourquoi.
        """
        for essai in range(1, ESSAIS + 1):
            try:
                return self._ask_once(consigne, texte)
            except ServeurMuet as ennui:
                if essai == ESSAIS or ennui.motif not in _PASSAGERS:
                    raise
            time.sleep(self._pause_s)
        raise AssertionError("inatteignable : le dernier essai rend ou lève")

    def close(self) -> None:
        """Ferme les connexions."""
        with self._verrou:
            if self._openai is not None:
                self._openai.close()
                self._openai = None

    def _ask_once(self, consigne: str, texte: str) -> Reponse:
        limite = time.monotonic() + self._delai_s
        # Ni température ni longueur : les modèles qui raisonnent refusent l'une, et le nom de
        # l'autre dépend du serveur. La lecture en flux borne le temps total, que le délai de la
        # bibliothèque ne borne qu'entre deux paquets.
        with (
            _translated(),
            self._connected().chat.completions.with_streaming_response.create(
                model=self._modele,
                messages=[
                    {"role": "system", "content": consigne},
                    {"role": "user", "content": texte},
                ],
            ) as flux,
        ):
            corps = b""
            for morceau in flux.iter_bytes():
                corps += morceau
                if time.monotonic() > limite:
                    raise ServeurMuet("delai_depasse")
                if len(corps) > TAILLE_MAX:
                    raise ServeurMuet("reponse_illisible")
        return parse_completion(corps)

    def _connected(self) -> "OpenAI":
        with self._verrou:
            if self._openai is None:
                from openai import OpenAI

                if not (self._cle.isascii() and self._cle.isprintable()):
                    raise ServeurMuet("cle_refusee")
                self._openai = OpenAI(
                    api_key=self._cle, base_url=self._adresse, timeout=self._delai_s, max_retries=0
                )
                # Ses connexions se ferment avec nous, sans que personne ait à y penser.
                weakref.finalize(self, self._openai.close)
            return self._openai


def parse_completion(corps: bytes) -> Reponse:
    """Lit le corps d'une réponse ``chat.completion``, sans rien tenir pour acquis.

    Raises:
        ServeurMuet: ``reponse_illisible``.
    """
    try:
        document = json.loads(corps)
        choix = document["choices"][0]
        message, fin = choix["message"], choix.get("finish_reason")
        contenu, refus = message.get("content"), message.get("refusal")
    # RecursionError : un JSON emboîté mille fois.
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        raise ServeurMuet("reponse_illisible") from None
    if not isinstance(contenu, str | None):
        raise ServeurMuet("reponse_illisible")
    comptes = document.get("usage")
    return Reponse(
        texte=contenu or "",
        refus=bool(refus) or fin == "content_filter",
        tronquee=fin == "length",
        jetons_entree=_count(comptes, "prompt_tokens"),
        jetons_sortie=_count(comptes, "completion_tokens"),
    )


def _count(comptes: Any, nom: str) -> int:
    valeur = comptes.get(nom) if isinstance(comptes, dict) else None
    return valeur if isinstance(valeur, int) and valeur > 0 else 0


@contextmanager
def _translated() -> Iterator[None]:
    """Traduit ce que lèvent ``openai`` et son transport."""
    import httpx2
    import openai

    try:
        yield
    except openai.APIStatusError as erreur:
        raise ServeurMuet(_status_reason(erreur)) from erreur
    except (openai.APITimeoutError, httpx2.TimeoutException) as erreur:
        raise ServeurMuet("delai_depasse") from erreur
    except (openai.APIConnectionError, httpx2.TransportError) as erreur:
        raise ServeurMuet("serveur_injoignable") from erreur
    except (openai.OpenAIError, httpx2.HTTPError, httpx2.InvalidURL) as erreur:
        raise ServeurMuet("reponse_illisible") from erreur


def _status_reason(erreur: "APIStatusError") -> str:
    if erreur.status_code == 429:
        return "quota_epuise" if erreur.code == "insufficient_quota" else "trop_de_demandes"
    if erreur.status_code in (408, 409) or erreur.status_code >= 500:
        return "serveur_en_panne"
    motifs = {401: "cle_refusee", 403: "cle_refusee", 404: "modele_inconnu"}
    if erreur.code == "model_not_found":
        return "modele_inconnu"
    return motifs.get(erreur.status_code, "demande_refusee")
