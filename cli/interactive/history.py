"""L'historique du bureau : les commandes d'une session à l'autre, jamais un message."""

import os
from collections.abc import Iterable
from pathlib import Path

from prompt_toolkit.history import History

LIGNES_MAX = 500
"""Commandes relues au départ."""


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
