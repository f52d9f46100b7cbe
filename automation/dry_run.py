"""L'essai à blanc : un rangement et un journal qui lisent tout et n'écrivent rien."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from automation.ports import DecisionLog
from automation.ticket_desk import TicketDesk
from errors import SupportError
from models.decisions import Dossier
from models.journal import BilanJournal, DecisionPassee
from models.periods import TOUJOURS, Periode
from models.statistics import ComptesTickets
from models.tickets import ReponseType, Reservation, Ticket, Traitement

SANS_TICKET = ""
"""Identifiant d'un ticket qui n'a pas été créé."""


class ReadOnlyDesk:
    """Lit dans un vrai rangement ; les écritures n'ont pas lieu."""

    def __init__(self, desk: TicketDesk) -> None:
        self._desk = desk
        self.nom = desk.nom
        self.lot = desk.lot

    def get_reponses_types(self) -> list[ReponseType]:
        """Tous les modèles."""
        return self._desk.get_reponses_types()

    def get_reponses_by_categorie(self, categorie: str) -> list[ReponseType]:
        """Les modèles d'une catégorie."""
        return self._desk.get_reponses_by_categorie(categorie)

    def create_reponse_type(self, categorie: str, reponse: str) -> str:
        """N'ajoute rien."""
        return SANS_TICKET

    def create_contact_ticket(
        self,
        email: str,
        nom: str,
        id_commande: int | None,
        message: str,
        traitement: Traitement | None = None,
    ) -> str:
        """Ne crée rien."""
        return SANS_TICKET

    def update_ticket_response(
        self, ticket_id: str, reponse: str, statut: str, categorie: str | None = None
    ) -> None:
        """N'écrit rien."""

    def write_decisions(
        self, decisions: Sequence[tuple[Ticket, Traitement]]
    ) -> dict[str, SupportError]:
        """N'écrit rien, et n'échoue donc pas."""
        return {}

    def get_ticket(self, ticket_id: str) -> Ticket | None:
        """Le ticket tel qu'il est."""
        return self._desk.get_ticket(ticket_id)

    def get_tickets(self, ids: Iterable[str]) -> dict[str, Ticket]:
        """Ces tickets tels qu'ils sont."""
        return self._desk.get_tickets(ids)

    def get_tickets_by_email(self, email: str) -> list[Ticket]:
        """Tous les tickets d'une adresse."""
        return self._desk.get_tickets_by_email(email)

    def get_pending_tickets(self) -> list[Ticket]:
        """Tous les tickets en attente."""
        return self._desk.get_pending_tickets()

    def iter_pending_pages(self, *, libres: bool = False) -> Iterator[list[Ticket]]:
        """Les mêmes, par pages ; même ceux qu'un autre tient : on n'en prend aucun."""
        return self._desk.iter_pending_pages()

    def get_open_tickets(self, limit: int) -> list[Ticket]:
        """Les tickets en attente ou confiés."""
        return self._desk.get_open_tickets(limit)

    def count_pending(self) -> int | None:
        """Le nombre de tickets en attente."""
        return self._desk.count_pending()

    def count_tickets(
        self, periode: Periode = TOUJOURS, progression: Callable[[int], None] | None = None
    ) -> ComptesTickets:
        """Les tickets comptés."""
        return self._desk.count_tickets(periode, progression)


class SilentJournal:
    """Réserve tout à qui demande, et ne note rien."""

    def __init__(self, journal: DecisionLog) -> None:
        self._journal = journal

    def claim(self, tickets: Sequence[Ticket]) -> list[Reservation]:
        """Tous ces tickets."""
        return [Reservation(ticket, ligne=0) for ticket in tickets]

    def unfinished(self) -> list[str]:
        """Rien : à blanc, on ne reprend le travail de personne."""
        return []

    def renew(self, reservations: Sequence[Reservation]) -> None:
        """Ne prolonge rien."""

    def record(self, decisions: Sequence[tuple[Reservation, Dossier]]) -> set[int]:
        """Ne note rien ; toutes les lignes sont à nous."""
        return {reservation.ligne for reservation, _ in decisions}

    def close(
        self,
        *,
        faits: Sequence[Reservation] = (),
        rendus: Sequence[Reservation] = (),
        oublies: Sequence[Reservation] = (),
    ) -> None:
        """Ne clôt rien."""

    def add(self, ticket_id: str, dossier: Dossier) -> None:
        """Ne note rien."""

    def summary(self, periode: Periode = TOUJOURS) -> BilanJournal:
        """Ce que le programme a décidé ces jours-là."""
        return self._journal.summary(periode)

    def iter_decisions(self) -> Iterator[list[DecisionPassee]]:
        """Les décisions faites jusqu'ici."""
        return self._journal.iter_decisions()
