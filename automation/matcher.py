"""Pur : trouver toutes les phrases d'un coup, en une passe sur les jetons.

Les phrases forment un automate non déterministe dont les états sont déterminisés à mesure
qu'un texte les demande (comme le fait RE2) : un jeton coûte une lecture de dictionnaire, aucun
retour en arrière n'est possible et le temps est linéaire.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from automation.vocabulary import Role, Sens, Vocabulary

ETATS_MAX = 20_000
"""États retenus au plus ; au-delà tout est oublié et recommence."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Une suite d'atomes ; ``ecarts[i]`` mots au plus peuvent précéder l'atome ``i``.

    ``tenace`` : compte même niée ou supposée.
    """

    atomes: tuple[int, ...]
    ecarts: tuple[int, ...]
    tenace: bool = False


@dataclass(frozen=True, slots=True)
class Trouvee:
    """Une phrase trouvée : ses jetons (rangs), et si elle est niée ou seulement supposée."""

    phrase: int
    rangs: tuple[int, ...]
    ecartee: str


NIEE = "nié"
SUPPOSEE = "supposé"

# phrase, rang du prochain atome, mots encore permis avant lui, pourquoi elle ne compte pas
_Piste = tuple[int, int, int, str]


@dataclass(frozen=True, slots=True)
class Contexte:
    """Ce que les mots précédents font au suivant.

    Attributes:
        nie: nombre de mots encore niés.
        suppose: on est dans une supposition (« si le produit est cassé… »).
        indirect: le mot précédent interroge (« savoir si ») : un « si » ne suppose pas.
    """

    nie: int = 0
    suppose: bool = False
    indirect: int = 0

    @property
    def motif(self) -> str:
        """Pourquoi un mot lu ici ne compterait pas ; vide s'il compte."""
        return NIEE if self.nie else SUPPOSEE if self.suppose else ""

    def before(self, sens: Sens) -> "Contexte":
        """Le contexte dans lequel ce mot est lu."""
        nie = 0 if Role.FERME in sens else self.nie
        return Contexte(nie, self.suppose and Role.FERME_SI not in sens, self.indirect)

    def after(self, sens: Sens, portee: int) -> "Contexte":
        """Le contexte que ce mot laisse au suivant."""
        if Role.FIN in sens:
            return Contexte()
        nie = portee if Role.NIE in sens else self.nie
        if Role.NEUTRE in sens:
            return Contexte(nie, self.suppose, self.indirect)
        if Role.NIE not in sens:
            nie = max(0, nie - 1)
        suppose = self.suppose or (Role.SUPPOSE in sens and not self.indirect)
        return Contexte(nie, suppose, 2 if Role.INDIRECT in sens else max(0, self.indirect - 1))


class Etat(dict[int, "Etat"]):
    """Un état de l'automate ; ``sorties`` nomme les phrases qui viennent de s'achever."""

    __slots__ = ("automate", "contexte", "pistes", "sorties")
    __hash__ = object.__hash__  # type: ignore[assignment]  # par identité : un état est unique

    def __init__(
        self,
        automate: "Automate",
        pistes: frozenset[_Piste],
        contexte: Contexte,
        sorties: tuple[int, ...],
    ) -> None:
        super().__init__()
        self.automate = automate
        self.pistes = pistes
        self.contexte = contexte
        self.sorties = sorties

    def __missing__(self, code: int) -> "Etat":
        suivant = self[code] = self.automate.advance(self, code)
        return suivant


