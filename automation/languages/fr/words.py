"""Pur : les listes de mots français dont la lecture a besoin, et rien d'autre.

Ce module n'importe rien : la lecture, au-dessous des langues, peut l'ouvrir. Tout y est replié
(minuscules, sans accents), comme les textes où on le cherche.
"""

EXPEDITEUR = ("de", "expediteur")
DATE = ("date", "envoye", "envoye le", "recu le", "message du")
DESTINATAIRE = ("a", "cc", "cci", "copie a", "destinataire", "repondre a")
OBJET = ("objet", "sujet")
"""Les libellés d'un en-tête de courrier, devant leurs deux-points."""

A_ECRIT = ("a ecrit",)
"""Ce qui suit le nom dans « Le 3 mars à 10:12, X a écrit : »."""

RACONTE = (
    *("votre", "vos", "vous", "le", "la", "les", "l'", "un", "une", "mon", "ma", "mes", "je"),
    *("j'", "il", "elle", "on", "ils", "elles", "nous", "notre", "ce", "cet", "cette", "son"),
    "sa",
)
"""Après une date, en minuscules, ces mots racontent : « Le 9 novembre, votre livreur a écrit »."""

AU_DESSUS = (
    ("repondre", "repondez", "reponse", "ecrire", "ecrivez"),
    ("au-dessus", "au dessus", "par-dessus"),
    ("ligne", "trait", "message"),
)
"""« Veuillez répondre au-dessus de cette ligne » : un mot de chaque rang, dans cet ordre."""

PARLEURS = (
    *("moi", "vous", "client", "cliente", "conseiller", "conseillere", "agent"),
    *("service client", "sav", "support", "boutique", "operateur", "operatrice", "chatbot"),
    *("bot", "assistant", "assistante", "livreur", "vendeur", "vendeuse"),
)
"""Qui parle, au début d'une ligne de conversation recopiée (« Conseiller : »)."""

FORMULAIRE = (
    *("nom", "prenom", "nom complet", "votre nom", "e-mail", "email", "mail", "courriel"),
    *("adresse e-mail", "adresse e-mail du client", "adresse email", "adresse mail"),
    *("votre e-mail", "votre adresse e-mail", "telephone", "tel", "pays", "societe"),
    *("indicatif de pays", "code postal", "ville", "civilite", "fichier joint"),
)
FORMULAIRE_MESSAGE = (
    *("message", "votre message", "message du client", "corps du message"),
    *("contenu du message", "commentaire", "commentaires", "votre demande"),
)
"""Les libellés d'un formulaire de contact, et ceux derrière lesquels la personne écrit."""

SURS = frozenset(
    [
        *("les", "aux", "et", "mais", "donc", "je", "elle", "nous", "vous", "ils", "elles"),
        *("cet", "cette", "mon", "tes", "ses", "notre", "votre", "vos", "leur", "leurs", "qui"),
        *("quoi", "pas", "est", "suis", "sont", "etre", "avoir", "ete", "dans", "pour", "avec"),
        *("une", "avez", "j", "n", "s", "m", "qu", "ca", "y", "deux", "quand", "comment"),
        *("deja", "puis", "depuis", "toujours", "tout", "bien", "chez", "svp", "cdt"),
        *("cordialement", "monsieur", "commande", "colis", "livraison", "recu", "recue"),
        *("produit", "numero", "remboursement", "retour", "facture", "suivi", "livre"),
        *("taille", "besoin", "quel", "quelle", "jour", "jours", "fait", "faire", "peut"),
        *("voir", "changer", "rue", "avenue", "boulevard", "chemin", "sur", "rien", "avant"),
        *("apres", "fois", "sans", "etait", "avait", "avais", "bonne", "encore", "manque"),
        *("lieu", "meme", "sous", "trois", "mois", "trop", "pris", "toute", "autre", "achete"),
        *("serait", "demande", "erreur", "faut", "cadeau", "pourtant", "transporteur"),
        *("demain", "petit", "aimerais", "oui", "dessus", "paiement", "dernier", "moins"),
        *("passe", "etiquette", "croire", "voit"),
    ]
)
"""Mots que le français écrit partout, et les langues voisines presque jamais : une phrase qui en
tient un est française, sans le demander à personne."""
