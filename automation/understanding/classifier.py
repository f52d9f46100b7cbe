"""Pur : de quoi parle un message, à quel point on en est sûr, et à cause de quels mots."""

import re
from collections.abc import Sequence

from automation.reading.decoding import Decode, decode
from automation.reading.doubt import doubt
from automation.reading.folding import (
    FIN,
    QUESTION,
    VIRGULE,
    Jeton,
    Plie,
    count_words,
    fold,
    tokens,
)
from automation.reading.own_words import read_own_words
from automation.reading.quoted import find_answer, quoted_text
from automation.understanding.coverage import Compris, unknown_sentence
from automation.understanding.disguises import read_through
from automation.understanding.negation import NIEE, SUPPOSEE
from automation.understanding.phrases import Trouvee
from automation.understanding.requests import probabilities, weigh_requests
from automation.understanding.rules import Rules
from automation.understanding.scoring import Classement
from automation.understanding.words import Role
from models import NON_CLASSE, Analyse, MotEcarte, Raison

INCONNUS_ADMIS = 1
"""Mots inconnus admis dans un simple remerciement (un prénom, le plus souvent)."""

POIDS_VISIBLE = 0.005
"""Ce qu'un mot doit ajouter pour être montré (de moitié en moitié, un poids s'éteint)."""

_PEUT_NOMMER = re.compile(
    r"\d|[bcdfghjklmnpqrstvwxz]{4}|(?:command\w{0,4}|ref\w{0,8})\W{1,6}[a-z]{9}(?![a-z])"
)
"""Un chiffre, ou neuf lettres qui pourraient être une référence (« XKBKNABJK »)."""


def analyse(texte: str, rules: Rules) -> Analyse:
    """Classe un message et dit pourquoi.

    Args:
        texte: le message tel que reçu.
        rules: les règles compilées.

    Returns:
        L'analyse ; positions en points de code du texte reçu. Temps linéaire.
    """
    lisible = decode(texte)
    propre, sur = read_own_words(lisible.texte)
    cite = quoted_text(lisible.texte, propre)
    plie = fold(propre)
    jetons = read_through(tokens(propre), propre)
    trouvees = rules.bareme.kept(rules.finder.find([jeton.mot for jeton in jetons]))
    classement = rules.bareme.decide(trouvees, count_words(propre))
    lecture = _Lecture(texte, lisible, jetons, trouvees, rules)
    sensibles = lecture.named("sensible")
    demandes = probabilities(weigh_requests(classement.pesees, rules.phrases))
    sans_reponse = not sensibles and lecture.is_courtesy(classement.categorie)
    doute = "" if sans_reponse else doubt(lisible, sur, propre, plie.texte)
    if not (sans_reponse or sensibles or doute):
        doute = lecture.doubt(propre)
    return Analyse(
        categorie=classement.categorie,
        confiance=classement.confiance,
        scores={nom: max(0.0, round(score, 3)) for nom, score in classement.scores.items()},
        raisons=lecture.reasons(classement),
        ecartes=lecture.set_aside(classement),
        numeros_commande=_order_numbers(plie, rules),
        sans_reponse=sans_reponse,
        sujets_sensibles=sensibles,
        suite=(*lecture.named("suite"), *lecture.answers(cite)),
        a_relire=lecture.named("relire"),
        plusieurs_demandes=classement.plusieurs_demandes,
        propre=propre,
        plie=plie.texte,
        doute=doute,
        demande=max(demandes, key=demandes.__getitem__, default=""),
        confiance_demande=round(max(demandes.values(), default=0.0), 4),
        demandes=demandes,
        cite=cite,
    )


def _order_numbers(plie: Plie, rules: Rules) -> tuple[str, ...]:
    """Les numéros de commande ; rien n'y ressemblant, le module qui les lit n'est pas chargé."""
    if _PEUT_NOMMER.search(plie.texte) is None:
        return ()
    from automation.orders.numbers import find

    return find(plie, rules.motifs_commande)


