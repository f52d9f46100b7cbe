"""Les contrôles élémentaires d'un fichier de règles : chaque refus dit la ligne et la raison."""

from collections.abc import Collection, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

from automation.reading.folding import fold_word
from automation.understanding.file_lines import Section, find_line
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
        self._contenu = contenu
        self._donnees = donnees

    def _section(self, nom: str) -> Section:
        return Section(nom, self._donnees.get(nom, {}), titre=f"[{nom}]")

    def _table_of(self, section: Section, cle: str) -> Mapping[str, Any]:
        valeur = section.valeurs.get(cle, {})
        if not isinstance(valeur, dict):
            self._refuse(section, cle, f"« {cle} » doit être une table « phrase = poids »")
        return valeur

    def _strings(self, section: Section, cle: str) -> tuple[str, ...]:
        valeurs = section.valeurs.get(cle, [])
        if not isinstance(valeurs, list):
            self._refuse(section, cle, f"« {cle} » doit être une liste de textes entre crochets")
        for valeur in valeurs:
            if not isinstance(valeur, str):
                self._refuse(
                    section, cle, f"« {cle} » ne contient que des textes, entre guillemets droits"
                )
            if not valeur.strip():
                self._refuse(section, cle, f"un texte vide dans « {cle} »", valeur)
        return tuple(valeurs)

    def _words(self, section: Section, cle: str) -> tuple[str, ...]:
        mots = self._strings(section, cle)
        for mot in mots:
            self._check_word(section, cle, mot, mot.removeprefix("="))
        return mots

    def _check_word(self, section: Section, cle: str, cite: str, mot: str) -> str:
        nu = fold_word(mot)
        if not nu.isalnum():
            self._refuse(section, cle, f"« {cite} » doit être un seul mot, avec des lettres", cite)
        return nu

    def _folded(self, section: str, cle: str) -> tuple[str, ...]:
        return tuple(fold_word(mot) for mot in self._words(self._section(section), cle))

    def _text(self, section: Section, cle: str) -> str:
        valeur = section.valeurs.get(cle)
        if not isinstance(valeur, str) or not valeur.strip():
            self._refuse(section, cle, f"« {cle} » de {section.titre} doit être un texte, non vide")
        return valeur

    def _boolean(self, section: Section, cle: str) -> bool:
        valeur = section.valeurs.get(cle, True)
        if not isinstance(valeur, bool):
            self._refuse(section, cle, f"« {cle} » vaut true (oui) ou false (non), sans guillemets")
        return valeur

    def _weight(self, section: Section, texte: str, valeur: object) -> float:
        nombre = isinstance(valeur, int | float) and not isinstance(valeur, bool)
        if not nombre or not -100 <= valeur <= 100:  # type: ignore[operator]
            raison = f"le poids de « {texte} » doit être un nombre de -100 à 100, sans guillemets"
            self._refuse(section, texte, raison)
        return float(valeur)  # type: ignore[arg-type]

    def _number(self, section: str, cle: str, minimum: float, maximum: float) -> float:
        ici = self._section(section)
        valeur = ici.valeurs.get(cle)
        if isinstance(valeur, bool) or not isinstance(valeur, int | float):
            self._refuse(ici, cle, f"« {cle} » de [{section}] doit être un nombre, sans guillemets")
        if not minimum <= valeur <= maximum:
            self._refuse(ici, cle, f"« {cle} » va de {minimum:g} à {maximum:g}, pas {valeur:g}")
        return float(valeur)

    def _integer(self, section: str, cle: str, maximum: int) -> int:
        valeur = self._number(section, cle, 0, maximum)
        if not valeur.is_integer():
            self._refuse(self._section(section), cle, f"« {cle} » doit être un nombre entier")
        return int(valeur)

    def _table(self, cle: str) -> Calibrage:
        section = self._section("confiance")
        points = section.valeurs.get(cle)
        attendu = (
            f"« {cle} » de [confiance] : une liste de [écart, confiance], tous deux croissants"
        )
        if not isinstance(points, list) or not points:
            self._refuse(section, cle, attendu)
        for point in points:
            nombres = isinstance(point, list) and len(point) == 2
            if not nombres or not all(type(valeur) in (int, float) for valeur in point):
                self._refuse(section, cle, attendu)
        table = tuple((float(ecart), float(confiance)) for ecart, confiance in points)
        croissante = all(a[0] < b[0] and a[1] <= b[1] for a, b in pairwise(table))
        if not croissante or not 0 <= table[0][1] <= table[-1][1] <= 1:
            self._refuse(section, cle, attendu)
        return table

    def _check_known(self, section: Section | None, donnees: Any, connues: Collection[str]) -> None:
        for cle in donnees:
            if cle in connues:
                continue
            from difflib import get_close_matches

            quoi = f"clé inconnue « {cle} » dans {section.titre}" if section else ""
            proche = get_close_matches(cle.lower(), sorted(connues), 1)
            conseil = f" ; vouliez-vous dire « {proche[0]} » ?" if proche else ""
            self._refuse(section, cle, (quoi or f"section inconnue « {cle} »") + conseil)

    def _refuse(self, section: Section | None, cle: str, raison: str, valeur: str = "") -> NoReturn:
        lieu = find_line(self._contenu.split("\n"), section, cle, valeur)
        ligne = f", ligne {lieu}" if lieu else ""
        point = "" if raison.endswith("?") else "."
        raise ConfigurationError(f"Règles « {self._chemin} »{ligne} : {raison}{point}")
