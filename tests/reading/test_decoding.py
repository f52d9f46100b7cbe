"""Un texte mal décodé est réparé avant d'être lu, et chaque mot y garde sa place reçue."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.reading.decoding import decode

ABIMES = {
    "accent": ("je saisis le mÃ©diateur", "je saisis le médiateur"),
    "apostrophe": ("câ€™est la deuxiÃ¨me fois", "c’est la deuxième fois"),
    "à sans insécable": ("Ã  bientÃ´t", "à  bientôt"),
    "deux fois": ("le mÃƒÂ©diateur", "le médiateur"),
    "émoji": ("reÃ§u ðŸ˜€ merci", "reçu 😀 merci"),
}


@pytest.mark.parametrize(("recu", "lu"), ABIMES.values(), ids=ABIMES)
def test_a_badly_decoded_text_is_repaired(recu: str, lu: str) -> None:
    """« mÃ©diateur » se lit « médiateur »."""
    assert decode(recu).texte == lu
    assert not decode(recu).perdu


@pytest.mark.parametrize("texte", ["le m\ufffddiateur", "reçu \ufffd\ufffd hier"])
def test_what_cannot_be_repaired_is_said(texte: str) -> None:
    """Un accent perdu ne se devine pas."""
    assert decode(texte).perdu


@given(st.text(alphabet="abcéèàçœ’«»€ ÂÃâ\n😀", max_size=40))
def test_a_sound_text_is_left_alone(texte: str) -> None:
    """Un texte que rien n'abîme garde ses places ; réparé ou non, elles suivent l'ordre reçu."""
    lisible = decode(texte)
    places = [lisible.place(rang, rang + 1) for rang in range(len(lisible.texte))]
    assert all(0 <= debut <= fin <= len(texte) for debut, fin in places)
    assert places == sorted(places)


@given(st.text(alphabet="abcdéèàçêî’ \n", min_size=1, max_size=40))
def test_each_word_keeps_its_received_place(texte: str) -> None:
    """Le morceau montré est celui reçu : mal décodé, c'est bien ce mot-là."""
    recu = texte.encode().decode("cp1252", "ignore")
    if len(recu.encode("cp1252")) != len(texte.encode()):
        return  # un octet que cp1252 n'écrit pas
    lisible = decode(recu)
    if lisible.texte != texte:
        return
    for rang, signe in enumerate(texte):
        debut, fin = lisible.place(rang, rang + 1)
        assert recu[debut:fin].encode("cp1252").decode(errors="ignore") in (signe, "")


def test_lost_accents_are_doubted() -> None:
    """Des accents devenus « ? » ne se retrouvent pas ; une espace oubliée ne fait pas douter."""
    assert decode("Toujours rien re?u, je saisis le m?diateur.").perdu
    assert not decode("Ça va?merci. Et ma commande ? Elle arrive?").perdu
