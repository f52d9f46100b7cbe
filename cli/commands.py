"""Une commande, un appel, un affichage : chaque fonction rend son code de sortie."""

from __future__ import annotations

import sys
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from cli import render
from cli.safe_text import one_line
from cli.signals import StopRequest
from errors import ConfigurationError, ServiceError, UsageError
from models import Attente, storable

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from automation.support_agent import SupportAgent
    from cli.output import Output
    from config import Settings

    Command = Callable[[Namespace, Settings, Output], int]

ENTREE_STANDARD = "-"


def run(options: Namespace, settings: Settings, out: Output) -> int:
    """Exécute la commande demandée et rend son code de sortie.

    Raises:
        SupportError: la commande n'a pas pu être menée à bien.
    """
    commandes: tuple[tuple[bool, Command], ...] = (
        (options.explain is not None, explain),
        (options.message is not None, message),
        (options.evaluate is not None, evaluate),
        (options.process_pending, process_pending),
        (options.import_tickets is not None, import_tickets),
        (options.stats, stats),
        (options.replay, replay),
        (options.setup, setup),
        (options.interactive, interactive),
    )
    if options.explain is None:
        # Expliquer un texte n'a rien à signaler, et se passe du module logging.
        from cli import log

        log.configure(out)
    return next(commande for demandee, commande in commandes if demandee)(options, settings, out)


def explain(options: Namespace, settings: Settings, out: Output) -> int:
    """Dit comment un texte est compris ; ne connaît ni expéditeur ni commande."""
    from automation.decision import automatic_categories, is_proofread, text_gates, threshold
    from automation.understanding.classifier import analyse
    from automation.understanding.rules import load_rules

    texte = storable(_read_text(options.explain))
    if not texte.strip():
        raise UsageError("Le texte est vide : il n'y a rien à expliquer. Donnez un message.")
    rules = load_rules(*settings.regles)
    seuil = threshold(settings.seuil_confiance, rules)
    lue = analyse(texte, rules)
    attente = text_gates(texte, lue, seuil)
    if is_proofread(lue, automatic_categories(settings.categories_automatiques, rules)):
        attente.append(Attente.BROUILLON_DEMANDE)
    if out.en_json:
        out.document(
            {
                "categorie": lue.categorie,
                "demande": lue.demande or None,
                "confiance": lue.confiance,
                "scores": dict(lue.scores),
                "raisons": [raison.to_dict() for raison in lue.mots_decisifs],
                "numeros_commande": list(lue.numeros_commande),
                "attente": [str(code) for code in attente],
            }
        )
    else:
        render.show_explanation(out, texte, lue, attente, seuil)
    return 0


def message(options: Namespace, settings: Settings, out: Output) -> int:
    """Traite un message et l'enregistre."""
    from automation.intake import incoming_message

    email, texte = options.message
    recu = incoming_message(email, _read_text(texte), options.order_id)
    with _agent(options, settings) as agent:
        resultat = agent.record(agent.preview(recu))
    if out.en_json:
        out.document(resultat.to_dict())
    else:
        render.show_result(out, resultat, essai=options.dry_run)
    return 0


def process_pending(options: Namespace, settings: Settings, out: Output) -> int:
    """Traite les tickets en attente, et montre le sort de chacun à mesure."""
    from cli.pending import run_pending

    with _agent(options, settings) as agent:
        return run_pending(options, settings, out, agent)


