"""Une réécriture part seulement si elle dit la même chose que le modèle, en plus chaleureux."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automation.polish.checks import check, closing, is_french, opening, tidy
from automation.polish.fact_lock import REPERE
from tests.polish.cases import (
    BONNES,
    DEFAUT,
    INFORMATION,
    INJECTIONS,
    MODELES,
    REMBOURSEMENT,
    RETARD,
    Injection,
    Reecriture,
    obeissances,
)
from tests.polish.tools import code, insert, locked


@pytest.mark.parametrize("modele", MODELES)
def test_the_template_itself_is_accepted(modele: str) -> None:
    """Un serveur qui ne change rien n'est pas refusé."""
    assert check(locked(modele), locked(modele)) is None


@pytest.mark.parametrize("reecriture", BONNES)
def test_warmer_rewrites_are_accepted(reecriture: Reecriture) -> None:
    """Une phrase d'attention de plus, ou une tournure plus douce, est gardée."""
    avant = locked(reecriture.modele)
    assert reecriture.avant in avant
    assert check(avant, avant.replace(reecriture.avant, reecriture.apres)) is None


@pytest.mark.parametrize(
    ("ancien", "nouveau", "attendu"),
    [
        ("⟦TRANSPORTEUR⟧", "notre transporteur", "faits_modifies"),
        ("⟦DELAI_REPONSE⟧", "⟦DELAI_REPONSE⟧ (⟦DELAI_REPONSE⟧)", "faits_modifies"),
        ("⟦DATE_COMMANDE⟧", "⟦DATE COMMANDE⟧", "faits_modifies"),
        ("⟦ID_COMMANDE⟧ du ⟦DATE_COMMANDE⟧", "⟦DATE_COMMANDE⟧ du ⟦ID_COMMANDE⟧", "sens_modifie"),
        ("a été confiée à ⟦TR", "n'a jamais été confiée à ⟦TR", "sens_modifie"),
        ("Si elle ne vous parvient pas", "Si elle vous parvient", "sens_modifie"),
        ("désolés de ce retard", "désolés de ces 3 jours", "fait_nouveau"),
        ("désolés de ce retard", "désolés de ces trois retards", "fait_nouveau"),
        ("désolés de ce retard", "désolés de ce retard depuis lundi", "fait_nouveau"),
        ("désolés de ce retard", "désolés de ce retard de Chronopost", "fait_nouveau"),
        ("désolés de ce retard", "désolés de ce retard à Rouen", "fait_nouveau"),
        ("Vous pouvez la suivre ici", "Vous pouvez la suivre sur suivi.test", "fait_nouveau"),
        ("Bonjour ⟦PRENOM_CLIENT⟧,", "Cher ⟦PRENOM_CLIENT⟧,", "sens_modifie"),
        ("Bonjour ⟦PRENOM_CLIENT⟧,", "Bonjour ⟦PRENOM_CLIENT⟧ !", "salutation_modifiee"),
        ("Bien à vous,\n", "Cordialement,\n", "signature_modifiee"),
        ("Nous sommes désolés", "NOUS sommes désolés", "majuscules"),
        ("Nous sommes désolés", "Nous sommes **désolés**", "balisage"),
        ("Nous sommes désolés", "- Nous sommes désolés", "balisage"),
        ("Nous sommes désolés", "Nous sommes 😊 désolés", "balisage"),
        ("Nous sommes désolés", "Voici la réponse. Nous sommes désolés", "texte_de_service"),
        ("Nous sommes désolés", "Je ne peux pas aider. Nous sommes désolés", "refus_du_modele"),
        ("Nous sommes désolés de ce retard. ", "", "contenu_perdu"),
        ("de ce retard", "de cette tempête sur le port", "hors_sujet"),
    ],
)
def test_changed_rewrites_are_refused(ancien: str, nouveau: str, attendu: str) -> None:
    """Chaque changement de fait, de ton ou de forme a son code."""
    avant = locked(RETARD)
    assert ancien in avant
    apres = avant.replace(ancien, nouveau)
    if attendu == "contenu_perdu":
        avant = locked(DEFAUT)
        apres = avant.replace("une photo du produit et une photo de l'emballage", "un message")
    assert code(avant, apres) == attendu


@pytest.mark.parametrize(
    ("rendu", "attendu"),
    [
        ("", "reponse_vide"),
        ("   \n ", "reponse_vide"),
        ("<think>il faut ruser</think>", "reponse_vide"),
        ("Merci.", "faits_modifies"),
        ("```\nMerci\n```", "faits_modifies"),
    ],
)
def test_replies_without_the_facts_are_refused(rendu: str, attendu: str) -> None:
    """Un texte vide ou sans les faits ne part jamais."""
    assert code(locked(RETARD), rendu) == attendu


