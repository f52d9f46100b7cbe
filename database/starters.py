"""Les lignes de départ : clients et commandes d'exemple, modèles de réponse.

La table ``installation`` retient, avant même qu'une table soit créée, si elle doit en recevoir ;
l'en marquer remplie et la remplir sont une seule transaction. Une préparation coupée n'importe où
est donc achevée par la suivante, et ce qu'une boutique a supprimé ne revient jamais.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

import sqlalchemy as sa

from database import tables
from database.version import A_REMPLIR, installation, is_filled

REMPLIE = "remplie"
DEJA_LA = "deja_la"
"""La table existait avant le programme, ou sans lui : elle ne reçoit rien."""
SANS_EXEMPLES = "sans_exemples"

_EXEMPLES = (tables.client.name, tables.commande.name)
_MODELES = (tables.reponse_type.name,)
_I = installation.c


def declare(lien: sa.Connection, manquantes: Collection[str], *, exemples: bool) -> None:
    """Retient quelles tables devront être remplies ; ce qui est déjà retenu n'est pas rejugé.

    Args:
        manquantes: les tables qui n'existent pas encore.
        exemples: faux pour que les clients et commandes d'exemple ne soient jamais ajoutés.
    """
    connues = set(lien.execute(sa.select(_I.piece)).scalars())
    exemples_neufs = all(nom in manquantes for nom in _EXEMPLES)
    for nom in (*_EXEMPLES, *_MODELES):
        if nom not in connues:
            neuve = exemples_neufs if nom in _EXEMPLES else nom in manquantes
            etat = A_REMPLIR if neuve else DEJA_LA
            lien.execute(sa.insert(installation).values(piece=nom, etat=etat))
    if not exemples and not is_filled(lien):
        _move(lien, _EXEMPLES, SANS_EXEMPLES)


def fill(lien: sa.Connection, aujourdhui: date) -> dict[str, int]:
    """Remplit les tables qui doivent l'être et sont vides ; rend le nombre de lignes ajoutées.

    À valider par qui appelle, d'un seul tenant.

    Args:
        aujourdhui: jour auquel les commandes d'exemple se rapportent.
    """
    # Rien à écrire sur une base prête : le droit de lire y suffit.
    if is_filled(lien):
        return {}
    # Importés ici : les exemples ne servent qu'à une base neuve.
    from database import demo

    lignes: dict[sa.Table, list[dict[str, Any]]] = {}
    if _move(lien, _EXEMPLES, REMPLIE) and _are_empty(lien, _EXEMPLES):
        lignes[tables.client] = demo.client_rows()
        lignes[tables.commande] = demo.commande_rows(aujourdhui)
    if _move(lien, _MODELES, REMPLIE) and _are_empty(lien, _MODELES):
        lignes[tables.reponse_type] = demo.modele_rows()
    for table, valeurs in lignes.items():
        lien.execute(sa.insert(table), valeurs)
    return {table.name: len(valeurs) for table, valeurs in lignes.items()}


def _move(lien: sa.Connection, pieces: Collection[str], etat: str) -> bool:
    """Vrai si ces tables attendaient d'être remplies ; ce passage, et lui seul, s'en charge."""
    prise = (
        sa.update(installation).where(_I.piece.in_(pieces), _I.etat == A_REMPLIR).values(etat=etat)
    )
    return lien.execute(prise).rowcount > 0


def _are_empty(lien: sa.Connection, noms: Collection[str]) -> bool:
    return not any(
        lien.execute(
            sa.select(sa.literal(1)).select_from(tables.metadata.tables[nom]).limit(1)
        ).first()
        for nom in noms
    )
