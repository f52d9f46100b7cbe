"""Les modèles de départ des versions passées, reconnus s'ils n'ont pas été changés."""

from hashlib import sha256

from models.tickets import ReponseType

_DE_LA_1_0 = frozenset(
    {
        "640f3a4c1b0704ac",
        "c8fb2e78df1f39d9",
        "0e49d4db4163fb74",
        "b71503fa0a64176a",
        "7298be16ed4358ab",
        "a096011be96b943b",
        "3420fede791bb576",
        "8168fec38b28a28a",
        "1d64bd7acd6d02c1",
    }
)
"""Empreintes de la version 1.0 (voir ``_digest``) ; leurs textes ne servent plus."""


def is_old_starter(modele: ReponseType) -> bool:
    """Vrai si c'est un modèle de départ d'une version passée, tel qu'elle l'a écrit."""
    return not modele.demande and not modele.etats and _digest(modele) in _DE_LA_1_0


def _digest(modele: ReponseType) -> str:
    texte = modele.texte.replace("\r\n", "\n").strip()
    return sha256(f"{modele.categorie}\n{texte}".encode()).hexdigest()[:16]
