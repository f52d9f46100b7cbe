"""--stats : les tickets, les décisions et les délais, au terminal et dans une page."""

from argparse import Namespace
from collections.abc import Mapping

from automation.languages.fr.writing import french_day, grouped, percent, plural
from automation.support_agent import SupportAgent
from cli.figures import Graphique, charts, headline, period_phrase
from cli.output import Output
from cli.progress import Progress
from cli.render import indent
from cli.safe_text import one_line, shorten
from config import Settings
from models.statistics import TOUJOURS, Periode, Statistiques

JOURS = 14
"""Jours montrés dans le graphique du volume (le JSON et la page HTML les donnent tous)."""

_BARRE_MAX = 40
_NOM_MAX = 68
_HUITIEMES = " ▏▎▍▌▋▊▉█"


def run(options: Namespace, settings: Settings, out: Output) -> int:
    """Montre les statistiques, et en fait une page si on le demande."""
    if options.html is not None:
        from cli.stats_page import check_page, write_page

        # Avant d'ouvrir une base : une page impossible ne doit rien créer.
        check_page(options.html)
    periode = Periode(options.depuis, options.jusqu_a)
    with (
        SupportAgent(settings, dry_run=options.dry_run) as agent,
        Progress(out, mots="ticket lu") as progres,
    ):
        statistiques = agent.get_statistics(periode, progres.reach)
    if options.html is not None:
        write_page(options.html, statistiques, out, essai=options.dry_run)
    if out.en_json:
        out.document(statistiques.to_dict())
    else:
        show_statistics(out, statistiques)
    return 0


def show_statistics(out: Output, stats: Statistiques) -> None:
    """Montre les statistiques ; ce que le programme a décidé n'est pas mêlé aux personnes."""
    journal = stats.journal
    clients = plural(stats.crm["clients"], "client")
    commandes = plural(stats.crm["commandes"], "commande")
    if stats.periode != TOUJOURS:
        out.text(f"{period_phrase(stats.periode)} (jours UTC)")
    out.text(out.gras(f"Tickets : {grouped(stats.tickets.total)}"))
    statuts, categories, jours, motifs, etats, *reecritures = charts(stats)
    for graphique in (statuts, categories, jours):
        _bars(out, graphique)
    decides = journal.repondus + journal.confies
    _sentence(
        out,
        "\n"
        + out.gras(f"Le programme a décidé de {plural(decides, 'ticket')}")
        + f" : {plural(journal.repondus, 'répondu')} automatiquement, "
        f"{plural(journal.confies, 'confié')} (part répondue : {percent(stats.taux)})",
    )
    _bars(out, motifs)
    _, _, _, personnes, delai, _ = headline(stats)
    precision = f", {delai.detail}" if delai.detail else ""
    _sentence(out, f"\nDélai d'une réponse automatique : médiane {delai.valeur}{precision}")
    out.text(f"Tickets traités par une personne : {personnes.valeur}")
    out.text("\n" + out.gras(f"Fichier clients : {clients}, {commandes}"))
    _bars(out, etats)
    for graphique in reecritures:
        _bars(out, graphique)
    out.text(f"\nClé OpenAI : {'donnée' if stats.ia_active else 'aucune'}")


def _sentence(out: Output, phrase: str) -> None:
    out.text(indent(out, phrase))


def _bars(out: Output, graphique: Graphique) -> None:
    if not graphique.comptes:
        return
    titre, comptes = graphique.titre, dict(graphique.comptes)
    if graphique.par_jour:
        if len(comptes) > JOURS:
            titre += f" (les {JOURS} derniers qui en ont reçu)"
        comptes = {french_day(jour): n for jour, n in list(comptes.items())[-JOURS:]}
    _sentence(out, f"\n{out.gras(titre)}")
    for ligne in bar_lines(comptes, out.largeur or 100):
        out.text(ligne)


def bar_lines(comptes: Mapping[str, int], largeur: int) -> list[str]:
    """Des barres horizontales, au huitième de caractère près, en ``largeur`` colonnes au plus."""
    noms = [shorten(one_line(nom), max(8, min(_NOM_MAX, largeur - 24))) for nom in comptes]
    marge = max(map(len, noms), default=0)
    chiffres = max((len(str(n)) for n in comptes.values()), default=1)
    place = max(1, min(_BARRE_MAX, largeur - marge - chiffres - 6))
    plus_grand = max(comptes.values(), default=0) or 1
    return [
        f"  {nom:<{marge}}  {nombre:>{chiffres}}  {_bar(nombre / plus_grand, place)}".rstrip()
        for nom, nombre in zip(noms, comptes.values(), strict=True)
    ]


def _bar(part: float, place: int) -> str:
    huitiemes = max(1, round(part * place * 8)) if part > 0 else 0
    return "█" * (huitiemes // 8) + _HUITIEMES[huitiemes % 8].strip()
