"""--setup --check : regarder sans rien toucher, et dire ce qui ne va pas."""

from pathlib import Path

import pytest

from tests.bases import Base, BaseMariadb, BaseSqlite
from tests.conftest import Lancer
from tests.notion_server import NotionServer
from tests.notion_world import new_space

PARTIES = (
    "Versions",
    "Règles",
    "Base de données",
    "Tables",
    "Données d'exemple",
    "Notion",
    "Modèles",
    "OpenAI",
)
TABLES = ("client", "commande", "reponse_type", "ticket", "journal", "texte_long")


def test_a_fresh_machine_has_nothing_wrong(lancer: Lancer, embarquee: BaseSqlite) -> None:
    """Sans rien configurer : tout se créera au premier usage ; code 0, aucun fichier."""
    fini = lancer("--setup", "--check")
    assert (fini.code, fini.erreurs) == (0, "")
    assert [ligne.split(" : ")[0] for ligne in fini.sortie.splitlines()[: len(PARTIES)]] == [
        f"✓ {partie}" for partie in PARTIES
    ]
    assert "Rien à signaler ; rien n'a été écrit." in fini.sortie
    assert not embarquee.chemin.exists()


def test_check_and_dry_run_are_one_thing(lancer: Lancer, base_prete: Base) -> None:
    """--check et --dry-run donnent le même compte rendu, et ne changent rien."""
    avant = [base_prete.sql(f"SELECT * FROM {table}") for table in TABLES]
    check = lancer("--setup", "--check", **base_prete.env)
    assert check == lancer("--setup", "--dry-run", **base_prete.env)
    for morceau in ("toutes présentes", "12 clients, 26 commandes", "12 de ces clients", "modèles"):
        assert morceau in check.sortie
    assert [base_prete.sql(f"SELECT * FROM {table}") for table in TABLES] == avant


def test_a_missing_table_is_code_3_and_not_created(lancer: Lancer, base_prete: Base) -> None:
    """Une table qui manque : code 3, elle est nommée, et la commande à lancer est dite."""
    base_prete.sql("DROP TABLE journal")
    fini = lancer("--setup", "--check", **base_prete.env)
    assert fini.code == 3
    assert "✗ Tables : il manque journal. Lancez « python main.py --setup »." in fini.sortie
    assert "✗ Modèles : pas examiné" in fini.sortie
    document = lancer("--setup", "--check", "--json", **base_prete.env).json
    assert (document["success"], document["erreur"]["code"]) == (False, 3)
    assert [etape["nom"] for etape in document["etapes"]] == list(PARTIES)
    assert lancer("--setup", **base_prete.env).code == 0
    assert lancer("--setup", "--check", **base_prete.env).code == 0


def test_a_database_that_does_not_exist_is_code_3(lancer: Lancer, serveur: BaseMariadb) -> None:
    """Le serveur répond, la base n'existe pas : code 3, et elle n'est pas créée."""
    env = serveur.env | {"DB_NAME": f"{serveur.base}_absente"}
    fini = lancer("--setup", "--check", **env)
    assert (fini.code, "n'existe pas encore" in fini.sortie) == (3, True)
    assert serveur.serveur(f"SHOW DATABASES LIKE '{serveur.base}_absente'") == []


def test_an_absent_server_is_code_4_and_the_rest_is_examined(
    lancer: Lancer, port_libre: int
) -> None:
    """Un serveur absent : code 4 ; ce qui n'en dépend pas est examiné quand même."""
    fini = lancer("--setup", "--check", DB_HOST="127.0.0.1", DB_PORT=str(port_libre))
    assert fini.code == 4
    assert "✗ Base de données : Impossible de joindre" in fini.sortie
    assert fini.sortie.count("pas examiné : la base de données n'est pas prête") == 3
    for partie in ("Versions", "Règles", "Notion", "OpenAI"):
        assert f"✓ {partie}" in fini.sortie


