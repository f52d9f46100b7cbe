"""--setup --sans-exemples et --retirer-exemples : les exemples, avec l'accord de la boutique."""

import sqlite3
from contextlib import closing

from tests.bases import Base, BaseSqlite
from tests.conftest import Lancer

CAMILLE, HUGO = "camille.martin@example.com", "hugo.nguyen@example.com"


def _counts(base: Base) -> tuple[int, int]:
    [(clients,)] = base.sql("SELECT COUNT(*) FROM client")
    [(commandes,)] = base.sql("SELECT COUNT(*) FROM commande")
    return clients, commandes


def test_a_shop_may_start_without_examples(lancer: Lancer, embarquee: BaseSqlite) -> None:
    """--sans-exemples : les modèles, et ni client ni commande ; ils ne viendront pas plus tard."""
    fini = lancer("--setup", "--sans-exemples")
    assert (fini.code, "0 client, 0 commande ; aucune donnée d'exemple." in fini.sortie) == (
        0,
        True,
    )
    assert lancer("--setup").code == 0
    assert _counts(embarquee) == (0, 0)
    assert embarquee.sql("SELECT COUNT(*) > 0 FROM reponse_type") == [(1,)]


def test_examples_are_shown_before_they_are_taken_away(lancer: Lancer, base_prete: Base) -> None:
    """Sans --oui, rien n'est retiré ; avec, tout ce qui est intact, et rien d'autre."""
    base_prete.sql("INSERT INTO client (id, email, nom, prenom) VALUES (900, 'l@b.test', 'B', 'L')")
    montre = lancer("--setup", "--retirer-exemples", **base_prete.env)
    assert montre.code == 0
    assert "Seraient retirés : 12 clients d'exemple et 26 commandes." in montre.sortie
    assert "Ajoutez --oui" in montre.sortie
    assert _counts(base_prete) == (13, 26)
    essai = lancer("--setup", "--retirer-exemples", "--oui", "--dry-run", **base_prete.env)
    assert (essai.code, _counts(base_prete)) == (0, (13, 26))
    fini = lancer("--setup", "--retirer-exemples", "--oui", "--json", **base_prete.env).json
    assert (fini["retires"], len(fini["clients"]), len(fini["commandes"])) == (True, 12, 26)
    assert base_prete.sql("SELECT email FROM client") == [("l@b.test",)]
    assert lancer("--setup", **base_prete.env).code == 0
    assert _counts(base_prete) == (1, 0)


def test_what_was_changed_or_used_stays(lancer: Lancer, base_prete: Base) -> None:
    """Un exemple qui a écrit, dont une commande a servi ou qui a été changé reste, et c'est dit."""
    assert lancer("--message", CAMILLE, "Où est mon colis ?", **base_prete.env).code == 0
    tiers = ("--message", "inconnue@example.com", "Ma commande ?", "--order-id", "104")
    assert lancer(*tiers, **base_prete.env).code == 0
    base_prete.sql("UPDATE commande SET montant = '12.00' WHERE id = 107")
    base_prete.sql("UPDATE commande SET date_commande = '2020-01-01' WHERE id = 108")
    base_prete.sql("UPDATE client SET nom = 'Roux-Petit' WHERE id = 10")
    base_prete.sql("INSERT INTO commande (id, id_client) VALUES (900, 12)")
    fini = lancer("--setup", "--retirer-exemples", "--oui", **base_prete.env)
    assert fini.code == 0
    for email, raison in (
        (CAMILLE, "a déjà servi"),
        ("theo.lefevre@example.com", "a déjà servi"),
        ("josé.garcia@example.com", "changé depuis"),
        ("maelle.legoff@example.com", "changé depuis"),
        ("francois.roux@example.com", "changé depuis"),
        (HUGO, "changé depuis"),
    ):
        assert f"gardé : {email} ({raison})" in fini.sortie
    gardes = base_prete.sql("SELECT id FROM client ORDER BY id")
    assert gardes == [(1,), (3,), (5,), (6,), (10,), (12,)]
    restent = base_prete.sql("SELECT DISTINCT id_client FROM commande ORDER BY id_client")
    assert restent == gardes


def test_a_client_of_the_shop_is_never_an_example(lancer: Lancer, embarquee: BaseSqlite) -> None:
    """Un client de la boutique qui porte le numéro d'un exemple n'est ni retiré, ni nommé."""
    lancer("--setup", "--sans-exemples")
    embarquee.sql("INSERT INTO client VALUES (1, 'lea@example.com', 'B', 'L')")
    fini = lancer("--setup", "--retirer-exemples", "--oui")
    assert (fini.code, fini.sortie) == (0, "Aucun exemple à retirer.\n")
    assert _counts(embarquee) == (1, 0)


def test_views_have_no_examples_to_take_away(lancer: Lancer, embarquee: BaseSqlite) -> None:
    """Des vues de la boutique : rien à retirer."""
    with closing(sqlite3.connect(embarquee.chemin)) as lien:
        lien.executescript(
            "CREATE TABLE c (id INTEGER, email TEXT, nom TEXT, prenom TEXT);"
            f"INSERT INTO c VALUES (1, '{CAMILLE}', 'Martin', 'Camille');"
            "CREATE VIEW client AS SELECT * FROM c;"
            "CREATE VIEW commande AS SELECT 1 AS id, 1 AS id_client, NULL AS reference, NULL AS "
            "date_commande, NULL AS montant, NULL AS nb_articles, NULL AS statut, NULL AS "
            "transporteur, NULL AS numero_suivi, NULL AS date_livraison_prevue WHERE 0;"
        )
    assert lancer("--setup").code == 0
    fini = lancer("--setup", "--retirer-exemples", "--oui")
    assert (fini.code, fini.sortie) == (0, "Aucun exemple à retirer.\n")
