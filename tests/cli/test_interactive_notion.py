"""Le bureau du support, dans un vrai terminal, avec les tickets dans Notion."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Projet
from tests.notion_server import NotionServer
from tests.notion_world import Espace, new_space
from tests.screen import Ecran, open_screen

CAMILLE = "camille.martin@example.com"


@pytest.fixture
def espace() -> Iterator[Espace]:
    """Une boutique et ses modèles ; trois tickets attendent."""
    with NotionServer() as serveur:
        boutique = new_space(serveur)
        serveur.add_row(
            boutique.reponses,
            {
                "catégorie": "Retard de livraison",
                "réponse_générique": "Bonjour {prenom_client}, votre colis arrive.",
            },
        )
        yield boutique


@pytest.fixture
def tickets(espace: Espace) -> list[str]:
    """Trois messages d'une cliente attendent dans Notion."""
    messages = ("Où est mon colis ?", "Il est cassé 📦📦", "Ma facture ?")
    return [
        espace.add_pending(1, message_initial=message, email_client=CAMILLE)[0]
        for message in messages
    ]


@pytest.fixture
def bureau(projet: Projet, espace: Espace, tickets: list[str], tmp_path: Path) -> Iterator[Ecran]:
    """Le bureau, 80 colonnes, et un éditeur qui signe la réponse."""
    editeur = tmp_path / "signer.py"
    editeur.write_text(
        "import pathlib, sys\n"
        "fichier = pathlib.Path(sys.argv[1])\n"
        "fichier.write_text(fichier.read_text(encoding='utf-8') + '\\nÉlodie', encoding='utf-8')\n",
        encoding="utf-8",
    )
    env = {**espace.env, "EDITOR": f"{sys.executable} {editeur}"}
    with open_screen(projet, "--interactive", colonnes=80, env=env) as ecran:
        ecran.wait_line("adresse >")
        yield ecran


def _listed(bureau: Ecran) -> list[str]:
    """Les lignes de la dernière liste, sans leur date."""
    bureau.enter("/attente")
    bureau.wait("pour répondre à l'un d'eux.")
    return [ligne for ligne in bureau.lignes if "camille" in ligne]


def test_tickets_are_listed_one_line_each_with_a_short_number(bureau: Ecran) -> None:
    """Un identifiant de Notion ne se lit ni ne se tape : la liste donne à chacun un numéro."""
    lignes = _listed(bureau)
    assert [ligne.split()[:2] for ligne in lignes] == [
        ["1", "Nouveau"],
        ["2", "Nouveau"],
        ["3", "Nouveau"],
    ]
    assert lignes[0].endswith("Où est mon colis ?")
    assert lignes[2].endswith("Ma facture ?")
    bureau.type("/ouvrir ")
    bureau.wait("Où est mon colis ?", "Ma facture ?")
    bureau.type("3\r")
    bureau.wait("│ Ma facture ?")
    bureau.enter("/client")
    bureau.wait("Tickets : 3", "n° 2, ", "sans catégorie, Nouveau")
    bureau.enter("/ouvrir 2")
    bureau.wait("│ Il est cassé")


def test_a_narrow_window_still_gives_one_line_to_a_ticket(bureau: Ecran) -> None:
    """À 50 colonnes, l'adresse est raccourcie et le message coupé : une ligne par ticket."""
    bureau.resize(40, 50)
    bureau.enter("/attente")
    bureau.wait("pour répondre à l'un d'eux.")
    listees = [ligne for ligne in bureau.lignes if "Nouveau" in ligne]
    assert [ligne.split()[0] for ligne in listees] == ["1", "2", "3"]
    assert all(
        "camille" in ligne and ("Où" in ligne or "I" in ligne or "Ma" in ligne) for ligne in listees
    )


def test_a_ticket_is_opened_edited_and_sent(
    bureau: Ecran, espace: Espace, tickets: list[str]
) -> None:
    """/ouvrir, /modifier, /envoyer : la réponse relue est sur la page de Notion, « Traité »."""
    _listed(bureau)
    bureau.enter("/ouvrir 1")
    bureau.wait("Bonjour Camille, votre colis arrive.", "/confier pour plus tard")
    bureau.enter("/modifier")
    bureau.wait("Réponse modifiée", "Élodie")
    bureau.enter("/envoyer")
    bureau.wait("statut « Traité »")
    premiere, *autres = [espace.serveur.row(ticket) for ticket in tickets]
    assert (premiere["statut"], premiere["réponse_personnalisée"]) == (
        "Traité",
        "Bonjour Camille, votre colis arrive.\nÉlodie",
    )
    assert [ligne["statut"] for ligne in autres] == ["Nouveau", "Nouveau"]


def test_a_ticket_changed_in_notion_meanwhile_is_left_alone(
    bureau: Ecran, espace: Espace, tickets: list[str]
) -> None:
    """Une collègue l'a pris dans Notion entre-temps : rien n'est écrit par-dessus, et c'est dit."""
    _listed(bureau)
    bureau.enter("/ouvrir 1")
    bureau.wait("/confier pour plus tard")
    espace.serveur.edit_row(
        tickets[0], {"statut": "En cours", "réponse_personnalisée": "La mienne"}
    )
    bureau.enter("/envoyer")
    bureau.wait("(il est maintenant « En cours »)", "rouvrez-le avec /ouvrir.")
    premiere = espace.serveur.row(tickets[0])
    assert (premiere["statut"], premiere["réponse_personnalisée"]) == ("En cours", "La mienne")


def test_a_page_address_opens_its_ticket(bureau: Ecran, espace: Espace, tickets: list[str]) -> None:
    """L'adresse copiée dans Notion sert de numéro ; un numéro hors de la liste est dit."""
    bureau.enter("/ouvrir 1")
    bureau.wait("Le ticket 1 n'existe pas ; /attente les montre.")
    nue = tickets[1].replace("-", "")
    bureau.enter(f"/ouvrir https://www.example.com/boutique/Camille-{nue}")
    bureau.wait("│ Il est cassé", "/confier pour plus tard")
    bureau.enter("/confier")
    bureau.wait("statut « En cours »")
    statuts = [espace.serveur.row(ticket)["statut"] for ticket in tickets]
    assert statuts == ["Nouveau", "En cours", "Nouveau"]
    _listed(bureau)
    bureau.enter("/ouvrir 12")
    bureau.wait("Le ticket 12 n'existe pas ; /attente les montre.")
