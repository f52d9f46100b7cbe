"""Tue des commandes de l'extérieur, des centaines de fois ; compte ce qui manque ou est double.

python scripts/kill_commands.py sqlite [MORTS]
TEST_MARIADB_URL=mysql://root@127.0.0.1:3306 python scripts/kill_commands.py mariadb [MORTS]
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

from tests.bases import BaseSqlite, own_mariadb
from tests.runs.kills import Tueur, faults, kill_round

MORTS = 500
PAR_TOUR = 40


def main(sorte: str, voulues: int) -> int:
    """Tue ``voulues`` commandes sur une base de cette sorte ; rend 1 s'il y a une faute."""
    graine = int(time.time())
    fautes, tour = 0, 0
    with tempfile.TemporaryDirectory() as dossier:
        chemin = Path(dossier)
        contexte = (
            nullcontext(BaseSqlite(chemin / "essai.db")) if sorte == "sqlite" else own_mariadb()
        )
        with contexte as base:
            env = {**os.environ, **base.env}
            subprocess.run([sys.executable, "main.py", "--setup"], cwd=RACINE, env=env, check=True)
            tueur = Tueur(base, chemin, random.Random(graine))  # noqa: S311  # rejouable
            while tueur.morts < voulues:
                tour += 1
                kill_round(tueur, tour * PAR_TOUR)
                for faute in faults(base, tueur, tour * PAR_TOUR):
                    fautes += 1
                    print(f"FAUTE au tour {tour} : {faute}", flush=True)
                print(f"{tueur.morts} morts, {fautes} fautes", flush=True)
            [(tickets,)] = base.sql("SELECT COUNT(*) FROM ticket")
            etats = base.sql("SELECT etat, COUNT(*) FROM envoi GROUP BY etat")
    print(f"{sorte} : {tueur.morts} morts, {tickets} tickets, envois {etats}, {fautes} fautes")
    return 1 if fautes else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else MORTS))
