"""Ce qui est déjà entré, par sa clé : un message reçu deux fois ne fait qu'un ticket."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from typing_extensions import override

from database.bulk import insert_new
from database.engine import Database
from database.tables import recu as table
from models.envois import Recu
from models.ports import Receipts

_R = table.c


class _AlreadyIn(Exception):
    """Un autre poste vient de valider la même clé : notre transaction est à défaire."""


def receive_once(
    base: Database, rangement: str, cle: str, create: Callable[[sa.Connection], str]
) -> Recu:
    """Crée le ticket d'une clé dans une seule transaction, ou rend celui qui l'a déjà.

    Une transaction refaite parce que la réponse à son ``COMMIT`` s'est perdue retrouve sa clé.

    Args:
        cle: sans elle, le message est nouveau.
        create: crée le ticket et tout ce qui va avec ; rend son identifiant.
    """
    cle = cle or uuid4().hex
    connu = sa.select(_R.ticket_id).where(_key(rangement, cle))
    essaye = False

    def work(lien: sa.Connection) -> Recu:
        nonlocal essaye
        ticket_id = lien.execute(connu).scalar_one_or_none()
        if ticket_id is not None:
            return Recu(ticket_id, essaye)
        essaye = True
        ticket_id = create(lien)
        maintenant = base.now(lien)
        instants = {"commence_le": maintenant, "bail_fin": maintenant}
        ligne = {"rangement": rangement, "cle": cle, "ticket_id": ticket_id}
        _insert(lien, {**ligne, **instants})
        return Recu(ticket_id, nouveau=True)

    try:
        return base.write(work, rejouable=True)
    except _AlreadyIn:
        return Recu(base.read(lambda lien: lien.execute(connu).scalar_one()), nouveau=False)


class ReceiptStore(Receipts):
    """La table « recu ».

    Args:
        rangement: celui des tickets (``TicketDesk.nom``).
        bail_secondes: durée au-delà de laquelle une création est celle d'un poste arrêté.
    """

    def __init__(self, database: Database, *, rangement: str, bail_secondes: int) -> None:
        self.database = database
        self.rangement = rangement
        self.bail = timedelta(seconds=bail_secondes)

    @override
    def seen(self, cles: Collection[str]) -> dict[str, str]:
        siennes = (_R.rangement == self.rangement, _R.cle.in_(list(cles)))
        requete = sa.select(_R.cle, _R.ticket_id).where(*siennes, _R.ticket_id.is_not(None))
        lignes = self.database.read(lambda lien: lien.execute(requete).all())
        return {ligne.cle: ligne.ticket_id for ligne in lignes}

    @override
    def note(self, cle: str) -> None:
        def work(lien: sa.Connection) -> None:
            maintenant = self.database.now(lien)
            ligne = {"rangement": self.rangement, "cle": cle, "ticket_id": ""}
            instants = {"commence_le": maintenant, "bail_fin": maintenant}
            insert_new(lien, table, [{**ligne, **instants}])

        self.database.write(work, rejouable=True)

    @override
    def begin(self, cle: str, *, renouveler: bool) -> tuple[str | None, datetime | None]:
        a_lire = sa.select(_R.ticket_id, _R.commence_le).where(_key(self.rangement, cle))

        def work(lien: sa.Connection) -> tuple[str | None, datetime | None]:
            ligne = lien.execute(a_lire.with_for_update()).one_or_none()
            maintenant = self.database.now(lien)
            debut = {
                "ticket_id": None,
                "commence_le": maintenant,
                "bail_fin": maintenant + self.bail,
            }
            if ligne is None:
                _insert(lien, debut | {"rangement": self.rangement, "cle": cle})
                return None, None
            if ligne.ticket_id is not None and renouveler:
                self._update(lien, cle, {"ticket_id": None, **debut})
                return None, None
            return ligne.ticket_id, ligne.commence_le.replace(tzinfo=UTC)

        try:
            return self.database.write(work)
        except _AlreadyIn:
            return None, datetime.now(UTC)

    @override
    def take_over(self, cle: str) -> bool:
        def work(lien: sa.Connection) -> bool:
            maintenant = self.database.now(lien)
            quittee = (
                _key(self.rangement, cle),
                _R.ticket_id.is_(None),
                _R.bail_fin <= maintenant,
            )
            prise = sa.update(table).where(*quittee).values(bail_fin=maintenant + self.bail)
            return bool(lien.execute(prise).rowcount)

        return self.database.write(work)

    @override
    def end(self, cle: str, ticket_id: str) -> None:
        fin = {"ticket_id": ticket_id}
        self.database.write(lambda lien: self._update(lien, cle, fin), rejouable=True)

    @override
    def leave(self, cle: str) -> None:
        def work(lien: sa.Connection) -> None:
            self._update(lien, cle, {"bail_fin": self.database.now(lien)})

        self.database.write(work, rejouable=True)

    @override
    def known(self, ticket_ids: Collection[str]) -> set[str]:
        siens = (_R.rangement == self.rangement, _R.ticket_id.in_(list(ticket_ids)))
        requete = sa.select(_R.ticket_id).where(*siens)
        return self.database.read(lambda lien: set(lien.execute(requete).scalars()))

    def _update(self, lien: sa.Connection, cle: str, valeurs: Mapping[str, Any]) -> None:
        lien.execute(sa.update(table).where(_key(self.rangement, cle)).values(valeurs))


def _insert(lien: sa.Connection, ligne: Mapping[str, Any]) -> None:
    try:
        lien.execute(sa.insert(table).values(ligne))
    except IntegrityError as erreur:
        raise _AlreadyIn from erreur


def _key(rangement: str, cle: str) -> sa.ColumnElement[bool]:
    return sa.and_(_R.rangement == rangement, _R.cle == cle)
