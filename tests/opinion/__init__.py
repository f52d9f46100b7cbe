"""Le second lecteur : son modèle, ce qu'il lit, ce qu'il change, ce qu'une boutique lui apprend."""
