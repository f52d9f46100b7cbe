"""Appelé par Alembic : exécute les révisions sur la connexion que ``upgrade.py`` lui confie.

Sur un serveur, chaque révision est validée avec son numéro ; dans SQLite, toutes le sont ensemble,
avec la transaction de qui appelle.
"""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"], transaction_per_migration=True
)
with context.begin_transaction():
    context.run_migrations()
