"""Ce que chaque résultat devient, en texte, pour une personne."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from cli.output import wrap
from cli.safe_text import one_line, visible
from models import Statut

if TYPE_CHECKING:
    from collections.abc import Iterable

    from automation.runs.report import Sort
    from cli.output import Output
    from models import Analyse, Attente, Raison
    from models.crm import Client, Commande
    from models.tickets import Resultat

_LARGEUR = 13
_VERDICTS = {
    Statut.TRAITE_AUTO: "Traité automatiquement",
    Statut.EN_COURS: "En cours, confié à une personne",
}

# Grande unité, ses secondes, petite unité, ses secondes.
_UNITES = (("j", 86_400, "h", 3_600), ("h", 3_600, "min", 60), ("min", 60, "s", 1))


def show_result(out: Output, resultat: Resultat, *, essai: bool) -> None:
    """Montre ce qu'il est advenu d'un message."""
    _field(out, "Catégorie", f"{resultat.categorie} (confiance {percent(resultat.confiance)})")
    _field(out, "Mots décisifs", reasons(resultat.raisons) or "aucun")
    _field(out, "Client", client_line(resultat.client))
    _field(out, "Commande", order_line(resultat.commande, resultat.id_commande))
    _field(out, "Décision", _VERDICTS[resultat.statut])
    _gates(out, resultat.attente)
    _field(out, "Ticket", "aucun : essai à blanc" if essai else f"n° {resultat.ticket_id}")
    show_reply(out, resultat)


def show_reply(out: Output, resultat: Resultat) -> None:
    """Montre la réponse, ou le brouillon."""
    if resultat.reponse is None:
        out.text("\nAucun brouillon : à une personne d'écrire la réponse.")
        return
    titre = "Brouillon à relire" if resultat.attente else "Réponse"
    out.text(f"\n{out.gras(titre)}\n")
    out.text(fold(out, visible(resultat.reponse), "  "))


def show_explanation(
    out: Output, texte: str, lue: Analyse, attente: Iterable[Attente], seuil: float
) -> None:
    """Montre comment un texte est compris, ses mots décisifs en gras ou entre crochets."""
    out.text(f"{textwrap.indent(highlight(out, texte, lue.mots_decisifs), '  ')}\n")
    confiance = f"confiance {percent(lue.confiance)}, seuil {percent(seuil)}"
    _field(out, "Catégorie", f"{lue.categorie} ({confiance})")
    for nom, score in sorted(lue.scores.items(), key=lambda paire: -paire[1]):
        _field(out, "", f"{number(score):>6}  {nom}")
    _field(out, "Demande", lue.demande or "aucune qui se reconnaisse")
    _field(out, "Mots décisifs", reasons(lue.mots_decisifs, avec_categorie=True) or "aucun")
    ecartes = ", ".join(f"« {one_line(e.mot)} » ({e.motif})" for e in lue.ecartes)
    _field(out, "Mots écartés", ecartes or "aucun")
    _field(out, "Commandes", ", ".join(lue.numeros_commande) or "aucun numéro")
    fermees = list(attente)
    etat = plural(len(fermees), "fermée") if fermees else "toutes ouvertes"
    _field(out, "Portes", f"{etat}, d'après le seul texte")
    _gates(out, fermees)


def show_sort(out: Output, sort: Sort) -> None:
    """Montre le sort d'un ticket du lot, sur une ligne."""
    # Importé ici : expliquer un texte se passe des fiches des tickets.
    from automation.runs.report import Echec

    if isinstance(sort, Echec):
        out.text(f"ticket {sort.ticket_id} : échec, resté « Nouveau »")
        return
    codes = f" ({', '.join(sort.attente)})" if sort.attente else ""
    categorie = one_line(sort.categorie)
    ligne = f"ticket {sort.ticket_id} : {categorie} → {sort.statut}{codes}"
    out.text(fold(out, ligne, "  ").removeprefix("  "))


def show_preview(
    out: Output, resultat: Resultat, *, origine: str = "", fait: str | None = None
) -> None:
    """Montre, en mode interactif, ce qui serait décidé d'un message (sans la réponse).

    Args:
        origine: d'où vient la catégorie, si ce n'est pas du classement.
        fait: le statut d'un ticket qui n'attend plus de décision.
    """
    provenance = origine or f"confiance {percent(resultat.confiance)}"
    _field(out, "Catégorie", f"{resultat.categorie} ({provenance})")
    if not origine:
        _field(out, "Mots décisifs", reasons(resultat.raisons) or "aucun")
    _field(out, "Client", client_line(resultat.client))
    _field(out, "Commande", order_line(resultat.commande, resultat.id_commande))
    if fait:
        _field(out, "Décision", f"déjà « {fait} »")
    elif resultat.attente:
        _field(out, "Décision", "serait confié à une personne")
        _gates(out, resultat.attente)
    else:
        _field(out, "Décision", "serait répondu automatiquement")


def reasons(raisons: Iterable[Raison], *, avec_categorie: bool = False) -> str:
    """Les mots décisifs et leur poids, sur une ligne."""
    return ", ".join(f"« {one_line(r.mot)} » ({_weight(r, avec_categorie)})" for r in raisons)


