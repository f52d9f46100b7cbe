"""Récrit le tableau des options du README, d'après l'aide du programme.

``python scripts/make_help_table.py [README.md]`` : le bloc entre ``<!-- options -->`` et
``<!-- /options -->`` est remplacé ; le reste du fichier ne change pas.
"""

import re
import sys
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

from cli.help import markdown_table
from cli.parser import build_parser

BLOC = re.compile(r"(<!-- options -->\n).*?(<!-- /options -->)", re.DOTALL)


def rewrite(texte: str) -> str:
    """Le texte, son tableau des options refait ; une erreur si les repères n'y sont pas."""
    if len(BLOC.findall(texte)) != 1:
        sys.exit("Il faut un bloc « <!-- options --> … <!-- /options --> », et un seul.")
    table = markdown_table(build_parser())
    return BLOC.sub(lambda bloc: f"{bloc[1]}{table}\n{bloc[2]}", texte)


def main() -> None:
    """Récrit le fichier donné, le README par défaut."""
    fichier = Path(sys.argv[1]) if len(sys.argv) > 1 else RACINE / "README.md"
    avant = fichier.read_text(encoding="utf-8")
    apres = rewrite(avant)
    if apres == avant:
        print(f"{fichier.name} est à jour.")
    else:
        fichier.write_text(apres, encoding="utf-8")
        print(f"{fichier.name} : tableau des options récrit.")


if __name__ == "__main__":
    main()
