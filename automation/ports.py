"""Ce que l'agent attend du fichier clients et du journal (les tickets : ``ticket_desk``)."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from models import (
    TOUJOURS,
    BilanJournal,
    Client,
    Commande,
    Dossier,
    Periode,
    Reservation,
    StatistiquesClient,
    Ticket,
)


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

    def record(self, decisions: Sequence[tuple[Reservation, Dossier]]) -> None:
        """Valide des décisions, avant qu'elles ne soient écrites sur les tickets."""
        ...

    def close(
        self,
        *,
        faits: Sequence[int] = (),
        rendus: Sequence[int] = (),
        oublies: Sequence[int] = (),
    ) -> None:
        """Clôt des lignes : faites, rendues à qui voudra, ou oubliées."""
        ...

    def add(self, ticket_id: str, dossier: Dossier) -> None:
        """Note la décision d'un ticket créé complet."""
        ...

    def summary(self, periode: Periode = TOUJOURS) -> BilanJournal:
        """Ce que le programme a décidé ces jours-là, compté."""
        ...
