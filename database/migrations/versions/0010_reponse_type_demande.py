"""Ajoute « demande » à « reponse_type »."""

from database.migrations.steps import add_column

revision, down_revision = "0010", "0009"


def upgrade() -> None:
    """La seule instruction de cette révision."""
    add_column("reponse_type", "demande")
