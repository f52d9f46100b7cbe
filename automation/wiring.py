"""Ce que la configuration désigne : les collaborateurs d'un agent."""

import logging
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from automation.understanding.rules import Rules
from config import Settings
from models.ports import Crm, DecisionLog, Outbox, Receipts, Senders, TicketDesk

if TYPE_CHECKING:
    from automation.polish.polisher import Polisher
    from database.engine import Database
    from database.outbox import OutboxStore
    from database.receipts import ReceiptStore
    from notion.notion_manager import NotionManager

logger = logging.getLogger("support.agent")


@dataclass(frozen=True, slots=True)
class Tools:
    """Les collaborateurs d'un agent, tels que ``SupportAgent()`` les construit.

    Attributes:
        close: ferme leurs connexions.
    """

    crm: Crm
    desk: TicketDesk
    journal: DecisionLog
    receipts: Receipts
    outbox: Outbox
    senders: Senders
    close: Callable[[], None] = lambda: None
    polisher: "Polisher | None" = None


def build_tools(settings: Settings, rules: Rules, *, dry_run: bool = False) -> Tools:
    """Construit les collaborateurs que la configuration désigne.

    Raises:
        SupportError: configuration incomplète, ou base qui n'est pas prête.
    """
    if settings.notion_active:
        settings.require_notion_bases()
    from database.db_manager import DatabaseManager
    from database.journal import Journal
    from database.outbox import OutboxStore
    from database.receipts import ReceiptStore
    from database.senders import SenderStore
    from database.setup import open_database
    from database.ticket_store import TicketStore

    base = open_database(settings, memoire=dry_run)
    fermetures: list[Callable[[], None]] = [base.dispose]
    bail = settings.bail_secondes
    rangement = "notion" if settings.notion_active else "sql"
    outbox = OutboxStore(
        base, rangement=rangement, bail_secondes=bail, age_max_h=settings.envoi_age_max_h
    )
    receipts = ReceiptStore(base, rangement=rangement, bail_secondes=bail)
    desk: TicketDesk = TicketStore(base)
    if settings.notion_active:
        desk = notion = _notion_desk(settings, rules, base, receipts, outbox)
        fermetures += [notion.close, lambda: _say_requests(notion.request_count)]
    journal = Journal(
        base,
        rangement=rangement,
        travailleur=f"{socket.gethostname()}:{os.getpid()}",
        bail_secondes=bail,
        regles=rules.empreinte,
    )

    def close() -> None:
        for fermer in reversed(fermetures):
            fermer()

    polisher = build_polisher(settings)
    if polisher is not None:
        fermetures.append(polisher.close)
    crm, senders = DatabaseManager(database=base), SenderStore(base)
    return Tools(crm, desk, journal, receipts, outbox, senders, close, polisher)


def _notion_desk(
    settings: Settings,
    rules: Rules,
    base: "Database",
    receipts: "ReceiptStore",
    outbox: "OutboxStore",
) -> "NotionManager":
    from database.long_texts import LongTextStore
    from notion.notion_manager import NotionManager

    return NotionManager(
        settings,
        long_texts=LongTextStore(base),
        receipts=receipts,
        outbox=outbox,
        on_wait=_say_wait,
        labels={code: demande.libelle for code, demande in rules.demandes.items()},
    )


def build_polisher(settings: Settings) -> "Polisher | None":
    """De quoi adoucir les réponses, seulement si une clé est donnée."""
    if not settings.ia_active:
        return None
    from automation.polish.polisher import Polisher

    return Polisher(settings)


def _say_requests(nombre: int) -> None:
    logger.debug("Notion : %d requêtes envoyées.", nombre)


def _say_wait(secondes: float, raison: str) -> None:
    logger.warning("Attente de %.0f s : %s.", secondes, raison, extra={"secondes": secondes})
