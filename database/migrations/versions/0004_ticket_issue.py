"""Ajoute « issue » à « ticket »."""

from database.migrations.steps import add_column

revision, down_revision = "0004", "0003"


def upgrade() -> None:
    """La seule instruction de cette révision."""
    add_column("ticket", "issue")
