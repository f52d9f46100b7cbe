"""Une base de la version 1.0, avec ses tables et ses lignes d'alors, mise à jour par --setup."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory

from config import Settings, load
from database import tables
from database.comparison import examine
from database.engine import Database
from database.migrations import REVISION
from database.setup import open_database, prepare
from database.ticket_store import TicketStore
from errors import ConfigurationError, NotSetUpError
from models import Statut
from models.tickets import Traitement
from tests.bases import Base, BaseMariadb, BaseSqlite
from tests.conftest import Lancer, Projet
from tests.database.killed import prepare_until

ANCIENNES = Path(__file__).with_name("version_1_0")
RACINE = Path(__file__).resolve().parent.parent.parent
TABLES_1_0 = ("client", "commande", "reponse_type", "ticket", "texte_long", "journal")


def load_1_0(base: Base) -> None:
    """Y met la base de la version 1.0."""
    texte = (ANCIENNES / f"{base.nom}.sql").read_text(encoding="utf-8")
    if isinstance(base, BaseSqlite):
        with closing(sqlite3.connect(base.chemin)) as lien:
            lien.executescript(texte)
    else:
        assert isinstance(base, BaseMariadb)
        base.load(texte)


def _contents(base: Base) -> dict[str, list[tuple[object, ...]]]:
    """Les lignes de chaque table de la version 1.0, dans les colonnes d'alors."""
    return {
        nom: base.sql(f"SELECT {', '.join(colonnes)} FROM {nom} ORDER BY 1, 2")
        for nom, colonnes in COLONNES_1_0.items()
    }


NOUVELLES = {"brouillon_ia", "issue", "demande", "urgent", "reference_citee", "etats"}
COLONNES_1_0 = {
    nom: [c for c in tables.metadata.tables[nom].c.keys() if c not in NOUVELLES]  # noqa: SIM118
    for nom in TABLES_1_0
}


@pytest.fixture(params=["sqlite", "mariadb"])
def ancienne(request: pytest.FixtureRequest, tmp_path: Path) -> Base:
    """Une base de la version 1.0, de chaque sorte."""
    base: Base = (
        request.getfixturevalue("serveur")
        if request.param == "mariadb"
        else BaseSqlite(tmp_path / "crm_ecommerce.db")
    )
    load_1_0(base)
    return base


@pytest.fixture
def settings(ancienne: Base) -> Settings:
    """La configuration qui y mène."""
    return load(ancienne.env, Path("/dev/null"))


@pytest.fixture
def base(settings: Settings) -> Iterator[Database]:
    """La même, ouverte."""
    base = Database(settings)
    yield base
    base.dispose()


def test_the_last_revision_is_the_one_the_program_expects() -> None:
    """Les révisions forment une seule chaîne, et ``REVISION`` en est le bout."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(RACINE / "database" / "migrations"))
    scripts = ScriptDirectory.from_config(config)
    numeros = [script.revision for script in scripts.walk_revisions()]
    assert scripts.get_heads() == [REVISION]
    assert numeros == sorted(numeros, reverse=True)


def test_an_older_database_is_refused_with_the_command_to_run(
    lancer: Lancer, ancienne: Base
) -> None:
    """Toute commande sur une base plus ancienne : code 3, la commande à lancer, rien d'écrit."""
    avant = _contents(ancienne)
    for commande in (("--stats",), ("--process-pending",), ("--message", "a@b.test", "Bonjour")):
        fini = lancer(*commande, **ancienne.env)
        assert fini.code == 3
        assert "Il faut mettre à jour la base" in fini.erreurs
        assert "Lancez « python main.py --setup »" in fini.erreurs
    assert _contents(ancienne) == avant


def test_setup_upgrades_and_loses_nothing(lancer: Lancer, ancienne: Base, base: Database) -> None:
    """--check dit ce qui manque ; --setup l'ajoute, garde tout, et les commandes marchent."""
    avant = _contents(ancienne)
    check = lancer("--setup", "--check", **ancienne.env)
    assert check.code == 3
    for morceau in (
        "il manque expediteur",
        "brouillon_ia, issue, demande, urgent, reference_citee à « ticket »",
        "issue, demande à « journal »",
        "demande, etats à « reponse_type »",
    ):
        assert morceau in " ".join(check.sortie.split())
    fini = lancer("--setup", **ancienne.env)
    assert fini.code == 0
    assert "Mise à jour de la base" in fini.erreurs
    assert "Rien n'est retiré" in fini.erreurs
    assert _contents(ancienne) == avant
    assert examine(base).achevee
    assert lancer("--setup", "--check", **ancienne.env).code == 0
    assert lancer("--process-pending", **ancienne.env).code == 0
    assert ancienne.sql("SELECT COUNT(*) FROM ticket WHERE statut = 'Nouveau'") == [(0,)]
    encore = lancer("--setup", **ancienne.env)
    assert (encore.code, encore.erreurs) == (0, "")
    assert "rien n'a été changé" in encore.sortie


