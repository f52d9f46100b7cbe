"""Les textes d'un ticket : coupés s'ils sont trop longs pour Notion, gardés entiers ailleurs."""

from collections.abc import Mapping
from dataclasses import replace

from models import ID_COMMANDE_MAX, storable
from models.ports import LongTexts
from models.tickets import Ticket, Traitement
from notion.properties import decision_properties, new_ticket_properties
from notion.schema import Schema
from notion.texts import CORPS_MAX, cut_prefix, fit_texts, json_size

CHAMP_MESSAGE = "message"
CHAMP_REPONSE = "reponse"

_ENVELOPPE = 1_000
"""Octets d'une requête laissés à ce qui entoure les propriétés (parent, ponctuation)."""


class TextesTickets:
    """Fait tenir les textes dans Notion et rend les textes entiers."""

    def __init__(self, entiers: LongTexts | None) -> None:
        self._entiers = entiers

    def fit(
        self,
        textes: Mapping[str, str],
        schema: Schema,
        decision: Traitement,
        email: str = "",
        nom: str = "",
    ) -> dict[str, str]:
        """Les textes tels qu'ils s'écriront, propres et, s'il le faut, coupés avec une note.

        Ensemble, ils occupent au plus ce que le reste du ticket laisse dans une requête.
        """
        reste = new_ticket_properties(schema, email, nom, ID_COMMANDE_MAX, "")
        reste |= decision_properties(schema, replace(decision, reponse=""))
        place = CORPS_MAX - json_size(reste) - _ENVELOPPE
        propres = {champ: storable(texte) for champ, texte in textes.items()}
        return fit_texts(propres, place, garde=self._entiers is not None)

    def save(self, ticket_id: str, textes: Mapping[str, str], ecrits: Mapping[str, str]) -> None:
        """Garde entiers les textes qui ont été coupés."""
        if self._entiers is None:
            return
        for champ, texte in textes.items():
            if storable(texte) != ecrits[champ]:
                self._entiers.save(ticket_id, champ, texte)

    def forget(self, ticket_id: str) -> None:
        """Oublie les textes d'un ticket qui n'existe plus."""
        if self._entiers is not None:
            self._entiers.delete(ticket_id)

    def restore(self, ticket: Ticket) -> Ticket:
        """Le ticket avec ses textes entiers, là où Notion n'en a qu'un début."""
        message = self._whole(ticket.id, CHAMP_MESSAGE, ticket.message)
        reponse = ticket.reponse and self._whole(ticket.id, CHAMP_REPONSE, ticket.reponse)
        if (message, reponse) == (ticket.message, ticket.reponse):
            return ticket
        return replace(ticket, message=message, reponse=reponse)

    def _whole(self, ticket_id: str, champ: str, vu: str) -> str:
        debut = cut_prefix(vu)
        if self._entiers is None or debut is None:
            return vu
        entier = self._entiers.get(ticket_id, champ)
        # Un début qui ne correspond plus a été récrit par une personne : c'est elle qui a raison.
        return entier if entier is not None and storable(entier).startswith(debut) else vu
