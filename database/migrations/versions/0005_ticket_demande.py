"""Ajoute « demande » à « ticket »."""

from database.migrations.steps import add_column

revision, down_revision = "0005", "0004"


def upgrade() -> None:
    """La seule instruction de cette révision."""
    add_column("ticket", "demande")
