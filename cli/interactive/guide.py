"""Les commandes du bureau, leur aide, et où est gardé leur historique."""

import os
from dataclasses import dataclass
from pathlib import Path

from cli.output import Output
from cli.render import fold


@dataclass(frozen=True, slots=True)
class Commande:
    """Une commande : son nom, ce qui la suit, et ce qu'elle fait."""

    nom: str
    argument: str
    aide: str


COMMANDES = (
    Commande("/envoyer", "", "enregistre avec cette réponse, statut « Traité »"),
    Commande("/modifier", "", "corrige la réponse dans votre éditeur ($EDITOR)"),
    Commande("/confier", "", "garde pour plus tard, statut « En cours »"),
    Commande("/categorie", "NOM", "change la catégorie, et la réponse qui va avec"),
    Commande("/attente", "", "montre les tickets en attente et ceux confiés"),
    Commande("/ouvrir", "NUMÉRO", "ouvre un de ces tickets, pour y répondre"),
    Commande("/client", "[ADRESSE]", "montre un client, ses commandes, ses tickets"),
    Commande("/stats", "", "montre les statistiques"),
    Commande("/aide", "", "montre cette aide"),
    Commande("/quitter", "", "s'en va (ou Ctrl-D)"),
)


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


def guide_text(out: Output) -> str:
    """L'aide du bureau, repliée à la largeur du terminal."""
    lignes = []
    for c in COMMANDES:
        aide = fold(out, c.aide, _MARGE).removeprefix(_MARGE)
        lignes.append(f"  {f'{c.nom} {c.argument}'.strip():<18}  {aide}")
    debut, fin = (fold(out, texte, "") for texte in (_DEBUT, _FIN.format(history_file())))
    return "\n".join((debut, "", *lignes, "", fin))