def test_the_embedded_file_is_copied_first(lancer: Lancer, tmp_path: Path) -> None:
    """Le fichier d'avant est gardé, entier, à son propriétaire seul, et jamais écrasé."""
    ancienne = BaseSqlite(tmp_path / "crm_ecommerce.db")
    load_1_0(ancienne)
    avant = _contents(ancienne)
    deja = tmp_path / f"crm_ecommerce.avant-{REVISION}.db"
    deja.write_bytes(b"une copie d'avant")
    fini = lancer("--setup", **ancienne.env)
    copie = tmp_path / f"crm_ecommerce.avant-{REVISION}-2.db"
    assert f"Le fichier d'avant est gardé : {copie}." in fini.erreurs
    assert deja.read_bytes() == b"une copie d'avant"
    assert copie.stat().st_mode & 0o777 == 0o600
    assert _contents(BaseSqlite(copie)) == avant
    assert "alembic_version" not in str(BaseSqlite(copie).sql("SELECT name FROM sqlite_master"))
    assert not list(tmp_path.glob("*.partielle"))


def test_an_upgrade_without_room_for_the_copy_changes_nothing(
    lancer: Lancer, tmp_path: Path
) -> None:
    """Une copie impossible : code 4, une phrase, et la base est comme avant."""
    ancienne = BaseSqlite(tmp_path / "crm_ecommerce.db")
    load_1_0(ancienne)
    (tmp_path / f"crm_ecommerce.avant-{REVISION}.db.partielle").mkdir()
    fini = lancer("--setup", **ancienne.env)
    assert (fini.code, "Impossible de copier" in fini.sortie) == (4, True)
    assert "expediteur" not in str(ancienne.sql("SELECT name FROM sqlite_master"))


def test_what_a_shop_deleted_before_the_upgrade_stays_deleted(
    ancienne: Base, base: Database
) -> None:
    """Une boutique de la version 1.0 qui a tout vidé ne retrouve ni exemples ni modèles."""
    for table in ("commande", "client", "reponse_type"):
        ancienne.sql(f"DELETE FROM {table}")
    assert prepare(base).lignes == {}
    for table in ("commande", "client", "reponse_type"):
        assert ancienne.sql(f"SELECT COUNT(*) FROM {table}") == [(0,)]


def test_an_upgrade_cut_anywhere_is_completed_by_the_next(serveur: BaseMariadb) -> None:
    """Coupée net après chacune de ses écritures, une mise à jour est achevée par la suivante."""
    settings = load(serveur.env, Path("/dev/null"))
    load_1_0(serveur)
    contenu = _contents(serveur)
    ecritures = 1
    while prepare_until(settings, ecritures, avant=False):
        base = Database(settings)
        if not examine(base).achevee:
            with pytest.raises(ConfigurationError, match="--setup"):
                open_database(settings)
        prepare(base)
        assert examine(base).achevee, f"coupée à l'écriture {ecritures}"
        base.dispose()
        assert _contents(serveur) == contenu
        open_database(settings).dispose()
        serveur.serveur(f"DROP DATABASE {serveur.base}")
        serveur.serveur(f"CREATE DATABASE {serveur.base} CHARACTER SET utf8mb4")
        load_1_0(serveur)
        ecritures += 1
    assert ecritures > 30


@pytest.mark.parametrize("ecritures", [1, 9, 18, 27])
def test_an_upgrade_cut_in_the_embedded_file_changes_nothing(
    tmp_path: Path, ecritures: int
) -> None:
    """Dans le fichier embarqué, une mise à jour coupée n'a rien changé ; la suivante l'achève."""
    ancienne = BaseSqlite(tmp_path / "crm_ecommerce.db")
    load_1_0(ancienne)
    contenu, avant = _contents(ancienne), ancienne.sql("SELECT sql FROM sqlite_master")
    settings = load(ancienne.env, Path("/dev/null"))
    assert prepare_until(settings, ecritures, avant=False)
    assert ancienne.sql("SELECT sql FROM sqlite_master") == avant
    base = Database(settings)
    prepare(base)
    assert examine(base).achevee
    assert _contents(ancienne) == contenu
    base.dispose()


def test_a_column_lost_since_is_put_back(ancienne: Base, base: Database) -> None:
    """Une colonne supprimée à la main après la mise à jour est remise par --setup."""
    prepare(base)
    ancienne.sql("ALTER TABLE ticket DROP COLUMN issue")
    assert examine(base).colonnes == {"ticket": ("issue",)}
    assert prepare(base).ajouts == {"ticket": ("issue",)}
    assert examine(base).achevee