def _weight(raison: Raison, avec_categorie: bool) -> str:
    # Un mot sensible ferme une porte, sans compter pour une catégorie.
    if not raison.poids:
        return "ferme une porte"
    poids = f"{'+' if raison.poids > 0 else '−'}{number(abs(raison.poids))}"
    return f"{poids}, {raison.categorie}" if avec_categorie else poids


def client_line(client: Client | None) -> str:
    """Un client sur une ligne."""
    if client is None:
        return "inconnu"
    return one_line(f"{client.nom_complet} <{client.email}> (client n° {client.id})")


def order_line(commande: Commande | None, numero: int | None) -> str:
    """Une commande sur une ligne, ou ce qu'on en sait."""
    if commande is None:
        return "aucune" if numero is None else f"n° {numero}, pas parmi celles de ce client"
    from automation.replies.templates import french_date, french_money

    morceaux = [f"n° {commande.id}" + (f" ({commande.reference})" if commande.reference else "")]
    if commande.date_commande:
        morceaux.append(f"passée le {french_date(commande.date_commande)}")
    if commande.nb_articles is not None:
        morceaux.append(plural(commande.nb_articles, "article"))
    if commande.montant is not None:
        morceaux.append(french_money(commande.montant))
    if commande.statut:
        morceaux.append(commande.statut)
    suivi = " ".join(filter(None, (commande.transporteur, commande.numero_suivi)))
    if suivi:
        morceaux.append(suivi)
    if commande.date_livraison_prevue:
        morceaux.append(f"livraison prévue le {french_date(commande.date_livraison_prevue)}")
    return one_line(", ".join(morceaux))


def percent(part: float | None, decimales: int = 0) -> str:
    """Une part en pourcentage : « 92 % », « 92,4 % »."""
    if part is None:
        return "—"
    return f"{100 * part:.{decimales}f}\u00a0%".replace(".", ",")


def number(valeur: float) -> str:
    """Un nombre à la française, sans décimale inutile."""
    return f"{valeur:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def duration(secondes: float | None) -> str:
    """Une durée lisible, en deux unités au plus : « 4 min 32 s »."""
    if secondes is None:
        return "—"
    if secondes < 59.5:
        return f"{number(secondes if secondes < 10 else round(secondes))}\u00a0s"
    reste = round(secondes)
    for grande, taille, petite, part in _UNITES:
        if reste >= taille:
            entier, fraction = divmod(reste, taille)
            suite = fraction // part
            return f"{entier}\u00a0{grande}" + (f" {suite}\u00a0{petite}" if suite else "")
    return f"{reste}\u00a0s"


def plural(nombre: int, mots: str) -> str:
    """Un nombre et ses mots accordés : « 1 confié », « 3 confiés »."""
    if nombre < 2:
        return f"{nombre} {mots}"
    return f"{grouped(nombre)} {' '.join(f'{mot}s' for mot in mots.split())}"


def grouped(nombre: int) -> str:
    """Un entier, ses milliers séparés à la française : « 12 000 »."""
    return f"{nombre:,}".replace(",", "\u202f")


def french_day(jour: str) -> str:
    """Un jour ISO, écrit à la française : « 31/12/2026 »."""
    return "/".join(reversed(jour.split("-")))


def _field(out: Output, nom: str, valeur: str) -> None:
    etiquette = out.gras(f"{nom:<{_LARGEUR}}") if nom else " " * _LARGEUR
    retrait = " " * (_LARGEUR + 2)
    out.text(f"{etiquette}  {fold(out, valeur, retrait).removeprefix(retrait)}")


def _gates(out: Output, attente: Iterable[Attente]) -> None:
    marge = " " * (_LARGEUR + 2)
    for code in attente:
        phrase = fold(out, f"{code.phrase} ({code})", f"{marge}  ").removeprefix(f"{marge}  ")
        out.text(f"{marge}- {phrase}")


def fold(out: Output, texte: str, retrait: str) -> str:
    """Le texte en retrait, replié entre les mots à la largeur du terminal, s'il y en a un."""
    if out.largeur is None:
        return textwrap.indent(texte, retrait)
    return textwrap.indent(wrap(texte, max(20, out.largeur - len(retrait))), retrait)


def highlight(out: Output, texte: str, raisons: Iterable[Raison]) -> str:
    """Le texte reçu, où chaque mot décisif ressort (gras, ou crochets sans couleurs)."""
    morceaux, fin = [], 0
    for debut, suite in _spans(raisons):
        mot = visible(texte[debut:suite])
        morceaux.append(visible(texte[fin:debut]))
        morceaux.append(out.gras(mot) if out.couleurs else f"[{mot}]")
        fin = suite
    return "".join(morceaux) + visible(texte[fin:])


def _spans(raisons: Iterable[Raison]) -> list[tuple[int, int]]:
    """Les places des mots décisifs ; ceux qui se chevauchent n'en font qu'une."""
    places: list[tuple[int, int]] = []
    for debut, fin in sorted((r.position, r.position + len(r.mot)) for r in raisons):
        if places and debut < places[-1][1]:
            places[-1] = places[-1][0], max(fin, places[-1][1])
        else:
            places.append((debut, fin))
    return places
