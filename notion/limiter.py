"""Le budget de requêtes de Notion : une fenêtre glissante de 60 secondes, partagée par les fils."""

import threading
from collections import deque

FENETRE = 60.0
"""Durée de la fenêtre, en secondes (documentation de l'API Notion, « Rate limits »)."""

_MARGE = 0.05
"""Secondes ajoutées à la fenêtre : deux requêtes espacées de 60 s exactement au départ peuvent
arriver un peu plus rapprochées."""


class Limiter:
    """Donne à chaque requête l'instant où elle peut partir, sans jamais dépasser le budget.

    Le budget d'une fenêtre se dépense d'un coup si rien ne l'empêche : seule compte la somme des
    60 dernières secondes. Toutes les durées sont en secondes d'une horloge monotone.
    """

    def __init__(self, par_minute: int) -> None:
        self._departs: deque[float] = deque(maxlen=par_minute)
        self._pas_avant = float("-inf")
        self._verrou = threading.Lock()

    @property
    def par_minute(self) -> int:
        """Nombre de requêtes permises par fenêtre."""
        return self._departs.maxlen or 1

    def reserve(self, maintenant: float) -> float:
        """Réserve le prochain départ possible et rend son instant, jamais avant ``maintenant``."""
        with self._verrou:
            depart = max(maintenant, self._pas_avant)
            if len(self._departs) == self.par_minute:
                depart = max(depart, self._departs[0] + FENETRE + _MARGE)
            self._departs.append(depart)
            return depart

    def pause(self, jusqua: float) -> None:
        """Retient les départs à venir jusqu'à cet instant (Notion a demandé d'attendre)."""
        with self._verrou:
            self._pas_avant = max(self._pas_avant, jusqua)

    def lead_time(self, maintenant: float, requetes: int) -> float:
        """Secondes à attendre pour qu'une suite de requêtes tienne ensuite en une fenêtre.

        Lire une page de tickets sans avoir de quoi les écrire dans la minute obligerait à les
        relire un par un. Le budget d'une fenêtre étant fixe, cette attente ne ralentit rien.
        """
        with self._verrou:
            manquent = len(self._departs) + requetes - self.par_minute
            if manquent <= 0:
                return 0.0
            dernier = self._departs[min(manquent, len(self._departs)) - 1]
            return max(0.0, dernier + _MARGE - maintenant)


_partages: dict[tuple[str, int], Limiter] = {}
_verrou = threading.Lock()


def shared_limiter(compte: str, par_minute: int) -> Limiter:
    """Le budget commun à tout le processus pour ce compte (une empreinte, jamais le jeton)."""
    with _verrou:
        return _partages.setdefault((compte, par_minute), Limiter(par_minute))
