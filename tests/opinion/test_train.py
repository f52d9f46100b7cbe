"""Ce qu'une boutique apprend au second lecteur : appris s'il y gagne, défait d'un geste."""

import csv
from pathlib import Path

import pytest

from tests.conftest import Projet

TEXTE = "Bonjour, je veux un krumpage"


@pytest.fixture
def boutique(projet: Projet) -> Projet:
    """Une copie du programme dont le corpus est court : apprendre y est rapide."""
    for fichier in (projet.dossier / "automation" / "opinion" / "corpus").glob("*.jsonl"):
        if fichier.stem != "clavardage":
            fichier.unlink()
    return projet


def write(dossier: Path, nom: str, lignes: list[tuple[str, str]]) -> str:
    """Un fichier de messages classés."""
    with (dossier / nom).open("w", encoding="utf-8", newline="") as flux:
        csv.writer(flux).writerows([("text", "label"), *lignes])
    return nom


def own_words(nombre: int) -> list[tuple[str, str]]:
    """Des messages d'une boutique où « krumpage » veut dire « remboursement »."""
    debuts = ("Bonjour, je veux un krumpage", "Le krumpage de ma lampe", "À quand mon krumpage")
    return [
        (f"{debuts[n % 3]} numéro {'abc' * (n % 7)} {n}", "Remboursement") for n in range(nombre)
    ]


def test_too_few_messages_are_refused(boutique: Projet) -> None:
    """Moins de cent messages : code 2, une phrase, et rien n'est écrit."""
    fini = boutique.lancer("--train", write(boutique.dossier, "peu.csv", own_words(99)))
    assert fini.code == 2
    assert "que 99 messages : il en faut au moins 100" in fini.erreurs
    assert not (boutique.dossier / "avis.bin").exists()


def test_what_is_learned_is_used_until_its_file_is_deleted(boutique: Projet) -> None:
    """Le gain est montré, le fichier écrit et lu ; l'ôter rend le second lecteur fourni."""
    fichier = write(boutique.dossier, "siens.csv", own_words(120))
    avant = boutique.lancer("--explain", TEXTE, "--json").json
    assert avant["categorie"] != "Remboursement"
    essai = boutique.lancer("--train", fichier, "--dry-run", "--json").json
    assert essai["mieux"] is True
    assert essai["fichier"] is None
    assert not (boutique.dossier / "avis.bin").exists()
    assert essai["appris"]["exactitude"] > essai["fourni"]["exactitude"]
    fini = boutique.lancer("--train", fichier)
    assert fini.code == 0
    assert "C'est mieux : enregistré dans avis.bin" in fini.sortie
    assert "supprimez ce fichier" in fini.sortie
    assert "reste prudent" in fini.sortie.replace("\n", " ")
    assert boutique.lancer("--explain", TEXTE, "--json").json["categorie"] == "Remboursement"
    sans = boutique.lancer("--explain", TEXTE, "--json", "--no-avis").json
    assert sans["categorie"] != "Remboursement"
    (boutique.dossier / "avis.bin").unlink()
    assert boutique.lancer("--explain", TEXTE, "--json").json == avant


def test_what_is_not_better_is_not_kept(boutique: Projet) -> None:
    """Rien à gagner : rien n'est écrit, et c'est dit ; ce qui était appris n'est pas touché."""
    lignes = [(f"Où est mon colis ? C'est le {n}", "Retard de livraison") for n in range(120)]
    (boutique.dossier / "avis.bin").write_bytes(b"celui d'avant")
    fini = boutique.lancer("--train", write(boutique.dossier, "connus.csv", lignes))
    assert fini.code == 0
    assert "rien n'a été écrit" in fini.sortie
    assert (boutique.dossier / "avis.bin").read_bytes() == b"celui d'avant"


def test_a_damaged_learned_file_says_what_to_do(projet: Projet) -> None:
    """Un avis.bin abîmé : code 3, et une phrase qui le nomme."""
    (projet.dossier / "avis.bin").write_bytes(b"abc")
    fini = projet.lancer("--explain", TEXTE)
    assert fini.code == 3
    assert "avis.bin » ne se lit pas" in fini.erreurs
    assert projet.lancer("--explain", TEXTE, "--no-avis").code == 0
