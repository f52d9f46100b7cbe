"""--process-pending --workers, les tickets dans Notion : chacun décidé et écrit une seule fois."""

import os
import signal
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from threading import Event

import pytest

from tests.conftest import Projet
from tests.notion_server import NotionServer
from tests.notion_world import Espace, new_space

TICKETS = 120


@pytest.fixture
def espace() -> Iterator[Espace]:
    """Une boutique dont les tickets en attente remplissent deux pages de Notion."""
    with NotionServer() as serveur:
        boutique = new_space(serveur)
        reponse = {
            "catégorie": "Retard de livraison",
            "réponse_générique": "{reference} : {statut_commande}, {transporteur} {numero_suivi}, "
            "livraison prévue le {date_livraison_prevue}",
        }
        serveur.add_rows(boutique.reponses, [{"Nom": "Retard", **reponse}])
        boutique.add_pending(
            TICKETS,
            email_client="camille.martin@example.com",
            message_initial="Où est mon colis ? Il est en retard.",
        )
        yield boutique


def _writes(espace: Espace) -> Counter[str]:
    """Combien de fois chaque page a été écrite."""
    return Counter(entree.path for entree in espace.serveur.writes() if entree.method == "PATCH")


def _journal(projet: Projet) -> list[tuple[str, str]]:
    return [
        (numero, etat) for numero, etat in projet.base.sql("SELECT ticket_id, etat FROM journal")
    ]


def test_workers_share_the_tickets_of_notion(projet: Projet, espace: Espace) -> None:
    """Trois postes : chaque ticket une fois, au bilan, au journal et dans Notion."""
    fini = projet.lancer("--process-pending", "--workers", "3", "--json", env=espace.env)
    assert (fini.code, fini.json["total"], fini.json["traites"]) == (0, TICKETS, TICKETS)
    rendus = {ticket["ticket_id"] for ticket in fini.json["tickets"]}
    assert len(rendus) == TICKETS
    journal = _journal(projet)
    assert len(journal) == TICKETS
    assert set(journal) == {(ticket, "fait") for ticket in rendus}
    assert set(_writes(espace).values()) == {1}
    assert len(_writes(espace)) == TICKETS
    fini = projet.lancer("--process-pending", "--workers", "3", "--json", env=espace.env)
    assert (fini.code, fini.json["total"]) == (0, 0)


def test_a_machine_that_dies_loses_and_repeats_nothing_in_notion(
    projet: Projet, espace: Espace
) -> None:
    """Tout est tué net en pleine écriture ; un autre passage finit, sans rien écrire deux fois."""
    ecrites = Event()
    espace.serveur.watch = lambda *_: (
        ecrites.set() if len(_writes(espace)) >= TICKETS // 2 else None
    )
    ici = replace(projet, env={**projet.env, **espace.env})
    commande = ("--process-pending", "--workers", "3", "--json")
    processus = ici.ouvrir(*commande, start_new_session=True)
    assert ecrites.wait(60)
    os.killpg(processus.pid, signal.SIGKILL)
    processus.communicate(timeout=60)
    assert 0 < [etat for _, etat in _journal(projet)].count("fait") < TICKETS
    # Cinq minutes plus tard, les baux sont échus.
    projet.base.sql("UPDATE journal SET bail_fin = '2026-01-01 00:00:00.000000'")
    assert ici.lancer(*commande).code == 0
    assert [etat for _, etat in _journal(projet)] == ["fait"] * TICKETS
    assert (len(_writes(espace)), set(_writes(espace).values())) == (TICKETS, {1})
