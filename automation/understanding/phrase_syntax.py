"""Les phrases d'un fichier de règles : « pas .. RECEVOIR » devient une suite d'atomes."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from automation.understanding.file_checks import Controle
from automation.understanding.file_lines import Section
from automation.understanding.phrases import Phrase

ECARTS = {".": 1, "..": 3, "...": 6}
"""Mots que ces signes laissent passer entre deux éléments ; à la suite, ils s'ajoutent."""

_ELEMENT = re.compile(r"=?[^\W_]\w*(?:\|=?[^\W_]\w*)*|\?")
_LIAISON = re.compile(r"(?<=\w)['’-](?=\w)")
_TOUJOURS = ("sensible", "avis")
"""Les usages dont les phrases comptent même niées."""


class LecteurPhrases(Controle):
    """Lit les groupes de mots, puis les phrases qui les emploient."""

    def __init__(self, chemin: Path, contenu: str, donnees: Mapping[str, Any]) -> None:
        super().__init__(chemin, contenu, donnees)
        self._concepts: dict[str, tuple[str, ...]] = {}
        self._atomes: dict[str, int] = {}

    def _read_concepts(self) -> None:
        section = self._section("mots")
        for nom in section.valeurs:
            if not nom.isupper() or len(nom) < 2 or not nom.replace("_", "").isalnum():
                raison = f"le nom de groupe « {nom} » s'écrit en majuscules, deux lettres ou plus"
                self._refuse(section, nom, f"{raison}, sans espace ni trait d'union")
            self._concepts[nom] = self._words(section, nom)
        for nom, mots in self._concepts.items():
            if not mots:
                self._refuse(section, nom, f"le groupe « {nom} » est vide")
            for mot in self._concepts.keys() & mots:
                raison = f"« {mot} » est un groupe : « {nom} » ne contient que des mots"
                self._refuse(section, nom, raison, mot)

    def _read_phrases(
        self,
        textes: Iterable[str],
        lieu: tuple[Section, str],
        classement: tuple[str, float, str],
        *,
        faible: bool = False,
    ) -> Iterator[Phrase]:
        """Les phrases d'une liste.

        Args:
            lieu: la section et la clé qui les portent.
            classement: catégorie, poids et usage de toutes.
        """
        # Deux mille phrases sont lues à chaque démarrage : rien ici ne se fait deux fois.
        connus, toujours = self._atomes, classement[2] in _TOUJOURS
        for texte in textes:
            atomes: list[int] = []
            ecarts: list[int] = []
            ecart = 0
            for element in self._elements(texte, lieu):
                atome = connus.get(element)
                if atome is None:
                    if element in ECARTS:
                        if ecart:
                            conseil = "un seul écart entre deux mots : « ... » en laisse passer six"
                            self._refuse_phrase(lieu, texte, conseil)
                        ecart = ECARTS[element]
                        continue
                    atome = self._new_atom(element, texte, lieu)
                atomes.append(atome)
                ecarts.append(ecart)
                ecart = 0
            if not atomes or ecart or ecarts[0]:
                self._refuse_phrase(lieu, texte, "il faut commencer et finir par un mot")
            tenace = toujours or texte[0] == "!"
            yield Phrase(tuple(atomes), tuple(ecarts), tenace, *classement, faible)

    def _elements(self, texte: str, lieu: tuple[Section, str]) -> list[str]:
        if "-" in texte or "'" in texte or "’" in texte:
            # Un message se découpe ainsi : « sous-vêtement » y fait deux mots.
            texte = _LIAISON.sub("|-|" if "|" in texte else " ", texte)
            if "|-|" in texte:
                conseil = "un mot composé en vaut deux, et ne va pas avec « | »"
                self._refuse_phrase(lieu, texte.replace("|-|", "-"), conseil)
        elements = texte.removeprefix("!").split()
        if "?" in elements[:-1] or elements == ["?"]:
            self._refuse_phrase(lieu, texte, "« ? » ne se met qu'à la fin, après un mot")
        return elements

    def _new_atom(self, element: str, texte: str, lieu: tuple[Section, str]) -> int:
        if not _ELEMENT.fullmatch(element):
            self._refuse_phrase(
                lieu, texte, f"« {element} » n'est ni un mot, ni un groupe, ni « .. »"
            )
        for mot in element.split("|"):
            nu = mot.removeprefix("=")
            if len(nu) > 1 and nu.isupper():
                self._check_group(mot, texte, lieu)
            elif mot != "?":
                self._check_word(*lieu, texte, nu)
        self._atomes[element] = len(self._atomes)
        return self._atomes[element]

    def _check_group(self, mot: str, texte: str, lieu: tuple[Section, str]) -> None:
        if mot[0] == "=":
            self._refuse_phrase(
                lieu, texte, f"« {mot} » est un groupe : « = » ne vaut que d'un mot"
            )
        if mot not in self._concepts:
            conseil = f"un mot s'écrit en minuscules (« {mot.lower()} »)"
            raison = f"le groupe « {mot} » n'est pas déclaré dans [mots] ; {conseil}"
            self._refuse_phrase(lieu, texte, raison)

    def _refuse_phrase(self, lieu: tuple[Section, str], texte: str, raison: str) -> None:
        self._refuse(*lieu, f"dans la phrase « {texte} », {raison}", texte)

    def _atom_words(self, element: str) -> tuple[str, ...]:
        mots: list[str] = []
        for mot in element.split("|"):
            mots.extend(self._concepts.get(mot, (mot,)))
        return tuple(mots)
