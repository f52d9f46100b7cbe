"""Les deux lecteurs ensemble : les règles lisent et expliquent, le second lecteur donne son avis.

Les règles restent le premier lecteur. L'avis peut hausser ou baisser une confiance, changer la
catégorie ou la demande, et fermer une porte ; jamais il n'en ouvre une que les règles ferment.
"""

from collections.abc import Mapping
from dataclasses import replace

from automation.opinion.reader import Avis, Second, explain, load_second, read
from automation.understanding.classifier import analyse
from automation.understanding.rules import Rules
from config import Settings
from models import NON_CLASSE, Analyse, Issue, Raison, same_name

PART = 0.55
"""Part de l'avis dans le mélange (mesurée sur des mondes de produits jamais vus : MODELE.md)."""

RABAIS = 0.6
"""Ce que vaut la confiance des règles quand deux sujets s'y disputent le message."""

POIDS_NOMMEE, POIDS_NON_CLASSE = 0.8, 0.25
"""Ce que pèse la voix des règles, selon qu'elles nomment un sujet ou n'en reconnaissent aucun :
hors des boutiques qu'elles connaissent, « rien reconnu » ne veut presque rien dire."""

SEUL = 0.9
"""Probabilité à partir de laquelle l'avis l'emporte seul sur ce que lisent les règles."""

DITE = 0.3
"""Probabilité à partir de laquelle une demande à confier, lue par les règles, ne s'ignore pas."""

NETTE, DOUTEUSE = 0.5, 0.3
"""Probabilités à partir desquelles l'avis voit un sujet sensible ou une suite, ou en doute."""


def second_reader(settings: Settings) -> Second | None:
    """Le second lecteur que désignent les réglages, ou ``None`` s'ils n'en veulent pas.

    Raises:
        ConfigurationError: un de ses fichiers ne se lit pas.
    """
    return load_second(settings.avis_boutique) if settings.avis else None


def understand(texte: str, rules: Rules, second: Second | None) -> Analyse:
    """Ce que dit un message, d'après les règles et l'avis du second lecteur s'il y en a un.

    Args:
        texte: le message tel que reçu.
    """
    lue = analyse(texte, rules)
    if second is None or lue.sans_reponse:
        return lue
    avis = read(lue.propre, second)
    melee = combine(lue, avis, rules)
    seule = same_name(melee.categorie, lue.categorie) and lue.confiance >= rules.seuil
    # Un texte mal décodé a été réparé : ses places ne sont plus celles du texte reçu.
    if seule or len(lue.propre) != len(texte):
        return melee
    mots = (
        Raison(texte[m.debut : m.fin], m.debut, melee.categorie, m.poids, source="avis")
        for m in explain(lue.propre, second, melee.demande, avis)
    )
    return replace(melee, raisons=melee.raisons + tuple(mots))


def alone(texte: str, rules: Rules, second: Second | None) -> Analyse:
    """Ce que dit un message au second lecteur sans les règles, pour le mesurer.

    Raises:
        ValueError: il n'y a pas de second lecteur.
    """
    if second is None:
        raise ValueError("sans second lecteur")
    lue = analyse(texte, rules)
    avis = read(lue.propre, second)
    categories = _by_category(avis, rules)
    categorie = max(categories, key=categories.__getitem__)
    demande = max(avis.demandes, key=avis.demandes.__getitem__)
    return Analyse(
        categorie=categorie,
        confiance=round(categories[categorie], 4),
        scores=categories,
        propre=lue.propre,
        plie=lue.plie,
        demande=demande,
        confiance_demande=round(avis.demandes[demande], 4),
        demandes=avis.demandes,
        sujets_sensibles=_seen(lue, avis.sensible),
        suite=_seen(lue, avis.suite),
    )


def combine(lue: Analyse, avis: Avis, rules: Rules) -> Analyse:
    """Le mélange de ce que disent les règles et l'avis."""
    selon_avis = _by_category(avis, rules)
    if _is_own(lue, avis, selon_avis):
        return _kept(lue, avis, rules)
    demandes = _mix(avis.demandes, lue.demandes)
    demande = max(demandes, key=demandes.__getitem__)
    votes = _votes(lue)
    categories = {
        nom: PART * selon_avis.get(nom, 0.0) + (1 - PART) * votes[nom] for nom in lue.scores
    }
    categorie = max(categories, key=categories.__getitem__)
    return replace(
        lue,
        categorie=categorie,
        confiance=round(categories[categorie], 4),
        demande=demande,
        confiance_demande=round(demandes[demande], 4),
        demandes=demandes,
        plusieurs_demandes=False,
        sujets_sensibles=lue.sujets_sensibles or _seen(lue, avis.sensible),
        suite=lue.suite or _seen(lue, avis.suite),
        contraire=_contradiction(lue, avis, categorie, selon_avis)
        or _held_request(lue, demande, rules),
    )


