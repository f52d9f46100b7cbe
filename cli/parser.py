"""Les commandes et leurs options, en français."""

from __future__ import annotations

import argparse

from cli import help, values
from cli.french_argparse import Formatter, Once, Parser
from errors import UsageError

# Ce nom vaut vrai pour mypy ; importer « typing » coûterait à « --help » le quart de son temps.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

VERSION = "1.0.0"

COMMANDES = (
    "setup",
    "interactive",
    "message",
    "process_pending",
    "stats",
    "explain",
    "evaluate",
    "import_tickets",
    "completion",
    "version",
    "replay",
)


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Lit la ligne de commande.

    Raises:
        UsageError: aucune commande, deux, ou une option fausse.
    """
    parser = build_parser()
    options, inconnus = parser.parse_known_args(argv)
    if options.help:
        return options
    if inconnus:
        # Avant « il manque une commande » : « --stast » doit être nommé.
        parser.error(f"unrecognized arguments: {' '.join(inconnus)}")
    if not any(getattr(options, nom) not in (None, False) for nom in COMMANDES):
        raise UsageError("Il manque une commande. Voir « python main.py --help ».")
    _check_combinations(options)
    return options


def build_parser() -> Parser:
    """L'analyseur de la ligne de commande."""
    parser = Parser(
        prog="python main.py",
        usage="python main.py COMMANDE [options]",
        description=help.PREMIERS_GESTES,
        epilog=help.EXEMPLES,
        formatter_class=Formatter,
        add_help=False,
        allow_abbrev=False,
    )
    _add_commands(parser)
    _add_options(parser)
    return parser


def _add_commands(parser: argparse.ArgumentParser) -> None:
    groupe = parser.add_argument_group("commandes (une seule à la fois)")
    commandes = groupe.add_mutually_exclusive_group()
    commandes.add_argument(
        "--setup",
        action="store_true",
        help="prépare la base de données et Notion, et rend compte de chaque partie ; peut être "
        "relancé sans risque",
    )
    commandes.add_argument(
        "--interactive",
        action="store_true",
        help="ouvre le bureau du support : essayer un message, relire, modifier, envoyer",
    )
    commandes.add_argument(
        "--message",
        nargs=2,
        action=Once,
        metavar=("EMAIL", "TEXTE"),
        help="traite un message et l'enregistre (TEXTE « - » : lu sur l'entrée standard)",
    )
    commandes.add_argument(
        "--process-pending",
        action="store_true",
        help="traite tous les tickets en attente, du plus ancien au plus récent",
    )
    commandes.add_argument(
        "--stats", action="store_true", help="montre les tickets, les décisions et les délais"
    )
    commandes.add_argument(
        "--explain",
        action=Once,
        metavar="TEXTE",
        help="dit comment un texte serait compris, et pourquoi ; n'enregistre rien",
    )
    commandes.add_argument(
        "--evaluate",
        metavar="FICHIER",
        help="mesure les règles sur des messages déjà classés (colonnes text et label)",
    )
    commandes.add_argument(
        "--import-tickets",
        action=Once,
        metavar="FICHIER",
        help="crée des tickets « Nouveau » depuis un fichier CSV ou JSON Lines",
    )
    commandes.add_argument(
        "--replay",
        action="store_true",
        help="rejoue le journal avec les règles d'aujourd'hui et dit ce qui changerait ; n'écrit "
        "rien",
    )
    commandes.add_argument(
        "--completion",
        action=Once,
        type=values.shell,
        metavar="SHELL",
        help="affiche de quoi compléter les options avec la touche Tab (bash, zsh ou fish)",
    )
    commandes.add_argument("--version", action="store_true", help="affiche la version")
    groupe.add_argument("-h", "--help", action="store_true", help="affiche cette aide")


def _add_options(parser: argparse.ArgumentParser) -> None:
    _add_command_options(parser.add_argument_group("options d'une commande"))
    groupe = parser.add_argument_group("options de toutes les commandes")
    groupe.add_argument(
        "--json", action="store_true", help="un document JSON sur la sortie, et rien d'autre"
    )
    groupe.add_argument(
        "--dry-run", action="store_true", help="décide, mais n'écrit rien nulle part"
    )
    groupe.add_argument(
        "--no-color", action="store_true", help="ni couleurs ni gras, même sur un terminal"
    )
    bavardage = groupe.add_mutually_exclusive_group()
    bavardage.add_argument(
        "--verbose", action="store_true", help="ajoute des détails sur la sortie d'erreur"
    )
    bavardage.add_argument(
        "--quiet", action="store_true", help="ne garde que le résultat et les erreurs"
    )


def _add_command_options(groupe: argparse._ArgumentGroup) -> None:
    groupe.add_argument(
        "--order-id",
        action=Once,
        type=values.order_id,
        metavar="N",
        help="avec --message : numéro de la commande dont il s'agit",
    )
    groupe.add_argument(
        "--limit",
        action=Once,
        type=values.positive,
        metavar="N",
        help="avec --process-pending ou --import-tickets : s'arrête après N tickets",
    )
    groupe.add_argument(
        "--workers",
        action=Once,
        type=values.workers,
        metavar="N",
        help="avec --process-pending : nombre de processus qui se partagent les tickets (1)",
    )
    groupe.add_argument(
        "--check",
        action="store_true",
        help="avec --setup : regarde seulement ; code 3 ou 4 si quelque chose ne va pas",
    )
    groupe.add_argument(
        "--depuis",
        action=Once,
        type=values.day,
        metavar="JOUR",
        help="avec --stats : à partir de ce jour (JJ/MM/AAAA ou AAAA-MM-JJ)",
    )
    groupe.add_argument(
        "--jusqu-a",
        action=Once,
        type=values.day,
        metavar="JOUR",
        help="avec --stats : jusqu'à ce jour compris",
    )
    groupe.add_argument(
        "--html",
        action=Once,
        metavar="FICHIER",
        help="avec --stats : écrit aussi une page à ouvrir, imprimer ou envoyer",
    )
    groupe.add_argument(
        "--rules",
        metavar="AUTRE.toml",
        help="avec --evaluate : compare à d'autres règles, message par message",
    )


def _check_combinations(options: argparse.Namespace) -> None:
    refus = (
        (options.order_id is not None and options.message is None, "--order-id va avec --message."),
        (
            options.limit is not None
            and not (options.process_pending or options.import_tickets is not None),
            "--limit va avec --process-pending ou --import-tickets.",
        ),
        (
            options.workers is not None and not options.process_pending,
            "--workers va avec --process-pending.",
        ),
        (options.check and not options.setup, "--check va avec --setup."),
        (options.depuis is not None and not options.stats, "--depuis va avec --stats."),
        (options.jusqu_a is not None and not options.stats, "--jusqu-a va avec --stats."),
        (options.html is not None and not options.stats, "--html va avec --stats."),
        (
            None not in (options.depuis, options.jusqu_a) and options.depuis > options.jusqu_a,
            "Le jour de --depuis vient après celui de --jusqu-a.",
        ),
        (
            options.json and options.completion is not None,
            "--json ne va pas avec --completion, qui affiche un script.",
        ),
        (options.rules is not None and options.evaluate is None, "--rules va avec --evaluate."),
        (
            options.json and options.interactive,
            "--json ne va pas avec --interactive, qui parle à une personne.",
        ),
    )
    for refuse, phrase in refus:
        if refuse:
            raise UsageError(f"{phrase} Voir « python main.py --help ».")
