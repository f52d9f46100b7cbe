"""NotionManager : les tickets et les modèles de réponse dans les deux bases Notion."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Self

import config
from config import Settings
from errors import (
    NotSetUpError,
    ServiceError,
    SupportError,
    TicketError,
    UsageError,
)
from models import (
    ID_COMMANDE_MAX,
    ComptesTickets,
    ReponseType,
    Statut,
    Ticket,
    Traitement,
    cle_email,
)
from notion.base import PAGE_MAX, Base
from notion.creation import Creations
from notion.faults import BlockedError, TicketGoneError
from notion.long_texts import CHAMP_MESSAGE, CHAMP_REPONSE, LongTexts, restore
from notion.properties import (
    decision_properties,
    email_filter,
    has_column,
    iso_utc,
    new_ticket_properties,
    pending_filter,
    read_reponse,
    read_ticket,
    read_treated_at,
    reponse_properties,
    short_text,
    statut_properties,
)
from notion.schema import (
    CATEGORIE,
    CONTACTS,
    REPONSE,
    REPONSE_GENERIQUE,
    REPONSES,
    STATUT,
    STATUTS,
    Json,
    Schema,
)
from notion.texts import (
    CORPS_MAX,
    clean_text,
    fit_texts,
    json_size,
    nfc,
    rich_text,
    utf16_length,
)
from notion.tickets import Tickets
from notion.transport import DELAI_REPONSE, Horloge, OnWait, open_transport

EMAIL_MAX = 200
"""Longueur d'une adresse e-mail dans Notion (documentation de l'API, « Request limits »)."""

_PLACE_DU_RESTE = 2_000
"""Octets d'une requête laissés à son enveloppe (parent, ponctuation)."""


