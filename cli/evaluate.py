"""--evaluate : mesurer les règles sur des messages déjà classés par des personnes."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from automation.languages.fr.writing import grouped, percent, plural
from automation.runs.evaluation import Difference, Prediction, compare
from automation.runs.examples import Exemple, read_examples
from automation.runs.readings import Lecture, Mesuree, as_configured, measure_all, side_by_side
from automation.runs.ticket_file import Ligne
from automation.understanding.classifier import analyse
from automation.understanding.rules import Rules, load_rules
from cli.output import Output
from cli.progress import Progress
from cli.render import hang, reasons
from cli.safe_text import one_line
from config import REGLES_FOURNIES, Settings
from errors import UsageError
from models import NON_CLASSE, Raison

LARGEUR_EXTRAIT = 90
FAUTES_MONTREES = 20
REFUS_MONTRES = 20


def run(options: Namespace, settings: Settings, out: Output) -> int:
    """Mesure côte à côte les règles, le second lecteur et les deux ensemble.

    Avec ``--rules`` : les règles en vigueur et ces autres, chacune telle que le programme les lit.

    Raises:
        UsageError: fichier illisible, ou sans aucun exemple.
        ConfigurationError: règles fausses.
    """
    autres_regles = options.rules
    if autres_regles is not None and not Path(autres_regles).exists():
        raise UsageError(f"Les règles {autres_regles} n'existent pas : vérifiez leur nom.")
    sources = [
        settings.regles,
        *([_sources(Path(autres_regles))] if autres_regles is not None else []),
    ]
    regles = [load_rules(*chemins) for chemins in sources]
    exemples, refusees = read_file(options.evaluate, regles)
    if autres_regles is None:
        lectures = side_by_side(settings, regles[0])
    else:
        noms = ("règles en vigueur", "autres règles")
        lectures = [
            as_configured(settings, rules, nom) for rules, nom in zip(regles, noms, strict=True)
        ]
    with Progress(out, len(exemples) * len(lectures), "message", en_lignes=True) as progres:
        mesurees = [measure_all(exemples, lecture, progres.advance) for lecture in lectures]
    if out.en_json:
        out.document(_document(mesurees, comparees=autres_regles is not None))
    else:
        # Importés ici : un document JSON se passe de rich.
        from cli.evaluate_tables import show_tables

        show_tables(out, mesurees)
        if autres_regles is not None:
            _show_differences(out, compare(*(m.evaluation for m in mesurees)), regles)
        else:
            _show_mistakes(out, mesurees[-1].evaluation.mistakes(), mesurees[-1].lecture)
    say_refused(out, refusees)
    return 1 if refusees or out.sortie_fermee else 0


def _document(mesurees: list[Mesuree], *, comparees: bool) -> dict[str, Any]:
    """Les mesures de ce que fait le programme, et celles de chaque lecture."""
    if comparees:
        document = mesurees[0].evaluation.to_dict()
        document["autres_regles"] = mesurees[1].evaluation.to_dict()
        mesurees = mesurees[:1]
    else:
        document = mesurees[-1].evaluation.to_dict()
    document["lectures"] = {m.lecture.code: m.to_dict() for m in mesurees}
    return document


def read_file(fichier: str, regles: list[Rules]) -> tuple[list[Exemple], list[Ligne]]:
    """Les exemples d'un fichier, et ses lignes refusées.

    Raises:
        UsageError: fichier illisible, ou sans aucun exemple.
    """
    noms = {categorie.nom: None for rules in regles for categorie in rules.categories}
    exemples: list[Exemple] = []
    refusees: list[Ligne] = []
    for lu in read_examples(Path(fichier), [*noms, NON_CLASSE]):
        if isinstance(lu, Exemple):
            exemples.append(lu)
        else:
            refusees.append(lu)
    if not exemples:
        raison = (
            f"ligne {refusees[0].numero} : {one_line(refusees[0].raison)}"
            if refusees
            else "il n'y a rien sous ses colonnes"
        )
        raise UsageError(
            f"Le fichier {fichier} ne contient aucun exemple lisible ({raison}). Les catégories "
            f"sont : {', '.join((*noms, NON_CLASSE))}."
        )
    return exemples, refusees


def say_refused(out: Output, refusees: list[Ligne]) -> None:
    """Nomme les lignes refusées, les premières du moins."""
    for ligne in refusees[:REFUS_MONTRES]:
        out.error(f"Ligne {ligne.numero} : {one_line(ligne.raison)}")
    reste = len(refusees) - REFUS_MONTRES
    if reste > 0:
        out.error(f"… et {plural(reste, 'autre ligne refusée')}.")


def _show_mistakes(out: Output, fautes: list[Prediction], lecture: Lecture) -> None:
    montrees = fautes[:FAUTES_MONTREES]
    combien = f"{len(montrees)} sur {grouped(len(fautes))}"
    out.text(f"\nLes pires fautes ({combien})" if fautes else "\nAucune faute.")
    for p in montrees:
        partie = "serait parti" if p.partie else "retenu"
        _say(
            out,
            f"- ligne {p.exemple.n} ({partie}) : {p.exemple.attendu} pris pour {p.categorie}, "
            f"confiance {percent(p.confiance)}",
        )
        _say(out, f"  « {_excerpt(p.exemple.texte)} »")
        lue = lecture.lire(p.exemple.texte, lecture.rules, lecture.second)
        mots = reasons(lue.mots_decisifs, avec_categorie=True)
        _say(out, f"  mots : {mots or 'aucun'}")


def _show_differences(out: Output, differences: list[Difference], regles: list[Rules]) -> None:
    if not differences:
        out.text("\nLes autres règles ne changeraient le sort d'aucun message.")
        return
    graves = sum(d.dangereuse for d in differences)
    pertes = sum(d.gain < 0 for d in differences)
    gains = sum(d.gain > 0 for d in differences)
    out.text()
    _say(
        out,
        f"Les autres règles changeraient le sort de {plural(len(differences), 'message')} : "
        f"{gains} mieux, {pertes} moins bien, dont {plural(graves, 'réponse fausse')} en plus. "
        "(« ! » : réponse fausse en plus, « - » : moins bien, « + » : mieux, « = » : sans effet.)",
    )
    for d in differences:
        signe = "!" if d.dangereuse else {1: "+", -1: "-", 0: "="}[d.gain]
        exemple = d.avant.exemple
        admises = "".join(f" ou {nom}" for nom in sorted(exemple.admises))
        _say(out, f"{signe} ligne {exemple.n} (attendu : {exemple.attendu}{admises})")
        _say(out, f"  « {_excerpt(exemple.texte)} »")
        _say(out, f"  {_fate(d.avant)} → {_fate(d.apres)}")
        avant, apres = (analyse(exemple.texte, rules).mots_decisifs for rules in regles)
        for titre, mots in (("en moins", _only(avant, apres)), ("en plus", _only(apres, avant))):
            if mots:
                _say(out, f"  {titre} : {reasons(mots, avec_categorie=True)}")


def _only(raisons: tuple[Raison, ...], autres: tuple[Raison, ...]) -> list[Raison]:
    return [raison for raison in raisons if raison not in autres]


def _fate(prediction: Prediction) -> str:
    portes = ", ".join(prediction.attente) or "répondu"
    return f"{prediction.categorie} {percent(prediction.confiance)} ({portes})"


def _say(out: Output, ligne: str) -> None:
    """Une ligne déjà montrable ; au terminal, sa suite est en retrait."""
    out.text(hang(out, ligne, "    "))


def _excerpt(texte: str) -> str:
    ligne = one_line(texte)
    return ligne if len(ligne) <= LARGEUR_EXTRAIT else f"{ligne[: LARGEUR_EXTRAIT - 1]}…"


def _sources(autres: Path) -> tuple[Path, ...]:
    """Un dossier s'ajoute aux règles fournies, comme ``regles/`` ; un fichier est complet."""
    return (REGLES_FOURNIES, autres) if autres.is_dir() else (autres,)
