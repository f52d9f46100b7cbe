"""Pur : trouver les phrases des règles dans les mots d'un texte, et ce qui les nie ou les suppose.

À chaque mot, on regarde les phrases qui peuvent s'y achever, et l'on remonte de là jusqu'à leur
premier mot, au plus près. Rien ne passe d'une phrase du client à la suivante.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from automation.understanding.negation import MOTIFS, Contexte
from automation.understanding.words import Role, Sens, Vocabulary

NEUTRES_MAX = 20
"""Élisions et virgules que l'on passe entre deux mots d'une phrase, au plus : sans cette borne, un
texte fait seulement d'élisions se lirait en temps quadratique."""


class Idee(NamedTuple):
    """Ce qu'une phrase dit, quels que soient ses mots.

    Attributes:
        nom: tel qu'il est expliqué à une personne ; vide pour une liste de phrases sans nom.
        demande: ce que le client demande s'il dit cela ; vide si rien de précis.
        usage: « categorie », « bloque », « sensible », « suite », « relire », « sans_reponse »,
            « avis », « absence ».
        poids: ce qu'elle ajoute au score de sa catégorie.
        faible: ne compte qu'en compagnie d'une autre de sa catégorie.
    """

    nom: str = ""
    categorie: str = ""
    demande: str = ""
    usage: str = "categorie"
    poids: float = 0.0
    faible: bool = False


class Phrase(NamedTuple):
    """Une phrase des règles, prête à être cherchée : une suite d'atomes.

    Attributes:
        ecarts: ``ecarts[i]`` mots au plus peuvent précéder l'atome ``i``.
        tenace: compte même niée ou supposée.
    """

    atomes: tuple[int, ...]
    ecarts: tuple[int, ...]
    tenace: bool = False
    idee: Idee = Idee()


class Trouvee(NamedTuple):
    """Une phrase trouvée.

    Attributes:
        phrase: son rang parmi celles des règles.
        rangs: ses jetons, par leurs rangs.
        ecartee: pourquoi elle ne compterait pas, d'un mot de ``MOTIFS`` ; vide si elle compte.
    """

    phrase: int
    rangs: tuple[int, ...]
    ecartee: str


class Phrases:
    """Toutes les phrases des règles, rangées par leur dernier mot.

    Args:
        vocabulaire: donne les atomes et les rôles d'un jeton.
        portee: nombre de mots qu'une négation nie après elle.
    """

    def __init__(self, phrases: Sequence[Phrase], vocabulaire: Vocabulary, portee: int) -> None:
        self._phrases, self._vocabulaire, self._portee = phrases, vocabulaire, portee
        self._par_fin: defaultdict[int, list[int]] = defaultdict(list)
        for rang, phrase in enumerate(phrases):
            self._par_fin[phrase.atomes[-1]].append(rang)
        self._atomes = [frozenset(phrase.atomes) for phrase in phrases]
        self._par_sens: dict[Sens, Mapping[int, Sequence[int]]] = {}

    @cached_property
    def ordinaires(self) -> frozenset[int]:
        """Les atomes des phrases qui ne disent rien de sensible."""
        sures = (p.atomes for p in self._phrases if p.idee.usage != "sensible")
        return frozenset(atome for atomes in sures for atome in atomes)

    def find(self, jetons: Sequence[str]) -> list[Trouvee]:
        """Chaque phrase trouvée, à chaque place où elle s'achève, dans l'ordre de ces places."""
        sens = [self._vocabulaire.meaning(self._vocabulaire[jeton]) for jeton in jetons]
        motifs = self._motifs(sens)
        trouvees: list[Trouvee] = []
        lus: set[int] = set()
        for dernier, sien in enumerate(sens):
            lus |= sien
            finissent = self._ending(sien)
            commencees = (r for atome in lus & finissent.keys() for r in finissent[atome])
            for rang in sorted(r for r in commencees if self._atomes[r] <= lus):
                trouvees += self._trace(rang, dernier, sens, motifs)
            if Role.FIN in sien:
                lus.clear()
        return trouvees

    def _ending(self, sien: Sens) -> Mapping[int, Sequence[int]]:
        """Les phrases dont ce mot est le dernier, par leur premier atome."""
        connues = self._par_sens.get(sien)
        if connues is None:
            par_debut: defaultdict[int, list[int]] = defaultdict(list)
            for rang in {r for atome in sien for r in self._par_fin.get(atome, ())}:
                par_debut[self._phrases[rang].atomes[0]].append(rang)
            connues = self._par_sens[sien] = par_debut
        return connues

    def _motifs(self, sens: Sequence[Sens]) -> list[str]:
        """Pourquoi chaque mot ne compterait pas ; vide s'il compte."""
        motifs, contexte = [], Contexte()
        for sien in sens:
            lu = contexte.before(sien)
            motifs.append(lu.motif)
            contexte = lu.after(sien, self._portee)
        return motifs

    def _trace(
        self, rang: int, dernier: int, sens: Sequence[Sens], motifs: Sequence[str]
    ) -> Iterator[Trouvee]:
        """La phrase qui s'achève là : certaine, niée, supposée, ou plusieurs à la fois."""
        phrase = self._phrases[rang]

        def back(fait: int, ici: int, motif: str | None) -> tuple[int, ...] | None:
            """Les jetons de la phrase jusqu'à l'atome ``fait``, lu en ``ici``."""
            if fait == 0:
                return (ici,) if motif in (None, motifs[ici]) else None
            reste, neutres = phrase.ecarts[fait], NEUTRES_MAX
            for avant in range(ici - 1, -1, -1):
                sien = sens[avant]
                if Role.FIN in sien:
                    return None
                if phrase.atomes[fait - 1] in sien:
                    debut = back(fait - 1, avant, motif)
                    if debut is not None:
                        return (*debut, ici)
                neutre = Role.NEUTRE in sien
                neutres -= neutre
                reste -= not neutre
                if reste < 0 or neutres < 0 or (Role.NIE in sien and not neutre):
                    return None
            return None

        fini = len(phrase.atomes) - 1
        for motif in (None,) if phrase.tenace else MOTIFS:
            rangs = back(fini, dernier, motif)
            if rangs is not None:
                yield Trouvee(rang, rangs, motif or "")
