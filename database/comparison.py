"""Une base comparée à ``tables.py`` : ce qui lui manque, et ce qu'elle a d'un autre type."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine

from database.engine import Database
from database.migrations import REVISION
from database.tables import metadata
from database.version import DE_LA_BOUTIQUE, is_filled, read_revision, require_known
from errors import ConfigurationError

Colonnes = Mapping[str, tuple[str, ...]]
"""Des noms de colonnes, par table."""

# Ce à quoi se reconnaît une table de la version 1.0, et non une table d'un autre programme.
_COLONNES_1_0 = {
    "reponse_type": "id categorie texte",
    "ticket": "id email nom id_commande message categorie reponse statut confiance attente cree_le "
    "traite_le",
    "texte_long": "rangement ticket_id champ texte",
    "journal": "id rangement ticket_id tour etat jeton travailleur bail_fin recu_le decide_le "
    "delai_s duree_ms statut categorie confiance attente raisons modele_id modele_empreinte "
    "regles_empreinte maintenant id_commande etat_commande polissage jetons_entree jetons_sortie",
}


@dataclass(frozen=True, slots=True)
class Examen:
    """Ce qui manque à une base pour servir.

    Attributes:
        tables: celles qui manquent.
        colonnes: celles qui manquent aux tables du programme.
        boutique: celles qui manquent aux tables ou aux vues de la boutique.
        types: colonnes d'un autre type que prévu, dites une à une.
        achevee: la base est à la révision du programme, et ses lignes de départ y sont.
    """

    tables: tuple[str, ...]
    colonnes: Colonnes
    boutique: Colonnes
    types: tuple[str, ...]
    achevee: bool


def examine(base: Database) -> Examen:
    """Compare la base à ce que le programme attend ; n'écrit rien.

    Raises:
        SupportError: elle ne répond pas, ou une version plus récente l'a préparée.
    """

    def work(lien: sa.Connection) -> Examen:
        revision = read_revision(lien)
        require_known(base, revision)
        require_ours(lien, base.nom)
        toutes = missing_columns(lien)
        absentes = missing_tables(lien)
        return Examen(
            absentes,
            {nom: toutes[nom] for nom in toutes if nom not in DE_LA_BOUTIQUE},
            {nom: toutes[nom] for nom in toutes if nom in DE_LA_BOUTIQUE},
            () if absentes else other_types(lien),
            achevee=revision == REVISION and not absentes and is_filled(lien),
        )

    return base.read(work)


def missing_tables(lien: sa.Connection) -> tuple[str, ...]:
    """Les tables qui manquent ; une vue en tient lieu."""
    inspecteur = sa.inspect(lien)
    return tuple(nom for nom in metadata.tables if not inspecteur.has_table(nom))


def missing_columns(lien: sa.Connection) -> dict[str, tuple[str, ...]]:
    """Les colonnes qui manquent aux tables présentes, celles de la boutique comprises."""
    return _absent(lien, {nom: tuple(table.c.keys()) for nom, table in metadata.tables.items()})


def require_ours(lien: sa.Connection, nom_base: str) -> None:
    """Refuse de toucher à des tables qui portent nos noms sans être les nôtres.

    Raises:
        ConfigurationError: il manque à une table des colonnes qu'elle a depuis la version 1.0.
    """
    attendues = {nom: tuple(colonnes.split()) for nom, colonnes in _COLONNES_1_0.items()}
    for table, absentes in _absent(lien, attendues).items():
        raise ConfigurationError(
            f"Dans {nom_base}, la table « {table} » n'est pas celle du programme : il lui manque "
            f"{', '.join(absentes)}. Rien n'y a été changé. Donnez au programme une base à lui "
            "(DB_NAME), ou rétablissez cette table depuis une sauvegarde."
        )


def spell_columns(colonnes: Colonnes) -> str:
    """« brouillon_ia, issue à « ticket » ; etats à « reponse_type » »."""
    return " ; ".join(f"{', '.join(noms)} à « {table} »" for table, noms in colonnes.items())


def _absent(
    lien: sa.Connection, attendues: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    inspecteur = sa.inspect(lien)
    manques = {}
    for table, colonnes in attendues.items():
        if inspecteur.has_table(table):
            trouvees = {colonne["name"].lower() for colonne in inspecteur.get_columns(table)}
            absentes = tuple(nom for nom in colonnes if nom not in trouvees)
            if absentes:
                manques[table] = absentes
    return manques


def other_types(lien: sa.Connection) -> tuple[str, ...]:
    """Les colonnes du programme d'un autre type que prévu, dites une à une."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    notres = metadata.tables.keys() - DE_LA_BOUTIQUE
    contexte = MigrationContext.configure(
        lien,
        opts={
            "compare_type": True,
            "include_name": lambda nom, sorte, _: sorte != "table" or nom in notres,
        },
    )
    return tuple(
        f"« {ecart[2]}.{ecart[3]} » est {_name(ecart[5], lien)} au lieu de {_name(ecart[6], lien)}"
        for groupe in compare_metadata(contexte, metadata)
        if isinstance(groupe, list)
        for ecart in groupe
        if ecart[0] == "modify_type"
    )


def _name(type_sql: TypeEngine[Any], lien: sa.Connection) -> str:
    return type_sql.compile(dialect=lien.dialect)
