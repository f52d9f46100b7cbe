"""Une section d'un fichier de règles et les contrôles de ses valeurs : un refus dit sa ligne."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from automation.reading.folding import fold_word
from automation.understanding.file_lines import find_line
from errors import ConfigurationError

Calibrage = tuple[tuple[float, float], ...]
"""Points (écart, confiance), tous deux croissants."""


class Fichier(NamedTuple):
    """Un fichier de règles, lu.

    Attributes:
        contenu: son texte, pour retrouver les lignes.
        donnees: ce qu'il déclare.
    """

    chemin: Path
    contenu: str
    donnees: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """Une section d'un fichier, dont les valeurs se lisent en refusant les fausses.

    Attributes:
        nom: son en-tête ; vide pour ce qui précède le premier.
        rang: sa place parmi les sections de ce nom (il y a plusieurs ``[[categories]]``).
        titre: comment l'appeler dans une phrase : « [poids] », « la catégorie « X » ».
    """

    fichier: Fichier
    nom: str
    valeurs: Mapping[str, Any]
    rang: int = 0
    titre: str = ""

    def strings(self, cle: str) -> tuple[str, ...]:
        """Une liste de textes ; vide si elle n'est pas là."""
        valeurs = self.valeurs.get(cle, [])
        if not isinstance(valeurs, list):
            self.refuse(cle, f"« {cle} » doit être une liste de textes entre crochets")
        for valeur in valeurs:
            if not isinstance(valeur, str):
                self.refuse(cle, f"« {cle} » ne contient que des textes, entre guillemets droits")
            if not valeur.strip():
                self.refuse(cle, f"un texte vide dans « {cle} »", valeur)
        return tuple(valeurs)

    def folded(self, cle: str) -> tuple[str, ...]:
        """Une liste de mots, repliés."""
        return tuple(self.word(cle, mot, mot.removeprefix("=")) for mot in self.strings(cle))

    def word(self, cle: str, cite: str, mot: str) -> str:
        """Un mot seul, replié ; ``cite`` est ce qui est montré s'il n'en est pas un."""
        nu = fold_word(mot)
        if not nu.isalnum():
            self.refuse(cle, f"« {cite} » doit être un seul mot, avec des lettres", cite)
        return nu

    def text(self, cle: str) -> str:
        """Un texte qui dit quelque chose."""
        valeur = self.valeurs.get(cle)
        if not isinstance(valeur, str) or not valeur.strip():
            self.refuse(cle, f"« {cle} » de {self.titre} doit être un texte, non vide")
        return valeur

    def boolean(self, cle: str) -> bool:
        """Oui ou non ; oui si rien n'est dit."""
        valeur = self.valeurs.get(cle, True)
        if not isinstance(valeur, bool):
            self.refuse(cle, f"« {cle} » vaut true (oui) ou false (non), sans guillemets")
        return valeur

    def weight(self, cle: str, texte: str, valeur: object) -> float:
        """Le poids d'une phrase."""
        if isinstance(valeur, bool) or not isinstance(valeur, int | float):
            valeur = float("nan")
        if not -100 <= valeur <= 100:
            raison = f"le poids de « {texte} » doit être un nombre de -100 à 100, sans guillemets"
            self.refuse(cle, raison)
        return float(valeur)

    def number(self, cle: str, minimum: float, maximum: float) -> float:
        """Un nombre entre ces bornes."""
        valeur = self.valeurs.get(cle)
        if isinstance(valeur, bool) or not isinstance(valeur, int | float):
            self.refuse(cle, f"« {cle} » de {self.titre} doit être un nombre, sans guillemets")
        if not minimum <= valeur <= maximum:
            self.refuse(cle, f"« {cle} » va de {minimum:g} à {maximum:g}, pas {valeur:g}")
        return float(valeur)

    def integer(self, cle: str, maximum: int) -> int:
        """Un nombre entier de zéro à ce maximum."""
        valeur = self.number(cle, 0, maximum)
        if not valeur.is_integer():
            self.refuse(cle, f"« {cle} » doit être un nombre entier")
        return int(valeur)

    def calibration(self, cle: str) -> Calibrage:
        """Une table de confiance."""
        points = self.valeurs.get(cle)
        attendu = (
            f"« {cle} » de {self.titre} : une liste de [écart, confiance], tous deux croissants"
        )
        if not isinstance(points, list) or not points:
            self.refuse(cle, attendu)
        for point in points:
            nombres = isinstance(point, list) and len(point) == 2
            if not nombres or not all(type(valeur) in (int, float) for valeur in point):
                self.refuse(cle, attendu)
        table = tuple((float(ecart), float(confiance)) for ecart, confiance in points)
        croissante = all(a[0] < b[0] and a[1] <= b[1] for a, b in pairwise(table))
        if not croissante or not 0 <= table[0][1] <= table[-1][1] <= 1:
            self.refuse(cle, attendu)
        return table

    def tables(self, cle: str) -> list[Mapping[str, Any]]:
        """Les tables d'une suite ``[[…]]`` ; vide s'il n'y en a pas."""
        tables = self.valeurs.get(cle, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self.refuse(cle, f"« {cle} » s'écrit sous des lignes [[{self.nested(cle)}]]")
        return tables

    def nested(self, cle: str) -> str:
        """L'en-tête des tables ``cle`` de cette section."""
        return f"{self.nom}.{cle}" if self.nom else cle

    def only(self, connues: Collection[str]) -> None:
        """Refuse une clé inconnue, en proposant la plus proche."""
        for cle in self.valeurs:
            if cle not in connues:
                quoi = f"clé inconnue « {cle} » dans {self.titre}"
                self.refuse(
                    cle,
                    quoi if self.nom or self.titre else f"section inconnue « {cle} »",
                    proches=connues,
                )

    def refuse(
        self, cle: str, raison: str, valeur: str = "", proches: Collection[str] = ()
    ) -> NoReturn:
        """Lève le refus.

        Args:
            valeur: le texte fautif, cherché après la clé.
            proches: les noms entre lesquels proposer le plus ressemblant.

        Raises:
            ConfigurationError: toujours ; la phrase dit le fichier, la ligne et la raison.
        """
        if proches:
            from difflib import get_close_matches

            proche = get_close_matches(cle.lower(), sorted(proches), 1)
            raison += f" ; vouliez-vous dire « {proche[0]} » ?" if proche else ""
        lieu = find_line(self.fichier.contenu.split("\n"), (self.nom, self.rang), cle, valeur)
        ligne = f", ligne {lieu}" if lieu else ""
        point = "" if raison.endswith("?") else "."
        raise ConfigurationError(f"Règles « {self.fichier.chemin} »{ligne} : {raison}{point}")
