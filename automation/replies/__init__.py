"""Le modèle de la boutique, rempli, et ce qu'il doit contenir."""
