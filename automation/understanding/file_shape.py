"""Ce qu'un fichier de règles peut tenir : ses sections, leurs clés, leurs listes et leurs idées."""

import re
from typing import Any

from automation.understanding.file_checks import Fichier, Section

FORCES = {
    "exacte": "demandes",
    "decisive": "decisives",
    "forte": "fortes",
    "moyenne": "moyennes",
    "faible": "faibles",
    "contraire": "contraires",
}
"""La force d'une idée, et la liste des phrases de cette force ; leur poids est dans ``[poids]``."""

BROUILLONS = ("commande_absente", "commande_introuvable", "client_inconnu")

USAGES = {
    ("non_classe", "bloquent"): "bloque",
    ("sensibles", "phrases"): "sensible",
    ("suite", "phrases"): "suite",
    ("a_relire", "phrases"): "relire",
    ("sans_reponse", "phrases"): "sans_reponse",
    ("sans_reponse", "avis_automatiques"): "avis",
    ("sans_reponse", "absences"): "absence",
}
TENACES = ("sensible", "avis", "absence")
"""Les usages dont les phrases comptent même niées."""

LISTES = {
    "non_classe": {**FORCES, "bloque": "bloquent"},
    "sensibles": {"": "phrases"},
    "suite": {"": "phrases"},
    "a_relire": {"": "phrases"},
    "sans_reponse": {"politesse": "phrases", "avis": "avis_automatiques", "absence": "absences"},
}
"""Pour chaque section sans catégorie, la force d'une idée et la liste à laquelle elle équivaut."""

SECTIONS = {
    "decision": {
        "confiance_minimale",
        "demande_minimale",
        "confiance_minimale_avis",
        "demande_minimale_avis",
        "ecart_minimal",
        "portee_negation",
        "poids_second_sujet",
        "mots_message_court",
        "perte_message_long",
    },
    "poids": set(FORCES.values()),
    "confiance": {"categories", "non_classe"},
    "negation": {"ouvrent", "ferment"},
    "suppositions": {"ouvrent", "ferment", "indirectes"},
    "numeros_commande": {"motifs"},
    "brouillons": set(BROUILLONS),
    "non_classe": {"score", "poids_blocage", "poids_avis"},
    "sensibles": set[str](),
    "suite": set[str](),
    "a_relire": set[str](),
    "sans_reponse": {"mots"},
}
LIBRES = ("mots", "abreviations", "demandes")
FACULTATIVES = {*LIBRES, "numeros_commande", "suite"}
CLES_NOUVELLES = {"demande_minimale", "confiance_minimale_avis", "demande_minimale_avis"}
"""Celles qu'un fichier complet de la version 1.0 n'a pas."""
CLES_CATEGORIE = {"nom", "rang", "commande_requise", "automatique", "idees"}
CLES_LISTES = {"poids", *FORCES.values()}
CLES_DEMANDE = {"libelle", "categorie", "issue", "groupe", "faits", "urgente"}
CLES_IDEE = {"nom", "force", "poids", "demande", "exemples", "autres", "phrases"}
NOM = re.compile(r"[^,\x00-\x1f\x7f-\x9f\u2028\u2029]{1,100}")
COPIER = "partez d'une copie du dossier automation/languages/fr/rules"


def check_shape(fichier: Fichier) -> None:
    """Refuse un fichier vide, une section ou une clé inconnue.

    Raises:
        ConfigurationError: en proposant le nom le plus proche.
    """
    tout = Section(fichier, "", fichier.donnees)
    if not fichier.donnees:
        tout.refuse("", f"le fichier est vide ; {COPIER}")
    if "nom" in fichier.donnees:
        return
    tout.only({"categories", *LIBRES, *SECTIONS})
    for nom in fichier.donnees.keys() - {"categories"}:
        if not isinstance(fichier.donnees[nom], dict):
            tout.refuse(nom, f"« {nom} » doit être une section, [{nom}]")
    for nom, cles in SECTIONS.items():
        if nom in fichier.donnees:
            listes = LISTES.get(nom, {}).values()
            idees = {"idees"} if nom in LISTES else set()
            Section(fichier, nom, fichier.donnees[nom], titre=f"[{nom}]").only(
                {*cles, *listes, *idees}
            )


def declared(fichier: Fichier) -> list[Section]:
    """Les catégories d'un fichier : lui-même s'il s'ouvre sur un nom, ou ses ``[[categories]]``."""
    if "nom" in fichier.donnees:
        nom = fichier.donnees["nom"]
        return [Section(fichier, "", fichier.donnees, titre=f"la catégorie « {nom} »")]
    tables: Any = fichier.donnees.get("categories", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raison = "il faut au moins une catégorie, sous une ligne [[categories]]"
        Section(fichier, "", fichier.donnees).refuse("categories", raison)
    return [
        Section(fichier, "categories", table, rang, f"la catégorie « {table.get('nom')} »")
        for rang, table in enumerate(tables)
    ]
