"""Refait la liste des mots ordinaires depuis les messages du projet.

Emploi : python scripts/build_ordinary.py [SORTIE]

Un mot y entre s'il est dans trois messages auxquels le programme peut répondre, de deux mondes au
moins : ni nom, ni mot d'une seule boutique. Le même corpus donne les mêmes octets.
"""

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

from automation.languages.fr.ordinary import DEBUT, FICHIER
from automation.reading.folding import CHIFFRE, tokens
from automation.reading.own_words import own_words
from automation.understanding.rules import load_rules
from config import REGLES_FOURNIES
from models import Issue

CORPUS = RACINE / "automation" / "opinion" / "corpus"
MESSAGES_MIN = 3
MONDES_MIN = 2


def ordinary_words(corpus: Path = CORPUS) -> list[str]:
    """Les débuts de mots ordinaires, triés."""
    demandes = load_rules(REGLES_FOURNIES).demandes
    messages: Counter[str] = Counter()
    mondes: defaultdict[str, set[str]] = defaultdict(set)
    for fichier in sorted(corpus.glob("*.jsonl")):
        for ligne in fichier.read_text(encoding="utf-8").splitlines():
            lu = json.loads(ligne)
            confiee = demandes[lu["demande"]].issue == Issue.CONFIE
            if confiee or lu.get("sensible") or not lu.get("premier", True):
                continue
            for mot in {jeton.mot for jeton in tokens(own_words(lu["text"]))}:
                messages[mot] += 1
                mondes[mot].add(fichier.stem)
    return sorted(
        {
            mot[:DEBUT]
            for mot, nombre in messages.items()
            if nombre >= MESSAGES_MIN and len(mondes[mot]) >= MONDES_MIN
            if len(mot) > 2 and CHIFFRE not in mot
        }
    )


def main() -> None:
    """Écrit la liste, un début de mot par ligne."""
    sortie = Path(sys.argv[1]) if len(sys.argv) > 1 else FICHIER
    mots = ordinary_words()
    sortie.write_text("\n".join(mots) + "\n", encoding="ascii")
    print(f"{len(mots)} débuts de mots : {sortie}")


if __name__ == "__main__":
    main()
