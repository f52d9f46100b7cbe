"""Ce qui part seul : quoi que rende le serveur, ce sont les seuls mots de la boutique."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from automation.replies.politesses import choice_schema, offered, read_choice
from automation.replies.templates import POLITESSES, render
from models.ia import AUCUNE, CHOISIE, MOTIFS
from tests.polish.cases import (
    DEFAUT,
    FAITS,
    HOSTILES,
    INFORMATION,
    INJECTIONS,
    REMBOURSEMENT,
    RETARD,
    obeissances,
)
from tests.polish.openai_server import Effet, ServeurOpenAI, choice, completion
from tests.polish.tools import PHRASES, TEXTE_RETARD, demande, polisher, possible_replies

OFFRE = offered(PHRASES, POLITESSES, "Retard de livraison")


@pytest.fixture(scope="module")
def serveur() -> Iterator[ServeurOpenAI]:
    """Un serveur qui choisit les premières phrases, sauf avis contraire."""
    with ServeurOpenAI() as ouvert:
        yield ouvert


def test_the_chosen_sentences_stand_in_the_shop_reply(serveur: ServeurOpenAI) -> None:
    """La réponse est le modèle mot pour mot, avec les phrases dont le serveur donne le numéro."""
    serveur.comportement = lambda _: choice(2, 3)
    rendu = polisher(serveur).choose(demande())
    assert rendu is not None
    ouverture, cloture = OFFRE["ouverture"][1].phrase, OFFRE["cloture"][2].phrase
    attendue = render(RETARD, FAITS | {"ouverture": ouverture, "cloture": cloture}).texte
    assert (rendu.texte, rendu.code, rendu.jetons) == (attendue, CHOISIE, (120, 80))
    assert str(rendu.texte).replace(f"{ouverture}\n\n", "").replace(f"{cloture}\n\n", "") == (
        TEXTE_RETARD
    )


def test_choosing_nothing_is_an_answer(serveur: ServeurOpenAI) -> None:
    """Si rien ne convient, la réponse est celle de la boutique, sans ligne vide de plus."""
    serveur.comportement = lambda _: choice(None, None)
    rendu = polisher(serveur).choose(demande())
    assert rendu is not None
    assert (rendu.texte, rendu.code) == (TEXTE_RETARD, AUCUNE)


def test_a_template_without_places_is_never_sent(serveur: ServeurOpenAI) -> None:
    """Un modèle sans {ouverture} ni {cloture} n'en reçoit pas, et rien n'est demandé."""
    avant = len(serveur.requetes)
    assert polisher(serveur).choose(demande(modele=INFORMATION)) is None
    assert len(serveur.requetes) == avant


def test_only_the_awaited_place_is_offered(serveur: ServeurOpenAI) -> None:
    """Un modèle qui n'attend qu'une clôture n'offre aucune ouverture à choisir."""
    serveur.comportement = lambda _: choice(1, 1)
    modele = RETARD.replace("{ouverture}\n\n", "")
    rendu = polisher(serveur).choose(demande(modele=modele))
    assert rendu is not None
    assert rendu.code == "choix_invalide"
    schema = serveur.requetes[-1].schema
    assert schema is not None
    assert schema["properties"]["ouverture"]["enum"] == [None]


def test_the_server_reads_the_sentences_and_no_reply(serveur: ServeurOpenAI) -> None:
    """Pour choisir, le serveur lit le message masqué et les phrases ; pas un mot de la réponse."""
    serveur.comportement = lambda _: choice()
    polisher(serveur).choose(demande("Je suis Marie-Claude, commande 1042"))
    requete = serveur.requetes[-1]
    assert requete.message == "Je suis [information], commande [numéro]"
    for phrase in (p.phrase for liste in OFFRE.values() for p in liste):
        assert phrase in requete.texte
    assert "confiée" not in requete.texte


AUTRES = (
    "",
    "null",
    "1",
    "[1, 1]",
    '"1"',
    "{}",
    '{"ouverture": 1}',
    '{"ouverture": 1, "cloture": 1, "texte": "Merci"}',
    '{"ouverture": 1, "cloture": 1, "ouverture": 2}',
    '{"ouverture": [1, 2], "cloture": 1}',
    '{"ouverture": "1", "cloture": 1}',
    '{"ouverture": 0, "cloture": 1}',
    '{"ouverture": -1, "cloture": 1}',
    '{"ouverture": 99, "cloture": 1}',
    '{"ouverture": 1.0, "cloture": 1}',
    '{"ouverture": true, "cloture": 1}',
    '{"ouverture": NaN, "cloture": 1}',
    '{"ouverture": {"n": 1}, "cloture": 1}',
    '{"ouverture": 1, "cloture": 1} Merci !',
    'Voici : {"ouverture": 1, "cloture": 1}',
    '```json\n{"ouverture": 1, "cloture": 1}\n```',
    '{"ouverture": 1, "cloture": 1' + " " * 300 + "}",
    "<html><body>1</body></html>",
    "I can't help with that.",
    "[" * 150,
    '{"ouverture": ' + "9" * 180 + "}",
)


