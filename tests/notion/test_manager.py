"""NotionManager sur le serveur local : ce que l'équipe voit dans Notion, et ce que cela coûte."""

import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

import config
from config import Settings
from errors import ConfigurationError, NotSetUpError, TicketError, TicketTakenError, UsageError
from models import Attente, Statut
from models.tickets import Traitement
from notion.notion_manager import NotionManager
from notion.texts import cut_prefix
from tests.notion_server import NotionServer, piece
from tests.notion_world import (
    CATEGORIES,
    CONTACTS,
    EMAIL,
    REPONSES,
    STATUTS,
    Espace,
    FauxTemps,
    decide,
    new_space,
)

DIVERS = [
    "  Bonjour,\r\n\r\n\tmon colis ?\n  ",
    "😀👨‍👩‍👧🇫🇷" * 900,
    "e\u0301" * 3_000,
    "\u00a0« Où\u202f? »\u00a0",
    "x" * 200_000,
    "",
]


class Tiroir:
    """Des textes entiers gardés en mémoire."""

    def __init__(self) -> None:
        self.textes: dict[tuple[str, str], str] = {}

    def save(self, ticket_id: str, champ: str, texte: str) -> None:
        self.textes[ticket_id, champ] = texte

    def get(self, ticket_id: str, champ: str) -> str | None:
        return self.textes.get((ticket_id, champ))

    def delete(self, ticket_id: str) -> None:
        self.textes = {cle: texte for cle, texte in self.textes.items() if cle[0] != ticket_id}


@pytest.fixture
def serveur() -> Iterator[NotionServer]:
    with NotionServer() as serveur:
        yield serveur


@pytest.fixture
def espace(serveur: NotionServer) -> Espace:
    return new_space(serveur)


@pytest.fixture
def manager(espace: Espace) -> Iterator[NotionManager]:
    with espace.manager() as manager:
        yield manager


def test_it_refuses_to_start_without_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sans jeton, NotionManager() refuse et nomme NOTION_TOKEN."""
    for nom in config.VARIABLES:
        monkeypatch.delenv(nom, raising=False)
    monkeypatch.setattr(config, "FICHIER_ENV", config.RACINE / "absent" / ".env")
    with pytest.raises(ConfigurationError, match="NOTION_TOKEN"):
        NotionManager()


def test_it_sends_nothing_before_being_asked(espace: Espace) -> None:
    """Construire un NotionManager ne demande rien au réseau, et n'exige pas qu'il y en ait un."""
    with espace.serveur.down(), espace.manager() as manager:
        assert manager.request_count == 0


def test_the_token_is_not_in_its_repr(manager: NotionManager, serveur: NotionServer) -> None:
    """Afficher un NotionManager ne montre pas le jeton."""
    assert str(serveur.token) not in repr(manager) + repr(vars(manager))


@pytest.mark.parametrize(
    "texte", DIVERS, ids=["blancs", "emoji", "accents", "espaces", "long", "vide"]
)
def test_messages_and_replies_come_back_identical(manager: NotionManager, texte: str) -> None:
    """Un message et une réponse, longs ou bizarres, se relisent identiques."""
    ticket_id = manager.create_contact_ticket(EMAIL, "Léa Durand", 12, texte)
    manager.update_ticket_response(ticket_id, texte, "Traité")
    ticket = manager.get_ticket(ticket_id)
    assert ticket is not None
    assert ticket.message == texte
    assert (ticket.reponse or "") == texte
    assert (ticket.email, ticket.nom, ticket.id_commande) == (EMAIL, "Léa Durand", 12)


def test_a_message_too_long_is_cut_in_notion_and_whole_for_the_program(espace: Espace) -> None:
    """Au-delà de ce que Notion contient, l'équipe voit une note, et le programme lit tout."""
    tiroir, entier = Tiroir(), "漢字\x00" * 100_000
    with espace.manager(long_texts=tiroir) as manager:
        ticket_id = manager.create_contact_ticket(EMAIL, "", None, entier)
        manager.update_ticket_response(ticket_id, entier, "Traité")
        vu = espace.serveur.row(ticket_id)["message_initial"]
        assert "[Texte coupé ici" in vu
        assert vu.startswith("漢字\ufffd")
        ticket = manager.get_ticket(ticket_id)
        assert ticket is not None
        assert (ticket.message, ticket.reponse) == (entier, entier)
        espace.serveur.delete_row(ticket_id)
        assert manager.get_ticket(ticket_id) is None
    assert tiroir.textes == {}


