"""Pur : les portes. Un message n'est répondu seul que si toutes sont ouvertes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from errors import ConfigurationError
from models import NON_CLASSE, Analyse, Attente, EtatCommande, Issue, same_name

if TYPE_CHECKING:
    # Expliquer un texte passe par ici, et n'a besoin de rien de tout cela.
    from collections.abc import Mapping, Sequence
    from datetime import date

    from automation.orders.choice import ChoixCommande
    from automation.replies.choice import Choix
    from automation.understanding.requests_file import Demande
    from automation.understanding.rules import Rules
    from models.crm import Client, Commande

RETARD = "Retard de livraison"
REMBOURSEMENT = "Remboursement"
DEFECTUEUX = "Produit défectueux"
ANNULATION = "annulation"
_SELON_LE_DEPART = ("suivi", "date_livraison", "depart", "statut")
"""Demandes auxquelles « en préparation » ne répond plus, la date promise passée."""

PART_MIN = 0.15
"""Probabilité à partir de laquelle une demande est peut-être, elle aussi, dans le message."""

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
        seuil: confiance dans la catégorie à partir de laquelle on répond seul, de 0 à 1.
        seuil_demande: de même, dans la demande.
        automatiques: catégories ouvertes aux réponses automatiques.
        relues: demandes dont la boutique relit toujours la réponse.
    """

    seuil: float
    seuil_demande: float
    automatiques: Sequence[str]
    relues: Sequence[str] = ()


class Decision(NamedTuple):
    """Ce qui est fait d'un message.

    Attributes:
        attente: les portes fermées, dans l'ordre du tableau ; ``a_suivre`` seul si la réponse
            part et qu'une personne doit encore agir.
        urgent: une personne doit s'en occuper avant le reste.
    """

    attente: tuple[Attente, ...]
    issue: Issue
    urgent: bool = False


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


def text_gates(
    texte: str, analyse: Analyse, ouverture: Ouverture, servies: Sequence[str] = ()
) -> list[Attente]:
    """Celles des portes qui ne dépendent que du texte, et qu'il ferme.

    Args:
        servies: les demandes que la réponse sert ensemble ; par défaut, la plus probable seule.
    """
    servies = servies or (analyse.demande,)
    sure = sum(analyse.demandes.get(demande, 0.0) for demande in servies)
    faible = analyse.confiance < ouverture.seuil or sure < ouverture.seuil_demande
    autre = any(
        part >= PART_MIN and demande not in servies and part > 1 - ouverture.seuil_demande
        for demande, part in analyse.demandes.items()
    )
    portes = (
        (Attente.MESSAGE_VIDE, is_blank(texte)),
        (Attente.SANS_REPONSE, analyse.sans_reponse),
        (Attente.SUJET_SENSIBLE, bool(analyse.sujets_sensibles)),
        (Attente.TEXTE_DOUTEUX, bool(analyse.doute)),
        (Attente.NON_CLASSE, same_name(analyse.categorie, NON_CLASSE)),
        (Attente.CONFIANCE_FAIBLE, faible),
        (Attente.PLUSIEURS_DEMANDES, analyse.plusieurs_demandes or autre),
        (Attente.SUITE_ECHANGE, bool(analyse.suite)),
        (Attente.AVIS_CONTRAIRE, bool(analyse.contraire)),
    )
    return [code for code, fermee in portes if fermee]


def is_blank(texte: str) -> bool:
    """Vrai si le texte ne montre rien : blancs, caractères de commande, marques invisibles."""
    return not any(c.isprintable() and not c.isspace() for c in texte)


def is_proofread(analyse: Analyse, ouverture: Ouverture, demande: Demande | None) -> bool:
    """Vrai si une personne relit la réponse à ce genre de message."""
    ouverte = any(same_name(analyse.categorie, nom) for nom in ouverture.automatiques)
    confiee = demande is None or demande.issue == Issue.CONFIE
    relue = analyse.demande in ouverture.relues
    return not ouverte or confiee or relue or bool(analyse.a_relire)


def together(analyse: Analyse, demandes: Mapping[str, Demande]) -> list[Demande]:
    """Les demandes que dit peut-être le message et qu'une seule réponse pourrait servir.

    La plus probable d'abord, puis celles de son groupe assez probables.
    """
    principale = demandes.get(analyse.demande)
    if principale is None:
        return []
    voisines = [
        demandes[code]
        for code, part in sorted(analyse.demandes.items(), key=lambda paire: -paire[1])
        if code != principale.code
        and part >= PART_MIN
        and code in demandes
        and principale.groupe
        and demandes[code].groupe == principale.groupe
    ]
    return [principale, *voisines]


