"""Pur : quel modèle répond à une demande, et ce que la réponse doit contenir."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from automation.replies.promises import promise_words, promises
from automation.replies.templates import Faits, Reponse, render, required_variables
from automation.replies.values import field_value
from automation.understanding.requests_file import Demande
from models import EtatCommande, Issue, same_name
from models.tickets import ReponseType

_PARTIE = (EtatCommande.EXPEDIEE, EtatCommande.LIVREE)
_PAS_PARTIE = (EtatCommande.EN_ATTENTE, EtatCommande.EN_PREPARATION)


class Choix(NamedTuple):
    """Le modèle retenu et ce qu'il donne.

    Attributes:
        modele: ``None`` si aucun ne se remplit.
        connus: vrai s'il existe un modèle pour la demande ou sa catégorie.
        dits: les faits que la réponse contient.
        promet: la réponse annonce qu'une personne reviendra.
        annonce: elle annonce une suite sans donner de délai : on ne sait si elle se suffit.
    """

    modele: ReponseType | None
    reponse: Reponse
    connus: bool = False
    dits: frozenset[str] = frozenset()
    promet: bool = False
    annonce: bool = False


def choose(
    modeles: Sequence[ReponseType],
    categorie: str,
    demande: str,
    etat: EtatCommande | None,
    faits: Faits,
) -> Choix:
    """Le modèle qui répond, et la réponse.

    Ceux de la demande avant ceux de la catégorie ; avec l'état de la commande avant sans ; puis
    celui qui a le plus de variables sans repli, toutes remplies ; puis dans l'ordre des textes :
    le même partout, quel que soit le rangement.

    Args:
        modeles: tous les modèles utilisables de la boutique.
        etat: celui de la commande retenue, s'il y en a une et qu'il est connu.
    """
    siens = [
        modele
        for modele in modeles
        if (demande and modele.demande == demande)
        or (not modele.demande and same_name(modele.categorie, categorie))
    ]
    servables = [m for m in siens if not m.etats or (etat is not None and etat in m.etats)]
    premiere: Reponse | None = None
    for modele in sorted(servables, key=_rank):
        reponse = render(modele.texte, faits)
        if reponse.texte is not None:
            dits = _said(modele, faits)
            annonce = bool(promise_words(modele.texte))
            return Choix(modele, reponse, True, dits, promises(modele.texte), annonce)
        premiere = premiere or reponse
    return Choix(None, premiere or Reponse(None), bool(siens))


def choose_together(
    modeles: Sequence[ReponseType],
    categorie: str,
    demandes: Sequence[Demande],
    etat: EtatCommande | None,
    faits: Faits,
    *,
    demande: str = "",
) -> tuple[Choix, list[Demande]]:
    """Le modèle qui répond, et celles de ces demandes qu'il sert ensemble.

    Celui de la principale ; si une autre demande n'y trouve pas sa réponse, celui qui en sert
    davantage : de la catégorie, qui ne nomme aucun acte, ou d'une autre question sur l'état.

    Args:
        demandes: celles que dit peut-être le message, la principale d'abord.
        demande: le code de la principale, même si les règles ne la déclarent pas.
    """
    retenu = choose(modeles, categorie, demande, etat, faits)
    servies = served(demandes, retenu, etat, faits)
    autres = [autre.code for autre in demandes[1:] if autre.issue != Issue.ACCUSE]
    for code in ("", *autres):
        if len(servies) == len(demandes):
            break
        autre = choose(modeles, categorie, code, etat, faits)
        siennes = served(demandes, autre, etat, faits)
        complet = not missing_facts(siennes, etat, faits, autre.dits)
        if len(siennes) > len(servies) and complet:
            retenu, servies = autre, siennes
    return retenu, servies


def served(
    demandes: Sequence[Demande], retenu: Choix, etat: EtatCommande | None, faits: Faits
) -> list[Demande]:
    """Celles de ces demandes que la réponse retenue sert ensemble ; la principale toujours.

    Un acte : si le modèle n'en nomme aucun. Une question sur l'état : si la réponse dit aussi les
    faits de celle-là.
    """
    servies: list[Demande] = list(demandes[:1])
    for demande in demandes[1:]:
        if demande.issue == Issue.ACCUSE:
            sert = retenu.modele is not None and not retenu.modele.demande
        else:
            sert = not missing_facts([demande], etat, faits, retenu.dits)
        if sert:
            servies.append(demande)
    return servies


def _rank(modele: ReponseType) -> tuple[bool, bool, int, str]:
    variables = required_variables(modele.texte)
    return not modele.demande, not modele.etats, -len(variables), modele.texte


def _said(modele: ReponseType, faits: Faits) -> frozenset[str]:
    """Les faits que dit ce modèle, rempli : ses variables sans repli, et l'état s'il en a un."""
    dits = {nom for nom in required_variables(modele.texte) if field_value(nom, faits.get(nom))}
    if modele.etats:
        dits.add("statut_commande")
    if "id_commande" in dits:
        dits.add("reference")
    return frozenset(dits)


def missing_facts(
    demandes: Iterable[Demande], etat: EtatCommande | None, faits: Faits, dits: frozenset[str]
) -> tuple[str, ...]:
    """Les faits que ces demandes exigent et que la réponse ne dit pas."""
    exiges: Mapping[str, None] = {
        fait.variable: None
        for demande in demandes
        for fait in demande.faits
        if _is_due(fait.condition, fait.variable, etat, faits)
    }
    return tuple(nom for nom in exiges if nom not in dits)


def _is_due(condition: str, variable: str, etat: EtatCommande | None, faits: Faits) -> bool:
    if condition == "si partie":
        return etat in _PARTIE
    if condition == "avant le départ":
        return etat in _PAS_PARTIE
    if condition == "si connue":
        return field_value(variable, faits.get(variable)) is not None
    return True
