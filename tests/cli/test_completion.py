"""--completion : les trois interpréteurs complètent les options, en vrai."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Lancer

BASH = """
source completion
COMP_WORDS=({mots} "")
COMP_CWORD={rang}
COMP_WORDS[$COMP_CWORD]="{debut}"
_support_client
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


def _shell(nom: str) -> str:
    chemin = shutil.which(nom)
    if chemin is None:
        pytest.skip(f"{nom} n'est pas installé : apt-get install {nom}")
    return chemin


def _run(commande: list[str], dossier: Path) -> str:
    fini = subprocess.run(
        commande, cwd=dossier, capture_output=True, text=True, check=False, timeout=60
    )
    assert (fini.returncode, fini.stderr) == (0, ""), fini
    return fini.stdout


@pytest.fixture
def dossier(lancer: Lancer, tmp_path: Path) -> Path:
    """Un dossier avec un script par interpréteur."""
    for shell in ("bash", "zsh", "fish"):
        fini = lancer("--completion", shell)
        assert (fini.code, fini.erreurs) == (0, "")
        (tmp_path / shell).mkdir()
        (tmp_path / shell / "completion").write_text(fini.sortie, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("mots", "debut", "attendu"),
    [
        ("python main.py", "--st", ["--stats"]),
        ("./main.py", "--dr", ["--dry-run"]),
        ("/opt/support/main.py --setup", "--ch", ["--check"]),
        ("python3 support/main.py --completion", "f", ["fish"]),
        ("python autre.py", "--st", [""]),
        ("python", "ma", [""]),
        ("python main.py --order-id", "--", [""]),
    ],
)
def test_bash_completes(dossier: Path, mots: str, debut: str, attendu: list[str]) -> None:
    """Bash complète après main.py, et laisse les autres lignes de python tranquilles."""
    script = BASH.format(mots=mots, debut=debut, rang=len(mots.split()))
    sortie = _run([_shell("bash"), "-c", script], dossier / "bash")
    assert sortie.rstrip("\n").split("\n") == attendu


def test_fish_completes_with_the_help(dossier: Path) -> None:
    """Fish propose l'option avec son aide en français, et seulement après main.py."""
    fish = [_shell("fish"), "--no-config", "-c"]
    propose = 'source completion; complete -C "python {}"'
    sortie = _run([*fish, propose.format("main.py --jusq")], dossier / "fish")
    assert sortie.splitlines() == ["--jusqu-a\tavec --stats : jusqu'à ce jour compris"]
    assert "--jusqu-a" not in _run([*fish, propose.format("autre.py --jusq")], dossier / "fish")


def test_zsh_completes(dossier: Path) -> None:
    """Zsh complète après « python main.py » : on le voit dans un vrai terminal."""
    import pexpect

    zsh = pexpect.spawn(
        _shell("zsh"),
        ["-f", "-i"],
        cwd=str(dossier / "zsh"),
        env={"TERM": "dumb", "PS1": "pret> ", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        encoding="utf-8",
        timeout=30,
    )
    try:
        zsh.sendline("autoload -Uz compinit && compinit -u -D && source completion && echo f''ait")
        zsh.expect("fait")
        zsh.send("python3 main.py --dry\t")
        zsh.expect("--dry-run")
    finally:
        zsh.close(force=True)


def test_every_option_is_completed(dossier: Path, lancer: Lancer) -> None:
    """Aucune option de l'aide ne manque à aucun des trois scripts."""
    import re

    options = set(re.findall(r"^  (?:-h, )?--([a-z-]+)", lancer("--help").sortie, re.MULTILINE))
    assert len(options) >= 20
    for shell in ("bash", "zsh", "fish"):
        script = (dossier / shell / "completion").read_text(encoding="utf-8")
        assert not [nom for nom in options if not re.search(rf"(--|-l ){nom}\b", script)], shell


def test_an_unknown_shell_is_refused(lancer: Lancer) -> None:
    """Un interpréteur que l'on ne sait pas compléter : code 2, et la liste des autres."""
    fini = lancer("--completion", "tcsh")
    assert (fini.code, "il faut bash, zsh ou fish" in fini.erreurs) == (2, True)