def test_a_person_s_correction_wins_over_the_text_kept(espace: Espace) -> None:
    """Un texte coupé puis récrit dans Notion est lu tel que la personne l'a écrit."""
    with espace.manager(long_texts=Tiroir()) as manager:
        ticket_id = manager.create_contact_ticket(EMAIL, "", None, "x" * 300_000)
        note = espace.serveur.row(ticket_id)["message_initial"].removeprefix("x" * 198_000)
        espace.serveur.edit_row(ticket_id, {"message_initial": "Récrit" + note})
        ticket = manager.get_ticket(ticket_id)
    assert ticket is not None
    assert ticket.message == "Récrit" + note


def test_without_a_place_to_keep_it_the_note_says_it_is_lost(
    manager: NotionManager, serveur: NotionServer
) -> None:
    """Si rien ne garde le texte entier, la note ne prétend pas le contraire."""
    ticket_id = manager.create_contact_ticket(EMAIL, "", None, "x" * 300_000)
    vu = serveur.row(ticket_id)["message_initial"]
    assert "n'a pas été gardée" in vu
    assert cut_prefix(vu) == "x" * 198_000


def test_a_complete_ticket_is_written_at_once(espace: Espace, serveur: NotionServer) -> None:
    """Un message traité coûte cinq requêtes en tout, dont une seule écriture, complète."""
    serveur.add_row(espace.reponses, {"catégorie": "Remboursement", "réponse_générique": "Bonjour"})
    traite_le = datetime(2026, 3, 2, 10, 15, 30, 250_000, tzinfo=UTC)
    traitement = Traitement(
        Statut.EN_COURS, "Brouillon", "Non classé", 0.25, (Attente.NON_CLASSE,), traite_le, "Autre"
    )
    with espace.manager() as manager:
        manager.get_reponses_by_categorie("Remboursement")
        ticket_id = manager.create_contact_ticket(EMAIL, "Léa", None, "Bonjour", traitement)
        assert manager.request_count == serveur.count() == 5
    assert len(serveur.writes()) == 1
    vu = serveur.row(ticket_id)
    assert vu["statut"] == "En cours"
    assert vu["catégorie"] == "Non classé"
    assert (vu["réponse_personnalisée"], vu["brouillon_ia"]) == ("Brouillon", "Autre")
    assert vu["confiance"] == 0.25
    assert vu["attente"] == Attente.NON_CLASSE.phrase
    assert vu["traité_le"].startswith("2026-03-02T10:15")


def test_everything_works_without_the_optional_columns(serveur: NotionServer) -> None:
    """Les bases de seed.md suffisent : les colonnes facultatives peuvent manquer."""
    espace = new_space(serveur, facultatives=False)
    espace.add_pending(3)
    with espace.manager() as manager:
        tickets = manager.get_pending_tickets()
        decisions = [(t, replace(decide(t)[1], brouillon_ia="Autre")) for t in tickets]
        assert manager.write_decisions(decisions) == {}
        manager.create_contact_ticket(EMAIL, "", None, "Bonjour", decide(tickets[0])[1])
    assert {ligne["statut"] for ligne in serveur.rows(espace.contacts)} == {
        "Traité automatiquement"
    }


def test_bases_written_with_decomposed_accents_work(serveur: NotionServer) -> None:
    """Des noms de colonnes et d'options décomposés (Mac) sont les mêmes noms."""

    def nfd(noms: dict[str, object]) -> dict[str, object]:
        return {
            unicodedata.normalize("NFD", nom): genre
            if isinstance(genre, str)
            else [unicodedata.normalize("NFD", option) for option in genre]  # type: ignore[attr-defined]
            for nom, genre in noms.items()
        }

    page = serveur.add_shared_page()
    espace = Espace(
        serveur,
        page,
        serveur.add_database(page, "Réponses support", nfd(REPONSES)),  # type: ignore[arg-type]
        serveur.add_database(page, "Contacts clients", nfd(CONTACTS)),  # type: ignore[arg-type]
    )
    with espace.manager() as manager:
        manager.create_reponse_type("Produit défectueux", "Bonjour")
        assert len(manager.get_reponses_by_categorie("Produit défectueux")) == 1
        ticket_id = manager.create_contact_ticket(EMAIL, "", None, "Bonjour")
        manager.update_ticket_response(ticket_id, "Merci", "Traité")
        ticket = manager.get_ticket(ticket_id)
    assert ticket is not None
    assert ticket.statut == Statut.TRAITE
    assert len(serveur.options(espace.contacts, "statut")) == 4


