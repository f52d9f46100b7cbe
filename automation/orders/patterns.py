"""Pur : les modèles de références qu'une boutique déclare (« CMD-9999-999 »)."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

_PERMIS = re.compile(r"[A-Z0-9+#/._ -]+")
_PIECE = re.compile(r"(?:9\+?)+|.", re.DOTALL)
_CHIFFRES = re.compile(r"(?:9\+?)+")
CHIFFRES_MAX = 18
"""Chiffres d'une suite de longueur libre, au plus."""

_SEPARATEURS = "-_./ "


class Motif(NamedTuple):
    """Un modèle prêt à servir.

    Attributes:
        pieces: ses signes dans l'ordre, une suite de « 9 » et « 9+ » comptant pour un.
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
    # « 9+9+9 » se coupe de mille façons, et n'est qu'une suite de chiffres : une seule pièce.
    pieces = tuple(_PIECE.findall(source))
    if raison := _refus(source, pieces):
        raise ValueError(f"Le motif de commande « {motif[:50]} » {raison}")
    corps = "".join(_piece(piece, suite=pieces[rang + 1 :]) for rang, piece in enumerate(pieces))
    return Motif(pieces, re.compile(f"(?<![a-z0-9]){corps}(?![a-z0-9])"))


def _refus(source: str, pieces: tuple[str, ...]) -> str | None:
    """Pourquoi ce modèle ne peut pas servir, ou ``None``."""
    suites = [piece for piece in pieces if _CHIFFRES.fullmatch(piece)]
    chiffres = sum(piece.count("9") + 2 * piece.count("+") for piece in suites)
    autres = [piece for piece in pieces if piece not in suites and piece != "A"]
    fixes = sum(piece.isalnum() or piece == "#" for piece in autres)
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


def _piece(piece: str, suite: tuple[str, ...]) -> str:
    """Ce que reconnaît une pièce ; aucune n'est essayée de plus de dix-huit façons."""
    if _CHIFFRES.fullmatch(piece):
        nombre = len(piece.replace("9+", "9"))
        plus = CHIFFRES_MAX if "+" in piece else nombre
        # Deux suites de longueur libre qui se toucheraient, leur séparateur omis, se couperaient de
        # mille façons : la première prend tous ses chiffres.
        prend_tout = "+" if _another_run(suite) else ""
        return f"([0-9]{{{nombre},{plus}}}{prend_tout})"
    if piece == "A":
        return "([a-z])"
    return "([-_./ ]?+)" if piece in _SEPARATEURS else f"({re.escape(piece.lower())})"


def _another_run(suite: tuple[str, ...]) -> bool:
    """Vrai si une autre suite de longueur libre vient sans rien d'obligatoire entre les deux."""
    for piece in suite:
        if "+" in piece:
            return True
        if piece not in _SEPARATEURS and not _CHIFFRES.fullmatch(piece):
            return False
    return False
