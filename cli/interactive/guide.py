"""Les commandes du bureau, leur aide, et où est gardé leur historique."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Commande:
    """Une commande : son nom, ce qui la suit, et ce qu'elle fait."""

    nom: str
    argument: str
    aide: str


COMMANDES = (
    Commande("/envoyer", "", "enregistre le message avec cette réponse, statut « Traité »"),
    Commande("/modifier", "", "ouvre la réponse dans votre éditeur ($EDITOR), pour la corriger"),
    Commande("/confier", "", "enregistre sans répondre, statut « En cours », pour plus tard"),
    Commande("/categorie", "NOM", "change la catégorie, et propose la réponse qui va avec"),
    Commande("/attente", "", "montre les tickets en attente et ceux confiés à une personne"),
    Commande("/ouvrir", "NUMÉRO", "ouvre un de ces tickets, pour y répondre"),
    Commande("/client", "[ADRESSE]", "montre la fiche d'un client, ses commandes, ses chiffres"),
    Commande("/stats", "", "montre les statistiques"),
    Commande("/aide", "", "montre cette aide"),
    Commande("/quitter", "", "s'en va (ou Ctrl-D)"),
)


def history_file() -> Path:
    """Où sont gardées les commandes tapées (jamais un message, jamais une adresse).

    Le dossier d'état de l'utilisateur : https://specifications.freedesktop.org/basedir-spec
    """
    etat = os.environ.get("XDG_STATE_HOME", "")
    dossier = Path(etat) if etat.startswith("/") else Path.home() / ".local" / "state"
    return dossier / "automatisation-support-client" / "historique"


def guide_text() -> str:
    """L'aide du bureau."""
    lignes = [f"  {f'{c.nom} {c.argument}'.strip():<20}  {c.aide}" for c in COMMANDES]
    return "\n".join(
        (
            "Une adresse e-mail seule choisit l'expéditeur ; toute autre ligne est un message.",
            "Rien n'est écrit avant /envoyer ou /confier.",
            "",
            *lignes,
            "",
            "Au clavier : Tab complète une adresse, un nom ou une commande ; un message se colle",
            "tel quel, ou se tape sur plusieurs lignes avec Alt-Entrée ; Ctrl-C efface la ligne,",
            "Ctrl-D s'en va ; flèche haute : les lignes précédentes.",
            f"Les commandes (jamais les messages) sont gardées dans {history_file()}.",
        )
    )
