"""Tout ce qui est français : les mots, leurs formes, le lexique, l'écriture et les règles."""
