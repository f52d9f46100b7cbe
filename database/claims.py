"""Les réservations vues des requêtes : ce qui est libre, et ce qui est encore à nous."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from database.history import DECIDE, FAIT, RESERVE
from database.tables import journal as table_journal
from models.tickets import Reservation, Traitement

_J = table_journal.c


def settle(
    lien: sa.Connection, traitements: Mapping[int, Traitement], libres: set[int]
) -> tuple[set[int], set[int]]:
    """Clôt au journal les tickets à écrire, dans la transaction qui les écrit.

    Un poste que son bail a quitté n'écrit donc rien, même sur un autre nœud d'un cluster.

    Returns:
        Les tickets à écrire, et ceux que cette même décision a déjà écrits (quand la réponse à un
        ``COMMIT`` s'est perdue).
    """
    lignes = {t.reservation.ligne: n for n, t in traitements.items() if t.reservation}
    sans_reservation = {n for n in libres if traitements[n].reservation is None}
    if not lignes:
        return sans_reservation, set()
    jetons = {t.reservation.jeton for t in traitements.values() if t.reservation}
    tenues = (
        sa.select(_J.id, _J.etat).where(_J.id.in_(lignes), _J.jeton.in_(jetons)).with_for_update()
    )
    etats = {ligne.id: ligne.etat for ligne in lien.execute(tenues)}
    a_clore = [ligne for ligne, n in lignes.items() if etats.get(ligne) == DECIDE and n in libres]
    if a_clore:
        lien.execute(sa.update(table_journal).where(_J.id.in_(a_clore)).values(etat=FAIT))
    faits = {n for ligne, n in lignes.items() if etats.get(ligne) == FAIT}
    return sans_reservation | {lignes[ligne] for ligne in a_clore}, faits


def not_held(
    rangement: str, numero: sa.ColumnElement[int], maintenant: sa.ColumnElement[datetime]
) -> sa.ColumnElement[bool]:
    """Vrai d'un ticket qu'aucun poste ne tient.

    Sans ce filtre, chaque poste lirait toutes les pages des autres pour n'en rien garder.
    """
    tenu = sa.select(sa.literal(1)).where(
        _J.rangement == rangement,
        _J.ticket_id == sa.cast(numero, sa.String(20)),
        _J.etat.in_([RESERVE, DECIDE]),
        _J.bail_fin > maintenant,
    )
    return ~tenu.exists()


def held(reservations: Sequence[Reservation]) -> sa.ColumnElement[bool]:
    """Vrai des lignes du journal qui sont encore à nous, et pas closes."""
    return sa.and_(
        _J.id.in_([reservation.ligne for reservation in reservations]),
        _J.jeton.in_({reservation.jeton for reservation in reservations}),
        _J.etat != FAIT,
    )
