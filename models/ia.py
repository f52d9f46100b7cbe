"""Ce que l'IA facultative a donné : des codes stables, que le journal garde, et leurs phrases."""

from collections.abc import Mapping

CHOISIE, AUCUNE, REDIGEE = "choisie", "aucune_choisie", "redigee"
IDENTIQUE = "brouillon_identique"

SERVIS: Mapping[str, str] = {
    CHOISIE: "politesses choisies",
    REDIGEE: "brouillons rédigés, à relire",
    "acceptee": "réécritures servies (version 1.0)",
}
"""Quand l'IA a servi : code stable → ce qu'elle a fait."""

MOTIFS: Mapping[str, str] = {
    AUCUNE: "aucune politesse ne convenait",
    "choix_invalide": "l'IA a répondu autre chose que deux numéros de politesses",
    IDENTIQUE: "l'IA a rendu la réponse telle quelle",
    "modele_inadapte": "ce modèle ne se prête pas à une réécriture",
    "plafond_atteint": "le nombre de demandes de OPENAI_MAX_REPONSES est atteint",
    "ia_suspendue": "l'IA est suspendue jusqu'à la fin, après trois échecs de suite",
    "cle_refusee": "le serveur d'IA refuse la clé OPENAI_API_KEY",
    "quota_epuise": "le crédit du compte d'IA est épuisé",
    "trop_de_demandes": "le serveur d'IA reçoit trop de demandes",
    "modele_inconnu": "le serveur d'IA ne connaît pas ce modèle (OPENAI_MODEL) ou cette adresse",
    "demande_refusee": "le serveur d'IA refuse la demande",
    "serveur_en_panne": "le serveur d'IA est en panne",
    "serveur_injoignable": "le serveur d'IA n'a pas pu être joint",
    "delai_depasse": "le serveur d'IA n'a pas répondu à temps",
    "reponse_illisible": "le serveur d'IA a rendu autre chose qu'une réponse",
    "reponse_vide": "le serveur d'IA a rendu un texte vide",
    "reponse_tronquee": "le texte rendu est coupé",
    "refus_du_modele": "l'IA a refusé de répondre",
    "faits_modifies": "dans le brouillon, un fait manque ou est là une fois de trop",
    "fait_nouveau": "dans le brouillon, un fait ou un nom a été ajouté",
    "longueur": "le brouillon est trop court ou trop long",
    "langue": "le brouillon n'est pas en français",
    "signe_etranger": "le brouillon porte un signe que le modèle n'a pas",
}
"""Pourquoi l'IA n'a pas servi : code stable → phrase pour une personne."""
