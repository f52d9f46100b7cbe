"""Des postes tués net, n'importe quand : rien de perdu, rien deux fois."""

import multiprocessing
import os
import random
import time
from collections import Counter
from dataclasses import replace
from datetime import datetime
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest

from config import Settings, load
from database.engine import Database
from database.setup import prepare
from tests.bases import Base, BaseSqlite
from tests.runs import slow_worker

TICKETS = 2_000
POSTES = 4
MORTS = 50

_DECLENCHEURS = {
    "sqlite": "CREATE TRIGGER compte AFTER UPDATE ON ticket "
    "BEGIN INSERT INTO ecriture (ticket_id) VALUES (new.id); END",
    "mariadb": "CREATE TRIGGER compte AFTER UPDATE ON ticket FOR EACH ROW "
    "INSERT INTO ecriture (ticket_id) VALUES (new.id)",
}


@pytest.fixture(params=["sqlite", "mariadb"])
def base(request: pytest.FixtureRequest, tmp_path: Path) -> Base:
    """Une base à soi, vide de toute préparation."""
    if request.param == "sqlite":
        return BaseSqlite(tmp_path / "essai.db")
    distante: Base = request.getfixturevalue("serveur")
    return distante


@pytest.fixture
def settings(base: Base) -> Settings:
    """Deux mille tickets, une base qui compte leurs écritures, un bail d'une seconde."""
    choisis = load(base.env, Path(os.devnull))
    ouverte = Database(choisis)
    prepare(ouverte)
    ouverte.dispose()
    base.sql(
        "INSERT INTO ticket (email, nom, message, statut, cree_le) VALUES (?, '', ?, 'Nouveau', ?)",
        *(
            (
                "camille.martin@example.com" if rang % 3 else f"inconnu{rang}@example.com",
                f"Je n'ai toujours pas reçu mon colis ({rang}e message).",
                str(datetime(2026, 1, 1, 0, 0, 0, rang)),
            )
            for rang in range(TICKETS)
        ),
    )
    base.sql("CREATE TABLE ecriture (ticket_id BIGINT)")
    base.sql(_DECLENCHEURS[base.nom])
    return replace(choisis, bail_secondes=1)


def _pending(base: Base) -> int:
    return int(base.sql("SELECT COUNT(*) FROM ticket WHERE statut = 'Nouveau'")[0][0])


def test_workers_killed_at_any_instant_lose_nothing_and_do_nothing_twice(
    base: Base, settings: Settings
) -> None:
    """Cinquante morts sur quatre postes : chaque ticket est décidé, une fois, comme au journal."""
    contexte = multiprocessing.get_context("forkserver")
    contexte.set_forkserver_preload([slow_worker.__name__])

    def hire() -> ForkServerProcess:
        poste = contexte.Process(target=slow_worker.work, args=(settings,))
        poste.start()
        return poste

    postes = [hire() for _ in range(POSTES)]
    morts = 0
    while morts < MORTS:
        time.sleep(random.uniform(0.02, 0.15))
        victime = random.randrange(POSTES)
        if postes[victime].exitcode is None:
            postes[victime].kill()
            postes[victime].join()
            morts += 1
            postes[victime] = hire()
        elif not _pending(base):
            break
    for poste in postes:
        poste.join(120)
        assert poste.exitcode == 0
    assert morts >= MORTS

    assert _pending(base) == 0
    assert Counter(base.sql("SELECT ticket_id, COUNT(*) FROM ecriture GROUP BY ticket_id")) == {
        (rang, 1): 1 for (rang,) in base.sql("SELECT id FROM ticket")
    }
    lignes = base.sql("SELECT ticket_id, etat FROM journal")
    assert len(lignes) == len({numero for numero, _ in lignes}) == TICKETS
    assert {etat for _, etat in lignes} == {"fait"}
    memes = base.sql(
        "SELECT COUNT(*) FROM ticket t JOIN journal j ON j.ticket_id = t.id "
        "AND j.decide_le = t.traite_le AND j.statut = t.statut AND j.categorie = t.categorie"
    )
    assert memes == [(TICKETS,)]
