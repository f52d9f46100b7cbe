"""Créer, lire et écrire un ticket sans défaire le travail d'une personne."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from errors import TicketTakenError, UsageError
from models import ID_COMMANDE_MAX, check_email, storable
from models.tickets import Ticket, Traitement
from notion.base import Base
from notion.creation import Creations
from notion.faults import Cible, Genre, TicketGoneError
from notion.long_texts import CHAMP_MESSAGE, CHAMP_REPONSE, TextesTickets
from notion.properties import (
    categorie_properties,
    decision_properties,
    departure_properties,
    email_filter,
    has_column,
    new_ticket_properties,
    read_ticket,
    read_time,
    short_text,
    statut_properties,
)
from notion.schema import REPONSE, STATUT, Json, read_id
from notion.texts import rich_text
from notion.transport import Transport

LECTURE_VALABLE = timedelta(seconds=60)
"""Au-delà, un ticket est relu avant d'être écrit : Notion n'a pas d'écriture conditionnelle."""


class Tickets:
    """Les tickets de la base « Contacts clients », un par un.

    Statuts et catégories reçus sont déjà des options de la base.
    """

    def __init__(
        self, transport: Transport, base: Base, creations: Creations, textes: TextesTickets
    ) -> None:
        self._transport = transport
        self._base = base
        self._creations = creations
        self._textes = textes

    def create(
        self, email: str, nom: str, id_commande: int | None, message: str, decision: Traitement
    ) -> str:
        """Crée un ticket complet (voir ``NotionManager.create_contact_ticket``)."""
        adresse = check_email(storable(email))
        if id_commande is not None and not 1 <= id_commande <= ID_COMMANDE_MAX:
            raise UsageError("Le numéro de commande doit être compris entre 1 et 2^53−1.")
        schema = self._base.schema()
        entiers = {CHAMP_MESSAGE: message, CHAMP_REPONSE: decision.reponse or ""}
        textes = self._textes.fit(entiers, schema, decision, adresse, nom)
        ecrit = textes[CHAMP_MESSAGE]
        proprietes = new_ticket_properties(schema, adresse, nom, id_commande, ecrit)
        proprietes |= decision_properties(schema, _with_reponse(decision, textes))
        attendu = (adresse, short_text(nom), id_commande, ecrit)
        ticket_id = self._creations.create(
            self._base,
            proprietes,
            attendu,
            email_filter(schema, adresse),
            lambda page: _identity(page) == attendu,
        )
        self._textes.save(ticket_id, entiers, textes)
        return ticket_id

    def find(self, ticket_id: str) -> Ticket | None:
        """Le ticket tel que Notion l'a, ou ``None`` s'il n'est plus dans la base.

        Raises:
            ConfigurationError: c'est la base entière qui n'est plus partagée.
        """
        identifiant = read_id(ticket_id)
        if identifiant is None:
            return None
        try:
            page, lu_le = self._retrieve(identifiant)
        except TicketGoneError:
            self._base.retrieve_source()
            self._textes.forget(identifiant)
            return None
        if page.get("in_trash"):
            self._textes.forget(identifiant)
            return None
        ici = page["parent"].get("data_source_id") == self._base.source_id()
        if not ici or not has_column(page, STATUT, "select"):
            return None
        return self._textes.restore(read_ticket(page, lu_le))

    def write(self, ticket_id: str, decision: Traitement) -> None:
        """Écrit une réponse, un statut et la catégorie s'il y en a une, quel que soit l'état.

        Raises:
            TicketError: le ticket n'existe plus.
            ConfigurationError: c'est la base entière qui n'est plus partagée.
        """
        schema = self._base.schema()
        entiers = {CHAMP_REPONSE: decision.reponse or ""}
        textes = self._textes.fit(entiers, schema, decision)
        proprietes = statut_properties(schema, decision.statut)
        proprietes[schema.name(REPONSE)] = {"rich_text": rich_text(textes[CHAMP_REPONSE])}
        if decision.categorie is not None:
            proprietes |= categorie_properties(schema, decision.categorie)
        proprietes |= departure_properties(schema, decision)
        self._patch(ticket_id, proprietes, None)
        self._textes.save(ticket_id, entiers, textes)

    def write_pending(self, ticket: Ticket, decision: Traitement) -> None:
        """Écrit une décision sur un ticket, s'il est encore en attente à la dernière lecture.

        La lecture vaut 60 secondes, attentes comprises ; au-delà le ticket est relu juste avant
        l'envoi, et un envoi antérieur qui avait abouti sans le dire y est reconnu.

        Raises:
            TicketTakenError: relu, il n'est plus en attente.
            TicketError, ConfigurationError: comme ``write``.
        """
        schema = self._base.schema()
        entiers = {CHAMP_REPONSE: decision.reponse or ""}
        textes = self._textes.fit(entiers, schema, decision)
        decision = _with_reponse(decision, textes)
        lu_le, envoye = ticket.lu_le, False

        def relire() -> Json | None:
            nonlocal lu_le, envoye
            if self._transport.horloge.now() - lu_le > LECTURE_VALABLE:
                page, lu_le = self._retrieve(ticket.id)
                actuel = read_ticket(page, lu_le)
                if envoye and _is_written(actuel, decision):
                    return page
                if not actuel.en_attente_de_traitement:
                    raise TicketTakenError(
                        f"Le ticket {ticket.id} n'est plus en attente : une personne ou un autre "
                        "poste s'en est chargé. Rien n'y a été changé."
                    )
            envoye = True
            return None

        self._patch(ticket.id, decision_properties(schema, decision), relire)
        self._textes.save(ticket.id, entiers, textes)

    def _patch(
        self, ticket_id: str, proprietes: Json, avant: Callable[[], Json | None] | None
    ) -> None:
        if read_id(ticket_id) is None:
            raise TicketGoneError(
                f"Le ticket {ticket_id} n'existe pas dans Notion : son identifiant n'en est pas un."
            )
        client = self._transport.client
        try:
            page = self._transport.call(
                Cible(Genre.TICKET, ticket_id),
                lambda: client.pages.update(ticket_id, properties=proprietes),
                avant=avant,
                ecriture=True,
            )
            if page.get("in_trash"):
                raise TicketGoneError(  # noqa: TRY301  # même suite que si Notion l'avait dit
                    f"Le ticket {ticket_id} est dans la corbeille de Notion."
                )
        except TicketGoneError:
            # Notion dit la même chose d'un ticket supprimé et d'une base qui n'est plus partagée.
            self._base.retrieve_source()
            self._textes.forget(ticket_id)
            raise

    def _retrieve(self, ticket_id: str) -> tuple[Json, datetime]:
        client = self._transport.client
        return self._transport.read(
            Cible(Genre.TICKET, ticket_id), lambda: client.pages.retrieve(ticket_id)
        )


def _identity(page: Json) -> tuple[str, str, int | None, str]:
    """Ce à quoi un ticket que nous venons d'envoyer se reconnaît.

    Le statut et la réponse n'en sont pas : un autre poste a pu déjà s'en charger.
    """
    lu = read_ticket(page, read_time(page["created_time"]))
    return lu.email, lu.nom, lu.id_commande, lu.message


def _with_reponse(decision: Traitement, textes: dict[str, str]) -> Traitement:
    """La décision telle qu'elle s'écrira ; sans réponse, elle n'en écrit pas."""
    return (
        decision if decision.reponse is None else replace(decision, reponse=textes[CHAMP_REPONSE])
    )


def _is_written(ticket: Ticket, decision: Traitement) -> bool:
    """Vrai si le ticket porte déjà cette décision : un envoi sans réponse avait abouti."""
    meme_reponse = decision.reponse is None or (ticket.reponse or "") == decision.reponse
    return ticket.statut == decision.statut and meme_reponse
