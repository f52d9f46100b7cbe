"""Écrire une décision sur un ticket sans défaire le travail d'une personne."""

from collections.abc import Callable
from datetime import datetime, timedelta

from errors import TicketTakenError
from models import Ticket, Traitement
from notion.base import Base
from notion.faults import Cible, Genre, TicketGoneError
from notion.properties import has_column, read_ticket
from notion.schema import STATUT, Json, read_id
from notion.transport import Transport

LECTURE_VALABLE = timedelta(seconds=60)
"""Au-delà, un ticket est relu avant d'être écrit : Notion n'a pas d'écriture conditionnelle."""


class Tickets:
    """Lit et écrit des tickets un par un dans la base « Contacts clients »."""

    def __init__(self, transport: Transport, base: Base) -> None:
        self._transport = transport
        self._base = base

    def find(self, ticket_id: str) -> Ticket | None:
        """Le ticket tel que Notion l'a, ou ``None`` s'il n'est plus dans la base.

        Raises:
            ConfigurationError: c'est la base entière qui n'est plus partagée.
        """
        if read_id(ticket_id) is None:
            return None
        try:
            page, lu_le = self._retrieve(ticket_id)
        except TicketGoneError:
            self._base.retrieve_source()
            return None
        parent = page["parent"].get("data_source_id")
        if page.get("in_trash") or page.get("archived") or parent != self._base.source_id():
            return None
        return read_ticket(page, lu_le) if has_column(page, STATUT, "select") else None

    def write(self, ticket_id: str, proprietes: Json) -> None:
        """Écrit des propriétés sur un ticket, quel que soit son état.

        Raises:
            TicketError: le ticket n'existe plus.
            ConfigurationError: c'est la base entière qui n'est plus partagée.
        """
        self._patch(ticket_id, proprietes, None)

    def write_pending(self, ticket: Ticket, traitement: Traitement, proprietes: Json) -> None:
        """Écrit une décision sur un ticket, s'il est encore en attente à la dernière lecture.

        Args:
            ticket: tel que lu ; sa lecture vaut 60 secondes, attentes comprises.
            traitement: la décision, sa réponse telle qu'écrite.
            proprietes: la même, pour Notion.

        Raises:
            TicketTakenError: relu, il n'est plus en attente.
            TicketError, ConfigurationError: comme ``write``.
        """
        lu_le, envoye = ticket.lu_le, False

        def relire() -> Json | None:
            nonlocal lu_le, envoye
            if self._transport.horloge.now() - lu_le <= LECTURE_VALABLE:
                envoye = True
                return None
            page, lu_le = self._retrieve(ticket.id)
            actuel = read_ticket(page, lu_le)
            if envoye and _is_written(actuel, traitement):
                return page
            if page.get("in_trash") or not actuel.en_attente_de_traitement:
                raise TicketTakenError(
                    f"Le ticket {ticket.id} n'est plus en attente : une personne ou un autre "
                    "poste s'en est chargé. Rien n'y a été changé."
                )
            envoye = True
            return None

        self._patch(ticket.id, proprietes, relire)

    def _patch(
        self, ticket_id: str, proprietes: Json, avant: Callable[[], Json | None] | None
    ) -> None:
        cible = Cible(Genre.TICKET, ticket_id)
        if read_id(ticket_id) is None:
            raise TicketGoneError(
                f"Le ticket {ticket_id} n'existe pas dans Notion : son identifiant n'en est pas un."
            )
        client = self._transport.client
        try:
            page = self._transport.call(
                cible,
                lambda: client.pages.update(ticket_id, properties=proprietes),
                avant=avant,
                ecriture=True,
            )
        except TicketGoneError:
            # Notion dit la même chose d'un ticket supprimé et d'une base qui n'est plus partagée.
            self._base.retrieve_source()
            raise
        if page.get("in_trash"):
            raise TicketGoneError(f"Le ticket {ticket_id} est dans la corbeille de Notion.")

    def _retrieve(self, ticket_id: str) -> tuple[Json, datetime]:
        lu_le = self._transport.horloge.now()

        def dater() -> None:
            nonlocal lu_le
            lu_le = self._transport.horloge.now()

        client = self._transport.client
        page = self._transport.call(
            Cible(Genre.TICKET, ticket_id), lambda: client.pages.retrieve(ticket_id), avant=dater
        )
        return page, lu_le


def _is_written(ticket: Ticket, traitement: Traitement) -> bool:
    """Vrai si le ticket porte déjà cette décision : un envoi sans réponse avait abouti."""
    meme_reponse = traitement.reponse is None or (ticket.reponse or "") == traitement.reponse
    return ticket.statut == traitement.statut and meme_reponse
