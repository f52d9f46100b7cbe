"""La ligne empoisonnée : elle est nommée ou vaut un doute, et toutes les autres sont décidées."""

import csv
from pathlib import Path
from typing import Any

import pytest

from tests.bases import Base, BaseMariadb, BaseSqlite
from tests.conftest import Lancer

BONNES = [("ines.benali@example.com", f"Où en est ma commande 103 ? {n}") for n in range(4)]


def _import(lancer: Lancer, base: Base, dossier: Path, *lignes: tuple[str, str]) -> Any:
    fichier = dossier / "messages.csv"
    with fichier.open("w", newline="", encoding="utf-8") as flux:
        csv.writer(flux).writerows([("email", "message"), *lignes])
    return lancer("--import-tickets", str(fichier), "--json", **base.env)


POISONS = {
    "état de 57 signes": "UPDATE commande SET statut = 'En cours de préparation dans notre "
    "entrepôt de Lyon depuis lundi' WHERE id = 103",
    "instant nul": "UPDATE ticket SET cree_le = '0000-00-00 00:00:00' WHERE id = 2",
    "modèle en octets": "INSERT INTO reponse_type (categorie, texte) VALUES ('X', x'ff')",
    "montant écrit à la française": "UPDATE commande SET montant = '64,90' WHERE id = 103",
    "adresse en octets": "UPDATE client SET email = x'ff' WHERE id = 1",
}
PREPARE = {
    "état de 57 signes": "ALTER TABLE commande MODIFY statut VARCHAR(100)",
    "modèle en octets": "ALTER TABLE reponse_type MODIFY texte BLOB",
    "montant écrit à la française": "ALTER TABLE commande MODIFY montant VARCHAR(20)",
    "adresse en octets": "ALTER TABLE client MODIFY email VARBINARY(254)",
}
"""Sur un serveur, où une colonne refuserait ce que SQLite accepte partout."""


@pytest.mark.parametrize("workers", ["1", "4"])
@pytest.mark.parametrize("poison", POISONS)
def test_one_poisoned_row_never_stops_the_others(
    poison: str, workers: str, lancer: Lancer, base_prete: Base, tmp_path: Path
) -> None:
    """Une ligne qui ne se lit pas, dans n'importe quelle table : tous les tickets sont décidés."""
    assert _import(lancer, base_prete, tmp_path, *BONNES).json["importes"] == len(BONNES)
    requete = POISONS[poison]
    if base_prete.nom == "mariadb":
        if poison in PREPARE:
            base_prete.sql(f"SET STATEMENT foreign_key_checks = 0 FOR {PREPARE[poison]}")
        requete = f"SET STATEMENT sql_mode = '' FOR {requete}"
    base_prete.sql(requete)
    fini = lancer("--process-pending", "--json", "--workers", workers, **base_prete.env)
    assert (fini.code, fini.json["total"], fini.json["echecs"]) == (0, len(BONNES), 0)
    for commande in ("--stats", "--replay"):
        assert lancer(commande, **base_prete.env).code == 0


def test_a_cited_number_of_a_million_digits_is_not_copied(
    lancer: Lancer, base_prete: Base, tmp_path: Path
) -> None:
    """Dix-sept messages d'un numéro sans fin : confiés, et aucun brouillon ne redit ce numéro."""
    longs = [
        ("camille.martin@example.com", f"Bonjour {n}, où en est ma commande n° " + "1" * 300_000)
        for n in range(17)
    ]
    assert _import(lancer, base_prete, tmp_path, *longs, *BONNES).json["importes"] == 21
    fini = lancer("--process-pending", "--json", **base_prete.env)
    assert (fini.code, fini.json["total"]) == (0, 21)
    assert max(len(t["reponse"] or "") for t in fini.json["tickets"]) < 5_000


@pytest.mark.parametrize(
    ("jeu", "adresse"),
    [
        ("latin1", "李雷@example.com"),
        ("utf8mb3", "moi😀@example.com"),
        ("ascii", "josé@example.com"),
    ],
)
def test_an_address_the_table_cannot_hold_is_an_unknown_client(
    jeu: str, adresse: str, lancer: Lancer, serveur: BaseMariadb, tmp_path: Path
) -> None:
    """Une adresse d'un autre alphabet que la table des clients : un inconnu, rien n'est bloqué."""
    assert lancer("--setup", **serveur.env).code == 0
    serveur.sql(
        "UPDATE client SET email = CONCAT('c', id, '@example.com') WHERE email NOT LIKE 'ines%'"
    )
    type_email = f"VARCHAR(190) CHARACTER SET {jeu} NOT NULL"
    serveur.sql(
        f"SET STATEMENT foreign_key_checks = 0 FOR ALTER TABLE client MODIFY email {type_email}"
    )
    assert _import(lancer, serveur, tmp_path, (adresse, "Bonjour"), *BONNES).json["importes"] == 5
    fini = lancer("--process-pending", "--json", **serveur.env)
    assert (fini.code, fini.json["total"]) == (0, 5)
    assert "client_inconnu" in fini.json["tickets"][0]["attente"]
    assert all("client_inconnu" not in t["attente"] for t in fini.json["tickets"][1:])


def test_a_missing_column_of_a_view_is_named(lancer: Lancer, serveur: BaseMariadb) -> None:
    """Une vue sans « nb_articles », ou cassée : code 3, ce qui manque est nommé, et que faire."""
    assert lancer("--setup", **serveur.env).code == 0
    serveur.sql("RENAME TABLE commande TO vraies")
    serveur.sql("ALTER TABLE vraies ADD COLUMN en_plus INT")
    colonnes = "id, id_client, reference, date_commande, montant, statut, transporteur, "
    colonnes += "numero_suivi, date_livraison_prevue"
    serveur.sql(f"CREATE VIEW commande AS SELECT {colonnes} FROM vraies")
    message = ("--message", "ines.benali@example.com", "Où est ma commande 103 ?")
    fini = lancer(*message, **serveur.env)
    assert (fini.code, "nb_articles" in fini.erreurs, "vue" in fini.erreurs) == (3, True, True)
    serveur.sql(
        f"CREATE OR REPLACE VIEW commande AS SELECT {colonnes}, en_plus AS nb_articles FROM vraies"
    )
    serveur.sql("ALTER TABLE vraies DROP COLUMN en_plus")
    fini = lancer(*message, **serveur.env)
    assert (fini.code, "vue" in fini.erreurs, "joindre" in fini.erreurs) == (3, True, False)


def test_a_gate_of_a_later_version_does_not_stop_the_replay(
    lancer: Lancer, embarquee: BaseSqlite, tmp_path: Path
) -> None:
    """Une porte que cette version ne connaît pas, dans le journal : --replay va au bout."""
    lancer("--setup")
    _import(lancer, embarquee, tmp_path, *BONNES)
    lancer("--process-pending")
    embarquee.sql("UPDATE journal SET attente = 'code_de_demain', maintenant = 'hier' WHERE id = 1")
    assert lancer("--replay").code == 0
