"""--message : traiter un message, et l'enregistrer."""

from argparse import Namespace

from automation.intake import incoming_message
from automation.languages.fr.writing import percent
from automation.support_agent import SupportAgent
from cli.output import Output
from cli.render import client_line, field, gates, order_line, reasons, show_ai_draft, show_draft
from cli.values import read_text
from config import Settings
from models import Issue
from models.tickets import Resultat

_VERDICTS = {
    Issue.REPONDU: "Traité automatiquement",
    Issue.ACCUSE: "En cours : accusé de réception prêt à partir, une personne doit suivre",
    Issue.CONFIE: "En cours, confié à une personne",
}


def run(options: Namespace, settings: Settings, out: Output) -> int:
    """Traite un message et l'enregistre."""
    email, texte = options.message
    recu = incoming_message(email, read_text(texte), options.order_id)
    with SupportAgent(settings, dry_run=options.dry_run) as agent:
        resultat = agent.record(agent.preview(recu))
    if out.en_json:
        out.document(resultat.to_dict())
    else:
        demande = agent.rules.demandes.get(resultat.demande)
        _show(
            out,
            resultat,
            essai=options.dry_run,
            demande=demande.libelle if demande else resultat.demande,
        )
    return 0


def _show(out: Output, resultat: Resultat, *, essai: bool, demande: str) -> None:
    """Montre ce qu'il est advenu d'un message, et le nom de ce qui y est demandé."""
    field(out, "Catégorie", f"{resultat.categorie} (confiance {percent(resultat.confiance)})")
    if demande:
        sure = f"confiance {percent(resultat.confiance_demande)}"
        field(out, "Demande", f"{demande} ({sure})")
    field(out, "Mots décisifs", reasons(resultat.raisons) or "aucun")
    field(out, "Client", client_line(resultat.client))
    field(out, "Commande", order_line(resultat.commande, resultat.id_commande))
    field(out, "Décision", _VERDICTS[resultat.issue] + (" (urgent)" if resultat.urgent else ""))
    gates(out, resultat.attente, resultat.doute)
    field(out, "Ticket", "aucun : essai à blanc" if essai else f"n° {resultat.ticket_id}")
    show_draft(out, resultat.reponse, relire=not resultat.part)
    show_ai_draft(out, resultat.brouillon_ia)
