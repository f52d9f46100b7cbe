"""Un message qui cite une réponse de la boutique n'est pas le premier mot d'un échange."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.reading.own_words import own_words
from automation.reading.quoted import find_answer, quoted_text
from automation.replies.quoting import quotes_reply
from automation.understanding.classifier import analyse
from automation.understanding.rules import load_rules
from config import Settings
from models.tickets import ReponseType

RULES = load_rules(*Settings().regles)
CLIENT = "Bonjour, où en est ma commande ?\n\n"
ANNONCE = "Le 3 mars 2026 à 10:12, Service client <sav@boutique.example> a écrit :\n"
MODELE = ReponseType(
    "1",
    "Retard de livraison",
    "Bonjour {prenom_client|},\n\nVotre lampe a quitté l'atelier. Elle est chez {transporteur} et "
    "voyage sous le numéro {numero_suivi}.\n\nL'équipe",
)


def _quote(*lignes: str) -> str:
    return CLIENT + ANNONCE + "".join(f"> {ligne}\n" for ligne in lignes)


@pytest.mark.parametrize(
    "lignes",
    [
        ("Merci pour votre message.", "Il arrive demain."),
        ("Nous avons bien reçu", "votre demande, un conseiller s'en occupe."),
        ("En réponse à votre dernier mail, le vase est parti.",),
        ("SUITE À VOTRE RÉCLAMATION, nous avons interrogé le transporteur.",),
    ],
)
def test_quoting_an_answer_continues_an_exchange(lignes: tuple[str, ...]) -> None:
    """Un mail qui répond au client, cité sous son message, ferme la porte, mots à l'appui."""
    texte = _quote(*lignes)
    [raison] = analyse(texte, RULES).suite
    assert texte[raison.position :].startswith(raison.mot)
    assert "votre" in raison.mot.lower()


@pytest.mark.parametrize(
    "lignes",
    [
        ("Votre commande n° 114 est expédiée.", "Suivez-la en ligne."),
        ("Nous avons bien reçu votre commande, merci pour votre achat.",),
        ("Votre message : où est mon colis ?",),
    ],
)
def test_quoting_a_notice_does_not(lignes: tuple[str, ...]) -> None:
    """Une confirmation de commande ou un avis d'expédition cité n'est pas un échange."""
    assert analyse(_quote(*lignes), RULES).suite == ()


def test_the_clients_own_words_are_not_a_quote() -> None:
    """« Concernant votre demande » écrit par le client lui-même n'est pas une citation."""
    texte = "Concernant votre message : où est mon colis ?"
    assert quoted_text(texte, own_words(texte)) == ""


def test_one_of_our_replies_is_known_by_its_sentences() -> None:
    """Une réponse de la boutique se reconnaît, lignes coupées et variables remplies."""
    citee = _quote(
        "Bonjour Léa,", "Votre lampe a quitté", "l'atelier. Elle est chez Colissimo", "et voyage..."
    )
    assert quotes_reply(quoted_text(citee, own_words(citee)), [MODELE])
    autre = _quote("Bonjour Léa,", "Votre lampe est prête à partir de l'entrepôt.", "L'équipe")
    assert not quotes_reply(quoted_text(autre, own_words(autre)), [MODELE])
    assert not quotes_reply("", [MODELE])


@given(st.text())
def test_any_text_can_be_read(texte: str) -> None:
    """Aucun texte ne lève d'erreur, et ce qui est cité garde sa place."""
    cite = quoted_text(texte, own_words(texte))
    assert len(cite) in (0, len(texte))
    trouvee = find_answer(cite)
    assert trouvee is None or 0 <= trouvee[0] < trouvee[1] <= len(texte)
