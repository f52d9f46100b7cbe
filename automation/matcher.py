"""Pur : trouver toutes les phrases d'un coup, en une passe sur les jetons.

Les phrases forment un automate non déterministe dont les états sont déterminisés à mesure
qu'un texte les demande (comme le fait RE2) : un jeton coûte une lecture de dictionnaire, aucun
retour en arrière n'est possible et le temps est linéaire.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from automation.text import tokens
from automation.vocabulary import Role, Sens, Vocabulary

PASSAGES_MAX = 200_000
"""Passages d'un état à l'autre retenus au plus ; au-delà tout est oublié et recommence."""


class Phrase(NamedTuple):
    """Une phrase du fichier de règles, prête à être cherchée : une suite d'atomes.

    Attributes:
        usage: « categorie », « bloque », « sensible », « sans_reponse » ou « avis ».
        ecarts: ``ecarts[i]`` mots au plus peuvent précéder l'atome ``i``.
        tenace: compte même niée ou supposée.
        faible: ne compte qu'en compagnie d'une autre phrase de sa catégorie.
    """

    categorie: str
    poids: float
    usage: str
    atomes: tuple[int, ...]
    ecarts: tuple[int, ...]
    tenace: bool
    faible: bool


class Trouvee(NamedTuple):
    """Une phrase trouvée : ses jetons (rangs), et si elle est niée ou seulement supposée."""

    phrase: int
    rangs: tuple[int, ...]
    ecartee: str


NIEE = "nié"
SUPPOSEE = "supposé"
MUETTE = -1

# phrase, rang du prochain atome, mots encore permis avant lui, pourquoi elle ne compte pas
_Piste = tuple[int, int, int, str]


class Contexte(NamedTuple):
    """Ce que les mots précédents font au suivant.

    Attributes:
        nie: nombre de mots encore niés.
        suppose: on est dans une supposition (« si le produit est cassé… »).
        indirect: le mot précédent interroge (« savoir si ») : un « si » ne suppose pas.
        neuf: le mot précédent ouvre la supposition (« si jamais » ne nie rien).
    """

    nie: int = 0
    suppose: bool = False
    indirect: int = 0
    neuf: bool = False

    @property
    def motif(self) -> str:
        """Pourquoi un mot lu ici ne compterait pas ; vide s'il compte."""
        return NIEE if self.nie else SUPPOSEE if self.suppose else ""

    def before(self, sens: Sens) -> "Contexte":
        """Le contexte dans lequel ce mot est lu."""
        nie = 0 if Role.FERME in sens else self.nie
        suppose = self.suppose and Role.FERME_SI not in sens
        return Contexte(nie, suppose, self.indirect, self.neuf)

    def after(self, sens: Sens, portee: int) -> "Contexte":
        """Le contexte que ce mot laisse au suivant."""
        if Role.FIN in sens:
            return Contexte()
        if Role.NEUTRE in sens:
            return Contexte(self.nie, self.suppose, self.indirect, self.neuf)
        nie = portee if Role.NIE in sens and not self.neuf else max(0, self.nie - 1)
        ouvre = Role.SUPPOSE in sens and not self.indirect
        indirect = 2 if Role.INDIRECT in sens else max(0, self.indirect - 1)
        return Contexte(nie, self.suppose or ouvre, indirect, ouvre)


Suite = dict[bytes, "Suite | Sortie"]
"""Morceau de texte → ce qui suit."""
Sortie = tuple[tuple[int, ...], Suite]
"""Ce qui suit quand des phrases viennent de s'achever : leurs rangs, puis la suite."""


class _Etat:
    """Un état de l'automate : les phrases commencées et le contexte."""

    __slots__ = ("contexte", "passages", "pistes", "suite")

    def __init__(self, pistes: frozenset[_Piste], contexte: Contexte) -> None:
        self.pistes = pistes
        self.contexte = contexte
        self.suite: Suite = {}
        self.passages: dict[int, _Passage] = {}


_Passage = tuple[_Etat, tuple[int, ...], tuple[tuple[int, str], ...]]
"""L'état suivant, les rangs des phrases achevées et non niées, toutes les phrases achevées."""


