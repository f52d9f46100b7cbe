"""Les contrôles élémentaires d'un fichier de règles : chaque refus dit la ligne et la raison."""

from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

from automation.text import fold_word
from errors import ConfigurationError

Calibrage = tuple[tuple[float, float], ...]
"""Points (écart, confiance), tous deux croissants."""


class Controle:
    """Lit des valeurs d'un fichier de règles en refusant les fausses.

    Args:
        chemin: nom à montrer dans les refus.
        contenu: texte du fichier, pour retrouver les lignes.
        donnees: le même, lu par ``tomli``.
    """

    def __init__(self, chemin: Path, contenu: str, donnees: Mapping[str, Any]) -> None:
        self._chemin = chemin
        self._lignes = contenu.splitlines()
        self._donnees = donnees

    def _section(self, nom: str) -> Mapping[str, Any]:
        section = self._donnees.get(nom, {})
        if not isinstance(section, dict):
            self._refuse(nom, f"« {nom} » doit être une section, [{nom}]")
        return section

    def _table_of(self, table: Mapping[str, Any], cle: str) -> Mapping[str, Any]:
        valeur = table.get(cle, {})
        if not isinstance(valeur, dict):
            self._refuse(cle, f"« {cle} » doit être une table « phrase = poids »")
        return valeur

    def _strings(self, table: Mapping[str, Any], cle: str) -> tuple[str, ...]:
        valeurs = table.get(cle, [])
        if not isinstance(valeurs, list):
            self._refuse(cle, f"« {cle} » doit être une liste de textes entre crochets")
        for valeur in valeurs:
            if not isinstance(valeur, str):
                self._refuse(cle, f"« {cle} » ne contient que des textes, pas {valeur!r}")
            if not valeur.strip():
                self._refuse(cle, f"un texte vide dans « {cle} »")
        return tuple(valeurs)

    def _words(self, section: str, cle: str) -> tuple[str, ...]:
        mots = self._strings(self._section(section), cle)
        for mot in mots:
            nu = fold_word(mot.removeprefix("="))
            if not nu or " " in nu:
                self._refuse(mot, f"« {mot} » doit être un seul mot, avec des lettres")
        return mots

    def _folded(self, section: str, cle: str) -> tuple[str, ...]:
        return tuple(fold_word(mot) for mot in self._words(section, cle))

    def _text(self, section: str, cle: str) -> str:
        valeur = self._section(section).get(cle)
        if not isinstance(valeur, str) or not valeur.strip():
            self._refuse(cle, f"« {cle} » de [{section}] doit être un texte, non vide")
        return valeur

    def _boolean(self, table: Mapping[str, Any], cle: str) -> bool:
        valeur = table.get(cle, cle in {"commande_requise", "automatique"})
        if not isinstance(valeur, bool):
            self._refuse(cle, f"« {cle} » vaut true ou false")
        return valeur

    def _weight(self, texte: str, valeur: object) -> float:
        if isinstance(valeur, bool) or not isinstance(valeur, int | float) or abs(valeur) > 100:
            self._refuse(texte, f"le poids de « {texte} » doit être un nombre de -100 à 100")
        return float(valeur)

    def _number(self, section: str, cle: str, minimum: float, maximum: float) -> float:
        valeur = self._section(section).get(cle)
        if isinstance(valeur, bool) or not isinstance(valeur, int | float):
            self._refuse(cle, f"« {cle} » de [{section}] doit être un nombre")
        if not minimum <= valeur <= maximum:
            self._refuse(cle, f"« {cle} » va de {minimum:g} à {maximum:g}, pas {valeur:g}")
        return float(valeur)

    def _table(self, cle: str) -> Calibrage:
        points = self._section("confiance").get(cle)
        attendu = (
            f"« {cle} » de [confiance] : une liste de [écart, confiance], tous deux croissants"
        )
        if not isinstance(points, list) or not points:
            self._refuse(cle, attendu)
        for point in points:
            nombres = isinstance(point, list) and len(point) == 2
            if not nombres or not all(type(valeur) in (int, float) for valeur in point):
                self._refuse(cle, attendu)
        table = tuple((float(ecart), float(confiance)) for ecart, confiance in points)
        croissante = all(a[0] < b[0] and a[1] <= b[1] for a, b in pairwise(table))
        if not croissante or table[0][1] < 0 or table[-1][1] > 1:
            self._refuse(cle, attendu)
        return table

    def _refuse(self, fragment: str, raison: str) -> NoReturn:
        # Les commentaires citent des exemples : la faute n'y est jamais.
        lieux = [
            rang
            for rang, ligne in enumerate(self._lignes, 1)
            if fragment in ligne and not ligne.lstrip().startswith("#")
        ]
        lieu = lieux[0] if lieux else None
        ligne = f", ligne {lieu}" if lieu else ""
        raise ConfigurationError(f"Règles « {self._chemin} »{ligne} : {raison}.")
