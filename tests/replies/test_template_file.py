"""Les modèles d'une boutique dans un fichier : relus tels qu'écrits, et fautes nommées."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.replies.template_file import (
    Changement,
    plan_import,
    read_templates,
    write_templates,
)
from database.demo import starters
from errors import UsageError
from models import EtatCommande
from models.tickets import ReponseType

FICHIER = Path("modeles.toml")
_TEXTES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60).filter(str.strip)
_PROPRES = _TEXTES.map(str.strip)
_ETATS = st.lists(st.sampled_from([str(etat) for etat in EtatCommande]), unique=True)


def read(texte: str) -> list[ReponseType]:
    """Les modèles de ce texte."""
    return read_templates(FICHIER, texte.encode())


@given(
    st.lists(
        st.builds(ReponseType, _PROPRES, _PROPRES, _TEXTES, _PROPRES, _ETATS.map(tuple)),
        min_size=1,
        max_size=4,
    )
)
def test_what_is_written_is_read_back(modeles: list[ReponseType]) -> None:
    """Tout modèle, quels que soient ses signes, se relit tel quel."""
    lus = read(write_templates(modeles))
    for lu, modele in zip(lus, modeles, strict=True):
        attendus = tuple(str(etat) for etat in EtatCommande if etat in modele.etats)
        assert (lu.id, lu.categorie, lu.texte, lu.demande, lu.etats) == (
            *(modele.id, modele.categorie, modele.texte, modele.demande),
            attendus,
        )


def test_the_starters_are_such_a_file() -> None:
    """Les modèles de départ s'écrivent et se relisent."""
    assert read(write_templates(starters())) == starters()


@pytest.mark.parametrize(
    ("texte", "phrase"),
    [
        ("pas du TOML", "Modèles « modeles.toml », ligne 1"),
        ("autre = 1", "il faut des sections"),
        ("[[modeles]]\ncategorie = 'A'", "modèle n° 1 : il faut une catégorie et un texte"),
        ("[[modeles]]\ncategorie = 'A'\ntexte = 3", "n'est pas entre guillemets"),
        ("[[modeles]]\ncategorie = 'A'\ntexte = 'B'\netats = 'livrée'", "« etats » est une liste"),
        ("[[modeles]]\ncategorie = 'A'\ntexte = 'B'\nnom = 'C'", "seuls categorie, demande"),
    ],
)
def test_mistakes_are_named(texte: str, phrase: str) -> None:
    """Un fichier mal écrit est refusé, en disant où."""
    with pytest.raises(UsageError, match=r".") as refus:
        read(texte)
    assert phrase in str(refus.value)


def test_an_import_adds_updates_or_leaves() -> None:
    """Un identifiant connu met à jour ; inconnu ou sans identifiant, ajoute ; pareil, rien."""
    garde, change = ReponseType("1", "A", "un"), ReponseType("2", "A", "deux")
    lus = [
        ReponseType("9", "A", "un\n"),
        ReponseType("2", "A", "deux bis"),
        ReponseType("7", "A", "neuf"),
        ReponseType("", "A", "neuf"),
    ]
    changements, pareils = plan_import([garde, change], lus)
    assert changements == [
        Changement(lus[1], change),
        Changement(ReponseType("", "A", "neuf"), None),
    ]
    assert pareils == 2
