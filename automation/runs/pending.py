"""Les tickets en attente : réserver, décider, écrire, clore ; un ennui n'arrête pas les autres."""

import gc
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from automation.runs.report import BilanLot, Echec
from errors import SupportError, TicketError, TicketTakenError
from models import Statut
from models.tickets import Dossier, Message, Reservation, Resultat, Ticket

if TYPE_CHECKING:
    from automation.support_agent import SupportAgent

logger = logging.getLogger("support.batch")

Sort = Resultat | Echec
Stop = Callable[[], bool]
_Decides = list[tuple[Reservation, Dossier]]

PAGE = 100
"""Tickets inachevés revus ensemble."""

OBJETS = 10_000
"""Objets créés entre deux passages du ramasse-miettes."""


def process_pending(agent: "SupportAgent", limit: int | None, stop: Stop) -> Iterator[Sort]:
    """Traite les tickets en attente, par lots, et rend le sort de chacun à mesure.

    Un arrêt demandé finit le ticket en main, écrit ce qui est décidé et rend le reste.

    Raises:
        SupportError: le rangement ou la base ne répond plus ; ce qui est déjà rendu est acquis.
    """
    for sorts in process_lots(agent, limit, stop):
        yield from sorts


def process_lots(agent: "SupportAgent", limit: int | None, stop: Stop) -> Iterator[list[Sort]]:
    """Les mêmes, rendus lot par lot."""
    with _rare_collections():
        yield from _process(agent, limit, stop)


def _process(agent: "SupportAgent", limit: int | None, stop: Stop) -> Iterator[list[Sort]]:
    reste = limit
    _settle_unfinished(agent)
    for lot in _lots(agent):
        # Ce que d'autres tiennent ne compte pas : une limite se cherche plus loin dans le lot.
        while lot and reste != 0 and not stop():
            sorts = _process_lot(agent, lot[:reste], stop)
            yield sorts
            lot = [] if reste is None else lot[reste:]  # noqa: PLW2901
            reste = None if reste is None else reste - len(sorts)
        if lot:
            return


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Espace les passages du ramasse-miettes, qui reparcourt sans fin les règles et le lot.

    Réglé d'origine à 700 objets, il prend un dixième du temps d'un ticket ; ce qu'un lot laisse
    derrière lui est presque toujours libéré sans lui.
    """
    seuils = gc.get_threshold()
    gc.set_threshold(OBJETS, *seuils[1:])
    try:
        yield
    finally:
        gc.set_threshold(*seuils)


def summarise(sorts: Iterable[Sort]) -> BilanLot:
    """Le bilan d'un traitement, avec le sort de chaque ticket."""
    tickets = tuple(sorts)
    echecs = sum(isinstance(sort, Echec) for sort in tickets)
    traites = sum(
        isinstance(sort, Resultat) and sort.statut == Statut.TRAITE_AUTO for sort in tickets
    )
    return BilanLot(
        total=len(tickets),
        traites=traites,
        en_attente=len(tickets) - echecs - traites,
        echecs=echecs,
        tickets=tickets,
    )


def _lots(agent: "SupportAgent") -> Iterator[list[Ticket]]:
    for page in agent.desk.iter_pending_pages(libres=True):
        restants = iter(page)
        while lot := list(islice(restants, agent.lot)):
            yield lot


def _settle_unfinished(agent: "SupportAgent") -> None:
    """Clôt ce que des postes ont écrit avant de s'arrêter net.

    Ces tickets ne sont plus en attente : aucune page ne les rendrait. Ceux qui le sont encore
    viendront avec les autres.
    """
    ids = iter(agent.journal.unfinished())
    while lot := list(islice(ids, PAGE)):
        tickets = agent.desk.get_tickets(lot).values()
        quittes = [ticket for ticket in tickets if not ticket.en_attente_de_traitement]
        for reservation in _still_pending(agent, agent.journal.claim(quittes)):
            agent.journal.close(rendus=[reservation])


def _process_lot(agent: "SupportAgent", lot: Sequence[Ticket], stop: Stop) -> list[Sort]:
    reservations = agent.journal.claim(lot)
    try:
        a_decider = _still_pending(agent, reservations)
        dossiers, echecs = _examine(agent, a_decider, stop)
        notres = agent.journal.record(dossiers)
        dossiers = [(r, d) for r, d in dossiers if r.ligne in notres]
        refus = agent.desk.write_decisions(
            [(r.ticket, replace(d.traitement, reservation=r)) for r, d in dossiers]
        )
        faits, oublies, sorts = _outcomes(agent, dossiers, refus)
        clos = {reservation.ligne for reservation in (*faits, *oublies)}
        rendus = [reservation for reservation in a_decider if reservation.ligne not in clos]
        agent.journal.close(faits=faits, oublies=oublies, rendus=rendus)
    except BaseException:
        _release(agent, reservations)
        raise
    return [*sorts, *echecs]


