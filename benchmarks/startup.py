"""Le démarrage de chaque commande, en multiples d'un Python qui ne fait rien.

``python benchmarks/startup.py [N]`` : chaque commande est lancée N fois (20 par défaut), à tour de
rôle, sur une base embarquée neuve. Le temps montré est le plus petit ; le temps de calcul
(processeur, système compris) se laisse moins troubler que l'horloge par une machine occupée.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
TEXTE = "Bonjour, je n'ai toujours pas reçu mon colis. Où en est la livraison ?"

# Une commande, et le nombre de fois « python -c pass » qu'elle peut durer (None : pas de but).
MESURES: tuple[tuple[str, tuple[str, ...], int | None], ...] = (
    ("python -c pass", ("-c", "pass"), None),
    ("--version", ("main.py", "--version"), 3),
    ("--help", ("main.py", "--help"), 3),
    ("--completion bash", ("main.py", "--completion", "bash"), None),
    ("--explain TEXTE", ("main.py", "--explain", TEXTE), 8),
    ("--message EMAIL TEXTE", ("main.py", "--message", "camille.martin@example.com", TEXTE), 32),
    ("--process-pending", ("main.py", "--process-pending"), None),
    ("--stats", ("main.py", "--stats"), None),
    ("--setup --check", ("main.py", "--setup", "--check"), None),
    ("--interactive", ("main.py", "--interactive"), None),
)


def launch(arguments: tuple[str, ...], env: dict[str, str]) -> tuple[float, float]:
    """Lance une commande ; rend les millisecondes d'horloge et de processeur."""
    debut = time.perf_counter()
    processus = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=RACINE,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, etat, usage = os.wait4(processus.pid, 0)
    horloge = time.perf_counter() - debut
    processus.returncode = os.waitstatus_to_exitcode(etat)
    if processus.returncode:
        sys.exit(f"{' '.join(arguments)} a fini avec le code {processus.returncode}")
    return horloge * 1000, (usage.ru_utime + usage.ru_stime) * 1000


def main() -> int:
    """Affiche le tableau ; 1 si un but n'est pas tenu (en temps de calcul)."""
    tours = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with tempfile.TemporaryDirectory() as dossier:
        env = {**os.environ, "DB_PATH": str(Path(dossier, "base.db"))}
        # Sans .pyc, chaque lancement recompilerait nos sources, mais pas celles de Python.
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        for _, arguments, _ in MESURES:
            launch(arguments, env)  # écrit les .pyc, et crée la base
        temps = [[launch(arguments, env) for _, arguments, _ in MESURES] for _ in range(tours)]
    meilleurs = [
        [min(valeurs) for valeurs in zip(*colonne, strict=True)]
        for colonne in zip(*temps, strict=True)
    ]
    base_horloge, base_calcul = meilleurs[0]
    manques = 0
    print("| commande | horloge | calcul | fois (horloge) | fois (calcul) | but |")
    print("|---|--:|--:|--:|--:|--:|")
    for (nom, _, but), (horloge, calcul) in zip(MESURES, meilleurs, strict=True):
        fois = calcul / base_calcul
        manques += but is not None and fois > but
        print(
            f"| `{nom}` | {horloge:.0f} ms | {calcul:.0f} ms | {horloge / base_horloge:.1f} "
            f"| {fois:.1f} | {'' if but is None else f'≤ {but}'} |"
        )
    return 1 if manques else 0


if __name__ == "__main__":
    sys.exit(main())
