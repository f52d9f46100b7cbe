"""Les textes trop longs pour Notion : coupés là-bas, gardés entiers ailleurs."""

from dataclasses import replace
from typing import Protocol

from models import Ticket
from notion.texts import clean_text, cut_prefix

CHAMP_MESSAGE = "message"
CHAMP_REPONSE = "reponse"


class LongTexts(Protocol):
    """Où garder les textes entiers ; le programme en donne un, en SQL."""

    def save(self, ticket_id: str, champ: str, texte: str) -> None:
        """Garde le texte entier d'un champ (« message » ou « reponse ») ; remplace le précédent."""
        ...

    def get(self, ticket_id: str, champ: str) -> str | None:
        """Le texte gardé pour ce champ, ou ``None``."""
        ...

    def delete(self, ticket_id: str) -> None:
        """Oublie tous les textes d'un ticket qui n'existe plus ; sans effet s'il n'y en a pas."""
        ...


def restore(ticket: Ticket, entiers: LongTexts | None) -> Ticket:
    """Le ticket avec ses textes entiers, là où Notion n'en a qu'un début."""
    if entiers is None:
        return ticket
    message = _whole(ticket.id, CHAMP_MESSAGE, ticket.message, entiers)
    reponse = ticket.reponse and _whole(ticket.id, CHAMP_REPONSE, ticket.reponse, entiers)
    if (message, reponse) == (ticket.message, ticket.reponse):
        return ticket
    return replace(ticket, message=message, reponse=reponse)


def _whole(ticket_id: str, champ: str, vu: str, entiers: LongTexts) -> str:
    debut = cut_prefix(vu)
    entier = entiers.get(ticket_id, champ) if debut is not None else None
    # Un début qui ne correspond plus a été récrit par une personne : c'est elle qui a raison.
    if debut is None or entier is None or not clean_text(entier).startswith(debut):
        return vu
    return entier
