"""Refait ``automation/languages/fr/lexique.txt.gz`` à partir du dictionnaire Hunspell français.

Source : « Dictionnaires français Dicollecte », variante classique, v7.0, licence MPL 2.0
(paquet Debian ``hunspell-fr-classical`` ; https://grammalecte.net). Le fichier produit reste sous
MPL 2.0.

Emploi : python scripts/build_lexicon.py CHEMIN/fr.aff CHEMIN/fr.dic LEXIQUE.txt.gz
"""

import gzip
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from automation.reading.folding import fold_word

LETTRES_MIN, LETTRES_MAX = 5, 16
"""Plus courts, les mots ne sont jamais corrigés ; plus longs, il n'y en a presque pas."""

TEMPS_LITTERAIRES = ("ipsi", "simp")
"""Passé simple et subjonctif imparfait : personne ne les écrit à une boutique."""

Regle = tuple[str, str, re.Pattern[str]]


def read_suffixes(aff: Path) -> dict[str, list[Regle]]:
    """Les suffixes : drapeau → (à enlever, à mettre, condition)."""
    regles: dict[str, list[Regle]] = defaultdict(list)
    for ligne in aff.read_text(encoding="utf-8").splitlines():
        morceaux = ligne.split()
        if len(morceaux) < 5 or morceaux[0] != "SFX":
            continue
        if any(temps in ligne for temps in TEMPS_LITTERAIRES):
            continue
        _, drapeau, enleve, ajoute, condition = morceaux[:5]
        ajout = ajoute.split("/")[0]
        motif = re.compile((condition if condition != "." else "") + "$")
        regles[drapeau].append(
            ("" if enleve == "0" else enleve, "" if ajout == "0" else ajout, motif)
        )
    return regles


def expand(dic: Path, suffixes: dict[str, list[Regle]]) -> Iterator[str]:
    """Chaque mot du dictionnaire et ses formes."""
    for ligne in dic.read_text(encoding="utf-8").splitlines()[1:]:
        mot, _, drapeaux = ligne.split()[0].partition("/")
        yield mot
        for rang in range(0, len(drapeaux), 2):
            for enleve, ajoute, motif in suffixes.get(drapeaux[rang : rang + 2], ()):
                if motif.search(mot):
                    yield mot.removesuffix(enleve) + ajoute


def main(aff: str, dic: str, sortie: str) -> None:
    """Écrit les formes repliées, triées, une par ligne."""
    formes = {
        forme
        for brute in expand(Path(dic), read_suffixes(Path(aff)))
        for forme in fold_word(brute).split()
        if LETTRES_MIN <= len(forme) <= LETTRES_MAX and forme.isalpha()
    }
    texte = "".join(f"{forme}\n" for forme in sorted(formes)).encode("ascii")
    Path(sortie).write_bytes(gzip.compress(texte, 9, mtime=0))
    print(f"{len(formes)} formes")


if __name__ == "__main__":
    main(*sys.argv[1:])
