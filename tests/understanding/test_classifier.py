"""Le classement : ce qui ne le change pas, ce qu'il montre, et qu'il ne casse sur rien."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automation.understanding.classifier import analyse
from automation.understanding.rules import Rules, load_rules
from config import REGLES_FOURNIES
from models import NON_CLASSE

REGLES = load_rules(REGLES_FOURNIES)
MOTS = [
    "colis",
    "commande",
    "reçu",
    "pas",
    "jamais",
    "si",
    "où",
    "quand",
    "cassé",
    "remboursement",
    "annuler",
    "facture",
    "retard",
    "mon",
    "le",
    "livré",
    "code",
    "promo",
    "?",
    ".",
    ",",
    "merci",
    "je",
    "suis",
    "l'article",
    "n'est",
    "arrivé",
    "avocat",
    "manque",
    "retour",
    "708855",
    "svp",
    "Produit",
    "défectueux",
    "échange",
    "COMMANDE",
    "😡",
    "toujours",
    "rien",
    "de",
    "livraison",
    "frais",
    "port",
]
PHRASES = st.lists(st.sampled_from(MOTS), max_size=25).map(" ".join)


def reading(texte: str) -> tuple[object, ...]:
    lue = analyse(texte, REGLES)
    return (
        lue.categorie,
        lue.confiance,
        lue.scores,
        lue.sans_reponse,
        lue.plusieurs_demandes,
        [raison.categorie for raison in lue.raisons],
    )


@given(PHRASES)
def test_case_accents_and_blanks_do_not_matter(texte: str) -> None:
    """Majuscules, accents absents ou décomposés, blancs finals : le même classement."""
    repere = reading(texte)
    sans_accent = "".join(
        c for c in unicodedata.normalize("NFD", texte) if not unicodedata.combining(c)
    )
    for variante in (
        texte.upper(),
        sans_accent,
        unicodedata.normalize("NFD", texte),
        texte + "  \n",
    ):
        assert reading(variante) == repere


@given(st.text(max_size=200) | PHRASES)
def test_nothing_breaks_and_places_are_right(texte: str) -> None:
    """Aucun texte ne lève d'erreur ; chaque mot est à la place dite, scores et poids concordent."""
    lue = analyse(texte, REGLES)
    for raison in lue.mots_decisifs:
        assert texte[raison.position : raison.position + len(raison.mot)] == raison.mot
    for ecarte in lue.ecartes:
        assert texte[ecarte.position : ecarte.position + len(ecarte.mot)] == ecarte.mot
    for nom, score in lue.scores.items():
        depart = 1.5 if nom == NON_CLASSE else 0.0
        somme = depart + sum(raison.poids for raison in lue.raisons if raison.categorie == nom)
        assert score == pytest.approx(max(0.0, somme), abs=0.05)


@given(PHRASES)
def test_quoted_mail_does_not_matter(texte: str) -> None:
    """Ce que la boutique avait écrit, cité dessous, ne compte pas."""
    message = f"Bonjour {texte} fin"
    cite = "\n\nLe 3 mars 2026 à 10:12, Boutique a écrit :\n> remboursement du colis cassé\n"
    assert reading(message + cite) == reading(message)


@settings(max_examples=20)
@given(st.integers(1, 12))
def test_repeating_oneself_does_not_matter(fois: int) -> None:
    """Dire dix fois la même chose ne change ni les scores ni la confiance."""
    une = analyse("Mon colis est en retard. ", REGLES)
    assert analyse("Mon colis est en retard. " * fois, REGLES).scores == une.scores


def test_words_set_aside_are_shown() -> None:
    """Un mot nié, ou pris dans une expression qui bloque, est montré avec le motif."""
    nies = analyse("Le produit n'est pas cassé.", REGLES).ecartes
    assert ("cassé", "nié") in [(ecarte.mot, ecarte.motif) for ecarte in nies]
    bloques = analyse("Les frais de livraison sont chers", REGLES).ecartes
    assert any("bloqué par « frais de livraison »" in ecarte.motif for ecarte in bloques)


def test_a_supposed_word_is_shown() -> None:
    """« si le vase est cassé » ne compte que pour moitié : l'explication le dit."""
    lue = analyse("Si le vase est cassé, que faire", REGLES)
    assert ("cassé", "supposé, compté pour moitié") in [(e.mot, e.motif) for e in lue.ecartes]


def test_a_negation_that_counts_sets_nothing_aside() -> None:
    """Dans « pas reçu mon colis », rien n'est écarté : c'est la phrase elle-même qui décide."""
    lue = analyse("Je n'ai pas reçu mon colis", REGLES)
    assert lue.categorie == REGLES.categories[0].nom
    assert lue.ecartes == ()
    assert analyse("Je n'ai pas reçu mon colis. " * 3, REGLES).ecartes == ()


def test_a_word_set_aside_is_told_once() -> None:
    """Un long message ne répète pas cent fois le même mot écarté."""
    lue = analyse("Le vase n'est pas cassé, mais bon. " * 100, REGLES)
    assert [e.mot for e in lue.ecartes] == ["cassé"]


def test_weak_words_need_company() -> None:
    """« problème » seul ne dit rien ; avec un autre mot de la catégorie, il s'ajoute."""
    assert analyse("J'ai un problème", REGLES).categorie == NON_CLASSE
    avec = analyse("J'ai un problème : le vase est fêlé", REGLES)
    assert "problème" in [raison.mot for raison in avec.raisons]


def test_a_denied_sensitive_word_still_holds() -> None:
    """Un mot sensible retient le message même nié."""
    lue = analyse("Je ne veux pas porter plainte", REGLES)
    assert lue.sujets_sensibles
    redite = analyse("Je ne veux pas porter plainte. " * 100, REGLES)
    assert redite.sujets_sensibles == lue.sujets_sensibles


@pytest.fixture(scope="module")
def rules() -> Rules:
    return REGLES


def test_a_lone_phrase_weighs_less_in_a_long_message(rules: Rules) -> None:
    """La même phrase, seule au milieu d'un long récit, donne une confiance moindre."""
    court = analyse("L'article est cassé.", rules)
    recit = "Bonjour, nous étions chez des amis dimanche et le soir en rentrant, "
    long = analyse(f"{recit} l'article est cassé.", rules)
    assert court.categorie == long.categorie == "Produit défectueux"
    assert long.confiance < court.confiance
