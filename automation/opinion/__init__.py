"""Un second lecteur, appris : il peut hausser ou baisser une confiance, jamais ouvrir une porte.

``reader.read`` dit ce qu'il comprend d'un texte et par quels mots ; ``mix.combine`` réunit son avis
et celui des règles. ``training`` l'apprend, du corpus du projet (``corpus/``) et des messages de la
boutique. Rien ici n'est chargé par une boutique qui s'en passe (``AVIS=non``).
"""
