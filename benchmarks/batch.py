"""Mesure --process-pending : débit, requêtes par ticket, mémoire, pente, contre le script naïf.

python benchmarks/batch.py                                   SQLite, 1 000 et 10 000 tickets
python benchmarks/batch.py --mariadb mysql://root@127.0.0.1:3306 --tickets 1000,10000,100000

Le script naïf traite un ticket à la fois : trois instructions SQL (client, commandes, journal) et
deux appels au rangement (modèles, ticket), par les mêmes connexions, avec le même classement et la
même décision.

Deux tableaux par base. Le duel : dans un même processus, des manches où les deux se suivent, de
sorte qu'une machine occupée ralentit l'un comme l'autre ; le rapport est celui du milieu. Puis les
passages : chacun dans un processus neuf, sur une base neuve, trois fois jusqu'à 10 000 tickets (le
temps du milieu est gardé), une seule au-delà. Avec un poste, le premier lot, qui charge les
modules et apprend les mots, n'est pas chronométré ; avec plusieurs, leur départ est compris.

Ce qui borne un poste : le processeur. L'examen des messages prend la moitié du temps sur un
serveur (presque tout avec SQLite), le pilote MySQL, en Python, le quart ; le reste est d'attendre.

Durée, sur deux cœurs : cinq minutes jusqu'à 10 000 tickets, quinze avec 100 000, les deux bases
comprises.
"""

import argparse
import json
import logging
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import sqlalchemy as sa

from automation import workers
from automation.runs.report import Echec, Sort
from automation.support_agent import SupportAgent
from benchmarks.batch_world import fresh_base, naive
from config import VARIABLES, Settings, load
from database.ticket_store import TicketStore

LOT = TicketStore.lot
MANCHES = 15
PAR_MANCHE = (4 * LOT, 100)
"""Tickets d'une manche : pour les lots, pour le script naïf."""

Mesure = dict[str, float]


class Counter:
    """Compte les requêtes d'un processus : lectures, et le reste."""

    def __init__(self, agent: SupportAgent) -> None:
        self.lectures = self.ecritures = 0
        moteur = agent.crm.database.engine  # type: ignore[attr-defined]
        sa.event.listen(moteur, "before_cursor_execute", self._count)

    def _count(self, _lien: Any, _curseur: Any, requete: str, *_: Any) -> None:
        if requete.lstrip().upper().startswith("SELECT"):
            self.lectures += 1
        else:
            self.ecritures += 1


def clock(sorts: Iterator[Sort]) -> list[float]:
    """L'heure au début, puis à chaque lot de tickets traités."""
    heures = [time.perf_counter()]
    for rang, sort in enumerate(sorts, start=1):
        if isinstance(sort, Echec):
            raise SystemExit(f"Le ticket {sort.ticket_id} a échoué : {sort.message}")
        if rang % LOT == 0:
            heures.append(time.perf_counter())
    return heures


