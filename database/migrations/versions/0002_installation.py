"""Crée la table « installation »."""

from database.migrations.steps import create_table

revision, down_revision = "0002", "0001"


def upgrade() -> None:
    """La seule instruction de cette révision."""
    create_table("installation")
