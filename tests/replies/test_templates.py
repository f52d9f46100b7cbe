"""Les modèles de réponse : jamais un trou, jamais une accolade, jamais de code."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.languages.fr.writing import french_money
from automation.replies.templates import (
    VARIABLES,
    build_facts,
    carrier_link,
    known_variables,
    places,
    render,
    unknown_variables,
)
from automation.replies.values import known_value
from models import EtatCommande
from models.crm import Client, Commande

CLIENT = Client(1, "lea@example.com", "Blanc", "Léa")
COMMANDE = Commande(
    7,
    1,
    "CMD-2024-007",
    date(2026, 3, 3),
    Decimal("1234.50"),
    2,
    EtatCommande.EXPEDIEE,
    "Colissimo",
    "6A 12/3",
    date(2026, 3, 9),
)


def _facts(
    commande: Commande | None = COMMANDE, jour: date = date(2026, 3, 5)
) -> dict[str, str | None]:
    return build_facts(
        CLIENT,
        commande,
        email=CLIENT.email,
        aujourdhui=jour,
        delai_reponse="48 heures",
        nom_boutique=None,
        lien_suivi="https://suivi.example.com/{numero_suivi}",
    )


def test_every_variable_has_its_value() -> None:
    """Chaque variable annoncée reçoit le fait qu'elle nomme."""
    faits = _facts()
    assert faits == {
        "nom_client": "Léa Blanc",
        "prenom_client": "Léa",
        "email_client": "lea@example.com",
        "id_commande": "7",
        "reference": "CMD-2024-007",
        "lien_facture": None,
        "date_commande": "3 mars 2026",
        "montant": french_money(Decimal("1234.50")),
        "nb_articles": "2",
        "statut_commande": "expédiée",
        "transporteur": "Colissimo",
        "numero_suivi": "6A 12/3",
        "lien_suivi": "https://suivi.example.com/6A%2012%2F3",
        "date_livraison_prevue": "9 mars 2026",
        "delai_reponse": "48 heures",
        "nom_boutique": None,
    }
    assert set(faits) == set(VARIABLES)


def test_a_promised_date_already_past_is_not_promised_again() -> None:
    """Une livraison prévue hier n'a plus de valeur ; prévue aujourd'hui, si."""
    assert _facts(jour=date(2026, 3, 9))["date_livraison_prevue"] == "9 mars 2026"
    assert _facts(jour=date(2026, 3, 10))["date_livraison_prevue"] is None


@pytest.mark.parametrize("vide", ["", "  ", "N/A", "null", "-", "\u200b", "\t\n"])
def test_a_placeholder_in_the_database_is_a_missing_value(vide: str) -> None:
    """« N/A », un tiret ou un blanc dans la base n'arrivent jamais dans une réponse."""
    assert known_value(vide) is None
    assert render("Suivi : {numero_suivi}", {"numero_suivi": vide}).manquantes == ("numero_suivi",)


def test_a_fallback_is_used_only_when_the_value_is_missing() -> None:
    """Le texte de repli ne sert que si la valeur manque."""
    modele = "Bonjour {prenom_client|Madame, Monsieur},"
    assert render(modele, {"prenom_client": "Léa"}).texte == "Bonjour Léa,"
    assert render(modele, {}).texte == "Bonjour Madame, Monsieur,"
    assert render("Bonjour {prenom_client|},", {}).manquantes == ("prenom_client",)


@pytest.mark.parametrize(
    ("modele", "inconnues"),
    [
        ("Bonjour {prénom}", ("prénom",)),
        ("Bonjour {{prenom_client}}", ("{", "}")),
        ("Bonjour {prenom_client", ("{",)),
        ("{prenom_client.__class__}", ("prenom_client.__class__",)),
        ("{0}", ("0",)),
        ("{}", ("",)),
    ],
)
def test_an_unknown_variable_is_named_and_never_sent(
    modele: str, inconnues: tuple[str, ...]
) -> None:
    """Une variable inconnue, ou une accolade de trop, empêche l'envoi et est nommée."""
    assert unknown_variables(modele) == inconnues
    assert render(modele, {"prenom_client": "Léa"}).texte is None


