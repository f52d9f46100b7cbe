"""Pur : ce qui, dans une phrase, engage la boutique.

La règle tient en une ligne : une phrase qui engage ne peut être dans la réécriture que si elle
est, mot pour mot, dans le modèle de la boutique. Dans le doute une phrase engage ; elle n'est
écartée que si elle ne parle que de la *demande* du client (« nous étudions votre demande de
remboursement »).
"""

import re
from dataclasses import dataclass

from automation.polish.masking import fold

_REPERE = r"⟦(?:delai|date_livraison|fait)[a-z0-9_]*⟧"
_DUREES = r"(?:minutes?|heures?|jours?|journees?|semaines?|mois|ans?|annees?|instants?)"


@dataclass(frozen=True, slots=True)
class Engagement:
    """Un engagement trouvé.

    Attributes:
        code: nom stable de la famille (« remboursement », « delai », …).
        mot: ce qui l'a fait reconnaître, plié.
        phrase: la phrase entière, pliée, blancs et ponctuation réduits.
    """

    code: str
    mot: str
    phrase: str


FAMILLES: dict[str, re.Pattern[str]] = {
    code: re.compile(rf"(?<!\w)(?:{motif})(?!\w)")
    for code, motif in {
        "remboursement": (
            r"(?:re)?rembours\w*|re?credit\w*|restitu\w*|virements?|refund\w*|money back"
            r"|(?:rendre|rendrons|rendons|rendu|reverser|reverserons|reversons)"
            r"(?: \w+){0,3} (?:montant|prix)|argent|(?:une?|la|cette|votre|des|les) sommes?"
        ),
        "avoir": (
            r"(?:un|votre|cet|l'|d'un|en|sous forme d')\s?avoir(?! \w+(?:e|es|s|i|is|u|us)\b)"
            r"|bons? (?:d'achat|de reduction|cadeau|de \w+)|cheques?[ -]cadeaux?"
            r"|cartes?[ -]cadeaux?|coupons?|vouchers?|codes? promo\w*|cagnotte"
            r"|points? (?:de )?fidelite"
        ),
        "remise": (
            r"remis(?:e|es)|reductions?|rabais|ristournes?|promo\w*|discount\w*|soldes?|escompte"
            r"|gestes?(?: commercia\w+)?|offr\w*|offert\w*|offerts?|gratuit\w*|free|cadeaux?|bonus"
            r"|sans (?:aucuns? )?frais|a (?:nos|notre) (?:frais|charge)|frais (?:a|de) \w+"
            r"|(?:pren\w*|prise?s?|prendr\w*)(?: \w+){0,5} en charge|prises? en charge"
            r"|en charge|exoner\w*|deduir\w*|deduit\w*|moins cher|surclass\w*|privilege\w*"
        ),
        "remplacement": (
            r"remplac\w*|echang\w*|renvo\w*|renverr\w*|reexpedi\w*"
            r"|re-expedi\w*|repar\w*|(?:nouve(?:l|lle|au|aux|lles)|autre|second|seconde)"
            r"(?: \w+){0,1} (?:article|colis|exemplaire|envoi|produit|commande|livraison|expedition"
            r"|paquet|piece|modele)s?|neu(?:f|fs|ve|ves)|substitu\w*|replace\w*"
            r"|(?:etiquette|bordereau|bon|frais)s?(?: \w+){0,2} (?:de )?retour|retourn\w*"
            r"|retours? (?:gratuit|prepaye|offert|possible|accepte)\w*|enverrons|envoyons"
            r"|(?:un|le|son|du|les|tout|au) retours?(?! (?:de notre part|vers))"
        ),
        "dedommagement": (
            r"dedommag\w*|indemn\w*|compens\w*|prejudice\w*|dommages?|en contrepartie|reparation"
        ),
        "annulation": r"annul\w*|resili\w*|suspend\w*|bloqu\w*|supprim\w*",
        "delai": (
            rf"(?:sous|d'ici|avant|apres|dans|en|pendant|pour|au bout de)(?: [a-z']+){{0,3}}?"
            rf" ?(?:{_DUREES}|{_REPERE})|delais?(?: \w+){{0,2}} (?:de|d') ?{_REPERE}"
            rf"|(?:une?|des|ces) (?!instants?){_DUREES}"
            r"|demain|apres-demain|aujourd'hui"
            r"|(?:ce|cet|cette) (?:soir|matin|apres-midi|semaine|mois)"
            rf"|prochain(?:e|s|es)? {_DUREES}|{_DUREES} (?:prochaine?s?|suivante?s?|ouvree?s?)"
            rf"|(?:quelques|prochaines?|meilleurs?|plus brefs?) (?:{_DUREES}|delais?)"
            r"|prochains jours|prochainement|bientot|immediat\w*|instantane\w*|incessamment"
            r"|sans (?:delai|attendre|tarder|plus attendre)|au plus (?:vite|tot|tard)"
            r"|sous (?:peu|huitaine|quinzaine)"
            r"|rapide(?:ment)?|(?:plus|tres) vite|des que possible|le plus tot|urgen\w*|priorit\w*"
            r"|sur-le-champ|dans la (?:foulee|journee)|tout de suite|d'ici (?!la\b)\w+|sous \d+\w*"
        ),
        "responsabilite": (
            r"responsa\w*|fautes?|fauti\w+|erreurs?|notre fait|negligen\w*|manquement\w*"
            r"|defaillan\w*"
            r"|inexcusabl\w*|inaccept\w*|inadmissibl\w*|impardonn\w*|anormal\w*"
            r"|torts?|coupable\w*|culpabil\w*|illega\w*|infraction\w*|reconnai\w+|reconnu\w*"
            r"|admet\w*|admis\w*|assum\w*|liabl\w*|fault|vices? caches?|lois?"
            r"|(?:donn\w+|avez|aviez|avoir)(?: \w+){0,2} raison"
            r"|legal\w*|juridi\w*|tribuna\w*|avocats?|droits?|obligation\w*|oblig(?:e|es|ee|ees)"
        ),
        "accord": (
            r"accept\w*|valid\w*|approuv\w*|approba\w*|accord\w*|autoris\w*|garanti\w*"
            r"|prome(?:t|tt)\w*|promis\w*|promess\w*|engage\w*|assur\w*|certif\w*|confirm\w*"
            r"|favorabl\w*|favorablement|beneficier\w*|beneficiez|jur(?:e|ons)|gagn\w*|octro\w*"
            r"|(?!serons|aurons|pourrons|esperons|rencontrons)\w{2,}rons|(?:recevr|aur|ser|obtiendr|fer)(?:ez|a|ont)"
            r"|positi\w*|satisfaite?s?|donn\w+ (?:\w+ )?(?:satisfaction|suite)|ca marche|entendu"
            r"|resou\w*|resol[uv]\w*|regl(?:er|ons|erons|e|ee)"
        ),
        "paiement": (
            r"cartes?|cb|mots? de passe|identifiants?"
            r"|iban|rib"
            r"|coordonnees bancaires|paypal|pa(?:y|i)er|payez|paie|paiements?|cryptogramme|codes?"
            r"|password|compte bancaire|bancaires?|banque|vers(?:er|ement|ements|ez)|factur\w*"
            r"|debit\w*|preleve\w*|bitcoin|cryptomonnaie|western union|mandat"
        ),
        "appel": r"appel(?:er|ez|erons|ons)|telephon\w*|cliqu\w*|telecharg\w*|whatsapp|telegram",
    }.items()
}
"""Familles d'engagements et de demandes risquées, sur un texte plié. Choix du projet."""

