"""Pur : ce que donnent les modèles d'une boutique, demande par demande."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from automation.replies.catalogue import defects
from automation.replies.choice import choose, missing_facts
from automation.replies.promises import promise_words
from automation.replies.templates import (
    VARIABLES,
    Faits,
    render,
    required_variables,
    unknown_variables,
)
from automation.understanding.requests_file import Demande
from models import EtatCommande, Issue, same_name
from models.tickets import ReponseType

_D_UN_COLIS = ("transporteur", "numero_suivi", "lien_suivi")
_PAS_PARTIE = (EtatCommande.EN_ATTENTE, EtatCommande.EN_PREPARATION)
_TOUJOURS = ("email_client", "id_commande", "reference", "statut_commande", "delai_reponse")
"""Les variables qu'une commande retenue a toujours."""

_EXEMPLES = {
    "nom_client": "Camille Martin",
    "prenom_client": "Camille",
    "email_client": "camille.martin@example.com",
    "id_commande": "101",
    "reference": "CMD-2024-001",
    "date_commande": "3 mars 2026",
    "montant": "64,90 €",
    "nb_articles": "2",
    "transporteur": "Colissimo",
    "numero_suivi": "6A12345678901",
    "date_livraison_prevue": "9 mars 2026",
}


class Case(NamedTuple):
    """Une demande, dans un état de la commande, tout ce qui peut se savoir étant connu.

    Attributes:
        modele: celui qui répond ; ``None`` s'il n'y en a pas qui se remplisse.
        issue: le sort de la réponse, les autres portes étant ouvertes.
        raison: pourquoi elle ne part pas ; vide si elle part.
        faute_de_modele: un modèle de plus suffirait pour qu'elle parte.
    """

    demande: Demande
    etat: EtatCommande
    modele: ReponseType | None
    issue: Issue
    raison: str = ""
    faute_de_modele: bool = False


class Revue(NamedTuple):
    """Ce que donnent les modèles d'une boutique.

    Attributes:
        cases: chaque demande, dans chaque état où elle a un sens.
        inemployes: les modèles qui ne servent jamais, et pourquoi.
        douteux: ceux qui annoncent une suite sans donner de délai, et leurs mots.
    """

    cases: tuple[Case, ...]
    inemployes: tuple[tuple[ReponseType, str], ...]
    douteux: tuple[tuple[ReponseType, tuple[str, ...]], ...]

    @property
    def demandes(self) -> dict[str, bool]:
        """Les demandes dont la réponse peut partir : faux s'il leur manque un modèle partout."""
        partent: dict[str, bool] = {}
        for case in self.cases:
            if case.demande.issue != Issue.CONFIE:
                code = case.demande.code
                partent[code] = partent.get(code, False) or not case.faute_de_modele
        return partent


def survey(
    modeles: Sequence[ReponseType],
    demandes: Mapping[str, Demande],
    categories: Sequence[str],
    reglages: Faits,
    excludes: Callable[[str, str, EtatCommande], bool],
) -> Revue:
    """Passe en revue les modèles d'une boutique.

    Args:
        demandes, categories: telles que les règles les déclarent.
        reglages: les variables que donne la configuration (``nom_boutique``, ``lien_facture``…).
        excludes: vrai si l'état d'une commande ne va pas avec une catégorie et une demande.
    """
    bons = [modele for modele in modeles if not unknown_variables(modele.texte)]
    cases = tuple(
        _case(bons, demande, etat, reglages)
        for demande in demandes.values()
        for etat in EtatCommande
        if not excludes(demande.categorie, demande.code, etat)
    )
    inemployes = []
    for modele in modeles:
        raison = _why_unused(modele, bons, demandes, categories, reglages)
        if raison:
            inemployes.append((modele, raison))
    douteux = tuple((m, mots) for m in modeles if (mots := _doubtful_words(m, demandes)))
    return Revue(cases, tuple(inemployes), douteux)


def _doubtful_words(modele: ReponseType, demandes: Mapping[str, Demande]) -> tuple[str, ...]:
    demande = demandes.get(modele.demande)
    part = demande is None or demande.issue == Issue.REPONDU
    return promise_words(modele.texte) if part else ()