def test_what_a_customer_is_called_is_never_read_as_a_template() -> None:
    """Un nom qui contient des accolades n'est ni rempli, ni montré : il compte comme absent."""
    reponse = render("Bonjour {nom_client}", {"nom_client": "{montant}%s", "montant": "5 €"})
    assert (reponse.texte, reponse.manquantes) == (None, ("nom_client",))


@pytest.mark.parametrize(
    ("transporteur", "attendu"),
    [
        ("Mondial Relay", "le leur"),
        ("MONDIAL-RELAY", "le leur"),
        ("Chronopóst", "le sien"),
        ("Mondial", None),
        (None, None),
    ],
)
def test_the_tracking_link_is_that_of_the_carrier(
    transporteur: str | None, attendu: str | None
) -> None:
    """Un transporteur a son adresse, de quelque façon qu'on l'écrive ; les autres n'en ont pas."""
    liens = [("MONDIAL_RELAY", "le leur"), ("CHRONOPOST", "le sien")]
    assert carrier_link(liens, transporteur) == attendu


ADOUCI = "Bonjour,\n\n{ouverture}\n\nVoici.\n\n{cloture}\n\nÀ bientôt"


@pytest.mark.parametrize(
    ("modele", "choisies", "attendu"),
    [
        (ADOUCI, {}, "Bonjour,\n\nVoici.\n\nÀ bientôt"),
        (ADOUCI, {"ouverture": "Merci."}, "Bonjour,\n\nMerci.\n\nVoici.\n\nÀ bientôt"),
        (ADOUCI, {"cloture": "Merci."}, "Bonjour,\n\nVoici.\n\nMerci.\n\nÀ bientôt"),
        (ADOUCI.replace("\n", "\r\n"), {}, "Bonjour,\r\n\r\nVoici.\r\n\r\nÀ bientôt"),
        ("Bonjour,\n { ouverture }\nVoici.\n{cloture}", {}, "Bonjour,\nVoici."),
        ("Bonjour,\n\n{ouverture}\n{cloture}\n\nVoici.", {}, "Bonjour,\n\nVoici."),
        ("Bonjour. {ouverture} Voici.", {}, "Bonjour. Voici."),
        ("Bonjour. {ouverture} Voici.", {"ouverture": "Merci."}, "Bonjour. Merci. Voici."),
        ("{ouverture}", {}, None),
        ("Voici.\n{ouverture}", {"ouverture": "Dû : {montant}"}, None),
    ],
)
def test_a_place_without_a_sentence_goes_with_its_line(
    modele: str, choisies: dict[str, str | None], attendu: str | None
) -> None:
    """{ouverture} et {cloture} tiennent une ligne, qui n'est pas là si rien n'est choisi."""
    assert render(modele, choisies).texte == attendu


def test_places_are_not_variables_of_a_template() -> None:
    """Ni inconnues ni manquantes ; mais restées dans une réponse, elles se verraient."""
    assert unknown_variables(ADOUCI) == ()
    assert render(ADOUCI, {}).manquantes == ()
    assert places(ADOUCI) == {"ouverture", "cloture"}
    assert known_variables("Bonjour {ouverture}") == ("{ouverture}",)


_VALEURS = st.one_of(st.none(), st.text(max_size=20))
_MODELES = st.lists(
    st.one_of(
        st.sampled_from([f"{{{nom}}}" for nom in VARIABLES]),
        st.sampled_from([f"{{{nom}|repli}}" for nom in VARIABLES]),
        st.text(max_size=10),
        st.sampled_from(["{", "}", "{inconnue}", "|"]),
    ),
    max_size=12,
).map("".join)


@given(_MODELES, st.dictionaries(st.sampled_from(VARIABLES), _VALEURS))
def test_no_reply_ever_has_a_hole(modele: str, valeurs: dict[str, str | None]) -> None:
    """Quels que soient le modèle et les faits : une réponse entière, ou ce qui manque."""
    reponse = render(modele, valeurs)
    if reponse.texte is None:
        vide = not any(c.isalnum() for c in modele)
        assert reponse.manquantes or reponse.inconnues or vide or known_value(modele) is None
        return
    assert not set("{}｛｝") & set(reponse.texte)
    assert reponse.texte.strip()