def passage(settings: Settings, postes: int) -> Mesure:
    """Un passage, dans ce processus."""
    mesure: Mesure = {}
    if postes > 1:
        heures = clock(workers.iter_pending(settings, postes))
    else:
        with SupportAgent(settings) as agent:
            compteur = Counter(agent)
            heures = clock(agent.iter_pending())[1:]
        faits = LOT * len(heures)
        mesure = {"lectures": compteur.lectures / faits, "ecritures": compteur.ecritures / faits}
    qui = resource.RUSAGE_CHILDREN if postes > 1 else resource.RUSAGE_SELF
    durees = [fin - debut for debut, fin in pairwise(heures)]
    quart = max(1, len(durees) // 4)
    return mesure | {
        "par_ticket": sum(durees) / len(durees) / LOT,
        "fin": sum(durees[:quart]) / sum(durees[-quart:]),
        "memoire": resource.getrusage(qui).ru_maxrss / 1024,
    }


def duel(settings: Settings, manches: int) -> Mesure:
    """Les lots et le script naïf, l'un après l'autre, dans ce processus."""
    lots, petits = PAR_MANCHE
    rapports, debits, naifs = [], [], []
    with SupportAgent(settings) as agent:
        clock(agent.iter_pending(LOT))
        naive(agent, petits)
        compteur = Counter(agent)
        for _ in range(manches):
            debut = time.perf_counter()
            naive(agent, petits)
            naif = (time.perf_counter() - debut) / petits
            lectures, ecritures = compteur.lectures, compteur.ecritures
            debut = time.perf_counter()
            clock(agent.iter_pending(lots))
            nous = (time.perf_counter() - debut) / lots
            compteur.lectures, compteur.ecritures = 0, 0
            rapports.append(naif / nous)
            debits.append(1 / nous)
            naifs.append(1 / naif)
    return {
        "rapport": median(rapports),
        "moindre": min(rapports),
        "plus_grand": max(rapports),
        "debit": median(debits),
        "naif": median(naifs),
        "lectures": lectures / petits,
        "ecritures": ecritures / petits,
    }


def run(serveur: str | None, tickets: int, *quoi: str) -> Mesure:
    """Une mesure dans un processus neuf, sur une base neuve."""
    propre = {nom: valeur for nom, valeur in os.environ.items() if nom not in VARIABLES}
    with fresh_base(serveur, tickets) as env:
        commande = [sys.executable, __file__, "--un", *quoi]
        fini = subprocess.run(commande, env={**propre, **env}, stdout=subprocess.PIPE, check=True)
    mesure: Mesure = json.loads(fini.stdout)
    return mesure


def show_duel(serveur: str | None, manches: int) -> float:
    """Imprime le duel ; rend le débit du script naïf."""
    mesure = run(serveur, (manches + 1) * sum(PAR_MANCHE), "duel", str(manches))
    print(
        f"  duel, {manches} manches : {mesure['debit']:.0f} tickets/s contre {mesure['naif']:.0f}, "
        f"soit {mesure['rapport']:.1f} fois (de {mesure['moindre']:.1f} à "
        f"{mesure['plus_grand']:.1f}) ; le naïf fait {mesure['lectures']:.1f} lectures et "
        f"{mesure['ecritures']:.1f} écritures par ticket.",
        flush=True,
    )
    return mesure["naif"]


def show_passages(
    serveur: str | None, tailles: Sequence[int], tous: Sequence[int], naif: float
) -> None:
    """Imprime un passage par taille et par nombre de postes."""
    print(
        f"  {'tickets':>8} {'postes':>6} {'tickets/s':>10} {'fois':>6} {'pente':>7} "
        f"{'fin/début':>9} {'lectures/t':>11} {'écritures/t':>12} {'mémoire Mo':>11}"
    )
    premier = 0.0
    for tickets in tailles:
        for postes in tous:
            essais = [
                run(serveur, tickets, "passage", str(postes))
                for _ in range(1 if tickets > 10_000 else 3)
            ]
            mesure = {nom: median(essai[nom] for essai in essais) for nom in essais[0]}
            detail = " " * 42
            if "lectures" in mesure:
                premier = premier or mesure["par_ticket"]
                detail = (
                    f"{mesure['par_ticket'] / premier - 1:+7.1%} {mesure['fin']:9.2f} "
                    f"{mesure['lectures']:11.3f} {mesure['ecritures']:12.3f}"
                )
            print(
                f"  {tickets:8} {postes:6} {1 / mesure['par_ticket']:10.0f} "
                f"{1 / mesure['par_ticket'] / naif:6.1f} {detail} {mesure['memoire']:11.0f}",
                flush=True,
            )


def main() -> None:
    """Mesure tout ce qui est demandé et imprime les tableaux."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--mariadb", metavar="URL", help="mesure aussi sur ce serveur")
    options.add_argument("--sans-sqlite", action="store_true")
    options.add_argument("--tickets", default="1000,10000", help="tailles des passages")
    options.add_argument("--postes", default="1,2,4")
    options.add_argument("--manches", type=int, default=MANCHES, help="manches de chaque duel")
    options.add_argument("--un", nargs=2, help=argparse.SUPPRESS)
    choix = options.parse_args()
    if choix.un:
        quoi, nombre = choix.un
        mesurer = duel if quoi == "duel" else passage
        print(json.dumps(mesurer(load(fichier=Path(os.devnull)), int(nombre))))
        return
    # L'avis d'une base neuve se mêlerait au tableau.
    logging.getLogger("support").addHandler(logging.NullHandler())
    debut = time.perf_counter()
    tailles = [int(n) for n in choix.tickets.split(",")]
    postes = [int(n) for n in choix.postes.split(",")]
    for serveur in ([] if choix.sans_sqlite else [None]) + (
        [choix.mariadb] if choix.mariadb else []
    ):
        print("MariaDB" if serveur else "SQLite", flush=True)
        show_passages(serveur, tailles, postes, show_duel(serveur, choix.manches))
    print(
        "fois : contre le script naïf du duel. pente : temps par ticket, comparé à la plus petite\n"
        "taille. fin/début : débit du dernier quart, comparé au premier. mémoire : du plus gros\n"
        f"processus. Mesuré en {(time.perf_counter() - debut) / 60:.0f} minutes."
    )


if __name__ == "__main__":
    main()