def _case(
    modeles: Sequence[ReponseType], demande: Demande, etat: EtatCommande, reglages: Faits
) -> Case:
    faits: dict[str, str | None] = {**_EXEMPLES, **reglages, "statut_commande": str(etat)}
    if etat in _PAS_PARTIE:
        faits.update(dict.fromkeys(_D_UN_COLIS))
    retenu = choose(modeles, demande.categorie, demande.code, etat, faits)
    if retenu.modele is None:
        raison = "aucun ne se remplit" if retenu.connus else "aucun n'est écrit pour cela"
        exiges = missing_facts([demande], etat, faits, frozenset())
        inconnus = [f"{{{nom}}}" for nom in exiges if not faits.get(nom)]
        if inconnus:
            raison = f"{', '.join(inconnus)} n'a pas de valeur"
        part = demande.issue != Issue.CONFIE and not inconnus
        return Case(demande, etat, None, Issue.CONFIE, raison, part)
    if demande.issue == Issue.CONFIE:
        return Case(demande, etat, retenu.modele, Issue.CONFIE, "une personne répond")
    manquants = missing_facts([demande], etat, faits, retenu.dits)
    if manquants:
        noms = ", ".join(f"{{{nom}}}" for nom in manquants)
        connu = all(faits.get(nom) for nom in manquants)
        raison = f"la réponse ne dit pas {noms}" if connu else f"{noms} n'a pas de valeur"
        return Case(demande, etat, retenu.modele, Issue.CONFIE, raison, connu)
    accuse = demande.issue == Issue.ACCUSE or retenu.promet
    if retenu.annonce and not accuse:
        return Case(demande, etat, retenu.modele, Issue.CONFIE, "le modèle annonce une suite", True)
    return Case(demande, etat, retenu.modele, Issue.ACCUSE if accuse else Issue.REPONDU)


def _why_unused(
    modele: ReponseType,
    bons: Sequence[ReponseType],
    demandes: Mapping[str, Demande],
    categories: Sequence[str],
    reglages: Faits,
) -> str:
    """Pourquoi un modèle ne sert jamais ; vide s'il sert au moins une fois."""
    defaut = _flaw(modele, demandes, categories, reglages)
    if defaut:
        return defaut
    gagnants: list[ReponseType] = []
    for demande, etat in _uses(modele, demandes):
        gagnant = _winner(modele, bons, demande, etat, reglages)
        if gagnant == modele:
            return ""
        gagnants += [gagnant] if gagnant else []
    noms = ", ".join(dict.fromkeys(f"n° {gagnant.id}" for gagnant in gagnants))
    return f"un autre passe toujours avant ({noms})" if noms else "rien ne l'appelle"


def _flaw(
    modele: ReponseType,
    demandes: Mapping[str, Demande],
    categories: Sequence[str],
    reglages: Faits,
) -> str:
    """Ce qui, dans un modèle, l'empêche de servir ; vide si rien ne l'empêche."""
    inconnues = unknown_variables(modele.texte)
    if inconnues:
        return defects(inconnues)
    if modele.demande and modele.demande not in demandes:
        return f"les règles ne déclarent pas la demande « {modele.demande} »"
    if not modele.demande and not any(same_name(modele.categorie, nom) for nom in categories):
        return f"les règles ne déclarent pas la catégorie « {modele.categorie} »"
    if modele.etats and not set(modele.etats) & set(EtatCommande):
        return f"« {', '.join(modele.etats)} » n'est pas un état de commande"
    vides = [nom.upper() for nom in _settings_of(modele) if not reglages.get(nom)]
    return f"la configuration ne donne pas {' ni '.join(vides)}" if vides else ""


def _settings_of(modele: ReponseType) -> list[str]:
    """Les variables qu'il exige et que seule la configuration donne."""
    return sorted(required_variables(modele.texte) & {"nom_boutique", "lien_facture", "lien_suivi"})


def _uses(
    modele: ReponseType, demandes: Mapping[str, Demande]
) -> Iterator[tuple[str, EtatCommande]]:
    codes = [modele.demande] if modele.demande else ["", *demandes]
    for code in codes:
        for etat in EtatCommande:
            if not modele.etats or etat in modele.etats:
                yield code, etat


def _winner(
    modele: ReponseType,
    bons: Sequence[ReponseType],
    demande: str,
    etat: EtatCommande,
    reglages: Faits,
) -> ReponseType | None:
    """Qui répond quand on ne sait que ce que ce modèle exige : lui, si rien ne le devance."""
    connues = {*required_variables(modele.texte), *_TOUJOURS}
    tout = {**dict.fromkeys(VARIABLES), **_EXEMPLES, **reglages, "statut_commande": str(etat)}
    faits = {nom: valeur if nom in connues else None for nom, valeur in tout.items()}
    gagnant = choose(bons, modele.categorie, demande, etat, faits).modele
    if gagnant is not None and render(modele.texte, faits).texte is None:
        return None
    return gagnant