def _is_own(lue: Analyse, avis: Avis, selon_avis: Mapping[str, float]) -> bool:
    """Vrai de ce que la boutique a ajouté à ses règles : le second lecteur n'en a rien appris."""
    nommee = not same_name(lue.categorie, NON_CLASSE)
    connue = any(same_name(lue.categorie, nom) for nom in selon_avis)
    return (nommee and not connue) or bool(lue.demande and lue.demande not in avis.demandes)


def _kept(lue: Analyse, avis: Avis, rules: Rules) -> Analyse:
    """Ce que lisent les règles seules, selon leur propre seuil ; celui de la demande est plus bas
    que celui du mélange, qui vaut donc pour elles."""
    return replace(
        lue,
        sujets_sensibles=lue.sujets_sensibles or _seen(lue, avis.sensible),
        suite=lue.suite or _seen(lue, avis.suite),
        contraire=""
        if lue.confiance >= rules.seuil
        else "le second lecteur n'a rien appris de cette sorte de message",
    )


def _mix(avis: Mapping[str, float], regles: Mapping[str, float]) -> dict[str, float]:
    """Ce que les règles ne disent pas, elles le laissent à l'avis."""
    reste = 1 - sum(regles.values())
    return {
        demande: PART * part + (1 - PART) * (regles.get(demande, 0.0) + reste * part)
        for demande, part in avis.items()
    }


def _by_category(avis: Avis, rules: Rules) -> Mapping[str, float]:
    """La catégorie, telle que la boutique l'a apprise ; sinon, celles des demandes."""
    if avis.categories:
        return avis.categories
    parts: dict[str, float] = {}
    for code, part in avis.demandes.items():
        if code in rules.demandes:
            nom = rules.demandes[code].categorie
            parts[nom] = parts.get(nom, 0.0) + part
    return parts


def _votes(lue: Analyse) -> dict[str, float]:
    """La voix des règles : leur confiance à leur catégorie, le reste également aux autres."""
    confiance = lue.confiance * (RABAIS if lue.plusieurs_demandes else 1.0)
    hasard = 1 / len(lue.scores)
    poids = POIDS_NON_CLASSE if same_name(lue.categorie, NON_CLASSE) else POIDS_NOMMEE
    confiance = hasard + (confiance - hasard) * poids
    autres = (1 - confiance) / max(1, len(lue.scores) - 1)
    return {nom: confiance if nom == lue.categorie else autres for nom in lue.scores}


def _seen(lue: Analyse, part: float) -> tuple[Raison, ...]:
    """De quoi fermer une porte, si l'avis y voit nettement une raison de la fermer."""
    return (Raison("", 0, lue.categorie, 0.0, source="avis"),) if part >= NETTE else ()


def _contradiction(
    lue: Analyse, avis: Avis, categorie: str, selon_avis: Mapping[str, float]
) -> str:
    """En quoi les deux lectures ne s'accordent pas, sans que l'avis soit très sûr de lui."""
    if not same_name(lue.categorie, categorie) and selon_avis.get(categorie, 0.0) < SEUL:
        return f"les règles y lisent « {lue.categorie} », le second lecteur « {categorie} »"
    for part, quoi in ((avis.sensible, "un sujet sensible"), (avis.suite, "la suite d'un échange")):
        if DOUTEUSE <= part < NETTE:
            return f"le second lecteur y voit peut-être {quoi}"
    return ""


def _held_request(lue: Analyse, demande: str, rules: Rules) -> str:
    """Une demande à confier que lisent les règles, quand l'avis en lit une autre."""
    lisent = rules.demandes.get(lue.demande)
    if lisent is None or lisent.issue != Issue.CONFIE or lue.demande == demande:
        return ""
    if lue.confiance_demande < DITE:
        return ""
    return f"les règles y lisent « {lisent.libelle} », le second lecteur une autre demande"
