"""Ce que le bureau montre : un message et ses mots décisifs, un ticket, une liste, une fiche."""

import textwrap
from collections.abc import Mapping, Sequence

from automation.languages.fr.writing import french_date, french_money, percent, plural
from automation.support_agent import SupportAgent
from cli.output import Output
from cli.render import client_line, field, gates, highlight, indent, order_line, reasons
from cli.safe_text import one_line, shorten, visible
from models import Statut
from models.crm import StatistiquesClient
from models.tickets import Dossier, Resultat, Ticket

COMMANDES_MAX = 8
TICKETS_CLIENT_MAX = 5


def show_message(out: Output, dossier: Dossier) -> None:
    """Montre le message, ses mots décisifs en évidence."""
    texte = highlight(out, dossier.message.texte, dossier.analyse.mots_decisifs)
    out.text(f"\n{textwrap.indent(texte, '  │ ', lambda _: True)}\n")


def show_preview(
    out: Output, resultat: Resultat, *, origine: str = "", fait: str | None = None
) -> None:
    """Montre, en mode interactif, ce qui serait décidé d'un message (sans la réponse).

    Args:
        origine: d'où vient la catégorie, si ce n'est pas du classement.
        fait: le statut d'un ticket qui n'attend plus de décision.
    """
    provenance = origine or f"confiance {percent(resultat.confiance)}"
    field(out, "Catégorie", f"{resultat.categorie} ({provenance})")
    if not origine:
        field(out, "Mots décisifs", reasons(resultat.raisons) or "aucun")
    field(out, "Client", client_line(resultat.client))
    field(out, "Commande", order_line(resultat.commande, resultat.id_commande))
    if fait:
        field(out, "Décision", f"déjà « {fait} »")
    elif resultat.attente:
        field(out, "Décision", "serait confié à une personne")
        gates(out, resultat.attente, resultat.doute)
    else:
        field(out, "Décision", "serait répondu automatiquement")


def show_ticket_head(out: Output, ticket: Ticket) -> None:
    """Montre ce qu'un ticket porte déjà."""
    statut = ticket.statut or str(Statut.NOUVEAU)
    out.text(out.gras(f"Ticket n° {visible(ticket.id)}, {one_line(statut)}"))
    nomme = ticket.nom and ticket.nom != ticket.email
    qui = f"{one_line(ticket.nom)} <{one_line(ticket.email)}>" if nomme else one_line(ticket.email)
    recu = f"{ticket.cree_le.astimezone():%d/%m/%Y à %H:%M}"
    out.text(indent(out, f"reçu le {recu} de {qui}"))


def numbered(tickets: Sequence[Ticket]) -> dict[str, Ticket]:
    """Chaque ticket sous le numéro à taper : le sien, ou son rang si le sien ne se tape pas."""
    courts = all(ticket.id.isdigit() for ticket in tickets)
    return {
        ticket.id if courts else str(rang): ticket for rang, ticket in enumerate(tickets, start=1)
    }


def show_tickets(out: Output, tickets: Mapping[str, Ticket], *, complet: bool) -> None:
    """Montre des tickets, une ligne chacun, du plus ancien au plus récent."""
    if not tickets:
        out.text("Aucun ticket en attente ni confié : tout est traité.")
        return
    largeur = out.largeur or 120
    marge = max(map(len, tickets))
    adresses = [one_line(ticket.email) for ticket in tickets.values()]
    colonne = min(max(map(len, adresses)), max(12, largeur // 4))
    for (numero, ticket), adresse in zip(tickets.items(), adresses, strict=True):
        statut = ticket.statut or str(Statut.NOUVEAU)
        recu = f"{ticket.cree_le.astimezone():%d/%m %H:%M}"
        debut = f"{numero:>{marge}}  {one_line(statut):<8}  {recu}  "
        debut += f"{shorten(adresse, colonne):<{colonne}}  "
        texte = one_line(ticket.message) or "(message vide)"
        out.text(debut + out.style(shorten(texte, max(1, largeur - len(debut) - 1)), "pâle"))
    if not complet:
        out.text(f"… les {len(tickets)} plus anciens ; les autres suivront.")
    out.text("/ouvrir NUMÉRO pour répondre à l'un d'eux.")


def show_client(out: Output, agent: SupportAgent, email: str) -> dict[str, Ticket]:
    """Montre un client, ses chiffres, ses commandes ; rend ses tickets montrés, par numéro."""
    client, commandes = agent.examiner.read_senders([email]).get(email, (None, []))
    if client is None:
        out.text(f"Aucun client n'a l'adresse {one_line(email)}.")
    else:
        out.text(out.gras(client_line(client)))
        out.text(indent(out, _figures(agent.crm.get_client_stats(client.id))))
        for commande in commandes[:COMMANDES_MAX]:
            out.text(indent(out, order_line(commande, commande.id), "  "))
        if len(commandes) > COMMANDES_MAX:
            out.text(f"  … et {plural(len(commandes) - COMMANDES_MAX, 'autre')} avant")
    tickets = agent.desk.get_tickets_by_email(email)
    montres = numbered(tickets[-TICKETS_CLIENT_MAX:])
    derniers = ", les derniers :" if len(tickets) > len(montres) else ""
    out.text(f"Tickets : {len(tickets)}{derniers}")
    for numero, ticket in montres.items():
        statut = ticket.statut or str(Statut.NOUVEAU)
        sujet = one_line(ticket.categorie or "sans catégorie")
        out.text(
            f"  n° {numero}, {ticket.cree_le.astimezone():%d/%m/%Y}, {sujet}, {one_line(statut)}"
        )
    return montres


def _figures(chiffres: StatistiquesClient) -> str:
    if not chiffres.nb_commandes:
        return "aucune commande"
    derniere = chiffres.derniere_commande
    articles = plural(chiffres.total_articles, "article")
    return (
        f"{plural(chiffres.nb_commandes, 'commande')}, "
        f"{french_money(chiffres.total_achats)} en tout, "
        f"{french_money(chiffres.montant_moyen)} en moyenne, {articles}"
        + (f", la dernière le {french_date(derniere)}" if derniere else "")
    )
