"""Les politesses de la boutique : les nôtres, puis les siennes, lues et vérifiées."""

from pathlib import Path

import pytest

from automation.replies.politesses import (
    FOURNIES,
    HUMEURS,
    PHRASE_MAX,
    TOUTES,
    load_politesses,
    offered,
)
from automation.replies.templates import POLITESSES
from automation.understanding.rules import load_rules
from database.demo import starters
from errors import ConfigurationError

INTERDITS = (
    *("rembours", "remplac", "offr", "garanti", "promet", "engage", "demain", "aujourd", "sous "),
    *("heure", "jour", "livr", "expédi", "faute", "erreur", "désol", "excus", "retard"),
)


def _shop(dossier: Path, contenu: str) -> Path:
    (dossier / FOURNIES.name).write_text(contenu, encoding="utf-8")
    return dossier


def test_the_supplied_sentences_stay_true_whatever_the_order(tmp_path: Path) -> None:
    """Aucune phrase fournie ne promet, ne s'excuse, ni ne parle de l'état d'une commande."""
    for (place, _, humeur), phrases in load_politesses(tmp_path).items():
        assert (place in POLITESSES, humeur in HUMEURS) == (True, True)
        for phrase in phrases:
            sans_sujet = phrase.replace("votre livraison", "")
            assert not [mot for mot in INTERDITS if mot in sans_sujet.lower()], phrase
            assert phrase[0].isupper(), phrase
            assert phrase[-1] in ".!", phrase


def test_every_category_of_the_starters_has_sentences(tmp_path: Path) -> None:
    """Chaque catégorie des modèles de départ a de quoi choisir, ouverture et clôture."""
    phrases = load_politesses(tmp_path)
    for categorie in {modele.categorie for modele in starters()}:
        assert all(offered(phrases, POLITESSES, categorie).values()), categorie


def test_a_request_comes_before_its_category(tmp_path: Path) -> None:
    """Les phrases d'une demande remplacent celles de sa catégorie ; celles de toutes restent."""
    phrases = {
        ("ouverture", "Remboursement", "neutre"): ("De la catégorie.",),
        ("ouverture", "annulation", "neutre"): ("De la demande.",),
        ("ouverture", TOUTES, "neutre"): ("De toutes.",),
    }

    def openings(categorie: str, demande: str | None) -> list[str]:
        offre = offered(phrases, ["ouverture"], categorie, demande)
        assert offre["cloture"] == ()
        return [politesse.phrase for politesse in offre["ouverture"]]

    assert openings("remboursement", None) == ["De la catégorie.", "De toutes."]
    assert openings("Remboursement", "annulation") == ["De la demande.", "De toutes."]
    assert openings("Remboursement", "retour") == ["De la catégorie.", "De toutes."]
    assert openings("Autre", None) == ["De toutes."]


def test_a_shop_has_its_own_file(tmp_path: Path) -> None:
    """Un fichier de la boutique prend la place du nôtre, et n'est pas une règle."""
    avant = load_politesses(FOURNIES.parent, tmp_path)
    dossier = _shop(tmp_path, '[ouvertures."Ma catégorie"]\nneutre = ["Un grand merci."]\n')
    assert avant == load_politesses()
    assert load_politesses(FOURNIES.parent, dossier) == {
        ("ouverture", "Ma catégorie", "neutre"): ("Un grand merci.",)
    }
    assert load_rules(FOURNIES.parent, dossier).octets == load_rules(FOURNIES.parent).octets


@pytest.mark.parametrize(
    "contenu",
    [
        "ouvertures = 3",
        "[fermetures.toutes]\nneutre = []",
        "[ouvertures]\nneutre = []",
        "[ouvertures.toutes]\njoyeux = []",
        '[ouvertures.toutes]\nneutre = "Merci."',
        "[ouvertures.toutes]\nneutre = [3]",
        '[ouvertures.toutes]\nneutre = [""]',
        '[ouvertures.toutes]\nneutre = ["Bonjour {prenom_client}"]',
        f'[ouvertures.toutes]\nneutre = ["{"x" * (PHRASE_MAX + 1)}"]',
        "[ouvertures.toutes",
    ],
)
def test_a_faulty_file_is_named(tmp_path: Path, contenu: str) -> None:
    """Un fichier mal écrit est refusé avec son nom ; rien n'est deviné."""
    with pytest.raises(ConfigurationError, match=r"politesses\.toml"):
        load_politesses(_shop(tmp_path, contenu))
