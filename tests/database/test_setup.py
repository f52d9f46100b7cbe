"""Préparer une base neuve : à la fois, coupée, avec ou sans exemples, par --setup ou schema.sql."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa

from config import Settings, load
from database import demo, tables
from database.comparison import examine, missing_tables
from database.engine import Database
from database.setup import open_database, prepare
from errors import NotSetUpError
from scripts import make_schema
from tests.bases import Base, BaseMariadb
from tests.conftest import Projet
from tests.database.killed import prepare_until

PLEINE = {
    "client": len(demo.CLIENTS),
    "commande": len(demo.COMMANDES),
    "reponse_type": len(demo.starters()),
}


@pytest.fixture(params=["sqlite", "mariadb"])
def base(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Une base vide de chaque sorte."""
    if request.param == "mariadb":
        base = Database(request.getfixturevalue("mariadb"))
    else:
        base = Database(Settings(db_path=tmp_path / "essai.db"))
    yield base
    base.dispose()


def _rows(base: Database, table: sa.Table) -> list[dict[str, object]]:
    requete = sa.select(table).order_by(table.c.id)
    lignes = base.read(lambda lien: lien.execute(requete).mappings().all())
    return [dict(ligne) for ligne in lignes]


def _counts(base: Base) -> dict[str, int]:
    return {nom: base.sql(f"SELECT COUNT(*) FROM {nom}")[0][0] for nom in PLEINE}


def test_setup_creates_everything_once_and_changes_nothing_after(base: Database) -> None:
    """La première préparation crée tout ; la suivante ne touche à rien."""
    premiere = prepare(base)
    assert set(premiere.creees) == set(tables.metadata.tables)
    assert premiere.lignes == {
        "client": len(demo.CLIENTS),
        "commande": len(demo.COMMANDES),
        "reponse_type": len(demo.starters()),
    }
    avant = {nom: _rows(base, tables.metadata.tables[nom]) for nom in ("client", "commande")}
    seconde = prepare(base)
    assert (seconde.creees, seconde.ajouts, seconde.lignes) == ((), {}, {})
    assert avant == {nom: _rows(base, tables.metadata.tables[nom]) for nom in avant}


def test_what_a_shop_deleted_never_comes_back(base: Database) -> None:
    """Clients, commandes et modèles supprimés ne reviennent pas, même si une table manque."""
    prepare(base)

    def clear(lien: sa.Connection) -> None:
        for table in (tables.commande, tables.client, tables.reponse_type):
            lien.execute(sa.delete(table))
        tables.journal.drop(lien)

    base.write(clear)
    assert base.read(missing_tables) == ("journal",)
    assert prepare(base).creees == ("journal",)
    for table in (tables.client, tables.commande, tables.reponse_type):
        assert _rows(base, table) == []


# --- Coupée, ou à plusieurs --------------------------------------------------------------------


@contextmanager
def _opened(serveur: BaseMariadb) -> Iterator[Database]:
    base = Database(load(serveur.env, Path("/dev/null")))
    try:
        yield base
    finally:
        base.dispose()


def _empty(serveur: BaseMariadb) -> None:
    serveur.serveur(f"DROP DATABASE IF EXISTS {serveur.base}")
    serveur.serveur(f"CREATE DATABASE {serveur.base} CHARACTER SET utf8mb4")


@pytest.mark.parametrize("avant", [True, False], ids=["avant", "apres"])
def test_a_setup_cut_anywhere_is_completed_by_the_next(serveur: BaseMariadb, avant: bool) -> None:
    """Coupée net à chacune de ses écritures, une préparation est achevée par la suivante."""
    settings = load(serveur.env, Path("/dev/null"))
    ecritures = 1
    while prepare_until(settings, ecritures, avant=avant):
        with _opened(serveur) as base:
            prepare(base)
            assert examine(base).achevee
            assert _counts(serveur) == PLEINE, f"coupée à l'écriture {ecritures}"
        open_database(settings).dispose()
        _empty(serveur)
        ecritures += 1
    assert ecritures > 20


def test_a_program_killed_from_outside_leaves_nothing_half_done(
    serveur: BaseMariadb, projet: Projet
) -> None:
    """Le programme tué au hasard par le système : le passage suivant achève, modèles compris."""
    hasard = Random(13)
    env = {**projet.env, **serveur.env}
    compte = f"SELECT COUNT(*) FROM information_schema.tables WHERE table_schema='{serveur.base}'"
    for _ in range(4):
        _empty(serveur)
        cible = hasard.randrange(1, len(tables.metadata.tables))
        commande = projet.command("--setup", "--quiet")
        lance = subprocess.Popen(commande, cwd=projet.dossier, env=env, stdout=subprocess.DEVNULL)
        while lance.poll() is None and serveur.serveur(compte)[0][0] < cible:
            time.sleep(0.001)
        lance.kill()
        lance.wait()
        with _opened(serveur) as base:
            prepare(base)
            assert examine(base).achevee
        assert _counts(serveur) == PLEINE