def test_templates_are_read_as_a_person_sees_them(espace: Espace, serveur: NotionServer) -> None:
    """Gras, liens, morceaux et espaces insécables : le modèle lu est le texte affiché."""
    serveur.add_rows(
        espace.reponses,
        [
            {
                "catégorie": "Remboursement",
                "réponse_générique": [
                    piece("Bonjour "),
                    piece("{prenom_client}", bold=True),
                    piece(",\nvoir notre "),
                    piece("page d'aide", link="https://boutique.example/aide"),
                    piece("\u00a0!"),
                ],
            },
            {"catégorie": "Remboursement", "réponse_générique": "Second modèle"},
            {"catégorie": "Remboursement", "réponse_générique": "  "},
            {"réponse_générique": "Sans catégorie"},
        ],
    )
    with espace.manager() as manager:
        lus = manager.get_reponses_by_categorie("remboursement")
        assert [modele.texte for modele in lus] == [
            "Bonjour {prenom_client},\nvoir notre page d'aide\u00a0!",
            "Second modèle",
        ]
        manager.get_reponses_types()
        assert manager.request_count == 2


def test_a_new_template_is_used_at_once(manager: NotionManager, espace: Espace) -> None:
    """Un modèle ajouté se relit aussitôt, et porte dans Notion un titre lisible."""
    assert manager.get_reponses_types() == []
    ajoute = manager.create_reponse_type("Remboursement", "Bonjour {nom_client},\n" + "é" * 5_000)
    assert [modele.id for modele in manager.get_reponses_by_categorie("Remboursement")] == [ajoute]
    titre = espace.serveur.row(ajoute)["Nom"]
    assert titre.startswith("Remboursement – Bonjour {nom_client}, éé")
    assert len(titre) < 100


@pytest.mark.parametrize(
    ("categorie", "texte", "phrase"),
    [
        ("Rembourssement", "Bonjour", "Choisissez parmi : Retard de livraison, Remboursement"),
        ("", "Bonjour", "catégorie"),
        ("Remboursement", " \n", "texte"),
        ("Remboursement", "漢" * 250_000, "trop long"),
    ],
)
def test_a_wrong_template_is_refused(
    manager: NotionManager, espace: Espace, categorie: str, texte: str, phrase: str
) -> None:
    """Une catégorie mal écrite est refusée avec les noms possibles, jamais créée."""
    with pytest.raises(UsageError, match=phrase):
        manager.create_reponse_type(categorie, texte)
    assert espace.serveur.writes() == []
    assert espace.serveur.options(espace.reponses, "catégorie") == list(CATEGORIES)


def test_a_category_absent_from_the_base_is_reported_not_created(
    manager: NotionManager, espace: Espace
) -> None:
    """Une décision dont la catégorie manque à la base s'arrête, et dit de lancer --setup."""
    espace.add_pending(1)
    ticket, traitement = decide(manager.get_pending_tickets()[0])
    with pytest.raises(NotSetUpError, match="--setup"):
        manager.write_decisions([(ticket, replace(traitement, categorie="Échange"))])
    assert espace.serveur.writes() == []


@pytest.mark.parametrize(
    ("email", "id_commande"),
    [("a" * 200 + "@example.com", None), ("lea", None), ("lea@\nexample.com", 1), (EMAIL, 2**53)],
)
def test_impossible_senders_and_orders_are_refused(
    manager: NotionManager, email: str, id_commande: int | None
) -> None:
    """Une adresse impossible ou un numéro démesuré est refusé sans rien écrire."""
    with pytest.raises(UsageError):
        manager.create_contact_ticket(email, "", id_commande, "Bonjour")
    assert manager.request_count <= 2


