"""Ce que le README donne à copier fonctionne."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from config import Settings
from database.engine import Database
from database.setup import prepare
from tests.bases import BaseMariadb
from tests.conftest import Projet
from tests.notion_server import NotionServer
from tests.notion_world import new_space

RACINE = Path(__file__).resolve().parent.parent
README = (RACINE / "README.md").read_text(encoding="utf-8")


def _block(langue: str, apres: str) -> str:
    trouve = re.search(rf"{re.escape(apres)}.*?```{langue}\n(.*?)\n *>? ?```", README, re.DOTALL)
    assert trouve, apres
    return trouve[1]


def _commands() -> list[str]:
    bloc = _block("bash", "## Utiliser")
    return [ligne.split("  #")[0].strip() for ligne in bloc.splitlines()]


def _files(dossier: Path) -> None:
    """Les fichiers que le manuel suppose sous la main."""
    (dossier / "messages.csv").write_text(
        "email,message\ncamille.martin@example.com,Où est mon colis ?\n", encoding="utf-8"
    )
    (dossier / "classes.jsonl").write_text(
        '{"text": "Où est mon colis ?", "label": "Retard de livraison"}\n', encoding="utf-8"
    )


def test_the_first_command_answers_a_message(projet: Projet) -> None:
    """La première commande du README répond à un message, faits et réponse compris."""
    commande = _block("bash", "<!-- commande : essai -->").split(" && ")[-1]
    fini = projet.lancer(*shlex.split(commande)[2:])
    assert fini.code == 0, fini.erreurs
    for attendu in ("Retard de livraison", "pas reçu", "n° 101", "64,90", "Bonjour Camille,"):
        assert attendu in fini.sortie.replace("\u202f", "")


def test_every_command_of_the_manual_runs(projet: Projet) -> None:
    """Chaque commande de « Utiliser » se lance telle quelle et finit bien."""
    _files(projet.dossier)
    for commande in _commands():
        assert commande.startswith("python main.py ")
        fini = projet.lancer(*shlex.split(commande)[2:])
        assert fini.code == 0, (commande, fini.erreurs)


def test_the_sending_script_gives_only_what_is_ready(projet: Projet) -> None:
    """Les trois lignes d'envoi donnent les réponses automatiques, et elles seules."""
    (projet.dossier / "messages.csv").write_text(
        "email,message\n"
        "camille.martin@example.com,Je n'ai toujours pas reçu mon colis\n"
        "inconnu@example.com,Je n'ai toujours pas reçu mon colis\n",
        encoding="utf-8",
    )
    assert projet.lancer("--import-tickets", "messages.csv").code == 0
    assert projet.lancer("--process-pending").code == 0
    script = re.sub(r"^> ?", "", _block("bash", "attendent à l'envoi"), flags=re.M)
    script, _, confirmation = script.rpartition("python main.py --outbox --confirm")
    assert confirmation
    (projet.dossier / "bin").mkdir()
    (projet.dossier / "bin" / "python").symlink_to(sys.executable)
    chemin = f"{projet.dossier / 'bin'}:{os.environ['PATH']}"
    fini = subprocess.run(
        ["bash", "-c", script],
        cwd=projet.dossier,
        env={**projet.env, "PATH": chemin, "PYTHONPATH": ":".join(p for p in sys.path if p)},
        capture_output=True,
        check=True,
        text=True,
    )
    [ligne] = fini.stdout.splitlines()
    numero, email, reponse = json.loads(ligne)
    assert email == "camille.martin@example.com"
    assert reponse.startswith("Bonjour Camille,")
    assert projet.lancer("--outbox", "--confirm", numero).code == 0
    assert "1 confirmée" in projet.lancer("--outbox").sortie


def test_the_rights_of_the_manual_are_enough(
    projet: Projet, serveur: BaseMariadb, mariadb: Settings
) -> None:
    """L'utilisateur que décrit le README peut tout faire au quotidien, et rien de plus."""
    base = Database(mariadb)
    prepare(base)
    base.dispose()
    compte = f"support_{serveur.base[-8:]}"
    droits = _block("sql", "<!-- sql : droits -->")
    droits = droits.replace("crm_ecommerce", serveur.base).replace("'support'@", f"'{compte}'@")
    droits = droits.replace("'localhost'", "'%'")
    try:
        for ordre in droits.split(";\n"):
            serveur.serveur(ordre.strip("; \n"))
        env = {**serveur.env, "DB_USER": compte, "DB_PASSWORD": "un-mot-de-passe-long"}
        _files(projet.dossier)
        for commande in _commands():
            fini = projet.lancer(*shlex.split(commande)[2:], env=env)
            assert fini.code == 0, (commande, fini.sortie, fini.erreurs)
    finally:
        serveur.serveur(f"DROP USER IF EXISTS '{compte}'@'%'")


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_the_python_example_runs(projet: Projet) -> None:
    """L'exemple Python du README s'exécute, avec un Notion local et la base embarquée."""
    with NotionServer() as serveur:
        espace = new_space(serveur)
        notion: dict[str, str] = {
            "NOTION_TOKEN": str(serveur.token),
            "NOTION_API_URL": serveur.url,
            "NOTION_BASE_REPONSES_ID": str(espace.reponses),
            "NOTION_BASE_CONTACTS_ID": str(espace.contacts),
        }
        fini = subprocess.run(
            [sys.executable, "-c", _block("python", "## Depuis Python")],
            cwd=projet.dossier,
            env={**projet.env, **notion},
            capture_output=True,
            check=False,
            text=True,
        )
        assert fini.returncode == 0, fini.stderr
        assert len(serveur.rows(espace.contacts)) == 2
