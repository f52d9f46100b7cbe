"""De quoi mesurer --process-pending : une base remplie, et le script naïf auquel le comparer."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import sqlalchemy as sa

from automation.support_agent import SupportAgent
from config import load
from database import tables
from database.engine import Database
from database.setup import prepare

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
        # Deux SELECT : client, commandes.
        [dossier] = agent.examiner.examine_all([ticket.as_message], [ticket])
        reponse, statut = dossier.resultat.reponse or "", dossier.resultat.statut
        agent.desk.update_ticket_response(ticket.id, reponse, statut)  # deuxième appel
        agent.journal.add(ticket.id, dossier)  # troisième instruction
        faits += 1
    return faits


def server_env(url: str, nom: str) -> dict[str, str]:
    """Les variables qui mènent à une base neuve de ce serveur, dont le nom commence ainsi."""
    morceaux = urlsplit(url)
    return {
        "DB_HOST": morceaux.hostname or "127.0.0.1",
        "DB_PORT": str(morceaux.port or 3306),
        "DB_USER": unquote(morceaux.username or "root"),
        "DB_PASSWORD": unquote(morceaux.password or ""),
        "DB_NAME": f"{nom}_{uuid4().hex[:8]}",
    }


@contextmanager
def fresh_base(serveur: str | None, tickets: int) -> Iterator[dict[str, str]]:
    """Une base neuve et remplie ; rend les variables qui y mènent."""
    with tempfile.TemporaryDirectory() as dossier:
        env = {"DB_PATH": str(Path(dossier) / "mesure.db")}
        if serveur:
            env = server_env(serveur, "crm_mesure")
        base = Database(load(env, Path(os.devnull)))
        prepare(base)
        try:
            seed(base, tickets)
            yield env
        finally:
            if serveur:
                base.write(lambda lien: lien.exec_driver_sql(f"DROP DATABASE {env['DB_NAME']}"))
            base.dispose()