class _Lecture:
    """Un texte et les phrases qui y sont, avec leurs places."""

    def __init__(
        self,
        texte: str,
        lisible: Decode,
        jetons: Sequence[Jeton],
        trouvees: Sequence[Trouvee],
        rules: Rules,
    ) -> None:
        self._texte, self._lisible, self._rules = texte, lisible, rules
        self._jetons, self._trouvees = jetons, trouvees

    def reasons(self, classement: Classement) -> tuple[Raison, ...]:
        """Ce qui a compté, chaque phrase une fois, dans l'ordre du texte."""
        visibles = [p for p in classement.pesees if abs(p.poids) >= POIDS_VISIBLE]
        raisons = [self._reason(pesee.trouvee, pesee.poids) for pesee in visibles]
        return tuple(sorted(raisons, key=lambda raison: (raison.position, -abs(raison.poids))))

    def named(self, usage: str) -> tuple[Raison, ...]:
        """Les mots qui ferment une porte sans rien peser, chaque phrase et chaque mot une fois."""
        dites = [t for t in self._of_use(usage) if t.ecartee != NIEE]
        premieres = {t.phrase: t for t in reversed(dites)}
        trouvees = sorted(premieres.values(), key=lambda trouvee: trouvee.rangs)
        return tuple(dict.fromkeys(self._reason(trouvee, 0.0) for trouvee in trouvees))

    def answers(self, cite: str) -> tuple[Raison, ...]:
        """Ce qui, dans ce que le message cite, répond déjà au client."""
        trouvee = find_answer(cite)
        if trouvee is None:
            return ()
        debut, fin = self._lisible.place(*trouvee)
        return (Raison(self._texte[debut:fin], debut, "", 0.0, "il cite une réponse"),)

    def set_aside(self, classement: Classement) -> tuple[MotEcarte, ...]:
        """Les mots reconnus qui n'ont pas compté, ou à moitié, et pourquoi ; chacun une fois.

        Le « reçu » de « pas reçu », qui a compté en entier, n'y est pas.
        """
        compte = {(p.trouvee.phrase, bool(p.trouvee.ecartee)) for p in classement.pesees}
        couverts: set[int] = set()
        for trouvee in self._trouvees:
            if trouvee.ecartee != NIEE and (trouvee.phrase, bool(trouvee.ecartee)) in compte:
                couverts.update(range(trouvee.rangs[0], trouvee.rangs[-1] + 1))
        ecartes: dict[tuple[int, str], tuple[int, str, str]] = {}
        for trouvee in self._of_use("categorie"):
            motif = ""
            if trouvee.ecartee == NIEE:
                motif = "" if couverts.issuperset(trouvee.rangs) else NIEE
            elif (tueuse := classement.tues.get(trouvee.phrase)) is not None:
                motif = f"bloqué par « {self._slice(tueuse)[0]} »"
            elif trouvee.ecartee == SUPPOSEE and (trouvee.phrase, True) in compte:
                motif = f"{SUPPOSEE}, compté pour moitié"
            if motif:
                mot, position = self._slice(trouvee)
                ecartes.setdefault((trouvee.phrase, motif), (position, mot, motif))
        uniques = sorted(set(ecartes.values()))
        return tuple(MotEcarte(mot, position, motif) for position, mot, motif in uniques)

    def is_courtesy(self, categorie: str) -> bool:
        """Vrai pour un avis automatique, ou un message fait seulement de politesse ou d'absence."""
        if self._of_use("avis"):
            return True
        if categorie != NON_CLASSE or any(jeton.mot == QUESTION for jeton in self._jetons):
            return False  # une demande passe avant
        return bool(self._of_use("absence")) or self._is_polite()

    def _is_polite(self) -> bool:
        politesses = self._of_use("sans_reponse")
        if not politesses:
            return False
        couverts = {rang for t in politesses for rang in range(t.rangs[0], t.rangs[-1] + 1)}
        vocabulaire = self._rules.vocabulaire
        signature = self._signature()
        reste = 0
        for rang, jeton in enumerate(self._jetons[:signature]):
            sens = vocabulaire.meaning(vocabulaire[jeton.mot])
            admis = Role.COURTOIS in sens or Role.NEUTRE in sens or rang in couverts
            reste += not admis and jeton.mot not in (FIN, VIRGULE)
        return reste <= INCONNUS_ADMIS

    def _signature(self) -> int:
        """Rang du premier mot d'un nom signé au bout du message : « Merci ! Camille Exemple »."""
        rangs = [rang for rang, jeton in enumerate(self._jetons) if jeton.mot == FIN]
        noms = self._jetons[rangs[-1] + 1 :] if rangs else []
        if len(noms) == 2 and all(self._texte[jeton.debut].isupper() for jeton in noms):
            return rangs[-1] + 1
        return len(self._jetons)

    def doubt(self, propre: str) -> str:
        """Quelle phrase n'est pas comprise, en français ; vide si tout l'est."""
        phrases, vocabulaire = self._rules.phrases, self._rules.vocabulaire
        dites = [t.rangs for t in self._trouvees if phrases[t.phrase].idee.usage != "sensible"]
        compris = Compris(
            frozenset(rang for rangs in dites for rang in rangs),
            frozenset(rangs[-1] for rangs in dites),
            self._rules.finder.ordinaires,
        )
        sens = [vocabulaire.meaning(vocabulaire[jeton.mot]) for jeton in self._jetons]
        phrase = unknown_sentence(self._jetons, sens, propre, compris)
        return f"une phrase n'est pas comprise : « {phrase} »" if phrase else ""

    def _of_use(self, usage: str) -> list[Trouvee]:
        return [t for t in self._trouvees if self._rules.phrases[t.phrase].idee.usage == usage]

    def _reason(self, trouvee: Trouvee, poids: float) -> Raison:
        mot, position = self._slice(trouvee)
        idee = self._rules.phrases[trouvee.phrase].idee
        return Raison(mot, position, idee.categorie, round(poids, 3), idee.nom)

    def _slice(self, trouvee: Trouvee) -> tuple[str, int]:
        premier, dernier = self._jetons[trouvee.rangs[0]], self._jetons[trouvee.rangs[-1]]
        debut, fin = self._lisible.place(premier.debut, dernier.fin)
        return self._texte[debut:fin], debut
