"""Ajoute « urgent » à « ticket »."""

from database.migrations.steps import add_column

revision, down_revision = "0006", "0005"


def upgrade() -> None:
    """La seule instruction de cette révision."""
    add_column("ticket", "urgent")