_OBJET = r"(?:remboursement|echange|remplacement|retour|annulation|reparation|avoir|geste)"
_NEUTRE = re.compile(
    rf"(?:demande|question|souhait|message|requete|sujet|propos)s? (?:de |d'|d'un |du |concernant"
    rf" (?:le|un|votre) |sur (?:le|un) )(?:un )?{_OBJET}"
)
_SUITE_DONNEE = re.compile(
    r"accept|valid|approuv|accord|confirm|favorabl|effectu|sera|serez|aura|aurez|procede|allons"
    r"|garanti|promet|regl|abouti|donne|oui|immediat|lanc|initi|programm|execut|honor|satisf|resol"
)
_ETUDE = re.compile(r"etudi|examin|recu|transmi|compren|bien note|regard|verifi|remerci|merci")


def sentences(texte: str) -> list[str]:
    """Les phrases d'un texte, pliées ; une fin de ligne finit une phrase."""
    plie = fold(texte)[0].replace("\u00a0", " ")
    morceaux = re.split(r"[.!?;\n]+|:(?=\s)|…", plie)
    nettes = (re.sub(r"[^\w⟦⟧'-]+", " ", morceau).strip() for morceau in morceaux)
    return [phrase for phrase in nettes if phrase]


def find_commitments(texte: str) -> list[Engagement]:
    """Les engagements d'un texte, phrase par phrase ; « dans le doute » en est un."""
    trouves = []
    for phrase in sentences(texte):
        reste = phrase
        if _ETUDE.search(phrase) and not _SUITE_DONNEE.search(phrase):
            reste = _NEUTRE.sub(" ", phrase)
        for code, motif in FAMILLES.items():
            mention = motif.search(reste)
            if mention:
                trouves.append(Engagement(code, mention[0], phrase))
    return trouves


def added_commitments(avant: str, apres: str) -> list[Engagement]:
    """Les engagements d'une réécriture dont la phrase n'est pas, mot pour mot, dans le modèle.

    Une phrase du modèle ne sert qu'autant de fois qu'elle y est : la répéter est l'ajouter.
    """
    permises = sentences(avant)
    ajoutes = []
    for phrase in sentences(apres):
        if phrase in permises:
            permises.remove(phrase)
        else:
            ajoutes += find_commitments(phrase)
    return ajoutes
