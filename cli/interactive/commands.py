"""Les commandes du bureau : ce qu'une ligne demande, leur aide, et où est gardé leur historique."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cli.interactive.desk import Desk, is_email
from cli.output import Output
from cli.render import hang, indent
from cli.safe_text import one_line
from errors import UsageError


@dataclass(frozen=True, slots=True)
class DeskCommand:
    """Une commande du bureau.

    Attributes:
        nom: « /envoyer ».
        argument: ce qui la suit, tel que l'aide le montre ; vide si rien ne la suit.
        action: ce qu'elle fait au bureau, avec le texte de son argument.
    """

    nom: str
    argument: str
    aide: str
    action: Callable[[Desk, str], None]


COMMANDES = (
    DeskCommand("/envoyer", "", "met cette réponse à l'envoi, statut « Traité »", Desk.send),
    DeskCommand("/modifier", "", "corrige la réponse dans votre éditeur ($EDITOR)", Desk.edit),
    DeskCommand(
        "/ia", "", "prend pour réponse le brouillon rédigé avec l'IA, à relire", Desk.take_ai_draft
    ),
    DeskCommand("/confier", "", "garde pour plus tard, statut « En cours »", Desk.hold),
    DeskCommand(
        "/categorie", "NOM", "change la catégorie, et la réponse qui va avec", Desk.change_category
    ),
    DeskCommand("/attente", "", "montre les tickets en attente et ceux confiés", Desk.list_open),
    DeskCommand("/ouvrir", "NUMÉRO", "ouvre un de ces tickets, pour y répondre", Desk.open_ticket),
    DeskCommand(
        "/client", "[ADRESSE]", "montre un client, ses commandes, ses tickets", Desk.show_client
    ),
    DeskCommand("/stats", "", "montre les statistiques", Desk.stats),
    DeskCommand("/aide", "", "montre cette aide", lambda bureau, _: show_guide(bureau.out)),
    DeskCommand("/quitter", "", "s'en va (ou Ctrl-D)", Desk.leave),
)
"""Les commandes, dans l'ordre de l'aide."""


def handle(bureau: Desk, ligne: str) -> None:
    """Comprend une ligne : une commande, l'adresse de l'expéditeur, ou son message.

    Raises:
        SupportError: la ligne ne peut pas être suivie d'effet.
    """
    ligne = ligne.strip()
    if not ligne:
        return
    if ligne.startswith("/") and "\n" not in ligne:
        tape, _, argument = ligne.partition(" ")
        nom = tape.lower().replace("é", "e")
        commande = next((commande for commande in COMMANDES if commande.nom == nom), None)
        if commande is None:
            raise UsageError(f"« {one_line(ligne)} » n'est pas une commande. Voir /aide.")
        commande.action(bureau, argument.strip())
    elif is_email(ligne):
        bureau.choose_sender(ligne)
    else:
        bureau.preview(ligne)


_MARGE = " " * 22
_DEBUT = """\
Une adresse e-mail seule choisit l'expéditeur ; toute autre ligne est un message.
Rien n'est écrit avant /envoyer ou /confier."""
_FIN = """\
Au clavier : Tab complète une adresse, un nom ou une commande ; un message se \
colle tel quel, ou se tape sur plusieurs lignes avec Alt-Entrée ; Ctrl-C efface \
la ligne, Ctrl-D s'en va ; flèche haute : les lignes précédentes.
Les commandes (jamais les messages) sont gardées dans {}."""


def history_file() -> Path:
    """Où sont gardées les commandes tapées (jamais un message, jamais une adresse).

    Le dossier d'état de l'utilisateur : https://specifications.freedesktop.org/basedir-spec
    """
    etat = os.environ.get("XDG_STATE_HOME", "")
    dossier = Path(etat) if etat.startswith("/") else Path.home() / ".local" / "state"
    return dossier / "automatisation-support-client" / "historique"


def show_guide(out: Output) -> None:
    """Montre l'aide du bureau, repliée à la largeur du terminal."""
    out.text(f"{indent(out, _DEBUT)}\n")
    for c in COMMANDES:
        out.text(f"  {f'{c.nom} {c.argument}'.strip():<18}  {hang(out, c.aide, _MARGE)}")
    out.text(f"\n{indent(out, _FIN.format(history_file()))}")
