"""Ce que le programme attend de ses rangements ; ``database`` et ``notion`` le remplissent.

Un même contrat de tests tient les deux bureaux de tickets. Chaque méthode lève un enfant de
``errors.SupportError``, jamais l'erreur d'une bibliothèque.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from models import same_name

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from datetime import datetime

    from errors import SupportError
    from models.crm import Client, Commande, StatistiquesClient
    from models.envois import Depart, Envoi, EtatEnvoi, Recu
    from models.statistics import BilanJournal, ComptesTickets, DecisionPassee, Periode
    from models.tickets import Dossier, Echange, ReponseType, Reservation, Ticket, Traitement


class Crm(Protocol):
    """Les clients et leurs commandes, en lecture."""

    def get_clients_by_emails(self, emails: Iterable[str]) -> dict[str, Client]:
        """Les clients qui ont ces adresses, par ``cle_email``.

        Si une boutique a plusieurs lignes pour une même adresse, c'est un seul client, qui les
        connaît toutes (``lignes``).
        """
        ...

    def get_commandes_by_clients(self, client_ids: Iterable[int]) -> dict[int, list[Commande]]:
        """Les commandes de ces clients, par numéro de client, de la plus récente à la première."""
        ...

    def find_clients(self, debut: str, limit: int) -> list[Client]:
        """Les clients dont l'adresse, ou à défaut le nom ou le prénom, commence ainsi.

        Sert à compléter au clavier : la casse ne compte pas, et ``limit`` clients au plus sont lus.
        """
        ...

    def get_client_stats(self, client_id: int) -> StatistiquesClient:
        """Les commandes d'un client en chiffres : toutes, même annulées ; montants en euros."""
        ...

    def count(self) -> dict[str, Any]:
        """Le nombre de clients, de commandes, et de commandes par état."""
        ...


class TicketDesk(Protocol):
    """Le bureau où sont rangés les modèles de réponse et les tickets."""

    nom: str
    """Nom court et stable du rangement, tel que le journal le note (« sql », « notion »)."""

    lot: int
    """Nombre de tickets à décider et à écrire ensemble : l'arrêt attend la fin d'un lot."""

    def get_reponses_types(self) -> list[ReponseType]:
        """Tous les modèles, du plus ancien au plus récent."""
        ...

    def get_reponses_by_categorie(self, categorie: str) -> list[ReponseType]:
        """Les modèles d'une catégorie, du plus ancien au plus récent ; vide s'il n'y en a pas."""
        return [m for m in self.get_reponses_types() if same_name(m.categorie, categorie)]

    def create_reponse_type(
        self, categorie: str, texte: str, demande: str | None = None, etats: Sequence[str] = ()
    ) -> str:
        """Ajoute un modèle et rend son identifiant.

        Args:
            demande: code de la demande à laquelle il répond ; sans elle, il sert sa catégorie.
            etats: états de la commande où il sert ; sans eux, il sert à tous.

        Raises:
            UsageError: catégorie ou texte vide, ou catégorie, demande ou état que le rangement
                n'a pas.
        """
        ...

    def update_reponse_type(self, modele: ReponseType) -> None:
        """Récrit le modèle qui porte cet identifiant.

        Raises:
            UsageError: voir ``create_reponse_type``, ou aucun modèle n'a cet identifiant.
        """
        ...

    def delete_reponse_type(self, modele_id: str) -> None:
        """Retire un modèle ; rien à faire s'il n'existe plus."""
        ...

    def create_contact_ticket(
        self,
        email: str,
        nom: str,
        id_commande: int | None,
        message: str,
        traitement: Traitement | None = None,
    ) -> str:
        """Crée un ticket, d'une seule écriture, et rend son identifiant.

        Sans ``traitement``, le ticket est « Nouveau » ; avec, il est complet d'emblée.

        Raises:
            UsageError: l'adresse n'en est pas une.
        """
        ...

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
        """Crée le ticket d'un message, une fois et une seule, avec ce qui doit s'écrire avec lui.

        Tué n'importe quand, ou sans réponse de la base, le programme ne laisse ni ticket en double
        ni ticket sans sa suite : dans une base SQL, tout est d'une seule transaction.

        Args:
            cle: ce qui distingue ce message de tout autre reçu ; sans elle, il est nouveau.
            puis: ce qui s'écrit avec le ticket, dont il reçoit le numéro.

        Raises:
            UsageError: l'adresse n'en est pas une.
            BusyError: un autre poste crée ce ticket en ce moment, ou s'est arrêté en le créant.
        """
        ...

    def write_answer(self, ticket: Ticket, traitement: Traitement) -> None:
        """Écrit ce qu'une personne décide d'un ticket, quel que soit son état.

        Si la décision le dit (``depart``), sa réponse est mise à l'envoi du même geste.

        Raises:
            TicketError: le ticket n'existe pas.
        """
        ...

    def get_asked(self) -> list[Ticket]:
        """Les tickets dont une personne a demandé, sur le ticket même, que la réponse parte."""
        return []

    def update_ticket_response(
        self, ticket_id: str, reponse: str, statut: str, categorie: str | None = None
    ) -> None:
        """Écrit une réponse et un statut sur un ticket, quel que soit son état.

        Args:
            categorie: la catégorie à écrire aussi ; ``None`` n'y touche pas.

        Raises:
            TicketError: le ticket n'existe pas.
            UsageError: le statut n'est pas l'un des quatre de ``Statut``.
        """
        ...

    def write_decisions(
        self, decisions: Sequence[tuple[Ticket, Traitement]]
    ) -> dict[str, SupportError]:
        """Écrit des décisions sur des tickets en attente ; rend les échecs, par identifiant.

        Un ticket qui n'est plus en attente n'est pas touché : son échec est une
        ``TicketTakenError``. Un échec n'empêche pas les écritures suivantes.
        """
        ...

    def get_ticket(self, ticket_id: str) -> Ticket | None:
        """Le ticket tel qu'il est maintenant, ou ``None`` s'il n'existe plus."""
        ...

    def get_tickets(self, ids: Iterable[str]) -> dict[str, Ticket]:
        """Ceux de ces tickets qui existent, tels qu'ils sont maintenant, par identifiant."""
        ...

    def get_tickets_by_email(self, email: str) -> list[Ticket]:
        """Tous les tickets de cette adresse, du plus ancien au plus récent."""
        ...

    def iter_decided(self, depuis: datetime) -> Iterator[list[Ticket]]:
        """Les tickets créés depuis cet instant et qui ne sont plus en attente, par pages."""
        ...

    def get_pending_tickets(self) -> list[Ticket]:
        """Tous les tickets « Nouveau » ou sans statut, du plus ancien au plus récent."""
        return [ticket for page in self.iter_pending_pages() for ticket in page]

    def iter_pending_pages(self, *, libres: bool = False) -> Iterator[list[Ticket]]:
        """Les tickets en attente, du plus ancien au plus récent, par pages lues à mesure.

        Un ticket en attente au premier appel est rendu une fois exactement, même si les
        précédents changent de statut pendant le parcours.

        Args:
            libres: laisse de côté ceux qu'un autre poste tient, si le rangement sait le dire.
        """
        ...

    def get_open_tickets(self, limit: int) -> list[Ticket]:
        """Les tickets qu'une personne peut avoir à traiter, du plus ancien au plus récent.

        Ceux en attente (« Nouveau » ou sans statut) et ceux confiés (« En cours »).

        Args:
            limit: nombre de tickets au plus.
        """
        ...

    def count_pending(self) -> int | None:
        """Le nombre de tickets en attente, ou ``None`` si le compter coûterait trop."""
        ...

    def count_tickets(
        self, periode: Periode | None = None, progression: Callable[[int], None] | None = None
    ) -> ComptesTickets:
        """Les tickets, par statut, par catégorie et par jour de création (UTC).

        Un ticket sans statut compte comme « Nouveau » ; sans catégorie, il n'est que dans le total.

        Args:
            periode: ceux créés ces jours-là seulement ; tous, sans elle.
            progression: appelé à mesure avec le nombre de tickets lus, s'il faut les lire un à un.
        """
        ...


