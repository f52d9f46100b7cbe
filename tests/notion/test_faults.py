"""Notion en panne : chaque ticket décidé une fois, aucun en double, aucun perdu.

Le vrai client parle au serveur local ; rien n'est remplacé. Les attentes sont instantanées.
"""

import logging
from collections import Counter
from collections.abc import Iterator

import pytest
from notion_client import Client

from errors import (
    ConfigurationError,
    ServiceError,
    SupportError,
    TicketError,
    TicketTakenError,
    UnreachableError,
)
from models import Statut
from models.tickets import Traitement
from notion.notion_manager import NotionManager
from tests.notion_server import TRANSIENT, Fault, NotionServer, RandomFaults, faults
from tests.notion_world import EMAIL, Espace, FauxTemps, decide, new_space

par_panne = pytest.mark.parametrize("panne", TRANSIENT, ids=lambda panne: panne.name)


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


def process(manager: NotionManager) -> dict[str, SupportError]:
    """Décide de tous les tickets en attente, par lots, comme le fait l'application."""
    echecs: dict[str, SupportError] = {}
    for page in manager.iter_pending_pages():
        for rang in range(0, len(page), manager.lot):
            lot = [decide(ticket) for ticket in page[rang : rang + manager.lot]]
            echecs |= manager.write_decisions(lot)
    return echecs


def decided(espace: Espace) -> Counter[tuple[str, bool]]:
    """Combien de tickets par statut, et si leur réponse est la leur."""
    return Counter(
        (
            ligne["statut"],
            ligne["réponse_personnalisée"] == f"Réponse à {ligne['message_initial']}",
        )
        for ligne in espace.serveur.rows(espace.contacts)
    )


@pytest.mark.parametrize("graine", range(20))
def test_a_batch_survives_every_fault_mixed_at_20_percent(graine: int) -> None:
    """300 tickets, une requête sur cinq en panne : tous décidés une fois, en deux passages."""
    with NotionServer(seed=graine) as serveur:
        espace = new_space(serveur)
        espace.add_pending(300)
        serveur.faults.use(RandomFaults(0.2, graine))
        for _ in range(2):
            with espace.manager() as manager:
                try:
                    echecs = process(manager)
                except ServiceError:
                    continue
                if not echecs:
                    break
        assert decided(espace) == {("Traité automatiquement", True): 300}


@par_panne
@pytest.mark.parametrize("fois", [1, 2])
def test_a_message_makes_one_ticket_whatever_happens(
    panne: Fault, fois: int, serveur: NotionServer, espace: Espace, manager: NotionManager
) -> None:
    """Créer un ticket pendant une panne en crée un, jamais zéro ni deux, et rend le bon numéro."""
    serveur.faults.on("POST", "/v1/pages", *[panne] * fois)
    ticket_id = manager.create_contact_ticket(EMAIL, "Léa", 12, "Bonjour")
    assert [ligne["id"] for ligne in serveur.rows(espace.contacts)] == [ticket_id]


@par_panne
def test_two_identical_messages_make_two_tickets(
    panne: Fault, serveur: NotionServer, espace: Espace, manager: NotionManager
) -> None:
    """Deux vrais messages identiques restent deux tickets, même si l'envoi du second échoue."""
    premier = manager.create_contact_ticket(EMAIL, "Léa", 12, "Bonjour")
    serveur.faults.on("POST", "/v1/pages", panne)
    second = manager.create_contact_ticket(EMAIL, "Léa", 12, "Bonjour")
    assert [ligne["id"] for ligne in serveur.rows(espace.contacts)] == [premier, second]


@par_panne
def test_a_template_is_added_once_whatever_happens(
    panne: Fault, serveur: NotionServer, espace: Espace, manager: NotionManager
) -> None:
    """Un modèle ajouté pendant une panne n'est pas en double."""
    serveur.faults.on("POST", "/v1/pages", panne)
    modele = manager.create_reponse_type("Remboursement", "Bonjour")
    assert [ligne["id"] for ligne in serveur.rows(espace.reponses)] == [modele]


@par_panne
@pytest.mark.parametrize("rang", [1, 2, 3])
def test_reading_survives_a_fault_on_any_request(
    panne: Fault, rang: int, serveur: NotionServer, espace: Espace, manager: NotionManager
) -> None:
    """Une panne sur la base, son schéma ou la lecture ne change pas ce qui est lu."""
    attendus = espace.add_pending(3)
    serveur.faults.next(*[faults.OK] * (rang - 1), panne)
    assert [ticket.id for ticket in manager.get_pending_tickets()] == attendus


