"""TicketStore : tickets et modèles dans la base SQL, quand Notion n'est pas configuré."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from typing_extensions import override

from database.bulk import update_rows
from database.claims import not_held, settle
from database.departures import queue
from database.engine import Database
from database.instants import naive_utc
from database.pending_tickets import EN_ATTENTE, LUES, PAGE, pending_after
from database.receipts import receive_once
from database.tables import reponse_type as table_modele
from database.tables import ticket as table_ticket
from database.template_rows import (
    delete_template,
    read_template,
    template_columns,
    update_template,
)
from database.ticket_rows import (
    answer,
    as_stored,
    read_ticket,
    row_number,
    ticket_columns,
)
from errors import (
    ServiceError,
    SupportError,
    TicketTakenError,
    UnreachableError,
)
from models import Statut, check_email, cle_email, storable
from models.envois import Depart, Recu
from models.ports import TicketDesk
from models.tickets import ReponseType, Ticket, Traitement

if TYPE_CHECKING:
    from models.statistics import ComptesTickets, Periode

_T = table_ticket.c


class TicketStore(TicketDesk):
    """Le rangement SQL."""

    nom = "sql"
    lot = PAGE

    def __init__(self, database: Database) -> None:
        self.database = database

    @override
    def get_reponses_types(self) -> list[ReponseType]:
        requete = sa.select(*map(as_stored, table_modele.c)).order_by(table_modele.c.id)
        lignes = self.database.read(lambda lien: lien.execute(requete).all())
        return [read_template(ligne) for ligne in lignes]

    @override
    def create_reponse_type(
        self, categorie: str, texte: str, demande: str | None = None, etats: Sequence[str] = ()
    ) -> str:
        modele = ReponseType("", categorie.strip(), texte, (demande or "").strip(), tuple(etats))
        valeurs = template_columns(modele)
        return self.database.write(lambda lien: self._insert(lien, table_modele, valeurs))

    @override
    def update_reponse_type(self, modele: ReponseType) -> None:
        self.database.write(lambda lien: update_template(lien, modele))

    @override
    def delete_reponse_type(self, modele_id: str) -> None:
        self.database.write(lambda lien: delete_template(lien, modele_id))

    @override
    def create_contact_ticket(
        self,
        email: str,
        nom: str,
        id_commande: int | None,
        message: str,
        traitement: Traitement | None = None,
    ) -> str:
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
        adresse = check_email(email)
        valeurs = {
            "email": adresse,
            "nom": nom[:200],
            "id_commande": id_commande,
            "message": storable(message),
            "statut": str(Statut.NOUVEAU),
            "cree_le": naive_utc(),
        }
        if traitement is not None:
            valeurs |= ticket_columns(traitement)

        def create(lien: sa.Connection) -> str:
            ticket_id = self._insert(lien, table_ticket, valeurs)
            if traitement is not None:
                queue(lien, self.nom, [Depart(ticket_id, adresse, traitement)])
            puis(ticket_id)
            return ticket_id

        return receive_once(self.database, self.nom, cle, create)

    @override
    def update_ticket_response(
        self, ticket_id: str, reponse: str, statut: str, categorie: str | None = None
    ) -> None:
        traitement = Traitement(Statut.read(statut), reponse, categorie)
        self.database.write(lambda lien: answer(lien, ticket_id, traitement))

    @override
    def write_answer(self, ticket: Ticket, traitement: Traitement) -> None:
        def work(lien: sa.Connection) -> None:
            answer(lien, ticket.id, traitement)
            queue(lien, self.nom, [Depart(ticket.id, ticket.email, traitement)])

        self.database.write(work, rejouable=True)

    @override
    def write_decisions(
        self, decisions: Sequence[tuple[Ticket, Traitement]]
    ) -> dict[str, SupportError]:
        if not decisions:
            return {}
        try:
            return self._write_together(decisions)
        except UnreachableError:
            raise
        except SupportError as erreur:
            if len(decisions) == 1:
                return {decisions[0][0].id: erreur}
        # Une ligne fautive a fait annuler tout le lot : de moitié en moitié, elle seule échoue.
        milieu = len(decisions) // 2
        return self.write_decisions(decisions[:milieu]) | self.write_decisions(decisions[milieu:])

    def _write_together(
        self, decisions: Sequence[tuple[Ticket, Traitement]]
    ) -> dict[str, SupportError]:
        traitements = {row_number(ticket.id): traitement for ticket, traitement in decisions}
        encore = sa.select(_T.id).where(_T.id.in_(traitements), EN_ATTENTE).with_for_update()

        def work(lien: sa.Connection) -> set[int]:
            libres = set(lien.execute(encore).scalars())
            tenus, faits = settle(lien, traitements, libres)
            valeurs = [
                {"id": numero, **ticket_columns(traitement)}
                for numero, traitement in traitements.items()
                if numero in tenus
            ]
            update_rows(lien, table_ticket, valeurs, socle=_SOCLE)
            departs = [Depart(t.id, t.email, d) for t, d in decisions if row_number(t.id) in tenus]
            queue(lien, self.nom, departs)
            return tenus | faits

        ecrits = self.database.write(work, rejouable=True)
        return {
            ticket.id: TicketTakenError(
                f"Le ticket {ticket.id} n'est plus en attente : il a été laissé tel quel."
            )
            for ticket, _ in decisions
            if row_number(ticket.id) not in ecrits
        }

    @override
    def get_ticket(self, ticket_id: str) -> Ticket | None:
        trouves = self._select(sa.select(*LUES).where(_T.id == row_number(ticket_id)))
        return trouves[0] if trouves else None

    @override
    def get_tickets(self, ids: Iterable[str]) -> dict[str, Ticket]:
        numeros = [row_number(ticket_id) for ticket_id in ids]
        trouves = self._select(sa.select(*LUES).where(_T.id.in_(numeros)))
        return {ticket.id: ticket for ticket in trouves}

    @override
    def get_tickets_by_email(self, email: str) -> list[Ticket]:
        adresse = cle_email(email)
        trouves = self._select(sa.select(*LUES).where(_T.email == adresse).order_by(_T.id))
        return [ticket for ticket in trouves if ticket.email == adresse]

    @override
    def iter_pending_pages(self, *, libres: bool = False) -> Iterator[list[Ticket]]:
        dernier = 0
        filtre: sa.ColumnElement[bool] = sa.true()
        while True:
            if libres:
                filtre = not_held(self.nom, _T.id, self.database.now_expression())
            page = self._select(pending_after(dernier, filtre))
            if not page:
                return
            yield page
            dernier = int(page[-1].id)

    @override
    def iter_decided(self, depuis: datetime) -> Iterator[list[Ticket]]:
        """Du plus récent au plus ancien : les numéros suivent l'ordre des créations."""
        dernier: int | None = None
        while True:
            avant = sa.true() if dernier is None else _T.id < dernier
            page = self._select(sa.select(*LUES).where(avant).order_by(_T.id.desc()).limit(PAGE))
            recents = [ticket for ticket in page if ticket.cree_le >= depuis]
            yield [ticket for ticket in recents if not ticket.en_attente_de_traitement]
            if len(recents) < PAGE:
                return
            dernier = int(page[-1].id)

    @override
    def get_open_tickets(self, limit: int) -> list[Ticket]:
        ouverts = sa.or_(EN_ATTENTE, _T.statut == str(Statut.EN_COURS))
        return self._select(sa.select(*LUES).where(ouverts).order_by(_T.id).limit(limit))

    @override
    def count_pending(self) -> int:
        requete = sa.select(sa.func.count()).select_from(table_ticket).where(EN_ATTENTE)
        return self.database.read(lambda lien: lien.execute(requete).scalar_one())

    @override
    def count_tickets(
        self, periode: Periode | None = None, progression: Callable[[int], None] | None = None
    ) -> ComptesTickets:
        # Importé ici : seules les statistiques s'en servent.
        from database.ticket_counts import count_tickets

        return count_tickets(self.database, periode)

    @staticmethod
    def _insert(lien: sa.Connection, table: sa.Table, valeurs: dict[str, Any]) -> str:
        cle = lien.execute(sa.insert(table).values(valeurs)).inserted_primary_key
        if cle is None:
            raise ServiceError(f"La base n'a pas donné de numéro à la ligne de « {table.name} ».")
        return str(cle[0])

    def _select(self, requete: sa.Select[Any]) -> list[Ticket]:
        lignes = self.database.read(lambda lien: lien.execute(requete).all())
        maintenant = datetime.now(UTC)
        return [read_ticket(ligne, maintenant) for ligne in lignes]


# Des valeurs permises pour les colonnes obligatoires d'une ligne qui existe déjà.
_SOCLE = {"email": "''", "nom": "''", "message": "''", "cree_le": "'2000-01-01'"}
