"""Pur : de quoi parle un message, à quel point on en est sûr, et à cause de quels mots.

Le texte est replié et découpé ; chaque jeton coûte une lecture de dictionnaire ; les phrases
trouvées, ni niées ni supposées, additionnent leurs poids ; l'écart entre les deux meilleures
catégories devient une confiance par la table calibrée du fichier de règles.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from automation.matcher import Trouvee
from automation.rules import Rules
from automation.rules_reader import ReglePhrase
from automation.text import FIN, QUESTION, VIRGULE, Jeton, tokens, tokens_with_positions
from automation.vocabulary import Role
from models import NON_CLASSE, Analyse, MotEcarte, Raison

INCONNUS_ADMIS = 1
"""Mots inconnus admis dans un simple remerciement (un prénom, le plus souvent)."""


@dataclass(frozen=True, slots=True)
class Classement:
    """La catégorie retenue, avant toute explication."""

    categorie: str
    confiance: float
    scores: dict[str, float]
    plusieurs_demandes: bool


def classify(texte: str, rules: Rules) -> Classement:
    """Classe un texte déjà nettoyé, sans expliquer : le chemin court.

    Returns:
        La même catégorie et la même confiance que ``analyse``. Temps linéaire.
    """
    vocabulaire = rules.vocabulaire
    codes = [vocabulaire[jeton] for jeton in tokens(texte)]
    return _decide(rules.automate.find(codes), rules)


def analyse(texte: str, rules: Rules) -> Analyse:
    """Classe un message et dit pourquoi.

    Args:
        texte: le message tel que reçu.
        rules: les règles compilées.

    Returns:
        L'analyse ; positions en points de code du texte reçu.
    """
    jetons = tokens_with_positions(texte)
    codes = [rules.vocabulaire[jeton.mot] for jeton in jetons]
    trouvees = rules.automate.locate(codes)
    comptees = {t.phrase for t in trouvees if not t.ecartee}
    classement = _decide(comptees, rules)
    bloquees = _blocked(comptees, rules)
    sensibles = _reasons(trouvees, {"sensible"}, frozenset(), texte, jetons, rules, nies=True)
    return Analyse(
        categorie=classement.categorie,
        confiance=classement.confiance,
        scores=classement.scores,
        raisons=_reasons(trouvees, {"categorie", "bloque"}, bloquees, texte, jetons, rules),
        ecartes=_set_aside(trouvees, comptees, texte, jetons, rules),
        sans_reponse=not sensibles and _is_courtesy(trouvees, codes, jetons, classement, rules),
        sujets_sensibles=sensibles,
        plusieurs_demandes=classement.plusieurs_demandes,
    )


def _decide(trouvees: Iterable[int], rules: Rules) -> Classement:
    """Additionne les poids et choisit."""
    phrases = rules.phrases
    scores = {categorie.nom: 0.0 for categorie in rules.categories}
    scores[NON_CLASSE] = rules.non_classe
    faibles: list[ReglePhrase] = []
    accompagnees: set[str] = set()
    trouvees = set(trouvees)
    for rang in trouvees - _blocked(trouvees, rules):
        regle = phrases[rang]
        if regle.faible:
            faibles.append(regle)
        elif regle.poids:
            scores[regle.categorie] += regle.poids
            if regle.poids > 0:
                accompagnees.add(regle.categorie)
    for regle in faibles:
        if regle.categorie in accompagnees:
            scores[regle.categorie] += regle.poids
    ordre = sorted(scores, key=lambda nom: (-scores[nom], nom == NON_CLASSE))
    gagnante, seconde = ordre[0], ordre[1]
    ecart = scores[gagnante] - scores[seconde]
    if gagnante == NON_CLASSE:
        return Classement(NON_CLASSE, _confidence(ecart, rules.calibrage_non_classe), scores, False)
    proches = seconde != NON_CLASSE and ecart < rules.ecart and scores[seconde] >= rules.non_classe
    return Classement(gagnante, _confidence(ecart, rules.calibrage), scores, proches)


def _confidence(ecart: float, table: Sequence[tuple[float, float]]) -> float:
    """Interpole la table calibrée, qui est croissante."""
    rang = bisect_right(table, (ecart, 2.0))
    if rang == 0:
        return table[0][1]
    if rang == len(table):
        return table[-1][1]
    (x0, y0), (x1, y1) = table[rang - 1], table[rang]
    return round(y0 + (y1 - y0) * (ecart - x0) / (x1 - x0), 4)


def _blocked(trouvees: Iterable[int], rules: Rules) -> frozenset[int]:
    """Les mots seuls que contient une phrase qui bloque (« livraison » de « frais de livraison »)."""
    bloquees: frozenset[int] = frozenset()
    for rang in trouvees:
        bloquees |= rules.bloque.get(rang, frozenset())
    return bloquees


def _slice(trouvee: Trouvee, texte: str, jetons: Sequence[Jeton]) -> tuple[str, int]:
    debut, fin = jetons[trouvee.rangs[0]].debut, jetons[trouvee.rangs[-1]].fin
    return texte[debut:fin], debut


def _reasons(
    trouvees: Sequence[Trouvee],
    usages: set[str],
    bloquees: frozenset[int],
    texte: str,
    jetons: Sequence[Jeton],
    rules: Rules,
    *,
    nies: bool = False,
) -> tuple[Raison, ...]:
    """Les mots qui comptent, chaque phrase une seule fois, dans l'ordre du texte."""
    vues: dict[int, Raison] = {}
    for trouvee in trouvees:
        regle = rules.phrases[trouvee.phrase]
        if regle.usage not in usages or trouvee.phrase in bloquees:
            continue
        if trouvee.ecartee and not nies:
            continue
        mot, position = _slice(trouvee, texte, jetons)
        vues.setdefault(trouvee.phrase, Raison(mot, position, regle.categorie, regle.poids))
    return tuple(sorted(vues.values(), key=lambda raison: (raison.position, -len(raison.mot))))


