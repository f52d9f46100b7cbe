"""Ce qui fait confier un message parce qu'on n'est pas sûr de le lire comme il a été écrit."""

import pytest

from automation.decision import Ouverture, text_gates
from automation.understanding.classifier import analyse
from automation.understanding.rules import Rules, load_rules
from config import REGLES_FOURNIES
from models import Attente


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_rules(REGLES_FOURNIES)


ETRANGERES = {
    "anglais": "I will call my lawyer if you do not answer.",
    "néerlandais": "Waar is mijn pakket gebleven?",
    "allemand": "Ich habe das Gerät noch nicht bekommen.",
    "espagnol": "Todavía no he recibido el paquete.",
    "italien": "Non ho ancora ricevuto il mio pacco.",
    "portugais": "Ainda não recebi a minha encomenda.",
    "polonais": "Jeszcze nie dostałam mojej paczki.",
    "roumain": "Încă nu am primit coletul meu.",
    "russe": "Где моя посылка?",
    "arabe": "أين طردي؟ لم أستلم أي شيء",
    "grec": "Πού είναι το δέμα μου;",
}


@pytest.mark.parametrize("langue", ETRANGERES)
@pytest.mark.parametrize("forme", ["{}", "Bonjour, ma commande n'est pas arrivée. {} Merci !"])
def test_another_language_is_held_and_named(langue: str, forme: str, rules: Rules) -> None:
    """Un message dans une autre langue, ou une de ses phrases, est confié ; elle est nommée."""
    lue = analyse(forme.format(ETRANGERES[langue]), rules)
    assert lue.doute == f"le message est écrit en {langue}"
    codes = text_gates("x", lue, Ouverture(0.5, 0.5, ()))
    assert codes[0] is Attente.TEXTE_DOUTEUX
    assert langue in Attente.TEXTE_DOUTEUX.say(lue.doute)


FRANCAIS = [
    "slt c koi ce delire jai tjs rien recu",
    "Samsung Galaxy Watch Ultra black edition arrivée cassée",
    "Bonjour,\nToujours rien.\nMarie Van Den Berghe\n12 rue Van Gogh\n59000 Lille",
    "Ok thanks",
    "Le tracking indique « out for delivery » depuis hier",
    "Bonjour, où est mon colis ?\nObjet : retard\nDe la part de Camille",
]


@pytest.mark.parametrize("texte", FRANCAIS)
def test_plain_french_is_never_doubted(texte: str, rules: Rules) -> None:
    """Le français des messages courts, des noms et des modèles ne fait douter de rien."""
    assert analyse(texte, rules).doute == ""


RESTES = {
    "français": "\n\nDe : Boutique\nDate : hier\nretard",
    "langue inconnue": "\n\nFeladó: B <a@shop.example>\nElküldve: 2026. november 2. 10:12\nretard",
}


@pytest.mark.parametrize("reste", RESTES.values(), ids=RESTES)
def test_what_remains_of_a_header_is_held(reste: str, rules: Rules) -> None:
    """Un expéditeur et une date sous les mots du client : on ne sait pas qui a écrit la suite."""
    assert "en-tête" in analyse(f"Merci, c'est parfait !{reste}", rules).doute


def test_a_repaired_word_closes_its_gate(rules: Rules) -> None:
    """« mÃ©diateur » ferme la porte du sujet sensible, et se montre tel que reçu."""
    recu = "Ma commande est en retard, je saisis le mÃ©diateur."
    lue = analyse(recu, rules)
    assert lue.doute == ""
    (raison,) = lue.sujets_sensibles
    assert raison.mot == "mÃ©diateur"
    assert recu[raison.position :].startswith(raison.mot)


def test_a_lost_accent_is_held(rules: Rules) -> None:
    """Un texte qu'on ne sait pas réparer est confié."""
    assert analyse("Je saisis le m\ufffddiateur.", rules).doute == "le texte est mal décodé"


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("Je suis absente la semaine prochaine, où est mon colis ?", False),
        ("Je n'ai plus accès à mes mails, où est mon colis ?", False),
        ("Mon colis n'a pas pu être remis, il est perdu.", False),
        ("Votre message n'a pas pu être remis à son destinataire.", True),
        ("Ma boîte aux lettres est pleine, ma commande n'est pas arrivée.", False),
        ("Je suis actuellement en congé et serai de retour le 7 décembre.", True),
        ("Nous ne pouvons traiter votre message car cette adresse n'est pas relevée.", True),
        ("Votre colis est en route ! Cette boîte n'est pas surveillée.", True),
        ("Merci beaucoup, bonne soirée ! Camille Exemple", True),
    ],
)
def test_nothing_to_answer_and_nothing_else(texte: str, attendu: bool, rules: Rules) -> None:
    """Une demande passe avant une absence ; l'avis d'une machine n'est jamais répondu."""
    assert analyse(texte, rules).sans_reponse is attendu