@par_panne
def test_updating_survives_a_fault(
    panne: Fault, serveur: NotionServer, espace: Espace, manager: NotionManager
) -> None:
    """Une réponse écrite pendant une panne est écrite, une fois."""
    (ticket_id,) = espace.add_pending(1)
    serveur.faults.on("PATCH", "/v1/pages", panne)
    manager.update_ticket_response(ticket_id, "Bonjour", "Traité")
    assert serveur.row(ticket_id)["réponse_personnalisée"] == "Bonjour"


def test_a_write_known_to_be_saved_is_not_sent_again(
    serveur: NotionServer, espace: Espace, manager: NotionManager
) -> None:
    """Quand Notion dit ce qu'il a enregistré malgré l'erreur, rien n'est relu ni récrit."""
    serveur.faults.on("POST", "/v1/pages", faults.UNAVAILABLE_SAVED)
    manager.create_contact_ticket(EMAIL, "", None, "Bonjour")
    assert manager.request_count == 3


def test_a_write_that_waited_too_long_is_checked_first(
    serveur: NotionServer, espace: Espace
) -> None:
    """Si Notion fait attendre plus d'une minute, la personne qui a pris le ticket l'emporte."""
    temps = FauxTemps()
    (ticket_id,) = espace.add_pending(1)
    serveur.faults.retry_after = 90
    serveur.faults.on("PATCH", "/v1/pages", faults.RATE_LIMITED)
    with espace.manager(temps) as manager:
        (ticket,) = manager.get_pending_tickets()
        serveur.edit_row(ticket_id, {"statut": "En cours"})
        echecs = manager.write_decisions([decide(ticket)])
    assert isinstance(echecs[ticket_id], TicketTakenError)
    assert serveur.row(ticket_id)["statut"] == "En cours"


def test_a_write_saved_in_silence_is_recognised_after_the_wait(
    serveur: NotionServer, espace: Espace
) -> None:
    """Relu après l'attente, un ticket qui porte déjà notre décision n'est pas celui d'un autre."""
    temps = FauxTemps()
    espace.add_pending(1)
    serveur.faults.retry_after = 90
    serveur.faults.on("PATCH", "/v1/pages", faults.CUT_AFTER, faults.RATE_LIMITED)
    with espace.manager(temps) as manager:
        (ticket,) = manager.get_pending_tickets()
        assert manager.write_decisions([decide(ticket)]) == {}
    assert decided(espace) == {("Traité automatiquement", True): 1}


def test_a_token_revoked_half_way_stops_the_batch(serveur: NotionServer, espace: Espace) -> None:
    """Jeton révoqué en route : le lot s'arrête sur une erreur de configuration, le reste attend."""
    espace.add_pending(40)
    serveur.faults.at(24, serveur.revoke_token)
    with (
        espace.manager() as manager,
        pytest.raises(ConfigurationError, match="NOTION_TOKEN"),
    ):
        process(manager)
    assert decided(espace) == {("Traité automatiquement", True): 20, ("Nouveau", False): 20}
    assert len(serveur.requests) < 45


def test_what_was_written_before_the_stop_is_told(serveur: NotionServer, espace: Espace) -> None:
    """Le lot coupé en deux rend les échecs ; c'est le lot suivant qui lève l'erreur."""
    espace.add_pending(20)
    serveur.faults.at(8, serveur.revoke_token)
    with espace.manager() as manager:
        decisions = [decide(ticket) for ticket in manager.get_pending_tickets()]
        echecs = manager.write_decisions(decisions[:10])
        ecrits = [
            ligne["id"] for ligne in serveur.rows(espace.contacts) if ligne["réponse_personnalisée"]
        ]
        assert sorted([*echecs, *ecrits]) == sorted(ticket.id for ticket, _ in decisions[:10])
        assert len(ecrits) == 4
        with pytest.raises(ConfigurationError, match="NOTION_TOKEN"):
            manager.write_decisions(decisions[10:])


def test_a_base_unshared_half_way_stops_the_batch(serveur: NotionServer, espace: Espace) -> None:
    """Base retirée du partage en route : l'erreur nomme la base et dit où cliquer."""
    espace.add_pending(40)
    serveur.faults.at(24, lambda: serveur.unshare(espace.contacts))
    with espace.manager() as manager, pytest.raises(ConfigurationError) as erreur:
        process(manager)
    assert "La base « Contacts clients » est introuvable" in str(erreur.value)
    assert "menu ••• → Connexions" in str(erreur.value)
    assert serveur.count("PATCH") <= 20 + manager.lot
    assert decided(espace) == {("Traité automatiquement", True): 20, ("Nouveau", False): 20}


