"""Ajoute « brouillon_ia » à « ticket »."""

from database.migrations.steps import add_column

revision, down_revision = "0003", "0002"


def upgrade() -> None:
    """La seule instruction de cette révision."""
    add_column("ticket", "brouillon_ia")
