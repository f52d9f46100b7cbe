"""Pur : ce que la personne a écrit elle-même, sans HTML, sans citations, sans signature.

Le texte reçu n'est jamais changé : il reste sur le ticket. ``clean`` en donne la part à
analyser et dit d'où vient chacun de ses caractères.

Ce qui est ôté : balises, styles et commentaires HTML (les entités sont décodées) ; lignes
citées par « > », « Le 3 mars à 10:12, X a écrit : » et ce qui suit, « -----Message
d'origine----- », blocs « De : / Envoyé : / À : / Objet : » ; signature après « -- »,
« Envoyé de mon iPhone », mentions de confidentialité. Une réponse écrite entre des lignes citées
ou dessous est gardée. S'il ne reste rien, le contenu d'un message transféré est repris ; d'un
message qui n'est que citation il ne reste rien, car personne n'y a rien écrit.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Morceau(NamedTuple):
    """Un morceau de texte à lire et sa place dans le texte reçu.

    Attributes:
        texte: ce qui se lit.
        debut, fin: ce qui a été reçu ; s'il n'a pas la longueur de ``texte`` (``&eacute;`` pour
            « é », ``<br>`` pour un retour à la ligne), il va tout entier avec chaque caractère.
    """

    texte: str
    debut: int
    fin: int


@dataclass(frozen=True, slots=True)
class Cleaned:
    """La part d'un message à analyser.

    Attributes:
        texte: ce qu'il faut lire.
        morceaux: d'où viennent ses morceaux ; vide si rien n'a été ôté.
        departs: rang dans ``texte`` du premier caractère de chaque morceau.
    """

    texte: str
    morceaux: tuple[Morceau, ...] = ()
    departs: tuple[int, ...] = ()

    def place(self, debut: int, fin: int) -> tuple[int, int]:
        """Place dans le texte reçu de ``texte[debut:fin]`` (non vide)."""
        if not self.morceaux:
            return debut, fin
        return self._recu(debut)[0], self._recu(fin - 1)[1]

    def _recu(self, rang: int) -> tuple[int, int]:
        numero = max(0, bisect_right(self.departs, rang) - 1)
        morceau = self.morceaux[numero]
        if len(morceau.texte) != morceau.fin - morceau.debut:
            return morceau.debut, morceau.fin
        debut = morceau.debut + rang - self.departs[numero]
        return debut, debut + 1


def clean(texte: str) -> Cleaned:
    """Ôte d'un message ce que la personne n'y a pas écrit. Aucun texte ne lève d'erreur."""
    bas = texte.lower()
    if not texte.startswith((">", "--")) and not any(signe in bas for signe in _DECLENCHEURS):
        return Cleaned(texte)
    # Importés ici : leurs expressions sont longues à préparer, et bien des textes s'en passent.
    from automation.reading.quotes import own_parts

    morceaux = [Morceau(texte, 0, len(texte))]
    if "<" in texte or "&" in texte:
        from automation.reading.markup import read_markup

        morceaux = list(read_markup(texte))
    lu = "".join([morceau.texte for morceau in morceaux])
    gardes = own_parts(lu)
    if lu == texte and gardes == [(0, len(texte))]:
        return Cleaned(texte)
    return _assemble(morceaux, gardes)


_DECLENCHEURS = (
    *("<", "&", "\n>", "\n >", "\n--", "___", "crit :", "crit:", "crit\xa0:", "wrote:", "envoy"),
    *("sent from", "get outlook", "outlook", "message d", "transf", "original message"),
    *("forwarded", "confidenti", "imprim", "antivirus", "avast", "de :", "de:", "from:", "de\xa0:"),
    *("exped", "expéd", "expe\u0301d"),
)
"""Sans aucun de ces signes, un texte ne porte rien à ôter et n'est pas examiné davantage."""


def _assemble(morceaux: Iterable[Morceau], gardes: Sequence[tuple[int, int]]) -> Cleaned:
    """Ne retient des morceaux que les parties gardées."""
    retenus: list[Morceau] = []
    departs: list[int] = []
    longueur = depart = rang = 0
    for texte, debut, fin in morceaux:
        bout = depart + len(texte)
        fidele = len(texte) == fin - debut
        while rang < len(gardes) and gardes[rang][0] < bout:
            de, a = max(depart, gardes[rang][0]), min(bout, gardes[rang][1])
            if de < a:
                part = texte[de - depart : a - depart]
                place = (debut + de - depart, debut + a - depart) if fidele else (debut, fin)
                retenus.append(Morceau(part, *place))
                departs.append(longueur)
                longueur += len(part)
            if gardes[rang][1] > bout:
                break
            rang += 1
        depart = bout
    return Cleaned("".join([m.texte for m in retenus]), tuple(retenus), tuple(departs))
