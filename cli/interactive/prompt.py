"""Le clavier : la ligne de saisie, ses compléments, son historique."""

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.history import History
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import ColorDepth, create_output

from cli.interactive.commands import COMMANDES, history_file
from cli.interactive.desk import Desk
from cli.safe_text import one_line, shorten
from errors import Interrupted, SupportError

CLIENTS_MAX = 12
"""Clients proposés à la fois."""

LIGNES_MAX = 500
"""Commandes relues au départ."""


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


class CommandHistory(History):
    """Garde les commandes dans un fichier que seul son propriétaire peut lire.

    Ce qui est tapé reste sous la flèche haute le temps de la session ; seules les commandes sans
    adresse e-mail vont dans le fichier.

    Args:
        fichier: où les garder ; ``None`` pour ne rien garder (essai à blanc).
    """

    def __init__(self, fichier: Path | None) -> None:
        super().__init__()
        self._fichier = fichier

    def load_history_strings(self) -> Iterable[str]:
        """Les commandes gardées, de la plus récente à la plus ancienne."""
        if self._fichier is None:
            return []
        try:
            lignes = self._fichier.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return []  # pas encore d'historique, ou illisible : ce n'est qu'un confort
        return [ligne for ligne in reversed(lignes[-LIGNES_MAX:]) if _is_kept(ligne)]

    def store_string(self, string: str) -> None:
        """Garde une ligne, si c'est une commande."""
        if self._fichier is None or not _is_kept(string):
            return
        try:
            self._fichier.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            ecriture = os.O_WRONLY | os.O_APPEND | os.O_CREAT
            descripteur = os.open(self._fichier, ecriture, 0o600)
            with open(descripteur, "a", encoding="utf-8") as fichier:  # noqa: PTH123  # déjà ouvert
                fichier.write(f"{string.strip()}\n")
        except OSError:
            # Un dossier en lecture seule ne doit pas gêner le travail.
            self._fichier = None


def _is_kept(ligne: str) -> bool:
    return ligne.startswith("/") and "@" not in ligne and len(ligne.strip().splitlines()) == 1
