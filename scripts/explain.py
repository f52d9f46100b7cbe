"""Montre comment le serveur exécute chaque requête du traitement par lots (EXPLAIN).

python scripts/explain.py mysql://root@127.0.0.1:3306                       à taille réelle
python scripts/explain.py URL --clients 2000 --commandes 20000 --tickets 2000

Crée une base à elle, la remplit, relève les requêtes d'un vrai passage sur des tickets de toutes
sortes (reprise et remise à « Nouveau » comprises), demande EXPLAIN de chacune, et supprime la
base. Code de sortie 1 si l'une d'elles parcourt une table entière sans que cela soit voulu.
"""

import argparse
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

import sqlalchemy as sa

from automation.support_agent import SupportAgent
from benchmarks.batch_world import server_env
from config import Settings, load
from database import tables
from database.engine import Database
from database.setup import prepare

LOT = 5_000
VOULUES = {
    # Une fois par minute au plus, jusqu'à la première adresse inhabituelle.
    "CAST(client.email AS BINARY)": "adresses inhabituelles, une fois par minute",
    # La table tient en une page : dix modèles.
    "FROM reponse_type": "modèles, une fois par passage",
    # Une ligne suffit à répondre.
    "AS anon_1 FROM expediteur LIMIT": "la table est-elle vide, une fois par passage",
}


@contextmanager
def own_base(url: str) -> Iterator[Settings]:
    """Une base neuve sur ce serveur, supprimée à la fin."""
    settings = load(server_env(url, "crm_explain"), Path(os.devnull))
    base = Database(settings)
    prepare(base)
    try:
        yield settings
    finally:
        base.write(lambda lien: lien.exec_driver_sql(f"DROP DATABASE {settings.db_name}"))
        base.dispose()


