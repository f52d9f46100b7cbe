"""Une réponse finie est regardée : ni valeur creuse, ni marque d'un autre outil ne part."""

import pytest

from automation.replies.templates import render, unknown_variables
from automation.replies.values import field_value
from database.demo import starters
from tests.conftest import Lancer

CREUSES = (
    ["nan", "NaN", "#N/A", "#REF!", "undefined", "null", "NULL", "None", "\\N", "NC", "N.C."],
    ["n/a", ".", "...", "---", "??", "xxx", "XXXX", "''", "()"],
    ["\u00ad", "\u034f", "\u3164", "\u2800", "\u200b", "\x00", " ", "\u00a0", "\ufffd\ufffd"],
    ["{prenom_client}", "{{first_name}}", "[Prénom]", "<nom>", "%s", "｛nom｝", "0"],
)


@pytest.mark.parametrize("valeur", [valeur for lot in CREUSES for valeur in lot])
@pytest.mark.parametrize("champ", ["prenom_client", "numero_suivi", "transporteur"])
def test_an_empty_value_is_a_missing_value(champ: str, valeur: str) -> None:
    """Ce que les bases écrivent à la place de rien n'est la valeur d'aucun champ."""
    assert field_value(champ, valeur) is None
    assert render(f"Bonjour {{{champ}}},", {champ: valeur}).manquantes == (champ,)


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [
        ("prenom_client", "Léa"),
        ("prenom_client", "Marie-Ange"),
        ("prenom_client", "N’Golo"),
        ("prenom_client", "李雷"),
        ("prenom_client", "Dörte"),
        ("nom_client", "Jean d'Ormesson (fils)"),
        ("nom_client", "Blanc & Fils, 2e"),
        ("transporteur", "La Poste / Colissimo"),
        ("transporteur", "DPD"),
        ("transporteur", "4PX"),
        ("numero_suivi", "24680135"),
        ("numero_suivi", "6A 123.456-78"),
        ("reference", "XKBKNABJK"),
        ("reference", "10-O-00005002"),
        ("reference", "#1001"),
        ("statut_commande", "expédiée"),
        ("nb_articles", "2"),
        ("lien_suivi", "https://suivi.example.com/6A%2012?a=b"),
        ("email_client", "lea@example.com"),
    ],
)
def test_a_real_value_is_kept(champ: str, valeur: str) -> None:
    """Les vraies valeurs passent, telles quelles."""
    assert field_value(champ, valeur) == valeur


MARQUES = [
    "Bonjour [Prénom], votre commande arrive.",
    "Bonjour %prenom%, votre commande arrive.",
    "Bonjour <<prenom>>, votre commande arrive.",
    "Bonjour <prenom_client>, voici.",
    "Bonjour, %(montant)s",
    "Bonjour %s, voici.",
    "Bonjour ___, voici.",
    "Bonjour ((id_commande)), voici.",
    "Bonjour ｛prenom_client｝, voici.",
    "Bonjour ${prenom}, voici.",
    "Bonjour $prenom, voici.",
    "Bonjour {%customer.firstName%}, voici.",
    "Bonjour {{ prenom_client }}, voici.",
    "Bonjour {{contact.first_name|vous}}, voici.",
    "Bonjour {prenom_client|[Prénom]}, voici.",
    "Bonjour #prenom_client#, voici.",
    "Bonjour XXX, voici.",
    "Bonjour {prénom_client}, voici.",
]


@pytest.mark.parametrize("modele", MARQUES)
def test_the_mark_of_another_tool_never_leaves(modele: str) -> None:
    """Un modèle venu d'un autre outil est nommé avec sa marque, et ne part pas."""
    assert unknown_variables(modele) != ()
    assert render(modele, {"prenom_client": "Léa"}).texte is None


@pytest.mark.parametrize(
    "modele", ["\u200b", "\x00", "{nom_boutique|\u200b}", " \n ", "…", "\u3164"]
)
def test_a_blank_reply_never_leaves(modele: str) -> None:
    """Un modèle qui ne montre rien ne fait pas une réponse."""
    assert render(modele, {}).texte is None


@pytest.mark.parametrize(
    "texte",
    [
        "Comptez 2 à 3 jours (10 % de remise, soit < 5 € et > 2 €).",
        "Écrivez à <contact@example.com> ou sur <https://example.com/a_b__c?d=[1]>.",
        "Suivi : https://example.com/%C3%A9t%C3%A9?a[]=1&b=___",
        "Taille XXL, modèle XXXL-2 : 20 $ ou 5 $US.",
        "« Bonjour » (voir (1) et (2))…",
        *(modele.texte for modele in starters()),
    ],
)
def test_an_ordinary_sentence_is_no_hole(texte: str) -> None:
    """Un pourcentage, une adresse ou une parenthèse ne retiennent pas une réponse."""
    assert unknown_variables(texte) == ()


@pytest.mark.parametrize(
    ("variable", "valeur"),
    [
        ("LIEN_SUIVI", "https://x.example/{numero_suivi}/{prenom_client}"),
        ("DELAI_REPONSE", "{montant}"),
        ("NOM_BOUTIQUE", "{nom_client}"),
        ("DB_HOST", "mysql://root:s3cret@localhost:3306/crm"),
        ("DB_HOST", "root:s3cret@localhost"),
    ],
)
def test_a_setting_holds_no_braces_and_no_password(
    variable: str, valeur: str, lancer: Lancer
) -> None:
    """Un réglage à accolades, ou un hôte avec son mot de passe : code 3, et rien n'est redit."""
    fini = lancer("--stats", **{variable: valeur})
    assert (fini.code, variable in fini.erreurs) == (3, True)
    assert "s3cret" not in fini.erreurs + fini.sortie
