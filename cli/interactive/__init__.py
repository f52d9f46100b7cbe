"""Le mode interactif : le bureau du support, au clavier ou depuis un tuyau."""

import sys
from argparse import Namespace
from collections.abc import Iterator

from automation.support_agent import SupportAgent
from cli.interactive.commands import handle
from cli.interactive.desk import Desk
from cli.output import Output
from cli.render import indent
from config import Settings
from errors import Interrupted, SupportError, UsageError

INTERRUPTION_CLAVIER = 130


def run(options: Namespace, settings: Settings, out: Output) -> int:
    """Essaie des messages, un par un."""
    with SupportAgent(settings, dry_run=options.dry_run) as agent:
        return _converse(agent, out)


def _converse(agent: SupportAgent, out: Output) -> int:
    """Mène la conversation jusqu'à ``/quitter`` ou la fin de l'entrée ; rend le code de sortie.

    Au clavier, une ligne fausse se corrige : le code est 0. Depuis un tuyau, il dit l'ennui.
    """
    au_clavier = sys.stdin.isatty()
    bureau = Desk(agent, out, au_clavier=au_clavier)
    # Une base absente ou jamais préparée se dit tout de suite, pas après le premier message.
    agent.desk.get_reponses_types()
    agent.crm.get_commandes_by_clients([0])
    if au_clavier:
        essai = " Essai à blanc : rien ne sera enregistré." if agent.dry_run else ""
        accueil = (
            "Bureau du support. Donnez l'adresse d'un client (Tab propose), puis collez son "
            f"message. /aide montre le reste.{essai}"
        )
        out.text(indent(out, accueil))
    code = 0
    for ligne in _keyboard(bureau) if au_clavier else _pipe():
        try:
            handle(bureau, ligne)
        except SupportError as erreur:
            code = max(code, erreur.code if erreur.code > UsageError.code else 1)
            out.error(f"Erreur : {erreur}")
        except Interrupted as arret:
            if not au_clavier or arret.code != INTERRUPTION_CLAVIER:
                raise
            out.error("Commande interrompue. /client et /attente montrent ce qui est enregistré.")
        if bureau.fini:
            break
    bureau.say_unsent()
    return 0 if au_clavier else code


def _pipe() -> Iterator[str]:
    for ligne in sys.stdin.buffer:
        yield ligne.decode("utf-8", errors="replace")


def _keyboard(bureau: Desk) -> Iterator[str]:
    # Importé ici : depuis un tuyau, prompt_toolkit ne sert pas.
    from cli.interactive.prompt import keyboard_lines

    return keyboard_lines(bureau)
