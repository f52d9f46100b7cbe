"""Le démarrage : chaque commande n'importe que ce dont elle se sert."""

import json
import subprocess
import sys
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


COMPRENDRE = {"config", "models", "automation", "cli.signals", "cli.commands", "cli.render"}
COMPRENDRE |= {
    f"automation.{nom}"
    for nom in (
        *("categories", "classifier", "cleaning", "inflection", "lexicon", "matcher"),
        *("negation", "order_motifs", "phrase_bits", "rules", "rules_checks", "rules_reader"),
        *("rules_lines", "rules_phrases", "rules_toml"),
        *("scoring", "text", "text_gates", "vocabulary"),
    )
}


def test_explain_loads_what_reads_a_text_only(projet: Projet) -> None:
    """Expliquer un texte ne charge ni base, ni agent, ni fiche, ni module lent de Python."""
    charges = _load(projet, "--explain", TEXTE)
    assert charges.notres == PORTE | COMPRENDRE
    assert charges.bibliotheques == {"tomli"}
    assert not charges.tous & {"logging", "json", "gzip", "decimal", "html", "shutil", "tomllib"}


# Ce dont une commande ne se sert pas, et qu'elle pourrait charger par mégarde.
LOTS = {"automation.batch", "automation.batch_report", "automation.workers", "automation.replay"}
CHIFFRES = {"models.statistics", "models.journal", "cli.figures"}
LECTURES = {"automation.mail_lines", "automation.markup", "automation.order_mask"}
RARES = {"automation.dry_run", "automation.importing", "automation.polish_result", "database.demo"}
INUTILES = {
    "--message": LOTS | CHIFFRES | LECTURES | RARES,
    "--process-pending": LECTURES | RARES | {"automation.replay", "automation.workers"},
    "--stats": LOTS | LECTURES | RARES - {"automation.polish_result"},
    "--setup": LOTS | CHIFFRES | LECTURES | RARES - {"database.demo"},
    "--interactive": LOTS | CHIFFRES | LECTURES | RARES,
}


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
    assert charges.bibliotheques <= {"sqlalchemy", "typing_extensions", "tomli", "babel"}
    autre_base = ("notion", "mysql", "sqlalchemy.dialects.mysql")
    assert not any(nom.startswith(autre_base) for nom in charges.tous)
    assert not charges.notres & INUTILES[arguments[0]]
