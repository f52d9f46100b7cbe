"""Crée la table « recu »."""

from database.migrations.steps import create_table

revision, down_revision = "0014", "0013"


def upgrade() -> None:
    """La seule instruction de cette révision."""
    create_table("recu")
