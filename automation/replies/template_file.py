"""Pur : les modèles d'une boutique ↔ un fichier TOML qu'elle écrit à la main."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from automation.understanding.toml_file import read_toml
from errors import ConfigurationError, UsageError
from models.tickets import ReponseType, read_states

MARQUE = "# Modèles de réponse, écrits par « python main.py --templates --exporter »."
_TETE = f"""{MARQUE}
#
# « python main.py --templates --importer FICHIER » montre ce qui changerait, et le fait avec
# --oui : un modèle dont l'« id » est celui d'un des vôtres est mis à jour, les autres sont
# ajoutés. Rien n'est retiré.
"""
_CLES = {"id", "categorie", "demande", "etats", "texte"}


class Changement(NamedTuple):
    """Ce qu'un fichier change aux modèles : ``avant`` est ``None`` pour un ajout."""

    modele: ReponseType
    avant: ReponseType | None


def write_templates(modeles: Iterable[ReponseType]) -> str:
    """Le fichier de ces modèles."""
    return "\n".join((_TETE, *map(_section, modeles)))


def read_templates(chemin: Path, octets: bytes) -> list[ReponseType]:
    """Les modèles d'un fichier.

    Raises:
        UsageError: ce n'est pas un fichier de modèles ; la phrase dit où.
    """
    try:
        contenu = read_toml(chemin, octets)[1]
    except ConfigurationError as erreur:
        raise UsageError(str(erreur).replace("Règles", "Modèles", 1)) from erreur
    sections = contenu.get("modeles")
    if not isinstance(sections, list) or not sections or len(contenu) > 1:
        raise UsageError(
            f"Modèles « {chemin} » : il faut des sections [[modeles]], et rien d'autre."
        )
    return [_read(chemin, rang, section) for rang, section in enumerate(sections, start=1)]


def plan_import(
    actuels: Sequence[ReponseType], lus: Iterable[ReponseType]
) -> tuple[list[Changement], int]:
    """Ce que des modèles lus changent aux modèles actuels, et combien y sont déjà tels quels."""
    par_id = {modele.id: modele for modele in actuels}
    contenus = {_content(modele) for modele in actuels}
    changements, pareils = [], 0
    for lu in lus:
        avant = par_id.get(lu.id) if lu.id else None
        if _content(lu) in contenus:
            pareils += 1
            continue
        contenus.add(_content(lu))
        changements.append(Changement(lu if avant else replace(lu, id=""), avant))
    return changements, pareils


def _content(modele: ReponseType) -> ReponseType:
    return replace(modele, id="", texte=modele.texte.replace("\r\n", "\n").strip())


def _section(modele: ReponseType) -> str:
    champs: list[tuple[str, str]] = [("id", modele.id), ("categorie", modele.categorie)]
    champs += [("demande", modele.demande)] if modele.demande else []
    lignes = ["[[modeles]]", *(f"{nom} = {_quoted(valeur)}" for nom, valeur in champs if valeur)]
    if modele.etats:
        lignes.append(f"etats = [{', '.join(map(_quoted, modele.etats))}]")
    return "\n".join((*lignes, f"texte = {_long(modele.texte)}", ""))


def _quoted(texte: str) -> str:
    propre = texte.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in propre) + '"'


def _long(texte: str) -> str:
    """Le texte tel quel sur plusieurs lignes si TOML le permet, sinon entre guillemets."""
    lisible = all(c.isprintable() or c == "\n" for c in texte)
    if "'''" in texte or texte.endswith("'") or not lisible:
        return _quoted(texte)
    return f"'''\n{texte}'''"


def _read(chemin: Path, rang: int, section: Any) -> ReponseType:
    ou = f"Modèles « {chemin} », modèle n° {rang}"
    if not isinstance(section, dict) or set(section) - _CLES:
        raise UsageError(f"{ou} : seuls {', '.join(sorted(_CLES))} s'y écrivent.")
    etats = section.get("etats", [])
    textes = {nom: section.get(nom, "") for nom in _CLES - {"etats"}}
    if not all(isinstance(texte, str) for texte in textes.values()):
        raise UsageError(f"{ou} : une valeur n'est pas entre guillemets.")
    if not isinstance(etats, list) or not all(isinstance(etat, str) for etat in etats):
        raise UsageError(f'{ou} : « etats » est une liste, par exemple ["expédiée", "livrée"].')
    if not textes["categorie"].strip() or not textes["texte"].strip():
        raise UsageError(f"{ou} : il faut une catégorie et un texte.")
    return ReponseType(
        textes["id"].strip(),
        textes["categorie"].strip(),
        textes["texte"],
        textes["demande"].strip(),
        read_states("\n".join(etats)),
    )