def test_an_unknown_status_or_ticket_is_refused(manager: NotionManager) -> None:
    """Un statut inventé est refusé ; un ticket qui n'existe pas aussi, en le nommant."""
    absent = "01234567-89ab-4def-8123-456789abcdef"
    with pytest.raises(UsageError, match="Traité automatiquement"):
        manager.update_ticket_response(absent, "Bonjour", "Fini")
    for inconnu in (absent, "42"):
        with pytest.raises(TicketError, match=inconnu):
            manager.update_ticket_response(inconnu, "Bonjour", "Traité")
        assert manager.get_ticket(inconnu) is None


def test_tickets_are_found_by_address_whatever_its_case(
    manager: NotionManager, espace: Espace
) -> None:
    """« Lea@Example.com » est la même adresse ; « marie-lea@example.com » en est une autre."""
    ids = espace.add_pending(1, email_client="Lea@Example.com")
    espace.add_pending(1, email_client="marie-lea@example.com")
    ids.append(manager.create_contact_ticket(" LEA@example.com", "", None, "Bonjour"))
    assert [ticket.id for ticket in manager.get_tickets_by_email("lea@EXAMPLE.com ")] == ids


@pytest.mark.parametrize("tailles", [(), (7, 0, 31)], ids=["pages pleines", "pages courtes"])
def test_every_pending_ticket_is_found_once(
    espace: Espace, serveur: NotionServer, tailles: tuple[int, ...]
) -> None:
    """Plus de cent tickets, statut vide compris, chacun une fois, du plus ancien au plus récent."""
    attendus = espace.add_pending(130)
    espace.add_pending(5, statut="En cours")
    attendus += espace.add_pending(20, statut=None)
    serveur.pager.short_pages = tailles
    with espace.manager() as manager:
        assert [ticket.id for ticket in manager.get_pending_tickets()] == attendus


def test_a_thousand_tickets_cost_hardly_more_than_a_thousand_requests(
    espace: Espace, serveur: NotionServer
) -> None:
    """Mille tickets décidés coûtent au plus 1 016 requêtes, modèles compris."""
    espace.add_pending(1_000)
    with espace.manager() as manager:
        manager.get_reponses_types()
        for page in manager.iter_pending_pages():
            assert manager.write_decisions([decide(ticket) for ticket in page]) == {}
        assert manager.request_count <= 1_016
    assert serveur.count("PATCH") == 1_000
    assert {ligne["statut"] for ligne in serveur.rows(espace.contacts)} == {
        "Traité automatiquement"
    }


def test_reading_without_writing_costs_one_request_per_page(
    espace: Espace, serveur: NotionServer
) -> None:
    """Un essai à blanc ne lit chaque page qu'une fois."""
    espace.add_pending(250)
    with espace.manager() as manager:
        assert len(manager.get_pending_tickets()) == 250
    assert serveur.count("POST", f"/v1/data_sources/{serveur.source_id(espace.contacts)}") == 3


def test_more_pending_tickets_than_one_query_gives(espace: Espace, serveur: NotionServer) -> None:
    """Au-delà de la limite d'une requête, tous les tickets sont trouvés, une fois chacun."""
    serveur.pager.result_limit = 100
    debut = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    attendus = []
    for rang in range(12):
        ligne = {"email_client": EMAIL, "message_initial": "Bonjour", "statut": "Nouveau"}
        instant = debut + timedelta(seconds=40 * rang)
        attendus += serveur.add_rows(espace.contacts, [ligne] * 30, instant)
    with espace.manager() as manager:
        assert [ticket.id for ticket in manager.get_pending_tickets()] == attendus
        assert manager.count_tickets().total == 360


def test_a_minute_that_cannot_be_read_whole_is_said(espace: Espace, serveur: NotionServer) -> None:
    """Si une seule minute dépasse la limite de Notion, c'est dit, pas tu."""
    serveur.pager.result_limit = 100
    serveur.add_rows(espace.contacts, [{"statut": "Nouveau"}] * 150, datetime.now(UTC))
    with espace.manager() as manager, pytest.raises(Exception, match="même minute"):
        manager.get_pending_tickets()


