"""Retirer les clients et commandes d'exemple que personne n'a changés et qui n'ont pas servi.

Un client d'exemple et ses commandes s'en vont ensemble, ou restent ensemble.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from database import demo
from database.engine import Database
from database.tables import client, commande, journal, ticket

_Ligne = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Retrait:
    """Ce qui est retiré, ou le serait.

    Attributes:
        clients: adresses des clients retirés.
        commandes: numéros des commandes retirées.
        gardes: adresses des clients gardés, et pourquoi.
    """

    clients: tuple[str, ...] = ()
    commandes: tuple[int, ...] = ()
    gardes: tuple[tuple[str, str], ...] = ()


def remove_examples(
    base: Database, *, a_ecrit: Callable[[str], bool], essai: bool = False
) -> Retrait:
    """Retire les exemples intacts ; avec ``essai``, dit seulement lesquels.

    Args:
        a_ecrit: vrai si cette adresse a un ticket, où qu'ils soient rangés.

    Raises:
        SupportError: la base ne répond pas, ou refuse.
    """
    ecrivains = {email for email, _, _ in demo.CLIENTS if a_ecrit(email)}

    def work(lien: sa.Connection) -> Retrait:
        retrait = _plan(lien, ecrivains)
        if not essai and retrait.clients:
            lien.execute(sa.delete(commande).where(commande.c.id.in_(retrait.commandes)))
            lien.execute(sa.delete(client).where(client.c.email.in_(retrait.clients)))
        return retrait

    return base.read(work) if essai else base.write(work)


def _plan(lien: sa.Connection, ecrivains: set[str]) -> Retrait:
    if client.name in sa.inspect(lien).get_view_names():
        return Retrait()
    exemples = {ligne["id"]: ligne for ligne in demo.client_rows()}
    clients = _rows(lien, client, client.c.id.in_(exemples))
    commandes = defaultdict(list)
    for ligne in _rows(lien, commande, commande.c.id_client.in_(exemples)):
        commandes[ligne["id_client"]].append(ligne)
    intactes = _as_loaded([ligne for lignes in commandes.values() for ligne in lignes])
    servies = _used_orders(lien)
    partent: list[_Ligne] = []
    gardes = []
    for ligne in clients:
        siennes = commandes[ligne["id"]]
        numeros = {sienne["id"] for sienne in siennes}
        if ligne["email"] not in {exemple["email"] for exemple in exemples.values()}:
            continue  # le numéro est celui d'un client de la boutique
        if ligne != exemples[ligne["id"]] or not numeros <= intactes:
            gardes.append((ligne["email"], "changé depuis"))
        elif ligne["email"] in ecrivains or numeros & servies:
            gardes.append((ligne["email"], "a déjà servi"))
        else:
            partent.append(ligne)
    return Retrait(
        tuple(ligne["email"] for ligne in partent),
        tuple(sienne["id"] for ligne in partent for sienne in commandes[ligne["id"]]),
        tuple(gardes),
    )


def _rows(
    lien: sa.Connection, table: sa.Table, condition: sa.ColumnElement[bool]
) -> list[dict[str, Any]]:
    requete = sa.select(table).where(condition).order_by(table.c.id)
    return [dict(ligne) for ligne in lien.execute(requete).mappings()]


def _as_loaded(lignes: list[dict[str, Any]]) -> set[int]:
    """Les numéros des commandes restées telles que chargées, le même jour que les autres."""
    jours = {exemple.id: exemple.jours for exemple in demo.COMMANDES}
    departs = Counter[date](
        ligne["date_commande"] - timedelta(days=jours[ligne["id"]])
        for ligne in lignes
        if ligne["id"] in jours and ligne["date_commande"] is not None
    )
    if not departs:
        return set()
    (charge, _), *_ = departs.most_common(1)
    attendues = {attendue["id"]: attendue for attendue in demo.commande_rows(charge)}
    return {ligne["id"] for ligne in lignes if ligne == attendues.get(ligne["id"])}


def _used_orders(lien: sa.Connection) -> set[int]:
    exemples = [exemple.id for exemple in demo.COMMANDES]
    return {
        numero
        for colonne in (ticket.c.id_commande, journal.c.id_commande)
        for numero in lien.execute(sa.select(colonne).where(colonne.in_(exemples))).scalars()
    }
