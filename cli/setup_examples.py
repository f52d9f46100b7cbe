"""--setup --retirer-exemples : montrer les exemples qui peuvent partir, puis les retirer."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from automation.languages.fr.writing import plural
from cli.output import Output
from cli.safe_text import one_line
from config import Settings

if TYPE_CHECKING:
    from database.engine import Database
    from database.examples import Retrait
    from models.ports import TicketDesk


def run(options: Namespace, settings: Settings, out: Output) -> int:
    """Retire les exemples intacts avec ``--oui`` ; sans lui, montre seulement lesquels.

    Raises:
        SupportError: la base n'est pas prête, ou ne répond pas.
    """
    from database.examples import remove_examples
    from database.setup import open_database

    essai = options.dry_run or options.check or not options.oui
    base = open_database(settings, memoire=essai)
    try:
        with _desk(settings, base) as desk:
            retrait = remove_examples(
                base, a_ecrit=lambda email: bool(desk.get_tickets_by_email(email)), essai=essai
            )
    finally:
        base.dispose()
    if out.en_json:
        out.document(
            {
                "success": True,
                "retires": not essai,
                "clients": list(retrait.clients),
                "commandes": list(retrait.commandes),
                "gardes": [{"email": email, "raison": raison} for email, raison in retrait.gardes],
            }
        )
    else:
        out.text(_report(retrait, essai))
    return 0


@contextmanager
def _desk(settings: Settings, base: "Database") -> "Iterator[TicketDesk]":
    if not settings.notion_active:
        from database.ticket_store import TicketStore

        yield TicketStore(base)
        return
    settings.require_notion_bases()
    from database.long_texts import LongTextStore
    from notion.notion_manager import NotionManager

    with closing(NotionManager(settings, long_texts=LongTextStore(base))) as notion:
        yield notion


def _report(retrait: "Retrait", essai: bool) -> str:
    lignes = [f"  gardé : {one_line(email)} ({raison})" for email, raison in retrait.gardes]
    if not retrait.clients:
        return "\n".join(["Aucun exemple à retirer.", *lignes])
    compte = (
        f"{plural(len(retrait.clients), 'client')} d'exemple et "
        f"{plural(len(retrait.commandes), 'commande')}"
    )
    titre = f"Seraient retirés : {compte}." if essai else f"Retirés : {compte}."
    partis = [f"  {'à retirer' if essai else 'retiré'} : {email}" for email in retrait.clients]
    fin = (
        ["", "Rien n'a été retiré. Ajoutez --oui pour le faire : cela ne se défait pas."]
        if essai
        else []
    )
    return "\n".join([titre, *partis, *lignes, *fin])
