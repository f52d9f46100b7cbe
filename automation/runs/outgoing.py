"""Les réponses qui doivent partir : ce qu'un poste arrêté a laissé, ce qui ne part plus."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import timedelta
from typing import TYPE_CHECKING

from automation.replies.templates import known_variables
from errors import TicketError
from models import Statut
from models.envois import PERSONNE, Envoi, EtatEnvoi
from models.tickets import Traitement

if TYPE_CHECKING:
    from models.ports import Outbox, TicketDesk
    from models.tickets import Ticket

logger = logging.getLogger("support.outbox")

_PARTIS_DE_MAIN = (Statut.TRAITE, Statut.TRAITE_AUTO)
_MARGE = timedelta(minutes=5)
"""Un ticket peut être daté à la minute, par une autre horloge que celle de la base."""


def tidy(outbox: Outbox, desk: TicketDesk) -> None:
    """Met à l'envoi ce qu'un poste arrêté a préparé, et rend à une personne ce qui a trop attendu.

    Raises:
        SupportError: le rangement ou la base ne répond plus.
    """
    for envoi in outbox.unsettled():
        _settle(outbox, desk, envoi)
    outbox.doubt()
    for envoi in outbox.overdue():
        hand_back(desk, envoi)
        if outbox.move(envoi.id, [EtatEnvoi.A_ENVOYER], EtatEnvoi.PERIME):
            logger.warning(
                "La réponse au ticket %s n'est pas partie à temps : elle ne part plus, et une "
                "personne reprend le ticket.",
                envoi.ticket_id,
            )


def queue_asked(outbox: Outbox, desk: TicketDesk) -> None:
    """Met à l'envoi les réponses que des personnes ont demandé d'envoyer, sur le ticket même."""
    for ticket in desk.get_asked():
        refus = _refusal(ticket)
        if refus:
            logger.warning("Le ticket %s n'est pas mis à l'envoi : %s.", ticket.id, refus)
            continue
        traitement = Traitement(Statut.TRAITE, ticket.reponse, depart=PERSONNE)
        try:
            desk.write_answer(ticket, traitement)
        except TicketError as erreur:
            logger.warning("Le ticket %s n'est pas mis à l'envoi : %s", ticket.id, erreur)


def withdraw(outbox: Outbox, desk: TicketDesk, envoi: Envoi, de: Collection[EtatEnvoi]) -> bool:
    """Retire une réponse de l'envoi et rend son ticket à une personne ; faux s'il est trop tard."""
    # Le ticket d'abord : si l'on s'arrête entre les deux, une personne le verra de toute façon.
    hand_back(desk, envoi)
    return outbox.move(envoi.id, de, EtatEnvoi.RETIRE)


def hand_back(desk: TicketDesk, envoi: Envoi) -> None:
    """Rend à une personne le ticket d'une réponse qui ne partira pas ; il garde sa réponse."""
    ticket = desk.get_ticket(envoi.ticket_id) if envoi.rangement == desk.nom else None
    if ticket is not None and ticket.statut in _PARTIS_DE_MAIN:
        desk.update_ticket_response(ticket.id, ticket.reponse or "", Statut.EN_COURS)


def _settle(outbox: Outbox, desk: TicketDesk, envoi: Envoi) -> None:
    """Ce qu'un poste a préparé part si son ticket le porte ; sinon, c'est à une autre décision."""
    ticket = desk.get_ticket(envoi.ticket_id)
    if ticket is None:
        ticket = _created(outbox, desk, envoi)
        if ticket is None:
            return
        outbox.name(envoi.ticket_id, ticket.id)
    if ticket.en_attente_de_traitement:
        return
    if (ticket.reponse or "").strip() == envoi.texte.strip():
        outbox.settle(partis=[ticket.id])
    elif ticket.statut != Statut.TRAITE_AUTO or outbox.has_left(ticket.id):
        outbox.settle(oublies=[ticket.id])
    else:
        outbox.move(envoi.id, [EtatEnvoi.PREPARE], EtatEnvoi.INCERTAIN)


def _created(outbox: Outbox, desk: TicketDesk, envoi: Envoi) -> Ticket | None:
    """Le ticket qu'un poste a créé avec cette réponse, avant de s'arrêter."""
    for ticket in desk.get_tickets_by_email(envoi.destinataire):
        recent = ticket.cree_le >= envoi.decide_le - _MARGE
        la_sienne = (ticket.reponse or "").strip() == envoi.texte.strip()
        if recent and la_sienne and not outbox.has_left(ticket.id, envoi.texte):
            return ticket
    return None


def _refusal(ticket: Ticket) -> str:
    """Pourquoi cette réponse ne peut pas partir ; vide si elle le peut."""
    texte = ticket.reponse or ""
    if not texte.strip():
        return "sa réponse est vide"
    restantes = known_variables(texte)
    if restantes:
        return f"sa réponse contient encore {', '.join(restantes)}"
    if not ticket.email:
        return "il n'a pas d'adresse e-mail"
    return ""
