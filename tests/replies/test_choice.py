"""Quel modèle répond, et ce que la réponse doit dire."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.replies.choice import choose, choose_together, missing_facts
from automation.replies.promises import promise_words, promises
from automation.understanding.requests_file import Demande, Fait
from automation.understanding.rules import load_rules
from config import REGLES_FOURNIES
from models import EtatCommande, Issue
from models.tickets import ReponseType

RETARD = "Retard de livraison"
FAITS = {
    "prenom_client": "Léa",
    "id_commande": "7",
    "statut_commande": "expédiée",
    "transporteur": "Colissimo",
    "numero_suivi": "6A12",
}
DE_LA_CATEGORIE = ReponseType("1", RETARD, "Commande {id_commande}.")
DE_LA_DEMANDE = ReponseType("2", RETARD, "Suivi {numero_suivi}.", "suivi")
DE_L_ETAT = ReponseType("3", RETARD, "Elle est partie, {prenom_client}.", "suivi", ("expédiée",))
PLUS_DITE = ReponseType("4", RETARD, "{id_commande} : {transporteur}, {numero_suivi}.", "suivi")
SANS_VALEUR = ReponseType("5", RETARD, "{montant} {id_commande} {transporteur}", "suivi")
TOUS = [DE_LA_CATEGORIE, DE_LA_DEMANDE, DE_L_ETAT, PLUS_DITE, SANS_VALEUR]


@pytest.mark.parametrize(
    ("modeles", "attendu"),
    [
        (TOUS, DE_L_ETAT),
        ([DE_LA_CATEGORIE, DE_LA_DEMANDE, PLUS_DITE, SANS_VALEUR], PLUS_DITE),
        ([DE_LA_CATEGORIE, DE_LA_DEMANDE], DE_LA_DEMANDE),
        ([DE_LA_CATEGORIE, SANS_VALEUR], DE_LA_CATEGORIE),
        ([SANS_VALEUR], None),
    ],
)
def test_the_most_fitting_template_is_used(
    modeles: list[ReponseType], attendu: ReponseType | None
) -> None:
    """La demande avant la catégorie, l'état avant le reste, puis celui qui dit le plus."""
    choix = choose(modeles, RETARD, "suivi", EtatCommande.EXPEDIEE, FAITS)
    assert choix.modele == attendu
    assert choix.connus


def test_a_template_of_another_request_or_state_never_serves() -> None:
    """Un modèle d'une autre demande, ou d'un autre état, ne sert pas ; sans aucun, on le sait."""
    autres = [
        ReponseType("1", RETARD, "Facture.", "facture"),
        ReponseType("2", "Remboursement", "Reçu."),
    ]
    assert not choose(autres, RETARD, "suivi", None, FAITS).connus
    livree = [ReponseType("1", RETARD, "Livrée.", "suivi", ("livrée",))]
    assert choose(livree, RETARD, "suivi", EtatCommande.EXPEDIEE, FAITS).modele is None


@given(st.randoms(use_true_random=False))
def test_the_order_of_the_store_changes_nothing(hasard: random.Random) -> None:
    """Le même modèle sert, quel que soit l'ordre dans lequel le rangement les donne."""
    melanges = list(TOUS)
    hasard.shuffle(melanges)
    assert choose(melanges, RETARD, "suivi", EtatCommande.EXPEDIEE, FAITS).modele == DE_L_ETAT


SUIVI = load_rules(REGLES_FOURNIES).demandes["suivi"]


@pytest.mark.parametrize(
    ("texte", "etat", "manquants"),
    [
        ("{statut_commande} {transporteur} {numero_suivi}", EtatCommande.EXPEDIEE, ()),
        ("{statut_commande} {transporteur|lui} {numero_suivi}", EtatCommande.EXPEDIEE, None),
        ("{statut_commande}", EtatCommande.EN_PREPARATION, ()),
        ("{id_commande}", EtatCommande.EN_PREPARATION, ("statut_commande",)),
    ],
)
def test_a_reply_must_hold_the_facts_of_its_request(
    texte: str, etat: EtatCommande, manquants: tuple[str, ...] | None
) -> None:
    """Où est mon colis : l'état, et une fois parti le transporteur et le suivi, sans repli."""
    modele = ReponseType("1", RETARD, texte, "suivi")
    dits = choose([modele], RETARD, "suivi", etat, FAITS).dits
    assert missing_facts([SUIVI], etat, FAITS, dits) == (
        ("transporteur",) if manquants is None else manquants
    )


