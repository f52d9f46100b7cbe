"""Le serveur d'essai joue les pannes de Notion, et dit toujours ce qui a été écrit."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from notion_client import APIResponseError, Client
from notion_client.errors import RequestTimeoutError, UnknownHTTPResponseError

from tests.notion_server import TRANSIENT, Fault, Incoming, RandomFaults, RateLimit, faults
from tests.notion_server.kit import Desk, open_client, open_desk, send

MIDI = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with open_desk() as desk:
        yield desk


@pytest.fixture
def notion(desk: Desk) -> Iterator[Client]:
    with open_client(desk.server) as client:
        yield client


def close(notion: Client, row: str) -> Any:
    """Une écriture ordinaire."""
    return notion.pages.update(row, properties={"statut": {"select": {"name": "Traité"}}})


JSON_FAULTS = [
    (faults.CONFLICT, 409, "conflict_error", False),
    (faults.RATE_LIMITED, 429, "rate_limited", False),
    (faults.BLOCKED, 429, "rate_limited", False),
    (faults.INTERNAL_ERROR, 500, "internal_server_error", False),
    (faults.UNAVAILABLE, 503, "service_unavailable", False),
    (faults.UNAVAILABLE_SAVED, 503, "service_unavailable", True),
    (faults.UNAVAILABLE_SAVED_SILENT, 503, "service_unavailable", True),
    (faults.GATEWAY_TIMEOUT, 504, "gateway_timeout", False),
]


@pytest.mark.parametrize(("fault", "status", "code", "saved"), JSON_FAULTS)
def test_a_fault_told_by_notion(
    desk: Desk, notion: Client, fault: Fault, status: int, code: str, saved: bool
) -> None:
    """Le client reçoit le statut et le code ; l'écriture est faite, ou pas, comme annoncé."""
    row = desk.server.add_row(desk.base)
    desk.server.faults.next(fault)
    with pytest.raises(APIResponseError) as caught:
        close(notion, row)
    assert (caught.value.status, caught.value.code) == (status, code)
    assert desk.server.row(row)["statut"] == ("Traité" if saved else None)
    assert [entry.fault for entry in desk.server.requests] == [fault.name]
    assert len(desk.server.writes()) == saved
    close(notion, row)
    assert desk.server.row(row)["statut"] == "Traité"


@pytest.mark.parametrize(
    ("fault", "status"),
    [(faults.RATE_LIMITED_PLAIN, 429), (faults.BAD_GATEWAY, 502), (faults.OVERLOADED, 529)],
)
def test_a_fault_the_client_cannot_read(
    desk: Desk, notion: Client, fault: Fault, status: int
) -> None:
    """Sans corps de Notion, ou avec un code qu'il ignore, le client ne donne que le statut."""
    row = desk.server.add_row(desk.base)
    desk.server.faults.next(fault)
    with pytest.raises(UnknownHTTPResponseError) as caught:
        close(notion, row)
    assert caught.value.status == status
    assert desk.server.row(row)["statut"] is None


@pytest.mark.parametrize(
    ("fault", "expected", "saved"),
    [
        (faults.CUT_BEFORE, httpx.HTTPError, False),
        (faults.CUT_AFTER, httpx.HTTPError, True),
        (faults.TIMEOUT, RequestTimeoutError, False),
        (faults.TIMEOUT_SAVED, RequestTimeoutError, True),
        (faults.HTML_OK, ValueError, False),
        (faults.TRUNCATED_JSON, ValueError, True),
    ],
)
def test_an_answer_lost_on_the_way(
    desk: Desk, notion: Client, fault: Fault, expected: type[Exception], saved: bool
) -> None:
    """Coupure, silence, page d'un proxy, JSON coupé : le client lève, l'écriture a son sort."""
    row = desk.server.add_row(desk.base)
    desk.server.faults.next(fault)
    with pytest.raises(expected):
        close(notion, row)
    assert desk.server.row(row)["statut"] == ("Traité" if saved else None)
    close(notion, row)


def test_a_saved_write_gives_its_id(desk: Desk, notion: Client) -> None:
    """``committed_resource_id`` est l'identifiant de la page créée, et n'existe que s'il y en a."""
    desk.server.faults.next(faults.UNAVAILABLE_SAVED, faults.UNAVAILABLE_SAVED)
    parent = {"type": "data_source_id", "data_source_id": desk.source}
    with pytest.raises(APIResponseError) as caught:
        notion.pages.create(parent=parent, properties={})
    created = desk.server.rows(desk.base)[0]["id"]
    assert caught.value.additional_data == {"committed_resource_id": created}
    with pytest.raises(APIResponseError) as caught:
        notion.data_sources.query(desk.source)
    assert caught.value.additional_data is None


def test_a_fault_does_not_save_a_refused_request(desk: Desk, notion: Client) -> None:
    """Une requête fausse reste refusée, même quand la panne l'aurait exécutée."""
    desk.server.faults.next(faults.UNAVAILABLE_SAVED)
    with pytest.raises(APIResponseError) as caught:
        notion.pages.update(desk.server.add_row(desk.base), properties={"rien": {"number": 1}})
    assert caught.value.status == 400


