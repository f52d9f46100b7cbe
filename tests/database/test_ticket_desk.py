"""Le contrat des rangements de tickets : le même sur SQLite, sur MariaDB et dans Notion."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import pytest
import sqlalchemy as sa

from config import Settings
from database.engine import Database
from database.long_texts import LongTextStore
from database.setup import prepare
from database.tables import ticket as table_ticket
from database.ticket_store import TicketStore
from errors import TicketError, TicketTakenError, UsageError
from models import Attente, Statut
from models.ports import TicketDesk
from models.statistics import Periode
from models.tickets import Ticket, Traitement
from tests.notion_server import NotionServer
from tests.notion_world import Espace, new_space

EMAIL = "lea@example.com"
EMOJI = "Où est mon colis ? 😡👩‍👩‍👧‍👦 e\u0301té\u00a0!\n\n\tMerci  "
TRAITEMENT = Traitement(
    Statut.EN_COURS,
    "Bonjour,\n\nNous regardons. 📦",
    "Remboursement",
    0.83,
    (Attente.CLIENT_INCONNU, Attente.BROUILLON_DEMANDE),
    datetime(2026, 3, 10, 9, 30, tzinfo=UTC),
    "Bonjour,\n\nNous regardons de près. 📦",
)


class Personne(Protocol):
    """Ce qu'une personne fait à la main, hors du programme."""

    def set_statut(self, ticket_id: str, statut: str) -> None: ...

    def delete(self, ticket_id: str) -> None: ...


@dataclass
class PersonneSql:
    base: Database

    def set_statut(self, ticket_id: str, statut: str) -> None:
        ecriture = sa.update(table_ticket).where(table_ticket.c.id == int(ticket_id))
        self.base.write(lambda lien: lien.execute(ecriture.values(statut=statut or None)))

    def delete(self, ticket_id: str) -> None:
        effacement = sa.delete(table_ticket).where(table_ticket.c.id == int(ticket_id))
        self.base.write(lambda lien: lien.execute(effacement))


@dataclass
class PersonneNotion:
    espace: Espace

    def set_statut(self, ticket_id: str, statut: str) -> None:
        self.espace.serveur.edit_row(ticket_id, {"statut": statut or None})

    def delete(self, ticket_id: str) -> None:
        self.espace.serveur.delete_row(ticket_id)


@dataclass
class Bureau:
    desk: TicketDesk
    personne: Personne

    def add(self, message: str = "Où est mon colis ?", statut: str = "Nouveau") -> str:
        ticket_id = self.desk.create_contact_ticket(EMAIL, "Léa Blanc", 12, message)
        if statut != "Nouveau":
            self.personne.set_statut(ticket_id, statut)
        return ticket_id

    def read(self, ticket_id: str) -> Ticket:
        ticket = self.desk.get_ticket(ticket_id)
        assert ticket is not None
        return ticket


def _sql(base: Database) -> Iterator[Bureau]:
    prepare(base)
    yield Bureau(TicketStore(base), PersonneSql(base))
    base.dispose()


@pytest.fixture(params=["sqlite", "mariadb", "notion"])
def bureau(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bureau]:
    """Un rangement neuf de chaque sorte."""
    if request.param == "notion":
        base = Database(Settings(db_path=tmp_path / "longs.db"))
        prepare(base)
        with NotionServer() as serveur:
            espace = new_space(serveur)
            with espace.manager(long_texts=LongTextStore(base)) as desk:
                yield Bureau(desk, PersonneNotion(espace))
        base.dispose()
    elif request.param == "mariadb":
        yield from _sql(Database(request.getfixturevalue("mariadb")))
    else:
        yield from _sql(Database(Settings(db_path=tmp_path / "essai.db")))


