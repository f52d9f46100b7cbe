"""Pur : de quoi parle un message, à quel point on en est sûr, et à cause de quels mots.

Le texte est replié et découpé ; chaque jeton coûte une lecture de dictionnaire ; les phrases
trouvées sont pesées ; l'écart entre les deux meilleures catégories devient une confiance par la
table calibrée du fichier de règles.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from automation.reading.folding import (
    FIN,
    QUESTION,
    VIRGULE,
    Jeton,
    count_words,
    sentences,
    tokens_with_positions,
)
from automation.reading.own_words import Cleaned, clean
from automation.understanding.matcher import Trouvee
from automation.understanding.negation import NIEE, SUPPOSEE
from automation.understanding.rules import Rules
from automation.understanding.scoring import Classement
from automation.understanding.words import Role
from models import NON_CLASSE, Analyse, MotEcarte, Raison

_CHIFFRE = re.compile(r"\d")
INCONNUS_ADMIS = 1
"""Mots inconnus admis dans un simple remerciement (un prénom, le plus souvent)."""

POIDS_VISIBLE = 0.005
"""Ce qu'un mot doit ajouter pour être montré."""


def classify(texte: str, rules: Rules) -> Classement:
    """Classe un texte déjà nettoyé, sans expliquer : le chemin court.

    Returns:
        La même catégorie et la même confiance que ``analyse``. Temps linéaire.
    """
    return rules.bareme.decide(*rules.automate.find(sentences(texte)))


def analyse(texte: str, rules: Rules) -> Analyse:
    """Classe un message et dit pourquoi.

    Args:
        texte: le message tel que reçu.
        rules: les règles compilées.

    Returns:
        L'analyse ; positions en points de code du texte reçu.
    """
    propre = clean(texte)
    jetons = tokens_with_positions(propre.texte)
    trouvees = rules.automate.locate([jeton.mot for jeton in jetons])
    lecture = _Lecture(texte, propre, jetons, trouvees, rules)
    classement = rules.bareme.decide(lecture.places, count_words(sentences(propre.texte)))
    sensibles = lecture.named("sensible")
    return Analyse(
        categorie=classement.categorie,
        confiance=classement.confiance,
        scores={
            nom: max(0.0, round(score, 3))
            for nom, score in zip(rules.bareme.noms, classement.scores, strict=True)
        },
        raisons=lecture.reasons(),
        ecartes=lecture.set_aside(),
        numeros_commande=_order_numbers(propre.texte, rules),
        sans_reponse=not sensibles and lecture.is_courtesy(classement.categorie),
        sujets_sensibles=sensibles,
        a_relire=lecture.named("relire"),
        plusieurs_demandes=classement.plusieurs_demandes,
    )


def _order_numbers(texte: str, rules: Rules) -> tuple[str, ...]:
    """Les numéros de commande ; sans chiffre, le module qui les lit n'est pas même chargé."""
    if not _CHIFFRE.search(texte):
        return ()
    from automation.orders.numbers import find

    return find(texte, rules.motifs_commande)


