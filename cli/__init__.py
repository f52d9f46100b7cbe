"""Ce qu'une personne voit dans un terminal : une commande, un module.

Ajouter une commande, c'est une ligne dans ``COMMANDES`` et un module de ce dossier, avec sa
fonction ``run(options, settings, out) -> int`` ; ajouter une option, une ligne dans ``OPTIONS``.
L'aide, la complétion, les refus et le tableau du README viennent de ces deux listes.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING

from cli import values
from cli.output import Output

if TYPE_CHECKING:
    # L'aide lit ce tableau, et se passe de la configuration.
    from config import Settings


class Option:
    """Une option de la ligne de commande.

    Attributes:
        nom: « --process-pending ».
        aide: ce qu'elle fait, sans majuscule ni point.
        valeurs: les noms de ce qui la suit ; rien pour une option qui se dit seule.
        lire: lit et vérifie sa valeur ; ``argparse.ArgumentTypeError`` la refuse.
        avec: les commandes qu'elle précise, par leur nom ; aucune si elle en est une.
        suite: sa valeur peut être suivie d'autres, de la même sorte.
    """

    def __init__(
        self,
        nom: str,
        aide: str,
        *valeurs: str,
        lire: Callable[[str], object] = str,
        avec: tuple[str, ...] = (),
        suite: bool = False,
    ) -> None:
        self.nom, self.valeurs, self.lire, self.avec = nom, valeurs, lire, avec
        self.suite = suite
        self.aide = f"avec {self.commandes} : {aide}" if avec else aide

    @property
    def dest(self) -> str:
        """Son nom parmi les options lues : « process_pending »."""
        return self.nom.removeprefix("--").replace("-", "_")

    @property
    def commandes(self) -> str:
        """Les commandes qu'elle précise : « --process-pending ou --import-tickets »."""
        return " ou ".join(self.avec)

    def is_given(self, options: Namespace) -> bool:
        """Vrai si cette option est sur la ligne de commande lue."""
        return getattr(options, self.dest) not in (None, False)


class Command(Option):
    """Une commande : l'option qui la demande, et le module qui l'exécute.

    Attributes:
        module: celui de ce dossier ; vide si la porte (``main``) y répond elle-même.
        muette: n'a rien à signaler, et se passe du module ``logging``.
    """

    def __init__(
        self,
        nom: str,
        module: str,
        aide: str,
        *valeurs: str,
        lire: Callable[[str], object] = str,
        muette: bool = False,
    ) -> None:
        super().__init__(nom, aide, *valeurs, lire=lire)
        self.module, self.muette = module, muette


COMMANDES = (
    Command(
        "--setup",
        "setup",
        "prépare la base de données et Notion, et rend compte de chaque partie ; peut être "
        "relancé sans risque",
    ),
    Command(
        "--interactive",
        "interactive",
        "ouvre le bureau du support : essayer un message, relire, modifier, envoyer",
    ),
    Command(
        "--message",
        "message",
        "traite un message et l'enregistre (TEXTE « - » : lu sur l'entrée standard)",
        "EMAIL",
        "TEXTE",
    ),
    Command(
        "--process-pending",
        "pending",
        "traite tous les tickets en attente, du plus ancien au plus récent",
    ),
    Command("--stats", "stats", "montre les tickets, les décisions et les délais"),
    Command(
        "--explain",
        "explain",
        "dit comment un texte serait compris, et pourquoi ; n'enregistre rien",
        "TEXTE",
        muette=True,
    ),
    Command(
        "--evaluate",
        "evaluate",
        "mesure les règles sur des messages déjà classés (colonnes text et label)",
        "FICHIER",
    ),
    Command(
        "--train",
        "train",
        "apprend au second lecteur vos messages déjà classés (100 au moins), si cela lui sert",
        "FICHIER",
    ),
    Command(
        "--import-tickets",
        "importing",
        "crée des tickets « Nouveau » depuis un fichier CSV ou JSON Lines",
        "FICHIER",
    ),
    Command(
        "--replay",
        "replay",
        "rejoue le journal avec les règles d'aujourd'hui et dit ce qui changerait ; n'écrit rien",
    ),
    Command(
        "--outbox",
        "outbox",
        "montre les réponses qui doivent partir : leur état, leur âge, leur destinataire",
    ),
    Command(
        "--templates",
        "templates",
        "montre les modèles de réponse : lequel sert à quoi, lesquels jamais, et ce qui manque",
    ),
    Command(
        "--completion",
        "",
        "affiche de quoi compléter les options avec la touche Tab (bash, zsh ou fish)",
        "SHELL",
        lire=values.shell,
    ),
    Command("--version", "", "affiche la version"),
)
"""Les commandes, dans l'ordre de l'aide ; une seule à la fois."""

