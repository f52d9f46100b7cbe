"""Les portes : un message n'est répondu seul que si toutes sont ouvertes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.decision import Ouverture, decide, is_blank, text_gates
from automation.orders.choice import ChoixCommande, Citation, choose_order, is_recent
from automation.replies.catalogue import Categorie
from automation.replies.templates import Reponse
from models import ID_COMMANDE_MAX, Attente, EtatCommande, Raison
from models.tickets import ReponseType
from tests.tools import AUJOURDHUI, CLIENT, REPONSE, analysis, order

AUTOMATIQUES = ("Retard de livraison", "Remboursement", "Produit défectueux")
OUVERTURE = Ouverture(0.8, (*AUTOMATIQUES, "Information commande", "Non classé"))
BOUTIQUE = Categorie([ReponseType("1", "Retard de livraison", "Bonjour")], commande_requise=True)
SANS_MODELE = BOUTIQUE._replace(modeles=[])
OUVERT: Mapping[str, Any] = {
    "texte": "Où est mon colis ?",
    "analyse": analysis(),
    "ouverture": OUVERTURE,
    "boutique": BOUTIQUE,
    "client": CLIENT,
    "choix": ChoixCommande(order(), 1),
    "reponse": REPONSE,
    "aujourdhui": AUJOURDHUI,
}


def closed(**change: Any) -> tuple[Attente, ...]:
    """Les portes fermées, toutes étant ouvertes sauf ce qui change."""
    return decide(**{**OUVERT, **change})


def test_everything_open_is_answered() -> None:
    """Toutes les portes ouvertes : répondu automatiquement."""
    assert closed() == ()


@pytest.mark.parametrize(
    ("code", "change"),
    [
        (Attente.MESSAGE_VIDE, {"texte": " \n\u200b"}),
        (Attente.SANS_REPONSE, {"analyse": analysis(sans_reponse=True)}),
        (
            Attente.SUJET_SENSIBLE,
            {"analyse": analysis(sujets_sensibles=(Raison("avocat", 3, "", 1),))},
        ),
        (Attente.TEXTE_DOUTEUX, {"analyse": analysis(doute="le texte est mal décodé")}),
        (Attente.NON_CLASSE, {"analyse": analysis("Non classé")}),
        (Attente.CONFIANCE_FAIBLE, {"analyse": analysis(confiance=0.79)}),
        (Attente.PLUSIEURS_DEMANDES, {"analyse": analysis(plusieurs_demandes=True)}),
        (Attente.CLIENT_INCONNU, {"client": None}),
        (Attente.COMMANDE_ABSENTE, {"choix": ChoixCommande()}),
        (Attente.PLUSIEURS_COMMANDES, {"choix": ChoixCommande(plusieurs=True)}),
        (Attente.COMMANDE_INTROUVABLE, {"choix": ChoixCommande(None, 9, "9")}),
        (
            Attente.ETAT_INCOMPATIBLE,
            {"choix": ChoixCommande(order(statut=EtatCommande.LIVREE), 1)},
        ),
        (Attente.AUCUN_MODELE, {"boutique": SANS_MODELE, "reponse": Reponse(None)}),
        (Attente.VARIABLE_MANQUANTE, {"reponse": Reponse(None, ("montant",))}),
        (Attente.BROUILLON_DEMANDE, {"ouverture": Ouverture(0.8, ("Remboursement",))}),
        (
            Attente.BROUILLON_DEMANDE,
            {"analyse": analysis(a_relire=(Raison("comme convenu", 3, "", 0),))},
        ),
    ],
)
def test_each_gate_closes_alone(code: Attente, change: dict[str, object]) -> None:
    """Chaque porte, fermée seule, suffit à confier le message, avec son code et lui seul."""
    assert closed(**change) == (code,)


def test_every_closed_gate_is_told_in_the_order_of_the_table() -> None:
    """Toutes les portes fermées sont dites, dans l'ordre du tableau."""
    fermees = closed(
        texte="",
        analyse=analysis(
            "Non classé",
            confiance=0,
            sans_reponse=True,
            plusieurs_demandes=True,
            doute="le texte est mal décodé",
            sujets_sensibles=(Raison("avocat", 3, "", 1),),
        ),
        client=None,
        choix=ChoixCommande(),
        boutique=SANS_MODELE,
        reponse=Reponse(None),
        ouverture=Ouverture(0.8, ()),
    )
    absentes = {
        Attente.PLUSIEURS_COMMANDES,
        Attente.COMMANDE_INTROUVABLE,
        Attente.ETAT_INCOMPATIBLE,
        Attente.VARIABLE_MANQUANTE,
    }
    assert fermees == tuple(code for code in Attente if code not in absentes)