def test_three_setups_at_once_make_one(serveur: BaseMariadb, projet: Projet) -> None:
    """Trois --setup lancés ensemble sur une base neuve : chacun réussit, tout y est une fois."""
    _empty(serveur)
    commande = [sys.executable, "main.py", "--setup", "--quiet"]
    lances = [
        subprocess.Popen(
            commande,
            cwd=projet.dossier,
            env={**projet.env, **serveur.env},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        for _ in range(3)
    ]
    sorties = [lance.communicate()[0].decode() for lance in lances]
    assert [lance.returncode for lance in lances] == [0, 0, 0], sorties
    assert _counts(serveur) == PLEINE


def test_a_shop_that_filled_its_table_meanwhile_gets_no_example(serveur: BaseMariadb) -> None:
    """Une boutique qui a mis ses clients avant que la préparation reprenne n'a rien d'autre."""
    with _opened(serveur) as base:
        prepare(base)
        for table in ("commande", "client", "reponse_type"):
            serveur.sql(f"DELETE FROM {table}")
        serveur.sql("UPDATE installation SET etat = 'a_remplir'")
        serveur.sql("INSERT INTO client (email, nom, prenom) VALUES ('lea@example.com', 'B', 'L')")
        with pytest.raises(NotSetUpError, match="interrompue"):
            open_database(base.settings)
        assert prepare(base).lignes == {"reponse_type": len(demo.starters())}
    assert _counts(serveur) == PLEINE | {"client": 1, "commande": 0}


def test_without_examples_stays_without(base: Database) -> None:
    """--sans-exemples : des modèles, ni client ni commande ; les passages suivants non plus."""
    assert prepare(base, exemples=False).lignes == {"reponse_type": len(demo.starters())}
    assert prepare(base).lignes == {}
    assert _rows(base, tables.client) == []


def test_without_examples_after_a_cut_stays_without(serveur: BaseMariadb) -> None:
    """Demandé après une préparation coupée, --sans-exemples vaut pour ce qui restait à faire."""
    settings = load(serveur.env, Path("/dev/null"))
    assert prepare_until(settings, 5, avant=False)
    with _opened(serveur) as base:
        prepare(base, exemples=False)
        assert examine(base).achevee
    assert _counts(serveur) == PLEINE | {"client": 0, "commande": 0}


def test_setup_creates_the_database_itself(mariadb: Settings) -> None:
    """Si le serveur ne connaît pas encore la base, --setup la crée quand il en a le droit."""
    autre = Settings(
        db_host=mariadb.db_host,
        db_port=mariadb.db_port,
        db_user=mariadb.db_user,
        db_password=mariadb.db_password,
        db_name=f"{mariadb.db_name}_neuve",
    )
    base = Database(autre)
    with pytest.raises(NotSetUpError, match="n'existe pas encore"):
        base.read(missing_tables)
    assert len(prepare(base).creees) == len(tables.metadata.tables)
    base.write(lambda lien: lien.exec_driver_sql(f"DROP DATABASE {autre.db_name}"))
    base.dispose()


# --- schema.sql --------------------------------------------------------------------------------


def test_the_schema_file_is_up_to_date() -> None:
    """database/schema.sql est ce que « python scripts/make_schema.py » écrirait."""
    assert make_schema.SCHEMA.read_text(encoding="utf-8") == make_schema.build_schema()


def _structure(base: Database) -> dict[str, list[str]]:
    """Chaque table, colonnes et index ; l'ordre des index et le prochain numéro ne comptent pas."""

    def work(lien: sa.Connection) -> dict[str, list[str]]:
        textes = {
            nom: str(lien.exec_driver_sql(f"SHOW CREATE TABLE {nom}").one()[1])
            for nom in tables.metadata.tables
        }
        return {
            nom: sorted(re.sub(r" AUTO_INCREMENT=\d+", "", ligne).strip(" ,") for ligne in lignes)
            for nom, lignes in ((nom, texte.split("\n")) for nom, texte in textes.items())
        }

    return base.read(work)


def test_schema_sql_and_setup_give_the_same_database(
    serveur: BaseMariadb, mariadb: Settings
) -> None:
    """Chargé (deux fois) par le client mariadb, schema.sql donne la même base que --setup."""
    base = Database(mariadb)
    prepare(base)
    attendue = {t.name: _rows(base, t) for t in (tables.client, tables.commande)}
    modeles, structure = _rows(base, tables.reponse_type), _structure(base)

    def drop_all(lien: sa.Connection) -> None:
        tables.metadata.drop_all(lien)

    base.write(drop_all)
    serveur.load(make_schema.build_schema())
    serveur.load(make_schema.build_schema())
    assert _structure(base) == structure
    assert {t.name: _rows(base, t) for t in (tables.client, tables.commande)} == attendue
    assert _rows(base, tables.reponse_type) == modeles
    assert base.read(missing_tables) == ()
    base.dispose()


def test_a_schema_file_cut_anywhere_is_completed(serveur: BaseMariadb) -> None:
    """Un chargement de schema.sql coupé après n'importe quelle instruction : --setup l'achève."""
    instructions = re.sub(r"^--.*\n", "", make_schema.build_schema(), flags=re.M).split(";\n")
    for coupure in range(1, len(instructions), 3):
        _empty(serveur)
        serveur.load(";\n".join(instructions[:coupure]) + ";\n")
        with _opened(serveur) as base:
            prepare(base)
            assert examine(base).achevee
        assert _counts(serveur) == PLEINE, instructions[coupure - 1]


def test_the_schema_file_never_calls_an_older_database_current(serveur: BaseMariadb) -> None:
    """Chargé sur une base plus ancienne, schema.sql n'inscrit pas la révision : --setup le fera."""
    with _opened(serveur) as base:
        prepare(base)
        serveur.sql("ALTER TABLE ticket DROP COLUMN issue")
        for table in ("alembic_version", "installation"):
            serveur.sql(f"DROP TABLE {table}")
        serveur.sql("DELETE FROM reponse_type")
        serveur.load(make_schema.build_schema())
        assert serveur.sql("SELECT * FROM alembic_version") == []
        prepare(base)
        assert examine(base).achevee
    assert _counts(serveur) == PLEINE | {"reponse_type": 0}
