"""Les statistiques, en chiffres et en graphiques : les mêmes au terminal et dans la page HTML."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from automation.languages.fr.writing import duration, french_date, percent, plural
from models import Attente, EtatCommande, Statut
from models.ia import MOTIFS, SERVIS
from models.statistics import BilanJournal, Periode, Statistiques


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
        _count(stats.tickets.total, "ticket"),
        Chiffre(
            percent(stats.taux),
            "répondus automatiquement",
            f"{journal.repondus} sur {plural(decides, 'décidé')} par le programme",
        ),
        _count(journal.confies, "confié", " à une personne", "par le programme"),
        _count(statuts.get(Statut.TRAITE, 0), "traité", " par une personne", "statut « Traité »"),
        Chiffre(
            duration(journal.mediane_s),
            "délai médian d'une réponse automatique",
            f"neuf sur dix en moins de {duration(journal.p90_s)}" if journal.repondus else "",
        ),
        _count(
            stats.crm["clients"],
            "client",
            detail=f"{plural(stats.crm['commandes'], 'commande')} en tout",
        ),
    )


def _count(nombre: int, mots: str, suite: str = "", detail: str = "") -> Chiffre:
    valeur, _, accordes = plural(nombre, mots).partition(" ")
    return Chiffre(valeur, accordes + suite, detail)


def charts(stats: Statistiques) -> tuple[Graphique, ...]:
    """Les graphiques, dans l'ordre où on les lit."""
    motifs = {_phrase(code): n for code, n in stats.journal.motifs_attente.items()}
    etats = _in_order_of_life(stats.crm["commandes_par_statut"], EtatCommande)
    aucun = "Aucun ticket."
    return (
        Graphique("Tickets par statut", _in_order_of_life(stats.tickets.par_statut, Statut), aucun),
        Graphique(
            "Tickets par catégorie",
            dict(sorted(stats.tickets.par_categorie.items(), key=lambda compte: -compte[1])),
            "Aucun ticket n'a encore de catégorie.",
        ),
        Graphique(
            "Tickets par jour", dict(sorted(stats.tickets.par_jour.items())), aucun, par_jour=True
        ),
        Graphique("Pourquoi une personne", motifs, "Aucun ticket confié par le programme."),
        Graphique(
            "Commandes par état",
            {nom or "sans état": n for nom, n in etats.items()},
            "Aucune commande.",
        ),
        *_rewrites(stats.journal),
    )


def _in_order_of_life(comptes: Mapping[str, int], etats: type[StrEnum]) -> dict[str, int]:
    """Les comptes dans l'ordre où ces états se suivent ; ceux d'une boutique, à la fin."""
    connus = {str(etat): rang for rang, etat in enumerate(etats)}
    return dict(sorted(comptes.items(), key=lambda compte: connus.get(compte[0], len(connus))))


def _rewrites(journal: BilanJournal) -> tuple[Graphique, ...]:
    """Ce qu'ont donné les demandes à l'IA, s'il y en a eu."""
    if not journal.reecritures:
        return ()
    envoyes, recus = journal.jetons
    jetons = f"{plural(envoyes, 'jeton envoyé')}, {plural(recus, 'reçu')}"
    titre = f"Demandes à l'IA ({jetons})"
    comptes = {
        SERVIS.get(code) or f"rien : {MOTIFS.get(code, code)}": n
        for code, n in journal.reecritures.items()
    }
    return (Graphique(titre, comptes, ""),)


def _phrase(code: str) -> str:
    return Attente(code).phrase.rstrip(".") if code in list(Attente) else code
