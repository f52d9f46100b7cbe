"""--templates : voir, essayer, exporter et importer les modèles de réponse."""

from pathlib import Path

from tests.bases import Base, BaseSqlite
from tests.conftest import Lancer


def test_templates_are_listed_with_what_they_serve(lancer: Lancer, embarquee: BaseSqlite) -> None:
    """La liste dit à quoi chaque modèle sert, lesquels jamais, et ce qui manque."""
    lancer("--setup")
    embarquee.sql("DELETE FROM reponse_type WHERE demande = 'retour' OR demande IS NULL")
    embarquee.sql("UPDATE reponse_type SET demande = 'colis' WHERE demande = 'echange'")
    fini = lancer("--templates")
    assert fini.code == 0
    assert (
        "où est le colis (suivi)\n  en attente, en préparation → modèle 1, répondu" in fini.sortie
    )
    assert "retour d'un article (retour)\n  toujours → aucun modèle, confié" in fini.sortie
    assert "les règles ne déclarent pas la demande « colis »." in fini.sortie
    assert "sans modèle pour cela : 2 (12 %)" in fini.sortie.replace("\xa0", " ")
    document = lancer("--templates", "--json").json
    assert set(document["demandes_sans_modele"]) == {"retour", "echange"}
    assert len(document["modeles"]) == 61


def test_a_template_is_tried_on_an_order(lancer: Lancer, base_prete: Base) -> None:
    """--essayer remplit un modèle avec une commande de la base, par son numéro ou sa référence."""
    for numero in ("101", "CMD-2024-001"):
        fini = lancer("--templates", "--essayer", "3", "--order-id", numero, **base_prete.env)
        assert (fini.code, "a été expédiée avec Colissimo, sous" in fini.sortie) == (0, True)
        assert "Bonjour Camille," in fini.sortie
    manque = lancer("--templates", "--essayer", "3", "--order-id", "104", **base_prete.env)
    assert "{transporteur}" in manque.sortie
    assert lancer("--templates", "--essayer", "3", **base_prete.env).code == 2
    for options in (
        ("--essayer", "999", "--order-id", "101"),
        ("--essayer", "3", "--order-id", "9"),
    ):
        assert lancer("--templates", *options, **base_prete.env).code == 2


def test_templates_go_to_a_file_and_back(lancer: Lancer, base_prete: Base, tmp_path: Path) -> None:
    """Exportés, corrigés à la main, importés : montrés d'abord, écrits avec --oui, une fois."""
    fichier = tmp_path / "modeles.toml"
    assert lancer("--templates", "--exporter", str(fichier), **base_prete.env).code == 0
    assert lancer("--templates", "--exporter", str(fichier), **base_prete.env).code == 2
    texte = fichier.read_text(encoding="utf-8").replace("est bien partie :", "est partie :", 1)
    texte += '\n[[modeles]]\ncategorie = "Remboursement"\ndemande = "retour"\ntexte = "Vu."\n'
    fichier.write_text(texte, encoding="utf-8")
    avant = base_prete.sql("SELECT COUNT(*) FROM reponse_type")
    importer = ("--templates", "--importer", str(fichier))
    montre = lancer(*importer, **base_prete.env)
    assert "1 ajout, 1 mis à jour, 66 déjà tels quels. Rien n'a été écrit" in montre.sortie
    assert base_prete.sql("SELECT COUNT(*) FROM reponse_type") == avant
    fait = lancer(*importer, "--oui", "--json", **base_prete.env).json
    assert (fait["ajoutes"], fait["mis_a_jour"], fait["fait"]) == (1, 1, True)
    lignes = base_prete.sql("SELECT demande FROM reponse_type WHERE texte = 'Vu.'")
    assert lignes == [("retour",)]
    refait = lancer(*importer, "--oui", "--json", **base_prete.env).json
    assert (refait["ajoutes"], refait["mis_a_jour"], refait["pareils"]) == (0, 0, 68)
