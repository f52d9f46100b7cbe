"""Les modèles de départ : remplis pour chaque état qu'ils peuvent servir, vrais et complets."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from automation.replies.choice import choose, missing_facts
from automation.replies.promises import promise_words, promises
from automation.replies.templates import Faits, build_facts, render
from automation.understanding.rules import load_rules
from config import REGLES_FOURNIES
from database.demo import starters
from models import NON_CLASSE, EtatCommande, Issue
from models.crm import Client, Commande
from models.tickets import ReponseType

RULES = load_rules(REGLES_FOURNIES)
DEMANDES = RULES.demandes
MODELES = starters()
TETE, PIED = "Bonjour Camille,\n\n", "\n\nBien à vous,\nL'équipe Les Fées d'Hiver"
AVANT = (EtatCommande.EN_ATTENTE, EtatCommande.EN_PREPARATION)
PARTIE = (*AVANT, EtatCommande.EXPEDIEE)
TOUS = tuple(EtatCommande)

SERVIS = {
    "suivi": PARTIE,
    "date_livraison": PARTIE,
    "depart": PARTIE,
    "statut": TOUS,
    "recapitulatif": TOUS,
    "confirmation": TOUS,
    "numero_suivi": TOUS,
    "facture": TOUS,
    **dict.fromkeys(("remboursement", "retour", "echange"), (*PARTIE, EtatCommande.LIVREE)),
    "annulation": AVANT,
    **dict.fromkeys(
        ("casse", "panne", "mauvais_article", "manquant", "non_conforme"),
        (EtatCommande.EXPEDIEE, EtatCommande.LIVREE),
    ),
}
"""Les états d'une commande où chaque demande peut recevoir une réponse sans relecture."""


def facts(
    etat: EtatCommande, *, suivi: bool = True, jour: bool = True, prenom: str = "Camille"
) -> Faits:
    """Les faits d'une commande dans cet état, avec ou sans son suivi et sa date promise."""
    partie = etat not in AVANT and suivi
    commande = Commande(
        7,
        1,
        "CMD-2026-007",
        date(2026, 3, 3),
        Decimal("64.90"),
        2,
        etat,
        "Colissimo" if partie else None,
        "6A12345678901" if partie else None,
        date(2026, 3, 9) if jour else None,
    )
    return build_facts(
        Client(1, "camille.martin@example.com", "Martin", prenom),
        commande,
        email="camille.martin@example.com",
        aujourdhui=date(2026, 3, 5),
        delai_reponse="48 heures",
        nom_boutique="Les Fées d'Hiver",
        lien_suivi=None,
        lien_facture="https://boutique.example.com/compte",
    )


def written(demande: str, etat: EtatCommande, faits: Faits) -> tuple[ReponseType, str, bool, bool]:
    """Le modèle, le corps de la réponse, s'il promet, et s'il dit tout ce qui est exigé."""
    retenu = choose(MODELES, DEMANDES[demande].categorie, demande, etat, faits)
    assert retenu.modele is not None
    assert retenu.reponse.texte is not None
    texte = retenu.reponse.texte
    assert texte.startswith(TETE)
    assert texte.endswith(PIED)
    manquants = missing_facts([DEMANDES[demande]], etat, faits, retenu.dits)
    corps = texte.removeprefix(TETE).removesuffix(PIED)
    return retenu.modele, corps, retenu.promet, not manquants


def test_the_states_served_cover_every_request_that_may_go_out() -> None:
    """Chaque demande à laquelle on répond seul, ou dont on accuse réception, est essayée ici."""
    partent = {code for code, demande in DEMANDES.items() if demande.issue != Issue.CONFIE}
    assert set(SERVIS) == partent