def test_a_ticket_read_long_ago_is_read_again(espace: Espace, serveur: NotionServer) -> None:
    """Après plus d'une minute, le ticket est relu ; si une personne l'a pris, il est laissé."""
    temps = FauxTemps()
    pris, libre = espace.add_pending(2)
    with espace.manager(temps) as manager:
        tickets = manager.get_pending_tickets()
        temps.sleep(61)
        serveur.edit_row(pris, {"statut": "En cours", "réponse_personnalisée": "Je m'en occupe"})
        echecs = manager.write_decisions([decide(ticket) for ticket in tickets])
    assert list(echecs) == [pris]
    assert isinstance(echecs[pris], TicketTakenError)
    assert serveur.row(pris)["réponse_personnalisée"] == "Je m'en occupe"
    assert serveur.row(libre)["statut"] == "Traité automatiquement"
    assert serveur.count("GET", "/v1/pages") == 2


def test_a_fresh_read_is_trusted(espace: Espace, serveur: NotionServer) -> None:
    """Dans la minute, aucun ticket n'est relu."""
    temps = FauxTemps()
    espace.add_pending(2)
    with espace.manager(temps) as manager:
        tickets = manager.get_pending_tickets()
        temps.sleep(60)
        assert manager.write_decisions([decide(ticket) for ticket in tickets]) == {}
    assert serveur.count("GET", "/v1/pages") == 0


def test_the_caller_can_ask_for_a_new_read(espace: Espace, serveur: NotionServer) -> None:
    """Un ``lu_le`` ancien impose la relecture."""
    espace.add_pending(1)
    with espace.manager() as manager:
        ticket = replace(manager.get_pending_tickets()[0], lu_le=datetime.fromtimestamp(0, UTC))
        assert manager.write_decisions([decide(ticket)]) == {}
    assert serveur.count("GET", "/v1/pages") == 1


def test_tickets_are_counted_by_status_category_and_day(
    espace: Espace, serveur: NotionServer
) -> None:
    """Les comptes couvrent tous les tickets ; sans statut, un ticket compte comme « Nouveau »."""
    serveur.add_rows(
        espace.contacts,
        [{"statut": "Traité", "catégorie": "Remboursement"}, {}, {"statut": "Nouveau"}],
        datetime(2026, 3, 1, 23, 59, tzinfo=UTC),
    )
    serveur.add_row(espace.contacts, {"statut": "En cours"}, datetime(2026, 3, 2, tzinfo=UTC))
    avances: list[int] = []
    with espace.manager() as manager:
        comptes = manager.count_tickets(progression=avances.append)
    assert comptes.to_dict() == {
        "total": 4,
        "par_statut": {"Traité": 1, "Nouveau": 2, "En cours": 1},
        "par_categorie": {"Remboursement": 1},
        "par_jour": {"2026-03-01": 3, "2026-03-02": 1},
    }
    assert avances == [4]


def test_an_incomplete_base_says_what_it_lacks(serveur: NotionServer) -> None:
    """Une colonne absente ou du mauvais type est nommée, avec la commande à lancer."""
    page = serveur.add_shared_page()
    colonnes = {**CONTACTS, "statut": "status"}
    del colonnes["id_commande"]
    espace = Espace(
        serveur,
        page,
        serveur.add_database(page, "Réponses support", {"catégorie": CATEGORIES}),
        serveur.add_database(page, "Contacts clients", colonnes),
    )
    serveur.add_row(espace.reponses, {"catégorie": "Remboursement"})
    with espace.manager() as manager:
        with pytest.raises(NotSetUpError, match=r"« id_commande » \(Nombre\), « statut »"):
            manager.get_pending_tickets()
        with pytest.raises(NotSetUpError, match="« réponse_générique »"):
            manager.get_reponses_types()


def test_a_base_with_several_sources_is_asked_about(serveur: NotionServer) -> None:
    """Une base à plusieurs sources de données n'est pas devinée : ses sources sont nommées."""
    espace = new_space(serveur)
    double = serveur.add_database(espace.page, "Contacts clients", CONTACTS, sources=2)
    with (
        Espace(serveur, espace.page, espace.reponses, double).manager() as manager,
        pytest.raises(ConfigurationError, match=r"Contacts clients 2.*NOTION_BASE_CONTACTS_ID"),
    ):
        manager.get_pending_tickets()


def test_ids_can_be_pasted_as_addresses(espace: Espace) -> None:
    """Les identifiants se donnent aussi comme l'adresse copiée de Notion."""
    base = espace.contacts.replace("-", "")
    settings = replace(
        espace.settings(),
        notion_base_contacts_id=f"https://www.notion.so/boutique/Contacts-{base}?v={'f' * 32}",
    )
    with NotionManager(settings) as manager:
        assert manager.get_pending_tickets() == []
    with pytest.raises(ConfigurationError, match="NOTION_BASE_REPONSES_ID"):
        NotionManager(replace(settings, notion_base_reponses_id="database_id_1"))


