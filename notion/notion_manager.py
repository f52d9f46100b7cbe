"""NotionManager : les tickets et les modèles de réponse dans les deux bases Notion."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Self

from typing_extensions import override

import config
from config import Settings
from errors import SupportError
from models import Statut, cle_email, storable
from models.envois import Depart, Recu
from models.ports import LongTexts, Outbox, Receipts, TicketDesk
from models.statistics import ComptesTickets, Periode
from models.tickets import ReponseType, Ticket, Traitement
from notion.base import PAGE_MAX, Base
from notion.batch_writes import Decisions
from notion.connection import DELAI_REPONSE, open_transport
from notion.counts import count_tickets
from notion.creation import Creations
from notion.entries import Entrees
from notion.labels import Labels
from notion.long_texts import TextesTickets
from notion.properties import (
    asked_filter,
    created_since,
    email_filter,
    open_filter,
    pending_filter,
    read_ticket,
)
from notion.reponses import Modeles
from notion.schema import CONTACTS, REPONSES
from notion.tickets import Tickets
from notion.transport import Horloge, OnWait


class NotionManager(TicketDesk):
    """Le bureau des tickets dans Notion.

    Rien n'est lu à la construction. Le schéma et les modèles sont lus une fois, au premier
    besoin : un ``NotionManager`` vaut pour une exécution. Ses méthodes peuvent être appelées de
    plusieurs fils.

    Args:
        settings: la configuration ; celle de l'environnement par défaut.
        long_texts: où garder entiers les textes que Notion ne peut contenir ; sans lui, ils sont
            coupés avec une note visible, et la suite est perdue.
        receipts, outbox: où noter ce qui entre, et ce qui doit partir.
        horloge: le temps, pour les tests.
        on_wait: appelé avant chaque attente d'une seconde ou plus (secondes, raison).
        delai: secondes accordées à une réponse de Notion.

    Raises:
        ConfigurationError: ``NOTION_TOKEN`` ou l'identifiant d'une base manque ou ne convient pas.
    """

    nom = "notion"
    lot = 10
    """Tickets écrits ensemble : quelques secondes de travail au débit de Notion."""

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        long_texts: LongTexts | None = None,
        receipts: Receipts | None = None,
        outbox: Outbox | None = None,
        horloge: Horloge | None = None,
        on_wait: OnWait | None = None,
        delai: float = DELAI_REPONSE,
        labels: Labels | None = None,
    ) -> None:
        settings = settings or config.load()
        settings.require_notion_bases()
        self._transport = open_transport(settings, horloge, delai)
        self._transport.on_wait = on_wait
        self._reponses = Base(
            self._transport,
            REPONSES,
            settings.notion_base_reponses_id,
            "NOTION_BASE_REPONSES_ID",
            labels,
        )
        self._contacts = Base(
            self._transport,
            CONTACTS,
            settings.notion_base_contacts_id,
            "NOTION_BASE_CONTACTS_ID",
            labels,
        )
        self._creations = Creations(self._transport)
        self._textes = TextesTickets(long_texts)
        self._tickets = Tickets(self._transport, self._contacts, self._creations, self._textes)
        self._modeles = Modeles(self._reponses, self._creations)
        self._decisions = Decisions(self._contacts, self._tickets)
        self._entrees = Entrees(receipts, outbox, self._tickets.create, self.get_tickets_by_email)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *erreur: object) -> None:
        self.close()

    def close(self) -> None:
        """Ferme les connexions."""
        self._transport.close()

    @property
    def request_count(self) -> int:
        """Nombre de requêtes envoyées à Notion, reprises comprises."""
        return self._transport.request_count

    # Modèles de réponse

    @override
    def get_reponses_types(self) -> list[ReponseType]:
        return self._modeles.all()

    @override
    def create_reponse_type(
        self, categorie: str, texte: str, demande: str | None = None, etats: Sequence[str] = ()
    ) -> str:
        """Ajoute un modèle ; une option ne se crée jamais par mégarde.

        Raises:
            UsageError: catégorie ou texte vide, texte trop long, ou catégorie, demande ou état
                absent de la base.
        """
        return self._modeles.create(ReponseType("", categorie, texte, demande or "", tuple(etats)))

    @override
    def update_reponse_type(self, modele: ReponseType) -> None:
        self._modeles.update(modele)

    @override
    def delete_reponse_type(self, modele_id: str) -> None:
        self._modeles.delete(modele_id)

    # Tickets

    @override
    def create_contact_ticket(
        self,
        email: str,
        nom: str,
        id_commande: int | None,
        message: str,
        traitement: Traitement | None = None,
    ) -> str:
        """Crée un ticket ; un texte trop long y est coupé, avec une note, et gardé entier ailleurs.

        Raises:
            UsageError: adresse de plus de 200 caractères, ou numéro de commande impossible.
            NotSetUpError: le statut ou la catégorie n'est pas une option de la base.
        """
        return self.create_once(email, nom, id_commande, message, traitement).ticket_id

    @override
    def create_once(
        self,
        email: str,
        nom: str,
        id_commande: int | None,
        message: str,
        traitement: Traitement | None = None,
        *,
        cle: str = "",
        puis: Callable[[str], None] = lambda ticket_id: None,
    ) -> Recu:
        decision = traitement or Traitement(Statut.NOUVEAU, None)
        self._decisions.require_options(decision)
        return self._entrees.create(email, nom, id_commande, message, decision, cle, puis)

    @override
    def update_ticket_response(
        self, ticket_id: str, reponse: str, statut: str, categorie: str | None = None
    ) -> None:
        decision = Traitement(Statut.read(statut), reponse, categorie)
        self._decisions.require_options(decision)
        self._tickets.write(ticket_id, decision)

    @override
    def write_decisions(
        self, decisions: Sequence[tuple[Ticket, Traitement]]
    ) -> dict[str, SupportError]:
        """Écrit des décisions ; une lecture de plus de 60 secondes est refaite juste avant.

        Pour l'imposer, donner un ``lu_le`` ancien.

        Raises:
            ConfigurationError: ce qui empêcherait toutes les écritures (jeton, partage, catégorie
                absente de la base).
            ServiceError: Notion bloque ou est hors d'atteinte, ou deux tickets de suite n'ont pas
                pu être écrits. Si d'autres tickets du même appel sont écrits, l'appel rend les
                échecs, et c'est le suivant, ou la lecture de la page suivante, qui lève.
        """
        self._entrees.prepare([Depart(t.id, t.email, decision) for t, decision in decisions])
        echecs = self._decisions.write(decisions)
        self._entrees.release([t.id for t, _ in decisions if t.id not in echecs])
        return echecs

    @override
    def write_answer(self, ticket: Ticket, traitement: Traitement) -> None:
        self._decisions.require_options(traitement)
        self._entrees.prepare([Depart(ticket.id, ticket.email, traitement)])
        self._tickets.write(ticket.id, traitement)
        self._entrees.release([ticket.id])

    @override
    def get_asked(self) -> list[Ticket]:
        """Les tickets dont « à_envoyer » est cochée, cent au plus : une seule requête."""
        filtre = asked_filter(self._contacts.schema())
        if filtre is None:
            return []
        pages, lu_le = next(iter(self._contacts.walk(filtre)))
        return [self._textes.restore(read_ticket(page, lu_le)) for page in pages]

    @override
    def get_ticket(self, ticket_id: str) -> Ticket | None:
        return self._tickets.find(ticket_id)

    @override
    def get_tickets(self, ids: Iterable[str]) -> dict[str, Ticket]:
        trouves = {ticket_id: self.get_ticket(ticket_id) for ticket_id in ids}
        return {ticket_id: ticket for ticket_id, ticket in trouves.items() if ticket is not None}

    @override
    def get_tickets_by_email(self, email: str) -> list[Ticket]:
        filtre = email_filter(self._contacts.schema(), storable(email))
        trouves = [
            ticket
            for pages, lu_le in self._contacts.walk(filtre)
            for ticket in (read_ticket(page, lu_le) for page in pages)
            if cle_email(ticket.email) == cle_email(email)
        ]
        self._creations.note(ticket.id for ticket in trouves)
        return [self._textes.restore(ticket) for ticket in trouves]

    @override
    def iter_pending_pages(self, *, libres: bool = False) -> Iterator[list[Ticket]]:
        """Les tickets en attente, par pages de cent au plus.

        ``libres`` est sans effet : Notion ne sait pas ce que les autres postes tiennent.

        Écrire pendant le parcours fait sortir des tickets du filtre : quand ce manager a écrit,
        une dernière lecture vérifie qu'aucun n'a été sauté.
        """
        filtre = pending_filter(self._contacts.schema())
        taille = min(PAGE_MAX, max(1, self._transport.limiter.par_minute - 1))
        rendus: set[str] = set()
        while True:
            avant, trouves = self._decisions.ecritures, len(rendus)
            for pages, lu_le in self._contacts.walk(filtre, taille=taille, ecritures=True):
                frais = [page for page in pages if page["id"] not in rendus]
                rendus.update(page["id"] for page in frais)
                if frais:
                    lus = (read_ticket(page, lu_le) for page in frais)
                    yield [self._textes.restore(ticket) for ticket in lus]
                self._decisions.stop_if_needed()
            if len(rendus) == trouves or self._decisions.ecritures == avant:
                return

    @override
    def iter_decided(self, depuis: datetime) -> Iterator[list[Ticket]]:
        for pages, lu_le in self._contacts.walk(created_since(depuis)):
            lus = (read_ticket(page, lu_le) for page in pages)
            yield [ticket for ticket in lus if not ticket.en_attente_de_traitement]

    @override
    def get_open_tickets(self, limit: int) -> list[Ticket]:
        filtre = open_filter(self._contacts.schema())
        trouves: list[Ticket] = []
        for pages, lu_le in self._contacts.walk(filtre, taille=max(1, min(PAGE_MAX, limit))):
            lus = (read_ticket(page, lu_le) for page in pages[: limit - len(trouves)])
            trouves += [self._textes.restore(ticket) for ticket in lus]
            if len(trouves) >= limit:
                break
        return trouves

    @override
    def count_pending(self) -> None:
        """Inconnu : Notion ne compte pas, il faudrait tout lire."""
        return

    @override
    def count_tickets(
        self, periode: Periode | None = None, progression: Callable[[int], None] | None = None
    ) -> ComptesTickets:
        return count_tickets(self._contacts, periode, progression)
