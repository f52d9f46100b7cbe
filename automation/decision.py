"""Pur : les portes. Un message n'est répondu seul que si toutes sont ouvertes."""

from dataclasses import dataclass
from datetime import date

from automation.orders.choice import ChoixCommande
from automation.replies.templates import Reponse
from automation.text_gates import text_gates
from models import Analyse, Attente, EtatCommande, Statut
from models.crm import Client, Commande

RETARD = "Retard de livraison"
REMBOURSEMENT = "Remboursement"
DEFECTUEUX = "Produit défectueux"

_PAS_PARTIE = (EtatCommande.EN_ATTENTE, EtatCommande.EN_PREPARATION)
_ETATS = frozenset(EtatCommande)

_INCOMPATIBLES: dict[str, frozenset[EtatCommande]] = {
    RETARD: frozenset({EtatCommande.LIVREE, EtatCommande.ANNULEE, EtatCommande.REMBOURSEE}),
    REMBOURSEMENT: frozenset({EtatCommande.ANNULEE, EtatCommande.REMBOURSEE}),
    DEFECTUEUX: frozenset(_PAS_PARTIE),
}
"""États où la réponse type d'une catégorie serait fausse."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Répondre seul, ou confier : l'un si et seulement si ``attente`` est vide."""

    attente: tuple[Attente, ...]

    @property
    def statut(self) -> Statut:
        """Statut que prend le ticket."""
        return Statut.EN_COURS if self.attente else Statut.TRAITE_AUTO


@dataclass(frozen=True, slots=True)
class Elements:
    """Tout ce dont dépend une décision.

    Attributes:
        seuil: confiance à partir de laquelle on répond seul, de 0 à 1.
        automatique: la boutique a ouvert cette catégorie aux réponses automatiques.
        commande_requise: la catégorie n'a de réponse qu'à propos d'une commande.
        modeles: nombre de modèles de la catégorie.
        reponse: ce qu'a donné le remplissage de ces modèles.
    """

    texte: str
    analyse: Analyse
    seuil: float
    automatique: bool
    commande_requise: bool
    client: Client | None
    choix: ChoixCommande
    modeles: int
    reponse: Reponse
    aujourdhui: date


def decide(elements: Elements) -> Decision:
    """Examine toutes les portes et rend celles qui sont fermées, dans l'ordre du tableau."""
    commande = elements.choix.commande
    introuvable = elements.choix.numero_introuvable is not None
    fermees = text_gates(elements.texte, elements.analyse, elements.seuil)
    portes = (
        (Attente.CLIENT_INCONNU, elements.client is None),
        (
            Attente.COMMANDE_ABSENTE,
            elements.commande_requise and commande is None and not introuvable,
        ),
        (Attente.COMMANDE_INTROUVABLE, introuvable),
        (
            Attente.ETAT_INCOMPATIBLE,
            commande is not None
            and _incompatible(elements.analyse.categorie, commande, elements.aujourdhui),
        ),
        (Attente.AUCUN_MODELE, elements.modeles == 0),
        (Attente.VARIABLE_MANQUANTE, elements.modeles > 0 and elements.reponse.texte is None),
        (Attente.BROUILLON_DEMANDE, not elements.automatique or bool(elements.analyse.a_relire)),
    )
    return Decision(tuple(fermees) + tuple(code for code, fermee in portes if fermee))


def _incompatible(categorie: str, commande: Commande, aujourdhui: date) -> bool:
    etats = _INCOMPATIBLES.get(categorie)
    statut, prevue = commande.statut, commande.date_livraison_prevue
    if statut not in _ETATS and (statut is not None or etats is not None):
        # Un état que le programme ne connaît pas est un doute : une personne tranche, et il ne
        # part pas tel quel au client.
        return True
    if etats is not None and statut in etats:
        return True
    en_retard_sans_depart = prevue is not None and prevue < aujourdhui and statut in _PAS_PARTIE
    return categorie == RETARD and en_retard_sans_depart
