"""--dry-run : tout est décidé, rien n'est écrit nulle part."""

from pathlib import Path

import pytest

from tests.bases import Base
from tests.conftest import Lancer, Projet

COMMANDES = [
    ("--message", "camille.martin@example.com", "Où est mon colis ?"),
    ("--process-pending",),
    ("--stats",),
    ("--setup",),
    ("--explain", "Où est mon colis ?"),
    ("--import-tickets", "tickets.csv"),
    ("--interactive",),
]
LIGNES = b"camille.martin@example.com\nO\xc3\xb9 est mon colis ?\n/envoyer\n/stats\n"
TABLES = ("client", "commande", "reponse_type", "ticket", "journal", "texte_long")


def _contenu(dossier: Path) -> dict[str, bytes]:
    return {
        str(f.relative_to(dossier)): f.read_bytes()
        for f in sorted(dossier.rglob("*"))
        if f.is_file() and "__pycache__" not in f.parts
    }


@pytest.mark.parametrize("arguments", COMMANDES, ids=lambda c: c[0])
def test_a_dry_run_on_a_fresh_machine_creates_no_file(
    projet: Projet, arguments: tuple[str, ...]
) -> None:
    """Sur une machine neuve, aucun fichier n'apparaît, pas même la base d'exemple."""
    csv = "email,message\ncamille.martin@example.com,Où est mon colis ?\n"
    (projet.dossier / "tickets.csv").write_text(csv, encoding="utf-8")
    avant = _contenu(projet.dossier)
    fini = projet.lancer(*arguments, "--dry-run", entree=LIGNES)
    assert fini.code == 0, fini
    assert fini.sortie
    assert _contenu(projet.dossier) == avant
    assert not (projet.dossier / "data").exists()


@pytest.mark.parametrize("arguments", COMMANDES, ids=lambda c: c[0])
def test_a_dry_run_changes_nothing_in_the_database(
    lancer: Lancer,
    base_prete: Base,
    arguments: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Sur une base en service, chaque table reste telle quelle."""
    monkeypatch.chdir(tmp_path)
    csv = "email,message\ncamille.martin@example.com,Où est mon colis ?\n"
    Path("tickets.csv").write_text(csv, encoding="utf-8")
    assert lancer("--import-tickets", "tickets.csv", **base_prete.env).code == 0
    avant = [base_prete.sql(f"SELECT * FROM {table}") for table in TABLES]
    assert lancer(*arguments, "--dry-run", entree=LIGNES, **base_prete.env).code == 0
    assert [base_prete.sql(f"SELECT * FROM {table}") for table in TABLES] == avant


def test_a_dry_run_says_so_and_gives_no_ticket(lancer: Lancer) -> None:
    """L'essai à blanc le dit ; en JSON, ticket_id est null."""
    arguments = ("--message", "camille.martin@example.com", "Où est mon colis ?", "--dry-run")
    assert "essai à blanc" in lancer(*arguments).sortie
    assert lancer(*arguments, "--json").json["ticket_id"] is None
