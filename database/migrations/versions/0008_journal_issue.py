"""Ajoute « issue » à « journal »."""

from database.migrations.steps import add_column

revision, down_revision = "0008", "0007"


def upgrade() -> None:
    """La seule instruction de cette révision."""
    add_column("journal", "issue")