@pytest.mark.parametrize("pour_toujours", [True, False], ids=["supprimé", "corbeille"])
def test_a_ticket_deleted_half_way_does_not_stop_the_others(
    pour_toujours: bool, serveur: NotionServer, espace: Espace, manager: NotionManager
) -> None:
    """Un ticket supprimé en route est nommé, et tous les autres sont décidés."""
    ids = espace.add_pending(30)
    serveur.faults.at(6, lambda: serveur.delete_row(ids[25], forever=pour_toujours))
    echecs = process(manager)
    assert list(echecs) == [ids[25]]
    assert isinstance(echecs[ids[25]], TicketError)
    assert ids[25] in str(echecs[ids[25]])
    assert decided(espace) == {("Traité automatiquement", True): 29}


def test_a_column_renamed_half_way_says_to_run_setup(
    serveur: NotionServer, espace: Espace, manager: NotionManager
) -> None:
    """Une colonne renommée en route arrête le lot et dit quelle commande lancer."""
    espace.add_pending(3)
    decisions = [decide(ticket) for ticket in manager.get_pending_tickets()]
    client = Client(auth=serveur.token, base_url=serveur.url, log_level=logging.CRITICAL)
    client.data_sources.update(
        serveur.source_id(espace.contacts),
        properties={"réponse_personnalisée": {"name": "réponse"}},
    )
    client.close()
    with pytest.raises(ConfigurationError, match="--setup"):
        manager.write_decisions(decisions)


def test_a_ticket_that_keeps_failing_is_named_and_the_others_go_on(
    serveur: NotionServer, espace: Espace, manager: NotionManager
) -> None:
    """Un ticket que Notion n'arrive pas à écrire reste « Nouveau » ; les autres sont décidés."""
    ids = espace.add_pending(30)
    serveur.faults.use(
        lambda requete: faults.INTERNAL_ERROR if requete.path.endswith(ids[12]) else None
    )
    echecs = process(manager)
    assert list(echecs) == [ids[12]]
    assert isinstance(echecs[ids[12]], ServiceError)
    assert decided(espace) == {("Traité automatiquement", True): 29, ("Nouveau", False): 1}


def test_notion_gone_half_way_stops_the_batch_soon(
    serveur: NotionServer, espace: Espace, manager: NotionManager
) -> None:
    """Quand Notion ne répond plus du tout, le lot s'arrête au lieu d'insister ticket par ticket."""
    espace.add_pending(60)
    serveur.faults.use(
        lambda requete: faults.UNAVAILABLE if requete.index > 23 and requete.writes else None
    )
    with pytest.raises(ServiceError, match="Notion"):
        process(manager)
    assert len(serveur.requests) < 23 + 7 * manager.lot
    assert decided(espace)["Nouveau", False] == 40


def test_a_blocked_integration_stops_the_batch_at_once(
    serveur: NotionServer, espace: Espace, manager: NotionManager
) -> None:
    """« public_api_request_blocked » arrête le lot sans nouvel essai."""
    espace.add_pending(30)
    serveur.faults.use(lambda requete: faults.BLOCKED if requete.writes else None)
    with pytest.raises(UnreachableError, match="bloqué"):
        process(manager)
    assert serveur.count("PATCH") <= 5


def test_an_unreachable_notion_leaves_nothing_half_written(
    serveur: NotionServer, espace: Espace
) -> None:
    """Notion hors d'atteinte : une erreur de service, et aucun ticket créé."""
    with serveur.down(), espace.manager() as manager, pytest.raises(UnreachableError):
        manager.create_contact_ticket(EMAIL, "", None, "Bonjour")
    assert serveur.rows(espace.contacts) == []


def test_a_doubtful_creation_is_admitted(
    serveur: NotionServer, espace: Espace, manager: NotionManager
) -> None:
    """Si Notion ne répond plus après un envoi, l'erreur avoue que le ticket existe peut-être."""
    manager.get_pending_tickets()
    serveur.faults.on("POST", "/v1/pages", faults.CUT_AFTER)
    serveur.faults.use(lambda _: faults.BAD_GATEWAY)
    with pytest.raises(ServiceError, match="peut-être été enregistrée"):
        manager.create_contact_ticket(EMAIL, "", None, "Bonjour")


def test_a_ticket_already_taken_by_another_worker_is_still_ours(
    serveur: NotionServer, espace: Espace, manager: NotionManager
) -> None:
    """Un ticket créé puis aussitôt traité par un autre poste est reconnu, pas créé deux fois."""

    def take() -> None:
        for ligne in serveur.rows(espace.contacts):
            serveur.edit_row(ligne["id"], {"statut": "En cours", "réponse_personnalisée": "…"})

    serveur.faults.on("POST", "/v1/pages", faults.CUT_AFTER)
    serveur.faults.at(4, take)
    traitement = Traitement(Statut.NOUVEAU, None)
    ticket_id = manager.create_contact_ticket(EMAIL, "", None, "Bonjour", traitement)
    assert [ligne["id"] for ligne in serveur.rows(espace.contacts)] == [ticket_id]
