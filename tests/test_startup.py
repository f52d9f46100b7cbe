"""Le démarrage : chaque commande n'importe que ce dont elle se sert."""

import json
import subprocess
import sys
from collections.abc import Iterable
from typing import NamedTuple

import pytest

from tests.conftest import Projet

EMAIL, TEXTE = "camille.martin@example.com", "Où est mon colis ?"
NOTRES = {"automation", "cli", "config", "database", "errors", "main", "models", "notion"}

# Lance une commande, puis écrit les modules chargés sur la sortie d'erreur, en dernière ligne.
ESPION = """
import json, sys
avant = set(sys.modules)
import main
main.main(sys.argv[1:])
print(json.dumps(sorted(set(sys.modules) - avant)), file=sys.stderr)
"""


class Charges(NamedTuple):
    """Les modules chargés : les nôtres, et les bibliothèques installées."""

    notres: set[str]
    bibliotheques: set[str]
    tous: set[str]


def _load(projet: Projet, *arguments: str) -> Charges:
    fini = subprocess.run(
        [sys.executable, "-c", ESPION, *arguments],
        cwd=projet.dossier,
        env={**projet.env},
        input=b"",
        capture_output=True,
        check=True,
        timeout=120,
    )
    tous = set(json.loads(fini.stderr.decode().splitlines()[-1]))
    notres = {nom for nom in tous if nom.split(".")[0] in NOTRES}
    # « _… », « …__mypyc », cython_runtime : ce que des extensions compilées ajoutent.
    ajouts = {nom for nom in tous if nom.startswith("_") or nom.endswith("__mypyc")}
    autres = {nom.split(".")[0] for nom in tous - notres - ajouts}
    return Charges(notres, autres - set(sys.stdlib_module_names) - {"cython_runtime"}, tous)


CUISINE = ("automation", "config", "database", "models", "notion")
"""Nos pièces que la porte (options, aide) n'ouvre pas."""


def _inside(charges: Charges, pieces: Iterable[str]) -> set[str]:
    """Ceux de nos modules chargés qui sont dans ces pièces."""
    return {
        nom
        for nom in charges.notres
        for piece in pieces
        if nom == piece or nom.startswith(f"{piece}.")
    }


@pytest.mark.parametrize("commande", ["--help", "--version"])
def test_help_loads_the_door_only(projet: Projet, commande: str) -> None:
    """L'aide et la version n'ouvrent aucune pièce, et aucun module lent de Python."""
    charges = _load(projet, commande)
    assert "main" in charges.notres
    assert not _inside(charges, CUISINE)
    assert not charges.bibliotheques
    lents = {"dataclasses", "logging", "json", "pathlib", "shutil", "inspect", "datetime"}
    assert not charges.tous & lents


AU_DELA_DU_TEXTE = (
    *("database", "notion", "models.crm", "models.tickets"),
    *("automation.support_agent", "automation.examiner", "automation.wiring", "automation.runs"),
    *("automation.replies", "automation.polish"),
)


def test_explain_loads_what_reads_a_text_only(projet: Projet) -> None:
    """Expliquer un texte ne charge ni base, ni agent, ni fiche, ni module lent de Python."""
    charges = _load(projet, "--explain", TEXTE)
    assert _inside(charges, ["automation.understanding"])
    assert not _inside(charges, AU_DELA_DU_TEXTE)
    assert charges.bibliotheques == {"tomli"}
    assert not charges.tous & {"logging", "json", "gzip", "decimal", "html", "shutil", "tomllib"}


# Ce dont une commande ne se sert pas, et qu'elle pourrait charger par mégarde.
LOTS = ("automation.runs", "automation.workers")
CHIFFRES = ("models.statistics", "cli.figures")
LECTURES = (
    *("automation.reading.quotes", "automation.reading.markup"),
    "automation.orders.lookalikes",
)
RARES = ("automation.dry_run", "automation.polish", "automation.softening")
INUTILES = {
    "--message": (*LOTS, *CHIFFRES, *LECTURES, *RARES, "database.demo"),
    "--process-pending": (*LECTURES, *RARES, "automation.runs.replay", "automation.workers"),
    "--stats": (*LOTS, *LECTURES, "automation.dry_run", "database.demo"),
    "--setup": (*LOTS, *CHIFFRES, *LECTURES, *RARES),
    "--interactive": (*LOTS, *CHIFFRES, *LECTURES, *RARES, "database.demo"),
}


TOUJOURS = {"sqlalchemy", "typing_extensions", "tomli", "babel"}
ALEMBIC = {"alembic", "mako", "markupsafe", "pygments"}
"""Ce qui compare une base et la met à jour, et que --setup seul charge."""


@pytest.mark.parametrize(
    "arguments",
    [
        ("--message", EMAIL, TEXTE),
        ("--process-pending",),
        ("--stats",),
        ("--stats", "--json"),
        ("--setup", "--check"),
        ("--interactive",),
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_command_on_the_embedded_base_loads_its_tools_only(
    projet: Projet, arguments: tuple[str, ...]
) -> None:
    """Ni Notion, ni OpenAI, ni pilote MySQL, ni décor de terminal tant que rien ne s'en sert."""
    projet.lancer("--setup")
    charges = _load(projet, *arguments)
    prepare = arguments[0] == "--setup"
    assert charges.bibliotheques <= TOUJOURS | (ALEMBIC if prepare else set())
    # Alembic ouvre tous les dialectes, sans leurs pilotes.
    autre_base = ("notion", "mysql", *(() if prepare else ("sqlalchemy.dialects.mysql",)))
    assert not any(nom.startswith(autre_base) for nom in charges.tous)
    assert not _inside(charges, INUTILES[arguments[0]])
