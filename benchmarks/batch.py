"""Mesure --process-pending : débit, requêtes par ticket et mémoire, contre le script naïf.

python benchmarks/batch.py                                   SQLite, 1 000 et 10 000 tickets
python benchmarks/batch.py --mariadb mysql://root@127.0.0.1:3306 --tickets 1000,10000,100000

Le script naïf traite un ticket à la fois : trois instructions SQL (client, commandes, journal) et
deux appels au rangement (modèles, ticket), avec le même classement et la même décision. Il n'est
mesuré que sur les premiers tickets (``--naif``), son temps étant proportionnel à leur nombre.
Chaque mesure est faite dans un processus neuf, sur une base neuve.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import sqlalchemy as sa

from automation import workers
from automation.support_agent import SupportAgent
from config import Settings, load
from database import tables
from database.engine import Database
from database.setup import open_database, prepare
from models.decisions import Resultat
from models.tickets import Message

CLIENTS = 20_000
TEXTES = (
    "Bonjour, je n'ai toujours pas reçu mon colis, où en est la livraison ? Cela fait {n} jours.",
    "Bonjour,\n\nJe souhaite être remboursé de la commande n° {n}, merci.\n\nCordialement",
    "L'article est arrivé cassé ce matin, l'écran est fendu. Commande {n}. Que faire ?",
    "Pouvez-vous me dire quand part ma commande {n} ? Merci d'avance.",
    "Bonjour, avez-vous ce modèle en bleu, en taille {n} ?",
)


def seed(base: Database, tickets: int, clients: int = CLIENTS) -> None:
    """Remplit une base neuve : des clients, deux commandes chacun, des tickets en attente."""
    jour = date.today()

    def rows(nombre: int) -> Iterator[range]:
        for debut in range(0, nombre, 2000):
            yield range(debut, min(debut + 2000, nombre))

    base.write(lambda lien: lien.execute(sa.delete(tables.commande)))
    base.write(lambda lien: lien.execute(sa.delete(tables.client)))
    for lot in rows(clients):
        lignes = [
            {"id": n + 1, "email": f"client{n}@example.com", "nom": f"Nom{n}", "prenom": "Camille"}
            for n in lot
        ]
        _insert(base, tables.client, lignes)
        commandes = [
            {
                "id": 2 * n + rang + 1,
                "id_client": n + 1,
                "reference": f"CMD-{2 * n + rang}",
                "date_commande": jour - timedelta(days=5 + 80 * rang),
                "montant": "59.90",
                "nb_articles": 2,
                "statut": "expédiée",
                "transporteur": "Colis Express",
                "numero_suivi": f"6A{n:011d}",
                "date_livraison_prevue": jour + timedelta(days=2),
            }
            for n in lot
            for rang in (0, 1)
        ]
        _insert(base, tables.commande, commandes)
    for lot in rows(tickets):
        lignes = [
            {
                # Un expéditeur sur vingt est inconnu.
                "email": f"client{n % clients}@example.com" if n % 20 else f"autre{n}@example.com",
                "nom": "",
                "message": TEXTES[n % len(TEXTES)].format(n=2 * (n % clients) + 1),
                "statut": "Nouveau",
                "cree_le": datetime(2026, 1, 1) + timedelta(seconds=n),
            }
            for n in lot
        ]
        _insert(base, tables.ticket, lignes)


def _insert(base: Database, table: sa.Table, lignes: list[dict[str, Any]]) -> None:
    base.write(lambda lien: lien.execute(sa.insert(table), lignes))


def naive(agent: SupportAgent, limit: int) -> int:
    """Le script que l'on écrirait d'abord : un ticket, puis le suivant."""
    faits = 0
    # Les premiers seulement : lire d'abord les cent mille fausserait son débit.
    for ticket in islice(chain.from_iterable(agent.desk.iter_pending_pages()), limit):
        # Les modèles sont relus pour chaque ticket : premier appel.
        agent.examiner.forget_templates()
        message = Message(ticket.email, ticket.message, ticket.id_commande, ticket.nom)
        [dossier] = agent.examine([message], [ticket])  # deux SELECT : client, commandes
        reponse, statut = dossier.resultat.reponse or "", dossier.resultat.statut
        agent.desk.update_ticket_response(ticket.id, reponse, statut)  # deuxième appel
        agent.journal.add(ticket.id, dossier)  # troisième instruction
        faits += 1
    return faits


class Counter:
    """Compte les requêtes d'un processus : lectures, et le reste."""

    def __init__(self, base: Database) -> None:
        self.lectures = self.ecritures = 0
        sa.event.listen(base.engine, "before_cursor_execute", self._count)

    def _count(self, _lien: Any, _curseur: Any, requete: str, *_: Any) -> None:
        if requete.lstrip().upper().startswith("SELECT"):
            self.lectures += 1
        else:
            self.ecritures += 1


