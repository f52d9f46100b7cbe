"""Les tableaux de --evaluate."""

from io import StringIO

from rich.console import Console
from rich.table import Table

from automation.languages.fr.writing import grouped, percent
from automation.runs.evaluation import Evaluation
from automation.runs.readings import ENSEMBLE, SECOND, Mesuree
from cli.output import Output
from cli.safe_text import one_line

LECON = (
    "Exactitude : part des messages dont la catégorie trouvée est la bonne. Macro-F1 : moyenne, "
    "sur les catégories, de ce qui est à la fois trouvé et juste ; une catégorie rare y compte "
    "autant qu'une fréquente."
)
LECON_DEMANDES = (
    "Précision : quand cette demande est dite, combien de fois c'est vrai. Rappel : quand elle est "
    "faite, combien de fois elle est vue. Partirait : d'après le seul texte, sans regarder ni "
    "l'expéditeur ni la commande."
)


def show_tables(out: Output, mesurees: list[Mesuree]) -> None:
    """Les mesures côte à côte, puis le détail de ce que fait le programme, ou de chaque règles."""
    tampon = StringIO()
    # Rich ne doit rien interpréter de ce qu'ont écrit d'autres.
    console = Console(
        file=tampon,
        force_terminal=out.couleurs,
        no_color=not out.couleurs,
        markup=False,
        highlight=False,
        emoji=False,
    )
    _figures(console, mesurees)
    _requests(console, mesurees)
    trois = any(m.lecture.code == SECOND for m in mesurees)
    for lecture, evaluation, _ in mesurees:
        if trois and lecture.code != ENSEMBLE:
            continue
        titre = f", {lecture.nom}" if len(mesurees) > 1 else ""
        _categories(console, evaluation, titre)
        _confusion(console, evaluation, titre)
        _reliability(console, evaluation, titre)
    lignes = tampon.getvalue().rstrip("\n").split("\n")
    out.text("\n".join(ligne.rstrip() for ligne in lignes))


def _figures(console: Console, mesurees: list[Mesuree]) -> None:
    evaluations = [m.evaluation for m in mesurees]
    table = _side_by_side("Mesures", mesurees)
    lignes = (
        ("messages", [grouped(len(e.predictions)) for e in evaluations]),
        ("dont une seule catégorie admise", [grouped(e.nettes) for e in evaluations]),
        ("exactitude", [percent(e.exactitude, 1) for e in evaluations]),
        ("macro-F1", [percent(e.macro_f1, 1) for e in evaluations]),
        ("seuil de confiance", [percent(e.seuil) for e in evaluations]),
        ("part répondue, hors Non classé", [percent(e.part_repondue, 1) for e in evaluations]),
        ("justes parmi les répondus", [percent(e.precision_repondue, 1) for e in evaluations]),
    )
    for nom, valeurs in lignes:
        table.add_row(nom, *valeurs)
    console.print(table)
    console.print(f"\n{LECON}")


def _requests(console: Console, mesurees: list[Mesuree]) -> None:
    demandes = [m.demandes for m in mesurees if m.demandes is not None]
    if not demandes:
        return
    table = _side_by_side("\nPar demande : précision, rappel", mesurees)
    table.add_column("messages", justify="right")
    table.add_row(
        "exactitude", *(percent(d.exactitude, 1) for d in demandes), grouped(demandes[0].nombre)
    )
    table.add_row("partirait", *(percent(d.part_partie, 1) for d in demandes), "")
    table.add_row("justes parmi ceux-là", *(percent(d.precision_partie, 1) for d in demandes), "")
    for code, premiere in demandes[0].par_demande.items():
        mesures = (d.par_demande[code] for d in demandes)
        parts = (f"{percent(m.precision)}, {percent(m.rappel)}" for m in mesures)
        table.add_row(one_line(code), *parts, grouped(premiere.nombre))
    console.print(table)
    console.print(f"\n{LECON_DEMANDES}")


def _side_by_side(titre: str, mesurees: list[Mesuree]) -> Table:
    table = Table(title=titre, title_justify="left", box=None)
    table.add_column("")
    for mesuree in mesurees:
        table.add_column(mesuree.lecture.nom, justify="right")
    return table


def _categories(console: Console, evaluation: Evaluation, titre: str) -> None:
    table = Table(title=f"\nPar catégorie{titre}", title_justify="left", box=None)
    table.add_column("")
    for nom in ("précision", "rappel", "F1", "messages"):
        table.add_column(nom, justify="right")
    for nom, m in evaluation.par_categorie.items():
        parts = (percent(part, 1) for part in (m.precision, m.rappel, m.f1))
        table.add_row(one_line(nom), *parts, grouped(m.nombre))
    console.print(table)


def _confusion(console: Console, evaluation: Evaluation, titre: str) -> None:
    attendues = list(evaluation.par_categorie)
    trouvees = [*attendues, *sorted({t for _, t in evaluation.confusion} - set(attendues))]
    table = Table(
        title=f"\nConfusions{titre}",
        title_justify="left",
        box=None,
    )
    table.add_column("attendue ↓ trouvée →")
    for rang in range(len(trouvees)):
        table.add_column(f"({rang + 1})", justify="right")
    for rang, attendue in enumerate(trouvees):
        nombres = (evaluation.confusion.get((attendue, trouvee), 0) for trouvee in trouvees)
        table.add_row(
            f"({rang + 1}) {one_line(attendue)}", *((grouped(n) if n else "·") for n in nombres)
        )
    console.print(table)


def _reliability(console: Console, evaluation: Evaluation, titre: str) -> None:
    table = Table(title=f"\nFiabilité de la confiance{titre}", title_justify="left", box=None)
    for nom in ("confiance", "messages", "annoncée", "observée"):
        table.add_column(nom, justify="right")
    for t in evaluation.fiabilite:
        observee = t.justes / t.nombre if t.nombre else None
        bornes = f"{percent(t.de)} à {percent(min(t.a, 1.0))}"
        table.add_row(
            bornes, grouped(t.nombre), percent(t.confiance_moyenne, 1), percent(observee, 1)
        )
    console.print(table)
