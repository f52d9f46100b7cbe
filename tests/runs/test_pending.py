"""Les tickets en attente : chacun décidé une fois, quel que soit le nombre de postes."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from automation.examiner import Examiner
from automation.runs.report import Echec
from automation.support_agent import SupportAgent
from config import Settings
from database import tables
from database.engine import Database
from database.setup import prepare
from database.ticket_store import TicketStore
from errors import TicketTakenError, UsageError
from models import Attente, Statut
from models.tickets import Dossier, Message, Reservation, Resultat
from tests.tools import base_of, make_agent

CAMILLE = "camille.martin@example.com"
RETARD = "Bonjour, je n'ai toujours pas reçu mon colis, où en est la livraison ?"

Recruit = Callable[..., SupportAgent]


@pytest.fixture(params=["sqlite", "mariadb"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Une base préparée de chaque sorte ; plusieurs messages d'un client y ont leur réponse."""
    if request.param == "mariadb":
        choisis: Settings = request.getfixturevalue("mariadb")
    else:
        choisis = Settings(db_path=tmp_path / "essai.db")
    base = Database(choisis)
    prepare(base)
    base.dispose()
    return replace(choisis, fenetre_echange_jours=0)


@pytest.fixture
def recruit(settings: Settings) -> Iterator[Recruit]:
    """Des agents sur cette base, comme autant de postes."""
    agents: list[SupportAgent] = []

    def make(**options: object) -> SupportAgent:
        agents.append(make_agent(settings, **options))
        return agents[-1]

    yield make
    for agent in agents:
        agent.close()


def _add(agent: SupportAgent, nombre: int, texte: str = RETARD) -> list[str]:
    return [
        agent.desk.create_contact_ticket(CAMILLE, "Camille", None, f"{texte} ({rang} fois)")
        for rang in range(nombre)
    ]


def _journal(agent: SupportAgent) -> list[sa.Row[str, int, str]]:
    colonnes = tables.journal.c
    requete = sa.select(colonnes.ticket_id, colonnes.tour, colonnes.etat)
    return list(base_of(agent).read(lambda lien: lien.execute(requete.order_by(colonnes.id)).all()))


def expire_leases(agent: SupportAgent) -> None:
    """Le temps passe : toutes les réservations sont échues."""
    passe = datetime.now(UTC).replace(tzinfo=None) - timedelta(hours=1)
    echeance = sa.update(tables.journal).values(bail_fin=passe)
    base_of(agent).write(lambda lien: lien.execute(echeance))


def test_the_very_ticket_read_is_updated_oldest_first(recruit: Recruit) -> None:
    """Chaque ticket lu est mis à jour lui-même, du plus ancien au plus récent, une seule fois."""
    agent = recruit()
    numeros = _add(agent, 3)
    bilan = agent.process_pending_tickets()
    assert [ticket.ticket_id for ticket in bilan.tickets] == numeros
    assert (bilan.total, bilan.traites, bilan.en_attente, bilan.echecs) == (3, 3, 0, 0)
    assert agent.desk.count_tickets().total == 3
    ticket = agent.desk.get_ticket(numeros[0])
    assert ticket is not None
    assert (ticket.statut, ticket.categorie) == ("Traité automatiquement", "Retard de livraison")
    assert "6A12345678901" in (ticket.reponse or "")
    assert agent.process_pending_tickets().total == 0


def test_the_same_message_gets_the_same_answer_by_every_door(recruit: Recruit) -> None:
    """Un message, un ticket en attente et un aperçu passent par le même chemin."""
    agent = recruit()
    direct = agent.process_customer_message(email=CAMILLE, message=RETARD)
    agent.desk.create_contact_ticket(CAMILLE, "Camille", None, RETARD)
    [en_attente] = agent.process_pending_tickets().tickets
    assert isinstance(en_attente, Resultat)
    assert en_attente.to_dict() | {"ticket_id": None} == direct.to_dict() | {"ticket_id": None}
    assert direct.statut == Statut.TRAITE_AUTO


def test_an_empty_ticket_is_held_not_lost(recruit: Recruit) -> None:
    """Un ticket sans texte, ou sans adresse, est confié à une personne."""
    agent = recruit()
    valeurs = [
        {"email": CAMILLE, "message": " \n"},
        {"email": "", "message": RETARD},
    ]
    communes = {"nom": "", "statut": "", "cree_le": datetime.now(UTC).replace(tzinfo=None)}
    base_of(agent).write(
        lambda lien: lien.execute(sa.insert(tables.ticket), [v | communes for v in valeurs])
    )
    vide, sans_adresse = agent.process_pending_tickets().tickets
    assert isinstance(vide, Resultat)
    assert isinstance(sans_adresse, Resultat)
    assert vide.attente[0] == Attente.MESSAGE_VIDE
    assert Attente.CLIENT_INCONNU in sans_adresse.attente
    assert {vide.statut, sans_adresse.statut} == {Statut.EN_COURS}