OPTIONS = (
    Option(
        "--order-id",
        "numéro ou référence de la commande dont il s'agit",
        "N",
        lire=values.order_id,
        avec=("--message", "--templates"),
    ),
    Option(
        "--limit",
        "s'arrête après N tickets",
        "N",
        lire=values.positive,
        avec=("--process-pending", "--import-tickets"),
    ),
    Option(
        "--encore",
        "recrée des tickets d'un fichier déjà importé en entier",
        avec=("--import-tickets",),
    ),
    Option(
        "--workers",
        "nombre de processus qui se partagent les tickets (1)",
        "N",
        lire=values.workers,
        avec=("--process-pending",),
    ),
    Option(
        "--check",
        "regarde seulement ; code 3 ou 4 si quelque chose ne va pas",
        avec=("--setup",),
    ),
    Option(
        "--nouveaux-modeles",
        "ajoute les modèles de départ qui manquent et retire ceux de la version 1.0 restés tels "
        "quels ; montre seulement, sans --oui",
        avec=("--setup",),
    ),
    Option(
        "--sans-exemples",
        "n'ajoute ni clients ni commandes d'exemple à une base neuve",
        avec=("--setup",),
    ),
    Option(
        "--retirer-exemples",
        "montre les clients et commandes d'exemple que personne n'a changés ni employés, et les "
        "retire avec --oui",
        avec=("--setup",),
    ),
    Option(
        "--depuis",
        "à partir de ce jour (JJ/MM/AAAA ou AAAA-MM-JJ)",
        "JOUR",
        lire=values.day,
        avec=("--stats",),
    ),
    Option("--jusqu-a", "jusqu'à ce jour compris", "JOUR", lire=values.day, avec=("--stats",)),
    Option(
        "--html",
        "écrit aussi une page à ouvrir, imprimer ou envoyer",
        "FICHIER",
        avec=("--stats",),
    ),
    Option(
        "--rules",
        "compare à d'autres règles, message par message",
        "AUTRE.toml",
        avec=("--evaluate",),
    ),
    Option(
        "--no-avis",
        "les règles seules, sans le second lecteur (comme AVIS=non)",
        avec=(
            "--message",
            "--process-pending",
            "--explain",
            "--evaluate",
            "--replay",
            "--interactive",
        ),
    ),
    Option("--show", "montre une réponse en entier", "ID", avec=("--outbox",)),
    Option(
        "--withdraw",
        "retire ces réponses de l'envoi ; une personne reprend leurs tickets",
        "ID",
        avec=("--outbox",),
        suite=True,
    ),
    Option(
        "--remettre",
        "remet à votre outil d'envoi ce qui est prêt, avec --json ; rien n'est remis deux fois",
        avec=("--outbox",),
    ),
    Option(
        "--confirm",
        "confirme que ces réponses, remises, sont parties",
        "ID",
        avec=("--outbox",),
        suite=True,
    ),
    Option(
        "--essayer",
        "remplit un modèle avec la commande de --order-id ; n'enregistre rien",
        "ID",
        avec=("--templates",),
    ),
    Option(
        "--exporter", "écrit vos modèles dans un fichier TOML", "FICHIER", avec=("--templates",)
    ),
    Option(
        "--importer",
        "ajoute ou met à jour des modèles d'un fichier TOML ; montre seulement, sans --oui",
        "FICHIER",
        avec=("--templates",),
    ),
    Option("--oui", "fait ce que la commande vient de montrer", avec=("--setup", "--templates")),
)
"""Les options d'une commande, dans l'ordre de l'aide."""


def run(options: Namespace, settings: Settings, out: Output) -> int:
    """Exécute la commande demandée et rend son code de sortie.

    Raises:
        SupportError: la commande n'a pas pu être menée à bien.
    """
    from importlib import import_module

    commande = next(commande for commande in COMMANDES if commande.is_given(options))
    if not commande.muette:
        from cli import log

        log.configure(out)
    if options.no_avis:
        # Importé ici : l'aide lit ce module, et s'en passe.
        from dataclasses import replace

        settings = replace(settings, avis=False)
    code: int = import_module(f"cli.{commande.module}").run(options, settings, out)
    return code
