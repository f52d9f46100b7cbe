"""Pur : les portes qui ne dépendent que du texte d'un message."""

from models import NON_CLASSE, Analyse, Attente, same_name


def text_gates(texte: str, analyse: Analyse, seuil: float) -> list[Attente]:
    """Les portes qui ne dépendent que du texte."""
    portes = (
        (Attente.MESSAGE_VIDE, is_blank(texte)),
        (Attente.SANS_REPONSE, analyse.sans_reponse),
        (Attente.SUJET_SENSIBLE, bool(analyse.sujets_sensibles)),
        (Attente.NON_CLASSE, same_name(analyse.categorie, NON_CLASSE)),
        (Attente.CONFIANCE_FAIBLE, analyse.confiance < seuil),
        (Attente.PLUSIEURS_DEMANDES, analyse.plusieurs_demandes),
    )
    return [code for code, fermee in portes if fermee]


def is_blank(texte: str) -> bool:
    """Vrai si le texte ne montre rien : blancs, caractères de commande, marques invisibles."""
    return not any(c.isprintable() and not c.isspace() for c in texte)
