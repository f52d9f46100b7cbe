"""Les messages d'exemple de ``tests/cases`` : ce que le programme doit comprendre de chacun."""

from pathlib import Path
from typing import NamedTuple

import pytest

from automation.decision import Ouverture, text_gates
from automation.understanding.classifier import analyse
from automation.understanding.rules import Rules, load_rules
from config import REGLES_FOURNIES
from models import NON_CLASSE, Attente

DOSSIER = Path(__file__).parents[1] / "cases"


class Cas(NamedTuple):
    lieu: str
    texte: str
    categorie: str
    precisions: dict[str, str]


def read_cases(fichier: Path) -> list[Cas]:
    lignes = fichier.read_text(encoding="utf-8").split("\n")
    debuts = [rang for rang, ligne in enumerate(lignes) if ligne == "INPUT"]
    cas = []
    for debut, fin in zip(debuts, [*debuts[1:], len(lignes)], strict=True):
        milieu = lignes.index("EXPECTED", debut, fin)
        texte = "\n".join(lignes[debut + 1 : milieu])
        categorie, *reste = [ligne for ligne in lignes[milieu + 1 : fin] if ligne.strip()]
        precisions: dict[str, str] = {}
        for ligne in reste:
            cle, _, valeur = ligne.partition(":")
            precisions[cle.strip()] = valeur.strip()
        cas.append(Cas(f"{fichier.stem}:{debut + 1}", texte, categorie, precisions))
    return cas


TOUS = [cas for fichier in sorted(DOSSIER.glob("*.txt")) for cas in read_cases(fichier)]


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_rules(REGLES_FOURNIES)


@pytest.mark.parametrize("cas", TOUS, ids=[cas.lieu for cas in TOUS])
def test_a_message_is_understood(cas: Cas, rules: Rules) -> None:
    """Chaque message d'exemple reçoit la catégorie, les codes et les numéros attendus."""
    lue = analyse(cas.texte, rules)
    assert lue.categorie == cas.categorie, lue
    codes = [*text_gates(cas.texte, lue, Ouverture(rules.seuil, 0.0, ()))]
    if lue.a_relire and lue.categorie != NON_CLASSE:  # qu'une personne lit de toute façon
        codes.append(Attente.BROUILLON_DEMANDE)
    if "attente" in cas.precisions:
        voulus = cas.precisions["attente"].replace("aucune", "").replace(",", " ").split()
        if voulus and Attente.CONFIANCE_FAIBLE not in voulus:  # le cas parle d'une autre porte
            codes = [code for code in codes if code != Attente.CONFIANCE_FAIBLE]
        assert codes == voulus, lue
    if "numéros" in cas.precisions:
        assert list(lue.numeros_commande) == cas.precisions["numéros"].split()
    if "mot" in cas.precisions:
        assert cas.precisions["mot"] in [raison.mot for raison in lue.mots_decisifs]


def test_there_are_enough_cases() -> None:
    """Chaque phénomène a au moins dix messages d'exemple."""
    for fichier in sorted(DOSSIER.glob("*.txt")):
        assert len(read_cases(fichier)) >= 10, fichier.name
    assert len(TOUS) >= 150
