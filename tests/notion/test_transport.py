"""Le budget de requêtes, les reprises et les erreurs de Notion."""

import logging
import threading
import traceback
from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import Settings
from errors import ConfigurationError, ServiceError, UnreachableError
from notion.connection import open_transport
from notion.faults import Cible, Genre
from notion.limiter import FENETRE, Limiter, shared_limiter
from notion.transport import Horloge, Transport
from tests.notion_server import NotionServer, RateLimit, faults
from tests.notion_world import Espace, FauxTemps, decide, new_space

CIBLE = Cible(Genre.BASE, "Contacts clients")


@pytest.fixture
def serveur() -> Iterator[NotionServer]:
    with NotionServer() as serveur:
        yield serveur


@pytest.fixture
def espace(serveur: NotionServer) -> Espace:
    return new_space(serveur)


@pytest.fixture
def temps() -> FauxTemps:
    return FauxTemps()


@pytest.fixture
def transport(espace: Espace, temps: FauxTemps) -> Iterator[Transport]:
    transport = espace.transport(temps.horloge)
    yield transport
    transport.close()


def ask(transport: Transport, espace: Espace) -> object:
    base = espace.contacts
    return transport.call(CIBLE, lambda: transport.client.databases.retrieve(base))


@given(st.integers(1, 40), st.lists(st.floats(0, 30), min_size=1, max_size=200))
def test_no_minute_ever_exceeds_the_budget(budget: int, pauses: list[float]) -> None:
    """Quel que soit le rythme demandé, aucune fenêtre de 60 s ne dépasse le budget."""
    limiter, maintenant, departs = Limiter(budget), 0.0, []
    for pause in pauses:
        maintenant += pause
        departs.append(limiter.reserve(maintenant))
    assert departs == sorted(departs)
    for rang in range(len(departs) - budget):
        assert departs[rang + budget] - departs[rang] >= FENETRE


def test_the_budget_is_spent_at_once_then_used_to_95_percent() -> None:
    """Le budget part en rafale quand rien ne l'empêche, puis sert à plus de 95 %."""
    limiter, maintenant = Limiter(180), 0.0
    attentes = []
    for _ in range(1_800):
        depart = limiter.reserve(maintenant)
        attentes.append(depart - maintenant)
        maintenant = depart
    assert attentes[:180] == [0.0] * 180
    assert 1_800 / (maintenant + FENETRE) * FENETRE >= 0.95 * 180


