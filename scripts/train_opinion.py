"""Apprend le second lecteur fourni, ``automation/opinion/modele.bin``, du corpus du projet seul.

Emploi : python scripts/train_opinion.py [--sortie FICHIER] [--sauf MONDE…] [--part 0.5]

Le même corpus donne toujours les mêmes octets. Moins d'une minute, sans rien d'autre que Python.
"""

import argparse
import random
import sys
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

from automation.opinion.model import dump
from automation.opinion.reader import FOURNI
from automation.opinion.training import CORPUS, read_corpus, train


def main() -> None:
    """Lit le corpus, apprend, écrit le modèle."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sortie", type=Path, default=FOURNI)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--sauf", nargs="*", default=(), help="mondes laissés de côté")
    parser.add_argument("--part", type=float, default=1.0, help="part du corpus, tirée au sort")
    options = parser.parse_args()
    exemples = read_corpus(options.corpus, options.sauf)
    if options.part < 1:
        random.Random(1).shuffle(exemples)  # noqa: S311  # toujours le même tirage
        exemples = exemples[: round(len(exemples) * options.part)]
    octets = dump(train(exemples))
    options.sortie.write_bytes(octets)
    print(f"{len(exemples)} messages, {len(octets):,} octets : {options.sortie}")


if __name__ == "__main__":
    main()
