"""Avec Notion, une réponse part si son ticket la porte, ou si une personne l'a demandé."""

from collections.abc import Iterator

import pytest

from database.outbox import OutboxStore
from tests.bases import BaseSqlite
from tests.conftest import Lancer
from tests.notion_server import NotionServer
from tests.notion_world import Espace, new_space

CAMILLE = "camille.martin@example.com"
RETARD = "Je n'ai toujours pas reçu mon colis"
A_LA_MAIN = "Bonjour,\n\nVotre colis arrive demain.\n\nBien à vous"

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


@pytest.fixture
def espace() -> Iterator[Espace]:
    """Un Notion à soi."""
    with NotionServer() as serveur:
        yield new_space(serveur)


@pytest.fixture
def env(lancer: Lancer, espace: Espace) -> dict[str, str]:
    """De quoi y mener le programme, une fois préparé."""
    env = {**espace.env, "NOTION_PARENT_PAGE_ID": espace.page}
    assert lancer("--setup", **env).code == 0
    return env


def _sent(base: BaseSqlite) -> list[tuple[str, str, str, str]]:
    return base.sql("SELECT ticket_id, etat, issue, texte FROM envoi ORDER BY rang")


def _asked(espace: Espace, statut: str, reponse: str) -> str:
    """Un ticket qu'une personne a rempli, et dont elle a coché « à_envoyer »."""
    [ticket] = espace.add_pending(
        1, statut=statut, réponse_personnalisée=reponse, à_envoyer=True, email_client=CAMILLE
    )
    return ticket


def test_an_answered_ticket_is_in_the_outbox(
    lancer: Lancer, espace: Espace, embarquee: BaseSqlite, env: dict[str, str]
) -> None:
    """Un ticket répondu par un passage est à l'envoi ; un second passage n'ajoute rien."""
    [ticket] = espace.add_pending(1, email_client=CAMILLE, message_initial=RETARD)
    for _ in range(2):
        assert lancer("--process-pending", **env).code == 0
    assert [(numero, etat) for numero, etat, *_ in _sent(embarquee)] == [(ticket, "a_envoyer")]


class Mort(BaseException):
    """Le programme s'arrête net, sans rien ranger."""


@pytest.mark.parametrize("change", [None, "statut", "réponse_personnalisée"])
def test_a_worker_dead_before_the_reply_left(
    lancer: Lancer,
    espace: Espace,
    embarquee: BaseSqlite,
    env: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    change: str | None,
) -> None:
    """Ticket marqué, puis mort : la réponse part plus tard, sauf si une personne a tout repris."""
    [ticket] = espace.add_pending(1, email_client=CAMILLE, message_initial=RETARD)

    def die(*_: object, **__: object) -> None:
        raise Mort

    with monkeypatch.context() as ici:
        ici.setattr(OutboxStore, "settle", die)
        with pytest.raises(Mort):
            lancer("--process-pending", **env)
    assert lancer("--outbox", "--json", **env).json["total"] == 0
    if change == "statut":
        espace.serveur.edit_row(
            ticket, {"statut": "Traité", "réponse_personnalisée": "Je m'en suis chargée."}
        )
    elif change:
        espace.serveur.edit_row(ticket, {change: "Récrite à la main."})
    embarquee.sql("UPDATE envoi SET change_le = '2020-01-01 00:00:00.000000'")
    fini = lancer("--outbox", "--json", **env)
    attendu = {None: ["a_envoyer"], "statut": [], "réponse_personnalisée": ["incertain"]}[change]
    assert [envoi["etat"] for envoi in fini.json["envois"]] == attendu


@pytest.mark.parametrize("statut", ["En cours", "Traité", "Nouveau"])
def test_the_checkbox_sends_once_and_is_unchecked(
    lancer: Lancer, espace: Espace, embarquee: BaseSqlite, env: dict[str, str], statut: str
) -> None:
    """Cochée, la réponse est à l'envoi, la case décochée ; recochée, elle ne repart pas."""
    ticket = _asked(espace, statut, A_LA_MAIN)
    for _ in range(2):
        assert lancer("--process-pending", **env).code == 0
        assert _sent(embarquee) == [(ticket, "a_envoyer", "personne", A_LA_MAIN)]
        [page] = espace.serveur.rows(espace.contacts)
        assert page["à_envoyer"] is False
        assert page["statut"] == "Traité"
        espace.serveur.edit_row(ticket, {"à_envoyer": True})


@pytest.mark.parametrize(
    ("reponse", "phrase"), [("", "vide"), ("Bonjour {prenom_client},", "{prenom_client}")]
)
def test_a_reply_with_a_hole_is_not_sent(
    lancer: Lancer,
    espace: Espace,
    embarquee: BaseSqlite,
    env: dict[str, str],
    reponse: str,
    phrase: str,
) -> None:
    """Vide ou avec une variable, elle ne part pas : c'est dit, et la case reste cochée."""
    _asked(espace, "En cours", reponse)
    fini = lancer("--process-pending", **env)
    assert phrase in fini.erreurs
    assert _sent(embarquee) == []
    [page] = espace.serveur.rows(espace.contacts)
    assert page["à_envoyer"] is True


def test_handled_alone_sends_nothing(
    lancer: Lancer, espace: Espace, embarquee: BaseSqlite, env: dict[str, str]
) -> None:
    """« Traité » seul, ou une base sans la case : rien ne part."""
    espace.add_pending(1, statut="Traité", réponse_personnalisée=A_LA_MAIN)
    assert lancer("--process-pending", **env).code == 0
    assert _sent(embarquee) == []


def test_a_withdrawn_reply_gives_the_page_back(
    lancer: Lancer, espace: Espace, embarquee: BaseSqlite, env: dict[str, str]
) -> None:
    """Retirée, elle ne part plus, et sa page repasse « En cours »."""
    _asked(espace, "En cours", A_LA_MAIN)
    lancer("--process-pending", **env)
    [(numero,)] = embarquee.sql("SELECT id FROM envoi")
    assert lancer("--outbox", "--withdraw", numero, **env).code == 0
    [page] = espace.serveur.rows(espace.contacts)
    assert page["statut"] == "En cours"
    assert _sent(embarquee)[0][1] == "retire"
