"""Beaucoup de messages à la fois : en attente, rejoués, importés, mesurés."""
