"""Apprend le second lecteur fourni, ``automation/opinion/modele.bin``, du corpus du projet seul.

Emploi : python scripts/train_opinion.py [--sortie FICHIER] [--corpus DOSSIER]

Le même corpus donne toujours les mêmes octets. Quelques minutes, sans rien d'autre que Python.
"""

import argparse
import json
import sys
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

from automation.opinion.model import dump
from automation.opinion.reader import FOURNI
from automation.opinion.training import Exemple, train


def read_corpus(dossier: Path) -> list[Exemple]:
    """Les messages du corpus, fichier par fichier, dans l'ordre de leurs noms."""
    exemples = []
    for fichier in sorted(dossier.glob("*.jsonl")):
        for ligne in fichier.read_text(encoding="utf-8").splitlines():
            lu = json.loads(ligne)
            exemples.append(
                Exemple(
                    lu["text"],
                    lu["categorie"],
                    lu.get("demande", ""),
                    lu.get("sensible"),
                    None if "premier" not in lu else not lu["premier"],
                )
            )
    return exemples


def main() -> None:
    """Lit le corpus, apprend, écrit le modèle."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sortie", type=Path, default=FOURNI)
    parser.add_argument("--corpus", type=Path, default=FOURNI.parent / "corpus")
    options = parser.parse_args()
    exemples = read_corpus(options.corpus)
    octets = dump(train(exemples))
    options.sortie.write_bytes(octets)
    print(f"{len(exemples)} messages, {len(octets):,} octets : {options.sortie}")


if __name__ == "__main__":
    main()
