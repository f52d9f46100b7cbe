"""Pur : les modèles de références qu'une boutique déclare (« CMD-9999-999 »)."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

_PERMIS = re.compile(r"[A-Z0-9+#/._ -]+")
_PIECE = re.compile(r"9\+|.", re.DOTALL)
_SEPARATEURS = "-_./ "


class Motif(NamedTuple):
    """Un modèle prêt à servir.

    Attributes:
        pieces: ses signes dans l'ordre, « 9+ » comptant pour un.
        regex: ce qu'il reconnaît dans un texte plié ; un groupe par signe.
    """

    pieces: tuple[str, ...]
    regex: re.Pattern[str]

    def reconnus(self, plie: str) -> Iterator[tuple[str, int, int]]:
        """Chaque référence reconnue, en capitales avec les séparateurs du modèle, et sa place."""
        for trouve in self.regex.finditer(plie):
            signes = (
                piece if piece in _SEPARATEURS else signe
                for piece, signe in zip(self.pieces, trouve.groups(), strict=True)
            )
            yield "".join(signes).upper(), *trouve.span()


@lru_cache(maxsize=16)
def _compiles(motifs: tuple[str, ...]) -> tuple[Motif, ...]:
    return tuple(_compile(motif) for motif in motifs)


def compile_motifs(motifs: Sequence[str]) -> tuple[Motif, ...]:
    """Prépare les modèles de références d'une boutique.

    Args:
        motifs: par exemple ``CMD-9999-9+``. ``9`` vaut un chiffre, ``9+`` un ou plusieurs
            (18 au plus), ``A`` une lettre ; le reste se lit tel quel, sans égard à la casse. Un
            séparateur (``-``, ``_``, ``.``, ``/``, espace) peut être omis ou remplacé par un
            autre dans le message : la référence rendue porte celui du modèle.

    Returns:
        Les modèles, dans le même ordre.

    Raises:
        ValueError: un modèle ne peut pas servir ; la phrase dit lequel, pourquoi et que faire.
    """
    return _compiles(tuple(motifs))


def _compile(motif: str) -> Motif:
    source = motif.strip().upper()
    pieces = tuple(_PIECE.findall(source))
    if raison := _refus(source, pieces):
        raise ValueError(f"Le motif de commande « {motif[:50]} » {raison}")
    corps = "".join(map(_piece, pieces))
    return Motif(pieces, re.compile(f"(?<![a-z0-9]){corps}(?![a-z0-9])"))


def _refus(source: str, pieces: tuple[str, ...]) -> str | None:
    """Pourquoi ce modèle ne peut pas servir, ou ``None``."""
    chiffres = sum(3 if piece == "9+" else piece == "9" for piece in pieces)
    fixes = sum((piece.isalnum() and piece not in ("9", "A")) or piece == "#" for piece in pieces)
    refus = (
        (len(source) < 4, "est trop court : il faut au moins 4 signes."),
        (len(source) > 40, "est trop long : 40 signes au plus."),
        (
            not _PERMIS.fullmatch(source),
            "contient un signe inattendu : seuls servent les lettres sans accent, les chiffres, "
            "l'espace et - _ . / #.",
        ),
        ("+" in pieces, "emploie + ailleurs qu'après un 9 (« 9+ » : un ou plusieurs chiffres)."),
        (chiffres < 2, "n'a pas de place pour un numéro : écrivez au moins « 99 » ou « 9+ »."),
        (
            not fixes and chiffres < 5,
            "reconnaîtrait n'importe quel nombre : ajoutez ses lettres, ou cinq chiffres.",
        ),
    )
    return next((raison for vrai, raison in refus if vrai), None)


def _piece(piece: str) -> str:
    if piece == "9+":
        return "([0-9]{1,18})"
    if piece == "9":
        return "([0-9])"
    if piece == "A":
        return "([a-z])"
    return "([-_./ ]?)" if piece in _SEPARATEURS else f"({re.escape(piece.lower())})"
