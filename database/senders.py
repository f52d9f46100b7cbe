"""Le dernier échange avec chaque adresse, et qui en a le premier mot."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from typing_extensions import override

from database.engine import Database
from database.instants import naive_utc
from database.tables import expediteur as table
from models import storable
from models.ports import Senders
from models.tickets import Echange

_E = table.c


class SenderStore(Senders):
    """La table « expediteur », où que soient rangés les tickets."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @override
    def is_empty(self) -> bool:
        requete = sa.select(sa.literal(1)).select_from(table).limit(1)
        return self.database.read(lambda lien: lien.execute(requete).first()) is None

    @override
    def recent(self, cles: Collection[str], depuis: datetime) -> dict[str, str]:
        if not cles:
            return {}
        requete = sa.select(_E.cle, _E.dernier_ticket).where(
            _E.cle.in_(sorted(map(storable, cles))), _E.dernier_le >= naive_utc(depuis)
        )
        return self.database.read(lambda lien: _by_key(lien, requete))

    @override
    def note(self, echanges: Sequence[Echange], depuis: datetime | None = None) -> set[str]:
        partants = [e for e in echanges if e.part and depuis is not None]
        autres = [e for e in echanges if not e.part or depuis is None]

        def work(lien: sa.Connection) -> set[str]:
            _write(lien, partants, depuis)
            requete = sa.select(_E.cle, _E.dernier_ticket).where(
                _E.cle.in_(sorted({storable(e.cle) for e in partants}))
            )
            tenus = _by_key(lien, requete) if partants else {}
            perdus = {e.ticket_id for e in partants if tenus[storable(e.cle)] != e.ticket_id}
            # Une adresse garde le ticket dont la réponse part : repris après un arrêt, il est
            # encore le premier mot.
            _write(lien, [e for e in autres if storable(e.cle) not in tenus])
            return perdus

        return self.database.write(work, rejouable=True) if echanges else set()

    @override
    def forget(self, cle: str) -> None:
        oubli = sa.delete(table).where(_E.cle == storable(cle))
        self.database.write(lambda lien: lien.execute(oubli), rejouable=True)


def _by_key(lien: sa.Connection, requete: sa.Select[Any]) -> dict[str, str]:
    return {ligne.cle: ligne.dernier_ticket for ligne in lien.execute(requete)}


def _write(
    lien: sa.Connection, echanges: Sequence[Echange], depuis: datetime | None = None
) -> None:
    """Ajoute ou remplace les lignes de ces adresses, d'une seule instruction.

    Args:
        depuis: laisse telle quelle une ligne d'un autre ticket, si elle n'est pas plus ancienne.
    """
    if not echanges:
        return
    ajout: Any
    if lien.dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite

        ajout = sqlite.insert(table)
        neuve = ajout.excluded
    else:
        from sqlalchemy.dialects import mysql

        ajout = mysql.insert(table)
        neuve = ajout.inserted
    valeurs = {"dernier_ticket": neuve.dernier_ticket, "dernier_le": neuve.dernier_le}
    if depuis is not None:
        # Écrit dans l'instruction : le pilote MySQL n'y veut de paramètres que pour les lignes.
        borne: sa.ColumnElement[datetime] = sa.literal_column(
            f"'{naive_utc(depuis):%Y-%m-%d %H:%M:%S.%f}'"
        )
        libre = sa.or_(_E.dernier_ticket == neuve.dernier_ticket, _E.dernier_le < borne)
        # MySQL change les colonnes de gauche à droite : « libre » reste vrai, ou faux, jusqu'au
        # bout.
        valeurs = {nom: sa.case((libre, valeur), else_=_E[nom]) for nom, valeur in valeurs.items()}
    if lien.dialect.name == "sqlite":
        ajout = ajout.on_conflict_do_update(index_elements=[_E.cle], set_=valeurs)
    else:
        ajout = ajout.on_duplicate_key_update(valeurs)
    # Toujours dans le même ordre : deux postes ne s'attendent pas l'un l'autre.
    lignes = [
        {"cle": storable(e.cle), "dernier_ticket": e.ticket_id, "dernier_le": naive_utc(e.le)}
        for e in sorted(echanges, key=lambda e: e.cle)
    ]
    lien.execute(ajout, lignes)