def import_tickets(options: Namespace, settings: Settings, out: Output) -> int:
    """Crée des tickets « Nouveau » depuis un fichier."""
    from automation.runs.importing import BilanImport, import_messages
    from automation.runs.ticket_file import read_messages
    from cli.progress import Progress

    lignes = read_messages(Path(options.import_tickets))
    # Lue avant d'ouvrir la base : un fichier sans ses colonnes est refusé sans rien toucher.
    premieres = list(islice(lignes, 1))
    bilan = BilanImport()
    progres = Progress(out, mots="ligne lue")
    with _agent(options, settings) as agent, progres, StopRequest() as arret:
        try:
            for _ in import_messages(agent.desk, chain(premieres, lignes), bilan, options.limit):
                progres.advance()
                if arret.asked():
                    break
        except (ServiceError, ConfigurationError) as erreur:
            if not bilan.importes:
                raise
            faits = render.plural(bilan.importes, "ticket importé")
            raise type(erreur)(
                f"{erreur} Déjà fait avant cela : {faits}. Relancez la même commande, rien ne sera "
                "importé deux fois."
            ) from erreur
    if out.en_json:
        out.document(bilan.to_dict())
    else:
        fin = " Essai à blanc : rien n'a été écrit." if options.dry_run else ""
        lues = render.plural(bilan.total, "ligne")
        importes = render.plural(bilan.importes, "ticket importé")
        refusees = render.plural(len(bilan.erreurs), "refusée")
        phrase = f"{lues} : {importes}, {bilan.deja_importes} déjà là, {refusees}.{fin}"
        out.text(render.fold(out, phrase, ""))
    for numero, raison in bilan.erreurs:
        out.error(f"Ligne {numero} : {one_line(raison)}")
    if arret.code:
        out.error("Arrêt demandé : relancez la même commande, rien ne sera importé deux fois.")
        return arret.code
    return 1 if bilan.erreurs else 0


def evaluate(options: Namespace, settings: Settings, out: Output) -> int:
    """Mesure les règles sur des messages déjà classés."""
    from cli.evaluate import run_evaluation

    return run_evaluation(options.evaluate, options.rules, settings, out)


def stats(options: Namespace, settings: Settings, out: Output) -> int:
    """Montre les statistiques, et en fait une page si on le demande."""
    if options.html is not None:
        from cli.stats_page import check_page

        # Avant d'ouvrir une base : une page impossible ne doit rien créer.
        check_page(options.html)
    from cli.progress import Progress
    from models.statistics import Periode

    periode = Periode(options.depuis, options.jusqu_a)
    with _agent(options, settings) as agent, Progress(out, mots="ticket lu") as progres:
        statistiques = agent.get_statistics(periode, progres.reach)
    if options.html is not None:
        from cli.stats_page import write_page

        write_page(options.html, statistiques, out, essai=options.dry_run)
    if out.en_json:
        out.document(statistiques.to_dict())
    else:
        from cli.stats import show_statistics

        show_statistics(out, statistiques)
    return 0


def replay(options: Namespace, settings: Settings, out: Output) -> int:
    """Rejoue les décisions du journal, sans rien écrire."""
    from dataclasses import replace

    from automation.support_agent import SupportAgent
    from cli.replay import run_replay

    # La réécriture ne change aucune décision : rejouer n'envoie donc rien au serveur d'IA.
    sans_ia = replace(settings, openai_api_key=None)
    with SupportAgent(sans_ia, dry_run=True) as agent:
        return run_replay(agent, out)


def setup(options: Namespace, settings: Settings, out: Output) -> int:
    """Prépare la base de données et Notion, et rend compte de chaque partie."""
    from cli.setup import run_setup

    return run_setup(settings, out, essai=options.dry_run or options.check)


def interactive(options: Namespace, settings: Settings, out: Output) -> int:
    """Essaie des messages, un par un."""
    from cli.interactive import run_interactive

    with _agent(options, settings) as agent:
        return run_interactive(agent, out)


def _agent(options: Namespace, settings: Settings) -> SupportAgent:
    from automation.support_agent import SupportAgent

    return SupportAgent(settings, dry_run=options.dry_run)


def _read_text(texte: str) -> str:
    """Le texte donné, ou l'entrée standard pour « - »."""
    if texte != ENTREE_STANDARD:
        return texte
    try:
        octets = sys.stdin.buffer.read()
    except OSError as erreur:
        raise UsageError(
            "L'entrée standard ne peut pas être lue : rien n'a été traité."
        ) from erreur
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        return octets.decode("cp1252", errors="replace")
