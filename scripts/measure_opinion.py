"""Mesure un second lecteur sur des mondes du corpus, ou sur un fichier de messages classés.

Emploi : python scripts/measure_opinion.py MODELE --mondes telephones livres
         python scripts/measure_opinion.py MODELE --fichier classes.jsonl

Une ligne par lecture : les règles, le second lecteur, les deux ensemble. Les mondes mesurés doivent
avoir été laissés de côté par ``train_opinion.py --sauf``.
"""

import argparse
import sys
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

from automation.opinion.reader import Second, load_model
from automation.opinion.training import CORPUS
from automation.runs.examples import Exemple, read_examples
from automation.runs.readings import Mesuree, measure_all, side_by_side
from automation.understanding.rules import load_rules
from config import Settings
from models import NON_CLASSE


def main() -> None:
    """Mesure, et écrit un tableau Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modele", type=Path)
    parser.add_argument("--mondes", nargs="*", default=())
    parser.add_argument("--fichier", type=Path)
    options = parser.parse_args()
    settings = Settings()
    rules = load_rules(*settings.regles)
    noms = [*(categorie.nom for categorie in rules.categories), NON_CLASSE]
    fichiers = [CORPUS / f"{monde}.jsonl" for monde in options.mondes]
    fichiers += [options.fichier] if options.fichier else []
    lus = [lu for fichier in fichiers for lu in read_examples(fichier, noms)]
    exemples = [lu for lu in lus if isinstance(lu, Exemple)]
    second = Second(load_model(options.modele))
    print(f"{len(exemples)} messages\n")
    print("| | exactitude | macro-F1 | répondus | dont justes | demandes | partent | dont justes |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    mesuree = None
    for lecture in side_by_side(settings, rules):
        lecteur = second if lecture.second else None
        mesuree = measure_all(exemples, lecture._replace(second=lecteur))
        print(_row(mesuree))
    if mesuree is not None:
        print("\n| confiance | messages | annoncée | observée |\n|---|--:|--:|--:|")
        for t in mesuree.evaluation.fiabilite:
            parts = f"{t.confiance_moyenne:.3f} | {t.justes / t.nombre:.3f}"
            print(f"| {t.de:.2f} à {t.a:.2f} | {t.nombre} | {parts} |")


def _row(mesuree: Mesuree) -> str:
    lecture, e, d = mesuree
    parts = [e.exactitude, e.macro_f1, e.part_repondue, e.precision_repondue]
    parts += [d.exactitude, d.part_partie, d.precision_partie] if d else []
    return f"| {lecture.nom} | " + " | ".join(f"{part or 0:.3f}" for part in parts) + " |"


if __name__ == "__main__":
    main()
