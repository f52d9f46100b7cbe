"""Une réponse automatique est le premier mot : qui écrit encore parle à une personne."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from automation.intake import incoming_message
from automation.support_agent import SupportAgent
from config import Settings
from database import tables
from database.engine import Database
from database.senders import SenderStore
from database.setup import prepare
from models import Attente, Statut
from models.tickets import Echange, Resultat
from tests.notion_server import NotionServer
from tests.notion_world import Espace, new_space
from tests.tools import base_of, make_agent

CAMILLE = "camille.martin@example.com"
RETARD = "Bonjour, je n'ai toujours pas reçu mon colis, où en est la livraison ?"
MERCI = "Merci beaucoup, bonne journée !"
MODELE = (
    "Bonjour,\n\nVotre commande est {statut_commande}, confiée à {transporteur} sous le numéro "
    "{numero_suivi} ; son arrivée est prévue le {date_livraison_prevue}."
)
RACINE = Path(__file__).resolve().parents[2]
JOUR = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
FENETRE = JOUR - timedelta(days=14)

Recruit = Callable[..., SupportAgent]


@pytest.fixture(params=["sqlite", "mariadb"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Une base préparée de chaque sorte."""
    if request.param == "mariadb":
        choisis: Settings = request.getfixturevalue("mariadb")
    else:
        choisis = Settings(db_path=tmp_path / "essai.db")
    base = Database(choisis)
    prepare(base)
    modele = {"categorie": "Retard de livraison", "texte": MODELE}
    base.write(lambda lien: lien.execute(sa.delete(tables.reponse_type)))
    base.write(lambda lien: lien.execute(sa.insert(tables.reponse_type).values(modele)))
    base.dispose()
    return choisis


@pytest.fixture
def recruit(settings: Settings) -> Iterator[Recruit]:
    """Des agents sur cette base, comme autant de postes."""
    agents: list[SupportAgent] = []

    def make(fenetre: int = 14, **options: object) -> SupportAgent:
        choisis = replace(settings, fenetre_echange_jours=fenetre)
        agents.append(make_agent(choisis, **options))
        return agents[-1]

    yield make
    for agent in agents:
        agent.close()


def _add(agent: SupportAgent, *textes: str, email: str = CAMILLE) -> list[str]:
    return [agent.desk.create_contact_ticket(email, "Camille", None, texte) for texte in textes]


def _decided(agent: SupportAgent) -> list[Resultat]:
    return [sort for sort in agent.iter_pending() if isinstance(sort, Resultat)]


def _answered(resultats: list[Resultat]) -> list[str | None]:
    return [resultat.ticket_id for resultat in resultats if resultat.part]


# Le contrat du rangement


@pytest.fixture
def senders(settings: Settings) -> Iterator[SenderStore]:
    """La table des expéditeurs, vide."""
    base = Database(settings)
    yield SenderStore(base)
    base.dispose()


def test_one_address_gives_its_first_word_to_one_ticket(senders: SenderStore) -> None:
    """Une adresse ne se donne qu'à un ticket par fenêtre ; celui qui l'a peut la reprendre."""
    assert senders.is_empty()
    premier, second = Echange(CAMILLE, "7", JOUR, part=True), Echange(CAMILLE, "9", JOUR, part=True)
    assert senders.note([premier, second], FENETRE) == {"9"}
    assert senders.note([second], FENETRE) == {"9"}
    assert senders.note([premier], FENETRE) == set()
    assert senders.recent([CAMILLE, "autre@example.com"], FENETRE) == {CAMILLE: "7"}
    assert not senders.is_empty()


def test_a_held_ticket_counts_and_an_old_one_does_not(senders: SenderStore) -> None:
    """Un ticket confié ferme aussi l'adresse, jusqu'à ce que la fenêtre soit passée."""
    senders.note([Echange(CAMILLE, "7", JOUR)], FENETRE)
    plus_tard = JOUR + timedelta(days=13)
    tard = Echange(CAMILLE, "8", plus_tard, part=True)
    assert senders.note([tard], plus_tard - timedelta(days=14)) == {"8"}
    bien_plus_tard = JOUR + timedelta(days=15)
    assert senders.recent([CAMILLE], bien_plus_tard - timedelta(days=14)) == {}
    enfin = Echange(CAMILLE, "9", bien_plus_tard, part=True)
    assert senders.note([enfin], bien_plus_tard - timedelta(days=14)) == set()
    assert senders.recent([CAMILLE], bien_plus_tard) == {CAMILLE: "9"}


def test_addresses_that_look_alike_are_two_people(senders: SenderStore) -> None:
    """« jose@ » et « josé@ » ne se ferment pas la porte l'un à l'autre."""
    senders.note([Echange("jose@example.com", "1", JOUR)])
    accentue = Echange("josé@example.com", "2", JOUR, part=True)
    assert senders.note([accentue], FENETRE) == set()