def test_templates_that_cannot_serve_are_named(lancer: Lancer, embarquee: BaseSqlite) -> None:
    """Une variable inconnue : ✗, code 3, et le modèle à corriger est nommé."""
    lancer("--setup")
    embarquee.sql("UPDATE reponse_type SET texte = 'Bonjour {prenom}' WHERE categorie LIKE 'Remb%'")
    fini = lancer("--setup", "--check")
    assert fini.code == 3
    assert "✗ Modèles : 67 modèles. Sans modèle, tout message est confié à une pers" in fini.sortie
    assert "À faire : corriger les variables inconnues de « Remboursement » (" in fini.sortie


def test_a_shop_without_templates_is_not_told_that_all_is_well(
    lancer: Lancer, embarquee: BaseSqlite
) -> None:
    """Aucun modèle : rien n'est cassé, mais le compte rendu dit que tout sera confié."""
    lancer("--setup")
    embarquee.sql("DELETE FROM reponse_type")
    for options in ((), ("--check",)):
        fini = lancer("--setup", *options)
        assert (fini.code, "À faire" in fini.sortie) == (0, False)
        assert (
            "✓ Modèles : aucun modèle. Sans modèle, tout message est confié à une personne : "
            "Retard de livraison, Remboursement, Produit défectueux, Information commande."
        ) in fini.sortie


def test_wrong_rules_are_code_3(lancer: Lancer, tmp_path: Path) -> None:
    """Des règles illisibles : code 3, et tout le reste est examiné."""
    (tmp_path / ".env").write_text("", encoding="utf-8")
    (tmp_path / "rules.toml").write_text("ceci n'est pas du TOML", encoding="utf-8")
    fini = lancer("--setup", "--check")
    assert (fini.code, "✗ Règles : " in fini.sortie, "✓ OpenAI" in fini.sortie) == (3, True, True)


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_the_notion_bases_are_examined(lancer: Lancer) -> None:
    """Deux bases complètes : code 0 ; une base qui manque sous la page : code 3, rien de créé."""
    with NotionServer() as serveur:
        espace = new_space(serveur)
        env = {"NOTION_TOKEN": str(serveur.token), "NOTION_API_URL": serveur.url}
        bases = {
            "NOTION_BASE_REPONSES_ID": str(espace.reponses),
            "NOTION_BASE_CONTACTS_ID": str(espace.contacts),
        }
        fini = lancer("--setup", **env, **bases)
        # Une ligne par partie, et rien derrière « Notion : » qui manquerait ou dépasserait.
        assert "✓ Notion : les deux bases sont prêtes.\n  Réponses support (" in fini.sortie
        assert (fini.code, "✓ Modèles : 67 modèles." in fini.sortie) == (0, True)
        serveur.forget_requests()
        assert lancer("--setup", **env, **bases).code == 0
        assert sum(entry.path.endswith("/query") for entry in serveur.requests) == 1
        fini = lancer("--setup", "--check", **env, **bases)
        assert (fini.code, "Contacts clients (trouvé)" in fini.sortie) == (0, True)
        vide = str(serveur.add_shared_page("Page vide"))
        fini = lancer("--setup", "--check", NOTION_PARENT_PAGE_ID=vide, **env)
        assert (fini.code, fini.sortie.count("(manque)")) == (3, 2)
        assert "Lancez « python main.py --setup »." in fini.sortie
        assert "✗ Modèles : pas examiné : Notion n'est pas prêt." in fini.sortie
        document = lancer("--setup", "--json", NOTION_PARENT_PAGE_ID=vide, **env).json
        details = {etape["nom"]: etape["detail"] for etape in document["etapes"]}
        assert details["Notion"].startswith("les deux bases sont prêtes.\nRéponses support (créé)")
        assert details["Modèles"] == "67 modèles."


def test_check_goes_with_setup_only(lancer: Lancer) -> None:
    """--check ne dit rien à une autre commande."""
    fini = lancer("--stats", "--check")
    assert (fini.code, "--check va avec --setup." in fini.erreurs) == (2, True)
