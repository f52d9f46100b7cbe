"""Une requête à Notion : son budget, ses reprises, et l'erreur en français quand elle échoue."""

import json
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from notion.faults import BlockedError, Cible, Fault, read_fault, translate
from notion.limiter import Limiter
from notion.schema import Json

if TYPE_CHECKING:
    import httpx
    from notion_client import Client

TENTATIVES = 7
"""Envois d'une même requête : à 20 % de fautes, moins de deux requêtes sur cent mille échouent."""

TENTATIVES_SANS_CONTACT = 3
"""Envois quand rien n'a encore jamais répondu : l'adresse ou le réseau est sans doute en cause."""

_RECUL_MAX = 30.0
_ATTENTE_MAX = 900
"""Au-delà d'un quart d'heure demandé par Notion, mieux vaut relancer plus tard qu'attendre."""

OnWait = Callable[[float, str], None]
"""Appelé avant une attente d'une seconde ou plus, une fois pour tous les fils qui attendent : sa
durée, et sa raison en français."""


@dataclass(frozen=True, slots=True)
class Horloge:
    """Le temps, donné à part pour que les tests n'attendent pas."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class Transport:
    """Envoie les requêtes de tous les fils d'un ``NotionManager``.

    Attributes:
        client: le client de notion-client, sans ses reprises.
        limiter: le budget ; ``request_count``: nombre de requêtes envoyées.
        on_wait: appelé avant chaque attente sensible.
    """

    def __init__(self, client: "Client", limiter: Limiter, horloge: Horloge) -> None:
        self.client = client
        self.limiter = limiter
        self.horloge = horloge
        self.on_wait: OnWait | None = None
        self.request_count = 0
        self._verrou = threading.Lock()
        self._dit_jusqua = float("-inf")
        self._repondu = False
        self._avance = 0.0
        client.client.event_hooks["response"].append(self._note_date)

    def close(self) -> None:
        """Ferme les connexions."""
        self.client.close()

    def server_now(self) -> datetime:
        """L'heure de Notion, jamais plus tard que l'heure d'ici : ce qui suit est créé après."""
        return datetime.fromtimestamp(self.horloge.now().timestamp() + self._avance, UTC)

    def call(
        self,
        cible: Cible,
        envoyer: Callable[[], Any],
        *,
        avant: Callable[[], Json | None] | None = None,
        retrouver: Callable[[], Json | None] | None = None,
        ecriture: bool = False,
    ) -> Json:
        """Envoie une requête, et recommence tant que la faute est passagère.

        Args:
            cible: ce qu'elle vise, pour les phrases.
            envoyer: l'envoie une fois.
            avant: appelé juste avant chaque envoi ; s'il rend quelque chose, rien n'est envoyé.
            retrouver: pour une création, relit ce qu'un envoi incertain a pu enregistrer ;
                ``None`` si rien ne l'a été, et alors seulement on recommence.
            ecriture: la requête écrit ; si elle n'est pas une création, la répéter est sans effet.

        Raises:
            SupportError: la faute dure, traduite.
        """
        tentative, raison = 0, "budget de requêtes Notion"
        while True:
            tentative += 1
            maintenant = self.horloge.monotonic()
            self._wait(self.limiter.reserve(maintenant) - maintenant, raison)
            deja = avant() if avant else None
            if deja is not None:
                return deja
            try:
                return self._send(envoyer)
            except Exception as erreur:
                # Les trois familles de fautes n'ont pas de parent commun ; le reste est un bogue.
                faute = read_fault(erreur)
                if faute is None:
                    raise
                fini = self._after_fault(faute, tentative, retrouver, ecriture)
                if fini is not None:
                    return fini
                if not faute.passagere or tentative >= self._attempts(faute):
                    doute = ecriture and retrouver is None
                    raise translate(faute, cible, ecriture=doute) from erreur
                raison = self._back_off(faute, tentative)

    def read(self, cible: Cible, envoyer: Callable[[], Any]) -> tuple[Json, datetime]:
        """Envoie une lecture ; rend la réponse, et l'instant du dernier envoi."""
        lu_le = self.horloge.now()

        def dater() -> None:
            nonlocal lu_le
            lu_le = self.horloge.now()

        reponse = self.call(cible, envoyer, avant=dater)
        return reponse, lu_le

    def _send(self, envoyer: Callable[[], Any]) -> Json:
        with self._verrou:
            self.request_count += 1
        reponse = envoyer()
        if not isinstance(reponse, dict):
            raise json.JSONDecodeError("la réponse n'est pas un objet", "", 0)
        self._repondu = True
        return reponse

    def _after_fault(
        self,
        faute: Fault,
        tentative: int,
        retrouver: Callable[[], Json | None] | None,
        ecriture: bool,
    ) -> Json | None:
        """Ce que l'envoi a enregistré malgré la faute, si on peut le savoir."""
        self._repondu = self._repondu or faute.statut is not None
        if ecriture and faute.enregistre:
            return {"id": faute.enregistre}
        if retrouver is None or not faute.incertaine:
            return None
        # Ce qui a été accepté peut encore être en train de s'écrire : on lui laisse un instant.
        self._wait(self._delay(min(tentative, 2)), "vérification de la dernière écriture")
        return retrouver()

    def _attempts(self, faute: Fault) -> int:
        jamais = faute.refusee and not self._repondu
        return TENTATIVES_SANS_CONTACT if jamais else TENTATIVES

    def _back_off(self, faute: Fault, tentative: int) -> str:
        """Attend avant de recommencer ; rend la raison de l'attente qui pourrait suivre."""
        if faute.attendre is None:
            self._wait(self._delay(tentative), f"nouvel essai ({faute.texte})")
            return "budget de requêtes Notion"
        if faute.attendre > _ATTENTE_MAX:
            raise BlockedError(
                f"Notion demande d'attendre {faute.attendre // 60} minutes avant de continuer. "
                "Relancez la commande passé ce délai."
            )
        # Le prochain « reserve » attendra, pour ce fil comme pour les autres.
        self.limiter.pause(self.horloge.monotonic() + faute.attendre)
        return "Notion demande de patienter"

    def _delay(self, tentative: int) -> float:
        """Secondes avant de recommencer : 0,5 puis le double à chaque fois, à moitié au hasard."""
        recul = min(_RECUL_MAX, 0.5 * 2.0 ** (tentative - 1))
        return recul * (0.5 + random.random() / 2)  # noqa: S311  # un hasard sans enjeu de secret

    def _wait(self, secondes: float, raison: str) -> None:
        if secondes <= 0:
            return
        if secondes >= 1 and self.on_wait and self._is_first_to_wait(secondes):
            self.on_wait(secondes, raison)
        self.horloge.sleep(secondes)

    def _is_first_to_wait(self, secondes: float) -> bool:
        """Vrai pour un seul des fils qui attendent ensemble : il le dit pour tous."""
        with self._verrou:
            fin = self.horloge.monotonic() + secondes
            premier = fin >= self._dit_jusqua + 1
            if premier:
                self._dit_jusqua = fin
            return premier

    def wait_for(self, requetes: int) -> None:
        """Attend que ce nombre de requêtes tienne dans la minute qui suit."""
        attente = self.limiter.lead_time(self.horloge.monotonic(), requetes)
        self._wait(attente, "budget de requêtes Notion")

    def _note_date(self, reponse: "httpx.Response") -> None:
        """Note de combien l'horloge d'ici avance sur celle de Notion (en-tête Date)."""
        try:
            date = parsedate_to_datetime(reponse.headers.get("date", ""))
        except ValueError:
            return
        ecart = date.timestamp() - self.horloge.now().timestamp()
        self._avance = min(0.0, ecart)
