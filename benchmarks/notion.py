"""Combien de tickets par minute Notion laisse-t-il passer, et à quel prix ?

Compare, sur le même serveur local et sous le même budget, dans la même exécution :

- NotionManager (lecture par pages, une écriture par ticket, rafale permise) ;
- le script qui vient d'abord à l'esprit : par ticket, créer, relire, mettre à jour ;
- la limite : une requête par ticket, tout le budget employé.

    python -m benchmarks.notion [--fenetres 2]

``NOTION_REQUESTS_PER_MINUTE`` donne le budget (1 800 par défaut ici). Chaque mesure dure autant de
minutes que de fenêtres : le budget de Notion se compte par fenêtre de 60 secondes.
"""

import argparse
import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from notion_client import Client

from notion.notion_manager import NotionManager
from tests.notion_server import NotionServer, RateLimit
from tests.notion_world import EMAIL, Espace, decide, new_space

FENETRE_S = 60.0
MARGE_S = 0.5
"""Un relevé se fait juste avant la fin de la dernière fenêtre."""


@dataclass(frozen=True)
class Mesure:
    """Ce qui a été fait pendant les fenêtres mesurées."""

    nom: str
    tickets: int
    requetes: int
    refus: int

    def line(self, budget: int, fenetres: int) -> str:
        """Une ligne du tableau."""
        par_ticket = self.requetes / self.tickets if self.tickets else float("nan")
        return (
            f"{self.nom:<34} {self.tickets / fenetres:>11.0f} {par_ticket:>17.3f} "
            f"{self.requetes / (budget * fenetres):>15.1%} {self.refus:>9}"
        )


def manager_run(espace: Espace, budget: int, fin: threading.Event) -> None:
    """Décide des tickets en attente comme l'application, par lots."""
    with NotionManager(espace.settings(budget)) as manager:
        manager.get_reponses_types()
        for page in manager.iter_pending_pages():
            for rang in range(0, len(page), manager.lot):
                if fin.is_set():
                    return
                manager.write_decisions([decide(t) for t in page[rang : rang + manager.lot]])


def naive_run(espace: Espace, budget: int, fin: threading.Event) -> None:
    """Par ticket : créer, relire, mettre à jour ; les reprises sont celles de notion-client."""
    serveur = espace.serveur
    client: Any = Client(auth=serveur.token, base_url=serveur.url, log_level=logging.CRITICAL)
    source = client.databases.retrieve(espace.contacts)["data_sources"][0]["id"]
    parent = {"type": "data_source_id", "data_source_id": source}
    while not fin.is_set():
        proprietes = {"email_client": {"email": EMAIL}, "statut": {"select": {"name": "Nouveau"}}}
        page = client.pages.create(parent=parent, properties=proprietes)
        lue = client.pages.retrieve(page["id"])
        traite = {"statut": {"select": {"name": "Traité automatiquement"}}}
        client.pages.update(lue["id"], properties=traite)
    client.close()


def measure(
    nom: str, run: Callable[[Espace, int, threading.Event], None], budget: int, fenetres: int
) -> Mesure:
    """Fait tourner un script pendant ces fenêtres et relève ce qu'il a fait."""
    with NotionServer() as serveur:
        espace = new_space(serveur)
        espace.add_pending(budget * (fenetres + 1))
        serveur.rate_limit = RateLimit(budget)
        fin = threading.Event()
        fil = threading.Thread(target=run, args=(espace, budget, fin))
        debut = time.monotonic()
        fil.start()
        while not serveur.requests:
            time.sleep(0.001)
            debut = time.monotonic()
        time.sleep(debut + fenetres * FENETRE_S - MARGE_S - time.monotonic())
        fin.set()
        journal = list(serveur.requests)
        fil.join()
        lignes = [e for e in journal if e.status == 200]
        tickets = sum(e.method == "PATCH" for e in lignes)
        return Mesure(nom, tickets, len(lignes), sum(e.status == 429 for e in journal))


def main() -> None:
    """Affiche le tableau."""
    options = argparse.ArgumentParser(description="Tickets par minute dans Notion.")
    options.add_argument("--fenetres", type=int, default=2, help="minutes par mesure (2)")
    fenetres = options.parse_args().fenetres
    budget = int(os.environ.get("NOTION_REQUESTS_PER_MINUTE", "1800"))
    print(f"Budget : {budget} requêtes par minute ; {fenetres} fenêtre(s) de 60 s par mesure.\n")
    titres = ("tickets/min", "requêtes/ticket", "budget employé", "refus 429")
    print(f"{'':<34} {titres[0]:>11} {titres[1]:>17} {titres[2]:>15} {titres[3]:>9}")
    for nom, run in (
        ("NotionManager", manager_run),
        ("créer, relire, mettre à jour", naive_run),
    ):
        print(measure(nom, run, budget, fenetres).line(budget, fenetres), flush=True)
    limite = Mesure("limite : une requête par ticket", budget * fenetres, budget * fenetres, 0)
    print(limite.line(budget, fenetres))


if __name__ == "__main__":
    main()
