"""Ajoute « reference_citee » à « ticket »."""

from database.migrations.steps import add_column

revision, down_revision = "0007", "0006"


def upgrade() -> None:
    """La seule instruction de cette révision."""
    add_column("ticket", "reference_citee")
