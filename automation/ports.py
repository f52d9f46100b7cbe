"""Ce que l'agent attend du fichier clients et du journal (les tickets : ``ticket_desk``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from models.crm import Client, Commande, StatistiquesClient
from models.decisions import Dossier
from models.periods import TOUJOURS, Periode
from models.tickets import Reservation, Ticket

if TYPE_CHECKING:
    from models.journal import BilanJournal, DecisionPassee


class Crm(Protocol):
    """Les clients et leurs commandes, en lecture."""

    def get_clients_by_emails(self, emails: Iterable[str]) -> dict[str, Client]:
        """Les clients qui ont ces adresses, par ``cle_email``."""
        ...

    def get_commandes_by_clients(self, client_ids: Iterable[int]) -> dict[int, list[Commande]]:
        """Leurs commandes, par numéro de client, de la plus récente à la plus ancienne."""
        ...

    def find_clients(self, debut: str, limit: int) -> list[Client]:
        """Les clients dont l'adresse, ou à défaut le nom ou le prénom, commence ainsi."""
        ...

    def get_client_stats(self, client_id: int) -> StatistiquesClient:
        """Les commandes d'un client en chiffres."""
        ...

    def count(self) -> dict[str, Any]:
        """Nombre de clients et de commandes."""
        ...


class DecisionLog(Protocol):
    """Le journal : réservations et décisions."""

    def claim(self, tickets: Sequence[Ticket]) -> list[Reservation]:
        """Réserve ceux de ces tickets que personne ne tient, dans leur ordre."""
        ...

    def unfinished(self) -> list[str]:
        """Les tickets qu'un poste a laissés inachevés, et que leur bail a rendus."""
        ...

    def renew(self, reservations: Sequence[Reservation]) -> None:
        """Prolonge des réservations, si leur bail est assez entamé."""
        ...

    def record(self, decisions: Sequence[tuple[Reservation, Dossier]]) -> set[int]:
        """Valide des décisions avant leur écriture ; rend les lignes encore à nous."""
        ...

    def close(
        self,
        *,
        faits: Sequence[Reservation] = (),
        rendus: Sequence[Reservation] = (),
        oublies: Sequence[Reservation] = (),
    ) -> None:
        """Clôt des lignes : faites, rendues à qui voudra, ou oubliées."""
        ...

    def add(self, ticket_id: str, dossier: Dossier) -> None:
        """Note la décision d'un ticket créé complet."""
        ...

    def summary(self, periode: Periode = TOUJOURS) -> BilanJournal:
        """Ce que le programme a décidé ces jours-là, compté."""
        ...

    def iter_decisions(self) -> Iterator[list[DecisionPassee]]:
        """Les décisions faites, par pages, de la plus ancienne à la dernière."""
        ...
