"""Tickets et modèles de réponse dans Notion."""
