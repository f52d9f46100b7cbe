"""--setup --nouveaux-modeles : une boutique de la version 1.0 reçoit les nouveaux modèles."""

from collections.abc import Sequence
from pathlib import Path

import tomli

from tests.bases import Base
from tests.conftest import Lancer
from tests.notion_server import NotionServer
from tests.notion_world import new_space

ANCIENS: Sequence[dict[str, str]] = tomli.loads(
    (Path(__file__).parents[1] / "database" / "modeles_1_0.toml").read_text(encoding="utf-8")
)["modeles"]
RENOUVELER = ("--setup", "--nouveaux-modeles")


def _as_in_1_0(base: Base) -> None:
    """La table des modèles telle que la version 1.0 l'a remplie, puis changée par la boutique."""
    base.sql("DELETE FROM reponse_type")
    for rang, modele in enumerate(ANCIENS, start=1):
        texte = modele["texte"].replace("'", "''")
        base.sql(
            "INSERT INTO reponse_type (id, categorie, texte) "
            f"VALUES ({rang}, '{modele['categorie']}', '{texte}')"
        )
    base.sql("UPDATE reponse_type SET texte = 'À nous.' WHERE id = 5")
    base.sql("INSERT INTO reponse_type (id, categorie, texte) VALUES (90, 'Remboursement', 'Moi')")


def test_unchanged_starters_of_1_0_are_named_then_replaced(
    lancer: Lancer, base_prete: Base
) -> None:
    """Dits par --setup, montrés, puis remplacés avec --oui ; ce que la boutique a écrit reste."""
    _as_in_1_0(base_prete)
    fini = lancer("--setup", **base_prete.env)
    assert "de la version 1.0, restés tels quels : 8" in fini.sortie
    avant = base_prete.sql("SELECT id FROM reponse_type ORDER BY id")
    montre = lancer(*RENOUVELER, **base_prete.env)
    assert "À ajouter : 67 modèles de départ." in montre.sortie
    assert "Rien n'a été changé" in montre.sortie
    assert base_prete.sql("SELECT id FROM reponse_type ORDER BY id") == avant
    fait = lancer(*RENOUVELER, "--oui", "--json", **base_prete.env).json
    assert (fait["fait"], fait["ajoutes"], len(fait["retires"])) == (True, 67, 8)
    siens = base_prete.sql("SELECT texte FROM reponse_type WHERE id IN (5, 90) ORDER BY id")
    assert siens == [("À nous.",), ("Moi",)]
    assert base_prete.sql("SELECT COUNT(*) FROM reponse_type") == [(69,)]
    assert "version 1.0" not in lancer("--setup", **base_prete.env).sortie.split("Modèles")[1]
    refait = lancer(*RENOUVELER, "--oui", **base_prete.env)
    assert "déjà tous là" in refait.sortie


def test_a_shop_in_notion_gets_them_too(lancer: Lancer) -> None:
    """Dans Notion : ajoutés avec leur demande et leurs états, les anciens mis à la corbeille."""
    with NotionServer() as serveur:
        espace = new_space(serveur)
        for modele in ANCIENS:
            serveur.add_row(
                espace.reponses,
                {"catégorie": modele["categorie"], "réponse_générique": modele["texte"]},
            )
        assert "restés tels quels : 9" in lancer("--setup", **espace.env).sortie
        assert lancer(*RENOUVELER, "--oui", **espace.env).code == 0
        lignes = serveur.rows(espace.reponses)
        assert len(lignes) == 67
        [bloque] = [ligne for ligne in lignes if ligne["demande"] == "suivi qui n'avance plus"]
        assert bloque["catégorie"] == "Retard de livraison"
        livrees = [ligne["demande"] for ligne in lignes if ligne["etats"] == ["livrée"]]
        assert livrees == ["état de la commande", "confirmation de la commande"]