def test_a_limit_leaves_the_rest_for_later(recruit: Recruit) -> None:
    """Avec une limite, les plus anciens d'abord ; le reste attend."""
    agent = recruit()
    numeros = _add(agent, 5)
    assert [t.ticket_id for t in agent.process_pending_tickets(limit=2).tickets] == numeros[:2]
    assert [ticket.id for ticket in agent.desk.get_pending_tickets()] == numeros[2:]


def test_a_stop_finishes_the_ticket_in_hand(recruit: Recruit) -> None:
    """Un arrêt demandé finit le ticket en main et rend le reste, qu'on peut reprendre aussitôt."""
    agent = recruit()
    _add(agent, TicketStore.lot + 5)
    numeros = [ticket.id for ticket in agent.desk.get_pending_tickets()]
    examines = 0

    def stop() -> bool:
        nonlocal examines
        examines += 1
        return examines > 3

    faits = list(agent.iter_pending(stop=stop))
    assert [fait.ticket_id for fait in faits] == numeros[:3]
    assert [ticket.id for ticket in agent.desk.get_pending_tickets()] == numeros[3:]
    assert agent.process_pending_tickets().total == len(numeros) - 3


def test_several_workers_share_the_work_and_decide_each_ticket_once(recruit: Recruit) -> None:
    """Trois postes en même temps : chaque ticket est décidé une fois, par l'un d'eux."""
    postes = [recruit() for _ in range(3)]
    numeros = _add(postes[0], 240)
    faits: list[str | None] = []

    def work(poste: SupportAgent) -> None:
        faits.extend(ticket.ticket_id for ticket in poste.process_pending_tickets().tickets)

    fils = [threading.Thread(target=work, args=(poste,)) for poste in postes]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert Counter(faits) == Counter(numeros)
    assert [ligne.etat for ligne in _journal(postes[0])] == ["fait"] * 240


def test_a_ticket_put_back_by_a_person_opens_a_new_round(recruit: Recruit) -> None:
    """Un ticket remis à « Nouveau » par une personne est décidé de nouveau."""
    agent = recruit()
    [numero] = _add(agent, 1)
    agent.process_pending_tickets()
    agent.desk.update_ticket_response(numero, "", "Nouveau")
    assert agent.process_pending_tickets().total == 1
    assert [(ligne.tour, ligne.etat) for ligne in _journal(agent)] == [(1, "fait"), (2, "fait")]


def test_a_stale_page_does_not_decide_twice(recruit: Recruit) -> None:
    """Un poste qui a lu une page avant qu'un autre ne la traite ne décide rien de nouveau."""
    lent, rapide = recruit(), recruit()
    _add(lent, 3)
    page = next(iter(lent.desk.iter_pending_pages()))
    assert rapide.process_pending_tickets().total == 3
    reservations = lent.journal.claim(page)
    assert [reservation.relire for reservation in reservations] == [True, True, True]
    lent.journal.close(oublies=reservations)
    assert lent.process_pending_tickets().total == 0
    assert len(_journal(lent)) == 3


def test_what_a_dead_worker_held_is_taken_over_after_its_lease(
    recruit: Recruit, settings: Settings
) -> None:
    """Un poste mort garde ses tickets le temps de son bail, puis un autre les reprend."""
    mort, vivant = recruit(), recruit()
    _add(mort, 2)
    page = next(iter(mort.desk.iter_pending_pages()))
    assert len(mort.journal.claim(page)) == 2
    assert vivant.process_pending_tickets().total == 0
    expire_leases(mort)
    assert vivant.process_pending_tickets().total == 2
    assert [(ligne.tour, ligne.etat) for ligne in _journal(mort)] == [(1, "fait")] * 2


def test_a_decision_written_before_dying_is_not_made_again(recruit: Recruit) -> None:
    """Un poste mort après avoir écrit le ticket : le repreneur clôt la ligne, sans récrire."""
    mort, vivant = recruit(), recruit()
    _add(mort, 1)
    page = next(iter(mort.desk.iter_pending_pages()))
    [reservation] = mort.journal.claim(page)
    ticket = reservation.ticket
    [dossier] = mort.examiner.examine_all([ticket.as_message], [ticket])
    mort.journal.record([(reservation, dossier)])
    mort.desk.write_decisions([(ticket, dossier.traitement)])
    ecrit = mort.desk.get_ticket(ticket.id)
    expire_leases(mort)
    assert vivant.process_pending_tickets().total == 0
    relu = vivant.desk.get_ticket(ticket.id)
    assert relu is not None
    assert ecrit is not None
    assert (relu.reponse, relu.statut) == (ecrit.reponse, ecrit.statut)


