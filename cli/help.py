"""L'aide : les premiers gestes, les exemples, les codes de sortie, et le tableau du README."""

from __future__ import annotations

import argparse

PREMIERS_GESTES = """\
Répond à la part routinière du courrier d'une boutique en ligne, et prépare le
reste pour une personne. Sans rien configurer, une base d'exemple permet
d'essayer tout de suite.

les cinq premiers gestes :
  python main.py --message "camille.martin@example.com" "Où en est mon colis ?"
      traite un message : voyez la décision, ses raisons, la réponse
  python main.py --interactive
      ouvre le bureau du support : essayer, relire, modifier, envoyer
  python main.py --process-pending
      traite tous les tickets en attente
  python main.py --stats
      montre où l'on en est
  python main.py --setup
      prépare vos propres bases, et dit ce qui manque
"""
"""Montré en tête de l'aide ; chaque ligne « python main.py » se colle telle quelle."""

EXEMPLES = """\
exemples :
  python main.py --message "ines.benali@example.com" "Toujours rien reçu !" --order-id 103
  echo "Où est mon colis ?" | python main.py --message "camille.martin@example.com" - --json
  python main.py --explain "Je veux être remboursé de la commande n° 103"
  python main.py --process-pending --limit 50 --json
  python main.py --process-pending --dry-run
  python main.py --stats --depuis 01/01/2026 --jusqu-a 31/12/2026
  python main.py --stats --html rapport.html
  python main.py --setup --check

codes de sortie :
  0  c'est fait : le message est sur un ticket, répondu ou confié à une personne
  1  c'est fait, mais quelque chose a échoué en route (et est nommé)
  2  la commande est mal écrite ; rien n'a été enregistré
  3  la configuration est incomplète, ou la base n'est pas prête
  4  un service n'a pas répondu ; rien n'a été enregistré, recommencez
  130, 143  arrêt demandé (Ctrl-C, SIGTERM)

Résultats sur la sortie standard ; progression, avertissements et erreurs sur
la sortie d'erreur. Les couleurs disparaissent dans un tuyau, avec --no-color,
ou si la variable NO_COLOR est donnée.
"""


def markdown_table(parser: argparse.ArgumentParser) -> str:
    """Les commandes et les options, en tableau Markdown pour le README."""
    lignes = ["| Option | Effet |", "|---|---|"]
    for action in listed_actions(parser):
        noms = ", ".join(f"`{with_values(nom, action)}`" for nom in action.option_strings)
        lignes.append(f"| {noms} | {(action.help or '').replace('|', chr(92) + '|')} |")
    return "\n".join(lignes)


def listed_actions(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """Les commandes puis les options, dans l'ordre de l'aide."""
    # argparse n'a pas d'autre accès à ses propres options.
    return [action for action in parser._actions if action.option_strings]


def with_values(nom: str, action: argparse.Action) -> str:
    """L'option suivie du nom de ses valeurs : « --limit N »."""
    if action.metavar is None:
        return nom
    valeurs = (action.metavar,) if isinstance(action.metavar, str) else action.metavar
    return " ".join((nom, *valeurs)) + ("…" if action.nargs == argparse.ONE_OR_MORE else "")
