"""Pur : le texte où l'on cherche des numéros de commande, plié.

Minuscules, sans accents, chiffres ordinaires, un caractère pour un caractère. ``order_mask`` en
cache ensuite les faux amis.
"""

import re
import unicodedata

DATE = "\x01"
"""Remplace chaque caractère d'une date : « commande du 12/03 n° 5 » se lit à travers elle."""

AUTRE = "\x02"
"""Remplace chaque caractère d'un téléphone, d'un prix, d'une mesure, d'un code…"""

_SANS_PLACE = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u2060-\u2064\ufe0f\u20e3\ufeff]")
"""Accents détachés (NFD) et signes invisibles : ils ne comptent pas comme des caractères."""


class _Plis(dict[int, str]):
    """Table de pliage, remplie au premier usage de chaque caractère."""

    def __missing__(self, code: int) -> str:
        self[code] = plie = _plie(chr(code))
        return plie


def _plie(signe: str) -> str:
    """Un caractère pour un caractère."""
    genre = unicodedata.category(signe)
    if signe in "\n\r\x0b\x0c\x85\u2028\u2029":
        return "\n"
    if signe in "’‘ʼ`´":
        return "'"
    if genre == "Nd":
        return str(unicodedata.decimal(signe))
    if genre[0] == "N":  # « ½ » et « ² » ne sont pas des chiffres d'un numéro
        return signe
    if genre[0] in "LSP" and genre != "Pd":
        base = unicodedata.normalize("NFKD", signe)[0].lower()
        return base if len(base) == 1 and not base.isspace() else signe
    return {"Zs": " ", "Pd": "-", "Cc": " " if signe == "\t" else AUTRE}.get(genre, AUTRE)


_PLIS = _Plis()


def fold(texte: str) -> tuple[str, list[int] | None]:
    """Plie un texte.

    Returns:
        Le texte plié et, s'il a fallu en ôter des signes sans place, le rang dans le texte reçu
        de chacun de ses caractères (sinon ``None`` : les rangs sont les mêmes).
    """
    if _SANS_PLACE.search(texte) is None:
        return texte.translate(_PLIS), None
    gardes = [rang for rang, signe in enumerate(texte) if not _SANS_PLACE.match(signe)]
    return "".join([texte[rang] for rang in gardes]).translate(_PLIS), gardes
