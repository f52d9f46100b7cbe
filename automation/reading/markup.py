"""Pur : le texte qu'un HTML donne à lire, place pour place."""

import html
import re

from automation.reading.folding import RIEN, SUITE

_BALISE_CONNUE = re.compile(
    r"<!--|<!doctype\b|</?(?:html|head|body|div|p|br|span|table|tbody|tr|td|th|a|b|i|u|em|strong|ul|ol"
    r"|li|font|style|script|meta|blockquote|img|h[1-6]|o:p|center|hr|pre|small)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_SOURCE_ENTITE = r"(?P<entite>&(?:(?:\#\d{1,7}|\#x[0-9a-f]{1,6})\ ?|[a-z][a-z0-9]{1,30});)"
_JETON = re.compile(
    r"(?P<commentaire><!--)|<[!?][^<>]*>|</?(?P<nom>[a-z][a-z0-9:-]*)(?:\s[^<>]*)?/?>"
    rf"|{_SOURCE_ENTITE}",
    re.IGNORECASE,
)
_ENTITE = re.compile(_SOURCE_ENTITE, re.IGNORECASE)
_FINS = {
    nom: re.compile(rf"</{nom}\s*>", re.IGNORECASE) for nom in ("script", "style", "head", "title")
}
_FIN_COMMENTAIRE = re.compile("-->")
_EN_LIGNE = frozenset(
    [
        *("a", "abbr", "b", "big", "code", "em", "font", "i", "img", "mark", "o:p", "s", "small"),
        *("span", "strike", "strong", "sub", "sup", "u"),
    ]
)
_CELLULES = frozenset(["td", "th"])
_BLANCS = str.maketrans("\n\r\t", "   ")


def has_markup(texte: str) -> bool:
    """Vrai si le texte porte au moins une balise HTML connue (« prix < 30 € » n'en est pas une)."""
    return "<" in texte and _BALISE_CONNUE.search(texte) is not None


def readable(texte: str) -> str:
    """Ce qui se lit dans un texte, de la même longueur : balises effacées, entités décodées.

    Un texte sans balise connue n'est changé que de ses entités. Une citation HTML
    (``blockquote``) donne des lignes qui commencent par « > », comme dans un courrier simple.
    """
    if not has_markup(texte):
        return _ENTITE.sub(lambda trouve: _decode(trouve[0]), texte)
    morceaux: list[str] = []
    lu = citations = 0
    sans_fin: set[str] = set()
    for jeton in _JETON.finditer(texte):
        debut, fin = jeton.span()
        if debut < lu:
            continue
        morceaux.append(texte[lu:debut].translate(_BLANCS))
        if entite := jeton["entite"]:
            morceaux.append(_decode(entite))
            lu = fin
            continue
        nom = "commentaire" if jeton["commentaire"] else (jeton["nom"] or "").lower()
        lu = _fin_ignoree(texte, nom, fin, sans_fin)
        if nom == "blockquote":
            citations = max(0, citations + (-1 if texte.startswith("</", debut) else 1))
        blanc = _blanc(nom, citations)
        morceaux.append(blanc.ljust(lu - debut) if blanc else RIEN * (lu - debut))
    return "".join((*morceaux, texte[lu:].translate(_BLANCS)))


def _decode(entite: str) -> str:
    """Le caractère d'une entité, même abîmée par une espace (« &#39 ; »), sur sa longueur."""
    signe = html.unescape(entite.replace(" ", ""))
    return entite if signe in (entite, "") else signe.ljust(len(entite), SUITE)


def _fin_ignoree(texte: str, nom: str, fin: int, sans_fin: set[str]) -> int:
    """Où reprendre la lecture : après la fin d'un ``style``, d'un commentaire…, s'il en a une.

    ``sans_fin`` retient ceux qui ne se ferment plus, pour ne pas relire le texte à chaque fois.
    """
    cherche = _FIN_COMMENTAIRE if nom == "commentaire" else _FINS.get(nom)
    if cherche is None or nom in sans_fin or texte[fin - 2 : fin] == "/>":
        return fin
    trouve = cherche.search(texte, fin)
    if trouve is None:
        sans_fin.add(nom)
        return fin
    return trouve.end()


def _blanc(nom: str, citations: int) -> str:
    """Ce qu'une balise laisse à lire : rien, une espace, ou une nouvelle ligne."""
    if not nom or nom == "commentaire" or nom in _EN_LIGNE:
        return ""
    if nom in _CELLULES:
        return " "
    return "\n> " if citations else "\n"
