"""Un brouillon rédigé par l'IA garde ses faits, et n'en ajoute pas ; une personne le relit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.polish.drafts import check_draft, is_french, length_max, tidy
from automation.polish.fact_lock import REPERE
from models.ia import MOTIFS
from tests.polish.cases import BONNES, INFORMATION, MODELES, RETARD, Reecriture
from tests.polish.tools import locked

AVANT = locked(RETARD)


def code(apres: str, avant: str = AVANT) -> str | None:
    """Le code du refus, ou ``None``."""
    refus = check_draft(avant, tidy(apres, length_max(avant)))
    assert refus is None or refus[0] in MOTIFS
    return refus[0] if refus else None


@pytest.mark.parametrize("modele", MODELES)
def test_the_template_itself_is_a_good_draft(modele: str) -> None:
    """Rendu tel quel, le texte de la boutique est accepté."""
    assert code(locked(modele), locked(modele)) is None


@pytest.mark.parametrize("bonne", BONNES)
def test_a_warmer_draft_is_kept(bonne: Reecriture) -> None:
    """Une phrase d'attention, des excuses mieux dites : le brouillon est gardé."""
    avant = locked(bonne.modele)
    assert bonne.avant in avant
    assert code(avant.replace(bonne.avant, bonne.apres), avant) is None


def test_a_draft_may_be_written_anew() -> None:
    """Phrases et ordre peuvent changer du tout au tout, si chaque fait y est autant de fois."""
    avant = locked(INFORMATION)
    apres = (
        "Bonjour ⟦PRENOM_CLIENT⟧,\n\nMerci de votre message ! Bonne nouvelle : la livraison est "
        "attendue le ⟦DATE_LIVRAISON_PREVUE⟧. Pour l'instant, votre commande n° ⟦ID_COMMANDE⟧ est "
        "⟦STATUT_COMMANDE⟧.\n\nBien à vous,\nL'équipe ⟦NOM_BOUTIQUE⟧"
    )
    assert code(apres, avant) is None


@pytest.mark.parametrize(
    ("attendu", "avant", "apres"),
    [
        ("faits_modifies", "⟦TRANSPORTEUR⟧", "le transporteur"),
        ("faits_modifies", "⟦TRANSPORTEUR⟧", "⟦TRANSPORTEUR⟧, oui ⟦TRANSPORTEUR⟧"),
        ("faits_modifies", "⟦TRANSPORTEUR⟧", "⟦MONTANT⟧"),
        ("signe_etranger", "⟦TRANSPORTEUR⟧", "⟦TRANSPORTEUR⟧ ⟦"),
        ("signe_etranger", "désolés", "désolés de ces 3 jours"),
        ("signe_etranger", "désolés", "désolés (½ journée)"),
        ("signe_etranger", "désolés", "désolés, écrivez à moi@x"),
        ("signe_etranger", "désolés", "désolés : https://x.example/"),
        ("fait_nouveau", "désolés", "désolés, voir boutique.com et"),
        ("fait_nouveau", "désolés", "désolés, Sophie aussi,"),
        ("fait_nouveau", "Nous sommes", "Sophie et nous sommes"),
        ("fait_nouveau", "désolés", "désolés, dhl aussi,"),
        ("signe_etranger", "désolés", "désolés <b>vraiment</b>"),
        ("signe_etranger", "désolés", "désolés 🎉"),
        ("signe_etranger", "désolés", "désolés, спасибо"),
        ("signe_etranger", "désolés", "désolés {montant}"),
        ("signe_etranger", "désolés", "désolés \u202e"),
    ],
)
def test_a_draft_with_another_fact_is_set_aside(attendu: str, avant: str, apres: str) -> None:
    """Fait perdu, répété ou ajouté, chiffre, lien, adresse, nom ou balise : écarté."""
    assert avant in AVANT
    assert code(AVANT.replace(avant, apres, 1)) == attendu


def test_a_draft_in_another_language_is_set_aside() -> None:
    """Un brouillon en anglais n'aide personne."""
    reperes = " ".join(f"⟦{nom}⟧" for nom in REPERE.findall(AVANT))
    anglais = f"thank you for your message, we understand how you feel about this delay {reperes}"
    assert code(anglais + " and we remain at your disposal for anything else you need") == "langue"
    assert is_french("Nous comprenons votre inquiétude.")


def test_a_draft_without_measure_is_set_aside() -> None:
    """Dix fois trop long ou presque vide, il n'est pas gardé."""
    reperes = " ".join(f"⟦{nom}⟧" for nom in REPERE.findall(AVANT))
    assert code(reperes[:40]) == "longueur"
    assert tidy("merci " * len(AVANT), length_max(AVANT)) == ""


def test_what_small_models_put_around_is_left() -> None:
    """Une réflexion en tête et une enveloppe ne sont pas le brouillon ; rien d'autre n'est ôté."""
    assert tidy("<think>hum</think>\n<reponse>\nBonjour\n</reponse> voilà", 100) == "Bonjour"
    assert tidy("<reponse>a</reponse><reponse>b</reponse>", 100).startswith("<reponse>a")
    assert tidy("Bonjour\r\n", 100) == "Bonjour"


@pytest.mark.parametrize(
    "motif", ["<think>", "</think>", "<reponse>", "</reponse>", "e\u0301\u0323"]
)
def test_a_repeated_tag_takes_one_pass(motif: str) -> None:
    """Un mégaoctet d'une même balise se lit d'un trait, et ne fait pas un brouillon."""
    assert tidy(motif * 200_000, 5_000) == ""


@given(texte=st.text(), avant=st.sampled_from([locked(m) for m in MODELES]))
def test_any_text_gets_a_verdict(texte: str, avant: str) -> None:
    """Tout texte a son verdict, et un brouillon gardé a exactement les repères du modèle."""
    if code(f"{avant} {texte}", avant) is None:
        assert sorted(REPERE.findall(texte)) == []
