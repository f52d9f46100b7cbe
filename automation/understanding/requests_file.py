"""Ce que l'on peut demander à la boutique, tel que les règles le déclarent."""

from typing import NamedTuple

from automation.understanding.file_checks import Section
from automation.understanding.file_shape import CLES_DEMANDE
from models import Issue

CONDITIONS = ("si partie", "si connue", "avant le départ")
"""Quand un fait est exigé, s'il ne l'est pas toujours."""


class Fait(NamedTuple):
    """Un fait que la réponse doit contenir : une variable de modèle, et quand elle l'est."""

    variable: str
    condition: str = ""


class Demande(NamedTuple):
    """Une demande que connaît la boutique.

    Attributes:
        code: tel que les modèles, les idées et le JSON le nomment.
        libelle: tel qu'une personne le lit.
        issue: le plus que le programme puisse en faire seul.
        groupe: celles du même groupe peuvent partager une réponse ; vide si elle est à part.
        urgente: une personne doit s'en occuper avant le reste.
    """

    code: str
    libelle: str
    categorie: str
    issue: Issue
    groupe: str = ""
    faits: tuple[Fait, ...] = ()
    urgente: bool = False


def read_request(section: Section, code: str) -> Demande:
    """La demande que déclare une section ``[demandes.code]``.

    Raises:
        ConfigurationError: une valeur manque ou ne convient pas.
    """
    table = section.valeurs[code]
    if not isinstance(table, dict):
        section.refuse(code, f"« {code} » doit être une section, [demandes.{code}]")
    ici = Section(section.fichier, f"demandes.{code}", table, titre=f"la demande « {code} »")
    ici.only(CLES_DEMANDE)
    issue = ici.text("issue")
    if issue not in set(Issue):
        choix = ", ".join(f"« {valeur} »" for valeur in Issue)
        ici.refuse("issue", f"l'issue de {ici.titre} est l'une de celles-ci : {choix}")
    return Demande(
        code,
        ici.text("libelle"),
        ici.text("categorie"),
        Issue(issue),
        ici.text("groupe") if "groupe" in table else "",
        tuple(_fact(ici, texte) for texte in ici.strings("faits")),
        ici.boolean("urgente") if "urgente" in table else False,
    )


def _fact(section: Section, texte: str) -> Fait:
    variable, _, condition = texte.partition(" ")
    if condition and condition not in CONDITIONS:
        choix = ", ".join(f"« {nom} »" for nom in CONDITIONS)
        section.refuse(
            "faits", f"« {texte} » : la condition est l'une de celles-ci : {choix}", texte
        )
    return Fait(variable, condition)