def test_a_worker_that_lost_its_lease_can_neither_write_nor_close(
    recruit: Recruit, settings: Settings
) -> None:
    """Un poste si lent que son ticket a été repris ne l'écrit plus : le repreneur décide."""
    lent, repreneur = recruit(), recruit()
    _add(lent, 1)
    page = next(iter(lent.desk.iter_pending_pages()))

    def decide(poste: SupportAgent) -> tuple[Reservation, Dossier]:
        [reservation] = poste.journal.claim(page)
        [dossier] = poste.examiner.examine_all([Message(CAMILLE, RETARD)], page)
        assert poste.journal.record([(reservation, dossier)]) == {reservation.ligne}
        return reservation, dossier

    perdue, ancien = decide(lent)
    expire_leases(lent)
    reprise, nouveau = decide(repreneur)
    assert lent.journal.record([(perdue, ancien)]) == set()
    refus = lent.desk.write_decisions([(page[0], replace(ancien.traitement, reservation=perdue))])
    assert isinstance(refus[page[0].id], TicketTakenError)
    lent.journal.close(oublies=[perdue])
    gagnant = [(page[0], replace(nouveau.traitement, reservation=reprise))]
    assert repreneur.desk.write_decisions(gagnant) == {}
    # La réponse à ce COMMIT s'est perdue : le refaire n'est ni un refus ni une deuxième écriture.
    assert repreneur.desk.write_decisions(gagnant) == {}
    assert [(ligne.tour, ligne.etat) for ligne in _journal(lent)] == [(1, "fait")]


def test_a_template_with_an_unknown_variable_is_skipped_and_named(
    recruit: Recruit, caplog: pytest.LogCaptureFixture
) -> None:
    """Un modèle fautif est laissé de côté et nommé ; les suivants servent."""
    agent = recruit()
    base_of(agent).write(lambda lien: lien.execute(sa.delete(tables.reponse_type)))
    agent.desk.create_reponse_type("Retard de livraison", "Bonjour {surnom}")
    resultat = agent.process_customer_message(CAMILLE, RETARD)
    assert resultat.attente == (Attente.AUCUN_MODELE,)
    assert "{surnom}" in caplog.text
    agent.desk.create_reponse_type("Retard de livraison", "Bonjour {prenom_client}.")
    assert agent.process_customer_message(CAMILLE, RETARD).reponse == "Bonjour Camille."


def test_dry_run_writes_nothing(recruit: Recruit) -> None:
    """À blanc, les décisions sont les mêmes et rien n'est écrit."""
    agent = recruit()
    _add(agent, 4)
    essai = recruit(dry_run=True)
    assert essai.process_pending_tickets().traites == 4
    assert essai.process_customer_message(CAMILLE, RETARD).ticket_id is None
    assert len(agent.desk.get_pending_tickets()) == agent.desk.count_tickets().total == 4
    assert _journal(agent) == []


def test_statistics_tell_the_program_from_the_people(recruit: Recruit) -> None:
    """Les statistiques comptent à part ce que le programme a décidé."""
    agent = recruit()
    agent.process_customer_message(CAMILLE, RETARD)
    agent.process_customer_message("inconnu@example.com", RETARD)
    agent.desk.create_contact_ticket(CAMILLE, "Camille", None, "Appel téléphonique")
    chiffres = agent.get_statistics().to_dict()
    assert chiffres["tickets"]["par_statut"] == {
        "Traité automatiquement": 1,
        "En cours": 1,
        "Nouveau": 1,
    }
    assert chiffres["automatisation"]["taux"] == 0.5
    assert chiffres["automatisation"]["motifs_attente"]["client_inconnu"] == 1
    assert chiffres["delais"] == {"mediane_s": 0.0, "p90_s": 0.0}
    assert (chiffres["crm"]["clients"], chiffres["ia_active"]) == (12, False)


@pytest.mark.parametrize("numero", [0, -1, 2**53, 2**70])
def test_an_impossible_order_number_writes_nothing(recruit: Recruit, numero: int) -> None:
    """Un numéro de commande impossible est refusé avant d'écrire."""
    agent = recruit()
    with pytest.raises(UsageError, match="numéro de commande"):
        agent.process_customer_message(CAMILLE, RETARD, numero)
    assert agent.desk.count_tickets().total == 0


def test_one_unexpected_ticket_does_not_hold_the_others(
    recruit: Recruit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Un ticket que le programme ne sait pas examiner échoue seul, reste « Nouveau », est nommé."""
    agent = recruit()
    numeros = _add(agent, 2)
    base_of(agent).write(
        lambda lien: lien.execute(
            sa.update(tables.ticket)
            .where(tables.ticket.c.id == int(numeros[0]))
            .values(message="déclencheur")
        )
    )
    ordinaire = Examiner.examine

    def fragile(self: Examiner, message: Message, *autres: Any, **options: Any) -> Dossier:
        if message.texte == "déclencheur":
            raise RuntimeError("imprévu")
        return ordinaire(self, message, *autres, **options)

    monkeypatch.setattr(Examiner, "examine", fragile)
    echec, resultat = sorted(
        agent.process_pending_tickets().tickets, key=lambda sort: isinstance(sort, Resultat)
    )
    assert isinstance(echec, Echec)
    assert (echec.ticket_id, resultat.ticket_id) == tuple(numeros)
    assert [ticket.id for ticket in agent.desk.get_pending_tickets()] == [numeros[0]]