def test_three_upgrades_at_once_make_one(ancienne: Base, projet: Projet) -> None:
    """Trois --setup lancés ensemble : chacun réussit, et la base est à jour une fois."""
    contenu = _contents(ancienne)
    env = {**projet.env, **ancienne.env}
    commande = [sys.executable, "main.py", "--setup", "--quiet"]
    lances = [
        subprocess.Popen(
            commande, cwd=projet.dossier, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        for _ in range(3)
    ]
    sorties = [lance.communicate()[0].decode() for lance in lances]
    assert [lance.returncode for lance in lances] == [0, 0, 0], sorties
    assert _contents(ancienne) == contenu
    assert ancienne.sql("SELECT version_num FROM alembic_version") == [(REVISION,)]


def test_another_node_may_have_added_the_column_meanwhile(serveur: BaseMariadb) -> None:
    """Une colonne qu'un autre nœud ajoute entre le regard et l'acte n'arrête rien."""
    load_1_0(serveur)
    base = Database(load(serveur.env, Path("/dev/null")))
    devances = []

    def overtake(_lien: object, _curseur: object, instruction: str, *_: object) -> None:
        if instruction.startswith("ALTER TABLE"):
            devances.append(instruction)
            serveur.sql(instruction)

    sa.event.listen(base.engine, "before_cursor_execute", overtake)
    prepare(base)
    assert len(devances) == 9
    assert examine(base).achevee
    base.dispose()


def test_a_newer_database_is_refused(ancienne: Base, settings: Settings, base: Database) -> None:
    """Une base préparée par un programme plus récent : ni lue, ni changée, et c'est dit."""
    prepare(base)
    ancienne.sql("UPDATE alembic_version SET version_num = '9999'")
    for ouvrir in (lambda: open_database(settings), lambda: prepare(base), lambda: examine(base)):
        with pytest.raises(ConfigurationError, match="version plus récente"):
            ouvrir()
    assert ancienne.sql("SELECT version_num FROM alembic_version") == [("9999",)]


def test_a_table_of_another_program_is_never_touched(tmp_path: Path) -> None:
    """Une table « ticket » qui n'est pas la nôtre : nommée, et rien n'est créé ni changé."""
    autre = BaseSqlite(tmp_path / "autre.db")
    autre.sql("CREATE TABLE ticket (id INTEGER PRIMARY KEY, titre TEXT)")
    base = Database(load(autre.env, Path("/dev/null")))
    with pytest.raises(ConfigurationError, match="« ticket » n'est pas celle du programme"):
        prepare(base)
    assert autre.sql("SELECT name FROM sqlite_master") == [("ticket",)]
    base.dispose()


def test_an_interrupted_first_setup_is_said(serveur: BaseMariadb) -> None:
    """Tant que la première préparation n'est pas finie, les commandes disent de la reprendre."""
    settings = load(serveur.env, Path("/dev/null"))
    base = Database(settings)
    prepare(base)
    serveur.sql("DELETE FROM alembic_version")
    with pytest.raises(NotSetUpError, match="a été interrompue"):
        open_database(settings)
    prepare(base)
    open_database(settings).dispose()
    base.dispose()


def test_views_of_the_shop_are_never_altered(serveur: BaseMariadb) -> None:
    """Avec des vues pour ``client`` et ``commande``, la mise à jour n'y touche pas."""
    load_1_0(serveur)
    for nom in ("commande", "client"):
        serveur.sql(f"RENAME TABLE {nom} TO boutique_{nom}")
        serveur.sql(f"CREATE VIEW {nom} AS SELECT * FROM boutique_{nom}")
    vues = serveur.sql("SHOW CREATE VIEW client")
    base = Database(load(serveur.env, Path("/dev/null")))
    assert prepare(base).lignes == {}
    assert serveur.sql("SHOW CREATE VIEW client") == vues
    assert examine(base).achevee
    serveur.sql("CREATE OR REPLACE VIEW commande AS SELECT id, id_client FROM boutique_commande")
    assert "transporteur" in examine(base).boutique["commande"]
    base.dispose()


def test_another_type_is_named(lancer: Lancer, serveur: BaseMariadb) -> None:
    """--setup --check nomme une colonne d'un autre type que prévu, et lequel."""
    load_1_0(serveur)
    assert lancer("--setup", **serveur.env).code == 0
    serveur.sql("ALTER TABLE ticket MODIFY attente VARCHAR(50)")
    fini = lancer("--setup", "--check", **serveur.env)
    assert fini.code == 3
    attendu = "« ticket.attente » est VARCHAR(50) au lieu de VARCHAR(500)"
    assert attendu in " ".join(fini.sortie.split())


def test_an_upgraded_ticket_is_written_like_a_new_one(base: Database, ancienne: Base) -> None:
    """Les colonnes ajoutées servent aussitôt aux tickets d'avant."""
    prepare(base)
    [ticket] = TicketStore(base).get_open_tickets(1)
    traitement = Traitement(
        statut=Statut.EN_COURS, reponse="Bonjour", brouillon_ia="Bonjour à vous"
    )
    assert TicketStore(base).write_decisions([(ticket, traitement)]) == {}
    [(lu,)] = ancienne.sql(f"SELECT brouillon_ia FROM ticket WHERE id = {ticket.id}")
    assert lu == "Bonjour à vous"
