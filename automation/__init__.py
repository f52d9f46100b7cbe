"""La phrase que dit le programme, et la pièce où chaque mot se trouve.

message ─▶ ``reading`` (ce qu'elle a écrit) ─▶ ``understanding`` (de quoi il s'agit) ─▶ ``opinion``
(l'avis du second lecteur) ─▶ ``orders`` (quelle commande) ─▶ ``replies`` (le modèle rempli) ─▶
``decision`` (répondre, ou confier) ─▶ ``polish`` (facultatif) ─▶ ticket et journal.

- ``support_agent`` : ce qu'un développeur appelle ; ``examiner`` : un message, d'un bout à l'autre.
- ``runs`` : beaucoup de messages à la fois ; ``workers`` : plusieurs postes.
- ``languages/fr`` : tout ce qui est français, règles comprises.
- ``intake`` : tout ce qui entre est vérifié là ; ``wiring`` : ce que la configuration désigne.
"""
