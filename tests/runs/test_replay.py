"""--replay : rejouer le journal avec les règles d'aujourd'hui."""

from tests.bases import Base
from tests.cli.test_pending_cli import CAMILLE, INSERTION
from tests.conftest import Lancer

TEXTES = (
    "Où est mon colis ? Il est en retard.",
    "Je veux être remboursé de la commande 101.",
    "Je veux être remboursé de la commande 999999.",
    "Mon article est arrivé cassé, commande n° 102.",
    "Merci beaucoup, bonne journée !",
    "Je saisis mon avocat et la DGCCRF.",
    "blabla",
    "",
)


def _decide(lancer: Lancer, base: Base) -> None:
    tickets = [(email, t, "Nouveau") for email in (CAMILLE, "x@example.com") for t in TEXTES]
    base.sql(INSERTION, *tickets)
    assert lancer("--process-pending", **base.env).code == 0
    assert lancer("--message", CAMILLE, TEXTES[0], **base.env).code == 0


def test_the_same_rules_give_the_same_decisions(lancer: Lancer, base_prete: Base) -> None:
    """Mêmes règles, même instant, même état de la commande : tout est identique, rien n'est écrit.

    Les commandes ont pourtant changé d'état depuis.
    """
    _decide(lancer, base_prete)
    base_prete.sql("UPDATE commande SET statut = 'annulée'")
    avant = base_prete.sql("SELECT * FROM ticket"), base_prete.sql("SELECT * FROM journal")
    fini = lancer("--replay", "--json", **base_prete.env)
    assert fini.code == 0
    assert (fini.json["total"], fini.json["identiques"]) == (17, 17)
    assert (fini.json["tickets"], fini.json["changes"]) == ([], 0)
    assert (
        base_prete.sql("SELECT * FROM ticket"),
        base_prete.sql("SELECT * FROM journal"),
    ) == avant
    assert "17 identiques, 0 changerait" in lancer("--replay", **base_prete.env).sortie


def test_a_change_of_settings_is_told_by_category_and_gate(
    lancer: Lancer, base_prete: Base
) -> None:
    """Un seuil plus haut ou une catégorie fermée : on voit quelles portes se fermeraient."""
    _decide(lancer, base_prete)
    base_prete.sql("DELETE FROM ticket WHERE message = 'blabla'")
    env = {**base_prete.env, "CATEGORIES_AUTOMATIQUES": "Remboursement"}
    document = lancer("--replay", "--json", **env).json
    assert document["portes_fermees"].keys() == {"brouillon_demande"}
    assert document["introuvables"] == 2
    assert document["par_statut"]["Traité automatiquement → En cours"] >= 2
    assert len(document["tickets"]) == document["changes"]
    change = document["tickets"][0]
    assert change["avant"]["attente"] == []
    assert change["apres"]["attente"] == ["brouillon_demande"]
    assert "Portes qui se fermeraient :" in lancer("--replay", **env).sortie


def test_an_empty_journal_has_nothing_to_replay(lancer: Lancer) -> None:
    """Un journal vide est dit."""
    assert "rien à rejouer" in lancer("--replay").sortie
    assert lancer("--replay", "--json").json["total"] == 0