class Automate:
    """Toutes les phrases d'un fichier de règles.

    Args:
        vocabulaire: donne les atomes et les rôles d'un jeton.
        phrases: les phrases.
        rangs: ce que ``find`` rend pour chaque phrase, certaine ou supposée ; ``None`` pour une
            phrase que seul ``locate`` rend.
        groupes: pour chaque rang, son groupe ; négatif s'il est toujours rendu.
        portee: nombre de mots qu'une négation nie après elle.
    """

    def __init__(
        self,
        vocabulaire: Vocabulary,
        phrases: Sequence[Phrase],
        rangs: Sequence[tuple[int, int] | None],
        groupes: Sequence[int],
        portee: int,
    ) -> None:
        self._vocabulaire = vocabulaire
        self._phrases = phrases
        self._rangs = rangs
        self._groupes = groupes
        self._portee = portee
        self._debuts: dict[int, list[int]] = {}
        for rang, phrase in enumerate(phrases):
            self._debuts.setdefault(phrase.atomes[0], []).append(rang)
        self._reset()

    def _reset(self) -> None:
        self._appris = 0
        self._etats: dict[tuple[frozenset[_Piste], Contexte], _Etat] = {}
        self._depart = self._state(frozenset(), Contexte())

    def _state(self, pistes: frozenset[_Piste], contexte: Contexte) -> _Etat:
        cle = (pistes, contexte)
        etat = self._etats.get(cle)
        if etat is None:
            etat = self._etats[cle] = _Etat(pistes, contexte)
        return etat

    def find(self, morceaux: Sequence[bytes]) -> list[int]:
        """Les rangs des phrases trouvées et non niées, avec répétitions, en une passe.

        Un morceau connu de l'état où l'on est coûte une lecture de dictionnaire. Temps linéaire.
        """
        suite: Suite = self._depart.suite
        trouvees: list[int] = []
        try:
            for morceau in morceaux:
                suivante = suite[morceau]
                if suivante.__class__ is tuple:
                    trouvees += suivante[0]
                    suite = suivante[1]
                else:
                    suite = suivante  # type: ignore[assignment]  # le test de classe l'assure
        except KeyError:
            return self._learn(morceaux)
        return trouvees

    def _learn(self, morceaux: Sequence[bytes]) -> list[int]:
        """Le même résultat, en calculant et en retenant les passages qui manquent."""
        trouvees: list[int] = []
        etat = self._depart
        for morceau in morceaux:
            suivant, sorties = self._read(etat, morceau)
            if morceau not in etat.suite:
                etat.suite[morceau] = (sorties, suivant.suite) if sorties else suivant.suite
                self._appris += 1
            trouvees += sorties
            etat = suivant
        if self._appris >= PASSAGES_MAX:
            self._reset()
        return trouvees

    def _read(self, etat: _Etat, morceau: bytes) -> tuple[_Etat, tuple[int, ...]]:
        """L'état après un morceau, jeton par jeton, et les phrases qui s'achèvent."""
        toutes: tuple[int, ...] = ()
        for jeton in tokens(morceau):
            etat, sorties, _ = self._passage(etat, jeton)
            toutes += sorties
        return etat, toutes

    def _passage(self, etat: _Etat, jeton: str) -> _Passage:
        code = self._vocabulaire[jeton]
        passage = etat.passages.get(code)
        if passage is None:
            passage = etat.passages[code] = self._advance(etat, self._vocabulaire.meaning(code))
            self._appris += 1
        return passage

    def _advance(self, etat: _Etat, sens: Sens) -> _Passage:
        contexte = etat.contexte.before(sens)
        suivantes = {p for piste in etat.pistes for p in self._steps(piste, sens)}
        suivantes.update(self._starts(sens, contexte.motif))
        finies = {piste for piste in suivantes if self._is_complete(piste)}
        pistes = frozenset() if Role.FIN in sens else frozenset(suivantes - finies)
        gardees = self._strongest({self._output(piste) for piste in finies})
        suivant = self._state(pistes, contexte.after(sens, self._portee))
        achevees = {(p[0], p[3]) for p in finies if self._output(p) in (MUETTE, *gardees)}
        return suivant, gardees, tuple(sorted(achevees))

    def _strongest(self, rangs: set[int]) -> tuple[int, ...]:
        """Des phrases achevées sur un même mot, la plus forte de chaque groupe : les autres
        disent la même chose (« reçu », « pas reçu », « toujours pas reçu »).
        """
        gardees: dict[int, int] = {}
        for rang in sorted(rangs - {MUETTE}):
            groupe = self._groupes[rang]
            gardees.setdefault(rang + len(self._groupes) if groupe < 0 else groupe, rang)
        return tuple(sorted(gardees.values()))

    def _output(self, piste: _Piste) -> int:
        """Le rang d'une phrase achevée ; ``MUETTE`` si elle est niée ou ne pèse pas."""
        couple = self._rangs[piste[0]]
        return MUETTE if couple is None or piste[3] == NIEE else couple[bool(piste[3])]

    def _steps(self, piste: _Piste, sens: Sens) -> Iterator[_Piste]:
        """Ce que devient une piste après un jeton : elle avance, patiente, ou les deux."""
        rang, fait, reste, ecartee = piste
        if self._phrases[rang].atomes[fait] in sens:
            yield self._advanced(rang, fait + 1, ecartee)
        if Role.NEUTRE in sens:
            yield piste
        elif reste > 0 and Role.NIE not in sens:
            yield rang, fait, reste - 1, ecartee

    def _starts(self, sens: Sens, ecartee: str) -> Iterator[_Piste]:
        for atome in sens:
            for rang in self._debuts.get(atome, ()):
                yield self._advanced(rang, 1, "" if self._phrases[rang].tenace else ecartee)

    def _advanced(self, rang: int, fait: int, ecartee: str) -> _Piste:
        ecarts = self._phrases[rang].ecarts
        return rang, fait, ecarts[fait] if fait < len(ecarts) else 0, ecartee

    def _is_complete(self, piste: _Piste) -> bool:
        return piste[1] == len(self._phrases[piste[0]].atomes)

    def locate(self, jetons: Sequence[str]) -> list[Trouvee]:
        """Les mêmes avec leurs jetons, et celles qui sont niées ou supposées.

        La passe rapide dit quelles phrases s'achèvent où ; on remonte de là jusqu'à leur début,
        au plus près.
        """
        etat = self._depart
        lus: list[tuple[Sens, str]] = []
        trouvees: list[Trouvee] = []
        for jeton in jetons:
            sens = self._vocabulaire.meaning(self._vocabulaire[jeton])
            lus.append((sens, etat.contexte.before(sens).motif))
            etat, _, finies = self._passage(etat, jeton)
            for phrase, ecartee in finies:
                rangs = self._trace(phrase, ecartee, lus)
                trouvees.append(Trouvee(phrase, rangs, ecartee))
        if self._appris >= PASSAGES_MAX:
            self._reset()
        return trouvees

    def _trace(self, phrase: int, ecartee: str, lus: Sequence[tuple[Sens, str]]) -> tuple[int, ...]:
        """Les jetons d'une phrase qui s'achève sur le dernier lu, le dernier d'abord cherché."""
        cherchee = self._phrases[phrase]
        motif = None if cherchee.tenace else ecartee

        def back(fait: int, rang: int) -> tuple[int, ...] | None:
            if fait == 0:
                return (rang,) if motif in (None, lus[rang][1]) else None
            reste = cherchee.ecarts[fait]
            for avant in range(rang - 1, -1, -1):
                sens = lus[avant][0]
                if cherchee.atomes[fait - 1] in sens:
                    debut = back(fait - 1, avant)
                    if debut is not None:
                        return (*debut, rang)
                if Role.NEUTRE not in sens:
                    reste -= 1
                    if reste < 0 or Role.NIE in sens or Role.FIN in sens:
                        return None
            return None

        dernier = len(lus) - 1
        return back(len(cherchee.atomes) - 1, dernier) or (dernier,)
