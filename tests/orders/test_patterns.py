"""Les modèles de références d'une boutique ne coûtent jamais plus que leur texte."""

import pytest

from automation.orders.patterns import compile_motifs


@pytest.mark.parametrize(
    "motif",
    [
        "CMD9+9+9+9+",
        "CMD" + "9+" * 8,
        "CM 9+ 9+ 9+ 9+ 9+ 9+",
        "CMD9+-9+-9+-9+-9+-9+-9+",
        "C" + "-" * 30 + "99",
    ],
)
def test_no_pattern_backtracks(motif: str) -> None:
    """Un modèle dont les chiffres se couperaient de mille façons reste linéaire."""
    (compile_,) = compile_motifs((motif,))
    for suite in ("1" * 10_000, "1" * 120, ("1" * 18 + " ") * 500, "-" * 5_000):
        for debut in ("cmd", "cm", "c"):
            assert len(list(compile_.reconnus(f"{debut}{suite}x"))) <= 1


@pytest.mark.parametrize(
    ("motif", "texte", "lue"),
    [
        ("CMD-9999-9+", "cmd20240017", "CMD-2024-0017"),
        ("CMD-9+", "cmd 17", "CMD-17"),
        ("CMD9+9+9", "cmd123", "CMD123"),
        ("CMD9+9+9", "cmd12", None),
        ("9+A9+", "12b7", "12B7"),
        ("CMD9+-9+", "cmd12.7", "CMD12-7"),
        ("CMD9+-9+", "cmd127", None),
        ("CMD9+-99", "cmd12799", "CMD127-99"),
    ],
)
def test_what_a_pattern_reads_is_unchanged(motif: str, texte: str, lue: str | None) -> None:
    """Les séparateurs s'omettent là où les chiffres ne se coupent que d'une façon."""
    (compile_,) = compile_motifs((motif,))
    assert [trouve[0] for trouve in compile_.reconnus(texte)] == ([lue] if lue else [])
