"""Les tickets d'une base Notion, comptés un à un : Notion ne compte pas."""

from collections import Counter
from collections.abc import Callable

from models import Statut
from models.statistics import ComptesTickets, Periode
from notion.base import Base
from notion.properties import period_filter, read_ticket


def count_tickets(
    base: Base, periode: Periode | None, progression: Callable[[int], None] | None
) -> ComptesTickets:
    """Les tickets, par statut, par catégorie et par jour (voir ``TicketDesk.count_tickets``)."""
    statuts, categories, jours = Counter[str](), Counter[str](), Counter[str]()
    total = 0
    for pages, lu_le in base.walk(period_filter(periode)):
        for ticket in (read_ticket(page, lu_le) for page in pages):
            total += 1
            statuts[ticket.statut or str(Statut.NOUVEAU)] += 1
            jours[ticket.cree_le.date().isoformat()] += 1
            if ticket.categorie:
                categories[ticket.categorie] += 1
        if progression:
            progression(total)
    return ComptesTickets(total, dict(statuts), dict(categories), dict(jours))
