"""Les phrases des règles : « pas .. RECEVOIR » devient une suite d'atomes.

Un groupe (en majuscules) tient des mots, ou des phrases : « NON_RECU = ["pas .. RECEVOIR", …] ».
Une phrase qui emploie un groupe de phrases en vaut autant qu'il en tient.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from automation.understanding.file_checks import Section

ECARTS = {".": 1, "..": 3, "...": 6}
"""Mots que ces signes laissent passer entre deux éléments ; à la suite, ils s'ajoutent."""

DEPLIEES_MAX = 200
"""Phrases qu'une seule peut valoir par ses groupes de phrases."""

_ELEMENT = re.compile(r"=?[^\W_]\w*(?:\|=?[^\W_]\w*)*|\?")
_LIAISON = re.compile(r"(?<=\w)['’-](?=\w)")


class Suite(NamedTuple):
    """Une phrase lue ; voir ``phrases.Phrase`` pour ses attributs."""

    atomes: tuple[int, ...]
    ecarts: tuple[int, ...]
    tenace: bool


class Syntaxe:
    """Lit les groupes, puis les phrases qui les emploient ; retient les atomes rencontrés."""

    def __init__(self) -> None:
        self._groupes: dict[str, tuple[str, ...]] = {}
        self._tournures: dict[str, tuple[str, ...]] = {}
        self._atomes: dict[str, int] = {}

    def declare(self, section: Section) -> None:
        """Lit une section ``[mots]``.

        Raises:
            ConfigurationError: un groupe mal nommé, vide, ou qui en tient un autre.
        """
        for nom in section.valeurs:
            if not nom.isupper() or len(nom) < 2 or not nom.replace("_", "").isalnum():
                raison = f"le nom de groupe « {nom} » s'écrit en majuscules, deux lettres ou plus"
                section.refuse(nom, f"{raison}, sans espace ni trait d'union")
            mots = section.strings(nom)
            if any(" " in mot.strip() for mot in mots):
                self._tournures[nom] = mots
                continue
            for mot in mots:
                section.word(nom, mot, mot.removeprefix("="))
            self._groupes[nom] = mots
            if not mots:
                section.refuse(nom, f"le groupe « {nom} » est vide")
        for nom in section.valeurs:
            for mot in self._groupes.keys() & set(self._groupes.get(nom, ())):
                raison = f"« {mot} » est un groupe : « {nom} » ne contient que des mots"
                section.refuse(nom, raison, mot)

    def read(self, texte: str, section: Section, cle: str) -> Iterator[Suite]:
        """La phrase, ou toutes celles qu'elle vaut.

        Args:
            section, cle: d'où elle vient, pour les refus.

        Raises:
            ConfigurationError: elle ne se lirait jamais dans un message.
        """
        tenace = texte[0] == "!"
        tournures = self._tournures
        if not any(nom in texte for nom in tournures):
            yield self._suite(texte, texte, tenace, section, cle)
            return
        choix = [tournures.get(mot, (mot,)) for mot in texte.removeprefix("!").split()]
        depliees = [*product(*choix)]
        if len(depliees) > DEPLIEES_MAX:
            self._refuse(texte, f"ses groupes en font {len(depliees)}", section, cle)
        for mots in depliees:
            yield self._suite(" ".join(mots), texte, tenace, section, cle)

    def atoms(self) -> list[tuple[str, ...]]:
        """Les mots de chaque atome rencontré, dans l'ordre de leurs numéros."""
        return [
            tuple(m for mot in element.split("|") for m in self._groupes.get(mot, (mot,)))
            for element in self._atomes
        ]

    def _suite(self, texte: str, cite: str, tenace: bool, section: Section, cle: str) -> Suite:
        atomes: list[int] = []
        ecarts: list[int] = []
        ecart = 0
        for element in self._elements(texte, cite, section, cle):
            atome = self._atomes.get(element)
            if atome is None:
                if element in ECARTS:
                    if ecart:
                        conseil = "un seul écart entre deux mots : « ... » en laisse passer six"
                        self._refuse(cite, conseil, section, cle)
                    ecart = ECARTS[element]
                    continue
                atome = self._new_atom(element, cite, section, cle)
            atomes.append(atome)
            ecarts.append(ecart)
            ecart = 0
        if not atomes or ecart or ecarts[0]:
            self._refuse(cite, "il faut commencer et finir par un mot", section, cle)
        return Suite(tuple(atomes), tuple(ecarts), tenace)

    def _elements(self, texte: str, cite: str, section: Section, cle: str) -> Sequence[str]:
        if "-" in texte or "'" in texte or "’" in texte:
            # Un message se découpe ainsi : « sous-vêtement » y fait deux mots.
            texte = _LIAISON.sub("|-|" if "|" in texte else " ", texte)
            if "|-|" in texte:
                conseil = "un mot composé en vaut deux, et ne va pas avec « | »"
                self._refuse(cite, conseil, section, cle)
        elements = texte.removeprefix("!").split()
        if "?" in elements[:-1] or elements == ["?"]:
            self._refuse(cite, "« ? » ne se met qu'à la fin, après un mot", section, cle)
        return elements

    def _new_atom(self, element: str, cite: str, section: Section, cle: str) -> int:
        if not _ELEMENT.fullmatch(element):
            self._refuse(
                cite, f"« {element} » n'est ni un mot, ni un groupe, ni « .. »", section, cle
            )
        for mot in element.split("|"):
            nu = mot.removeprefix("=")
            if len(nu) > 1 and nu.isupper():
                self._check_group(mot, cite, section, cle)
            elif mot != "?":
                section.word(cle, cite, nu)
        self._atomes[element] = len(self._atomes)
        return self._atomes[element]

    def _check_group(self, mot: str, cite: str, section: Section, cle: str) -> None:
        if mot[0] == "=":
            self._refuse(
                cite, f"« {mot} » est un groupe : « = » ne vaut que d'un mot", section, cle
            )
        if mot in self._tournures:
            conseil = f"« {mot} » tient des phrases : il ne va pas avec « | »"
            self._refuse(cite, conseil, section, cle)
        if mot not in self._groupes:
            conseil = f"un mot s'écrit en minuscules (« {mot.lower()} »)"
            raison = f"le groupe « {mot} » n'est pas déclaré dans [mots] ; {conseil}"
            self._refuse(cite, raison, section, cle)

    def _refuse(self, texte: str, raison: str, section: Section, cle: str) -> None:
        section.refuse(cle, f"dans la phrase « {texte} », {raison}", texte)
