"""Promesse, remise, délai, aveu : une réécriture n'en ajoute aucun."""

import pytest

from automation.polish.checks import check
from automation.polish.commitments import added_commitments, find_commitments
from tests.polish.cases import (
    DEFAUT,
    REMBOURSEMENT,
    RETARD,
)
from tests.polish.tools import code, insert, locked

ENGAGEMENTS = (
    "Nous vous remboursons.",
    "Vous serez remboursée.",
    "Le remboursement est effectué.",
    "Votre demande de remboursement est acceptée.",
    "Nous procédons au remboursement.",
    "Nous recréditons votre compte.",
    "Un virement part.",
    "Nous vous rendons votre argent.",
    "Nous vous faisons un avoir.",
    "Voici un bon d'achat.",
    "Un code promo vous attend.",
    "Nous vous offrons les frais de port.",
    "C'est gratuit.",
    "Une remise s'applique.",
    "Nous faisons un geste commercial.",
    "C'est à nos frais.",
    "Nous prenons tout en charge.",
    "Un nouveau colis part.",
    "Nous remplaçons l'article.",
    "Un échange est prévu.",
    "Nous vous envoyons une étiquette de retour.",
    "Nous réparons l'article.",
    "Nous vous dédommageons.",
    "Une indemnité vous est due.",
    "Nous compensons.",
    "Votre commande est annulée.",
    "Vous l'avez demain.",
    "Réponse sous huitaine.",
    "Réponse dans les meilleurs délais.",
    "Nous répondons rapidement.",
    "C'est l'affaire d'une semaine.",
    "Nous reconnaissons notre responsabilité.",
    "C'est notre faute.",
    "C'est une erreur de notre part.",
    "Nous avons fait preuve de négligence.",
    "Vous avez droit à réparation.",
    "Nous vous garantissons une réponse.",
    "Nous nous engageons.",
    "C'est promis.",
    "Nous acceptons.",
    "Nous donnons suite à votre demande.",
    "Votre demande est satisfaite.",
    "Nous ferons le nécessaire.",
    "Indiquez votre carte bancaire.",
    "Envoyez votre mot de passe.",
    "Merci de nous adresser votre carte.",
    "Nous tenons à vous donner pleinement raison.",
    "Nous tenons à vous faire avoir votre argent.",
    "Téléphonez-nous.",
    "NOUS VOUS REMBOURSONS",
    "Nous vous rem\u00adboursons",
)

SANS_ENGAGEMENT = (
    "Nous étudions votre demande de remboursement.",
    "Merci pour votre demande d'échange.",
    "Nous avons bien reçu votre demande de remboursement.",
    "Nous comprenons votre déception.",
    "Nous examinons votre demande d'avoir.",
    "Nous sommes désolés de cette attente.",
    "Merci d'avoir pris le temps de nous écrire.",
    "Nous restons à votre écoute.",
    "Après avoir lu votre message, nous comprenons.",
    "N'hésitez pas à nous écrire.",
    "Merci de votre patience et de votre confiance.",
    "Nous serons heureux de vous lire.",
)


@pytest.mark.parametrize("phrase", ENGAGEMENTS)
def test_commitments_are_seen_and_refused(phrase: str) -> None:
    """Promesse, bon, geste, délai, aveu : aucun ne peut être ajouté."""
    assert find_commitments(phrase)
    for modele in (RETARD, REMBOURSEMENT, DEFAUT):
        assert check(locked(modele), insert(locked(modele), phrase)) is not None


@pytest.mark.parametrize("phrase", SANS_ENGAGEMENT)
def test_courtesy_is_no_commitment(phrase: str) -> None:
    """Parler de la demande du client, ou compatir, n'engage pas la boutique."""
    assert find_commitments(phrase) == []


def test_a_commitment_of_the_template_stays_word_for_word() -> None:
    """Ce que la boutique promet elle-même reste ; le répéter ou le durcir est refusé."""
    promesse = "Si l'article est abîmé, nous vous remboursons."
    modele = f"Bonjour,\n\nMerci de votre message. {promesse}\n\nCordialement,\nL'équipe"
    assert check(modele, modele.replace("Merci de", "Un grand merci pour")) is None
    assert added_commitments(modele, modele) == []
    assert code(modele, modele.replace("Si l'article est abîmé, n", "N")) == "engagement_ajoute"
    assert code(modele, insert(modele, promesse)) == "engagement_ajoute"


def test_a_refusal_of_the_template_cannot_become_a_promise() -> None:
    """« Nous ne pouvons pas … » ne devient pas « nous pouvons … »."""
    refus = "Nous ne pouvons pas traiter votre demande par message."
    modele = f"Bonjour,\n\nMerci de votre message. {refus}\n\nCordialement,\nL'équipe"
    accord = "Nous pouvons traiter votre demande par message."
    assert code(modele, modele.replace(refus, accord)) == "sens_modifie"
