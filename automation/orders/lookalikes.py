"""Pur : masquer, dans un texte plié, ce qui porte des chiffres sans pouvoir être une commande."""

import re

from automation.languages.fr.words import (
    MOIS,
    MOIS_ABREGES,
    MONNAIES,
    SIGNES_DE_MONNAIE,
    UNITES,
    VOIES,
)
from automation.reading.folding import AUTRE, DATE, alternatives

_MOIS = rf"{alternatives((*MOIS, *MOIS_ABREGES))}\b"
_MONNAIE = rf"(?:[{SIGNES_DE_MONNAIE}]|{alternatives(MONNAIES)}\b)"
_UNITE = rf"(?:[%‰°]|{alternatives(UNITES)}\b)"
_UNITE_COLLEE = r"(?:[elmghjxwv]\b|m[²2³3]|(?:ieme|eme|ere?|nde?|es)s?\b)"
_VOIE = rf"{alternatives(VOIES)}\b"

_ADRESSES = re.compile(
    r"(?:https?://|www\.)\S+|[^\s@]{1,64}@[^\s@]{1,255}|&(?:\#x?[0-9a-f]{1,7}\ ?;?|[a-z0-9]{2,8};)"
)

_APRES_DES_LETTRES = re.compile(  # essayé deux lettres (et un espace) avant un chiffre
    r"(?<![a-z0-9])[a-z]{2}(?:"
    r"\d\d(?:\ ?\d[a-z0-9]{3})(?:\ ?[a-z0-9]{4}){2,6}(?:\ ?[a-z0-9]{1,3})?"  # IBAN
    r"|\ ?\d{9,12}\ ?(?:[a-z]{1,2})?|\ ?\d{3}\ \d{3}\ \d{3}\ [a-z]{2}"  # suivi XA123456789FR
    r")(?![a-z0-9])"
)

_DES_LE_CHIFFRE = re.compile(
    rf"""
      (?<![a-z0-9])(?:1z[a-z0-9]{{8,16}}\b                                      # UPS
        | \d[a-z]\ ?\d{{5}}\ ?\d{{5}}\ ?\d\b                                    # Colissimo
        | \d{{4}}(?:[ -][\dx*]{{4}}){{2,3}}(?!\d)                               # carte
        | \d{{3}}\ \d{{3}}\ \d{{3}}\ \d{{5}}\b                                  # SIRET
        | (?:(?<=\+)|00\ ?)[1-9]\d{{0,2}}\ ?(?:\(0\)\ ?)?\d(?:[ .-]?\d){{6,11}}(?!\d)  # +33 6 …
        | 0[1-9](?:[ ./-]{{0,2}}\d){{8}}(?!\d)                                  # 06 …
        | [67](?:[ .-]\d\d){{4}}(?!\d))
    | (?<![\d/.-])(?P<date>
        [0-3]?\d\ ?(?:er\b)?\ ?{_MOIS}(?:\.?\ ?,?(?:19|20)?\d\d(?!\d))?         # 3 décembre 2018
      | [0-3]?\d\ ?(?P<s>[/.-])\ ?[01]?\d\ ?(?P=s)\ ?(?:(?:19|20)\d\d|\d\d)(?![-/]?\d) # 28/05/2019
      | [0-3]?\d/[01]?\d(?![\d/])                                               # 28/05
      | [0-3]\d[.-](?:0\d|1[0-2])(?![\d.-])                                     # 28-05
      | [01]?\d/(?:19|20)\d\d(?!\d)                                             # 05/2019
      | (?:19|20)\d\d(?P<t>[/.-])[01]?\d(?P=t)[0-3]?\d(?![-/]?\d)               # 2019-05-28
      | [0-3]\d\ [01]\d\ (?:19|20)\d\d(?!\d))                                   # 28 05 2019
    | (?:(?<=[{SIGNES_DE_MONNAIE}])|(?<=[{SIGNES_DE_MONNAIE}]\ ))\d+(?:[.,]\d+)?   # € 12
    | \d{{1,3}}(?:[ .]\d{{3}}){{1,4}}(?:,\d\d?)?\ ?(?:{_MONNAIE}|km\b)          # 1 234 €
    | \d+,\d{{1,3}}(?!\d)(?:\ ?(?:{_MONNAIE}|{_UNITE}|{_UNITE_COLLEE}))?        # 49,90
    | \d{{1,6}}\.\d\d?(?!\d)(?:\ ?(?:{_MONNAIE}|{_UNITE}|{_UNITE_COLLEE}))?     # 7.99
    | [0-2]?\d\ ?(?:[h:]|heures?)\ ?[0-5]\d(?:\ ?:\ ?[0-5]\d)?(?!\d)            # 14h30
    | (?:(?<=\[\#)|(?<=\[ticket\ )|(?<=\[ticket\ \#))\d{{1,9}}(?=\])              # [#402]
    | \d{{1,7}}\ ?(?:%|{_MONNAIE})
    | (?<!\d\ )\d{{1,4}}(?:\ ?{_UNITE}|{_UNITE_COLLEE})
    | \d{{1,4}}(?:\ (?:bis|ter))?\ ?,?\ ?{_VOIE}
    """,
    re.VERBOSE,
)
"""Essayé au premier chiffre de chaque suite de chiffres."""

_CHIFFRES = re.compile(r"\d+")


def mask(plie: str) -> str:
    """Masque, à longueur égale, ce qui porte des chiffres sans être une commande."""
    if "@" in plie or "://" in plie or "www." in plie or "&" in plie:
        plie = _ADRESSES.sub(lambda trouve: AUTRE * len(trouve[0]), plie)
    morceaux: list[str] = []
    fait = 0
    for suite in _CHIFFRES.finditer(plie):
        debut = suite.start()
        if debut < fait:
            continue
        if trouve := _faux_ami(plie, debut):
            debut, fin = trouve.span()
            cache = DATE if trouve.lastgroup == "date" else AUTRE
            morceaux += (plie[fait:debut], cache * (fin - debut))
            fait = fin
    return "".join((*morceaux, plie[fait:]))


def _faux_ami(plie: str, debut: int) -> re.Match[str] | None:
    """Ce qui, autour du chiffre placé en ``debut``, n'est pas une commande."""
    lettre = (
        plie[debut - 1 : debut] if plie[debut - 1 : debut] != " " else plie[debut - 2 : debut - 1]
    )
    if lettre.isalpha():
        for recul in (2, 3):
            if debut >= recul and (code := _APRES_DES_LETTRES.match(plie, debut - recul)):
                return code
    return _DES_LE_CHIFFRE.match(plie, debut)