def test_all_threads_share_one_budget() -> None:
    """Deux fils qui réservent ensemble ne dépensent jamais deux fois la même place."""
    limiter = Limiter(50)
    departs: list[float] = []

    def spend() -> None:
        departs.extend(limiter.reserve(0.0) for _ in range(50))

    fils = [threading.Thread(target=spend) for _ in range(4)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert departs.count(0.0) == 50


def test_one_budget_per_process_and_account() -> None:
    """Deux NotionManager du même compte partagent le budget ; un autre compte a le sien."""
    assert shared_limiter("compte-a", 180) is shared_limiter("compte-a", 180)
    assert shared_limiter("compte-a", 180) is not shared_limiter("compte-b", 180)


def test_a_page_is_read_only_when_it_can_be_written_within_the_minute() -> None:
    """Après une rafale, la lecture attend juste assez pour que rien ne soit à relire."""
    limiter = Limiter(180)
    for _ in range(101):
        limiter.reserve(0.0)
    attente = limiter.lead_time(0.0, 101)
    lecture = limiter.reserve(attente)
    ecritures = [limiter.reserve(attente) for _ in range(100)]
    assert attente < 1
    assert max(ecritures) - lecture <= 60.0


@pytest.mark.parametrize("panne", faults.TRANSIENT, ids=lambda panne: panne.name)
def test_a_passing_fault_is_retried(
    panne: faults.Fault, serveur: NotionServer, transport: Transport, espace: Espace
) -> None:
    """Une panne passagère ne se voit pas : la requête finit par aboutir."""
    serveur.faults.next(panne, panne)
    assert ask(transport, espace)
    assert transport.request_count == 3


def test_retry_after_is_waited_for_and_told(
    serveur: NotionServer, transport: Transport, espace: Espace, temps: FauxTemps
) -> None:
    """Quand Notion demande 7 secondes, on les attend, et on le dit avant d'attendre."""
    dits: list[tuple[float, str]] = []
    transport.on_wait = lambda secondes, raison: dits.append((secondes, raison))
    serveur.faults.retry_after = 7
    serveur.faults.next(faults.RATE_LIMITED)
    ask(transport, espace)
    assert sum(temps.attentes) == pytest.approx(7)
    assert [(round(s), raison) for s, raison in dits] == [(7, "Notion demande de patienter")]


def test_a_wait_shared_by_threads_is_told_once(serveur: NotionServer, espace: Espace) -> None:
    """Plusieurs fils qui attendent la même chose ne montrent qu'un compte à rebours."""
    temps = FauxTemps()
    fige = Horloge(temps.now, temps.monotonic, lambda _: None)
    transport = espace.transport(fige)
    dits: list[float] = []
    transport.on_wait = lambda secondes, _: dits.append(secondes)
    serveur.faults.retry_after = 7
    serveur.faults.next(faults.RATE_LIMITED)
    for _ in range(3):
        ask(transport, espace)
    transport.close()
    assert len(dits) == 1


def test_a_request_to_wait_for_hours_is_reported(
    serveur: NotionServer, transport: Transport, espace: Espace, temps: FauxTemps
) -> None:
    """Une attente d'une heure n'est pas subie en silence : la commande s'arrête et le dit."""
    serveur.faults.retry_after = 3_600
    serveur.faults.next(faults.OVERLOADED)
    with pytest.raises(ServiceError, match="60 minutes"):
        ask(transport, espace)
    assert sum(temps.attentes) == 0


def test_waits_grow_and_stay_bounded(
    serveur: NotionServer, transport: Transport, espace: Espace, temps: FauxTemps
) -> None:
    """Une panne qui dure finit par être dite, après des attentes croissantes et bornées."""
    serveur.faults.use(lambda _: faults.INTERNAL_ERROR)
    with pytest.raises(ServiceError, match="Contacts clients"):
        ask(transport, espace)
    assert transport.request_count == 7
    assert temps.attentes == sorted(temps.attentes)
    assert 10 < sum(temps.attentes) < 60


def test_a_blocked_integration_is_not_retried(
    serveur: NotionServer, transport: Transport, espace: Espace
) -> None:
    """« public_api_request_blocked » arrête aussitôt, avec une phrase claire."""
    serveur.faults.next(faults.BLOCKED)
    with pytest.raises(ServiceError, match="bloqué"):
        ask(transport, espace)
    assert transport.request_count == 1


def test_a_server_that_is_not_there_is_said_quickly(
    serveur: NotionServer, transport: Transport, espace: Espace, temps: FauxTemps
) -> None:
    """Une adresse où rien ne répond est dite en quelques secondes."""
    with serveur.down(), pytest.raises(UnreachableError, match="Vérifiez la connexion"):
        ask(transport, espace)
    assert sum(temps.attentes) < 5


def test_a_short_outage_is_survived(
    serveur: NotionServer, espace: Espace, temps: FauxTemps
) -> None:
    """Un service qui revient pendant les attentes ne fait rien perdre."""
    coupure = serveur.down()

    def sleep(secondes: float) -> None:
        temps.sleep(secondes)
        if len(temps.attentes) == 4:
            coupure.__exit__(None, None, None)

    horloge = Horloge(temps.now, temps.monotonic, sleep)
    transport = espace.transport(horloge)
    ask(transport, espace)
    coupure.__enter__()
    ask(transport, espace)
    assert len(temps.attentes) >= 4
    transport.close()


@pytest.mark.parametrize(
    ("panne", "phrase"),
    [("revoquee", "NOTION_TOKEN"), ("non partagee", "menu ••• → Connexions")],
)
def test_a_lasting_fault_says_what_to_click(
    panne: str, phrase: str, serveur: NotionServer, transport: Transport, espace: Espace
) -> None:
    """Jeton révoqué, base non partagée : une erreur de configuration qui dit quoi faire."""
    if panne == "revoquee":
        serveur.revoke_token()
    else:
        serveur.unshare(espace.contacts)
    with pytest.raises(ConfigurationError, match=phrase):
        ask(transport, espace)
    assert transport.request_count == 1


@pytest.mark.parametrize("panne", [faults.BLOCKED, faults.CUT_BEFORE, faults.HTML_OK, None])
def test_the_token_appears_nowhere(
    panne: faults.Fault | None,
    serveur: NotionServer,
    espace: Espace,
    temps: FauxTemps,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Ni erreur, ni trace, ni journal, ni ``repr`` ne montre le jeton."""
    caplog.set_level(logging.DEBUG)
    jeton = str(serveur.token)
    transport = espace.transport(temps.horloge)
    serveur.faults.use(lambda _: panne)
    if panne is None:
        serveur.revoke_token()
    with pytest.raises((ServiceError, ConfigurationError)) as erreur:
        ask(transport, espace)
    transport.close()
    trace = "".join(traceback.format_exception(erreur.value))
    sortie = capfd.readouterr()
    for texte in (trace, caplog.text, sortie.out, sortie.err, repr(transport)):
        assert jeton not in texte


@pytest.mark.parametrize("jeton", ["ntn_é", "ntn abc", "ntn\nabc", None])
def test_a_token_that_cannot_be_one_is_refused_without_being_shown(jeton: str | None) -> None:
    """Un jeton mal collé est refusé avant tout envoi, en nommant sa variable, sans le montrer."""
    with pytest.raises(ConfigurationError, match="NOTION_TOKEN") as erreur:
        open_transport(Settings(notion_token=jeton))
    assert jeton is None or jeton not in str(erreur.value)


def test_the_rate_limit_is_never_hit_in_normal_use(
    serveur: NotionServer, espace: Espace, temps: FauxTemps
) -> None:
    """Avec 180 requêtes par minute, 400 tickets passent sans un seul refus ni une relecture."""
    serveur.clock = temps.now
    serveur.rate_limit = RateLimit(180)
    espace.add_pending(400)
    debut = temps.now()
    with espace.manager(temps, par_minute=180) as manager:
        for page in manager.iter_pending_pages():
            for ticket in page:
                assert manager.write_decisions([decide(ticket)]) == {}
    assert [entree.status for entree in serveur.requests] == [200] * len(serveur.requests)
    assert serveur.count("GET", "/v1/pages") == 0
    assert temps.now() - debut < timedelta(seconds=2 * 60 + 5)
