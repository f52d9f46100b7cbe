"""``--evaluate`` : mesurer les règles sur des messages déjà classés par des personnes."""

from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from automation.evaluation import Difference, Evaluation, Prediction, compare, measure, predict
from automation.examples import Exemple, read_examples
from automation.rules import load_rules
from automation.ticket_file import Ligne
from cli.console import make_console
from cli.output import Output
from cli.render import percent, reasons
from cli.safe_text import one_line
from config import Settings
from errors import UsageError
from models import NON_CLASSE

if TYPE_CHECKING:
    from rich.console import Console

PAS_DE_PROGRESSION = 1_000
"""Messages entre deux lignes de progression : moins de deux secondes de travail."""

LARGEUR_EXTRAIT = 90


def run_evaluation(fichier: str, autres_regles: str | None, settings: Settings, out: Output) -> int:
    """Mesure les règles en vigueur, et à côté celles de ``autres_regles`` si elles sont données.

    Raises:
        UsageError: fichier illisible, ou sans aucun exemple.
        ConfigurationError: règles fausses.
    """
    if autres_regles is not None and not Path(autres_regles).is_file():
        raise UsageError(f"Le fichier de règles {autres_regles} n'existe pas : vérifiez son nom.")
    regles = [settings.regles, *([Path(autres_regles)] if autres_regles is not None else [])]
    exemples, refusees = _read(fichier, regles)
    evaluations = [_evaluate(exemples, chemin, settings, out) for chemin in regles]
    if out.en_json:
        document = evaluations[0].to_dict()
        if autres_regles is not None:
            document["autres_regles"] = evaluations[1].to_dict()
        out.document(document)
    else:
        _show(out, evaluations)
    for ligne in refusees:
        out.error(f"Ligne {ligne.numero} : {ligne.raison}")
    return 1 if refusees or out.sortie_fermee else 0


def _read(fichier: str, regles: list[Path]) -> tuple[list[Exemple], list[Ligne]]:
    noms = {regle.nom: None for chemin in regles for regle in load_rules(chemin).categories}
    exemples: list[Exemple] = []
    refusees: list[Ligne] = []
    for lu in read_examples(Path(fichier), [*noms, NON_CLASSE]):
        if isinstance(lu, Exemple):
            exemples.append(lu)
        else:
            refusees.append(lu)
    if not exemples:
        premiere = f" (ligne {refusees[0].numero} : {refusees[0].raison})" if refusees else ""
        raise UsageError(
            f"Le fichier {fichier} ne contient aucun exemple lisible{premiere}. Il faut une "
            "colonne « text » et une colonne « label »."
        )
    return exemples, refusees


def _evaluate(exemples: list[Exemple], chemin: Path, settings: Settings, out: Output) -> Evaluation:
    rules = load_rules(chemin)
    seuil = rules.seuil if settings.seuil_confiance is None else settings.seuil_confiance
    return measure(_with_progress(predict(exemples, rules, seuil), len(exemples), out), seuil)


def _with_progress(
    predictions: Iterable[Prediction], total: int, out: Output
) -> Iterator[Prediction]:
    for rang, prediction in enumerate(predictions, start=1):
        yield prediction
        if rang % PAS_DE_PROGRESSION == 0:
            out.note(f"{rang} messages sur {total}")


def _show(out: Output, evaluations: list[Evaluation]) -> None:
    tampon = StringIO()
    console = make_console(out, tampon)
    _figures(console, evaluations)
    for evaluation in evaluations[:1]:
        _categories(console, evaluation)
        _confusion(console, evaluation)
        _reliability(console, evaluation)
    lignes = tampon.getvalue().rstrip("\n").split("\n")
    out.text("\n".join(ligne.rstrip() for ligne in lignes))
    if len(evaluations) == 2:
        _show_differences(out, compare(*evaluations))
    else:
        _show_mistakes(out, evaluations[0].worst())