class LongTexts(Protocol):
    """Où garder entiers les textes qu'un bureau de tickets ne peut contenir."""

    def save(self, ticket_id: str, champ: str, texte: str) -> None:
        """Garde le texte entier d'un champ (« message » ou « reponse ») ; remplace le précédent."""
        ...

    def get(self, ticket_id: str, champ: str) -> str | None:
        """Le texte gardé pour ce champ, ou ``None``."""
        ...

    def delete(self, ticket_id: str) -> None:
        """Oublie tous les textes d'un ticket qui n'existe plus ; sans effet s'il n'y en a pas."""
        ...


class DecisionLog(Protocol):
    """Le journal : qui s'occupe de quel ticket, et ce qui a été décidé."""

    def claim(self, tickets: Sequence[Ticket]) -> list[Reservation]:
        """Réserve ceux de ces tickets que personne ne tient, dans leur ordre."""
        ...

    def unfinished(self) -> list[str]:
        """Les tickets qu'un poste a laissés inachevés, et que leur bail a rendus.

        Un ticket écrit dont la ligne n'est pas close n'est plus en attente : on ne le retrouve
        que par ici.
        """
        ...

    def renew(self, reservations: Sequence[Reservation]) -> None:
        """Prolonge des réservations, si leur bail est assez entamé."""
        ...

    def record(self, decisions: Sequence[tuple[Reservation, Dossier]]) -> set[int]:
        """Valide des décisions, avant qu'elles ne soient écrites sur les tickets.

        Returns:
            Les lignes encore à nous : les autres ont été reprises, leur décision est sans effet.
        """
        ...

    def close(
        self,
        *,
        faits: Sequence[Reservation] = (),
        rendus: Sequence[Reservation] = (),
        oublies: Sequence[Reservation] = (),
    ) -> None:
        """Clôt des lignes : ``faits`` l'est, ``rendus`` redevient libre, ``oublies`` disparaît.

        Une ligne rendue garde sa décision, si elle en a une : si le ticket la porte malgré tout, on
        saura la clore. Sans décision, il n'en reste rien.
        """
        ...

    def add(self, ticket_id: str, dossier: Dossier) -> None:
        """Note la décision d'un ticket créé complet ; une seconde fois ne change rien."""
        ...

    def summary(self, periode: Periode | None = None) -> BilanJournal:
        """Ce que le programme a décidé (ces jours-là, si une période est donnée), compté."""
        ...

    def iter_decisions(self) -> Iterator[list[DecisionPassee]]:
        """Les décisions faites, par pages, de la plus ancienne à la dernière."""
        ...


