"""La base de données : la même sur SQLite et sur un vrai MariaDB."""

import socket
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from config import Settings
from database import tables
from database.db_manager import DatabaseManager
from database.engine import Database
from database.setup import open_database, prepare
from errors import ConfigurationError, NotSetUpError, UnreachableError, UsageError
from models import ID_COMMANDE_MAX, EtatCommande

ETATS = {str(etat) for etat in EtatCommande}


@pytest.fixture(params=["sqlite", "mariadb"])
def base(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Une base vide de chaque sorte."""
    if request.param == "mariadb":
        base = Database(request.getfixturevalue("mariadb"))
    else:
        base = Database(Settings(db_path=tmp_path / "essai.db"))
    yield base
    base.dispose()


@pytest.fixture
def manager(base: Database) -> DatabaseManager:
    """Les clients et commandes d'exemple."""
    prepare(base)
    return DatabaseManager(database=base)


def _rows(base: Database, table: sa.Table) -> list[dict[str, object]]:
    requete = sa.select(table).order_by(table.c.id)
    lignes = base.read(lambda lien: lien.execute(requete).mappings().all())
    return [dict(ligne) for ligne in lignes]


def test_demo_rows_are_numerous_recent_and_in_every_state(base: Database) -> None:
    """Au moins dix clients et vingt-cinq commandes, dans tous les états, datées d'aujourd'hui."""
    prepare(base)
    commandes = _rows(base, tables.commande)
    assert len(_rows(base, tables.client)) >= 10
    assert len(commandes) >= 25
    assert {ligne["statut"] for ligne in commandes} == ETATS
    dates = [ligne["date_commande"] for ligne in commandes]
    assert all(isinstance(jour, date) for jour in dates)
    assert date.today() - timedelta(days=7) < max(d for d in dates if isinstance(d, date))


def test_two_addresses_that_differ_by_an_accent_are_two_clients(manager: DatabaseManager) -> None:
    """« jose@ » et « josé@ » sont deux clients ; la casse et les blancs autour ne comptent pas."""
    sans = manager.create_client("jose@example.com", "Silva", "Jose")
    avec = manager.create_client(" JOSÉ@Example.com ", "Sílva", "José")
    assert sans.id != avec.id
    assert manager.get_client_by_email("Jose@EXAMPLE.com") == sans
    assert manager.get_client_by_email("josé@example.com  ") == avec
    assert manager.get_clients_by_emails(["jose@example.com", "josé@example.com"]) == {
        "jose@example.com": sans,
        "josé@example.com": avec,
    }
    assert manager.get_client_by_email("josè@example.com") is None


def test_the_rows_of_one_address_are_one_client(base: Database, manager: DatabaseManager) -> None:
    """Un compte et un invité à la même adresse, à la casse près, sont un client à deux lignes."""
    lignes = [
        {"id": 901, "email": "deux@example.com", "nom": "Deux", "prenom": "Ana"},
        {"id": 902, "email": " Deux@Example.COM", "nom": "Deux", "prenom": "A."},
    ]
    base.write(lambda lien: lien.execute(sa.insert(tables.client), lignes))
    trouve = manager.get_client_by_email("deux@example.com")
    assert trouve is not None
    assert (trouve.id, trouve.prenom, trouve.lignes) == (901, "Ana", (901, 902))


def test_a_shop_may_have_written_addresses_with_capitals(
    base: Database, manager: DatabaseManager
) -> None:
    """Une adresse écrite avec des majuscules dans la table de la boutique est trouvée."""
    ligne = {"id": 900, "email": " Élise.B@Example.COM", "nom": "B", "prenom": "Élise"}
    base.write(lambda lien: lien.execute(sa.insert(tables.client).values(ligne)))
    trouvee = manager.get_client_by_email("élise.b@example.com")
    assert trouvee is not None
    assert trouvee.id == 900
    assert manager.get_client_by_email("elise.b@example.com") is None


@pytest.mark.parametrize("email", ["", "personne", "a@b@", "a b@c.fr", "x\n@y.fr"])
def test_a_client_needs_a_real_address(manager: DatabaseManager, email: str) -> None:
    """Une adresse impossible n'ajoute personne."""
    if email == "a@b@":
        email = "@"
    with pytest.raises(UsageError):
        manager.create_client(email, "Nom", "Prénom")


@pytest.mark.parametrize(
    ("nom", "prenom", "phrase"),
    [
        ("", "Léa", "nom"),
        (" \t", "Léa", "nom"),
        ("N" * 101, "Léa", "100 caractères"),
        ("Blanc", "é" * 101, "100 caractères"),
    ],
)
def test_a_client_needs_a_name_that_fits(
    manager: DatabaseManager, nom: str, prenom: str, phrase: str
) -> None:
    """Un nom vide ou trop long est refusé, jamais coupé ; un prénom peut manquer."""
    with pytest.raises(UsageError, match=phrase):
        manager.create_client("lea@example.com", nom, prenom)
    assert manager.get_client_by_email("lea@example.com") is None
    assert manager.create_client("lea@example.com", "N" * 100, "").nom_complet == "N" * 100


def test_an_address_serves_once(manager: DatabaseManager) -> None:
    """Un second client à la même adresse est refusé."""
    manager.create_client("lea@example.com", "Blanc", "Léa")
    with pytest.raises(UsageError, match="déjà"):
        manager.create_client("LEA@example.com", "Noir", "Léa")


def test_orders_of_a_client_are_read_newest_first(manager: DatabaseManager) -> None:
    """Les commandes d'un client se lisent de la plus récente à la plus ancienne."""
    commandes = manager.get_commandes_by_client(6)
    assert [commande.id for commande in commandes] == [108, 109, 126]
    assert commandes[0].montant == Decimal("1234.50")
    assert commandes[0].statut == EtatCommande.EXPEDIEE
    assert manager.get_commandes_by_client(999) == []


@pytest.mark.parametrize("numero", [0, -1, 999, ID_COMMANDE_MAX + 1, 2**70])
def test_an_order_that_does_not_exist_is_absent_not_an_error(
    manager: DatabaseManager, numero: int
) -> None:
    """Un numéro inconnu, ou trop grand pour la base, n'est la commande de personne."""
    assert manager.get_commande_by_id(numero) is None


def test_an_order_is_read_by_its_number(manager: DatabaseManager) -> None:
    """Une commande se lit par son numéro, avec tous ses champs."""
    commande = manager.get_commande_by_id(101)
    assert commande is not None
    assert (commande.id_client, commande.reference) == (1, "CMD-2024-001")
    assert commande.date_commande == date.today() - timedelta(days=6)
    assert commande.to_dict()["montant"] == 64.9


def test_the_figures_of_a_client(manager: DatabaseManager) -> None:
    """Les chiffres d'un client comptent toutes ses commandes, au centime."""
    chiffres = manager.get_client_stats(6)
    assert (chiffres.nb_commandes, chiffres.total_articles) == (3, 8)
    assert chiffres.total_achats == Decimal("1330.50")
    assert chiffres.montant_moyen == Decimal("443.50")
    assert chiffres.derniere_commande == date.today() - timedelta(days=15)
    assert manager.get_client_stats(999).to_dict() == {
        "nb_commandes": 0,
        "total_achats": 0.0,
        "montant_moyen": 0.0,
        "total_articles": 0,
        "derniere_commande": None,
    }


def test_a_view_of_the_shop_may_leave_columns_empty(base: Database) -> None:
    """Hors numéros, une boutique peut ne rien renseigner d'une commande."""
    prepare(base)
    vide = {"id": 950, "id_client": 1}
    base.write(lambda lien: lien.execute(sa.insert(tables.commande).values(vide)))
    lue = DatabaseManager(database=base).get_commande_by_id(950)
    assert lue is not None
    assert set(lue.to_dict().values()) == {950, 1, None}


def test_views_over_the_tables_of_a_shop_are_enough(mariadb: Settings) -> None:
    """``client`` et ``commande`` peuvent être des vues ; --setup crée le reste, sans exemples."""
    base = Database(mariadb)

    def create_views(lien: sa.Connection) -> None:
        for ddl in (
            "CREATE TABLE ps_customer (id_customer INT PRIMARY KEY, mail VARCHAR(200))",
            "CREATE TABLE ps_orders (id_order INT PRIMARY KEY, who INT, placed DATETIME, "
            "total DECIMAL(20,6))",
            "INSERT INTO ps_customer VALUES (5, 'Lea@Example.com')",
            "INSERT INTO ps_orders VALUES (77, 5, '2026-03-01 10:20:30', 12.500000)",
            "CREATE VIEW client AS SELECT id_customer AS id, mail AS email, 'Blanc' AS nom, "
            "'Léa' AS prenom FROM ps_customer",
            "CREATE VIEW commande AS SELECT id_order AS id, who AS id_client, NULL AS reference, "
            "placed AS date_commande, total AS montant, NULL AS nb_articles, 'Expédiée' AS "
            "statut, NULL AS transporteur, NULL AS numero_suivi, NULL AS date_livraison_prevue "
            "FROM ps_orders",
        ):
            lien.exec_driver_sql(ddl)

    base.write(create_views)
    preparation = prepare(base)
    assert set(preparation.presentes) == {"client", "commande"}
    assert set(preparation.lignes) == {"reponse_type"}
    manager = DatabaseManager(database=base)
    client = manager.get_client_by_email("lea@example.com")
    assert client is not None
    [commande] = manager.get_commandes_by_client(client.id)
    assert (commande.date_commande, commande.montant) == (date(2026, 3, 1), Decimal("12.50"))
    assert commande.statut == EtatCommande.EXPEDIEE
    base.dispose()


# --- Ce qui ne va pas --------------------------------------------------------------------------


def test_a_server_never_set_up_names_the_command(mariadb: Settings) -> None:
    """Une base sans tables se dit, avec la commande à lancer."""
    with pytest.raises(NotSetUpError, match=r"python main\.py --setup"):
        DatabaseManager(mariadb)


def test_a_wrong_password_is_a_matter_of_configuration(mariadb: Settings) -> None:
    """Un mot de passe refusé nomme les variables à vérifier, sans le montrer."""
    faux = Settings(
        db_host=mariadb.db_host,
        db_port=mariadb.db_port,
        db_user=mariadb.db_user,
        db_password="mot-de-passe-faux",
    )
    with pytest.raises(ConfigurationError, match="DB_PASSWORD") as erreur:
        DatabaseManager(faux).get_client_by_email("lea@example.com")
    assert "mot-de-passe-faux" not in str(erreur.value)


def test_a_server_that_is_not_there_is_said() -> None:
    """Un serveur éteint se dit, et rien n'est enregistré."""
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        libre = prise.getsockname()[1]
    absent = Settings(db_host="127.0.0.1", db_port=libre)
    with pytest.raises(UnreachableError, match="Vérifiez que le serveur est démarré"):
        DatabaseManager(absent).get_client_by_email("lea@example.com")


def test_the_embedded_file_is_private_and_kept(tmp_path: Path) -> None:
    """Le fichier embarqué n'est lisible que de son propriétaire, et garde ses lignes."""
    settings = Settings(db_path=tmp_path / "data" / "essai.db")
    base = open_database(settings)
    DatabaseManager(database=base).create_client("lea@example.com", "Blanc", "Léa")
    base.dispose()
    assert settings.db_path.stat().st_mode & 0o077 == 0
    base = open_database(settings)
    assert DatabaseManager(database=base).get_client_by_email("lea@example.com") is not None
    base.dispose()


def test_memory_writes_nothing_on_disk(tmp_path: Path) -> None:
    """L'essai à blanc d'une machine neuve ne crée aucun fichier."""
    base = open_database(Settings(db_path=tmp_path / "essai.db"), memoire=True)
    assert DatabaseManager(database=base).get_client_by_email("camille.martin@example.com")
    base.dispose()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("debut", "attendus"),
    [
        ("cam", ["camille.martin@example.com"]),
        ("  CAMILLE.M", ["camille.martin@example.com"]),
        ("josé", ["josé.garcia@example.com"]),
        ("lefè", ["theo.lefevre@example.com"]),
        ("Nguy", ["hugo.nguyen@example.com"]),
        ("%", []),
        ("_amille", []),
        ("", []),
        ("\x00", []),
        ("zzz", []),
    ],
)
def test_clients_are_found_by_what_is_typed(
    manager: DatabaseManager, debut: str, attendus: list[str]
) -> None:
    """Le début d'une adresse, d'un nom ou d'un prénom ; « % » et « _ » ne sont que des signes."""
    trouves = [client.email for client in manager.find_clients(debut, 20)]
    assert trouves[: len(attendus)] == attendus
    assert bool(trouves) is bool(attendus)


def test_no_more_clients_are_found_than_asked(manager: DatabaseManager) -> None:
    """Un fichier clients immense ne déborde pas de l'écran."""
    assert len(manager.find_clients("c", 1)) == 1
    trouves = [client.id for client in manager.find_clients("m", 20)]
    assert len(trouves) == len(set(trouves)) > 1  # Maëlle par l'adresse, Martin par le nom
    assert manager.find_clients("c", 0) == []