def test_a_new_ticket_comes_back_as_it_was_given(bureau: Bureau) -> None:
    """Un ticket créé se relit tel quel, « Nouveau », daté de maintenant."""
    avant = datetime.now(UTC)
    ticket = bureau.read(bureau.desk.create_contact_ticket(EMAIL, "Léa Blanc", 12, EMOJI))
    assert (ticket.email, ticket.nom, ticket.id_commande) == (EMAIL, "Léa Blanc", 12)
    assert (ticket.message, ticket.statut) == (EMOJI, "Nouveau")
    assert (ticket.categorie, ticket.reponse) == (None, None)
    # Notion date à la minute près.
    assert abs(ticket.cree_le - avant) < timedelta(minutes=2)


def test_a_ticket_may_have_no_order(bureau: Bureau) -> None:
    """Le numéro de commande est facultatif."""
    ticket_id = bureau.desk.create_contact_ticket(EMAIL, "Léa", None, "Bonjour")
    assert bureau.read(ticket_id).id_commande is None


def test_a_ticket_may_be_created_complete(bureau: Bureau) -> None:
    """Un message traité sur-le-champ est écrit en une fois, complet ; il n'attend plus personne."""
    ticket_id = bureau.desk.create_contact_ticket(EMAIL, "Léa", None, "Bonjour", TRAITEMENT)
    ticket = bureau.read(ticket_id)
    assert (ticket.statut, ticket.categorie) == ("En cours", "Remboursement")
    assert ticket.reponse == TRAITEMENT.reponse
    assert bureau.desk.get_pending_tickets() == []


@pytest.mark.parametrize("longueur", [1_999, 2_001, 45_000, 250_000])
def test_long_texts_survive_unchanged(bureau: Bureau, longueur: int) -> None:
    """Messages et réponses longs, emoji compris, reviennent identiques."""
    texte = ("😀é\n" * longueur)[:longueur]
    ticket_id = bureau.add(texte)
    assert bureau.read(ticket_id).message == texte
    bureau.desk.update_ticket_response(ticket_id, texte, "Traité")
    ticket = bureau.read(ticket_id)
    assert (ticket.reponse, ticket.statut) == (texte, "Traité")


def test_pending_is_new_or_blank_oldest_first(bureau: Bureau) -> None:
    """En attente : « Nouveau » ou sans statut, du plus ancien au plus récent."""
    statuts = ["Nouveau", "En cours", "", "Traité", "Nouveau", "Traité automatiquement", ""]
    numeros = [bureau.add(f"message {rang}", statut) for rang, statut in enumerate(statuts)]
    attendus = [n for n, statut in zip(numeros, statuts, strict=True) if statut in ("Nouveau", "")]
    assert [ticket.id for ticket in bureau.desk.get_pending_tickets()] == attendus


def test_more_than_a_page_of_pending_tickets_are_all_found(bureau: Bureau) -> None:
    """Au-delà d'une page, tous les tickets en attente sont rendus, une fois chacun."""
    page = max(100, bureau.desk.lot)
    numeros = [bureau.add(f"message {rang}") for rang in range(2 * page + 30)]
    pages = list(bureau.desk.iter_pending_pages())
    assert [ticket.id for tickets in pages for ticket in tickets] == numeros
    assert [len(tickets) for tickets in pages] == [page, page, 30]


def test_the_walk_survives_what_it_changes(bureau: Bureau) -> None:
    """Décider des tickets pendant le parcours n'en fait ni sauter ni revenir."""
    numeros = [bureau.add(f"message {rang}") for rang in range(150)]
    vus: list[str] = []
    for page in bureau.desk.iter_pending_pages():
        vus += [ticket.id for ticket in page]
        assert bureau.desk.write_decisions([(ticket, TRAITEMENT) for ticket in page]) == {}
    assert vus == numeros
    assert bureau.desk.get_pending_tickets() == []


def test_a_decision_is_written_whole(bureau: Bureau) -> None:
    """Une décision porte statut, catégorie et réponse sur le ticket lu."""
    ticket = bureau.read(bureau.add())
    assert bureau.desk.write_decisions([(ticket, TRAITEMENT)]) == {}
    ecrit = bureau.read(ticket.id)
    assert (ecrit.statut, ecrit.categorie) == ("En cours", "Remboursement")
    assert (ecrit.reponse, ecrit.message) == (TRAITEMENT.reponse, ticket.message)


