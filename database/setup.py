"""Préparer une base : créer ce qui manque, mettre à jour ce qui est plus ancien, rien d'autre.

C'est un état, non un événement : coupée n'importe où, ou lancée par plusieurs postes à la fois,
une préparation est achevée par la suivante. Les lignes de départ ne vont que dans des tables
créées par le programme (``starters.py``).
"""

import logging
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from config import Settings
from database import starters, tables
from database.comparison import (
    Colonnes,
    missing_columns,
    missing_tables,
    require_ours,
    spell_columns,
)
from database.ddl import create_table
from database.embedded import file_exists
from database.engine import Database
from database.exclusive import exclusively, keep
from database.faults import error_number
from database.migrations import REVISION
from database.version import (
    DE_LA_BOUTIQUE,
    alembic_version,
    has_tables,
    installation,
    read_revision,
    require_current,
    require_known,
)
from errors import ConfigurationError, NotSetUpError

logger = logging.getLogger("support.database")

_NOTRES = tuple(nom for nom in tables.metadata.tables if nom not in DE_LA_BOUTIQUE)
_D_ABORD = (installation.name, alembic_version.name)


@dataclass(frozen=True, slots=True)
class Preparation:
    """Ce qu'une préparation a trouvé et fait.

    Attributes:
        creees: tables créées par ce passage.
        presentes: tables (ou vues) qui existaient déjà.
        ajouts: colonnes ajoutées par ce passage à des tables présentes.
        copie: copie du fichier, faite avant de le changer.
        lignes: nombre de lignes de départ ajoutées par ce passage, par table.
    """

    creees: tuple[str, ...]
    presentes: tuple[str, ...]
    ajouts: Colonnes = field(default_factory=dict)
    copie: Path | None = None
    lignes: dict[str, int] = field(default_factory=dict)


def prepare(
    base: Database, *, aujourdhui: date | None = None, exemples: bool = True
) -> Preparation:
    """Crée ce qui manque, avec ses lignes de départ, et met le reste à jour.

    Args:
        aujourdhui: jour auquel les commandes d'exemple se rapportent.
        exemples: faux pour une base sans clients ni commandes d'exemple.

    Raises:
        SupportError: le serveur ne répond pas, l'utilisateur n'a pas le droit de créer, ou la base
            n'est pas une base du programme.
    """
    if not base.embarquee:
        _create_database(base)
    jour = aujourdhui or date.today()
    return exclusively(base, lambda lien: _prepare(base, lien, jour, exemples=exemples))


def open_database(settings: Settings, *, memoire: bool = False) -> Database:
    """Ouvre la base configurée ; crée la base embarquée au premier usage, et le dit.

    Args:
        memoire: garde la base embarquée en mémoire si son fichier n'existe pas encore, pour que
            rien ne soit écrit.

    Raises:
        SupportError: la base ne s'ouvre pas, n'est pas prête, ou n'est pas à jour.
    """
    memoire = memoire and settings.db_host is None and not file_exists(settings.db_path)
    base = Database(settings, memoire=memoire)
    try:
        require_current(base)
    except NotSetUpError:
        if not base.embarquee:
            raise
        _create_at_first_use(base)
        require_current(base)
    return base


def _create_at_first_use(base: Database) -> None:
    """Crée la base embarquée si rien n'y est, ou laisse ce qu'un autre poste vient d'y créer."""
    jour = date.today()
    faite = base.write(
        lambda lien: None if has_tables(lien) else _prepare(base, lien, jour, exemples=True)
    )
    if faite is not None:
        logger.warning(
            "Premier usage : %s vient d'être créée, avec %d clients et %d commandes d'exemple.",
            base.nom,
            faite.lignes["client"],
            faite.lignes["commande"],
        )


def _prepare(
    base: Database, lien: sa.Connection, aujourdhui: date, *, exemples: bool
) -> Preparation:
    creees = missing_tables(lien)
    revision = read_revision(lien)
    require_known(base, revision)
    _require_both_views(lien, creees)
    neuve = revision is None and set(_NOTRES) <= set(creees)
    ajouts: Colonnes = {}
    copie = None
    if not neuve:
        require_ours(lien, base.nom)
        manques = missing_columns(lien)
        ajouts = {nom: manques[nom] for nom in _NOTRES if nom in manques}
    perimee = not neuve and (revision != REVISION or bool(ajouts))
    if perimee:
        copie = _announce(base, creees, ajouts)
    _create(lien, creees, exemples=exemples)
    if perimee:
        from database.upgrade import upgrade

        upgrade(lien, revision)
    lignes = starters.fill(lien, aujourdhui)
    if neuve:
        lien.execute(sa.insert(alembic_version).values(version_num=REVISION))
    keep(lien)
    presentes = tuple(nom for nom in tables.metadata.tables if nom not in creees)
    return Preparation(creees, presentes, ajouts, copie, lignes)


def _create(lien: sa.Connection, manquantes: Collection[str], *, exemples: bool) -> None:
    """Crée les tables qui manquent, après avoir retenu lesquelles attendent des lignes."""
    for nom in _D_ABORD:
        if nom in manquantes:
            create_table(lien, tables.metadata.tables[nom])
    starters.declare(lien, manquantes, exemples=exemples)
    keep(lien)
    for nom, table in tables.metadata.tables.items():
        if nom in manquantes and nom not in _D_ABORD:
            create_table(lien, table)
    keep(lien)


def _announce(base: Database, creees: Collection[str], ajouts: Colonnes) -> Path | None:
    """Dit ce qui va changer ; copie d'abord le fichier de la base embarquée."""
    if ajouts:
        neuves = ", ".join(nom for nom in creees if nom not in _D_ABORD)
        logger.warning(
            "Mise à jour de %s : s'ajoutent %s. Rien n'est retiré ni modifié.",
            base.nom,
            " ; ".join(filter(None, (spell_columns(ajouts), neuves and f"tables {neuves}"))),
        )
    if not base.embarquee or base.memoire:
        return None
    from database.upgrade import copy_embedded, copy_name

    copie = copy_name(base.settings.db_path)
    copy_embedded(base, copie)
    logger.warning("Le fichier d'avant est gardé : %s.", copie)
    return copie


def _require_both_views(lien: sa.Connection, manquantes: Collection[str]) -> None:
    client, commande = tables.client.name, tables.commande.name
    if commande not in manquantes or client in manquantes:
        return
    if client in sa.inspect(lien).get_view_names():
        raise ConfigurationError(
            "« client » est une vue, mais « commande » n'existe pas : créez aussi la vue "
            "« commande » sur vos propres commandes, puis relancez « python main.py --setup »."
        )


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
