"""Ce que plusieurs commandes montrent : une fiche, un client, une commande, des mots décisifs."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from automation.languages.fr.writing import french_date, french_money, number, plural
from cli.output import wrap
from cli.safe_text import one_line, visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cli.output import Output
    from models import Attente, Raison
    from models.crm import Client, Commande

_LARGEUR = 13
"""Colonnes des étiquettes d'une fiche."""


def reasons(raisons: Iterable[Raison], *, avec_categorie: bool = False) -> str:
    """Les mots décisifs et leur poids, sur une ligne."""
    return ", ".join(f"{_word(r)} ({_weight(r, avec_categorie)})" for r in raisons)


def _word(raison: Raison) -> str:
    # Le second lecteur voit un sujet sensible dans tout un message, sans un mot à montrer.
    return f"« {one_line(raison.mot)} »" if raison.mot else "l'ensemble du message"


def _weight(raison: Raison, avec_categorie: bool) -> str:
    # Un mot sensible ferme une porte, sans compter pour une catégorie.
    if not raison.poids:
        return "ferme une porte"
    poids = f"{'+' if raison.poids > 0 else '−'}{number(abs(raison.poids))}"
    poids += ", second lecteur" if raison.source == "avis" else ""
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


def field(out: Output, nom: str, valeur: str) -> None:
    """Montre une ligne de fiche, son étiquette en gras."""
    etiquette = out.gras(f"{nom:<{_LARGEUR}}") if nom else " " * _LARGEUR
    out.text(f"{etiquette}  {hang(out, valeur, ' ' * (_LARGEUR + 2))}")


def gates(out: Output, attente: Iterable[Attente], doute: str) -> None:
    """Montre les portes fermées d'une fiche, une ligne chacune."""
    marge = " " * (_LARGEUR + 2)
    for code in attente:
        out.text(f"{marge}- {hang(out, f'{code.say(doute)} ({code})', f'{marge}  ')}")


def show_draft(
    out: Output, brouillon: str | None, *, relire: bool = False, modifie: bool = False
) -> None:
    """Montre la réponse, ou dit qu'il n'y en a pas."""
    if brouillon is None:
        out.text("\nAucun brouillon : à une personne d'écrire la réponse.")
        return
    titre = "Brouillon à relire" if relire else "Réponse"
    out.text(f"\n{out.gras('Réponse modifiée' if modifie else titre)}\n")
    out.text(indent(out, visible(brouillon), "  "))


def show_ai_draft(out: Output, brouillon: str | None) -> None:
    """Montre l'autre brouillon, s'il y en a un."""
    if brouillon is not None:
        out.text(f"\n{out.gras('Autre brouillon, rédigé avec l’IA, à relire')}\n")
        out.text(indent(out, visible(brouillon), "  "))


def indent(out: Output, texte: str, retrait: str = "") -> str:
    """Le texte en retrait, replié entre les mots à la largeur du terminal, s'il y en a un."""
    if out.largeur is None:
        return textwrap.indent(texte, retrait)
    return textwrap.indent(wrap(texte, max(20, out.largeur - len(retrait))), retrait)


def hang(out: Output, texte: str, retrait: str) -> str:
    """De même, mais sa première ligne commence là où l'on est."""
    return indent(out, texte, retrait).removeprefix(retrait)


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
