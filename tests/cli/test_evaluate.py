"""--evaluate : ce qui est imprimé, les fichiers de toute sorte, et deux règles côte à côte."""

import json
from pathlib import Path

import pytest

from config import REGLES_FOURNIES
from tests.conftest import Lancer, Projet
from tests.screen import open_screen

EXEMPLES = [
    ("Où est mon colis ?", "Retard de livraison"),
    ("Je veux être remboursé", "Remboursement"),
    ("Le vase est cassé, mon avocat vous écrira", "Remboursement"),
    ("La facture", "Retard de livraison"),
    ("Bonjour", "Non classé"),
]
CSV = "text,label\n" + "".join(f'"{texte}",{label}\n' for texte, label in EXEMPLES)
LISTE = [{"text": texte, "label": label} for texte, label in EXEMPLES]
FORMES = {
    "virgule.csv": CSV.encode(),
    "bom.csv": CSV.replace("\n", "\r\n").encode("utf-8-sig"),
    "cp1252.csv": CSV.encode("cp1252"),
    "accents.csv": CSV.replace("classé", "classe").replace("text,", "Texte,").encode(),
    "lignes.jsonl": "\n".join(json.dumps(objet) for objet in LISTE).encode(),
}
REFUS = {
    "vide.csv": (b"", "Colonne absente"),
    "entete.csv": (b"text,label\n", "rien sous ses colonnes"),
    "colonnes.csv": (b"texte libre,label\nBonjour,Remboursement\n", "text ou texte ou message"),
    "tabulations.csv": (b"text\tlabel\nBonjour\tRemboursement\n", "Colonne absente"),
    "inconnus.csv": (b"text,label\nBonjour,Truc\n", "Les catégories sont : Retard de livraison"),
    "liste.json": (json.dumps(LISTE).encode(), "un objet par ligne"),
    "utf16.csv": (CSV.encode("utf-16"), "Enregistrez-le en UTF-8"),
}


@pytest.mark.parametrize("nom", FORMES)
def test_every_form_of_file_is_measured(lancer: Lancer, tmp_path: Path, nom: str) -> None:
    """Virgules, BOM, cp1252, catégories sans accent, JSON Lines : les mêmes mesures."""
    fichier = tmp_path / nom
    fichier.write_bytes(FORMES[nom])
    document = lancer("--evaluate", str(fichier), "--json").json
    assert [ligne["attendu"] for ligne in document["lignes"]] == [label for _, label in EXEMPLES]
    assert document["exactitude"] == 0.6


@pytest.mark.parametrize("nom", REFUS)
def test_a_file_that_cannot_be_measured_says_why(lancer: Lancer, tmp_path: Path, nom: str) -> None:
    """Colonnes absentes, liste JSON, UTF-16 : code 2, et ce qu'il faut changer."""
    contenu, raison = REFUS[nom]
    (tmp_path / nom).write_bytes(contenu)
    fini = lancer("--evaluate", str(tmp_path / nom))
    assert fini.code == 2
    assert raison in fini.erreurs


def test_the_worst_mistakes_are_those_that_would_leave(lancer: Lancer, tmp_path: Path) -> None:
    """Une faute qu'une porte retient (un avocat) n'est pas dite partie."""
    fichier = tmp_path / "exemples.csv"
    fichier.write_text(CSV, encoding="utf-8")
    sortie = lancer("--evaluate", str(fichier)).sortie
    assert "Les pires fautes (2 sur 2)" in sortie
    assert "- ligne 5 (serait parti) : Retard de livraison pris pour Information" in sortie
    assert "- ligne 4 (retenu) : Remboursement pris pour Produit défectueux" in sortie
    assert "« mon avocat » (ferme une porte)" in sortie


def test_wrong_lines_are_named_and_counted(lancer: Lancer, tmp_path: Path) -> None:
    """Cinq mille lignes fausses n'en font pas défiler cinq mille."""
    fichier = tmp_path / "exemples.csv"
    fichier.write_text(CSV + "Bonjour,Truc\n" * 5000, encoding="utf-8")
    fini = lancer("--evaluate", str(fichier))
    assert fini.code == 1
    assert "Ligne 7 : « Truc » n'est pas une catégorie des règles" in fini.erreurs
    assert "… et 4\u202f980 autres lignes refusées." in fini.erreurs
    assert len(fini.erreurs.splitlines()) == 21


