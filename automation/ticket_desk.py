"""Ce que l'agent attend d'un rangement de tickets et de modèles.

Deux rangements le remplissent, en SQL et dans Notion, et un même contrat de tests les tient.
Chaque méthode lève un enfant de ``errors.SupportError``, jamais l'erreur d'une bibliothèque.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from errors import SupportError
from models.periods import TOUJOURS, Periode
from models.tickets import ReponseType, Ticket, Traitement

if TYPE_CHECKING:
    from models.statistics import ComptesTickets


class TicketDesk(Protocol):
    """Le bureau où sont rangés les modèles de réponse et les tickets."""

    @property
    def nom(self) -> str:
        """Nom court et stable du rangement, tel que le journal le note (« sql », « notion »)."""
        ...

    @property
    def lot(self) -> int:
        """Nombre de tickets à décider et à écrire ensemble : l'arrêt attend la fin d'un lot."""
        ...

    def get_reponses_types(self) -> list[ReponseType]:
        """Tous les modèles, du plus ancien au plus récent."""
        ...

    def get_reponses_by_categorie(self, categorie: str) -> list[ReponseType]:
        """Les modèles d'une catégorie, du plus ancien au plus récent ; vide s'il n'y en a pas."""
        ...

    def create_reponse_type(self, categorie: str, reponse: str) -> str:
        """Ajoute un modèle et rend son identifiant.

        Raises:
            UsageError: catégorie ou texte vide, ou catégorie refusée par le rangement.
        """
        ...

    def create_contact_ticket(
        self,
        email: str,
        nom: str,
        id_commande: int | None,
        message: str,
        traitement: Traitement | None = None,
    ) -> str:
        """Crée un ticket, d'une seule écriture, et rend son identifiant.

        Sans ``traitement``, le ticket est « Nouveau » ; avec, il est complet d'emblée.
        """
        ...

    def update_ticket_response(
        self, ticket_id: str, reponse: str, statut: str, categorie: str | None = None
    ) -> None:
        """Écrit une réponse et un statut sur un ticket, quel que soit son état.

        Args:
            categorie: la catégorie à écrire aussi ; ``None`` n'y touche pas.

        Raises:
            TicketError: le ticket n'existe pas.
            UsageError: le statut n'est pas l'un des quatre de ``Statut``.
        """
        ...

    def write_decisions(
        self, decisions: Sequence[tuple[Ticket, Traitement]]
    ) -> dict[str, SupportError]:
        """Écrit des décisions sur des tickets en attente ; rend les échecs, par identifiant.

        Un ticket qui n'est plus en attente n'est pas touché : son échec est une
        ``TicketTakenError``. Un échec n'empêche pas les écritures suivantes.
        """
        ...

    def get_ticket(self, ticket_id: str) -> Ticket | None:
        """Le ticket tel qu'il est maintenant, ou ``None`` s'il n'existe plus."""
        ...

    def get_tickets(self, ids: Iterable[str]) -> dict[str, Ticket]:
        """Ceux de ces tickets qui existent, tels qu'ils sont maintenant, par identifiant."""
        ...

    def get_tickets_by_email(self, email: str) -> list[Ticket]:
        """Tous les tickets de cette adresse, du plus ancien au plus récent."""
        ...

    def get_pending_tickets(self) -> list[Ticket]:
        """Tous les tickets « Nouveau » ou sans statut, du plus ancien au plus récent."""
        ...

    def iter_pending_pages(self, *, libres: bool = False) -> Iterator[list[Ticket]]:
        """Les mêmes, par pages lues à mesure.

        Un ticket en attente au premier appel est rendu une fois exactement, même si les
        précédents changent de statut pendant le parcours.

        Args:
            libres: laisse de côté ceux qu'un autre poste tient, si le rangement sait le dire.
        """
        ...

    def get_open_tickets(self, limit: int) -> list[Ticket]:
        """Les tickets qu'une personne peut avoir à traiter, du plus ancien au plus récent.

        Ceux en attente (« Nouveau » ou sans statut) et ceux confiés (« En cours »).

        Args:
            limit: nombre de tickets au plus.
        """
        ...

    def count_pending(self) -> int | None:
        """Le nombre de tickets en attente, ou ``None`` si le compter coûterait trop."""
        ...

    def count_tickets(
        self, periode: Periode = TOUJOURS, progression: Callable[[int], None] | None = None
    ) -> ComptesTickets:
        """Les tickets créés ces jours-là, par statut, par catégorie et par jour (UTC).

        Args:
            progression: appelé à mesure avec le nombre de tickets lus, s'il faut les lire un à un.
        """
        ...
