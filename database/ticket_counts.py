"""Les tickets de la base SQL, comptés."""

from collections import Counter

import sqlalchemy as sa

from database.engine import Database
from database.instants import within
from database.tables import ticket
from models import Statut
from models.statistics import ComptesTickets, Periode

_T = ticket.c


def count_tickets(base: Database, periode: Periode | None) -> ComptesTickets:
    """Les tickets, par statut, par catégorie et par jour (voir ``TicketDesk.count_tickets``)."""
    jour = sa.func.date(_T.cree_le)

    def work(lien: sa.Connection) -> list[dict[str, int]]:
        comptes = []
        for colonne in (_T.statut, _T.categorie, jour):
            requete = (
                sa.select(colonne, sa.func.count())
                .where(*within(_T.cree_le, periode))
                .group_by(colonne)
                .order_by(colonne)
            )
            comptes.append({str(nom or ""): n for nom, n in lien.execute(requete)})
        return comptes

    lus, categories, jours = base.read(work)
    # Un statut tapé à la main dans une autre casse est le même, sur un serveur comme ici.
    statuts: Counter[str] = Counter()
    for nom, nombre in lus.items():
        statuts[Statut.recognise(nom)] += nombre
    nouveaux = statuts.pop("", 0) + statuts.pop(str(Statut.NOUVEAU), 0)
    return ComptesTickets(
        total=sum(jours.values()),
        par_statut=({str(Statut.NOUVEAU): nouveaux} if nouveaux else {}) | statuts,
        par_categorie={nom: n for nom, n in categories.items() if nom},
        par_jour=jours,
    )