def test_too_long_or_foreign_rewrites_are_refused() -> None:
    """Plus du double de la longueur, ou une autre langue que le français."""
    avant = "Bonjour, nous avons bien noté votre question et nous vous en remercions."
    assert code(avant, f"{avant} " + "Nous vous remercions de votre attention. " * 3) == "longueur"
    telegraphique = "Bonjour, question noté, remercions attention, patience, message."
    assert code(avant, telegraphique) == "langue"
    assert not is_french("Thank you for your message, we are sorry about this.")
    assert is_french(locked(INFORMATION))


def test_wrapping_and_thoughts_are_removed() -> None:
    """L'enveloppe <reponse> et la réflexion <think> de certains serveurs ne comptent pas."""
    avant = locked(RETARD)
    rendu = f"<think>3 idées</think>\n<reponse>\n{avant}\n</reponse>\n"
    assert tidy(rendu) == avant
    assert tidy(f"<message_client>\nBonjour\n</message_client>\n\n{rendu}") == avant
    assert code(avant, rendu + rendu) is not None


@pytest.mark.parametrize(
    ("modele", "debut", "fin"),
    [
        (RETARD, "Bonjour ⟦PRENOM_CLIENT⟧,", "Bien à vous,\nL'équipe ⟦NOM_BOUTIQUE⟧"),
        (DEFAUT, "Bonjour ⟦PRENOM_CLIENT⟧,", "L'équipe ⟦NOM_BOUTIQUE⟧"),
        (INFORMATION, "Bonjour ⟦PRENOM_CLIENT⟧,", "Cordialement, l'équipe ⟦NOM_BOUTIQUE⟧."),
        ("Bonjour,\nMerci.\nJo", "Bonjour,", "Jo"),
        ("Merci de votre message.", "", ""),
    ],
)
def test_greeting_and_signature_are_found(modele: str, debut: str, fin: str) -> None:
    """La salutation et la signature se reconnaissent sur plusieurs lignes comme sur une."""
    assert (opening(locked(modele)), closing(locked(modele))) == (debut, fin)


AFFIRMATIONS = (
    "Votre article est en parfait état.",
    "Votre commande est disponible.",
    "L'article est à vous.",
    "Votre dossier est complet.",
    "La boutique vous doit cette somme.",
    "Votre colis est perdu.",
    "Merci de patienter un peu, votre colis se trouve tout près.",
    "Nous n'avons pas votre commande.",
    "Le service client est fermé.",
    "Votre commande attend ici.",
    "Votre commande a bien été reçue.",
    "Tout cela est faux.",
    "C'est fait.",
    "Oui.",
    "Vous êtes stupide.",
    "Notre boutique est une arnaque.",
    "Écrivez à notre concurrent.",
)


@pytest.mark.parametrize("phrase", AFFIRMATIONS)
def test_statements_that_the_template_does_not_make_are_refused(phrase: str) -> None:
    """Rien ne s'affirme sur la commande, l'article ou la boutique que le modèle ne dise."""
    for modele in (RETARD, REMBOURSEMENT, DEFAUT):
        assert check(locked(modele), insert(locked(modele), phrase)) is not None


@pytest.mark.parametrize("injection", INJECTIONS, ids=lambda i: i.message[:30])
def test_an_obeyed_injection_is_refused_wherever_it_stands(injection: Injection) -> None:
    """L'ordre suivi seul, en tête, au milieu ou à la fin de la réponse : toujours refusé."""
    for modele in (RETARD, REMBOURSEMENT, DEFAUT):
        avant = locked(modele)
        for apres in obeissances(injection.obei, avant):
            assert code(avant, apres) is not None, apres


@settings(max_examples=150)
@given(
    modele=st.sampled_from(MODELES),
    coupes=st.lists(st.tuples(st.integers(0, 400), st.text(max_size=12)), min_size=1, max_size=4),
)
def test_an_accepted_text_always_has_every_fact(modele: str, coupes: list[tuple[int, str]]) -> None:
    """Quoi qu'on insère et où que ce soit, un texte accepté a ses repères et aucun chiffre."""
    avant = apres = locked(modele)
    for rang, ajout in coupes:
        apres = apres[:rang] + ajout + apres[rang:]
    apres = tidy(apres)
    if check(avant, apres) is None:
        assert REPERE.findall(apres) == REPERE.findall(avant)
        assert not any(c.isnumeric() for c in REPERE.sub("", apres))