def _figures(console: "Console", evaluations: list[Evaluation]) -> None:
    from rich.table import Table

    table = Table(title="Mesures", title_justify="left", box=None)
    table.add_column("")
    for nom in ("règles en vigueur", "autres règles")[: len(evaluations)]:
        table.add_column(nom, justify="right")
    lignes = (
        ("messages", [str(len(e.predictions)) for e in evaluations]),
        ("exactitude", [percent(e.exactitude, 1) for e in evaluations]),
        ("macro-F1", [percent(e.macro_f1, 1) for e in evaluations]),
        ("seuil de confiance", [percent(e.seuil) for e in evaluations]),
        ("part répondue", [percent(e.part_repondue, 1) for e in evaluations]),
        ("justes parmi les répondus", [percent(e.precision_repondue, 1) for e in evaluations]),
    )
    for nom, valeurs in lignes:
        table.add_row(nom, *valeurs)
    console.print(table)


def _categories(console: "Console", evaluation: Evaluation) -> None:
    from rich.table import Table

    table = Table(title="\nPar catégorie", title_justify="left", box=None)
    table.add_column("")
    for nom in ("précision", "rappel", "F1", "messages"):
        table.add_column(nom, justify="right")
    for nom, m in evaluation.par_categorie.items():
        parts = (percent(part, 1) for part in (m.precision, m.rappel, m.f1))
        table.add_row(one_line(nom), *parts, str(m.nombre))
    console.print(table)


def _confusion(console: "Console", evaluation: Evaluation) -> None:
    from rich.table import Table

    attendues = list(evaluation.par_categorie)
    trouvees = [*attendues, *sorted({t for _, t in evaluation.confusion} - set(attendues))]
    table = Table(
        title="\nConfusions (ligne : attendue, colonne : trouvée)", title_justify="left", box=None
    )
    table.add_column("")
    for rang in range(len(trouvees)):
        table.add_column(f"({rang + 1})", justify="right")
    for rang, attendue in enumerate(trouvees):
        nombres = (evaluation.confusion.get((attendue, trouvee), 0) for trouvee in trouvees)
        table.add_row(f"({rang + 1}) {one_line(attendue)}", *(str(n or "·") for n in nombres))
    console.print(table)


def _reliability(console: "Console", evaluation: Evaluation) -> None:
    from rich.table import Table

    table = Table(title="\nFiabilité de la confiance", title_justify="left", box=None)
    for nom in ("confiance", "messages", "annoncée", "observée"):
        table.add_column(nom, justify="right")
    for t in evaluation.fiabilite:
        observee = t.justes / t.nombre if t.nombre else None
        bornes = f"{percent(t.de)} à {percent(min(t.a, 1.0))}"
        table.add_row(bornes, str(t.nombre), percent(t.confiance_moyenne, 1), percent(observee, 1))
    console.print(table)


def _show_mistakes(out: Output, fautes: list[Prediction]) -> None:
    out.text("\nLes pires fautes" if fautes else "\nAucune faute.")
    for p in fautes:
        partie = "serait parti" if p.repondue else "retenu"
        out.text(
            f"- ligne {p.exemple.n} ({partie}) : {p.exemple.attendu} pris pour "
            f"{p.analyse.categorie}, confiance {percent(p.analyse.confiance)}\n"
            f"  « {_excerpt(p.exemple.texte)} »\n"
            f"  mots : {reasons(p.analyse.raisons, avec_categorie=True) or 'aucun'}"
        )


def _show_differences(out: Output, differences: list[Difference]) -> None:
    gains = sum(d.gain > 0 for d in differences)
    pertes = sum(d.gain < 0 for d in differences)
    out.text(
        f"\nLes autres règles changeraient {len(differences)} messages : {gains} mieux, {pertes} "
        "moins bien."
    )
    for d in differences:
        signe = {1: "+", -1: "-", 0: "="}[d.gain]
        out.text(f"{signe} ligne {d.avant.exemple.n} (attendu : {d.avant.exemple.attendu})")
        out.text(f"  « {_excerpt(d.avant.exemple.texte)} »")
        out.text(f"  {_fate(d.avant)} → {_fate(d.apres)}")


def _fate(prediction: Prediction) -> str:
    codes = f" ({', '.join(prediction.attente)})" if prediction.attente else ""
    return f"{prediction.analyse.categorie} {percent(prediction.analyse.confiance)}{codes}"


def _excerpt(texte: str) -> str:
    ligne = one_line(texte)
    return ligne if len(ligne) <= LARGEUR_EXTRAIT else f"{ligne[: LARGEUR_EXTRAIT - 1]}…"
