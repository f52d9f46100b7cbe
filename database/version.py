"""La révision d'une base, lue à l'ouverture en une requête, et ce qui se dit d'une autre.

Alembic n'est pas chargé ici : seul ``--setup`` en a besoin.
"""

import sqlalchemy as sa

from database.engine import Database
from database.faults import COMMANDE_SETUP
from database.migrations import REVISION
from database.tables import metadata
from errors import ConfigurationError, NotSetUpError

DE_LA_BOUTIQUE = frozenset({"client", "commande"})
"""Tables que la boutique peut remplacer par des vues : jamais versionnées, jamais modifiées."""

# Où en est la préparation de chaque table qui reçoit des lignes de départ (voir starters.py).
installation = sa.Table(
    "installation",
    metadata,
    sa.Column("piece", sa.String(32), primary_key=True),
    sa.Column("etat", sa.String(16), nullable=False),
)

# La table d'Alembic, telle qu'il la ferait : la lire ne demande pas de le charger.
alembic_version = sa.Table(
    "alembic_version",
    metadata,
    sa.Column("version_num", sa.String(32), nullable=False),
    sa.PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)

A_REMPLIR = "a_remplir"
"""État d'une table, dans ``installation``, tant que ses exemples n'y sont pas."""

_INSCRITE = sa.select(sa.func.max(alembic_version.c.version_num))
_A_REMPLIR = sa.select(sa.func.count()).where(installation.c.etat == A_REMPLIR)
_LUES = sa.select(_INSCRITE.scalar_subquery(), _A_REMPLIR.scalar_subquery())


def read_revision(lien: sa.Connection) -> str | None:
    """La révision inscrite dans la base ; ``None`` s'il n'y en a pas."""
    if not sa.inspect(lien).has_table(alembic_version.name):
        return None
    revision: str | None = lien.execute(_INSCRITE).scalar_one()
    return revision


def is_filled(lien: sa.Connection) -> bool:
    """Vrai si aucune table n'attend plus ses lignes de départ."""
    return lien.execute(_A_REMPLIR).scalar_one() == 0


def has_tables(lien: sa.Connection) -> bool:
    """Vrai si la base contient au moins une table."""
    return bool(sa.inspect(lien).get_table_names())


def require_current(base: Database) -> None:
    """Refuse une base qui n'a pas la révision que le programme attend.

    Raises:
        NotSetUpError: elle n'est pas préparée, ou pas entièrement.
        ConfigurationError: elle a été préparée par une autre version du programme.
    """
    try:
        revision, a_remplir = base.read(lambda lien: lien.execute(_LUES).one())
    except NotSetUpError:
        if base.read(lambda lien: sa.inspect(lien).has_table("ticket")):
            raise _too_old(base) from None
        raise
    if revision is None or (revision == REVISION and a_remplir):
        raise NotSetUpError(
            f"La préparation de {base.nom} a été interrompue. {COMMANDE_SETUP} Elle reprendra où "
            "elle en était."
        )
    if revision < REVISION:
        raise _too_old(base)
    require_known(base, revision)


def require_known(base: Database, revision: str | None) -> None:
    """Refuse une base qu'une version plus récente du programme a préparée.

    Raises:
        ConfigurationError: la révision est plus récente que celle du programme.
    """
    if revision is not None and revision > REVISION:
        raise ConfigurationError(
            f"Une version plus récente du programme a préparé {base.nom} (révision {revision}, "
            f"ici {REVISION}). Mettez aussi le programme à jour sur ce poste, puis recommencez."
        )


def _too_old(base: Database) -> ConfigurationError:
    copie = "le fichier est d'abord copié, " if base.embarquee else ""
    return ConfigurationError(
        f"Il faut mettre à jour {base.nom}, préparée par une version précédente du programme. "
        f"Lancez « python main.py --setup » ({copie}rien n'est retiré), puis recommencez."
    )
