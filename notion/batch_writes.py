"""Écrire les décisions d'un lot, et s'arrêter quand insister ne sert à rien."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from errors import (
    ConfigurationError,
    NotSetUpError,
    ServiceError,
    SupportError,
    TicketError,
    UnreachableError,
)
from models.tickets import Ticket, Traitement
from notion.base import Base
from notion.schema import CATEGORIE, CONTACTS, STATUT
from notion.tickets import Tickets

FILS = 5
"""Écritures simultanées : une réponse de Notion prend quelques dixièmes de seconde, et à une
requête à la fois le budget ne serait pas employé."""


class Decisions:
    """Les décisions écrites dans la base « Contacts clients » pendant une exécution.

    Attributes:
        ecritures: nombre de tickets dont le sort a changé.
    """

    def __init__(self, base: Base, tickets: Tickets) -> None:
        self.ecritures = 0
        self._base = base
        self._tickets = tickets
        self._verrou = threading.Lock()
        self._pannes = 0
        self._arret: SupportError | None = None

    def write(self, decisions: Sequence[tuple[Ticket, Traitement]]) -> dict[str, SupportError]:
        """Écrit des décisions (voir ``NotionManager.write_decisions``)."""
        self.stop_if_needed()
        for _, traitement in decisions:
            self.require_options(traitement)
        with ThreadPoolExecutor(FILS, "notion") as fils:
            try:
                erreurs = list(
                    fils.map(lambda decision: self._write_decision(*decision), decisions)
                )
            except BaseException:
                # Ctrl-C : les écritures commencées finissent, les autres ne partent pas.
                fils.shutdown(cancel_futures=True)
                raise
        echecs = {
            ticket.id: erreur
            for (ticket, _), erreur in zip(decisions, erreurs, strict=True)
            if erreur is not None
        }
        if len(echecs) == len(decisions):
            self.stop_if_needed()
        return echecs

    def _write_decision(self, ticket: Ticket, traitement: Traitement) -> SupportError | None:
        """Écrit une décision ; rend l'ennui qui l'a empêché, s'il y en a un."""
        if self._arret is not None:
            return self._arret
        try:
            self._tickets.write_pending(ticket, traitement)
        except TicketError as erreur:
            self._note_outcome(None)
            return erreur
        except (ServiceError, ConfigurationError) as erreur:
            self._note_outcome(erreur)
            return erreur
        self._note_outcome(None)
        return None

    def _note_outcome(self, erreur: SupportError | None) -> None:
        """Retient un ennui qui condamne aussi les tickets suivants."""
        with self._verrou:
            if erreur is None:
                self._pannes = 0
                self.ecritures += 1
                return
            self._pannes += 1
            seule = isinstance(erreur, ServiceError) and self._pannes == 1
            if isinstance(erreur, UnreachableError) or not seule:
                self._arret = erreur

    def stop_if_needed(self) -> None:
        """Lève, une fois, l'ennui qui condamne aussi les tickets suivants."""
        erreur, self._arret = self._arret, None
        if erreur is not None:
            raise erreur

    def require_options(self, traitement: Traitement) -> None:
        """Une option inconnue serait créée par la seule écriture : elle est refusée avant."""
        schema = self._base.schema()
        for colonne, nom in ((STATUT, str(traitement.statut)), (CATEGORIE, traitement.categorie)):
            if nom is not None and schema.option(colonne, nom) is None:
                raise NotSetUpError(
                    f"« {nom} » n'est pas une option de la colonne « {colonne} » de la base "
                    f"« {CONTACTS.nom} ». Lancez « python main.py --setup », ou ajoutez cette "
                    "option dans Notion."
                )
