"""--help : les premiers gestes, des exemples qui se collent, et le tableau du README."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cli import help as aide
from cli.help import markdown_table
from cli.parser import build_parser
from scripts import make_help_table, record_sessions
from tests.conftest import Lancer, Projet

RACINE = Path(__file__).resolve().parents[2]


def _pasteable() -> list[str]:
    texte = aide.PREMIERS_GESTES + aide.EXEMPLES
    return re.findall(r"^  ((?:echo .+ \| )?python main\.py .+)$", texte, re.MULTILINE)


def test_five_things_come_first(lancer: Lancer) -> None:
    """L'aide commence par les cinq premiers gestes, avant toute liste d'options."""
    sortie = lancer("--help").sortie
    debut = sortie[: sortie.index("commandes (une seule à la fois)")]
    assert "les cinq premiers gestes :" in debut
    assert len(re.findall(r"^  python main\.py ", debut, re.MULTILINE)) == 5


@pytest.mark.parametrize("commande", _pasteable())
def test_every_example_of_the_help_can_be_pasted(projet: Projet, commande: str) -> None:
    """Chaque ligne « python main.py … » de l'aide se colle telle quelle dans bash : code 0."""
    binaires = projet.dossier / "bin"
    binaires.mkdir()
    (binaires / "python").symlink_to(sys.executable)
    fini = subprocess.run(
        [shutil.which("bash") or "bash", "-c", commande],
        cwd=projet.dossier,
        env={
            **projet.env,
            "PATH": f"{binaires}:{projet.env['PATH']}",
            "PYTHONPATH": ":".join(chemin for chemin in sys.path if chemin),
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert fini.returncode == 0, fini.stderr.decode()


def test_there_are_examples_to_paste() -> None:
    """Les exemples collés sont bien ceux de l'aide, et il y en a."""
    assert len(_pasteable()) >= 12


@pytest.mark.parametrize("colonnes", [40, 80, 200])
def test_the_help_follows_the_width_of_the_terminal(lancer: Lancer, colonnes: int) -> None:
    """Les options se replient à la largeur demandée, 100 colonnes au plus."""
    sortie = lancer("--help", COLUMNS=str(colonnes)).sortie
    options = sortie[sortie.index("commandes (une") : sortie.index("exemples :")]
    assert max(map(len, options.splitlines())) <= max(44, min(colonnes, 100))


def test_the_table_of_the_readme_is_the_help() -> None:
    """Le tableau des options du README est celui de l'aide (python scripts/make_help_table.py)."""
    readme = (RACINE / "README.md").read_text(encoding="utf-8")
    bloc = re.search(r"<!-- options -->\n(.*?)\n<!-- /options -->", readme, re.DOTALL)
    assert bloc, "Le README doit avoir un bloc <!-- options --> … <!-- /options -->."
    assert bloc[1] == markdown_table(build_parser())


def test_the_table_is_rewritten_between_its_marks_only() -> None:
    """Le script refait le tableau sans toucher au reste ; sans repères, il refuse."""
    table = markdown_table(build_parser())
    avant = "Début\n<!-- options -->\nvieux\n<!-- /options -->\nFin\n"
    apres = f"Début\n<!-- options -->\n{table}\n<!-- /options -->\nFin\n"
    assert make_help_table.rewrite(avant) == make_help_table.rewrite(apres) == apres
    assert "| `--limit N` | avec --process-pending" in table
    assert "| `-h`, `--help` | affiche cette aide |" in table
    with pytest.raises(SystemExit, match="Il faut un bloc"):
        make_help_table.rewrite("sans repère")


def test_recorded_sessions_come_from_real_commands() -> None:
    """Le script lance la session et écrit ce qu'elle affiche ; un nom inconnu est refusé."""
    texte = record_sessions.rewrite("A\n<!-- session : verification -->\n<!-- /session -->\nB\n")
    assert texte.startswith("A\n<!-- session : verification -->\n```console\n$ python main.py")
    assert "✓ Versions : programme" in texte
    assert texte.endswith("```\n<!-- /session -->\nB\n")
    with pytest.raises(SystemExit, match="n'existe pas"):
        record_sessions.rewrite("<!-- session : inconnue -->\n<!-- /session -->")
