"""La revue des modèles d'une boutique : ce qui sert, ce qui ne sert jamais, ce qui manque."""

import pytest

from automation.decision import excludes
from automation.replies.survey import Revue, survey
from automation.understanding.rules import load_rules
from config import REGLES_FOURNIES
from database.demo import starters
from models import NON_CLASSE, EtatCommande, Issue
from models.tickets import ReponseType

RULES = load_rules(REGLES_FOURNIES)
CATEGORIES = [*(regle.nom for regle in RULES.categories), NON_CLASSE]
REGLAGES = {"delai_reponse": "48 heures", "lien_facture": "https://boutique.example.com/compte"}
RETARD = "Retard de livraison"


def reviewed(*modeles: ReponseType, reglages: dict[str, str | None] | None = None) -> Revue:
    """La revue de ces modèles, ou de ceux de départ."""
    reglages = {**REGLAGES, **(reglages or {})}
    numerotes = [ReponseType(str(n), *m) for n, m in enumerate(_fields(starters()), start=1)]
    return survey(modeles or numerotes, RULES.demandes, CATEGORIES, reglages, excludes)


def _fields(modeles: list[ReponseType]) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(m.categorie, m.texte, m.demande, m.etats) for m in modeles]


def test_every_starter_serves_and_no_request_lacks_one() -> None:
    """Avec les modèles de départ, tous servent, et aucune demande n'en manque."""
    revue = reviewed()
    assert revue.inemployes == ()
    assert revue.douteux == ()
    assert all(revue.demandes.values())
    assert len(revue.demandes) == 17
    partent = {case.demande.code for case in revue.cases if case.issue != Issue.CONFIE}
    assert partent == set(revue.demandes)


def test_without_its_page_no_invoice_leaves_and_it_is_not_for_lack_of_a_template() -> None:
    """Sans LIEN_FACTURE : le modèle de facture ne sert jamais, et c'est la configuration."""
    revue = reviewed(reglages={"lien_facture": None})
    [(modele, raison)] = revue.inemployes
    assert (modele.demande, raison) == ("facture", "la configuration ne donne pas LIEN_FACTURE")
    assert revue.demandes["facture"]
    factures = [case for case in revue.cases if case.demande.code == "facture"]
    assert {case.raison for case in factures} == {"{lien_facture} n'a pas de valeur"}


@pytest.mark.parametrize(
    ("modele", "attendu"),
    [
        (ReponseType("2", RETARD, "Bonjour {prenom}"), "{prenom} n'est pas une variable connue"),
        (ReponseType("2", RETARD, "Bonjour", "colis"), "ne déclarent pas la demande « colis »"),
        (ReponseType("2", "Divers", "Bonjour"), "ne déclarent pas la catégorie « Divers »"),
        (ReponseType("2", RETARD, "Bon", "suivi", ("perdue",)), "« perdue » n'est pas un état"),
        (ReponseType("2", RETARD, "Bonsoir", "suivi"), "un autre passe toujours avant (n° 1)"),
    ],
)
def test_a_template_that_never_serves_is_named_with_its_reason(
    modele: ReponseType, attendu: str
) -> None:
    """Un modèle qui ne peut servir est nommé, avec la raison."""
    premier = ReponseType("1", RETARD, "Bonjour", "suivi")
    [(nomme, raison)] = reviewed(premier, modele).inemployes
    assert nomme == modele
    assert attendu in raison


def test_a_request_without_a_template_is_counted() -> None:
    """Un seul modèle, incomplet : aucune demande ne part, et il est dit pourquoi."""
    revue = reviewed(ReponseType("1", RETARD, "Suivi {numero_suivi}.", "suivi"))
    assert not any(revue.demandes[code] for code in revue.demandes if code != "numero_suivi")
    [case] = [
        case
        for case in revue.cases
        if (case.demande.code, case.etat) == ("suivi", EtatCommande.EXPEDIEE)
    ]
    assert case.raison == (
        "la réponse ne dit pas {statut_commande}, {transporteur}, {date_livraison_prevue}"
    )
    assert case.faute_de_modele


def test_words_that_promise_are_named() -> None:
    """Un modèle d'une demande qui se répond seule, et qui promet sans délai, est nommé."""
    promet = ReponseType("1", RETARD, "Nous revenons vers vous.", "suivi")
    brouillon = ReponseType("2", RETARD, "Nous revenons vers vous.", "colis_perdu")
    assert reviewed(promet, brouillon).douteux == ((promet, ("revenons vers vous",)),)
