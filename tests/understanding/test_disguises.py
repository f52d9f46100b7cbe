"""Un mot déguisé se lit comme il s'entend, à sa place ; une référence, un prix restent."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from automation.reading.folding import tokens
from automation.understanding.classifier import analyse
from automation.understanding.disguises import read_through
from automation.understanding.rules import load_rules
from config import REGLES_FOURNIES

REGLES = load_rules(REGLES_FOURNIES)
LATINES = "aeopcyx"
CYRILLIQUES = "аеорсух"


@pytest.mark.parametrize(
    "mot", ["tribunal", "connard", "escroquerie", "gendarmerie", "médiateur", "chargeback"]
)
@pytest.mark.parametrize("separe", [" ", ".", "-", "_", "  ", "*"])
def test_letters_set_apart_are_read_together(mot: str, separe: str) -> None:
    """« t r i b u n a l » ferme la même porte que « tribunal », et se montre tel qu'écrit."""
    deguise = separe.join(mot)
    texte = f"Bonjour, je parle de {deguise} pour ma lampe."
    lus = analyse(texte, REGLES).sujets_sensibles
    attendus = analyse(f"Bonjour, je parle de {mot} pour ma lampe.", REGLES).sujets_sensibles
    assert attendus and [lu.idee for lu in lus] == [lu.idee for lu in attendus]
    assert all(texte[lu.position :].startswith(lu.mot) for lu in lus)
    assert deguise in [lu.mot for lu in lus]


@pytest.mark.parametrize(
    "texte",
    ["Bande de v0leurs", "c'est de l'@rnaque", "m3rde", "$alaud", "Vous êtes un c*nnard", "p***n"],
)
def test_digits_and_stars_hide_nothing(texte: str) -> None:
    """Un chiffre ou une étoile mis pour une lettre n'ouvre aucune porte."""
    assert analyse(texte, REGLES).sujets_sensibles


@given(st.sampled_from(["tribunal", "escroc", "plainte", "connard"]), st.integers(0, 127))
def test_letters_of_another_alphabet_are_read_as_they_look(mot: str, choix: int) -> None:
    """Des lettres cyrilliques au milieu d'un mot français ne le cachent pas."""
    table = {
        ord(latine): autre
        for rang, (latine, autre) in enumerate(zip(LATINES, CYRILLIQUES, strict=True))
        if choix >> rang & 1
    }
    deguise = mot.translate(table)
    attendus = [raison.idee for raison in analyse(mot, REGLES).sujets_sensibles]
    assert attendus
    assert [raison.idee for raison in analyse(deguise, REGLES).sujets_sensibles] == attendus


@pytest.mark.parametrize(
    "texte",
    [
        "La commande A7K9XQ2, ou W3B00M1 ?",
        "marie@example.com et jean_paul@example.com",
        "3jours de retard, à 5h30",
        "Cher*es client*es",
        "Le S.A.V. de la boutique, réf. 4B2C7D",
        "**urgent** : lit 90*190, 2 * 3 vis",
        "J'ai 1 2 3 4 colis, y a t-il un suivi",
    ],
)
def test_what_is_no_disguise_is_left_alone(texte: str) -> None:
    """Références, adresses, mesures, accords : les mots restent tels qu'écrits."""
    jetons = tokens(texte)
    assert list(read_through(jetons, texte)) == jetons


@given(st.text("ab c*.-_0@é", max_size=60))
@example("a_a.a*a")
def test_words_stay_in_order_and_in_their_place(texte: str) -> None:
    """Quel que soit le texte, les mots se suivent sans se recouvrir."""
    fin = 0
    for jeton in read_through(tokens(texte), texte):
        assert fin <= jeton.debut < jeton.fin <= len(texte)
        fin = jeton.fin
