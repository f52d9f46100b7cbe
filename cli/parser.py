"""Les commandes et leurs options, en français."""

from __future__ import annotations

import argparse
import re

from cli.french_argparse import Formatter, Once, Parser
from errors import UsageError

# Ce nom vaut vrai pour mypy ; importer « typing » coûterait à « --help » le quart de son temps.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

VERSION = "1.0.0"

WORKERS_MAX = 64
"""Processus d'une machine : chacun tient une connexion à la base."""

COMMANDES = (
    "setup",
    "interactive",
    "message",
    "process_pending",
    "stats",
    "explain",
    "evaluate",
    "import_tickets",
    "version",
)

EXEMPLES = """\
exemples :
  python main.py --setup
  python main.py --message "camille.martin@example.com" "Où en est mon colis ?"
  python main.py --message "ines.benali@example.com" "Toujours rien reçu !" --order-id 103
  python main.py --explain "Je veux être remboursé de la commande n° 103"
  python main.py --process-pending --limit 50 --json
  python main.py --stats

codes de sortie :
  0  c'est fait : le message est sur un ticket, répondu ou confié à une personne
  1  c'est fait, mais quelque chose a échoué en route (et est nommé)
  2  la commande est mal écrite ; rien n'a été enregistré
  3  la configuration est incomplète, ou la base n'est pas prête
  4  un service n'a pas répondu ; rien n'a été enregistré, recommencez
  130, 143  arrêt demandé (Ctrl-C, SIGTERM)
"""


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
        description="Répond à la part routinière du courrier d'une boutique en ligne, et prépare "
        "le reste pour une personne.",
        epilog=EXEMPLES,
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
        help="prépare la base de données et Notion ; peut être relancé sans risque",
    )
    commandes.add_argument(
        "--interactive", action="store_true", help="essaie des messages, un par un, au clavier"
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
    commandes.add_argument("--version", action="store_true", help="affiche la version")
    groupe.add_argument("-h", "--help", action="store_true", help="affiche cette aide")


def _add_options(parser: argparse.ArgumentParser) -> None:
    groupe = parser.add_argument_group("options")
    groupe.add_argument(
        "--order-id",
        action=Once,
        type=order_id,
        metavar="N",
        help="avec --message : numéro de la commande dont il s'agit",
    )
    groupe.add_argument(
        "--limit",
        action=Once,
        type=_positive,
        metavar="N",
        help="avec --process-pending ou --import-tickets : s'arrête après N tickets",
    )
    groupe.add_argument(
        "--workers",
        action=Once,
        type=_workers,
        metavar="N",
        help="avec --process-pending : nombre de processus qui se partagent les tickets (1)",
    )
    groupe.add_argument(
        "--rules",
        metavar="AUTRE.toml",
        help="avec --evaluate : compare à d'autres règles, message par message",
    )
    groupe.add_argument("--json", action="store_true", help="un document JSON sur la sortie")
    groupe.add_argument(
        "--dry-run", action="store_true", help="décide, mais n'écrit rien nulle part"
    )
    bavardage = groupe.add_mutually_exclusive_group()
    bavardage.add_argument(
        "--verbose", action="store_true", help="ajoute des détails sur la sortie d'erreur"
    )
    bavardage.add_argument(
        "--quiet", action="store_true", help="ne garde que le résultat et les erreurs"
    )


def order_id(texte: str) -> int:
    """Un numéro de commande donné à part.

    Raises:
        argparse.ArgumentTypeError: ce n'est pas un entier entre 1 et 2^53 - 1.
    """
    # Importé ici : « --help » n'en a pas besoin.
    from models import ID_COMMANDE_MAX

    if not re.fullmatch(r"[0-9]{1,16}", texte) or not 1 <= int(texte) <= ID_COMMANDE_MAX:
        raise argparse.ArgumentTypeError(
            f"il faut un numéro de commande, entier, entre 1 et {ID_COMMANDE_MAX}"
        )
    return int(texte)


def _positive(texte: str) -> int:
    if not re.fullmatch(r"[0-9]{1,12}", texte) or int(texte) < 1:
        raise argparse.ArgumentTypeError("il faut un nombre entier, 1 ou plus")
    return int(texte)


def _workers(texte: str) -> int:
    nombre = _positive(texte)
    if nombre > WORKERS_MAX:
        raise argparse.ArgumentTypeError(f"il faut {WORKERS_MAX} processus au plus par machine")
    return nombre


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
        (options.rules is not None and options.evaluate is None, "--rules va avec --evaluate."),
        (
            options.json and options.interactive,
            "--json ne va pas avec --interactive, qui parle à une personne.",
        ),
    )
    for refuse, phrase in refus:
        if refuse:
            raise UsageError(f"{phrase} Voir « python main.py --help ».")