def measure(settings: Settings, mode: str, postes: int, limit: int) -> dict[str, float]:
    """Une mesure, dans ce processus : tickets, secondes, requêtes par ticket, mémoire (Mo)."""
    debut = time.perf_counter()
    lectures = ecritures = 0
    if postes > 1:
        faits = sum(isinstance(s, Resultat) for s in workers.iter_pending(settings, postes))
    else:
        with SupportAgent(settings) as agent:
            compteur = Counter(agent.crm.database)  # type: ignore[attr-defined]
            debut = time.perf_counter()
            if mode == "naif":
                faits = naive(agent, limit)
            else:
                faits = sum(isinstance(sort, Resultat) for sort in agent.iter_pending())
            lectures, ecritures = compteur.lectures, compteur.ecritures
    duree = time.perf_counter() - debut
    enfants = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    memoire = max(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, enfants if postes > 1 else 0)
    return {
        "tickets": faits,
        "secondes": duree,
        "lectures": lectures / max(1, faits),
        "ecritures": ecritures / max(1, faits),
        "memoire": memoire / 1024,
    }


@contextmanager
def fresh_base(serveur: str | None, tickets: int) -> Iterator[dict[str, str]]:
    """Une base neuve et remplie ; rend les variables qui y mènent."""
    with tempfile.TemporaryDirectory() as dossier:
        env = {"DB_PATH": str(Path(dossier) / "mesure.db")}
        if serveur:
            morceaux = urlsplit(serveur)
            env = {
                "DB_HOST": morceaux.hostname or "127.0.0.1",
                "DB_PORT": str(morceaux.port or 3306),
                "DB_USER": unquote(morceaux.username or "root"),
                "DB_PASSWORD": unquote(morceaux.password or ""),
                "DB_NAME": f"crm_mesure_{uuid4().hex[:8]}",
            }
        base = open_database(load(env, Path(os.devnull)))
        prepare(base)
        try:
            seed(base, tickets)
            yield env
        finally:
            if serveur:
                base.write(lambda lien: lien.exec_driver_sql(f"DROP DATABASE {env['DB_NAME']}"))
            base.dispose()


def run(env: dict[str, str], mode: str, postes: int, limit: int) -> dict[str, float]:
    """La mesure dans un processus neuf."""
    commande = [sys.executable, __file__, "--un", mode, str(postes), str(limit)]
    propre = {nom: v for nom, v in os.environ.items() if not nom.startswith(("DB_", "NOTION_"))}
    fini = subprocess.run(commande, env={**propre, **env}, stdout=subprocess.PIPE, check=True)
    mesure: dict[str, float] = json.loads(fini.stdout)
    return mesure


def main() -> None:
    """Mesure tout ce qui est demandé et imprime le tableau."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--mariadb", metavar="URL", help="mesure aussi sur ce serveur")
    options.add_argument("--sans-sqlite", action="store_true")
    options.add_argument("--tickets", default="1000,10000")
    options.add_argument("--postes", default="1,2,4")
    options.add_argument("--naif", type=int, default=1000, help="tickets donnés au script naïf")
    options.add_argument("--un", nargs=3, help=argparse.SUPPRESS)
    choix = options.parse_args()
    if choix.un:
        mode, postes, limit = choix.un
        resultat = measure(load(fichier=Path(os.devnull)), mode, int(postes), int(limit))
        print(json.dumps(resultat))
        return
    print(
        f"{'base':8} {'tickets':>8} {'qui':10} {'tickets/s':>10} {'fois':>6} "
        f"{'lectures/t':>11} {'écritures/t':>12} {'mémoire Mo':>11}"
    )
    bases = ([] if choix.sans_sqlite else [None]) + ([choix.mariadb] if choix.mariadb else [])
    for serveur in bases:
        nom = "MariaDB" if serveur else "SQLite"
        naif = 0.0
        for tickets in [int(n) for n in choix.tickets.split(",")]:
            essais = [("naif", 1)] if not naif else []
            essais += [("lots", int(n)) for n in choix.postes.split(",")]
            for mode, postes in essais:
                with fresh_base(serveur, tickets) as env:
                    mesure = run(env, mode, postes, choix.naif)
                debit = mesure["tickets"] / mesure["secondes"]
                naif = naif or debit
                qui = "naïf" if mode == "naif" else f"{postes} poste{'s' if postes > 1 else ''}"
                requetes = (
                    f"{mesure['lectures']:11.3f} {mesure['ecritures']:12.3f}"
                    if postes == 1
                    else f"{'':11} {'':12}"
                )
                print(
                    f"{nom:8} {int(mesure['tickets']):8} {qui:10} {debit:10.0f} "
                    f"{debit / naif:6.1f} "
                    f"{requetes} {mesure['memoire']:11.0f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
