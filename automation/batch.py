"""Les tickets en attente : réserver, décider, écrire, clore ; un ennui n'arrête pas les autres."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from errors import SupportError, TicketError, TicketTakenError
from models import BilanLot, Dossier, Echec, Message, Reservation, Resultat, Statut, Ticket

if TYPE_CHECKING:
    from automation.support_agent import SupportAgent

logger = logging.getLogger("support.batch")

Sort = Resultat | Echec


def process_pending(
    agent: "SupportAgent", limit: int | None, stop: Callable[[], bool]
) -> Iterator[Sort]:
    """Traite les tickets en attente, par lots, et rend le sort de chacun à mesure.

    Raises:
        SupportError: le rangement ou la base ne répond plus ; ce qui est déjà rendu est acquis.
    """
    reste = limit
    for lot in _lots(agent):
        if stop() or reste == 0:
            return
        lot = lot if reste is None else lot[:reste]  # noqa: PLW2901  # le dernier lot est coupé
        sorts = list(_process_lot(agent, lot))
        yield from sorts
        reste = None if reste is None else reste - len(sorts)


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
    for page in agent.desk.iter_pending_pages():
        restants = iter(page)
        while lot := list(islice(restants, agent.desk.lot)):
            yield lot


def _process_lot(agent: "SupportAgent", lot: Sequence[Ticket]) -> Iterator[Sort]:
    reservations = agent.journal.claim(lot)
    ouvertes = {reservation.ligne for reservation in reservations}
    try:
        reservations = list(_still_pending(agent, reservations))
        dossiers, echecs = _examine(agent, reservations)
        agent.journal.record(dossiers)
        refus = agent.desk.write_decisions([(r.ticket, d.traitement) for r, d in dossiers])
        faits, oublies, sorts = _outcomes(agent, dossiers, refus)
        agent.journal.close(
            faits=faits, oublies=oublies, rendus=sorted(ouvertes - {*faits, *oublies})
        )
    except BaseException:
        _release(agent, ouvertes)
        raise
    yield from sorts
    yield from echecs


def _still_pending(
    agent: "SupportAgent", reservations: Sequence[Reservation]
) -> Iterator[Reservation]:
    """Relit les tickets qu'un autre a pu traiter ; ne garde que ceux encore en attente."""
    for reservation in reservations:
        if not reservation.relire:
            yield reservation
            continue
        ticket = agent.desk.get_ticket(reservation.ticket.id)
        if ticket is not None and ticket.en_attente_de_traitement:
            yield replace(reservation, ticket=ticket)
            continue
        ligne, faite = [reservation.ligne], _was_written(ticket, reservation.statut_decide)
        agent.journal.close(faits=ligne if faite else (), oublies=() if faite else ligne)


def _was_written(ticket: Ticket | None, statut_decide: str | None) -> bool:
    """Vrai si le ticket porte déjà ce qu'un poste avait décidé avant de s'arrêter."""
    return ticket is not None and statut_decide is not None and ticket.statut == statut_decide


def _examine(
    agent: "SupportAgent", reservations: Sequence[Reservation]
) -> tuple[list[tuple[Reservation, Dossier]], list[Echec]]:
    """Décide de tout le lot ensemble ; si l'un des tickets casse tout, un par un."""
    try:
        dossiers = agent.examine(
            [_message(r.ticket) for r in reservations], [r.ticket for r in reservations]
        )
        return list(zip(reservations, dossiers, strict=True)), []
    except SupportError:
        raise
    except Exception as erreur:  # un ticket inattendu ne doit pas retenir les autres
        logger.debug("Examen du lot", exc_info=True)
        if len(reservations) == 1:
            raison = f"Le ticket n'a pas pu être examiné ({type(erreur).__name__}). Relancez avec "
            return [], [
                Echec(
                    reservations[0].ticket.id,
                    TicketError.code,
                    f"{raison}--verbose et signalez le détail : il est resté « Nouveau ».",
                )
            ]
    reunis: list[tuple[Reservation, Dossier]] = []
    echecs: list[Echec] = []
    for reservation in reservations:
        bons, mauvais = _examine(agent, [reservation])
        reunis += bons
        echecs += mauvais
    return reunis, echecs


def _message(ticket: Ticket) -> Message:
    return Message(ticket.email, ticket.message, ticket.id_commande, ticket.nom)


def _outcomes(
    agent: "SupportAgent",
    dossiers: Sequence[tuple[Reservation, Dossier]],
    refus: dict[str, SupportError],
) -> tuple[list[int], list[int], list[Sort]]:
    """Lignes du journal faites, lignes à oublier, et sort de chaque ticket."""
    faits: list[int] = []
    oublies: list[int] = []
    sorts: list[Sort] = []
    for reservation, dossier in dossiers:
        ticket_id, erreur = reservation.ticket.id, refus.get(reservation.ticket.id)
        if erreur is None:
            faits.append(reservation.ligne)
            sorts.append(replace(dossier.resultat, ticket_id=ticket_id))
        elif isinstance(erreur, TicketTakenError):
            logger.info("%s", erreur)
            ecrite = _was_written(agent.desk.get_ticket(ticket_id), dossier.resultat.statut)
            (faits if ecrite else oublies).append(reservation.ligne)
        else:
            sorts.append(Echec(ticket_id, erreur.code, str(erreur)))
    return faits, oublies, sorts


def _release(agent: "SupportAgent", lignes: Iterable[int]) -> None:
    """Rend des réservations ; si la base ne répond plus, le bail finira par les rendre."""
    try:
        agent.journal.close(rendus=sorted(lignes))
    except SupportError:
        logger.debug("Réservations laissées à leur bail", exc_info=True)