def test_a_forgotten_address_leaves_nothing(senders: SenderStore) -> None:
    """Un client qui s'efface emporte son adresse."""
    senders.note([Echange(CAMILLE, "7", JOUR), Echange("lea@example.com", "8", JOUR)])
    senders.forget(CAMILLE)
    assert senders.recent([CAMILLE, "lea@example.com"], FENETRE) == {"lea@example.com": "8"}


# Les messages d'un même client


def test_four_times_the_same_message_get_one_reply(recruit: Recruit) -> None:
    """Le même message reçu quatre fois : une réponse, et trois tickets confiés, aucun perdu."""
    agent = recruit()
    resultats = [agent.process_customer_message(CAMILLE.upper(), RETARD) for _ in range(4)]
    assert [r.part for r in resultats] == [True, False, False, False]
    assert all(r.attente == (Attente.SUITE_ECHANGE,) for r in resultats[1:])
    assert agent.desk.count_tickets().total == 4


def test_pending_from_one_sender_with_one_question(recruit: Recruit) -> None:
    """La même question, posée trois fois avant d'être lue : le plus ancien a la réponse."""
    agent = recruit()
    numeros = _add(agent, MERCI, RETARD, RETARD, f"{RETARD} Merci.")
    resultats = _decided(agent)
    assert [r.ticket_id for r in resultats] == numeros
    assert _answered(resultats) == [numeros[1]]
    assert [Attente.SUITE_ECHANGE in r.attente for r in resultats] == [False, False, True, True]


def test_pending_from_one_sender_with_two_questions(recruit: Recruit) -> None:
    """Deux questions différentes du même client : une personne les voit ensemble."""
    agent = recruit()
    _add(agent, RETARD, "Bonjour, la lampe est arrivée cassée, commande 1.")
    resultats = _decided(agent)
    assert _answered(resultats) == []
    assert all(Attente.SUITE_ECHANGE in r.attente for r in resultats)


def test_who_wrote_yesterday_is_held_today(recruit: Recruit) -> None:
    """Un ticket d'hier, même confié, ferme la porte ; un remerciement, non ; la fenêtre passe."""
    agent = recruit(clock=lambda: datetime.now(UTC))
    agent.process_customer_message(CAMILLE, MERCI)
    assert agent.preview(incoming_message(CAMILLE, RETARD)).resultat.part
    agent.process_customer_message(CAMILLE, "Je vais saisir un avocat.")
    assert _answered([agent.process_customer_message(CAMILLE, RETARD)]) == []
    plus_tard = recruit(clock=lambda: datetime.now(UTC) + timedelta(days=15))
    assert plus_tard.preview(incoming_message(CAMILLE, RETARD)).resultat.attente != (
        Attente.SUITE_ECHANGE,
    )


def test_what_a_person_answered_counts_too(recruit: Recruit) -> None:
    """Le client à qui une personne vient de répondre n'a pas de réponse automatique ensuite."""
    agent = recruit()
    dossier = agent.preview(incoming_message(CAMILLE, RETARD))
    agent.record_by_hand(dossier, "Bonjour, il arrive demain.", envoyer=True)
    [suivant] = [agent.process_customer_message(CAMILLE, RETARD)]
    assert suivant.attente == (Attente.SUITE_ECHANGE,)


def test_the_window_can_be_switched_off(recruit: Recruit) -> None:
    """FENETRE_ECHANGE_JOURS=0 : chaque message est lu pour lui-même."""
    agent = recruit(fenetre=0)
    numeros = _add(agent, RETARD, RETARD)
    assert _answered(_decided(agent)) == numeros
    assert agent.process_customer_message(CAMILLE, RETARD).part


def test_a_ticket_taken_up_after_a_crash_keeps_its_first_word(recruit: Recruit) -> None:
    """Un poste noté puis arrêté net : le ticket, repris, a encore sa réponse."""
    mort, vivant = recruit(), recruit()
    [numero] = _add(mort, RETARD)
    [ticket] = mort.desk.get_pending_tickets()
    dossiers = list(mort.examiner.examine_all([ticket.as_message], [ticket]))
    mort.first_word.settle(dossiers, mort.examiner.examine_sequels)
    assert _answered(_decided(vivant)) == [numero]


def test_of_two_workers_with_one_client_one_loses(recruit: Recruit) -> None:
    """Deux postes ont lu chacun un message du client avant de décider : un seul répond."""
    un, deux = recruit(), recruit()
    _add(un, RETARD, RETARD)
    premier, second = un.desk.get_pending_tickets()
    decides = []
    for agent, ticket in ((un, premier), (deux, second)):
        [dossier] = agent.examiner.examine_all([ticket.as_message], [ticket])
        assert dossier.resultat.part
        decides.append((agent, dossier))
    finis = [
        agent.first_word.settle([dossier], agent.examiner.examine_sequels)[0]
        for agent, dossier in decides
    ]
    assert [d.resultat.part for d in finis] == [True, False]
    assert finis[1].resultat.attente == (Attente.SUITE_ECHANGE,)


