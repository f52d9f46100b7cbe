"""Les formes d'un mot, les fautes de frappe pardonnées, et celles qui n'en sont pas."""

import gzip

import pytest

from automation.languages.fr.inflection import common_start, inflect
from automation.languages.fr.lexicon import FICHIER, exists
from automation.understanding.words import Vocabulary


@pytest.mark.parametrize(
    ("mot", "formes"),
    [
        ("recevoir", "reçu reçois reçoivent recevrai recevions reçues"),
        ("devoir", "dois devait devraient"),
        ("pouvoir", "peux puis pouvez pourrais pu"),
        ("attendre", "attends attendu attendons attendrai"),
        ("rendre", "rendu rends rendez rendrait"),
        ("mettre", "mis mettez mettrons met"),
        ("venir", "viens venu viendra vienne"),
        ("vouloir", "veux voudrais voulons veuillez"),
        ("avoir", "ai eu avons aurait ait"),
        ("être", "suis est été serait soient"),
        ("voir", "vu vois verrai voyez"),
        ("savoir", "sais su saurait sache"),
        ("faire", "fait fais ferez fassent"),
        ("aller", "vais va iront allez aille"),
        ("rembourser", "remboursé remboursez rembourserait remboursées"),
        ("envoyer", "envoie enverrez envoyé envoyons"),
        ("rejeter", "rejette rejeté rejetterai"),
        ("échanger", "échangeons échangé échangeait"),
        ("finir", "finissent fini finirait"),
        ("joindre", "joint joignez joignent joindrai"),
        ("disparaître", "disparu disparaissent disparaît"),
        ("fuir", "fuit fuient fui"),
        ("défectueux", "défectueuse défectueuses"),
        ("abîmé", "abîmée abîmés"),
        ("mauvais", "mauvaise mauvaises"),
        ("manquant", "manquante manquants"),
        ("incomplet", "incomplète"),
        ("colis", "colis"),
        ("cadeau", "cadeaux"),
        ("animal", "animaux"),
    ],
)
def test_a_word_has_all_its_forms(mot: str, formes: str) -> None:
    """Un mot écrit une fois, en forme de dictionnaire, trouve toutes ses formes."""
    from automation.reading.folding import fold_word

    assert {fold_word(forme) for forme in formes.split()} <= inflect(mot)


@pytest.mark.parametrize("mot", ["=port", "pas", "svp"])
def test_some_words_do_not_vary(mot: str) -> None:
    """Un mot précédé de « = », ou de trois lettres au plus, ne varie pas."""
    assert inflect(mot) == {mot.removeprefix("=")}


def test_short_words_in_er() -> None:
    """« cher » n'est pas un verbe : « chez » n'en est pas une forme."""
    assert "chez" not in inflect("cher")


@pytest.mark.parametrize(
    ("mot", "debut"),
    [
        *(("rembourser", "rem"), ("recevoir", "re"), ("defectueux", "def"), ("echanger", "ech")),
        *(("colis", "co"), ("payer", "pa"), ("revoir", "re"), ("venir", ""), ("aller", "")),
    ],
)
def test_the_beginning_is_kept(mot: str, debut: str) -> None:
    """Un mot rangé par ses premières lettres les garde dans toutes ses formes."""
    assert common_start(mot) == debut
    assert all(forme.startswith(debut) for forme in inflect(mot))


def test_the_lexicon_knows_its_words() -> None:
    """La dichotomie retrouve chaque mot du fichier, premier et dernier compris."""
    mots = gzip.decompress(FICHIER.read_bytes()).decode("ascii").split()
    assert mots == sorted(set(mots))
    assert all(exists(mot) for mot in [mots[0], mots[-1], *mots[:: len(mots) // 500]])
    assert not any(exists(mot) for mot in ("remboursemant", "livraizon", "zzzzz", "aaaaa"))


@pytest.fixture(scope="module")
def vocabulaire() -> Vocabulary:
    mots = ["remboursement", "retard", "casser", "livraison", "recevoir", "attendre", "échanger"]
    return Vocabulary([[mot] for mot in mots], {}, {"rbt": "remboursement"})


@pytest.mark.parametrize(
    ("ecrit", "mot"),
    [
        ("remboursemant", "remboursement"),
        ("rembousement", "remboursement"),
        ("rembourssement", "remboursement"),
        ("rembuorsement", "remboursement"),
        ("temboursement", "remboursement"),
        ("retatd", "retard"),
        ("livaison", "livraison"),
        ("jattends", "attends"),
        ("lalivraison", "livraison"),
        ("retaaaard", "retard"),
        ("cassssé", "casse"),
        ("retard22", "retard"),
        ("rbt", "remboursement"),
    ],
)
def test_mistakes_are_forgiven(vocabulaire: Vocabulary, ecrit: str, mot: str) -> None:
    """Une lettre de trop, en moins, changée, deux inversées ; collé ; répété ; abrégé."""
    from automation.reading.folding import fold_word

    assert vocabulaire[fold_word(ecrit)] == vocabulaire[mot] != 0


@pytest.mark.parametrize(
    "ecrit", ["regard", "changer", "chasser", "lasser", "entendre", "oraison", "retords", "bonjour"]
)
def test_a_real_word_is_never_corrected(vocabulaire: Vocabulary, ecrit: str) -> None:
    """« regard » n'est pas un « retard » mal écrit, ni « changer » un « échanger »."""
    assert vocabulaire[ecrit] == 0


def test_memory_is_bounded() -> None:
    """Un flot de mots inventés ne remplit pas la mémoire."""
    vocabulaire = Vocabulary([["retard"]], {}, {}, memoire=100)
    for rang in range(300):
        assert vocabulaire[f"mot{rang}"] == 0
    assert len(vocabulaire) <= 100
    assert vocabulaire["retards"] == vocabulaire["retard"] != 0


@pytest.mark.parametrize(
    ("mot", "autre"), [("suivre", "suis"), ("devoir", "du"), ("plaire", "plus")]
)
def test_a_form_that_is_first_another_word(mot: str, autre: str) -> None:
    """« Je suis content », « du parfum », « plus rien » ne parlent ni de suivre ni de devoir."""
    assert autre not in inflect(mot)
    assert "suis" in inflect("être")