def likeliest(analyse: Analyse, categorie: str, demandes: Mapping[str, Demande]) -> str:
    """La demande la plus probable de cette catégorie ; vide si aucune n'est assez probable."""
    siennes = {
        code: part
        for code, part in analyse.demandes.items()
        if part >= PART_MIN and code in demandes and same_name(demandes[code].categorie, categorie)
    }
    return max(siennes, key=siennes.__getitem__, default="")


_ORDRE = tuple(Attente)


class Situation(NamedTuple):
    """Tout ce que l'on sait d'un message au moment de décider.

    Attributes:
        servies: les demandes que la réponse sert ; la principale d'abord.
        retenu: ce qu'a donné le choix d'un modèle.
        manquants: les faits que ces demandes exigent et que la réponse ne dit pas.
        commande_requise: la catégorie n'a de réponse qu'à propos d'une commande.
        deja_ecrit: l'expéditeur a un autre ticket dans la fenêtre d'échange.
    """

    texte: str
    analyse: Analyse
    servies: Sequence[Demande]
    client: Client | None
    choix: ChoixCommande
    retenu: Choix
    manquants: Sequence[str]
    commande_requise: bool
    deja_ecrit: bool
    aujourdhui: date


def decide(situation: Situation, ouverture: Ouverture) -> Decision:
    """Ce qui est fait d'un message ; sans porte fermée, la réponse part."""
    _, analyse, servies, client, choix, modele, manquants, *_ = situation
    commande, introuvable = choix.commande, choix.numero_introuvable is not None
    absente = situation.commande_requise and commande is None
    absente = absente and not introuvable and not choix.plusieurs
    doute = commande is not None and _contradicts(commande, analyse, situation.aujourdhui)
    rempli = modele.modele is not None
    principale = servies[0] if servies else None
    acte = modele.promet or any(demande.issue == Issue.ACCUSE for demande in servies)
    relue = is_proofread(analyse, ouverture, principale) or (modele.annonce and not acte)
    codes = [demande.code for demande in servies]
    fermees = text_gates(situation.texte, analyse, ouverture, codes)
    portes = (
        (Attente.SUITE_ECHANGE, situation.deja_ecrit),
        (Attente.CLIENT_INCONNU, client is None),
        (Attente.COMMANDE_ABSENTE, absente),
        (Attente.PLUSIEURS_COMMANDES, choix.plusieurs),
        (Attente.COMMANDE_INTROUVABLE, introuvable),
        (Attente.ETAT_INCOMPATIBLE, doute),
        (Attente.AUCUN_MODELE, not modele.connus),
        (Attente.VARIABLE_MANQUANTE, modele.connus and not rempli),
        (Attente.REPONSE_INCOMPLETE, rempli and bool(manquants)),
        (Attente.BROUILLON_DEMANDE, relue),
    )
    fermees = sorted({*fermees, *(code for code, fermee in portes if fermee)}, key=_ORDRE.index)
    urgent = principale is not None and principale.urgente
    if fermees or principale is None:
        return Decision(tuple(fermees), Issue.CONFIE, urgent)
    if acte:
        return Decision((Attente.A_SUIVRE,), Issue.ACCUSE, urgent)
    return Decision((), Issue.REPONDU)


def excludes(categorie: str, demande: str, etat: EtatCommande) -> bool:
    """Vrai si une commande dans cet état n'a pas de réponse type à cette demande."""
    if etat in _INCOMPATIBLES.get(categorie, ()):
        return True
    return demande == ANNULATION and etat not in _PAS_PARTIE


def _contradicts(commande: Commande, analyse: Analyse, aujourdhui: date) -> bool:
    """Vrai si l'état de la commande ne va pas avec la demande, ou laisse un doute."""
    incompatibles = _INCOMPATIBLES.get(analyse.categorie)
    etat = EtatCommande.read(commande.statut)
    if etat is None:
        # Un état que le programme ne connaît pas est un doute : une personne tranche, et il ne
        # part pas tel quel au client.
        return commande.statut is not None or incompatibles is not None
    if excludes(analyse.categorie, analyse.demande, etat):
        return True
    prevue = commande.date_livraison_prevue
    en_retard = prevue is not None and prevue < aujourdhui and etat in _PAS_PARTIE
    return en_retard and (analyse.categorie == RETARD or analyse.demande in _SELON_LE_DEPART)
