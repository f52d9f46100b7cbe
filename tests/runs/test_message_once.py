"""Un message dont l'enregistrement est coupé n'est ni perdu, ni doublé."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from database.journal import Journal
from database.outbox import OutboxStore
from database.receipts import ReceiptStore
from notion.tickets import Tickets
from tests.bases import BaseMariadb, BaseSqlite
from tests.conftest import Lancer
from tests.lossy_proxy import LossyProxy
from tests.notion_server import NotionServer
from tests.notion_world import Espace, new_space

CAMILLE = "camille.martin@example.com"
RETARD = "Je n'ai toujours pas reçu mon colis"
CONFIE = "Où en est ma commande 103 ?"


@pytest.mark.parametrize("transmis", [True, False])
@pytest.mark.parametrize("commande", ["message", "import"])
def test_a_lost_commit_neither_doubles_nor_forgets(
    lancer: Lancer, serveur: BaseMariadb, tmp_path: Path, commande: str, transmis: bool
) -> None:
    """La réponse d'un COMMIT se perd : un ticket, une ligne de journal, une réponse à l'envoi."""
    fichier = tmp_path / "m.csv"
    fichier.write_text(f"email,message\n{CAMILLE},{RETARD}\n", encoding="utf-8")
    lignes = {"message": (CAMILLE, RETARD), "import": (str(fichier),)}
    option = {"message": "--message", "import": "--import-tickets"}[commande]
    assert lancer("--setup", **serveur.env).code == 0
    coupes = 0
    for rang in range(1, 30):
        relais = LossyProxy(serveur.host, serveur.port, rang, transmis=transmis)
        env = {**serveur.env, "DB_HOST": "127.0.0.1", "DB_PORT": str(relais.port)}
        fini = lancer(option, *lignes[commande], **env)
        relais.close()
        # Coupé dès les premières lectures, le programme s'arrête, et dit que rien n'est écrit.
        assert fini.code == 0 or "rien n'a été enregistré" in fini.erreurs
        ecrit = 1 if fini.code == 0 else 0
        assert serveur.sql("SELECT COUNT(*) FROM ticket") == [(ecrit,)]
        if commande == "message":
            assert serveur.sql("SELECT COUNT(*) FROM journal") == [(ecrit,)]
            assert serveur.sql("SELECT etat FROM envoi") == [("a_envoyer",)] * ecrit
        for table in ("ticket", "journal", "envoi", "recu"):
            serveur.sql(f"DELETE FROM {table}")
        coupes += relais.coupes
        if not relais.coupes:
            break
    assert coupes > 1


class Mort(BaseException):
    """Le programme s'arrête net, sans rien ranger."""


def _die(*_: object, **__: object) -> None:
    raise Mort


def _die_after_creating(vraie: object) -> object:
    def create(*arguments: object) -> None:
        vraie(*arguments)  # type: ignore[operator]
        raise Mort

    return create


MORTS = {
    "avant la page": (OutboxStore, "prepare", _die),
    "la page créée": (Tickets, "create", _die_after_creating(Tickets.create)),
    "avant le journal": (Journal, "add", _die),
    "avant l'envoi": (OutboxStore, "settle", _die),
    "avant la clé": (ReceiptStore, "end", _die),
}


@pytest.fixture
def espace() -> Iterator[Espace]:
    """Un Notion à soi."""
    with NotionServer() as serveur:
        yield new_space(serveur)


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("texte", [RETARD, CONFIE])
@pytest.mark.parametrize("mort", MORTS.values(), ids=MORTS.keys())
def test_a_death_in_notion_is_resumed(
    lancer: Lancer,
    embarquee: BaseSqlite,
    espace: Espace,
    monkeypatch: pytest.MonkeyPatch,
    mort: tuple[type, str, object],
    texte: str,
) -> None:
    """Tué entre deux écritures puis relancé : une page, une ligne de journal, une réponse."""
    env = _with_templates(lancer, espace)
    with monkeypatch.context() as ici:
        ici.setattr(mort[0], mort[1], mort[2])
        ici.setattr(ReceiptStore, "leave", _die)
        with pytest.raises(Mort):
            lancer("--message", CAMILLE, texte, **env)
    assert lancer("--message", CAMILLE, texte, **env).code == 4  # son bail court encore
    embarquee.sql("UPDATE recu SET bail_fin = '2020-01-01 00:00:00.000000'")
    fini = lancer("--message", CAMILLE, texte, "--json", **env)
    assert fini.code == 0, fini.erreurs
    [page] = espace.serveur.rows(espace.contacts)
    assert fini.json["ticket_id"] == page["id"]
    assert embarquee.sql("SELECT ticket_id, etat FROM journal") == [(page["id"], "fait")]
    partis = [(page["id"], "a_envoyer")] if texte == RETARD else []
    assert embarquee.sql("SELECT ticket_id, etat FROM envoi") == partis
    assert lancer("--message", CAMILLE, texte, **env).code == 0  # dit une deuxième fois, exprès
    assert len(espace.serveur.rows(espace.contacts)) == 2


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_reply_left_prepared_leaves_at_the_next_run(
    lancer: Lancer, embarquee: BaseSqlite, espace: Espace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tué une fois la page marquée : invisible d'abord, la réponse part au passage suivant."""
    env = _with_templates(lancer, espace)
    with monkeypatch.context() as ici:
        ici.setattr(OutboxStore, "settle", _die)
        ici.setattr(ReceiptStore, "leave", _die)
        with pytest.raises(Mort):
            lancer("--message", CAMILLE, RETARD, **env)
    assert lancer("--outbox", "--json", **env).json["total"] == 0
    embarquee.sql("UPDATE envoi SET change_le = '2020-01-01 00:00:00.000000'")
    [page] = espace.serveur.rows(espace.contacts)
    [envoi] = lancer("--outbox", "--json", **env).json["envois"]
    assert (envoi["ticket_id"], envoi["etat"]) == (page["id"], "a_envoyer")


def test_a_server_that_never_comes_back_is_not_said_to_have_written_nothing(
    lancer: Lancer, serveur: BaseMariadb, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Le lien rompu au COMMIT ne revient pas : on ne dit pas que rien n'est enregistré."""
    monkeypatch.setattr("database.engine.PATIENCE_SERVEUR_S", 0.2)
    assert lancer("--setup", **serveur.env).code == 0
    rang, tickets = 1, 0
    while not tickets:
        rang += 1
        relais = LossyProxy(serveur.host, serveur.port, rang, transmis=True, dernier=True)
        env = {**serveur.env, "DB_HOST": "127.0.0.1", "DB_PORT": str(relais.port)}
        fini = lancer("--message", CAMILLE, RETARD, **env)
        relais.close()
        assert fini.code == 4, fini.erreurs
        [(tickets,)] = serveur.sql("SELECT COUNT(*) FROM ticket")
    assert "a pu aboutir" in fini.erreurs
    assert "rien n'a été enregistré" not in fini.erreurs.lower()


def _with_templates(lancer: Lancer, espace: Espace) -> dict[str, str]:
    env = {**espace.env, "NOTION_PARENT_PAGE_ID": espace.page}
    assert lancer("--setup", **env).code == 0
    return env