def test_threads_can_share_a_manager(espace: Espace, serveur: NotionServer) -> None:
    """Huit fils écrivent ensemble : chaque ticket est décidé, chaque base lue une fois."""
    espace.add_pending(80)
    with espace.manager() as manager:
        tickets = manager.get_pending_tickets()
        lots = [[decide(ticket) for ticket in tickets[rang::8]] for rang in range(8)]
        fils = [threading.Thread(target=manager.write_decisions, args=(lot,)) for lot in lots]
        for fil in fils:
            fil.start()
        for fil in fils:
            fil.join()
        assert manager.request_count == 83
    assert {ligne["statut"] for ligne in serveur.rows(espace.contacts)} == {
        "Traité automatiquement"
    }


def test_the_four_statuses_are_those_of_notion() -> None:
    """Les statuts écrits sont les quatre de la base."""
    assert STATUTS == ("Nouveau", "En cours", "Traité", "Traité automatiquement")
    assert Settings().notion_requests_per_minute == 180


LABELS = {"suivi": "où est le colis", "retour": "retour d'un article"}


def test_a_template_may_carry_a_request_and_states(serveur: NotionServer) -> None:
    """La demande et les états d'un modèle s'écrivent, se relisent, se corrigent, se retirent."""
    espace = _with_requests(serveur)
    with espace.manager(labels=LABELS) as manager:
        ajoute = manager.create_reponse_type(
            "Retard de livraison", "Bonjour", "suivi", ("livrée", "expédiée")
        )
        [modele] = manager.get_reponses_types()
        assert (modele.demande, modele.etats) == ("suivi", ("expédiée", "livrée"))
        assert serveur.row(ajoute)["demande"] == "Où est le colis"
        assert serveur.row(ajoute)["Nom"].startswith("Retard de livraison – Où est le colis (exp")
        manager.update_reponse_type(replace(modele, texte="Bonsoir", demande="", etats=()))
        assert serveur.row(ajoute)["demande"] is None
        assert serveur.row(ajoute)["etats"] == []
        with pytest.raises(UsageError, match="« retour d'un article » n'est pas une option"):
            manager.create_reponse_type("Remboursement", "Bonjour", "retour")
        with pytest.raises(UsageError, match="« annulée » n'est pas une option"):
            manager.create_reponse_type("Remboursement", "Bonjour", None, ("annulée",))
        manager.delete_reponse_type(ajoute)
        assert manager.get_reponses_types() == []
    assert serveur.options(espace.reponses, "demande") == ["Où est le colis"]


def test_the_request_is_written_only_where_it_is_an_option(serveur: NotionServer) -> None:
    """Sur un ticket, la demande n'est écrite que si l'option existe ; l'urgence, en case."""
    espace = _with_requests(serveur)
    ids = espace.add_pending(2)
    with espace.manager(labels=LABELS) as manager:
        premier, second = manager.get_pending_tickets()
        manager.write_decisions(
            [
                (premier, replace(decide(premier)[1], demande="suivi", urgent=True)),
                (second, replace(decide(second)[1], demande="retour")),
            ]
        )
    lignes = [serveur.row(ticket_id) for ticket_id in ids]
    assert [ligne["demande"] for ligne in lignes] == ["Où est le colis", None]
    assert [ligne["urgent"] for ligne in lignes] == [True, False]
    assert serveur.options(espace.contacts, "demande") == ["Où est le colis"]


def _with_requests(serveur: NotionServer) -> Espace:
    page = serveur.add_shared_page("Support")
    demande = ("Où est le colis",)
    etats = {"etats": "multi_select"}
    reponses = serveur.add_database(
        page, "Réponses support", {**REPONSES, "demande": demande, **etats}
    )
    contacts = {**CONTACTS, "demande": demande, "urgent": "checkbox"}
    espace = Espace(
        serveur, page, reponses, serveur.add_database(page, "Contacts clients", contacts)
    )
    # Une personne a déjà choisi ces états : Notion les a pour options.
    ligne = {"catégorie": "Remboursement", "etats": ["expédiée", "livrée"]}
    serveur.add_row(reponses, ligne)
    return espace