class Receipts(Protocol):
    """Ce qui est déjà entré, par sa clé."""

    def seen(self, cles: Collection[str]) -> dict[str, str]:
        """Celles de ces clés qui sont entrées, et leur ticket (vide si elles n'en ont pas)."""
        ...

    def note(self, cle: str) -> None:
        """Note une clé qui n'a pas de ticket ; une seconde fois ne change rien."""
        ...

    def begin(self, cle: str, *, renouveler: bool) -> tuple[str | None, datetime | None]:
        """Commence à créer le ticket d'une clé.

        Args:
            renouveler: une clé dont le ticket existe déjà sert de nouveau, pour un autre ticket.

        Returns:
            Le numéro de son ticket s'il est déjà créé ; sinon depuis quand quelqu'un a commencé à
            le créer sans finir ; sinon rien, c'est à nous.
        """
        ...

    def take_over(self, cle: str) -> bool:
        """Reprend une création que son poste a quittée ; faux s'il la tient encore."""
        ...

    def end(self, cle: str, ticket_id: str) -> None:
        """Note le ticket créé."""
        ...

    def leave(self, cle: str) -> None:
        """Quitte une création sans savoir ce qu'elle a donné : qui la reprend regardera."""
        ...

    def known(self, ticket_ids: Collection[str]) -> set[str]:
        """Ceux de ces tickets qui ont déjà leur clé."""
        ...


class Senders(Protocol):
    """Le dernier échange avec chaque adresse : une réponse automatique en est le premier mot."""

    def is_empty(self) -> bool:
        """Vrai si aucun échange n'a encore été noté."""
        ...

    def recent(self, cles: Collection[str], depuis: datetime) -> dict[str, str]:
        """Celles de ces adresses qui ont un échange depuis cet instant, et son ticket."""
        ...

    def note(self, echanges: Sequence[Echange], depuis: datetime | None = None) -> set[str]:
        """Note des échanges ; de deux postes qui répondent à une adresse, un seul l'emporte.

        Args:
            depuis: un échange qui fait partir une réponse n'est noté que si son adresse n'en a pas
                d'autre depuis cet instant ; sans lui, tous le sont.

        Returns:
            Les tickets des échanges qui n'ont pas été notés : leur réponse ne doit pas partir.
        """
        ...

    def forget(self, cle: str) -> None:
        """Oublie une adresse ; sans effet si elle n'a rien écrit."""
        ...


class Outbox(Protocol):
    """Les réponses qui doivent partir, de leur décision à leur départ."""

    def prepare(self, departs: Sequence[Depart]) -> None:
        """Prépare des réponses, que rien ne montre tant que leur ticket n'est pas marqué."""
        ...

    def settle(self, partis: Collection[str] = (), oublies: Collection[str] = ()) -> None:
        """Met à l'envoi ce qui est préparé pour ces tickets, et oublie le reste."""
        ...

    def name(self, cle: str, ticket_id: str) -> None:
        """Donne son ticket à une réponse préparée avant lui, sous une clé."""
        ...

    def unsettled(self) -> list[Envoi]:
        """Les réponses qu'un poste a préparées avant de s'arrêter net."""
        ...

    def overdue(self) -> list[Envoi]:
        """Les réponses qui attendent depuis trop longtemps pour partir encore."""
        ...

    def doubt(self) -> int:
        """Déclare incertain ce qui, remis, n'est pas confirmé à temps ; en rend le nombre."""
        ...

    def claim(self, vers: EtatEnvoi, jeton: str, limit: int) -> list[Envoi]:
        """Prend, pour nous seuls, des réponses à envoyer, de la plus ancienne à la plus récente.

        Args:
            vers: l'état qu'elles prennent, validé au retour.
            jeton: un secret neuf, qui dit que c'est nous.
            limit: nombre de réponses au plus.
        """
        ...

    def move(self, envoi_id: str, de: Collection[EtatEnvoi], vers: EtatEnvoi) -> bool:
        """Change l'état d'une réponse, si elle est dans l'un de ceux-là ; faux sinon."""
        ...

    def get(self, envoi_id: str) -> Envoi | None:
        """La réponse que désigne cet identifiant, ou ``None``."""
        ...

    def has_left(self, ticket_id: str, texte: str | None = None) -> bool:
        """Vrai si une réponse (ce texte, s'il est donné) est à l'envoi ou partie sur ce ticket."""
        ...

    def iter_pages(self) -> Iterator[list[Envoi]]:
        """Toutes les réponses, de la plus ancienne à la plus récente, par pages."""
        ...