class Automate:
    """Toutes les phrases d'un fichier de règles.

    Args:
        vocabulaire: donne les atomes et les rôles d'un code.
        phrases: les phrases, dont le rang sert de nom.
        portee: nombre de mots qu'une négation nie après elle.
    """

    def __init__(self, vocabulaire: Vocabulary, phrases: Sequence[Phrase], portee: int) -> None:
        self._vocabulaire = vocabulaire
        self._phrases = phrases
        self._portee = portee
        self._debuts: dict[int, list[int]] = {}
        for rang, phrase in enumerate(phrases):
            self._debuts.setdefault(phrase.atomes[0], []).append(rang)
        self._reset()

    def _reset(self) -> None:
        self._etats: dict[object, Etat] = {}
        self.depart = self._state(frozenset(), Contexte(), ())

    def _state(
        self, pistes: frozenset[_Piste], contexte: Contexte, sorties: tuple[int, ...]
    ) -> Etat:
        cle = (pistes, contexte, sorties)
        etat = self._etats.get(cle)
        if etat is None:
            if len(self._etats) >= ETATS_MAX:
                self._reset()
            etat = self._etats[cle] = Etat(self, pistes, contexte, sorties)
        return etat

    def advance(self, etat: Etat, code: int) -> Etat:
        """L'état suivant, après un jeton de ce code."""
        sens = self._vocabulaire.meaning(code)
        contexte = etat.contexte.before(sens)
        suivantes = {p for piste in etat.pistes for p, _ in self._steps(piste, sens)}
        suivantes.update(self._starts(sens, contexte.motif))
        finies = {p for p in suivantes if self._is_complete(p)}
        pistes = frozenset() if Role.FIN in sens else frozenset(suivantes - finies)
        sorties = {
            rang + (len(self._phrases) if ecartee else 0)
            for rang, _, _, ecartee in finies
            if ecartee != NIEE
        }
        return self._state(pistes, contexte.after(sens, self._portee), tuple(sorted(sorties)))

    def _steps(self, piste: _Piste, sens: Sens) -> Iterator[tuple[_Piste, bool]]:
        """Ce que devient une piste après un jeton ; vrai si ce jeton en est un atome."""
        rang, fait, reste, ecartee = piste
        if self._phrases[rang].atomes[fait] in sens:
            yield self._advanced(rang, fait + 1, ecartee), True
        if Role.NEUTRE in sens:
            yield piste, False
        elif reste > 0:
            yield (rang, fait, reste - 1, ecartee), False

    def _starts(self, sens: Sens, ecartee: str) -> Iterator[_Piste]:
        for atome in sens:
            for rang in self._debuts.get(atome, ()):
                yield self._advanced(rang, 1, "" if self._phrases[rang].tenace else ecartee)

    def _advanced(self, rang: int, fait: int, ecartee: str) -> _Piste:
        ecarts = self._phrases[rang].ecarts
        return rang, fait, ecarts[fait] if fait < len(ecarts) else 0, ecartee

    def _is_complete(self, piste: _Piste) -> bool:
        return piste[1] == len(self._phrases[piste[0]].atomes)

    def find(self, codes: Iterable[int]) -> set[int]:
        """Les phrases trouvées et non niées, en une passe : leur rang, augmenté du nombre de
        phrases pour celles qui ne sont que supposées. Temps linéaire.
        """
        trouvees: set[int] = set()
        etat = self.depart
        for code in codes:
            etat = etat[code]
            if etat.sorties:
                trouvees.update(etat.sorties)
        return trouvees

    def locate(self, codes: Sequence[int]) -> list[Trouvee]:
        """Les mêmes avec leurs jetons, et celles qui sont niées ou supposées.

        Pour une même phrase qui s'achève au même jeton, le chemin le plus court est rendu.
        """
        actives: dict[_Piste, tuple[int, ...]] = {}
        trouvees: list[Trouvee] = []
        contexte = Contexte()
        for rang, code in enumerate(codes):
            sens = self._vocabulaire.meaning(code)
            contexte = contexte.before(sens)
            chemins: dict[_Piste, tuple[int, ...]] = {}
            for piste, chemin in actives.items():
                for suivante, avance in self._steps(piste, sens):
                    parcours = (*chemin, rang) if avance else chemin
                    chemins[suivante] = max(parcours, chemins.get(suivante, ()))
            for piste in self._starts(sens, contexte.motif):
                chemins[piste] = max((rang,), chemins.get(piste, ()))
            finies = [piste for piste in chemins if self._is_complete(piste)]
            trouvees.extend(Trouvee(p[0], chemins.pop(p), p[3]) for p in finies)
            contexte = contexte.after(sens, self._portee)
            actives = {} if Role.FIN in sens else chemins
        return trouvees
