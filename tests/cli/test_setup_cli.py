"""--setup : ce qui manque est créé, le reste n'est jamais touché."""

from tests.bases import Base, BaseMariadb, BaseSqlite
from tests.conftest import Lancer

TABLES = ("client", "commande", "reponse_type", "ticket", "journal", "texte_long")


def test_setup_reports_each_part_and_may_be_run_again(
    lancer: Lancer, embarquee: BaseSqlite
) -> None:
    """Une ligne par partie ; la deuxième fois, rien ne change."""
    fini = lancer("--setup")
    assert fini.code == 0
    for partie in ("Règles", "Base de données", "Notion", "OpenAI"):
        assert f"✓ {partie} : " in fini.sortie
    assert "12 clients, 26 commandes" in fini.sortie
    avant = [embarquee.sql(f"SELECT * FROM {table}") for table in TABLES]
    encore = lancer("--setup")
    assert (encore.code, "rien n'a été changé" in encore.sortie) == (0, True)
    assert [embarquee.sql(f"SELECT * FROM {table}") for table in TABLES] == avant


def test_setup_never_brings_back_what_was_deleted(lancer: Lancer, base_prete: Base) -> None:
    """Les lignes d'exemple supprimées ne reviennent pas, même si une table manque."""
    for table in ("commande", "client", "reponse_type"):
        base_prete.sql(f"DELETE FROM {table}")
    base_prete.sql("DROP TABLE journal")
    fini = lancer("--setup", "--json", **base_prete.env)
    assert (fini.code, fini.json["success"]) == (0, True)
    for table in ("commande", "client", "reponse_type", "journal"):
        assert base_prete.sql(f"SELECT COUNT(*) FROM {table}") == [(0,)]


def test_setup_creates_the_database_on_the_server(lancer: Lancer, serveur: BaseMariadb) -> None:
    """Sur un serveur qui ne connaît pas la base, --setup la crée, et tout marche."""
    serveur.serveur(f"DROP DATABASE {serveur.base}")
    assert lancer("--setup", **serveur.env).code == 0
    fini = lancer("--message", "ines.benali@example.com", "Ma commande 103 ?", **serveur.env)
    assert fini.code == 0
    assert serveur.sql("SELECT COUNT(*) FROM ticket") == [(1,)]


def test_a_part_that_cannot_be_prepared_is_named(lancer: Lancer, port_libre: int) -> None:
    """Un serveur absent : code 4, la partie est nommée, un seul document JSON."""
    ailleurs = {"DB_HOST": "127.0.0.1", "DB_PORT": str(port_libre)}
    fini = lancer("--setup", **ailleurs)
    assert (fini.code, "✗ Base de données : " in fini.sortie) == (4, True)
    document = lancer("--setup", "--json", **ailleurs).json
    assert document.keys() == {"success", "erreur", "etapes"}
    assert (document["success"], document["erreur"]["code"]) == (False, 4)
    assert {cle for etape in document["etapes"] for cle in etape} == {"nom", "pret", "detail"}


def test_a_notion_token_without_its_bases_is_code_3(lancer: Lancer, embarquee: BaseSqlite) -> None:
    """NOTION_TOKEN seul : code 3, chaque variable manquante est nommée, jamais un repli."""
    for commande in (("--stats",), ("--process-pending",), ("--message", "a@b.test", "Bonjour")):
        fini = lancer(*commande, "--json", NOTION_TOKEN="jeton-secret")
        assert fini.code == 3
        for nom in ("NOTION_BASE_REPONSES_ID", "NOTION_BASE_CONTACTS_ID"):
            assert nom in fini.erreurs
        assert "jeton-secret" not in fini.sortie + fini.erreurs
    assert not embarquee.chemin.exists()
