"""Un second lecteur, appris : il peut hausser ou baisser une confiance, jamais ouvrir une porte.

``reader.read`` dit ce qu'il comprend d'un texte et par quels mots ; ``both.combine`` réunit son
avis et celui des règles. ``training`` l'apprend, du corpus du projet (``corpus/``) et des messages
de la boutique ; ``MODELE.md`` est sa carte. Son modèle n'est pas ouvert si l'on s'en passe
(``AVIS=non``).
"""
