"""Les tickets en attente, lus par pages dans l'ordre où ils sont arrivés."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from database.tables import ticket as table_ticket
from database.ticket_rows import as_stored
from models import Statut

PAGE = 250
"""Tickets lus, décidés et écrits ensemble : au-delà, on ne gagne presque plus rien."""

_T = table_ticket.c
# Un brouillon de l'IA peut être long, et aucun traitement ne le relit.
LUES = [as_stored(colonne) for colonne in _T if colonne is not _T.brouillon_ia]
# Un serveur ne regarde pas la casse d'un statut tapé à la main ; SQLite, si.
_NOUVEAUX = [str(Statut.NOUVEAU), Statut.NOUVEAU.lower(), Statut.NOUVEAU.upper()]
EN_ATTENTE = sa.or_(_T.statut.is_(None), _T.statut.in_(["", *_NOUVEAUX]))


def pending_after(dernier: int, filtre: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Les ``PAGE`` premiers tickets en attente après celui-là, que le filtre laisse passer."""
    # Une requête par valeur de statut : chacune suit l'index (statut, id), là où un OU trierait
    # tous les tickets en attente à chaque page.
    numeros = sa.union(
        *(
            sa.select(
                sa.select(_T.id)
                .where(condition, _T.id > dernier, filtre)
                .order_by(_T.id)
                .limit(PAGE)
                .subquery()
            )
            for condition in (
                *(_T.statut == ecrit for ecrit in (*_NOUVEAUX, "")),
                _T.statut.is_(None),
            )
        )
    ).subquery()
    return sa.select(*LUES).join(numeros, numeros.c.id == _T.id).order_by(_T.id).limit(PAGE)
