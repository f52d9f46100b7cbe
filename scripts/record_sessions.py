"""Enregistre les sessions montrées dans le README, en lançant vraiment les commandes.

``python scripts/record_sessions.py [README.md]`` : chaque bloc entre ``<!-- session : nom -->`` et
``<!-- /session -->`` reçoit ce qu'affichent ses commandes (les deux sorties), sur une base
d'exemple neuve. Les dates sont celles du jour : les commandes d'exemple se comptent en jours depuis
leur création.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
PROGRAMME = ("main.py", "config.py", "errors.py", "requirements.txt")
DOSSIERS = ("models", "database", "notion", "automation", "cli")
BLOC = re.compile(
    r"(?P<debut><!-- session : (?P<nom>[\w-]+) -->\n).*?(?P<fin><!-- /session -->)", re.S
)

CAMILLE = "camille.martin@example.com"

# Une session : des commandes, et ce que chacune lit sur son entrée standard.
SESSIONS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "essai": (
        (
            f'python main.py --message "{CAMILLE}" "Bonjour, je n\'ai toujours pas reçu mon colis. '
            'Où en est la livraison ?"',
            "",
        ),
    ),
    "confie": (
        ('python main.py --message "camille.martin@example.com" "Où en est ma commande 103 ?"', ""),
    ),
    "explication": (
        ('python main.py --explain "Le colis n\'est pas cassé, mais je veux être remboursé"', ""),
    ),
    "attente": (
        ("python main.py --import-tickets messages.csv", ""),
        ("python main.py --process-pending", ""),
        ("python main.py --stats", ""),
    ),
    "verification": (("python main.py --setup --check", ""),),
    "bureau": (
        (
            "python main.py --interactive < lignes.txt",
            f"{CAMILLE}\nOù est mon colis ?\n/client\n/categorie Remboursement\n/confier\n",
        ),
    ),
}

MESSAGES = """\
email,message
camille.martin@example.com,Mon colis est en retard
lucas.moreau@example.com,Je veux être remboursé de la commande 111
inconnue@example.com,Le produit est arrivé cassé
"""


def record(commandes: tuple[tuple[str, str], ...]) -> str:
    """Ce qu'affiche une session, commandes comprises."""
    with tempfile.TemporaryDirectory() as travail:
        dossier = Path(travail) / "boutique"
        dossier.mkdir()
        for nom in PROGRAMME:
            shutil.copy(RACINE / nom, dossier)
        for nom in DOSSIERS:
            shutil.copytree(
                RACINE / nom, dossier / nom, ignore=shutil.ignore_patterns("__pycache__")
            )
        (dossier / "messages.csv").write_text(MESSAGES, encoding="utf-8")
        morceaux = [
            f"$ {commande}\n{_run(commande, entree, dossier)}" for commande, entree in commandes
        ]
        return "\n".join(morceaux).replace(str(dossier), "/chemin/du/projet").rstrip("\n")


def _run(commande: str, entree: str, dossier: Path) -> str:
    (dossier / "lignes.txt").write_text(entree, encoding="utf-8")
    (dossier / "python").unlink(missing_ok=True)
    (dossier / "python").symlink_to(sys.executable)
    gardees = {nom: os.environ[nom] for nom in ("HOME", "LANG") if nom in os.environ}
    env = {**gardees, "PATH": f"{dossier}:{os.environ['PATH']}", "PYTHONPATH": _libraries()}
    fini = subprocess.run(  # noqa: S603  # nos propres commandes
        ["bash", "-c", commande],  # noqa: S607  # celui de la machine
        cwd=dossier,
        env={**env, "XDG_STATE_HOME": "/chemin/de/votre/dossier"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    if fini.returncode:
        sys.exit(f"« {commande} » a fini avec le code {fini.returncode} :\n{fini.stdout}")
    return fini.stdout


def _libraries() -> str:
    return os.pathsep.join(chemin for chemin in sys.path if chemin.endswith("site-packages"))


def rewrite(texte: str) -> str:
    """Le texte, chacun de ses blocs de session réenregistré."""

    def replace(bloc: re.Match[str]) -> str:
        if bloc["nom"] not in SESSIONS:
            connues = ", ".join(SESSIONS)
            sys.exit(f"La session « {bloc['nom']} » n'existe pas ; il y a {connues}.")
        return f"{bloc['debut']}```console\n{record(SESSIONS[bloc['nom']])}\n```\n{bloc['fin']}"

    return BLOC.sub(replace, texte)


def main() -> None:
    """Récrit le fichier donné, le README par défaut."""
    fichier = Path(sys.argv[1]) if len(sys.argv) > 1 else RACINE / "README.md"
    texte = rewrite(fichier.read_text(encoding="utf-8"))
    fichier.write_text(texte, encoding="utf-8")
    print(f"{fichier.name} : {len(BLOC.findall(texte))} sessions enregistrées.")


if __name__ == "__main__":
    main()
