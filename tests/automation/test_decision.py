"""Les portes : un message n'est répondu seul que si toutes sont ouvertes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.decision import Decision, Ouverture, Situation, decide, is_blank, text_gates
from automation.orders.choice import ChoixCommande, Citation, choose_order, is_recent
from automation.replies.choice import Choix
from automation.replies.templates import Reponse
from automation.understanding.requests_file import Demande
from models import ID_COMMANDE_MAX, Attente, EtatCommande, Issue, Raison
from models.tickets import ReponseType
from tests.tools import AUJOURDHUI, CLIENT, REPONSE, analysis, order

AUTOMATIQUES = ("Retard de livraison", "Remboursement", "Produit défectueux")
OUVERTURE = Ouverture(0.8, 0.5, (*AUTOMATIQUES, "Information commande", "Non classé"))
RETENU = Choix(ReponseType("1", "Retard de livraison", "Bonjour"), REPONSE, connus=True)
SANS_MODELE = Choix(None, Reponse(None))
SUIVI = Demande("suivi", "où est le colis", "Retard de livraison", Issue.REPONDU, "état")
RETOUR = Demande("retour", "retour", "Remboursement", Issue.ACCUSE, "acte", urgente=True)
PERDU = Demande("colis_perdu", "colis perdu", "Retard de livraison", Issue.CONFIE)
OUVERT: Mapping[str, Any] = {
    "texte": "Où est mon colis ?",
    "analyse": analysis(),
    "servies": [SUIVI],
    "client": CLIENT,
    "choix": ChoixCommande(order(), 1),
    "retenu": RETENU,
    "manquants": (),
    "commande_requise": True,
    "deja_ecrit": False,
    "aujourdhui": AUJOURDHUI,
}


def decided(ouverture: Ouverture = OUVERTURE, **change: Any) -> Decision:
    """Ce qui est décidé, tout étant ouvert sauf ce qui change."""
    return decide(Situation(**{**OUVERT, **change}), ouverture)


def closed(ouverture: Ouverture = OUVERTURE, **change: Any) -> tuple[Attente, ...]:
    """Les portes fermées, toutes étant ouvertes sauf ce qui change."""
    return decided(ouverture, **change).attente


def test_everything_open_is_answered() -> None:
    """Toutes les portes ouvertes : répondu automatiquement."""
    assert decided() == ((), Issue.REPONDU, False)


def test_what_needs_an_act_is_acknowledged_and_followed() -> None:
    """Une demande d'acte : la réponse part, une personne la suit ; urgente, elle passe devant."""
    lue = analysis("Remboursement", demande="retour", demandes={"retour": 0.9})
    assert decided(analyse=lue, servies=[RETOUR]) == ((Attente.A_SUIVRE,), Issue.ACCUSE, True)


def test_a_reply_that_may_promise_is_read_first() -> None:
    """Un modèle qui annonce une suite sans délai est relu, sauf si une personne doit agir."""
    retenu = RETENU._replace(annonce=True)
    assert decided(retenu=retenu) == ((Attente.BROUILLON_DEMANDE,), Issue.CONFIE, False)
    lue = analysis("Remboursement", demande="retour", demandes={"retour": 0.9})
    suivi = decided(analyse=lue, servies=[RETOUR], retenu=retenu)
    assert suivi == ((Attente.A_SUIVRE,), Issue.ACCUSE, True)


def test_a_reply_that_promises_an_answer_is_followed() -> None:
    """Un modèle qui donne un délai de réponse laisse le ticket à quelqu'un."""
    retenu = RETENU._replace(promet=True)
    assert decided(retenu=retenu) == ((Attente.A_SUIVRE,), Issue.ACCUSE, False)


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
        (Attente.CONFIANCE_FAIBLE, {"analyse": analysis(demandes={"suivi": 0.4})}),
        (
            Attente.PLUSIEURS_DEMANDES,
            {"analyse": analysis(demandes={"suivi": 0.5, "facture": 0.5 + 1e-9})},
        ),
        (Attente.SUITE_ECHANGE, {"analyse": analysis(suite=(Raison("votre réponse", 0, "", 0),))}),
        (Attente.SUITE_ECHANGE, {"deja_ecrit": True}),
        (Attente.AVIS_CONTRAIRE, {"analyse": analysis(contraire="un sujet sensible")}),
        (Attente.CLIENT_INCONNU, {"client": None}),
        (Attente.COMMANDE_ABSENTE, {"choix": ChoixCommande()}),
        (Attente.PLUSIEURS_COMMANDES, {"choix": ChoixCommande(plusieurs=True)}),
        (Attente.COMMANDE_INTROUVABLE, {"choix": ChoixCommande(None, 9, "9")}),
        (
            Attente.ETAT_INCOMPATIBLE,
            {"choix": ChoixCommande(order(statut=EtatCommande.LIVREE), 1)},
        ),
        (Attente.AUCUN_MODELE, {"retenu": SANS_MODELE}),
        (
            Attente.VARIABLE_MANQUANTE,
            {"retenu": Choix(None, Reponse(None, ("montant",)), connus=True)},
        ),
        (Attente.REPONSE_INCOMPLETE, {"manquants": ("numero_suivi",)}),
        (Attente.BROUILLON_DEMANDE, {"ouverture": Ouverture(0.8, 0.5, ("Remboursement",))}),
        (
            Attente.BROUILLON_DEMANDE,
            {"ouverture": Ouverture(0.8, 0.5, AUTOMATIQUES, relues=("suivi",))},
        ),
        (
            Attente.BROUILLON_DEMANDE,
            {
                "analyse": analysis(demande="colis_perdu", demandes={"colis_perdu": 0.9}),
                "servies": [PERDU],
            },
        ),
        (
            Attente.BROUILLON_DEMANDE,
            {"analyse": analysis(a_relire=(Raison("comme convenu", 3, "", 0),))},
        ),
    ],
)
def test_each_gate_closes_alone(code: Attente, change: dict[str, Any]) -> None:
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
            contraire="autre chose",
            doute="le texte est mal décodé",
            sujets_sensibles=(Raison("avocat", 3, "", 1),),
        ),
        client=None,
        choix=ChoixCommande(),
        retenu=SANS_MODELE,
        deja_ecrit=True,
        ouverture=Ouverture(0.8, 0.5, ()),
    )
    absentes = {
        Attente.PLUSIEURS_COMMANDES,
        Attente.COMMANDE_INTROUVABLE,
        Attente.ETAT_INCOMPATIBLE,
        Attente.VARIABLE_MANQUANTE,
        Attente.REPONSE_INCOMPLETE,
        Attente.A_SUIVRE,
    }
    assert fermees == tuple(code for code in Attente if code not in absentes)


def test_the_threshold_itself_is_enough() -> None:
    """Une confiance égale au seuil suffit."""
    assert text_gates("x", analysis(confiance=0.8), OUVERTURE) == []


def test_a_category_may_not_need_an_order() -> None:
    """Une catégorie de la boutique qui n'a pas besoin de commande s'en passe."""
    assert closed(commande_requise=False, choix=ChoixCommande()) == ()


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