def test_a_decision_without_reply_leaves_none(bureau: Bureau) -> None:
    """Un ticket confié sans brouillon n'a pas de réponse."""
    ticket = bureau.read(bureau.add())
    bureau.desk.write_decisions([(ticket, Traitement(Statut.EN_COURS, None, "Non classé"))])
    assert not bureau.read(ticket.id).reponse


def test_a_deleted_ticket_fails_alone(bureau: Bureau) -> None:
    """Un ticket disparu échoue seul ; les autres décisions sont écrites."""
    tickets = [bureau.read(bureau.add(f"message {rang}")) for rang in range(3)]
    bureau.personne.delete(tickets[1].id)
    refus = bureau.desk.write_decisions([(ticket, TRAITEMENT) for ticket in tickets])
    assert set(refus) == {tickets[1].id}
    assert isinstance(refus[tickets[1].id], TicketError)
    assert [bureau.read(tickets[rang].id).statut for rang in (0, 2)] == ["En cours", "En cours"]
    assert bureau.desk.get_ticket(tickets[1].id) is None


def test_a_person_answers_by_hand(bureau: Bureau) -> None:
    """Une personne écrit sa réponse et un des quatre statuts, quel que soit l'état du ticket."""
    ticket_id = bureau.add(statut="En cours")
    bureau.desk.update_ticket_response(ticket_id, "Fait.", "Traité")
    assert (bureau.read(ticket_id).reponse, bureau.read(ticket_id).statut) == ("Fait.", "Traité")
    with pytest.raises(UsageError, match="Terminé"):
        bureau.desk.update_ticket_response(ticket_id, "Fait.", "Terminé")
    bureau.personne.delete(ticket_id)
    with pytest.raises(TicketError, match="ticket"):
        bureau.desk.update_ticket_response(ticket_id, "Fait.", "Traité")


def test_tickets_of_one_address(bureau: Bureau) -> None:
    """« jose@ » et « josé@ » n'ont pas les mêmes tickets ; la casse ne compte pas."""
    un = bureau.desk.create_contact_ticket("Jose@example.com", "José", None, "un")
    deux = bureau.desk.create_contact_ticket("josé@example.com", "José", None, "deux")
    trois = bureau.desk.create_contact_ticket("jose@EXAMPLE.com ", "José", None, "trois")
    assert [t.id for t in bureau.desk.get_tickets_by_email("JOSE@example.com")] == [un, trois]
    assert [t.id for t in bureau.desk.get_tickets_by_email("josé@example.com")] == [deux]
    assert bureau.desk.get_tickets_by_email("personne@example.com") == []


@pytest.mark.parametrize("email", ["", "sans arobase", "a@b\n", "a b@c", "@", "x" * 200 + "@e.fr"])
def test_an_impossible_address_is_refused(bureau: Bureau, email: str) -> None:
    """Une adresse qui n'en est pas une n'ouvre pas de ticket."""
    if email == "a@b\n":
        email = "a@b\nc@d"
    with pytest.raises(UsageError):
        bureau.desk.create_contact_ticket(email, "X", None, "Bonjour")
    assert bureau.desk.count_tickets().total == 0


def test_templates_are_read_oldest_first(bureau: Bureau) -> None:
    """Les modèles d'une catégorie se lisent du plus ancien au plus récent."""
    depart = len(bureau.desk.get_reponses_by_categorie("Remboursement"))
    for texte in ("Premier {prenom_client}", "Deuxième", "Troisième 😀\n\nligne"):
        assert bureau.desk.create_reponse_type("Remboursement", texte)
    bureau.desk.create_reponse_type("Produit défectueux", "Autre")
    lus = bureau.desk.get_reponses_by_categorie("remboursement")
    assert [modele.texte for modele in lus[depart:]] == [
        "Premier {prenom_client}",
        "Deuxième",
        "Troisième 😀\n\nligne",
    ]
    assert bureau.desk.get_reponses_by_categorie("Jamais vue") == []


