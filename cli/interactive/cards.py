"""Ce que le bureau montre : un message et ses mots décisifs, un ticket, une liste, une fiche."""

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cli import render
from cli.output import Output
from cli.safe_text import one_line, visible
from models import Statut
from models.crm import StatistiquesClient
from models.decisions import Dossier
from models.tickets import Ticket

if TYPE_CHECKING:
    from automation.support_agent import SupportAgent

COMMANDES_MAX = 8
TICKETS_CLIENT_MAX = 5


def show_message(out: Output, dossier: Dossier) -> None:
    """Montre le message, ses mots décisifs en évidence."""
    texte = render.highlight(out, dossier.message.texte, dossier.analyse.mots_decisifs)
    out.text(f"\n{textwrap.indent(texte, '  │ ', lambda _: True)}\n")


def show_draft(
    out: Output, brouillon: str | None, *, relire: bool = False, modifie: bool = False
) -> None:
    """Montre la réponse, ou dit qu'il n'y en a pas."""
    if brouillon is None:
        out.text("\nAucun brouillon : à une personne d'écrire la réponse.")
        return
    titre = "Brouillon à relire" if relire else "Réponse"
    out.text(f"\n{out.gras('Réponse modifiée' if modifie else titre)}\n")
    out.text(render.fold(out, visible(brouillon), "  "))


def show_ticket_head(out: Output, ticket: Ticket) -> None:
    """Montre ce qu'un ticket porte déjà."""
    statut = ticket.statut or str(Statut.NOUVEAU)
    out.text(out.gras(f"Ticket n° {visible(ticket.id)}, {one_line(statut)}"))
    out.text(
        f"reçu le {ticket.cree_le.astimezone():%d/%m/%Y à %H:%M} de {one_line(ticket.nom)} "
        f"<{one_line(ticket.email)}>"
    )


def show_tickets(out: Output, tickets: Sequence[Ticket], *, complet: bool) -> None:
    """Montre des tickets, une ligne chacun, du plus ancien au plus récent."""
    if not tickets:
        out.text("Aucun ticket en attente ni confié : tout est traité.")
        return
    largeur = out.largeur or 120
    for ticket in tickets:
        statut = ticket.statut or str(Statut.NOUVEAU)
        recu = f"{ticket.cree_le.astimezone():%d/%m %H:%M}"
        debut = f"{visible(ticket.id):>6}  {one_line(statut):<9} {recu}  {one_line(ticket.email)}  "
        place = max(12, largeur - len(debut) - 1)
        texte = one_line(ticket.message) or "(message vide)"
        extrait = texte if len(texte) <= place else f"{texte[: place - 1]}…"
        out.text(debut + out.style(extrait, "pâle"))
    if not complet:
        out.text(f"… les {len(tickets)} plus anciens ; les autres suivront.")
    out.text("/ouvrir NUMÉRO pour répondre à l'un d'eux.")


def show_client(out: Output, agent: "SupportAgent", email: str) -> None:
    """Montre un client, ses chiffres, ses commandes et ses tickets."""
    client = agent.crm.get_clients_by_emails([email]).get(email)
    if client is None:
        out.text(f"Aucun client n'a l'adresse {one_line(email)}.")
    else:
        out.text(out.gras(render.client_line(client)))
        out.text(_figures(agent.crm.get_client_stats(client.id)))
        commandes = agent.crm.get_commandes_by_clients([client.id]).get(client.id, [])
        for commande in commandes[:COMMANDES_MAX]:
            out.text(render.fold(out, render.order_line(commande, commande.id), "  "))
        if len(commandes) > COMMANDES_MAX:
            out.text(f"  … et {len(commandes) - COMMANDES_MAX} plus anciennes")
    tickets = agent.desk.get_tickets_by_email(email)
    out.text(f"Tickets : {len(tickets)}")
    for ticket in tickets[-TICKETS_CLIENT_MAX:]:
        statut = ticket.statut or str(Statut.NOUVEAU)
        sujet = one_line(ticket.categorie or "sans catégorie")
        out.text(
            f"  n° {visible(ticket.id)}, {ticket.cree_le.astimezone():%d/%m/%Y}, {sujet}, "
            f"{one_line(statut)}"
        )


def _figures(chiffres: StatistiquesClient) -> str:
    from automation.templates import french_date, french_money

    if not chiffres.nb_commandes:
        return "aucune commande"
    pluriel = "s" if chiffres.nb_commandes > 1 else ""
    derniere, articles = chiffres.derniere_commande, chiffres.total_articles
    return (
        f"{chiffres.nb_commandes} commande{pluriel}, {french_money(chiffres.total_achats)} en "
        f"tout, {french_money(chiffres.montant_moyen)} en moyenne, {articles} articles"
        + (f", la dernière le {french_date(derniere)}" if derniere else "")
    )