def fill(base: Database, clients: int, commandes: int, tickets: int) -> None:
    """Remplit les tables, puis met à jour leurs statistiques."""
    jour, instant = date.today(), datetime(2026, 1, 1)
    _insert(
        base,
        tables.client,
        clients,
        lambda n: {"id": n + 100, "email": f"c{n}@example.com", "nom": "Nom", "prenom": "Camille"},
    )
    _insert(
        base,
        tables.commande,
        commandes,
        lambda n: {
            "id_client": n % clients + 100,
            "reference": f"CMD-{n}",
            "date_commande": jour - timedelta(days=n // clients * 40 + 3),
            "montant": "49.90",
            "nb_articles": 1,
            "statut": "expédiée",
            "date_livraison_prevue": jour + timedelta(days=3),
        },
    )
    _fill_tickets(base, clients, tickets, instant)
    noms = ", ".join(table.name for table in tables.metadata.sorted_tables)
    base.write(lambda lien: lien.exec_driver_sql(f"ANALYZE TABLE {noms}").all())


def _fill_tickets(base: Database, clients: int, tickets: int, instant: datetime) -> None:
    """Des tickets, un sur dix en attente, et autant de décisions faites."""
    _insert(
        base,
        tables.ticket,
        tickets,
        lambda n: {
            "email": f"c{n % clients}@example.com" if n % 20 else f"autre{n}@example.com",
            "nom": "",
            "message": "Bonjour, où est mon colis ? Il est en retard.",
            "statut": "Nouveau" if n % 10 == 0 else "Traité",
            "cree_le": instant,
        },
    )
    _insert(
        base,
        tables.expediteur,
        tickets,
        lambda n: {
            "cle": f"ancien{n}@example.com",
            "dernier_ticket": f"{n}",
            "dernier_le": instant,
        },
    )
    _insert(
        base,
        tables.journal,
        tickets,
        lambda n: {
            "rangement": "sql",
            "ticket_id": str(10**9 + n),
            "tour": 1,
            "etat": "fait",
            "jeton": "",
            "travailleur": "ancien",
            "bail_fin": instant,
            "statut": "En cours",
            "delai_s": float(n),
            "maintenant": instant,
        },
    )


def _insert(base: Database, table: sa.Table, nombre: int, row: Any) -> None:
    for debut in range(0, nombre, LOT):
        lignes = [row(n) for n in range(debut, min(debut + LOT, nombre))]
        base.write(partial(_send, table=table, lignes=lignes))


def _send(lien: sa.Connection, table: sa.Table, lignes: list[dict[str, Any]]) -> None:
    lien.execute(sa.insert(table), lignes)


def hot_queries(settings: Settings) -> dict[str, tuple[str, Any]]:
    """Les requêtes d'un vrai passage : leur forme, et la dernière envoyée, avec ses valeurs."""
    requetes: dict[str, tuple[str, Any]] = {}

    def note(
        _lien: Any, curseur: Any, requete: str, valeurs: Any, _c: Any, plusieurs: bool
    ) -> None:
        if not plusieurs and re.match(r"\s*(SELECT|UPDATE|DELETE)", requete):
            forme = re.sub(r"\s+", " ", re.sub(r"(%s(, )?)+", "?", requete))
            requetes[forme] = (requete, valeurs)

    with SupportAgent(settings) as mort, SupportAgent(settings) as agent:
        page = next(iter(mort.desk.iter_pending_pages()))
        mort.journal.claim(page)
        passe = sa.update(tables.journal).where(tables.journal.c.etat != "fait")
        base: Database = agent.crm.database  # type: ignore[attr-defined]
        base.write(lambda lien: lien.execute(passe.values(bail_fin=datetime(2026, 1, 1))))
        sa.event.listen(base.engine, "before_cursor_execute", note)
        for _ in agent.iter_pending(limit=250):
            pass
        vus = agent.journal.claim(next(iter(agent.desk.iter_pending_pages())))
        agent.journal.close(rendus=vus)
        agent.desk.count_pending()
        next(agent.iter_replay())
    return requetes


def explain(base: Database, requete: str, valeurs: Any) -> list[dict[str, Any]]:
    """Les lignes d'EXPLAIN d'une requête."""
    return base.read(
        lambda lien: [
            dict(ligne) for ligne in lien.exec_driver_sql(f"EXPLAIN {requete}", valeurs).mappings()
        ]
    )


def is_scan(ligne: dict[str, Any]) -> bool:
    """Vrai si cette étape parcourt une table entière (et non une table dérivée d'une ligne)."""
    table = str(ligne["table"] or "")
    return ligne["type"] in ("ALL", "index") and bool(table) and not table.startswith("<")


def report(settings: Settings) -> int:
    """Imprime le tableau ; rend le nombre de parcours qui ne sont pas voulus."""
    base = Database(settings)
    fautes = 0
    for forme, (requete, valeurs) in sorted(hot_queries(settings).items()):
        print(f"\n{forme[:150]}")
        voulue = next((raison for motif, raison in VOULUES.items() if motif in forme), None)
        for ligne in explain(base, requete, valeurs):
            faute = is_scan(ligne) and voulue is None
            fautes += faute
            print(
                f"    {ligne['table'] or '-':12} {ligne['type'] or '-':8} "
                f"{ligne['key'] or '-':22} {ligne['rows'] or 0:>8} lignes  {ligne['Extra'] or ''}"
                f"{f' [voulu : {voulue}]' if voulue and is_scan(ligne) else ''}"
                f"{'  <-- PARCOURS ENTIER' if faute else ''}"
            )
    base.dispose()
    return fautes


def main() -> int:
    """Remplit une base, imprime le tableau."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("url")
    options.add_argument("--clients", type=int, default=100_000)
    options.add_argument("--commandes", type=int, default=1_000_000)
    options.add_argument("--tickets", type=int, default=100_000)
    choix = options.parse_args()
    with own_base(choix.url) as settings:
        base = Database(settings)
        fill(base, choix.clients, choix.commandes, choix.tickets)
        base.dispose()
        fautes = report(settings)
    print(f"\n{fautes} parcours entier(s) non voulu(s).")
    return 1 if fautes else 0


if __name__ == "__main__":
    sys.exit(main())
