"""De quoi parle un texte, ce qu'il demande, avec quelle assurance et par quels mots."""
