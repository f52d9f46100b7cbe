"""Le clavier : la ligne de saisie, ses compléments, son historique."""

import sys
from collections.abc import Iterable, Iterator

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import ColorDepth, create_output

from cli.interactive.desk import Desk
from cli.interactive.guide import COMMANDES, history_file
from cli.interactive.history import CommandHistory
from cli.safe_text import one_line, shorten
from errors import Interrupted, SupportError

CLIENTS_MAX = 12
"""Clients proposés à la fois."""


def keyboard_lines(bureau: Desk) -> Iterator[str]:
    """Les lignes tapées, jusqu'à Ctrl-D ; Ctrl-C efface la ligne en cours."""
    session = _session(bureau)
    while True:
        try:
            yield session.prompt(f"{one_line(bureau.email) or 'adresse'} > ")
        except Interrupted:
            raise
        except KeyboardInterrupt:
            continue
        except EOFError:
            return


def _session(bureau: Desk) -> PromptSession[str]:
    touches = KeyBindings()

    @touches.add("enter")
    def _(evenement: KeyPressEvent) -> None:
        evenement.current_buffer.validate_and_handle()

    @touches.add("escape", "enter")
    def _(evenement: KeyPressEvent) -> None:
        evenement.current_buffer.insert_text("\n")

    # La saisie n'est pas un résultat : si la sortie standard est un fichier, elle va ailleurs.
    ecran = sys.stdout if sys.stdout.isatty() else sys.stderr
    session: PromptSession[str] = PromptSession(
        completer=DeskCompleter(bureau),
        complete_in_thread=True,
        history=CommandHistory(None if bureau.agent.dry_run else history_file()),
        key_bindings=touches,
        multiline=True,
        prompt_continuation="… ",
        output=create_output(stdout=ecran),
        color_depth=None if bureau.out.couleurs else ColorDepth.DEPTH_1_BIT,
    )
    # Proposer sans qu'on le demande : une commande, ou l'expéditeur tant qu'il n'est pas choisi.
    session.complete_while_typing = Condition(
        lambda: not bureau.email or session.default_buffer.text.startswith("/")
    )
    return session


class DeskCompleter(Completer):
    """Complète une commande, ce qui la suit, ou l'adresse d'un client."""

    def __init__(self, bureau: Desk) -> None:
        self._bureau = bureau

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        """Les propositions pour ce qui est tapé avant le curseur."""
        texte = document.text_before_cursor
        if "\n" in texte:
            return
        commande, espace, argument = texte.partition(" ")
        if not texte.startswith("/"):
            yield from self._clients(texte)
        elif not espace:
            for c in COMMANDES:
                if c.nom.startswith(commande.lower()):
                    yield Completion(
                        f"{c.nom} " if c.argument else c.nom,
                        -len(texte),
                        display=f"{c.nom} {c.argument}".strip(),
                        display_meta=c.aide,
                    )
        elif commande == "/categorie":
            yield from _starting(self._bureau.categories, argument)
        elif commande == "/ouvrir":
            yield from self._tickets(argument)
        elif commande == "/client":
            yield from self._clients(argument)

    def _clients(self, debut: str) -> Iterator[Completion]:
        if not debut.strip() or len(debut.split()) > 1:
            return
        try:
            trouves = self._bureau.agent.crm.find_clients(debut, CLIENTS_MAX)
        except SupportError:
            return  # la base ne répond plus : la ligne, une fois donnée, le dira
        for client in trouves:
            email = one_line(client.email)
            nom = one_line(client.nom_complet)
            yield Completion(email, -len(debut), display_meta=nom)

    def _tickets(self, debut: str) -> Iterator[Completion]:
        for numero, ticket in self._bureau.listes.items():
            if numero.startswith(debut):
                extrait = shorten(one_line(ticket.message), 60)
                yield Completion(numero, -len(debut), display_meta=extrait)


def _starting(noms: Iterable[str], debut: str) -> Iterator[Completion]:
    for nom in noms:
        if nom.lower().startswith(debut.lower()):
            yield Completion(nom, -len(debut))
