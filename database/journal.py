"""Le journal : qui s'occupe de quel ticket, et ce qui a été décidé.

Un ticket est réservé en insérant sa ligne, unique par rangement, ticket et tour, avec un bail
compté sur l'heure de la base. Un cluster Galera ordonne ces insertions entre ses nœuds, ce qu'il
ne fait pas des verrous de ligne. La décision y est validée avant d'être écrite sur le ticket :
qui reprend une ligne inachevée regarde d'abord le ticket.

Une ligne n'est changée que par qui en porte le jeton : un poste que son bail a quitté pendant
qu'il travaillait ne peut plus ni décider, ni clore, ni rendre.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import sqlalchemy as sa
from typing_extensions import override

from database.bulk import insert_new, update_rows
from database.claims import held
from database.engine import Database
from database.history import DECIDE, FAIT, RESERVE, decision_values, iter_decisions, summary
from database.instants import naive_utc
from database.tables import journal as table
from models.ports import DecisionLog
from models.tickets import Dossier, Reservation, Ticket

if TYPE_CHECKING:
    from models.statistics import BilanJournal, DecisionPassee, Periode

_J = table.c
_DERNIERE = (_J.id, _J.ticket_id, _J.tour, _J.etat, _J.jeton, _J.bail_fin, _J.statut, _J.categorie)
_Lignes = dict[str, sa.Row[*tuple[Any, ...]]]


class Journal(DecisionLog):
    """Réserve les tickets d'un rangement et garde chaque décision.

    Args:
        rangement: nom du rangement des tickets (``TicketDesk.nom``).
        travailleur: nom de ce poste, pour une personne qui lirait le journal.
        bail_secondes: durée d'une réservation.
        regles: empreinte des règles en vigueur.
    """

    def __init__(
        self,
        database: Database,
        *,
        rangement: str,
        travailleur: str,
        bail_secondes: int,
        regles: str,
    ) -> None:
        self.database = database
        self.rangement = rangement
        self.travailleur = travailleur
        self.bail = timedelta(seconds=bail_secondes)
        self.regles = regles
        self._a_prolonger = 0.0

    @override
    def claim(self, tickets: Sequence[Ticket]) -> list[Reservation]:
        if not tickets:
            return []
        jeton = uuid4().hex
        self._start_lease()

        def work(lien: sa.Connection) -> dict[str, Reservation]:
            maintenant, dernieres = self._last_rounds(lien, tickets)
            bail = {
                "jeton": jeton,
                "travailleur": self.travailleur,
                "bail_fin": maintenant + self.bail,
            }
            nouvelles: list[dict[str, Any]] = []
            reprises: _Lignes = {}
            for ticket in tickets:
                derniere = dernieres.get(ticket.id)
                if derniere is None or derniere.etat == FAIT:
                    tour = 1 if derniere is None else derniere.tour + 1
                    nouvelles.append(self._row(ticket, tour) | bail)
                elif derniere.bail_fin <= maintenant or derniere.jeton == jeton:
                    reprises[ticket.id] = derniere
            insert_new(lien, table, nouvelles)
            self._take_over(lien, reprises, maintenant, bail)
            return self._mine(lien, tickets, jeton, reprises)

        reservees = self.database.write(work, rejouable=True)
        return [reservees[ticket.id] for ticket in tickets if ticket.id in reservees]

    @override
    def unfinished(self) -> list[str]:
        requete = sa.select(_J.ticket_id).where(
            _J.etat.in_([RESERVE, DECIDE]),
            _J.rangement == self.rangement,
            _J.bail_fin <= self.database.now_expression(),
        )
        return self.database.read(lambda lien: list(lien.execute(requete).scalars()))

    @override
    def renew(self, reservations: Sequence[Reservation]) -> None:
        if time.monotonic() < self._a_prolonger or not reservations:
            return
        self._start_lease()

        def work(lien: sa.Connection) -> None:
            fin = self.database.now(lien) + self.bail
            lien.execute(sa.update(table).where(held(reservations)).values(bail_fin=fin))

        self.database.write(work, rejouable=True)

    @override
    def record(self, decisions: Sequence[tuple[Reservation, Dossier]]) -> set[int]:
        if not decisions:
            return set()
        heure = self.database.now_expression()
        a_nous = held([reservation for reservation, _ in decisions])
        tenues = sa.select(_J.id, heure.label("maintenant")).where(a_nous).with_for_update()
        self._start_lease()

        def work(lien: sa.Connection) -> set[int]:
            notres = {ligne.id: ligne.maintenant + self.bail for ligne in lien.execute(tenues)}
            lignes = [
                {
                    "id": reservation.ligne,
                    "etat": DECIDE,
                    "bail_fin": notres[reservation.ligne],
                    **decision_values(dossier, self.regles),
                }
                for reservation, dossier in decisions
                if reservation.ligne in notres
            ]
            update_rows(lien, table, lignes, socle=_SOCLE)
            return set(notres)

        return self.database.write(work, rejouable=True)

    @override
    def close(
        self,
        *,
        faits: Sequence[Reservation] = (),
        rendus: Sequence[Reservation] = (),
        oublies: Sequence[Reservation] = (),
    ) -> None:
        def work(lien: sa.Connection) -> None:
            if faits:
                lien.execute(sa.update(table).where(held(faits)).values(etat=FAIT))
            if rendus:
                lien.execute(sa.delete(table).where(held(rendus), _J.etat == RESERVE))
                fin = self.database.now(lien)
                lien.execute(sa.update(table).where(held(rendus)).values(bail_fin=fin))
            if oublies:
                lien.execute(sa.delete(table).where(held(oublies)))

        if faits or rendus or oublies:
            self.database.write(work, rejouable=True)

    @override
    def add(self, ticket_id: str, dossier: Dossier) -> None:
        ligne = {
            "rangement": self.rangement,
            "ticket_id": ticket_id,
            "tour": 1,
            "etat": FAIT,
            "jeton": uuid4().hex,
            "travailleur": self.travailleur,
            "recu_le": naive_utc(dossier.maintenant),
        }
        ligne |= decision_values(dossier, self.regles)

        def work(lien: sa.Connection) -> None:
            insert_new(lien, table, [{**ligne, "bail_fin": self.database.now(lien)}])

        self.database.write(work, rejouable=True)

    @override
    def summary(self, periode: Periode | None = None) -> BilanJournal:
        return summary(self.database, self.rangement, periode)

    @override
    def iter_decisions(self) -> Iterator[list[DecisionPassee]]:
        return iter_decisions(self.database, self.rangement)

    def _start_lease(self) -> None:
        self._a_prolonger = time.monotonic() + self.bail.total_seconds() / 3

    def _last_rounds(
        self, lien: sa.Connection, tickets: Sequence[Ticket]
    ) -> tuple[datetime, _Lignes]:
        """L'heure de la base et, par ticket, sa dernière ligne ; d'une seule requête."""
        horloge = sa.select(self.database.now_expression().label("maintenant")).subquery()
        siennes = sa.and_(_J.rangement == self.rangement, _J.ticket_id.in_([t.id for t in tickets]))
        requete = (
            sa.select(horloge.c.maintenant, *_DERNIERE)
            .select_from(horloge.outerjoin(table, siennes))
            .order_by(_J.tour)
        )
        lignes = lien.execute(requete).all()
        return lignes[0].maintenant, {ligne.ticket_id: ligne for ligne in lignes}

    def _row(self, ticket: Ticket, tour: int) -> dict[str, Any]:
        return {
            "rangement": self.rangement,
            "ticket_id": ticket.id,
            "tour": tour,
            "etat": RESERVE,
            "recu_le": naive_utc(ticket.cree_le),
        }

    def _take_over(
        self, lien: sa.Connection, reprises: _Lignes, maintenant: datetime, bail: dict[str, Any]
    ) -> None:
        if reprises:
            # Un bail encore échu au moment d'écrire : un seul repreneur gagne, et un poste lent
            # qui vient de prolonger le sien le garde.
            lien.execute(
                sa.update(table)
                .where(
                    _J.id.in_([ligne.id for ligne in reprises.values()]),
                    _J.etat != FAIT,
                    _J.bail_fin <= maintenant,
                )
                .values(bail)
            )

    def _mine(
        self, lien: sa.Connection, tickets: Sequence[Ticket], jeton: str, reprises: _Lignes
    ) -> dict[str, Reservation]:
        requete = sa.select(_J.id, _J.ticket_id, _J.tour).where(
            _J.rangement == self.rangement,
            _J.ticket_id.in_([t.id for t in tickets]),
            _J.jeton == jeton,
        )
        par_id = {ticket.id: ticket for ticket in tickets}
        return {
            ligne.ticket_id: Reservation(
                ticket=par_id[ligne.ticket_id],
                ligne=ligne.id,
                jeton=jeton,
                relire=ligne.tour > 1 or ligne.ticket_id in reprises,
                decide=_decided(reprises.get(ligne.ticket_id)),
            )
            for ligne in lien.execute(requete)
        }


# Des valeurs permises pour les colonnes obligatoires d'une ligne qui existe déjà.
_SOCLE = {"rangement": "''", "ticket_id": "''", "tour": "0", "jeton": "''", "travailleur": "''"}


def _decided(ligne: sa.Row[*tuple[Any, ...]] | None) -> tuple[str, str] | None:
    return (ligne.statut, ligne.categorie) if ligne is not None and ligne.etat == DECIDE else None
