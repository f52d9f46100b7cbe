"""Les requêtes du traitement par lots suivent un index."""

import subprocess
import sys
from pathlib import Path

from tests.bases import BaseMariadb

RACINE = Path(__file__).resolve().parents[2]


def test_no_hot_query_reads_a_whole_table(serveur: BaseMariadb) -> None:
    """Sur un vrai serveur, aucune requête du passage ne parcourt une table entière."""
    url = f"mysql://{serveur.user}:{serveur.password}@{serveur.host}:{serveur.port}"
    tailles = ["--clients", "2000", "--commandes", "20000", "--tickets", "6000"]
    fini = subprocess.run(
        [sys.executable, "scripts/explain.py", url, *tailles],
        cwd=RACINE,
        capture_output=True,
        check=False,
        timeout=120,
    )
    sortie = fini.stdout.decode()
    assert fini.returncode == 0, sortie + fini.stderr.decode()
    assert "commande_par_client" in sortie
    assert "journal_ticket" in sortie
