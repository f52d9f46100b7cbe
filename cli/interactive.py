"""Le mode interactif : essayer des messages, un par un ; rien n'est écrit avant ``/envoyer``.

Au clavier ou depuis un tuyau, ce sont les mêmes lignes : une adresse choisit l'expéditeur, une
commande commence par « / », toute autre ligne est un message.
"""

import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from cli import render
from cli.output import Output
from cli.safe_text import one_line
from errors import Interrupted, SupportError, UsageError
from models import Dossier, check_email

if TYPE_CHECKING:
    from automation.support_agent import SupportAgent

AIDE = """\
Une adresse e-mail choisit l'expéditeur ; toute autre ligne est un message de cet expéditeur.
  /envoyer   enregistre le dernier message avec sa réponse, comme « Traité »
  /stats     montre les statistiques
  /aide      montre cette aide
  /quitter   s'en va (ou Ctrl-D)"""


def run_interactive(agent: "SupportAgent", out: Output) -> int:
    """Mène la conversation jusqu'à ``/quitter`` ou la fin de l'entrée ; rend le code de sortie."""
    bureau = Desk(agent, out)
    # Une base absente ou jamais préparée se dit tout de suite, pas après le premier message.
    agent.desk.get_reponses_types()
    agent.crm.get_commandes_by_clients([0])
    if sys.stdin.isatty():
        out.text("Mode interactif. Donnez l'adresse d'un client, puis son message (/aide).")
    for ligne in _lines(bureau):
        try:
            bureau.handle(ligne)
        except SupportError as erreur:
            bureau.code = max(bureau.code, erreur.code if erreur.code > UsageError.code else 1)
            out.error(f"Erreur : {erreur}")
        if bureau.fini:
            break
    bureau.say_unsent()
    return bureau.code


class Desk:
    """L'état d'une conversation : l'expéditeur choisi et le dernier message examiné."""

    def __init__(self, agent: "SupportAgent", out: Output) -> None:
        self.agent = agent
        self.out = out
        self.email = ""
        self.dossier: Dossier | None = None
        self.fini = False
        self.code = 0
        self.commandes: dict[str, Callable[[], None]] = {
            "/envoyer": self.send,
            "/stats": self.stats,
            "/aide": lambda: out.text(AIDE),
            "/quitter": self.leave,
        }

    def handle(self, ligne: str) -> None:
        """Comprend une ligne.

        Raises:
            SupportError: la ligne ne peut pas être suivie d'effet.
        """
        ligne = ligne.strip()
        if not ligne:
            return
        if ligne.startswith("/"):
            commande = self.commandes.get(ligne.lower())
            if commande is None:
                raise UsageError(f"« {one_line(ligne)} » n'est pas une commande. Voir /aide.")
            commande()
        elif _is_email(ligne):
            self.choose_sender(ligne)
        else:
            self.preview(ligne)

    def choose_sender(self, email: str) -> None:
        """Change d'expéditeur."""
        self.say_unsent()
        self.dossier = None
        self.email = check_email(email)
        client = self.agent.crm.get_clients_by_emails([self.email]).get(self.email)
        qui = render.client_line(client) if client else one_line(self.email)
        self.out.text(f"Expéditeur : {qui}")
        if client is None:
            self.out.text("Aucun client n'a cette adresse : ses messages seront confiés.")

    def preview(self, texte: str) -> None:
        """Examine un message, sans rien écrire."""
        from automation.intake import incoming_message

        if not self.email:
            raise UsageError("Donnez d'abord l'adresse e-mail de l'expéditeur, seule sur sa ligne.")
        self.say_unsent()
        self.dossier = None
        self.dossier = self.agent.preview(incoming_message(self.email, texte))
        render.show_preview(self.out, self.dossier)
        self.out.text("\n/envoyer pour enregistrer ce message avec cette réponse.")

    def send(self) -> None:
        """Enregistre le dernier message, avec sa réponse."""
        if self.dossier is None:
            raise UsageError("Il n'y a pas de message à enregistrer : écrivez-en un d'abord.")
        if self.dossier.resultat.reponse is None:
            raise UsageError(
                "Ce message n'a pas de réponse à envoyer : traitez-le avec --message pour le "
                "confier à une personne."
            )
        ticket_id = self.agent.record_by_hand(self.dossier)
        self.dossier = None
        if self.agent.dry_run:
            self.out.text("Essai à blanc : rien n'a été enregistré.")
        else:
            self.out.text(f"Enregistré : ticket n° {ticket_id}, statut « Traité ».")

    def stats(self) -> None:
        """Montre les statistiques."""
        from cli.stats import show_statistics

        show_statistics(self.out, self.agent.get_statistics())

    def leave(self) -> None:
        """S'en va."""
        self.fini = True

    def say_unsent(self) -> None:
        """Dit qu'un message examiné n'a pas été enregistré."""
        if self.dossier is not None:
            self.out.note("Le message précédent n'a pas été enregistré.")


def _is_email(ligne: str) -> bool:
    try:
        check_email(ligne)
    except ValueError:
        return False
    return True


def _lines(bureau: Desk) -> Iterator[str]:
    if not sys.stdin.isatty():
        for ligne in sys.stdin.buffer:
            yield ligne.decode("utf-8", errors="replace")
        return
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import WordCompleter

    session: PromptSession[str] = PromptSession(
        completer=WordCompleter(sorted(bureau.commandes), sentence=True),
        complete_while_typing=False,
    )
    while True:
        try:
            yield session.prompt(f"{one_line(bureau.email) or 'adresse'} > ")
        except Interrupted:
            raise
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
