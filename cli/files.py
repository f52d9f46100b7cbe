"""Écrire un fichier en entier ou pas du tout, et jamais à la place de celui d'un autre."""

import contextlib
import os
import tempfile
from pathlib import Path


def can_be_written(chemin: Path, marque: str) -> bool:
    """Vrai si ce fichier peut être écrit : nouveau, ou l'un des nôtres ; un lien ne l'est jamais.

    Args:
        marque: ce que porte, dans ses premières lignes, un fichier que nous avons écrit.
    """
    try:
        if chemin.is_symlink() or not chemin.parent.is_dir():
            return False
        if not chemin.exists():
            return os.access(chemin.parent, os.W_OK)
        return chemin.is_file() and os.access(chemin, os.W_OK) and _is_ours(chemin, marque)
    except (OSError, ValueError):
        return False


def write_whole(chemin: Path, contenu: str | bytes) -> None:
    """Remplace un fichier d'un seul geste : qui le lit voit l'ancien, ou le nouveau entier.

    Raises:
        OSError: le disque ou le dossier le refuse ; l'ancien est intact.
    """
    numero, provisoire = tempfile.mkstemp(prefix=f".{chemin.name[:50]}.", dir=chemin.parent)
    try:
        with os.fdopen(numero, "wb") as flux:
            flux.write(contenu if isinstance(contenu, bytes) else contenu.encode())
            flux.flush()
            os.fsync(flux.fileno())
        Path(provisoire).chmod(0o666 & ~_umask())
        # Un lien posé ici entre-temps est remplacé lui-même, jamais suivi.
        Path(provisoire).replace(chemin)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(provisoire).unlink()
        raise


def _is_ours(chemin: Path, marque: str) -> bool:
    with chemin.open("rb") as flux:
        debut = flux.read(2000)
    return not debut or marque.encode() in debut


def _umask() -> int:
    masque = os.umask(0o077)
    os.umask(masque)
    return masque