def test_another_rules_file_is_compared_message_by_message(lancer: Lancer, tmp_path: Path) -> None:
    """Deux règles : leurs mesures, puis chaque message qui change de sort, avec ses mots."""
    fichier, autres = tmp_path / "exemples.csv", tmp_path / "autres"
    fichier.write_text(CSV, encoding="utf-8")
    autres.mkdir()
    (autres / "salut.toml").write_text(
        'nom = "Salut"\n[[idees]]\nnom = "saluer"\npoids = 50\nphrases = ["bonjour"]\n',
        encoding="utf-8",
    )
    fini = lancer("--evaluate", str(fichier), "--rules", str(autres))
    assert "Par catégorie, règles en vigueur" in fini.sortie
    assert "Par catégorie, autres règles" in fini.sortie
    fin = fini.sortie[fini.sortie.index("Les autres règles changeraient") :].splitlines()
    assert "le sort de 1 message : 0 mieux, 1 moins bien, dont 0 réponse fausse en plus" in fin[0]
    assert fin[1:3] == ["- ligne 6 (attendu : Non classé)", "  « Bonjour »"]
    assert fin[3].endswith("→ Salut 99\xa0% (confiance_faible)")
    assert fin[4] == "  en plus : « Bonjour » (+50, Salut)"
    memes = lancer("--evaluate", str(fichier), "--rules", str(REGLES_FOURNIES))
    assert "ne changeraient le sort d'aucun message" in memes.sortie
    document = lancer("--evaluate", str(fichier), "--rules", str(autres), "--json").json
    assert document["lignes"][4]["categorie"] == "Non classé"
    assert document["autres_regles"]["lignes"][4]["categorie"] == "Salut"


def test_both_readers_are_measured_side_by_side(lancer: Lancer, tmp_path: Path) -> None:
    """Les règles, le second lecteur, les deux : trois colonnes ; une avec ``--no-avis``."""
    fichier = tmp_path / "exemples.csv"
    fichier.write_text(CSV, encoding="utf-8")
    entete = lancer("--evaluate", str(fichier)).sortie.splitlines()[1]
    assert entete.split("  ")[-3:] == ["règles seules", "second lecteur seul", "les deux ensemble"]
    document = lancer("--evaluate", str(fichier), "--json").json
    assert list(document["lectures"]) == ["regles", "second", "ensemble"]
    assert document["lectures"]["ensemble"]["exactitude"] == document["exactitude"]
    seules = lancer("--evaluate", str(fichier), "--json", "--no-avis").json
    assert list(seules["lectures"]) == ["regles"]
    assert seules["lectures"]["regles"] == document["lectures"]["regles"]
    assert seules == lancer("--evaluate", str(fichier), "--json", AVIS="non").json


def test_requests_are_measured_when_the_file_says_them(lancer: Lancer, tmp_path: Path) -> None:
    """Une colonne « demande » : précision et rappel de chacune, et ce qui partirait."""
    fichier = tmp_path / "exemples.csv"
    fichier.write_text(
        "text,label,demande,autres_demandes\n"
        "Où est mon colis ?,Retard de livraison,suivi,\n"
        "Je veux une facture,Information commande,recapitulatif,facture|statut\n"
        "Je veux une facture,Information commande,statut,\n"
        "Bonjour,Non classé,,\n",
        encoding="utf-8",
    )
    demandes = lancer("--evaluate", str(fichier), "--json").json["lectures"]["ensemble"]["demandes"]
    assert (demandes["nombre"], demandes["exactitude"]) == (3, 0.6667)
    assert (demandes["part_partie"], demandes["precision_partie"]) == (1.0, 0.6667)
    statut = {"precision": 0.0, "rappel": 0.0, "f1": 0.0, "nombre": 1}
    assert demandes["par_demande"]["statut"] == statut
    assert demandes["par_demande"]["recapitulatif"]["precision"] == 1.0
    sortie = lancer("--evaluate", str(fichier)).sortie
    assert "Par demande : précision, rappel" in sortie
    assert "Rappel :" in sortie


def test_the_progress_counts_both_files_of_rules(projet: Projet, tmp_path: Path) -> None:
    """Au terminal, l'avancement se voit, et compte les deux passages."""
    fichier = tmp_path / "exemples.csv"
    fichier.write_text(CSV, encoding="utf-8")
    with open_screen(projet, "--evaluate", str(fichier), "--rules", str(REGLES_FOURNIES)) as ecran:
        assert "\r\x1b[K1 message sur 10, " in ecran.read_all().decode()
    assert projet.lancer("--evaluate", str(fichier)).erreurs == ""
