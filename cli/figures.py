"""Les statistiques, en chiffres et en graphiques : les mêmes au terminal et dans la page HTML."""

from collections.abc import Mapping
from dataclasses import dataclass

from automation.polish_result import ACCEPTEE, MOTIFS
from automation.templates import french_date
from cli.render import duration, percent
from models import Attente, Statut
from models.journal import BilanJournal
from models.periods import Periode
from models.statistics import Statistiques


@dataclass(frozen=True, slots=True)
class Chiffre:
    """Un chiffre et ce qu'il compte : « 67 % », « répondus automatiquement », « 8 sur 12 »."""

    valeur: str
    nom: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Graphique:
    """Des comptes à montrer en barres.

    Attributes:
        par_jour: les noms sont des jours ISO qui se suivent dans le temps.
        vide: ce qui s'affiche s'il n'y a rien à compter.
    """

    titre: str
    comptes: Mapping[str, int]
    vide: str
    par_jour: bool = False


def period_phrase(periode: Periode) -> str:
    """La période, dite en français."""
    depuis, jusqu_a = periode.depuis, periode.jusqu_a
    if depuis and jusqu_a:
        if depuis == jusqu_a:
            return f"Le {french_date(depuis)}"
        return f"Du {french_date(depuis)} au {french_date(jusqu_a)}"
    if depuis:
        return f"Depuis le {french_date(depuis)}"
    return f"Jusqu'au {french_date(jusqu_a)}" if jusqu_a else "Depuis le début"


def headline(stats: Statistiques) -> tuple[Chiffre, ...]:
    """Les chiffres à lire d'abord ; ce que fait le programme n'est pas mêlé aux personnes."""
    journal, statuts = stats.journal, stats.tickets.par_statut
    decides = journal.repondus + journal.confies
    return (
        Chiffre(str(stats.tickets.total), "tickets"),
        Chiffre(
            percent(stats.taux),
            "répondus automatiquement",
            f"{journal.repondus} sur {decides} décidés par le programme",
        ),
        Chiffre(str(journal.confies), "confiés à une personne", "par le programme"),
        Chiffre(
            str(statuts.get(Statut.TRAITE, 0)), "traités par une personne", "statut « Traité »"
        ),
        Chiffre(
            duration(journal.mediane_s),
            "délai médian d'une réponse automatique",
            f"neuf sur dix en moins de {duration(journal.p90_s)}" if journal.repondus else "",
        ),
        Chiffre(
            str(stats.crm["clients"]), "clients", f"{stats.crm['commandes']} commandes en tout"
        ),
    )


def charts(stats: Statistiques) -> tuple[Graphique, ...]:
    """Les graphiques, dans l'ordre où on les lit."""
    motifs = {_phrase(code): n for code, n in stats.journal.motifs_attente.items()}
    etats = {nom or "sans état": n for nom, n in stats.crm["commandes_par_statut"].items()}
    aucun = "Aucun ticket."
    return (
        Graphique("Tickets par statut", stats.tickets.par_statut, aucun),
        Graphique(
            "Tickets par catégorie",
            stats.tickets.par_categorie,
            "Aucun ticket n'a encore de catégorie.",
        ),
        Graphique(
            "Tickets par jour", dict(sorted(stats.tickets.par_jour.items())), aucun, par_jour=True
        ),
        Graphique("Pourquoi une personne", motifs, "Aucun ticket confié par le programme."),
        Graphique("Commandes par état", etats, "Aucune commande."),
        *_rewrites(stats.journal),
    )


def _rewrites(journal: BilanJournal) -> tuple[Graphique, ...]:
    """Ce qu'ont donné les réécritures par l'IA, s'il y en a eu."""
    if not journal.reecritures:
        return ()
    envoyes, recus = journal.jetons
    titre = f"Réécritures par l'IA ({envoyes} jetons envoyés, {recus} reçus)"
    comptes = {
        "servies" if code == ACCEPTEE else f"écartées : {MOTIFS.get(code, code)}": n
        for code, n in journal.reecritures.items()
    }
    return (Graphique(titre, comptes, ""),)


def _phrase(code: str) -> str:
    return Attente(code).phrase.rstrip(".") if code in list(Attente) else code