def _still_pending(agent: "SupportAgent", reservations: Sequence[Reservation]) -> list[Reservation]:
    """Relit les tickets qu'un autre a pu traiter ; ne garde que ceux encore en attente."""
    a_relire = [r.ticket.id for r in reservations if r.relire]
    relus = agent.desk.get_tickets(a_relire) if a_relire else {}
    gardees: list[Reservation] = []
    faits: list[Reservation] = []
    oublies: list[Reservation] = []
    for reservation in reservations:
        if not reservation.relire:
            gardees.append(reservation)
            continue
        ticket = relus.get(reservation.ticket.id)
        if ticket is not None and ticket.en_attente_de_traitement:
            gardees.append(replace(reservation, ticket=ticket))
        else:
            (faits if _was_written(ticket, reservation.decide) else oublies).append(reservation)
    agent.journal.close(faits=faits, oublies=oublies)
    return gardees


def _was_written(ticket: Ticket | None, decide: tuple[str, str] | None) -> bool:
    """Vrai si le ticket porte déjà ce qu'un poste avait décidé avant de s'arrêter."""
    return ticket is not None and decide is not None and (ticket.statut, ticket.categorie) == decide


def _examine(
    agent: "SupportAgent", reservations: Sequence[Reservation], stop: Stop
) -> tuple[_Decides, list[Echec]]:
    """Décide de tout le lot ensemble ; si l'un des tickets casse tout, un par un.

    Entre deux tickets, prolonge le bail s'il le faut, et s'arrête si on le demande.
    """
    dossiers: _Decides = []
    examens = agent.iter_examine(
        [_message(r.ticket) for r in reservations], [r.ticket for r in reservations]
    )
    try:
        for reservation, dossier in zip(reservations, examens, strict=False):
            dossiers.append((reservation, dossier))
            if stop():
                return dossiers, []
            agent.journal.renew(reservations)
    except SupportError:
        raise
    except Exception as erreur:  # un ticket inattendu ne doit pas retenir les autres
        logger.debug("Examen du lot", exc_info=True)
        if len(reservations) == 1:
            return [], [_unexpected(reservations[0], erreur)]
    else:
        return dossiers, []
    echecs: list[Echec] = []
    for reservation in reservations[len(dossiers) :]:
        bons, mauvais = _examine(agent, [reservation], stop)
        dossiers += bons
        echecs += mauvais
    return dossiers, echecs


def _unexpected(reservation: Reservation, erreur: Exception) -> Echec:
    return Echec(
        reservation.ticket.id,
        TicketError.code,
        f"Le ticket n'a pas pu être examiné ({type(erreur).__name__}). Relancez avec --verbose et "
        "signalez le détail : il est resté « Nouveau ».",
    )


def _message(ticket: Ticket) -> Message:
    return Message(ticket.email, ticket.message, ticket.id_commande, ticket.nom)


def _outcomes(
    agent: "SupportAgent", dossiers: _Decides, refus: dict[str, SupportError]
) -> tuple[list[Reservation], list[Reservation], list[Sort]]:
    """Réservations faites, réservations à oublier, et sort de chaque ticket."""
    faits: list[Reservation] = []
    oublies: list[Reservation] = []
    sorts: list[Sort] = []
    pris = [numero for numero, erreur in refus.items() if isinstance(erreur, TicketTakenError)]
    relus = agent.desk.get_tickets(pris) if pris else {}
    for reservation, dossier in dossiers:
        ticket_id, erreur = reservation.ticket.id, refus.get(reservation.ticket.id)
        if erreur is None:
            faits.append(reservation)
            sorts.append(replace(dossier.resultat, ticket_id=ticket_id))
        elif isinstance(erreur, TicketTakenError):
            logger.info("%s", erreur)
            decide = (str(dossier.resultat.statut), dossier.resultat.categorie)
            ecrite = _was_written(relus.get(ticket_id), decide)
            (faits if ecrite else oublies).append(reservation)
        else:
            sorts.append(Echec(ticket_id, erreur.code, str(erreur)))
    return faits, oublies, sorts


def _release(agent: "SupportAgent", reservations: Sequence[Reservation]) -> None:
    """Rend des réservations ; si la base ne répond plus, le bail finira par les rendre."""
    try:
        agent.journal.close(rendus=reservations)
    except SupportError:
        logger.debug("Réservations laissées à leur bail", exc_info=True)
