"""Les tickets en attente : réserver, décider, écrire, clore ; un ennui n'arrête pas les autres."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from automation.examiner import Examiner
from automation.runs.report import Echec, Sort
from errors import RefusedError, SupportError, TicketError, TicketTakenError
from models.ports import DecisionLog, TicketDesk
from models.tickets import Dossier, Reservation, Ticket

logger = logging.getLogger("support.batch")

Stop = Callable[[], bool]
_Decides = list[tuple[Reservation, Dossier]]

PAGE = 100
"""Tickets inachevés revus ensemble."""

LOT_AVEC_IA = 5
"""À une minute par demande à l'IA au pire, un lot tient dans le bail d'un ticket (300 s)."""


def process_lots(
    examiner: Examiner,
    desk: TicketDesk,
    journal: DecisionLog,
    limit: int | None = None,
    stop: Stop = lambda: False,
) -> Iterator[list[Sort]]:
    """Traite les tickets en attente, du plus ancien au plus récent ; rend leurs sorts lot par lot.

    Un arrêt demandé finit le ticket en main, écrit ce qui est décidé et rend le reste.

    Args:
        limit: nombre de tickets au plus.
        stop: demandé entre deux tickets.

    Raises:
        SupportError: le rangement ou la base ne répond plus ; ce qui est déjà rendu est acquis.
    """
    poste = _Poste(examiner, desk, journal, stop)
    poste.settle_unfinished()
    reste = limit
    for lot in poste.lots():
        # Ce que d'autres tiennent ne compte pas : une limite se cherche plus loin dans le lot.
        while lot and reste != 0 and not stop():
            sorts = poste.process(lot[:reste])
            yield sorts
            lot = [] if reste is None else lot[reste:]  # noqa: PLW2901
            reste = None if reste is None else reste - len(sorts)
        if lot:
            return


@dataclass(frozen=True, slots=True)
class _Poste:
    """Un poste au travail : ce dont il décide, où il l'écrit, et quand s'arrêter."""

    examiner: Examiner
    desk: TicketDesk
    journal: DecisionLog
    stop: Stop

    def lots(self) -> Iterator[list[Ticket]]:
        """Les tickets en attente, par lots : petits quand chacun attend un serveur d'IA."""
        taille = self.desk.lot
        if self.examiner.polisher is not None:
            taille = min(taille, LOT_AVEC_IA)
        for page in self.desk.iter_pending_pages(libres=True):
            restants = iter(page)
            while lot := list(islice(restants, taille)):
                yield lot

    def settle_unfinished(self) -> None:
        """Clôt ce que des postes ont écrit avant de s'arrêter net.

        Ces tickets ne sont plus en attente : aucune page ne les rendrait. Ceux qui le sont encore
        viendront avec les autres.
        """
        ids = iter(self.journal.unfinished())
        while lot := list(islice(ids, PAGE)):
            tickets = self.desk.get_tickets(lot).values()
            quittes = [ticket for ticket in tickets if not ticket.en_attente_de_traitement]
            for reservation in self._still_pending(self.journal.claim(quittes)):
                self.journal.close(rendus=[reservation])

    def process(self, lot: Sequence[Ticket]) -> list[Sort]:
        """Traite un lot ; rend le sort de ce qui était libre.

        Un lot que la base refuse est repris par moitiés, jusqu'à la ligne fautive : elle seule
        reste « Nouveau », avec sa raison.
        """
        try:
            return self._process_together(lot)
        except RefusedError as erreur:
            if len(lot) == 1:
                return [Echec(lot[0].id, erreur.code, str(erreur))]
        milieu = len(lot) // 2
        return self.process(lot[:milieu]) + self.process(lot[milieu:])

    def _process_together(self, lot: Sequence[Ticket]) -> list[Sort]:
        """Réserve un lot, en décide, l'écrit et le clôt ; rend le sort de ce qui était libre."""
        reservations = self.journal.claim(lot)
        try:
            a_decider = self._still_pending(reservations)
            dossiers, echecs = self._examine(a_decider)
            dossiers = self._take_first_words(dossiers)
            notres = self.journal.record(dossiers)
            dossiers = [(r, d) for r, d in dossiers if r.ligne in notres]
            refus = self.desk.write_decisions(
                [(r.ticket, replace(d.traitement, reservation=r)) for r, d in dossiers]
            )
            faits, oublies, sorts = self._outcomes(dossiers, refus)
            clos = {reservation.ligne for reservation in (*faits, *oublies)}
            rendus = [reservation for reservation in a_decider if reservation.ligne not in clos]
            self.journal.close(faits=faits, oublies=oublies, rendus=rendus)
        except BaseException:
            self._release(reservations)
            raise
        return [*sorts, *echecs]

    def _still_pending(self, reservations: Sequence[Reservation]) -> list[Reservation]:
        """Relit les tickets qu'un autre a pu traiter ; ne garde que ceux encore en attente."""
        a_relire = [r.ticket.id for r in reservations if r.relire]
        relus = self.desk.get_tickets(a_relire) if a_relire else {}
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
        self.journal.close(faits=faits, oublies=oublies)
        return gardees

    def _examine(self, reservations: Sequence[Reservation]) -> tuple[_Decides, list[Echec]]:
        """Décide de tout le lot ensemble ; si l'un des tickets casse tout, un par un.

        Entre deux tickets, prolonge le bail s'il le faut, et s'arrête si on le demande.
        """
        dossiers: _Decides = []
        tickets = [reservation.ticket for reservation in reservations]
        examens = self.examiner.examine_all([ticket.as_message for ticket in tickets], tickets)
        try:
            for reservation, dossier in zip(reservations, examens, strict=False):
                dossiers.append((reservation, dossier))
                if self.stop():
                    return dossiers, []
                self.journal.renew(reservations)
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
            bons, mauvais = self._examine([reservation])
            dossiers += bons
            echecs += mauvais
        return dossiers, echecs

    def _take_first_words(self, decides: _Decides) -> _Decides:
        """Note les échanges ; ce qu'un autre poste a devancé est décidé de nouveau."""
        examiner = self.examiner
        dossiers = examiner.first_word.settle([d for _, d in decides], examiner.examine_sequels)
        return [(r, dossier) for (r, _), dossier in zip(decides, dossiers, strict=True)]

    def _outcomes(
        self, dossiers: _Decides, refus: dict[str, SupportError]
    ) -> tuple[list[Reservation], list[Reservation], list[Sort]]:
        """Réservations faites, réservations à oublier, et sort de chaque ticket."""
        faits: list[Reservation] = []
        oublies: list[Reservation] = []
        sorts: list[Sort] = []
        pris = [numero for numero, erreur in refus.items() if isinstance(erreur, TicketTakenError)]
        relus = self.desk.get_tickets(pris) if pris else {}
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

    def _release(self, reservations: Sequence[Reservation]) -> None:
        """Rend des réservations ; si la base ne répond plus, le bail finira par les rendre."""
        try:
            self.journal.close(rendus=reservations)
        except SupportError:
            logger.debug("Réservations laissées à leur bail", exc_info=True)


def _was_written(ticket: Ticket | None, decide: tuple[str, str] | None) -> bool:
    """Vrai si le ticket porte déjà ce qu'un poste avait décidé avant de s'arrêter."""
    return ticket is not None and decide is not None and (ticket.statut, ticket.categorie) == decide


def _unexpected(reservation: Reservation, erreur: Exception) -> Echec:
    return Echec(
        reservation.ticket.id,
        TicketError.code,
        f"Le ticket n'a pas pu être examiné ({type(erreur).__name__}). Relancez avec --verbose et "
        "signalez le détail : il est resté « Nouveau ».",
    )
