"""Les tableaux de --evaluate."""

from io import StringIO

from rich.console import Console
from rich.table import Table

from automation.languages.fr.writing import grouped, percent
from automation.runs.evaluation import Evaluation
from cli.output import Output
from cli.safe_text import one_line

NOMS = ("règles en vigueur", "autres règles")


def show_tables(out: Output, evaluations: list[Evaluation]) -> None:
    """Les mesures côte à côte, puis le détail de chaque fichier de règles."""
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
    _figures(console, evaluations)
    for nom, evaluation in zip(NOMS, evaluations, strict=False):
        titre = f", {nom}" if len(evaluations) > 1 else ""
        _categories(console, evaluation, titre)
        _confusion(console, evaluation, titre)
        _reliability(console, evaluation, titre)
    lignes = tampon.getvalue().rstrip("\n").split("\n")
    out.text("\n".join(ligne.rstrip() for ligne in lignes))


def _figures(console: Console, evaluations: list[Evaluation]) -> None:
    table = Table(title="Mesures", title_justify="left", box=None)
    table.add_column("")
    for nom in NOMS[: len(evaluations)]:
        table.add_column(nom, justify="right")
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
