"""L'essai à blanc : un rangement et un journal qui lisent tout et n'écrivent rien."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from models.envois import Recu
from models.ports import DecisionLog, Senders, TicketDesk
from models.tickets import Reservation

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from datetime import datetime

    from errors import SupportError
    from models.statistics import BilanJournal, ComptesTickets, DecisionPassee, Periode
    from models.tickets import Dossier, Echange, ReponseType, Ticket, Traitement

SANS_TICKET = ""
"""Identifiant d'un ticket qui n'a pas été créé."""


class ReadOnlyDesk(TicketDesk):
    """Lit dans un vrai rangement ; les écritures n'ont pas lieu."""

    def __init__(self, desk: TicketDesk) -> None:
        self._desk = desk
        self.nom = desk.nom
        self.lot = desk.lot

    @override
    def get_reponses_types(self) -> list[ReponseType]:
        return self._desk.get_reponses_types()

    @override
    def create_reponse_type(
        self, categorie: str, texte: str, demande: str | None = None, etats: Sequence[str] = ()
    ) -> str:
        return SANS_TICKET

    @override
    def update_reponse_type(self, modele: ReponseType) -> None:
        return

    @override
    def delete_reponse_type(self, modele_id: str) -> None:
        return

    @override
    def create_contact_ticket(
        self,
        email: str,
        nom: str,
        id_commande: int | None,
        message: str,
        traitement: Traitement | None = None,
    ) -> str:
        return SANS_TICKET

    @override
    def create_once(
        self,
        email: str,
        nom: str,
        id_commande: int | None,
        message: str,
        traitement: Traitement | None = None,
        *,
        cle: str = "",
        puis: Callable[[str], None] = lambda ticket_id: None,
    ) -> Recu:
        return Recu(SANS_TICKET, nouveau=True)

    @override
    def write_answer(self, ticket: Ticket, traitement: Traitement) -> None:
        pass

    @override
    def update_ticket_response(
        self, ticket_id: str, reponse: str, statut: str, categorie: str | None = None
    ) -> None:
        pass

    @override
    def write_decisions(
        self, decisions: Sequence[tuple[Ticket, Traitement]]
    ) -> dict[str, SupportError]:
        return {}

    @override
    def get_ticket(self, ticket_id: str) -> Ticket | None:
        return self._desk.get_ticket(ticket_id)

    @override
    def get_tickets(self, ids: Iterable[str]) -> dict[str, Ticket]:
        return self._desk.get_tickets(ids)

    @override
    def get_tickets_by_email(self, email: str) -> list[Ticket]:
        return self._desk.get_tickets_by_email(email)

    @override
    def iter_pending_pages(self, *, libres: bool = False) -> Iterator[list[Ticket]]:
        """Les tickets en attente, même ceux qu'un autre tient : on n'en prend aucun."""
        return self._desk.iter_pending_pages()

    @override
    def iter_decided(self, depuis: datetime) -> Iterator[list[Ticket]]:
        return self._desk.iter_decided(depuis)

    @override
    def get_open_tickets(self, limit: int) -> list[Ticket]:
        return self._desk.get_open_tickets(limit)

    @override
    def count_pending(self) -> int | None:
        return self._desk.count_pending()

    @override
    def count_tickets(
        self, periode: Periode | None = None, progression: Callable[[int], None] | None = None
    ) -> ComptesTickets:
        return self._desk.count_tickets(periode, progression)


class SilentSenders(Senders):
    """Lit les vrais échanges, et ne retient les siens que le temps de l'essai."""

    def __init__(self, senders: Senders) -> None:
        self._senders = senders
        self._notes: dict[str, Echange] = {}

    @override
    def is_empty(self) -> bool:
        return self._senders.is_empty()

    @override
    def recent(self, cles: Collection[str], depuis: datetime) -> dict[str, str]:
        ici = {cle: self._notes[cle] for cle in cles if cle in self._notes}
        siens = {cle: note.ticket_id for cle, note in ici.items() if note.le >= depuis}
        return self._senders.recent(cles, depuis) | siens

    @override
    def note(self, echanges: Sequence[Echange], depuis: datetime | None = None) -> set[str]:
        pris = self.recent([e.cle for e in echanges], depuis) if depuis else {}
        perdus: set[str] = set()
        for echange in echanges:
            sien = pris.setdefault(echange.cle, echange.ticket_id) == echange.ticket_id
            if depuis and echange.part and not sien:
                perdus.add(echange.ticket_id)
            else:
                self._notes[echange.cle] = echange
        return perdus

    @override
    def forget(self, cle: str) -> None:
        self._notes.pop(cle, None)


class SilentJournal(DecisionLog):
    """Réserve tout à qui demande, et ne note rien."""

    def __init__(self, journal: DecisionLog) -> None:
        self._journal = journal

    @override
    def claim(self, tickets: Sequence[Ticket]) -> list[Reservation]:
        return [Reservation(ticket, ligne=0) for ticket in tickets]

    @override
    def unfinished(self) -> list[str]:
        """Rien : à blanc, on ne reprend le travail de personne."""
        return []

    @override
    def renew(self, reservations: Sequence[Reservation]) -> None:
        pass

    @override
    def record(self, decisions: Sequence[tuple[Reservation, Dossier]]) -> set[int]:
        return {reservation.ligne for reservation, _ in decisions}

    @override
    def close(
        self,
        *,
        faits: Sequence[Reservation] = (),
        rendus: Sequence[Reservation] = (),
        oublies: Sequence[Reservation] = (),
    ) -> None:
        pass

    @override
    def add(self, ticket_id: str, dossier: Dossier) -> None:
        pass

    @override
    def summary(self, periode: Periode | None = None) -> BilanJournal:
        return self._journal.summary(periode)

    @override
    def iter_decisions(self) -> Iterator[list[DecisionPassee]]:
        return self._journal.iter_decisions()