@pytest.mark.parametrize(
    ("demande", "etat"), [(code, etat) for code, etats in SERVIS.items() for etat in etats]
)
def test_every_request_has_a_whole_reply_in_every_state(demande: str, etat: EtatCommande) -> None:
    """Tout étant connu : la réponse de la demande, avec ses faits ; seul l'accusé promet."""
    if demande == "numero_suivi" and etat in AVANT:
        pytest.skip("une commande qui n'est pas partie n'a pas de numéro de suivi")
    modele, corps, promet, entiere = written(demande, etat, facts(etat))
    assert modele.demande == demande
    assert entiere, corps
    assert promet is (DEMANDES[demande].issue == Issue.ACCUSE)
    assert "CMD-2026-007" in corps


@pytest.mark.parametrize("code", [c for c, d in DEMANDES.items() if d.issue == Issue.CONFIE])
def test_every_other_request_has_a_draft(code: str) -> None:
    """Une demande confiée à une personne a un brouillon, qui ne promet qu'une réponse."""
    modele, _, promet, _ = written(code, EtatCommande.EXPEDIEE, facts(EtatCommande.EXPEDIEE))
    assert modele.demande == ("" if code == "autre" else code)
    assert promet is (code != "remerciement")


@pytest.mark.parametrize(
    ("demande", "etat", "suivi", "jour", "attendu"),
    [
        ("suivi", "en attente", True, True, "est en attente : elle n'est pas encore partie. Sa"),
        ("suivi", "en préparation", True, False, "est en préparation : elle n'est pas encore"),
        ("suivi", "expédiée", True, True, "6A12345678901. Sa livraison est prévue pour le 9 mars"),
        ("suivi", "expédiée", True, False, "Colissimo, sous le numéro de suivi 6A12345678901.\n"),
        ("date_livraison", "en préparation", True, True, "prévue pour le 9 mars 2026. À ce jour"),
        ("date_livraison", "expédiée", False, True, "9 mars 2026. La commande a été expédiée."),
        ("depart", "en attente", True, True, "n'est pas encore partie : elle est en attente."),
        ("depart", "expédiée", False, False, "est bien partie : elle a été expédiée."),
        ("statut", "en préparation", True, False, "est en préparation : elle n'est pas encore"),
        ("statut", "expédiée", False, True, "a été expédiée. Sa livraison est prévue pour"),
        ("statut", "livrée", True, True, "a été livrée, d'après nos informations."),
        ("statut", "annulée", False, False, "est notée « annulée » dans nos dossiers."),
        ("recapitulatif", "en attente", True, True, "- état : en attente ;\n- livraison prévue"),
        ("recapitulatif", "livrée", True, True, "- transporteur : Colissimo, numéro de suivi 6A"),
        ("recapitulatif", "remboursée", False, True, "- articles : 2 ;\n- montant : 64,90"),
        ("confirmation", "en attente", True, True, "Elle est en attente, et sa livraison est"),
        ("confirmation", "expédiée", False, True, "64,90 €, et elle a été expédiée."),
        ("confirmation", "remboursée", False, False, "est notée « remboursée »"),
        ("numero_suivi", "expédiée", True, True, "a été expédiée avec Colissimo. Son numéro"),
        ("numero_suivi", "livrée", True, False, "Le numéro de suivi de votre commande"),
        ("facture", "livrée", True, True, "https://boutique.example.com/compte"),
        ("annulation", "en attente", True, True, "si elle peut encore être arrêtée"),
    ],
)
def test_which_template_serves_what_is_known(
    demande: str, etat: EtatCommande, suivi: bool, jour: bool, attendu: str
) -> None:
    """La réponse suit l'état de la commande et ce qui en est connu, et reste complète."""
    etat = EtatCommande(etat)
    _, corps, _, entiere = written(demande, etat, facts(etat, suivi=suivi, jour=jour))
    assert attendu in corps.replace("\u202f", " ").replace("\xa0", " ")
    assert entiere


@pytest.mark.parametrize(
    ("demande", "etat", "suivi", "jour"),
    [
        ("suivi", EtatCommande.EXPEDIEE, False, True),
        ("date_livraison", EtatCommande.EXPEDIEE, True, False),
        ("depart", EtatCommande.EN_PREPARATION, True, False),
        ("numero_suivi", EtatCommande.EN_PREPARATION, True, True),
        ("numero_suivi", EtatCommande.EXPEDIEE, False, True),
    ],
)
def test_without_what_is_asked_there_is_a_draft_only(
    demande: str, etat: EtatCommande, suivi: bool, jour: bool
) -> None:
    """Sans le fait demandé, il reste un brouillon, que la porte « incomplète » retient."""
    *_, entiere = written(demande, etat, facts(etat, suivi=suivi, jour=jour))
    assert not entiere


