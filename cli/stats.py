"""Les statistiques, en tableaux."""

from collections.abc import Mapping
from functools import partial
from io import StringIO
from typing import TYPE_CHECKING

from automation.polish_result import ACCEPTEE, MOTIFS
from cli.console import make_console
from cli.output import Output
from cli.render import counts, duration, percent
from cli.safe_text import one_line
from models import Attente, Statistiques

if TYPE_CHECKING:
    from rich.console import Console

_JOURS = 14
"""Jours montrés dans le tableau du volume (le JSON les donne tous)."""


def show_statistics(out: Output, stats: Statistiques) -> None:
    """Montre les statistiques ; ce que le programme a décidé n'est pas mêlé aux personnes."""
    tampon = StringIO()
    console = make_console(out, tampon)
    journal = stats.journal
    say = partial(console.print, soft_wrap=True)
    say(f"Tickets : {stats.tickets.total}")
    _bars(console, "Par statut", stats.tickets.par_statut)
    _bars(console, "Par catégorie", stats.tickets.par_categorie)
    derniers = dict(sorted(stats.tickets.par_jour.items())[-_JOURS:])
    _bars(console, f"Par jour ({_JOURS} derniers jours servis)", derniers)
    say(
        f"Le programme a décidé de {journal.repondus + journal.confies} tickets : "
        f"{journal.repondus} répondus seul, {journal.confies} confiés "
        f"(part répondue : {percent(stats.taux)})"
    )
    motifs = {_phrase(code): n for code, n in journal.motifs_attente.items()}
    _bars(console, "Pourquoi une personne", motifs)
    say(
        f"Délai d'une réponse automatique : médiane {duration(journal.mediane_s)}, "
        f"neuf sur dix en moins de {duration(journal.p90_s)}"
    )
    etats = counts(stats.crm.get("commandes_par_statut", {}))
    say(
        f"Fichier clients : {stats.crm['clients']} clients, {stats.crm['commandes']} commandes "
        f"({etats})"
    )
    if journal.reecritures:
        acceptees = journal.reecritures.get(ACCEPTEE, 0)
        say(
            f"Réécritures par l'IA : {acceptees} servies sur {sum(journal.reecritures.values())}, "
            f"{journal.jetons[0]} jetons envoyés et {journal.jetons[1]} reçus"
        )
        refus = {MOTIFS.get(c, c): n for c, n in journal.reecritures.items() if c != ACCEPTEE}
        _bars(console, "Réécritures écartées", refus)
    say(f"Clé OpenAI : {'donnée' if stats.ia_active else 'aucune'}")
    out.text(tampon.getvalue().rstrip("\n"))


def _bars(console: "Console", titre: str, comptes: Mapping[str, int]) -> None:
    from rich.table import Table

    table = Table(title=titre, title_justify="left", box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True, overflow="fold")
    plus_grand = max(comptes.values(), default=0)
    for nom, nombre in comptes.items():
        barre = "█" * max(1, round(24 * nombre / plus_grand)) if nombre else ""
        table.add_row(f"  {one_line(nom)}", f"{nombre:>6}", barre)
    if comptes:
        console.print(table)


def _phrase(code: str) -> str:
    return Attente(code).phrase if code in list(Attente) else code