@dataclass(slots=True)
class _Lecture:
    """Un texte et les phrases qui y sont, avec leurs places."""

    texte: str
    propre: Cleaned
    jetons: Sequence[Jeton]
    trouvees: Sequence[Trouvee]
    rules: Rules
    places: Mapping[int, Trouvee] = field(init=False)
    """Rang au barème → première place, pour les phrases qui pèsent et ne sont pas niées."""
    pesees: Sequence[tuple[int, float]] = field(init=False)

    def __post_init__(self) -> None:
        places = {self._rank(t): t for t in reversed(self.trouvees) if t.ecartee != NIEE}
        places.pop(-1, None)
        self.places = places
        self.pesees = self.rules.bareme.weigh(places)

    def reasons(self) -> tuple[Raison, ...]:
        """Ce qui a compté, chaque phrase une fois, dans l'ordre du texte."""
        # De moitié en moitié, un poids finit par ne plus rien changer.
        visibles = [(rang, poids) for rang, poids in self.pesees if abs(poids) >= POIDS_VISIBLE]
        raisons = [self._reason(self.places[rang], poids) for rang, poids in visibles]
        return tuple(sorted(raisons, key=lambda raison: (raison.position, -abs(raison.poids))))

    def named(self, usage: str) -> tuple[Raison, ...]:
        """Les mots qui ferment une porte sans rien peser, chaque phrase et chaque mot une fois."""
        dites = [t for t in self._of_use(usage) if t.ecartee != NIEE]
        premieres = {t.phrase: t for t in reversed(dites)}
        trouvees = sorted(premieres.values(), key=lambda trouvee: trouvee.rangs)
        return tuple(dict.fromkeys(self._reason(trouvee, 0.0) for trouvee in trouvees))

    def set_aside(self) -> tuple[MotEcarte, ...]:
        """Les mots reconnus qui n'ont pas compté, ou à moitié, et pourquoi ; chacun une fois.

        Le « reçu » de « pas reçu », qui a compté en entier, n'y est pas.
        """
        tues = self.rules.bareme.blockers(self.places)
        compte = {rang for rang, _ in self.pesees}
        couverts: set[int] = set()
        for trouvee in self.trouvees:
            if trouvee.ecartee != NIEE and self._rank(trouvee) in compte:
                couverts.update(range(trouvee.rangs[0], trouvee.rangs[-1] + 1))
        ecartes: dict[tuple[int, str], tuple[int, str, str]] = {}
        for trouvee in self._of_use("categorie"):
            motif = ""
            if trouvee.ecartee == NIEE:
                motif = "" if couverts.issuperset(trouvee.rangs) else NIEE
            elif (rang := self._rank(trouvee)) in tues:
                motif = f"bloqué par « {self._slice(self.places[tues[rang]])[0]} »"
            elif trouvee.ecartee == SUPPOSEE and rang in compte:
                motif = f"{SUPPOSEE}, compté pour moitié"
            if motif:
                mot, position = self._slice(trouvee)
                ecartes.setdefault((trouvee.phrase, motif), (position, mot, motif))
        uniques = sorted(set(ecartes.values()))
        return tuple(MotEcarte(mot, position, motif) for position, mot, motif in uniques)

    def is_courtesy(self, categorie: str) -> bool:
        """Vrai pour un avis automatique, ou un message fait seulement de politesse."""
        if self._of_use("avis"):
            return True
        politesses = self._of_use("sans_reponse")
        if not politesses or categorie != NON_CLASSE:
            return False
        couverts = {rang for t in politesses for rang in range(t.rangs[0], t.rangs[-1] + 1)}
        reste = 0
        for rang, jeton in enumerate(self.jetons):
            if jeton.mot == QUESTION:
                return False
            sens = self.rules.vocabulaire.meaning(self.rules.vocabulaire[jeton.mot])
            admis = Role.COURTOIS in sens or Role.NEUTRE in sens or rang in couverts
            reste += not admis and jeton.mot not in (FIN, VIRGULE)
        return reste <= INCONNUS_ADMIS

    def _of_use(self, usage: str) -> list[Trouvee]:
        return [t for t in self.trouvees if self.rules.phrases[t.phrase].usage == usage]

    def _rank(self, trouvee: Trouvee) -> int:
        couple = self.rules.bareme.rangs[trouvee.phrase]
        return -1 if couple is None else couple[bool(trouvee.ecartee)]

    def _reason(self, trouvee: Trouvee, poids: float) -> Raison:
        mot, position = self._slice(trouvee)
        categorie = self.rules.phrases[trouvee.phrase].categorie
        return Raison(mot, position, categorie, round(poids, 3))

    def _slice(self, trouvee: Trouvee) -> tuple[str, int]:
        premier, dernier = self.jetons[trouvee.rangs[0]], self.jetons[trouvee.rangs[-1]]
        debut, fin = self.propre.place(premier.debut, dernier.fin)
        return self.texte[debut:fin], debut
