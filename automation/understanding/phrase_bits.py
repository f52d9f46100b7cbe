"""Pur : faire avancer toutes les phrases à la fois, dans les bits d'un grand entier.

Les phrases sont couchées bout à bout, un bit par place : « cet atome vient d'être lu », ou « un des
mots permis avant le suivant vient d'être lu ». Un jeton fait avancer toutes les phrases commencées
en quelques opérations (Baeza-Yates et Gonnet, 1992, pour les mots ; Navarro et Raffinot, 2003, pour
les écarts) : aucun retour en arrière n'est possible, et le temps est linéaire.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from automation.understanding.negation import MOTIFS
from automation.understanding.words import Role, Sens


class Phrase(NamedTuple):
    """Une phrase du fichier de règles, prête à être cherchée : une suite d'atomes.

    Attributes:
        ecarts: ``ecarts[i]`` mots au plus peuvent précéder l'atome ``i``.
        tenace: compte même niée ou supposée.
        usage: « categorie », « bloque », « sensible », « relire », « sans_reponse », « avis ».
        faible: ne compte qu'en compagnie d'une autre phrase de sa catégorie.
    """

    atomes: tuple[int, ...]
    ecarts: tuple[int, ...]
    tenace: bool = False
    categorie: str = ""
    poids: float = 0.0
    usage: str = "categorie"
    faible: bool = False


class Pas(NamedTuple):
    """Ce qu'un jeton fait aux phrases.

    Attributes:
        debuts: les places des phrases qu'il commence.
        tenaces: celles d'entre elles qui comptent même niées ou supposées.
        libres: les autres.
        suites: les places où il peut mener celles qui sont commencées.
        attend: il ne compte pas comme un mot : elles restent aussi où elles sont.
        arrete: il finit la phrase du client, et les leurs.
    """

    debuts: int
    tenaces: int
    libres: int
    suites: int
    attend: bool
    arrete: bool


class PhraseBits:
    """Les phrases d'un fichier de règles, couchées dans un entier.

    L'entier porte les phrases trois fois, dans l'ordre de ``MOTIFS`` : commencées pour de bon, sur
    un mot nié, sur un mot supposé. Tant que rien n'est nié, ses bits de poids fort sont à zéro et
    ne coûtent rien.
    """

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self._debuts: defaultdict[int, list[int]] = defaultdict(list)
        self._suites: defaultdict[int, list[int]] = defaultdict(list)
        self._phrase_en: dict[int, int] = {}
        tenaces: list[int] = []
        permis: list[int] = []
        departs: defaultdict[int, list[int]] = defaultdict(list)
        place = 0
        for rang, phrase in enumerate(phrases):
            self._debuts[phrase.atomes[0]].append(place)
            if phrase.tenace:
                tenaces.append(place)
            for atome, ecart in zip(phrase.atomes[1:], phrase.ecarts[1:], strict=True):
                if ecart:
                    departs[ecart].append(place)
                    permis += range(place + 1, place + ecart + 1)
                place += ecart + 1
                self._suites[atome].append(place)
            self._phrase_en[place] = rang
            place += 1
        self._largeur = place
        self._tenaces = _integer(tenaces, place)
        self._permis = _integer(permis, place)
        self._fins = self._thrice(_integer(self._phrase_en, place))
        # Multiplier un bit par 2 + 4 + … + 2^n, c'est mettre à 1 les n bits qui le suivent.
        self._sauts = [
            (self._thrice(_integer(places, place)), (2 << ecart) - 2)
            for ecart, places in departs.items()
        ]
        self._departs = sum(places for places, _ in self._sauts)

    def _thrice(self, places: int) -> int:
        return places | places << self._largeur | places << 2 * self._largeur

    def step(self, sens: Sens) -> Pas:
        """Ce que fait aux phrases un jeton qui vaut cet ensemble d'atomes et de rôles."""
        debuts = sum(1 << place for atome in sens for place in self._debuts.get(atome, ()))
        suites = sum(1 << place for atome in sens for place in self._suites.get(atome, ()))
        if Role.NIE not in sens:
            suites |= self._permis
        tenaces = debuts & self._tenaces
        return Pas(
            self._open(debuts),
            self._open(tenaces),
            self._open(debuts ^ tenaces),
            suites,
            Role.NEUTRE in sens,
            Role.FIN in sens,
        )

    def advance(self, actives: int, pas: Pas, motif: int) -> tuple[int, int]:
        """Les phrases commencées après un jeton, et celles qui s'achèvent sur lui.

        Args:
            actives: les phrases commencées avant lui.
            motif: le rang, dans ``MOTIFS``, de ce qui écarte celles qu'il commence.
        """
        suivantes, tenaces, libres, suites, attend, arrete = pas
        if motif:
            suivantes = tenaces | libres << motif * self._largeur
        if actives:
            if actives.bit_length() > self._largeur:
                suites = self._thrice(suites)
            if menees := actives << 1 & suites:
                suivantes |= self._open(menees)
            if attend:
                suivantes |= actives
        finies = suivantes & self._fins
        return 0 if arrete else suivantes ^ finies, finies

    def _open(self, places: int) -> int:
        """Les mêmes places, et celles des mots que l'on peut sauter après elles."""
        ouvertes = places
        if partants := places & self._departs:
            for departs, facteur in self._sauts:
                ouvertes |= (partants & departs) * facteur
        return ouvertes

    def phrases(self, finies: int) -> Iterator[tuple[int, str]]:
        """Les rangs des phrases achevées, et pourquoi elles ne compteraient pas."""
        while finies:
            place = finies.bit_length() - 1
            finies ^= 1 << place
            motif, place = divmod(place, self._largeur)
            yield self._phrase_en[place], MOTIFS[motif]


def _integer(places: Iterable[int], largeur: int) -> int:
    """L'entier dont ces bits sont à 1."""
    bits = bytearray(b"0") * largeur
    for place in places:
        bits[-1 - place] = ord("1")
    return int(bits or b"0", 2)
