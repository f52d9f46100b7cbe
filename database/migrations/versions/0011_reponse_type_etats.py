"""Ajoute « etats » à « reponse_type »."""

from database.migrations.steps import add_column

revision, down_revision = "0011", "0010"


def upgrade() -> None:
    """La seule instruction de cette révision."""
    add_column("reponse_type", "etats")
