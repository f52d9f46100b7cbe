"""Ajoute « demande » à « journal »."""

from database.migrations.steps import add_column

revision, down_revision = "0009", "0008"


def upgrade() -> None:
    """La seule instruction de cette révision."""
    add_column("journal", "demande")