def _filled() -> Iterator[tuple[ReponseType, EtatCommande, str]]:
    for modele in MODELES:
        for etat, suivi, jour in product(modele.etats or TOUS, (True, False), (True, False)):
            reponse = render(modele.texte, facts(EtatCommande(etat), suivi=suivi, jour=jour))
            if reponse.texte is not None:
                yield modele, EtatCommande(etat), reponse.texte


MALVENUS = (
    *("rembourserons", "remboursons", "remplacerons", "remplaçons", "offrons", "avoir de"),
    *("nous a quittés", "son site", "Le service client de", " ,", "  ", "..", "N/A"),
    *("(e)", "client(e)", "veuillez"),
)


def test_no_starter_grants_anything_nor_jars() -> None:
    """Rien n'est accordé, et rien ne sonne faux, quel que soit l'état ou le nom de la boutique."""
    servis = set()
    for modele, _, texte in _filled():
        servis.add(modele)
        for malvenu in MALVENUS:
            assert malvenu not in texte, (malvenu, texte)
        assert not re.search(r"[{}|]", texte), texte
    assert servis == set(MODELES)


def test_only_defects_and_lost_parcels_are_apologised_for() -> None:
    """Qui ne demande qu'une date ou un état ne reçoit pas d'excuses."""
    for modele, _, texte in _filled():
        excuse = "désolé" in texte or "excus" in texte or "regrettons" in texte
        assert not (excuse and DEMANDES.get(modele.demande, None) in _REPONDUES), texte


_REPONDUES = [demande for demande in DEMANDES.values() if demande.issue == Issue.REPONDU]


def test_a_client_without_a_first_name_is_greeted_as_well() -> None:
    """Sans prénom connu, le salut n'a pas de trou."""
    faits = facts(EtatCommande.EXPEDIEE, prenom="")
    for modele in MODELES:
        reponse = render(modele.texte, faits)
        assert reponse.texte is None or reponse.texte.startswith("Bonjour à vous,\n"), modele
    sans_boutique = render(MODELES[-1].texte, {**faits, "nom_boutique": None}).texte or ""
    assert sans_boutique.endswith("\nL'équipe du service client")


def test_every_category_has_one_acknowledgement_that_names_no_act() -> None:
    """Chaque catégorie a un accusé de réception sans demande ni état, qui peut en servir deux."""
    generaux = [modele for modele in MODELES if not modele.demande]
    categories = sorted([*(regle.nom for regle in RULES.categories), NON_CLASSE])
    assert sorted(modele.categorie for modele in generaux) == sorted(set(categories))
    assert all(promises(modele.texte) and not modele.etats for modele in generaux)


def test_starters_have_both_places() -> None:
    """Les modèles de départ attendent une ouverture après leur salut, une clôture avant l'adieu."""
    for modele in MODELES:
        lignes = [ligne for ligne in modele.texte.split("\n") if ligne]
        assert (lignes[1], lignes[-3]) == ("{ouverture}", "{cloture}"), modele


def test_no_two_starters_are_alike() -> None:
    """Aucun modèle de départ n'en double un autre."""
    assert len(set(MODELES)) == len(MODELES)


def test_no_starter_leaves_a_doubt_about_what_it_promises() -> None:
    """Un modèle de départ donne un délai de réponse, ou n'annonce rien."""
    for modele in MODELES:
        assert promise_words(modele.texte) == (), modele


def test_a_template_written_for_a_state_says_it() -> None:
    """Un modèle écrit pour un état le nomme : c'est l'un des faits qu'il est dit contenir."""
    for modele, etat, texte in _filled():
        assert not modele.etats or str(etat) in texte, texte
