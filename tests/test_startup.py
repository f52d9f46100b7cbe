"""Le démarrage : chaque commande n'importe que ce dont elle se sert."""

import json
import subprocess
import sys
from typing import NamedTuple

import pytest

from tests.conftest import Projet

EMAIL, TEXTE = "camille.martin@example.com", "Où est mon colis ?"
NOTRES = {"automation", "cli", "config", "database", "errors", "main", "models", "notion"}
NOTRES |= {"records"}

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


PORTE = {"main", "cli", "cli.output", "cli.safe_text", "cli.parser", "cli.french_argparse"}
PORTE |= {"cli.help", "cli.values", "errors"}


@pytest.mark.parametrize("commande", ["--help", "--version"])
def test_help_loads_the_door_only(projet: Projet, commande: str) -> None:
    """L'aide et la version ne chargent que la porte, sans les modules lents de Python."""
    charges = _load(projet, commande)
    assert charges.notres == PORTE
    assert not charges.bibliotheques
    lents = {"typing", "dataclasses", "logging", "json", "pathlib", "shutil", "inspect", "datetime"}
    assert not charges.tous & lents


def test_explain_opens_neither_database_nor_notion(projet: Projet) -> None:
    """Expliquer un texte ne charge ni base, ni agent, ni journal des avertissements."""
    charges = _load(projet, "--explain", TEXTE)
    assert {nom.split(".")[0] for nom in charges.notres} == NOTRES - {"database", "notion"}
    assert not charges.notres & {"automation.support_agent", "automation.wiring", "cli.log"}
    assert charges.bibliotheques <= {"rapidfuzz"}


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
    assert charges.bibliotheques <= {"sqlalchemy", "typing_extensions", "babel", "rapidfuzz"}
    assert not any(nom.startswith(("notion", "mysql")) for nom in charges.tous)
    assert "database.demo" not in charges.notres or "--setup" in arguments
