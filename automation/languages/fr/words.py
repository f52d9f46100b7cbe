"""Pur : les listes de mots français, chacune écrite une fois.

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

REPOND = (
    *("merci de", "merci pour", "remercions de", "remercions pour", "remercie de", "recu"),
    *("remercie pour", "reception de", "reponse a", "repondre a", "repondons a", "suite a"),
    *("donner suite a", "concernant", "au sujet de", "compte", "charge", "traite", "traitons"),
    *("traiter", "enregistre", "transmis", "lu", "etudie"),
)
SON_ECRIT = (
    *("message", "demande", "mail", "e-mail", "email", "courriel", "courrier", "question"),
    *("reclamation", "sollicitation", "requete", "appel"),
)
"""Un mail qui répond au client : un mot des premiers, « votre », un mot des seconds."""

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

MOIS = {
    nom: rang
    for rang, nom in enumerate(
        ("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre",
         "octobre", "novembre", "decembre"), start=1,
    )
}  # fmt: skip
"""Nom du mois → son rang dans l'année."""

MOIS_ABREGES = {
    "janv": 1, "fev": 2, "fevr": 2, "avr": 4, "juil": 7, "sep": 9, "sept": 9, "oct": 10, "nov": 11,
    "dec": 12,
}  # fmt: skip

NOMBRES = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
    "huit": 8, "neuf": 9, "dix": 10, "quinze": 15, "vingt": 20, "trente": 30,
}  # fmt: skip
"""Petits nombres en lettres → leur valeur."""

JOURS_PAR_UNITE = {"jour": 1, "semaine": 7, "mois": 30, "an": 365}

MONNAIES = ("euros", "euro", "eur", "chf", "dh", "franc", "francs", "dollar", "dollars")
SIGNES_DE_MONNAIE = "€$£"

UNITES = (
    "eu", "ct", "cts", "centime", "centimes", "pour cent", "pourcent",
    "ml", "cl", "dl", "litre", "litres", "kg", "kgs", "gr", "grs", "gramme", "grammes", "kilo",
    "kilos", "mg", "mm", "cm", "km", "metre", "metres",
    "hr", "hrs", "heure", "heures", "min", "mn", "minute", "minutes", "jr", "jrs", "jour", "jours",
    "semaine", "semaines", "sem", "mois", "an", "ans", "annee", "annees", "fois",
    "mo", "go", "ko", "to", "gb", "watt", "watts", "volt", "volts", "mah", "oz", "pouce", "pouces",
    "pt", "pts", "point", "points",
)  # fmt: skip
"""Mots d'unité qu'un espace peut séparer de leur nombre : « 3 semaines », « 100 ml »."""

VOIES = (
    "rue", "avenue", "av", "bd", "bld", "boulevard", "allee", "allees", "chemin", "impasse",
    "route", "quai", "cours", "residence", "lotissement", "faubourg",
)  # fmt: skip

VOIES_AMBIGUES = (
    "av", "bd", "bld", "place", "route", "quai", "cours", "square", "hameau", "villa", "cite",
)  # fmt: skip
"""Celles qui, sans numéro devant, sont d'abord d'autres mots."""

LOGEMENTS = ("lieu-dit", "lieu dit", "appt", "appartement", "batiment")

APPAREILS = (
    "iphone", "ipad", "ipod", "mac", "apple", "samsung", "galaxy", "huawei", "xiaomi", "redmi",
    "oppo", "honor", "sony", "xperia", "nokia", "android", "mobile", "smartphone", "portable",
    "telephone", "tablette", "appareil", "outlook", "hotmail", "yahoo", "gmail", "mail", "courrier",
    "orange", "free", "sfr", "bouygues", "bbox", "laposte", "protonmail", "proton", "thunderbird",
    "windows", "blackberry",
)  # fmt: skip
"""Ce dont un message dit avoir été envoyé : « Envoyé de mon iPhone »."""

TRANSPORTEURS = (
    "chronopost", "colissimo", "dhl", "ups", "gls", "dpd", "fedex", "tnt", "mondial relay",
    "relais colis", "colis prive", "la poste", "laposte",
)  # fmt: skip

TRANSPORTEURS_RARES = (
    "geodis", "amazon", "shop2shop", "pickup", "vinted go", "bpost", "postnl", "correos",
    "deutsche post", "evri", "usps", "heppner", "schenker", "delivengo", "cubyn", "ciblex", "paack",
    "stuart", "uber",
)  # fmt: skip
"""Moins courants, ou qui sont aussi le nom d'autre chose."""

PROCHES = (
    "mere", "pere", "maman", "papa", "parents", "mari", "femme", "epouse", "epoux", "fille", "fils",
    "frere", "soeur", "ami", "amie", "voisin", "voisine", "conjoint", "conjointe", "compagnon",
    "compagne", "collegue", "patron", "patronne", "copine", "copain", "tante", "oncle", "cousin",
    "cousine", "client", "cliente", "grand-mere", "grand-pere", "enfant",
)  # fmt: skip

ACHATS = ("commande", "colis", "paquet", "achat", "livraison")
"""Ce que l'on attend de la boutique, au singulier."""

CHOSES = (
    "article", "produit", "parfum", "piece", "flacon", "colis", "paquet", "commande", "personne",
    "bouteille", "paire", "exemplaire", "unite", "coffret", "boite", "lot", "carton", "taille",
    "modele", "autre", "premier", "premiere", "dernier", "derniere", "petit", "petite", "grand",
    "grande", "creme", "robe", "pull", "tee", "t-shirt", "tshirt", "chaussure", "livre", "jouet",
    "sac", "bougie", "enfant",
)  # fmt: skip
"""Ce qu'un nombre compte (« 3 articles »), au singulier ; le pluriel est en « s »."""

CHOSES_IRREGULIERES = ("gros", "grosse", "grosses", "eau", "eaux", "jeu", "jeux")

_PETITS_MOTS = """
    a ai as au aux avec c ca car ce ces cet d dans de des dit donc dont du elle elles en encore
    est et eu eux fait il ils j je jai l la le les leur lui m ma mais me mes mon n ne ni non nos
    notre nous on ont or ou oui par pas peu plus pour puis qu que qui quoi rien s sa sans se ses
    si son sont sous suis sur t ta te tes toi ton tout tres tu un une va vers via voici vos votre
    vous vu y
    ok svp stp merci bjr slt bonjour bonsoir cdt mr mme mlle tel ps re fw fwd tr objet sujet
    pr ds tjs tt pb qd ya etait recu recue arrive payee passee livre livree
"""
PETITS_MOTS = frozenset(_PETITS_MOTS.split())
"""Petits mots, abréviations et participes que l'on trouve autour d'un numéro sans en être."""
