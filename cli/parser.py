"""La ligne de commande, lue et vérifiée, en français."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from cli import COMMANDES, OPTIONS, Option, help
from cli.french_argparse import Formatter, Once, Parser
from errors import UsageError

VERSION = "1.0.0"


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
    if not any(commande.is_given(options) for commande in COMMANDES):
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
    groupe = parser.add_argument_group("commandes (une seule à la fois)")
    commandes = groupe.add_mutually_exclusive_group()
    for commande in COMMANDES:
        _add(commandes, commande)
    groupe.add_argument("-h", "--help", action="store_true", help="affiche cette aide")
    groupe = parser.add_argument_group("options d'une commande")
    for option in OPTIONS:
        _add(groupe, option)
    _add_common_options(parser.add_argument_group("options de toutes les commandes"))
    return parser


def _add(groupe: argparse._ActionsContainer, option: Option) -> None:
    if not option.valeurs:
        groupe.add_argument(option.nom, action="store_true", help=option.aide)
        return
    plusieurs: dict[str, Any] = {"nargs": len(option.valeurs), "metavar": option.valeurs}
    une: dict[str, Any] = {"metavar": option.valeurs[0], "nargs": "+" if option.suite else None}
    groupe.add_argument(
        option.nom,
        action=Once,
        type=option.lire,
        help=option.aide,
        **(plusieurs if len(option.valeurs) > 1 else une),
    )


def _add_common_options(groupe: argparse._ArgumentGroup) -> None:
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


def _check_combinations(options: argparse.Namespace) -> None:
    demandee = next(commande.nom for commande in COMMANDES if commande.is_given(options))
    seules = [
        (option.is_given(options) and demandee not in option.avec, option) for option in OPTIONS
    ]
    refus = (
        *((seule, f"{option.nom} va avec {option.commandes}.") for seule, option in seules),
        (
            None not in (options.depuis, options.jusqu_a) and options.depuis > options.jusqu_a,
            "Le jour de --depuis vient après celui de --jusqu-a.",
        ),
        (
            sum(map(bool, (options.show, options.withdraw, options.remettre, options.confirm))) > 1,
            "--show, --withdraw, --remettre et --confirm ne vont pas ensemble.",
        ),
        (
            sum(map(bool, (options.essayer, options.exporter, options.importer))) > 1,
            "--essayer, --exporter et --importer ne vont pas ensemble.",
        ),
        (
            demandee == "--templates" and bool(options.essayer) != bool(options.order_id),
            "--essayer va avec --order-id : un modèle s'essaie sur une commande.",
        ),
        (
            options.remettre and not options.json,
            "--remettre va avec --json : c'est un programme qui lit ce qui lui est remis.",
        ),
        (
            options.json and demandee == "--completion",
            "--json ne va pas avec --completion, qui affiche un script.",
        ),
        (
            options.json and demandee == "--interactive",
            "--json ne va pas avec --interactive, qui parle à une personne.",
        ),
    )
    for refuse, phrase in refus:
        if refuse:
            raise UsageError(f"{phrase} Voir « python main.py --help ».")