def _set_aside(
    trouvees: Sequence[Trouvee],
    comptees: set[int],
    texte: str,
    jetons: Sequence[Jeton],
    rules: Rules,
) -> tuple[MotEcarte, ...]:
    """Les mots reconnus qui n'ont pas compté, et pourquoi."""
    ecartes: set[tuple[int, str, str]] = set()
    blocs = {
        rang: rules.phrases[bloc].texte for bloc in comptees for rang in rules.bloque.get(bloc, ())
    }
    for trouvee in trouvees:
        if rules.phrases[trouvee.phrase].usage != "categorie":
            continue
        motif = trouvee.ecartee
        if not motif and trouvee.phrase in blocs:
            motif = f"bloqué par « {blocs[trouvee.phrase]} »"
        if motif:
            mot, position = _slice(trouvee, texte, jetons)
            ecartes.add((position, mot, motif))
    return tuple(MotEcarte(mot, position, motif) for position, mot, motif in sorted(ecartes))


def _is_courtesy(
    trouvees: Sequence[Trouvee],
    codes: Sequence[int],
    jetons: Sequence[Jeton],
    classement: Classement,
    rules: Rules,
) -> bool:
    """Vrai pour un avis automatique, ou un message fait seulement de politesse."""
    usages = {rules.phrases[t.phrase].usage for t in trouvees}
    if "avis" in usages:
        return True
    if "sans_reponse" not in usages or classement.categorie != NON_CLASSE:
        return False
    couverts = {
        rang
        for t in trouvees
        if rules.phrases[t.phrase].usage == "sans_reponse"
        for rang in range(t.rangs[0], t.rangs[-1] + 1)
    }
    reste = 0
    for rang, (code, jeton) in enumerate(zip(codes, jetons, strict=True)):
        if jeton.mot == QUESTION:
            return False
        sens = rules.vocabulaire.meaning(code)
        admis = Role.COURTOIS in sens or Role.NEUTRE in sens or rang in couverts
        reste += not admis and jeton.mot not in (FIN, VIRGULE)
    return reste <= INCONNUS_ADMIS
