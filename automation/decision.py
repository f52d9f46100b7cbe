"""Pur : les portes. Un message n'est répondu seul que si toutes sont ouvertes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from errors import ConfigurationError
from models import NON_CLASSE, Analyse, Attente, EtatCommande, same_name

if TYPE_CHECKING:
    # Expliquer un texte passe par ici, et n'a besoin de rien de tout cela.
    from collections.abc import Sequence
    from datetime import date

    from automation.orders.choice import ChoixCommande
    from automation.replies.catalogue import Categorie
    from automation.replies.templates import Reponse
    from automation.understanding.rules import Rules
    from models.crm import Client, Commande

RETARD = "Retard de livraison"
REMBOURSEMENT = "Remboursement"
DEFECTUEUX = "Produit défectueux"

_PAS_PARTIE = (EtatCommande.EN_ATTENTE, EtatCommande.EN_PREPARATION)

_INCOMPATIBLES: dict[str, frozenset[EtatCommande]] = {
    RETARD: frozenset({EtatCommande.LIVREE, EtatCommande.ANNULEE, EtatCommande.REMBOURSEE}),
    REMBOURSEMENT: frozenset({EtatCommande.ANNULEE, EtatCommande.REMBOURSEE}),
    DEFECTUEUX: frozenset(_PAS_PARTIE),
}
"""États où la réponse type d'une catégorie serait fausse."""


class Ouverture(NamedTuple):
    """Ce que la boutique laisse partir sans le relire.

    Attributes:
        seuil: confiance à partir de laquelle on répond seul, de 0 à 1.
        automatiques: catégories ouvertes aux réponses automatiques.
    """

    seuil: float
    automatiques: Sequence[str]


def threshold(choisi: float | None, rules: Rules) -> float:
    """Le seuil de confiance : celui des réglages s'ils en ont un, sinon celui des règles."""
    return rules.seuil if choisi is None else choisi


def automatic_categories(choisies: Sequence[str] | None, rules: Rules) -> Sequence[str]:
    """Les catégories auxquelles le programme peut répondre seul.

    Args:
        choisies: celles des réglages ; ``None`` s'en remet aux règles.

    Raises:
        ConfigurationError: ``CATEGORIES_AUTOMATIQUES`` nomme une catégorie que les règles ignorent.
    """
    if choisies is None:
        return tuple(regle.nom for regle in rules.categories if regle.automatique)
    connues = [regle.nom for regle in rules.categories]
    for nom in choisies:
        if not any(same_name(nom, connue) for connue in connues):
            raise ConfigurationError(
                f"CATEGORIES_AUTOMATIQUES nomme « {nom} », que les règles ne connaissent pas. Les "
                f"catégories sont : {', '.join(connues)} (ou « aucune » pour n'avoir que des "
                "brouillons)."
            )
    return choisies


def text_gates(texte: str, analyse: Analyse, seuil: float) -> list[Attente]:
    """Celles des portes qui ne dépendent que du texte, et qu'il ferme."""
    portes = (
        (Attente.MESSAGE_VIDE, is_blank(texte)),
        (Attente.SANS_REPONSE, analyse.sans_reponse),
        (Attente.SUJET_SENSIBLE, bool(analyse.sujets_sensibles)),
        (Attente.TEXTE_DOUTEUX, bool(analyse.doute)),
        (Attente.NON_CLASSE, same_name(analyse.categorie, NON_CLASSE)),
        (Attente.CONFIANCE_FAIBLE, analyse.confiance < seuil),
        (Attente.PLUSIEURS_DEMANDES, analyse.plusieurs_demandes),
    )
    return [code for code, fermee in portes if fermee]


def is_blank(texte: str) -> bool:
    """Vrai si le texte ne montre rien : blancs, caractères de commande, marques invisibles."""
    return not any(c.isprintable() and not c.isspace() for c in texte)


def is_proofread(analyse: Analyse, automatiques: Sequence[str]) -> bool:
    """Vrai si la boutique relit elle-même la réponse à ce genre de message."""
    ouverte = any(same_name(analyse.categorie, nom) for nom in automatiques)
    return not ouverte or bool(analyse.a_relire)


def decide(
    texte: str,
    analyse: Analyse,
    *,
    ouverture: Ouverture,
    boutique: Categorie,
    client: Client | None,
    choix: ChoixCommande,
    reponse: Reponse,
    aujourdhui: date,
) -> tuple[Attente, ...]:
    """Les portes fermées, dans l'ordre du tableau ; aucune : le message est répondu seul.

    Args:
        boutique: ce que la boutique dit de la catégorie retenue.
        reponse: ce qu'a donné le remplissage de ses modèles.
    """
    commande, introuvable = choix.commande, choix.numero_introuvable is not None
    nommee = commande is not None or introuvable or choix.plusieurs
    doute = commande is not None and _contradicts(commande, analyse.categorie, aujourdhui)
    portes = (
        (Attente.CLIENT_INCONNU, client is None),
        (Attente.COMMANDE_ABSENTE, boutique.commande_requise and not nommee),
        (Attente.PLUSIEURS_COMMANDES, choix.plusieurs),
        (Attente.COMMANDE_INTROUVABLE, introuvable),
        (Attente.ETAT_INCOMPATIBLE, doute),
        (Attente.AUCUN_MODELE, not boutique.modeles),
        (Attente.VARIABLE_MANQUANTE, bool(boutique.modeles) and reponse.texte is None),
        (Attente.BROUILLON_DEMANDE, is_proofread(analyse, ouverture.automatiques)),
    )
    fermees = text_gates(texte, analyse, ouverture.seuil)
    return (*fermees, *(code for code, fermee in portes if fermee))


def _contradicts(commande: Commande, categorie: str, aujourdhui: date) -> bool:
    """Vrai si l'état de la commande ne va pas avec la demande, ou laisse un doute."""
    incompatibles = _INCOMPATIBLES.get(categorie)
    etat = EtatCommande.read(commande.statut)
    if etat is None:
        # Un état que le programme ne connaît pas est un doute : une personne tranche, et il ne
        # part pas tel quel au client.
        return commande.statut is not None or incompatibles is not None
    if incompatibles is not None and etat in incompatibles:
        return True
    prevue = commande.date_livraison_prevue
    return (
        categorie == RETARD and prevue is not None and prevue < aujourdhui and etat in _PAS_PARTIE
    )
