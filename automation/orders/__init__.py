"""De quelle commande parle un message."""
