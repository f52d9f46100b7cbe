"""Crée la table « expediteur »."""

from database.migrations.steps import create_table

revision, down_revision = "0012", "0011"


def upgrade() -> None:
    """La seule instruction de cette révision."""
    create_table("expediteur")
