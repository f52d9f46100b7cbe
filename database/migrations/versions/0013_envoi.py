"""Crée la table « envoi »."""

from database.migrations.steps import create_table

revision, down_revision = "0013", "0012"


def upgrade() -> None:
    """La seule instruction de cette révision."""
    create_table("envoi")