def test_the_threshold_itself_is_enough() -> None:
    """Une confiance égale au seuil suffit."""
    assert text_gates("x", analysis(confiance=0.8), 0.8) == []


def test_a_category_may_not_need_an_order() -> None:
    """Une catégorie de la boutique qui n'a pas besoin de commande s'en passe."""
    boutique = BOUTIQUE._replace(commande_requise=False)
    assert closed(boutique=boutique, choix=ChoixCommande()) == ()


@pytest.mark.parametrize(
    ("categorie", "fermees"),
    [
        ("Retard de livraison", {"livrée", "annulée", "remboursée"}),
        ("Remboursement", {"annulée", "remboursée"}),
        ("Produit défectueux", {"en attente", "en préparation"}),
        ("Information commande", set()),
    ],
)
def test_the_state_of_the_order_may_contradict_the_request(
    categorie: str, fermees: set[str]
) -> None:
    """Chaque catégorie a ses états où la réponse type serait fausse."""
    closes = {
        str(etat)
        for etat in EtatCommande
        if Attente.ETAT_INCOMPATIBLE
        in closed(analyse=analysis(categorie), choix=ChoixCommande(order(statut=etat), 1))
    }
    assert closes == fermees


@pytest.mark.parametrize(
    ("prevue", "etat", "fermee"),
    [
        (date(2026, 3, 9), EtatCommande.EN_PREPARATION, True),
        (date(2026, 3, 9), EtatCommande.EN_ATTENTE, True),
        (date(2026, 3, 10), EtatCommande.EN_PREPARATION, False),
        (None, EtatCommande.EN_PREPARATION, False),
        (date(2026, 3, 9), EtatCommande.EXPEDIEE, False),
    ],
)
def test_late_and_not_shipped_is_for_a_person(
    prevue: date | None, etat: EtatCommande, fermee: bool
) -> None:
    """Promise pour hier et pas encore expédiée : une personne doit s'en mêler."""
    commande = order(statut=etat, date_livraison_prevue=prevue)
    fermees = closed(choix=ChoixCommande(commande, 1))
    assert fermees == ((Attente.ETAT_INCOMPATIBLE,) if fermee else ())


@pytest.mark.parametrize(
    ("categorie", "statut"),
    [
        ("Retard de livraison", "bloquée en douane"),
        ("Retard de livraison", None),
        ("Information commande", "shipped"),
    ],
)
def test_an_unknown_state_is_a_doubt(categorie: str, statut: str | None) -> None:
    """Un état que le programme ne connaît pas est confié à une personne, jamais récité."""
    fermees = closed(analyse=analysis(categorie), choix=ChoixCommande(order(statut=statut), 1))
    assert fermees == (Attente.ETAT_INCOMPATIBLE,)


@given(st.text())
def test_blank_means_nothing_to_see(texte: str) -> None:
    """Un texte est vide s'il n'a rien d'imprimable, et seulement alors."""
    visibles = [c for c in texte if c.isprintable() and not c.isspace()]
    assert is_blank(texte) == (not visibles)


# --- De quelle commande parle-t-on ? -----------------------------------------------------------

SIENNES = [
    order(11, reference="CMD-2026-011"),
    order(12, reference="500", date_commande=date(2025, 6, 1)),
]
ONZE, DOUZE = (Citation(siennes, 0, 2, sure=True) for siennes in SIENNES)
PEUT_ETRE_DOUZE = DOUZE._replace(sure=False)