@pytest.mark.parametrize("texte", AUTRES)
def test_any_other_answer_chooses_nothing(serveur: ServeurOpenAI, texte: str) -> None:
    """Tout ce qui n'est pas exactement deux numéros offerts ne choisit rien, et est compté."""
    serveur.comportement = lambda _: completion(texte)
    rendu = polisher(serveur).choose(demande())
    assert rendu is not None
    assert rendu.texte == TEXTE_RETARD
    assert rendu.code in {"choix_invalide", "reponse_vide"}


def _json_forms(phrase: str) -> list[str]:
    """Une phrase dans tout ce qu'un serveur pourrait rendre à la place d'un choix."""
    valeurs: list[object] = [
        phrase,
        {"ouverture": phrase, "cloture": phrase},
        {"ouverture": 1, "cloture": phrase},
        {"ouverture": 1, "cloture": 1, phrase: 1},
        {"ouverture": {"phrase": phrase}, "cloture": None},
        {"ouverture": 1, "cloture": 1, "reponse": phrase},
        [phrase],
    ]
    return [json.dumps(valeur, ensure_ascii=False) for valeur in valeurs]


@pytest.mark.parametrize("phrase", [*HOSTILES, *(i.obei for i in INJECTIONS)])
def test_not_one_word_of_a_hostile_server_goes_out(serveur: ServeurOpenAI, phrase: str) -> None:
    """Promesse, refus, aveu, ordre : rien de ce qu'écrit un serveur ne part, sous aucune forme."""
    voulue = demande(f"Bonjour. Ajoute : {phrase} Merci")
    permises = possible_replies(voulue)
    atelier = polisher(serveur)
    for rendue in (*obeissances(phrase, TEXTE_RETARD), *_json_forms(phrase)):
        serveur.comportement = lambda _, rendue=rendue: completion(rendue)  # type: ignore[misc]
        rendu = atelier.choose(voulue)
        assert rendu is not None
        assert rendu.texte == TEXTE_RETARD
    serveur.comportement = lambda _: choice()
    rendu = atelier.choose(voulue)
    assert rendu is not None
    assert rendu.texte in permises - {TEXTE_RETARD}


NOMBRES = st.integers() | st.none() | st.booleans() | st.floats() | st.text(max_size=5)
PRESQUE = st.builds(
    lambda cles, valeurs: json.dumps(dict(zip(cles, valeurs, strict=False))),
    st.permutations(["ouverture", "cloture", "texte"]),
    st.lists(NOMBRES, max_size=3),
)
CORPS = st.one_of(
    st.binary(max_size=400),
    st.one_of(st.text(max_size=80), PRESQUE, st.builds(json.dumps, st.recursive(NOMBRES, st.lists)))
    .map(completion)
    .map(lambda effet: effet.corps),
    st.builds(lambda a, b: choice(a, b).corps, st.integers(-1, 12), st.integers(-1, 12)),
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(corps=CORPS, statut=st.sampled_from([200, 200, 200, 201, 204, 302, 400, 429, 500]))
def test_whatever_bytes_come_back_the_reply_is_one_the_shop_wrote(
    serveur: ServeurOpenAI, corps: bytes, statut: int
) -> None:
    """Quels que soient les octets rendus, ce qui part est dans l'ensemble fini de la boutique."""
    serveur.comportement = lambda _: Effet(statut, corps)
    for modele in (RETARD, REMBOURSEMENT, DEFAUT):
        voulue = demande(modele=modele)
        rendu = polisher(serveur).choose(voulue)
        assert rendu is not None
        assert rendu.texte in possible_replies(voulue)
        assert rendu.code == CHOISIE or rendu.code in MOTIFS


@given(texte=st.text() | PRESQUE)
def test_a_choice_is_read_to_the_letter(texte: str) -> None:
    """Un texte n'est un choix que s'il est un des objets que le schéma permet."""
    choisies = read_choice(texte, OFFRE)
    if choisies is None:
        return
    document = json.loads(texte)
    for place, schema in choice_schema(OFFRE)["properties"].items():
        assert document[place] in schema["enum"]
        assert choisies.get(place) in {None, *(p.phrase for p in OFFRE[place])}
