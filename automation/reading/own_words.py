"""Pur : ce que la personne a écrit elle-même, sans HTML, sans citations, sans signature.

Le texte reçu n'est jamais changé : il reste sur le ticket. ``own_words`` en rend la part à lire,
place pour place : ce qui n'est pas d'elle y est blanc.

Ce qui est caché : balises, styles et commentaires HTML (les entités sont décodées) ; lignes
citées par « > », « Le 3 mars à 10:12, X a écrit : » et ce qui suit, « -----Message
d'origine----- », blocs « De : / Envoyé : / À : / Objet : » ; signature après « -- »,
« Envoyé de mon iPhone », mentions de confidentialité. Une réponse écrite entre des lignes citées
ou dessous est gardée. Le haut d'un formulaire de contact est caché : son « Message : » est lu.
Jamais il ne reste rien là où il y a un texte : si tout semble transféré ou cité, c'est cela qui est
lu, et dit douteux.
"""

from typing import NamedTuple

_DECLENCHEURS = (
    *("<", "&", "\n>", "\n >", "--", "—-", "——", "___", "===", "envoy", "sent from", "outlook"),
    *("yahoo", "message d", "transf", "forwarded", "confidenti", "imprim", "antivirus", "avast"),
    *("au-dessus", "au dessus", "above"),
)
"""Sans aucun de ces signes, ni deux-points au milieu de lignes ou d'adresses, un texte ne porte
rien à cacher et n'est pas examiné davantage."""


class Propre(NamedTuple):
    """La part d'un message à lire, de la même longueur que lui.

    Attributes:
        sur: faux si l'on ne sait pas ce que la personne a écrit elle-même (tout semble cité ou
            transféré) : la part à lire est alors ce qui s'y lit.
    """

    texte: str
    sur: bool


def own_words(texte: str) -> str:
    """La part d'un message à lire, de la même longueur que lui. Aucun texte ne lève d'erreur."""
    return read_own_words(texte).texte


def read_own_words(texte: str) -> Propre:
    """Comme ``own_words``, en disant si l'on est sûr que c'est d'elle."""
    bas = texte.lower()
    libelles = ":" in bas and ("\n" in bas or "@" in bas)
    cite = texte.startswith((">", "--")) or any(signe in bas for signe in _DECLENCHEURS)
    if not libelles and not cite:
        return Propre(texte, sur=True)
    # Importés ici : leurs expressions sont longues à préparer, et bien des textes s'en passent.
    from automation.reading.quotes import own_parts

    lu = texte
    if "<" in texte or "&" in texte:
        from automation.reading.markup import readable

        lu = readable(texte)
    morceaux: list[str] = []
    fin = 0
    parts, sur = own_parts(lu)
    for de, a in parts:
        morceaux += (" " * (de - fin), lu[de:a])
        fin = a
    return Propre("".join((*morceaux, " " * (len(lu) - fin))), sur)
