"""Préparer une base : créer ce qui manque, ne toucher à rien de ce qui existe.

Les données d'exemple ne vont que dans des tables créées par ce passage même : ce qu'une
boutique a supprimé ne revient jamais.
"""

import logging
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from config import Settings
from database import tables
from database.embedded import file_exists
from database.engine import Database
from database.faults import error_number
from errors import ConfigurationError

logger = logging.getLogger("support.database")


@dataclass(frozen=True, slots=True)
class Preparation:
    """Ce qu'une préparation a trouvé et fait.

    Attributes:
        creees: tables créées par ce passage.
        presentes: tables (ou vues) qui existaient déjà.
        clients, commandes, modeles: lignes d'exemple ajoutées par ce passage.
    """

    creees: tuple[str, ...]
    presentes: tuple[str, ...]
    clients: int = 0
    commandes: int = 0
    modeles: int = 0


def missing_tables(base: Database) -> tuple[str, ...]:
    """Les tables qui manquent (vide si la base est prête) ; n'écrit rien."""
    return base.read(_missing)


def prepare(base: Database, *, aujourdhui: date | None = None) -> Preparation:
    """Crée les tables qui manquent, avec leurs données d'exemple.

    Args:
        aujourdhui: jour auquel les commandes d'exemple se rapportent.

    Raises:
        SupportError: le serveur ne répond pas, ou l'utilisateur n'a pas le droit de créer.
    """
    if not base.embarquee:
        _create_database(base)
    return base.write(lambda connexion: _create(connexion, aujourdhui or date.today()))


def open_database(settings: Settings, *, memoire: bool = False) -> Database:
    """Ouvre la base configurée ; crée la base embarquée au premier usage, et le dit.

    Args:
        memoire: garde la base embarquée en mémoire si son fichier n'existe pas encore, pour que
            rien ne soit écrit.

    Raises:
        SupportError: la base ne s'ouvre pas.
    """
    memoire = memoire and settings.db_host is None and not file_exists(settings.db_path)
    base = Database(settings, memoire=memoire)
    if not base.embarquee or base.read(_has_tables):
        return base
    aujourdhui = date.today()
    faite = base.write(lambda lien: None if _has_tables(lien) else _create(lien, aujourdhui))
    if faite is not None:
        logger.warning(
            "Premier usage : %s vient d'être créée, avec %d clients et %d commandes d'exemple.",
            base.nom,
            faite.clients,
            faite.commandes,
        )
    return base


def _has_tables(connexion: sa.Connection) -> bool:
    return bool(sa.inspect(connexion).get_table_names())


def _missing(connexion: sa.Connection) -> tuple[str, ...]:
    inspecteur = sa.inspect(connexion)
    return tuple(
        table.name
        for table in tables.metadata.sorted_tables
        if not inspecteur.has_table(table.name)
    )


def _create(connexion: sa.Connection, aujourdhui: date) -> Preparation:
    # Importées ici : les exemples ne servent qu'à une base neuve.
    from database import demo

    noms = [table.name for table in tables.metadata.sorted_tables]
    creees = _missing(connexion)
    if "commande" in creees and "client" not in creees and _is_view(connexion, "client"):
        raise ConfigurationError(
            "« client » est une vue, mais « commande » n'existe pas : créez aussi la vue "
            "« commande » sur vos propres commandes, puis relancez « python main.py --setup »."
        )
    if connexion.dialect.name != "sqlite":
        tables.add_server_options()
    tables.metadata.create_all(connexion, [tables.metadata.tables[nom] for nom in creees])
    lignes: dict[sa.Table, list[dict[str, Any]]] = {}
    if "client" in creees:
        lignes[tables.client] = demo.client_rows()
        if "commande" in creees:
            lignes[tables.commande] = demo.commande_rows(aujourdhui)
    if "reponse_type" in creees:
        lignes[tables.reponse_type] = demo.modele_rows()
    for table, valeurs in lignes.items():
        connexion.execute(sa.insert(table), valeurs)
    return Preparation(
        creees=creees,
        presentes=tuple(nom for nom in noms if nom not in creees),
        clients=len(lignes.get(tables.client, ())),
        commandes=len(lignes.get(tables.commande, ())),
        modeles=len(lignes.get(tables.reponse_type, ())),
    )


def _is_view(connexion: sa.Connection, nom: str) -> bool:
    return nom in sa.inspect(connexion).get_view_names()


def _create_database(base: Database) -> None:
    """Crée la base si le serveur ne la connaît pas (erreur 1049) et que c'est permis."""
    try:
        with base.engine.connect():
            return
    except SQLAlchemyError as erreur:
        if error_number(erreur) != 1049:
            raise base.translate(erreur) from erreur
    serveur = sa.create_engine(base.engine.url.set(database=""), **base.server_options())
    nom = serveur.dialect.identifier_preparer.quote_identifier(base.settings.db_name)
    try:
        with serveur.connect() as connexion:
            connexion.exec_driver_sql(
                f"CREATE DATABASE IF NOT EXISTS {nom} "
                "CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci"
            )
    except SQLAlchemyError as erreur:
        raise base.translate(erreur) from erreur
    finally:
        serveur.dispose()