def test_a_known_date_must_be_told_and_an_unknown_one_is_not_missed() -> None:
    """La date promise, si la base la connaît, doit être dite ; sinon elle ne manque pas."""
    exige = Demande("x", "x", RETARD, Issue.REPONDU, faits=(Fait("montant", "si connue"),))
    assert missing_facts([exige], None, {"montant": "3 €"}, frozenset()) == ("montant",)
    assert missing_facts([exige], None, {}, frozenset()) == ()


DEMANDES = load_rules(REGLES_FOURNIES).demandes
RETOUR = ReponseType("1", "Remboursement", "Retour de {reference}, {delai_reponse}.", "retour")
UN_ACTE = ReponseType("2", "Remboursement", "Reçu pour {reference}, {delai_reponse}.")
ACTE = {"reference": "CMD-1", "delai_reponse": "48 heures"}


def test_two_acts_are_served_by_the_template_that_names_none() -> None:
    """Retour et remboursement demandés ensemble : l'accusé qui ne nomme aucun acte les sert."""
    for codes, attendu in ((["retour"], RETOUR), (["retour", "remboursement"], UN_ACTE)):
        demandes = [DEMANDES[code] for code in codes]
        retenu, servies = choose_together(
            [RETOUR, UN_ACTE], "Remboursement", demandes, None, ACTE, demande="retour"
        )
        assert (retenu.modele, servies) == (attendu, demandes)
    deux = [DEMANDES["retour"], DEMANDES["remboursement"]]
    retenu, servies = choose_together([RETOUR], "Remboursement", deux, None, ACTE, demande="retour")
    assert (retenu.modele, servies) == (RETOUR, deux[:1])


def test_two_questions_are_served_by_the_template_that_answers_both() -> None:
    """Date et suivi demandés ensemble : le modèle qui dit les faits des deux, d'où qu'il vienne."""
    faits = FAITS | {"date_livraison_prevue": "9 mars"}
    date = ReponseType("1", RETARD, "Le {date_livraison_prevue}.", "date_livraison")
    tout = ReponseType(
        "2",
        RETARD,
        "{statut_commande}, {transporteur}, {numero_suivi}, le {date_livraison_prevue}.",
        "suivi",
    )
    demandes = [DEMANDES["date_livraison"], DEMANDES["suivi"]]
    retenu, servies = choose_together(
        [date, tout], RETARD, demandes, EtatCommande.EXPEDIEE, faits, demande="date_livraison"
    )
    assert (retenu.modele, servies) == (tout, demandes)


@pytest.mark.parametrize(
    "texte",
    [
        "Nous revenons très vite vers vous.",
        "Une personne de l'équipe regarde votre dossier.",
        "Vous aurez une réponse sous 48 heures.",
        "Nous vous enverrons le document.",
        "Un conseiller vous répondra.",
        "Notre service client étudie votre demande.",
        "Réponse dans les meilleurs délais.",
    ],
)
def test_words_that_promise_leave_a_doubt(texte: str) -> None:
    """Un modèle qui annonce une suite sans {delai_reponse} est un doute ; avec, un accusé."""
    assert promise_words(texte)
    retenu = choose([ReponseType("1", RETARD, texte)], RETARD, "suivi", None, FAITS)
    assert (retenu.annonce, retenu.promet) == (True, False)
    donne = f"{texte} Sous {{ delai_reponse }}."
    assert (promise_words(donne), promises(donne)) == ((), True)


@pytest.mark.parametrize(
    "texte",
    [
        "Nous espérons que tout vous plaira.",
        "Répondez simplement à ce message.",
        "Nous préparons votre commande.",
        "Votre colis est en route.",
    ],
)
def test_ordinary_words_promise_nothing(texte: str) -> None:
    """Ce qui n'annonce aucune suite n'est pas retenu."""
    assert promise_words(texte) == ()