def test_two_processes_answer_one_client_once(recruit: Recruit, settings: Settings) -> None:
    """Deux programmes reçoivent au même instant deux messages du client : une seule réponse."""
    agent = recruit()
    env = {**os.environ, "DB_PATH": str(settings.db_path), "PYTHONPATH": str(RACINE)}
    if settings.db_host:
        env |= {"DB_HOST": settings.db_host, "DB_PORT": str(settings.db_port)}
        env |= {"DB_USER": settings.db_user, "DB_PASSWORD": settings.db_password or ""}
        env |= {"DB_NAME": settings.db_name}
    commande = [sys.executable, "main.py", "--message", CAMILLE]
    lances = [
        subprocess.Popen(
            [*commande, f"{RETARD} {bis}"], cwd=RACINE, env=env, stdout=subprocess.DEVNULL
        )
        for bis in ("", "Merci.", "Cordialement.")
    ]
    assert [lance.wait(120) for lance in lances] == [0, 0, 0]
    statuts = agent.desk.count_tickets().par_statut
    assert statuts[str(Statut.TRAITE_AUTO)] == 1
    assert statuts[str(Statut.EN_COURS)] == 2


def test_the_first_use_learns_who_wrote_lately(recruit: Recruit) -> None:
    """Au premier usage, les tickets déjà décidés de la fenêtre comptent, les anciens non."""
    agent = recruit()
    recent, ancien, _ = _add(agent, RETARD, RETARD, RETARD)
    agent.desk.update_ticket_response(recent, "Il arrive.", Statut.TRAITE)
    autre = agent.desk.create_contact_ticket("lea@example.com", "Léa", None, RETARD)
    agent.desk.update_ticket_response(autre, "Il arrive.", Statut.TRAITE)
    agent.desk.update_ticket_response(ancien, "Il arrive.", Statut.TRAITE)
    vieux = datetime.now(UTC).replace(tzinfo=None) - timedelta(days=20)
    billets = tables.ticket.c
    base_of(agent).write(
        lambda lien: lien.execute(
            sa.update(tables.ticket).where(billets.id == int(autre)).values(cree_le=vieux)
        )
    )
    [resultat] = _decided(agent)
    assert resultat.attente == (Attente.SUITE_ECHANGE,)
    depuis = datetime.now(UTC) - timedelta(days=14)
    assert SenderStore(base_of(agent)).recent(["lea@example.com"], depuis) == {}


def test_a_dry_run_reads_and_writes_nothing(recruit: Recruit) -> None:
    """À blanc, les suites se voient, et rien n'est retenu."""
    agent, essai = recruit(), recruit(dry_run=True)
    numeros = _add(agent, RETARD, RETARD)
    assert _answered(_decided(essai)) == numeros[:1]
    assert SenderStore(base_of(agent)).is_empty()
    assert _answered(_decided(agent)) == numeros[:1]
    _add(agent, RETARD)
    assert _answered(_decided(essai)) == []


def test_replay_tells_again_what_was_held(recruit: Recruit) -> None:
    """Rejouer ne regarde pas qui a écrit depuis : les décisions ressortent identiques."""
    agent = recruit()
    _add(agent, RETARD, RETARD)
    assert len(_decided(agent)) == 2
    assert [rejeu.change for rejeu in agent.iter_replay()] == [False, False]


# Notion


@pytest.fixture
def espace() -> Iterator[Espace]:
    """Un espace Notion à soi."""
    with NotionServer() as serveur:
        yield new_space(serveur)


def test_notion_costs_one_reading_at_first_use(espace: Espace, tmp_path: Path) -> None:
    """Les tickets de la fenêtre sont lus une fois ; ensuite, aucune requête de plus par ticket."""
    settings = replace(espace.settings(), db_path=tmp_path / "essai.db")
    espace.add_pending(1, statut="Traité", email_client=CAMILLE)
    espace.add_pending(3, email_client=CAMILLE, message_initial=RETARD)
    requetes = []
    for jours in (14, 14, 0):
        with SupportAgent(replace(settings, fenetre_echange_jours=jours)) as agent:
            resultats = _decided(agent)
            requetes.append(agent.desk.request_count)  # type: ignore[attr-defined]
        assert _answered(resultats) == [] or jours == 0
        espace.add_pending(3, email_client=CAMILLE, message_initial=RETARD)
    assert requetes[0] - 1 == requetes[1] == requetes[2]


def test_notion_messages_of_one_client_get_one_reply(espace: Espace, tmp_path: Path) -> None:
    """Le même message, quatre fois, par la ligne de commande puis dans la base : une réponse."""
    settings = replace(espace.settings(), db_path=tmp_path / "essai.db", fenetre_echange_jours=14)
    with SupportAgent(settings) as agent:
        agent.desk.create_reponse_type("Retard de livraison", MODELE)
        assert agent.process_customer_message(CAMILLE, RETARD).part
        assert not agent.process_customer_message(CAMILLE, RETARD).part
        espace.add_pending(2, email_client=CAMILLE, message_initial=RETARD)
        assert [r.attente for r in _decided(agent)] == [(Attente.SUITE_ECHANGE,)] * 2
