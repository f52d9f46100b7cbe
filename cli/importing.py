"""--import-tickets : créer des tickets « Nouveau » depuis un fichier."""

from argparse import Namespace
from itertools import chain, islice
from pathlib import Path

from automation.languages.fr.writing import plural
from automation.runs.importing import BilanImport, Passage, import_messages
from automation.runs.ticket_file import file_fingerprint, read_messages
from automation.support_agent import SupportAgent
from cli.output import Output
from cli.progress import Progress
from cli.render import indent
from cli.safe_text import one_line
from cli.signals import StopRequest
from config import Settings
from errors import ConfigurationError, ServiceError


def run(options: Namespace, settings: Settings, out: Output) -> int:
    """Crée des tickets « Nouveau » depuis un fichier."""
    fichier = Path(options.import_tickets)
    empreinte = file_fingerprint(fichier)
    lignes = read_messages(fichier)
    # Lue avant d'ouvrir la base : un fichier sans ses colonnes est refusé sans rien toucher.
    premieres = list(islice(lignes, 1))
    bilan = BilanImport()
    progres = Progress(out, mots="ligne lue")
    with (
        SupportAgent(settings, dry_run=options.dry_run) as agent,
        progres,
        StopRequest() as arret,
    ):
        passage = Passage(agent.receipts, empreinte, encore=options.encore, essai=options.dry_run)
        try:
            for _ in import_messages(
                agent.desk,
                passage,
                chain(premieres, lignes),
                bilan,
                options.limit,
                read_senders=agent.examiner.read_senders,
            ):
                progres.advance()
                if arret.asked():
                    break
        except (ServiceError, ConfigurationError) as erreur:
            if not bilan.importes:
                raise
            faits = plural(bilan.importes, "ticket importé")
            raise type(erreur)(
                f"{erreur} Déjà fait avant cela : {faits}. Relancez la même commande, rien ne sera "
                "importé deux fois."
            ) from erreur
    _show(out, bilan, essai=options.dry_run)
    if passage.deja and not bilan.importes:
        out.note(
            "Ce fichier est déjà importé en entier : rien n'en est recréé. Pour en refaire des "
            "tickets malgré tout, ajoutez --encore."
        )
    if arret.code:
        out.error("Arrêt demandé : relancez la même commande, rien ne sera importé deux fois.")
        return arret.code
    return 1 if bilan.erreurs else 0


def _show(out: Output, bilan: BilanImport, *, essai: bool) -> None:
    if out.en_json:
        out.document(bilan.to_dict())
    else:
        fin = " Essai à blanc : rien n'a été écrit." if essai else ""
        lues = plural(bilan.total, "ligne")
        importes = plural(bilan.importes, "ticket importé")
        refusees = plural(len(bilan.erreurs), "refusée")
        phrase = f"{lues} : {importes}, {bilan.deja_importes} déjà là, {refusees}.{fin}"
        out.text(indent(out, phrase))
    for numero, raison in bilan.erreurs:
        out.error(f"Ligne {numero} : {one_line(raison)}")
