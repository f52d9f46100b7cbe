"""La version 1.0 : ses tables existent déjà, et celles qui manqueraient viennent d'être créées."""

revision, down_revision = "0001", None


def upgrade() -> None:
    """Rien à faire : une base de la version 1.0 n'a pas de numéro, celui-ci le lui donne."""