@pytest.mark.parametrize(
    ("donne", "citations", "autres", "attendu"),
    [
        (11, [], [], (11, 11, None)),
        (11, [ONZE], [], (11, 11, None)),
        (99, [], ["99"], (None, 99, "99")),
        (99, [], [], (None, 99, "99")),
        (None, [DOUZE], [], (12, 12, None)),
        (None, [DOUZE, DOUZE], [], (12, 12, None)),
        (None, [], ["CMD-2026-999"], (None, None, "CMD-2026-999")),
        (None, [], ["99", "98"], (None, 99, "99")),
        (None, [], ["9" * 30], (None, None, "9" * 30)),
        (None, [], [str(ID_COMMANDE_MAX + 1)], (None, None, str(ID_COMMANDE_MAX + 1))),
        (None, [], [], (11, 11, None)),
        (None, [PEUT_ETRE_DOUZE], [], (None, None, None)),
        (11, [PEUT_ETRE_DOUZE], [], (11, 11, None)),
    ],
)
def test_which_order_is_meant(
    donne: int | None,
    citations: list[Citation],
    autres: list[str],
    attendu: tuple[int | None, int | None, str | None],
) -> None:
    """Celle qui est donnée ou nommée, sinon sa seule commande récente si rien n'en fait douter."""
    choix = choose_order(donne, citations, autres, SIENNES, AUJOURDHUI)
    commande = choix.commande.id if choix.commande else None
    assert (commande, choix.id_retenu, choix.numero_introuvable) == attendu
    assert not choix.plusieurs


@pytest.mark.parametrize(
    ("donne", "citations", "autres"),
    [
        (None, [ONZE, DOUZE], []),
        (11, [DOUZE], []),
        (None, [ONZE], ["99"]),
        (11, [], ["99"]),
        (99, [ONZE], []),
        (99, [], ["98"]),
    ],
)
def test_two_orders_named_are_left_to_a_person(
    donne: int | None, citations: list[Citation], autres: list[str]
) -> None:
    """Deux commandes différentes, du texte ou du ticket, à lui ou non : aucune n'est retenue."""
    choix = choose_order(donne, citations, autres, SIENNES, AUJOURDHUI)
    assert choix == ChoixCommande(id_retenu=donne, plusieurs=True)


def test_two_recent_orders_or_none_are_not_guessed() -> None:
    """Avec deux commandes récentes, ou aucune, le programme ne devine pas."""
    assert choose_order(None, [], [], [order(1), order(2)], AUJOURDHUI) == ChoixCommande()
    assert choose_order(None, [], [], [], AUJOURDHUI) == ChoixCommande()


@pytest.mark.parametrize("defaite", [EtatCommande.ANNULEE, EtatCommande.REMBOURSEE])
def test_a_cancelled_order_may_be_the_one_meant(defaite: EtatCommande) -> None:
    """Une commande annulée ou remboursée depuis peu interdit de supposer qu'on parle de l'autre."""
    commandes = [order(1), order(2, statut=defaite)]
    assert choose_order(None, [], [], commandes, AUJOURDHUI) == ChoixCommande()
    assert choose_order(None, [], [], commandes[1:], AUJOURDHUI) == ChoixCommande()
    ancienne = order(2, statut=defaite, date_commande=date(2026, 1, 8))
    choix = choose_order(None, [], [], [order(1), ancienne], AUJOURDHUI)
    assert choix.id_retenu == 1


@pytest.mark.parametrize(
    ("passee", "etat", "recente"),
    [
        (date(2026, 1, 9), EtatCommande.LIVREE, True),
        (date(2026, 1, 8), EtatCommande.LIVREE, False),
        (date(2026, 3, 11), EtatCommande.EN_ATTENTE, False),
        (date(2026, 3, 9), EtatCommande.ANNULEE, True),
        (None, EtatCommande.EXPEDIEE, False),
    ],
)
def test_recent_is_sixty_days(passee: date | None, etat: EtatCommande, recente: bool) -> None:
    """Récente : soixante jours, quel que soit son état."""
    assert is_recent(order(date_commande=passee, statut=etat), AUJOURDHUI) is recente