def test_an_empty_template_is_refused(bureau: Bureau) -> None:
    """Un modèle a besoin d'une catégorie et d'un texte."""
    avant = bureau.desk.get_reponses_types()
    for categorie, texte in (("", "Bonjour"), ("Remboursement", " ")):
        with pytest.raises(UsageError):
            bureau.desk.create_reponse_type(categorie, texte)
    assert bureau.desk.get_reponses_types() == avant


def test_tickets_are_counted(bureau: Bureau) -> None:
    """Les tickets se comptent par statut (un statut vide est « Nouveau »), catégorie et jour."""
    for statut in ("Nouveau", "", "Traité", "Traité"):
        bureau.add(statut=statut)
    bureau.desk.create_contact_ticket(EMAIL, "Léa", None, "Bonjour", TRAITEMENT)
    comptes = bureau.desk.count_tickets()
    assert comptes.total == 5
    assert comptes.par_statut == {"Nouveau": 2, "Traité": 2, "En cours": 1}
    assert comptes.par_categorie == {"Remboursement": 1}
    assert sum(comptes.par_jour.values()) == 5


def test_tickets_are_counted_over_some_days_only(bureau: Bureau) -> None:
    """Une période ne compte que les tickets créés ces jours-là, bornes comprises (UTC)."""
    bureau.add()
    jour = bureau.read(bureau.add(statut="En cours")).cree_le.date()
    veille, lendemain = jour - timedelta(days=1), jour + timedelta(days=1)
    for periode, total in (
        (Periode(), 2),
        (Periode(depuis=veille), 2),
        (Periode(veille, lendemain), 2),
        (Periode(jusqu_a=veille - timedelta(days=1)), 0),
        (Periode(depuis=lendemain + timedelta(days=1)), 0),
    ):
        comptes = bureau.desk.count_tickets(periode)
        assert (comptes.total, sum(comptes.par_jour.values())) == (total, total), periode
        assert sum(comptes.par_statut.values()) == total
    assert bureau.desk.count_tickets(Periode(jour, jour)).total in (1, 2)  # minuit peut passer


def test_open_tickets_are_those_a_person_may_have_to_treat(bureau: Bureau) -> None:
    """En attente ou confiés, du plus ancien au plus récent, N au plus."""
    ouverts = [bureau.add(statut=statut) for statut in ("Nouveau", "En cours", "")]
    for statut in ("Traité", "Traité automatiquement"):
        bureau.add(statut=statut)
    assert [ticket.id for ticket in bureau.desk.get_open_tickets(10)] == ouverts
    assert [ticket.id for ticket in bureau.desk.get_open_tickets(2)] == ouverts[:2]


def test_a_person_may_change_the_category_with_the_answer(bureau: Bureau) -> None:
    """La catégorie s'écrit avec la réponse, si elle est donnée ; sinon elle reste."""
    numero = bureau.desk.create_contact_ticket(EMAIL, "Léa", None, "Bonjour", TRAITEMENT)
    bureau.desk.update_ticket_response(numero, "Voici.", "Traité", "Produit défectueux")
    assert bureau.read(numero).categorie == "Produit défectueux"
    bureau.desk.update_ticket_response(numero, "Voici.", "Traité")
    assert bureau.read(numero).categorie == "Produit défectueux"


def test_a_ticket_taken_by_a_person_is_left_alone(bureau: Bureau) -> None:
    """Un ticket qu'une personne a commencé n'est pas récrit."""
    lu = bureau.read(bureau.add())
    vieux = replace(lu, lu_le=lu.lu_le - timedelta(minutes=5))
    bureau.personne.set_statut(lu.id, "En cours")
    refus = bureau.desk.write_decisions([(vieux, TRAITEMENT)])
    assert isinstance(refus[lu.id], TicketTakenError)
    assert not bureau.read(lu.id).reponse