def test_retry_after_is_the_one_that_was_set(desk: Desk) -> None:
    """429 et 529 annoncent un nombre entier de secondes, 0 sauf réglage ; 500 n'annonce rien."""
    desk.server.faults.next(faults.RATE_LIMITED, faults.INTERNAL_ERROR)
    assert send(desk.server, "GET", "/v1/users/me").headers["Retry-After"] == "0"
    assert "Retry-After" not in send(desk.server, "GET", "/v1/users/me").headers
    desk.server.faults.retry_after = 7
    desk.server.faults.next(faults.OVERLOADED)
    answer = send(desk.server, "GET", "/v1/users/me")
    assert (answer.status, answer.headers["Retry-After"]) == (529, "7")
    assert answer.body["code"] == "service_overload"


def test_a_blocked_workspace_says_why(desk: Desk) -> None:
    """``public_api_request_blocked`` se lit dans ``additional_data``."""
    desk.server.faults.next(faults.BLOCKED)
    answer = send(desk.server, "GET", "/v1/users/me")
    assert answer.body["additional_data"] == {"rate_limit_reason": "public_api_request_blocked"}


def test_a_fault_may_aim_at_one_kind_of_request(desk: Desk, notion: Client) -> None:
    """``on`` ne touche que la méthode et le chemin nommés ; ``clear`` oublie tout."""
    row = desk.server.add_row(desk.base)
    desk.server.faults.on("PATCH", "/v1/pages", faults.OK, faults.CONFLICT, faults.CONFLICT)
    notion.pages.retrieve(row)
    close(notion, row)
    with pytest.raises(APIResponseError):
        close(notion, row)
    desk.server.faults.clear()
    close(notion, row)


def test_chance_can_be_replayed(desk: Desk) -> None:
    """Même graine, mêmes pannes, à la fréquence demandée ; une autre graine en tire d'autres."""
    calls = [Incoming(i, "PATCH", f"/v1/pages/{i % 500}", True) for i in range(2000)]

    def drawn(seed: int) -> list[Fault | None]:
        rule = RandomFaults(0.2, seed)
        return [rule(call) for call in calls]

    first = drawn(1)
    assert first == drawn(1)
    assert first != drawn(2)
    assert {fault for fault in first if fault} == set(TRANSIENT)
    assert 300 < sum(fault is not None for fault in first) < 500


def test_a_rule_decides_for_every_request(desk: Desk, notion: Client) -> None:
    """``use`` installe une règle, que la file devance."""
    desk.server.faults.use(lambda call: faults.CONFLICT if call.writes else None)
    row = desk.server.add_row(desk.base)
    notion.pages.retrieve(row)
    with pytest.raises(APIResponseError):
        close(notion, row)
    desk.server.faults.next(faults.OK)
    close(notion, row)


def test_a_stopped_server_refuses_connections(desk: Desk, notion: Client) -> None:
    """Pendant l'arrêt, la connexion est refusée ; ensuite tout est resté."""
    row = desk.server.add_row(desk.base)
    with desk.server.down(), pytest.raises(httpx.ConnectError):
        notion.pages.retrieve(row)
    assert desk.server.count() == 0
    notion.pages.retrieve(row)


def test_the_token_may_be_revoked_half_way(desk: Desk, notion: Client) -> None:
    """À partir de la requête choisie, plus rien ne passe."""
    row = desk.server.add_row(desk.base)
    desk.server.faults.at(3, desk.server.revoke_token)
    close(notion, row)
    close(notion, row)
    for _ in range(2):
        with pytest.raises(APIResponseError) as caught:
            close(notion, row)
        assert caught.value.status == 401


def test_a_base_may_be_unshared_half_way(desk: Desk, notion: Client) -> None:
    """À partir de la requête choisie, ses lignes sont introuvables ; la page reste visible."""
    row = desk.server.add_row(desk.base)
    desk.server.faults.at(2, lambda: desk.server.unshare(desk.base))
    close(notion, row)
    with pytest.raises(APIResponseError) as caught:
        close(notion, row)
    assert caught.value.code == "object_not_found"
    notion.pages.retrieve(desk.page)


def test_a_ticket_may_be_deleted_half_way(desk: Desk, notion: Client) -> None:
    """À partir de la requête choisie, la ligne est à la corbeille, les autres intactes."""
    row, autre = desk.server.add_row(desk.base), desk.server.add_row(desk.base)
    desk.server.faults.at(1, lambda: desk.server.delete_row(row))
    with pytest.raises(APIResponseError, match="archived"):
        close(notion, row)
    close(notion, autre)


def test_the_budget_is_spent_at_once_then_waits(desk: Desk) -> None:
    """N requêtes par fenêtre de 60 secondes, puis 429 avec les secondes qui restent."""
    now = MIDI
    desk.server.clock = lambda: now
    desk.server.rate_limit = RateLimit(2)
    assert [send(desk.server, "GET", "/v1/users/me").status for _ in range(2)] == [200, 200]
    now = MIDI + timedelta(seconds=20)
    answer = send(desk.server, "GET", "/v1/users/me")
    assert (answer.status, answer.body["code"]) == (429, "rate_limited")
    assert answer.headers["Retry-After"] == "40"
    now = MIDI + timedelta(seconds=60)
    assert send(desk.server, "GET", "/v1/users/me").status == 200


def test_each_try_of_the_client_is_counted(desk: Desk) -> None:
    """Quand le client réessaie de lui-même, le journal montre chaque essai."""
    row = desk.server.add_row(desk.base)
    desk.server.faults.next(faults.RATE_LIMITED, faults.RATE_LIMITED)
    with open_client(desk.server, retry=True) as client:
        close(client, row)
    assert [entry.status for entry in desk.server.requests] == [429, 429, 200]
