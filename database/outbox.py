"""Les réponses qui doivent partir : ce qui attend, qui les prend, ce qui en est advenu.

Un état ne change que par une écriture qui porte l'état d'avant : deux programmes qui veulent la
même réponse ne l'ont jamais tous les deux.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from typing_extensions import override

from database.departures import fingerprint, leaves, queue, read_envoi
from database.engine import Database
from database.tables import envoi as table
from models.envois import JAMAIS_PARTIS, Depart, Envoi, EtatEnvoi
from models.ports import Outbox

PAGE = 100

REMISE_H = 1
"""Heures laissées à l'outil d'envoi pour confirmer ce qui lui a été remis."""

_E = table.c


class OutboxStore(Outbox):
    """La table « envoi ».

    Args:
        rangement: celui des tickets (``TicketDesk.nom``).
        bail_secondes: durée au-delà de laquelle une préparation est celle d'un poste arrêté.
        age_max_h: heures après sa décision au-delà desquelles une réponse ne part plus.
    """

    def __init__(
        self, database: Database, *, rangement: str, bail_secondes: int, age_max_h: int
    ) -> None:
        self.database = database
        self.rangement = rangement
        self.bail = timedelta(seconds=bail_secondes)
        self.age_max = timedelta(hours=age_max_h)

    @override
    def prepare(self, departs: Sequence[Depart]) -> None:
        prets = [depart for depart in departs if leaves(depart)]

        def work(lien: sa.Connection) -> None:
            lien.execute(sa.delete(table).where(self._prepared(d.ticket_id for d in prets)))
            queue(lien, self.rangement, prets, EtatEnvoi.PREPARE)

        if prets:
            self.database.write(work, rejouable=True)

    @override
    def settle(self, partis: Collection[str] = (), oublies: Collection[str] = ()) -> None:
        def work(lien: sa.Connection) -> None:
            if partis:
                etat = {"etat": str(EtatEnvoi.A_ENVOYER), "change_le": self.database.now(lien)}
                lien.execute(sa.update(table).where(self._prepared(partis)).values(etat))
            if oublies:
                lien.execute(sa.delete(table).where(self._prepared(oublies)))

        if partis or oublies:
            self.database.write(work, rejouable=True)

    @override
    def name(self, cle: str, ticket_id: str) -> None:
        def work(lien: sa.Connection) -> None:
            deja = sa.select(_E.empreinte).where(
                _E.rangement == self.rangement,
                _E.ticket_id == ticket_id,
                _E.empreinte.is_not(None),
            )
            empreintes = list(lien.execute(deja).scalars())
            a_nous = self._prepared([cle])
            lien.execute(sa.delete(table).where(a_nous, _E.empreinte.in_(empreintes)))
            lien.execute(sa.update(table).where(a_nous).values(ticket_id=ticket_id))

        self.database.write(work, rejouable=True)

    @override
    def unsettled(self) -> list[Envoi]:
        def work(lien: sa.Connection) -> list[Envoi]:
            avant = self.database.now(lien) - self.bail
            requete = self._in_state(EtatEnvoi.PREPARE).where(
                _E.rangement == self.rangement, _E.change_le <= avant
            )
            return [read_envoi(ligne) for ligne in lien.execute(requete.limit(PAGE))]

        return self.database.read(work)

    @override
    def overdue(self) -> list[Envoi]:
        def work(lien: sa.Connection) -> list[Envoi]:
            requete = self._in_state(EtatEnvoi.A_ENVOYER).where(_E.decide_le <= self._limit(lien))
            return [read_envoi(ligne) for ligne in lien.execute(requete.limit(PAGE))]

        return self.database.read(work)

    @override
    def doubt(self) -> int:
        def work(lien: sa.Connection) -> int:
            maintenant = self.database.now(lien)
            muets = (
                _E.etat == EtatEnvoi.REMIS,
                _E.change_le <= maintenant - timedelta(hours=REMISE_H),
            )
            valeurs = {"etat": str(EtatEnvoi.INCERTAIN), "change_le": maintenant}
            return lien.execute(sa.update(table).where(*muets).values(valeurs)).rowcount

        return self.database.write(work, rejouable=True)

    @override
    def claim(self, vers: EtatEnvoi, jeton: str, limit: int) -> list[Envoi]:
        notres = sa.select(table).where(_E.jeton == jeton, _E.etat == vers).order_by(_E.rang)

        def work(lien: sa.Connection) -> list[Envoi]:
            prises = lien.execute(notres).all()
            if not prises:
                libres = sa.and_(_E.etat == EtatEnvoi.A_ENVOYER, _E.decide_le > self._limit(lien))
                rangs = sa.select(_E.rang).where(libres).order_by(_E.rang).limit(limit)
                choisis = list(lien.execute(rangs).scalars())
                valeurs = {"etat": str(vers), "jeton": jeton, "change_le": self.database.now(lien)}
                prise = sa.update(table).where(_E.rang.in_(choisis), libres).values(valeurs)
                if choisis and lien.execute(prise).rowcount:
                    prises = lien.execute(notres).all()
            return [read_envoi(ligne) for ligne in prises]

        return self.database.write(work, rejouable=True)

    @override
    def move(self, envoi_id: str, de: Collection[EtatEnvoi], vers: EtatEnvoi) -> bool:
        def work(lien: sa.Connection) -> bool:
            valeurs: dict[str, Any] = {"etat": str(vers), "change_le": self.database.now(lien)}
            if vers in JAMAIS_PARTIS:
                valeurs["empreinte"] = None
            conditions = (_E.id == envoi_id, _E.etat.in_([str(etat) for etat in de]))
            return bool(lien.execute(sa.update(table).where(*conditions).values(valeurs)).rowcount)

        return self.database.write(work)

    @override
    def get(self, envoi_id: str) -> Envoi | None:
        requete = sa.select(table).where(_E.id == envoi_id, _E.etat != EtatEnvoi.PREPARE)
        ligne = self.database.read(lambda lien: lien.execute(requete).one_or_none())
        return None if ligne is None else read_envoi(ligne)

    @override
    def has_left(self, ticket_id: str, texte: str | None = None) -> bool:
        conditions = [
            _E.rangement == self.rangement,
            _E.ticket_id == ticket_id,
            _E.empreinte.is_not(None) if texte is None else _E.empreinte == fingerprint(texte),
            _E.etat != EtatEnvoi.PREPARE,
        ]
        requete = sa.select(_E.rang).where(*conditions).limit(1)
        return self.database.read(lambda lien: lien.execute(requete).first()) is not None

    @override
    def iter_pages(self) -> Iterator[list[Envoi]]:
        dernier = 0
        while True:
            requete = (
                sa.select(table)
                .where(_E.rang > dernier, _E.etat != EtatEnvoi.PREPARE)
                .order_by(_E.rang)
                .limit(PAGE)
            )
            lignes = self.database.read(lambda lien, requete=requete: lien.execute(requete).all())  # type: ignore[misc]
            if not lignes:
                return
            dernier = lignes[-1].rang
            yield [read_envoi(ligne) for ligne in lignes]

    def _limit(self, lien: sa.Connection) -> datetime:
        return self.database.now(lien) - self.age_max

    def _in_state(self, etat: EtatEnvoi) -> sa.Select[Any]:
        return sa.select(table).where(_E.etat == etat).order_by(_E.rang)

    def _prepared(self, ticket_ids: Any) -> sa.ColumnElement[bool]:
        return sa.and_(
            _E.rangement == self.rangement,
            _E.ticket_id.in_(list(ticket_ids)),
            _E.etat == EtatEnvoi.PREPARE,
        )