class NotionManager:
    """Le bureau des tickets dans Notion (voir ``automation.ticket_desk.TicketDesk``).

    Rien n'est lu à la construction. Le schéma et les modèles sont lus une fois, au premier
    besoin : un ``NotionManager`` vaut pour une exécution. Ses méthodes peuvent être appelées de
    plusieurs fils.

    Args:
        settings: la configuration ; celle de l'environnement par défaut.
        long_texts: où garder entiers les textes que Notion ne peut contenir ; sans lui, ils sont
            coupés avec une note visible, et la suite est perdue.
        horloge: le temps, pour les tests.
        on_wait: appelé avant chaque attente d'une seconde ou plus (secondes, raison).
        delai: secondes accordées à une réponse de Notion.

    Raises:
        ConfigurationError: ``NOTION_TOKEN`` ou l'identifiant d'une base manque ou ne convient pas.
    """

    nom = "notion"

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        long_texts: LongTexts | None = None,
        horloge: Horloge | None = None,
        on_wait: OnWait | None = None,
        delai: float = DELAI_REPONSE,
    ) -> None:
        settings = settings or config.load()
        settings.require_notion_bases()
        self._transport = open_transport(settings, horloge, delai)
        self._transport.on_wait = on_wait
        self._reponses = Base(
            self._transport, REPONSES, settings.notion_base_reponses_id, "NOTION_BASE_REPONSES_ID"
        )
        self._contacts = Base(
            self._transport, CONTACTS, settings.notion_base_contacts_id, "NOTION_BASE_CONTACTS_ID"
        )
        self._tickets = Tickets(self._transport, self._contacts)
        self._creations = Creations(self._transport)
        self._long_texts = long_texts
        self._modeles: list[ReponseType] | None = None
        self._verrou = threading.RLock()
        self._ecritures = 0
        self._pannes = 0

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

    def get_reponses_types(self) -> list[ReponseType]:
        """Tous les modèles, du plus ancien au plus récent ; une ligne sans texte est ignorée."""
        with self._verrou:
            if self._modeles is None:
                self._modeles = self._read_reponses()
            return list(self._modeles)

    def get_reponses_by_categorie(self, categorie: str) -> list[ReponseType]:
        """Les modèles d'une catégorie, du plus ancien au plus récent."""
        cherchee = nfc(categorie)
        return [m for m in self.get_reponses_types() if m.categorie == cherchee]

    def create_reponse_type(self, categorie: str, reponse: str) -> str:
        """Ajoute un modèle et rend son identifiant.

        Raises:
            UsageError: catégorie ou texte vide, texte trop long, ou catégorie absente de la base
                (une option ne se crée jamais par mégarde).
        """
        texte = clean_text(reponse)
        if not categorie.strip() or not texte.strip():
            raise UsageError("Un modèle de réponse demande une catégorie et un texte.")
        schema = self._reponses.schema()
        option = schema.option(CATEGORIE, categorie.strip())
        if option is None:
            raise UsageError(
                f"La catégorie « {categorie.strip()} » n'existe pas dans la base "
                f"« {REPONSES.nom} ». Choisissez parmi : {', '.join(schema.options(CATEGORIE))} ; "
                "ou ajoutez-la dans Notion."
            )
        if fit_texts({REPONSE: texte}, CORPS_MAX - _PLACE_DU_RESTE, garde=False)[REPONSE] != texte:
            raise UsageError("Ce modèle de réponse est trop long pour Notion : raccourcissez-le.")

        def est_le_notre(page: Json) -> bool:
            lu = read_reponse(page)
            return lu is not None and (lu.categorie, lu.texte) == (nfc(option), texte)

        proprietes = reponse_properties(schema, option, texte)
        cle = ("modele", nfc(option), texte)
        identifiant = self._creations.create(self._reponses, proprietes, cle, None, est_le_notre)
        with self._verrou:
            if self._modeles is not None:
                self._modeles.append(ReponseType(identifiant, nfc(option), texte))
        return identifiant

    def _read_reponses(self) -> list[ReponseType]:
        modeles: list[ReponseType] = []
        for pages, _ in self._reponses.walk():
            for page in pages:
                if not has_column(page, REPONSE_GENERIQUE, "rich_text"):
                    self._reponses.schema()  # dit ce qui manque, et lance l'erreur
                modele = read_reponse(page)
                if modele is not None:
                    modeles.append(modele)
        return modeles

    # Tickets

    def create_contact_ticket(
        self,
        email: str,
        nom: str,
        id_commande: int | None,
        message: str,
        traitement: Traitement | None = None,
    ) -> str:
        """Crée un ticket, d'une seule écriture, et rend son identifiant.

        Sans ``traitement``, le ticket est « Nouveau » ; avec, il est complet d'emblée. Un texte
        trop long pour Notion y est coupé, avec une note, et gardé entier par ``long_texts``.

        Raises:
            UsageError: adresse de plus de 200 caractères, ou numéro de commande impossible.
            NotSetUpError: le statut ou la catégorie n'est pas une option de la base.
        """
        adresse = clean_text(email).strip()
        if utf16_length(adresse) > EMAIL_MAX:
            raise UsageError(
                f"L'adresse e-mail est trop longue pour Notion ({utf16_length(adresse)} "
                f"caractères, {EMAIL_MAX} au plus)."
            )
        if id_commande is not None and not 1 <= id_commande <= ID_COMMANDE_MAX:
            raise UsageError("Le numéro de commande doit être compris entre 1 et 2^53−1.")
        schema = self._contacts.schema()
        decision = traitement or Traitement(Statut.NOUVEAU, None)
        self._require_options(schema, decision)
        entiers = {CHAMP_MESSAGE: message, CHAMP_REPONSE: decision.reponse or ""}
        textes = self._fit(schema, entiers, adresse, nom, decision)
        if decision.reponse is not None:
            decision = replace(decision, reponse=textes[CHAMP_REPONSE])
        ecrit = textes[CHAMP_MESSAGE]
        proprietes = new_ticket_properties(schema, adresse, nom, id_commande, ecrit)
        proprietes |= decision_properties(schema, decision)
        attendu = (adresse, short_text(nom), id_commande, ecrit)

        def est_le_notre(page: Json) -> bool:
            lu, traite_le = read_ticket(page, self._transport.horloge.now()), read_treated_at(page)
            meme_instant = (
                decision.traite_le is None
                or traite_le is None
                or iso_utc(traite_le) == iso_utc(decision.traite_le)
            )
            return (lu.email, lu.nom, lu.id_commande, lu.message) == attendu and meme_instant

        filtre = email_filter(schema, adresse)
        cle = ("ticket", *attendu)
        ticket_id = self._creations.create(self._contacts, proprietes, cle, filtre, est_le_notre)
        self._save_cut(ticket_id, entiers, textes)
        return ticket_id

    def update_ticket_response(self, ticket_id: str, reponse: str, statut: str) -> None:
        """Écrit une réponse et un statut sur un ticket, quel que soit son état.

        Raises:
            TicketError: le ticket n'existe pas.
            UsageError: le statut n'est pas l'un des quatre.
        """
        voulu = nfc(statut)
        if voulu not in STATUTS:
            raise UsageError(
                f"Le statut « {statut} » n'existe pas. Choisissez parmi : {', '.join(STATUTS)}."
            )
        schema = self._contacts.schema()
        decision = Traitement(Statut(voulu), reponse)
        self._require_options(schema, decision)
        entiers = {CHAMP_REPONSE: reponse}
        textes = self._fit(schema, entiers, "", "", decision)
        self._save_cut(ticket_id, entiers, textes)
        proprietes = statut_properties(schema, voulu)
        proprietes[schema.name(REPONSE)] = {"rich_text": rich_text(textes[CHAMP_REPONSE])}
        self._tickets.write(ticket_id, proprietes)

    def write_decisions(
        self, decisions: Sequence[tuple[Ticket, Traitement]]
    ) -> dict[str, SupportError]:
        """Écrit des décisions sur des tickets en attente ; rend les échecs, par identifiant.

        Une lecture de plus de 60 secondes est refaite avant d'écrire (pour l'imposer, donner un
        ``lu_le`` ancien) ; un ticket qui n'est plus en attente est laissé : ``TicketTakenError``.

        Raises:
            ConfigurationError: ce qui empêcherait toutes les écritures (jeton, partage, catégorie
                absente de la base).
            ServiceError: Notion bloque, ou deux tickets de suite n'ont pas pu être écrits.
        """
        schema = self._contacts.schema()
        for _, traitement in decisions:
            self._require_options(schema, traitement)
        echecs: dict[str, SupportError] = {}
        for ticket, traitement in decisions:
            try:
                self._write_decision(schema, ticket, traitement)
            except BlockedError:
                raise
            except ServiceError as erreur:
                self._pannes += 1
                if self._pannes > 1:
                    raise
                echecs[ticket.id] = erreur
            except TicketError as erreur:
                echecs[ticket.id] = erreur
            else:
                self._pannes = 0
        return echecs

    def get_ticket(self, ticket_id: str) -> Ticket | None:
        """Le ticket tel qu'il est, ou ``None`` s'il n'existe plus ou est à la corbeille."""
        ticket = self._tickets.find(ticket_id)
        if ticket is None:
            self._forget(ticket_id)
            return None
        return restore(ticket, self._long_texts)

    def get_tickets_by_email(self, email: str) -> list[Ticket]:
        """Tous les tickets de cette adresse, du plus ancien au plus récent."""
        filtre = email_filter(self._contacts.schema(), clean_text(email))
        trouves = [
            ticket
            for pages, lu_le in self._contacts.walk(filtre)
            for ticket in (read_ticket(page, lu_le) for page in pages)
            if cle_email(ticket.email) == cle_email(email)
        ]
        self._creations.note(ticket.id for ticket in trouves)
        return [restore(ticket, self._long_texts) for ticket in trouves]

    def get_pending_tickets(self) -> list[Ticket]:
        """Tous les tickets « Nouveau » ou sans statut, du plus ancien au plus récent."""
        return [ticket for page in self.iter_pending_pages() for ticket in page]

    def iter_pending_pages(self) -> Iterator[list[Ticket]]:
        """Les mêmes, par pages de cent au plus, lues à mesure ; chaque ticket une seule fois.

        Écrire pendant le parcours fait sortir des tickets du filtre : quand ce manager a écrit,
        une dernière lecture vérifie qu'aucun n'a été sauté.
        """
        filtre = pending_filter(self._contacts.schema())
        taille = min(PAGE_MAX, max(1, self._transport.limiter.par_minute - 1))
        rendus: set[str] = set()
        while True:
            avant, trouves = self._ecritures, len(rendus)
            for pages, lu_le in self._contacts.walk(filtre, taille=taille, ecritures=True):
                frais = [page for page in pages if page["id"] not in rendus]
                rendus.update(page["id"] for page in frais)
                if frais:
                    lus = (read_ticket(page, lu_le) for page in frais)
                    yield [restore(ticket, self._long_texts) for ticket in lus]
            if len(rendus) == trouves or self._ecritures == avant:
                return

    def count_tickets(self, progression: Callable[[int], None] | None = None) -> ComptesTickets:
        """Les tickets comptés par statut, par catégorie et par jour de création (UTC).

        Un ticket sans statut compte comme « Nouveau » ; sans catégorie, il n'est que dans le total.

        Args:
            progression: appelé après chaque page avec le nombre de tickets lus.
        """
        statuts, categories, jours = Counter[str](), Counter[str](), Counter[str]()
        total = 0
        for pages, lu_le in self._contacts.walk():
            for ticket in (read_ticket(page, lu_le) for page in pages):
                total += 1
                statuts[ticket.statut or str(Statut.NOUVEAU)] += 1
                jours[ticket.cree_le.date().isoformat()] += 1
                if ticket.categorie:
                    categories[ticket.categorie] += 1
            if progression:
                progression(total)
        return ComptesTickets(total, dict(statuts), dict(categories), dict(jours))

    def _write_decision(self, schema: Schema, ticket: Ticket, traitement: Traitement) -> None:
        entiers = {CHAMP_REPONSE: traitement.reponse or ""}
        textes = self._fit(schema, entiers, "", "", traitement)
        if traitement.reponse is not None:
            traitement = replace(traitement, reponse=textes[CHAMP_REPONSE])
        self._save_cut(ticket.id, entiers, textes)
        try:
            proprietes = decision_properties(schema, traitement)
            self._tickets.write_pending(ticket, traitement, proprietes)
        except TicketGoneError:
            self._forget(ticket.id)
            raise
        self._ecritures += 1

    def _fit(
        self,
        schema: Schema,
        entiers: dict[str, str],
        email: str,
        nom: str,
        decision: Traitement,
    ) -> dict[str, str]:
        """Les textes tels qu'ils tiendront dans une requête, à côté de tout le reste."""
        reste = new_ticket_properties(schema, email, nom, ID_COMMANDE_MAX, "")
        reste |= decision_properties(schema, replace(decision, reponse=""))
        place = CORPS_MAX - json_size(reste) - _PLACE_DU_RESTE
        propres = {champ: clean_text(texte) for champ, texte in entiers.items()}
        return fit_texts(propres, place, garde=self._long_texts is not None)

    def _save_cut(self, ticket_id: str, entiers: dict[str, str], ecrits: dict[str, str]) -> None:
        if self._long_texts is None:
            return
        for champ, entier in entiers.items():
            if clean_text(entier) != ecrits[champ]:
                self._long_texts.save(ticket_id, champ, entier)

    def _forget(self, ticket_id: str) -> None:
        if self._long_texts is not None:
            self._long_texts.delete(ticket_id)

    def _require_options(self, schema: Schema, traitement: Traitement) -> None:
        """Une option inconnue serait créée par la seule écriture : elle est refusée avant."""
        for colonne, nom in ((STATUT, str(traitement.statut)), (CATEGORIE, traitement.categorie)):
            if nom is not None and schema.option(colonne, nom) is None:
                raise NotSetUpError(
                    f"« {nom} » n'est pas une option de la colonne « {colonne} » de la base "
                    f"« {CONTACTS.nom} ». Lancez « python main.py --setup », ou ajoutez cette "
                    "option dans Notion."
                )
