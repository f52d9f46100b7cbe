"""Pur : les lignes d'un courrier que la personne a écrites, et celles qu'elle cite ou transfère."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import Enum, auto
from typing import NamedTuple

Parts = list[tuple[int, int]]
"""Début et fin de chaque partie d'un texte, dans l'ordre."""


class _Genre(Enum):
    """Ce qu'est une ligne."""

    ECRITE = auto()
    CITEE = auto()
    """Commence par « > »."""
    REPONSE_A = auto()
    """« Le …, X a écrit : », « Message d'origine » : la suite est citée."""
    TRANSFERT = auto()
    """« Message transféré » : la suite vient d'ailleurs."""
    SIGNATURE = auto()
    """« -- » seul : la suite est une signature."""
    MENTION = auto()
    """« Envoyé de mon iPhone », mention de confidentialité, trait : la ligne seule est ôtée."""


class _Ligne(NamedTuple):
    debut: int
    fin: int
    plate: str  # sans accents ni capitales


_CITEE = re.compile(r"\s*(?:>|\|\s?>)")
_A_ECRIT = re.compile(
    r"\W*(?:le|on)\b(?=.{0,80}\d)(?:.{3,280}?(?:a ecrit|wrote)\s?:\s*$"
    r"|.{0,120}?(?:@|\d\d?[:h]\d\d).{0,160}?(?:a ecrit|wrote)\s?:)"
)
_COUPE = re.compile(r"\W*(?:le|on)\b(?=.{0,80}\d).{0,300}?(?:@|\d\d?[:h]\d\d)")
_A_ECRIT_FINAL = re.compile(r"(?:a ecrit|wrote)\s?:\s*$")
_ORIGINE = re.compile(
    r"[\s>]*(?:[-_=*]{2,}\s*(?:message|mail|courriel|e-mail)"
    r" (?:d.{0,3}origine|original|initial|precedent)|[-_=*]{2,}\s*original message)"
)
_TRANSFERE = re.compile(
    r"[\s>]*(?:[-_=*]{2,}\s*(?:message|mail|courriel|e-mail) (?:transfere|reexpedie|forwarde)"
    r"|[-_=*]{2,}\s*forwarded message|begin forwarded message\s?:"
    r"|debut du message (?:transfere|reexpedie)\s?:)"
)
_EXPEDITEUR = re.compile(r"[\s>*]*(?:de|from|expediteur)\s?\*?\s?:\*?\s*\S")
_ENTETE = re.compile(
    r"[\s>*]*(?:envoye(?: le)?|date|a|to|cc|cci|objet|sujet|subject|sent|repondre a"
    r"|reply-to|de|from|expediteur)\s?\*?\s?:"
)
_SIGNATURE = re.compile(r"\s*--\s*$")
_TRAIT = re.compile(r"\s*[_=-]{5,}\s*$")
_APPAREIL = (
    r"(?:iphone|ipad|ipod|mac|apple|samsung|galaxy|huawei|xiaomi|redmi|oppo|honor|sony|xperia|nokia"
    r"|android|mobile|smartphone|portable|telephone|tablette|appareil|outlook|hotmail|yahoo|gmail|mail"
    r"|courrier|orange|free|sfr|bouygues|bbox|laposte|proton\w*|thunderbird|windows|blackberry)"
)
_ENVOYE = re.compile(
    rf"\W*(?:envoyee? (?:de|depuis|a partir de|a l.?aide de|avec|via|par)\b"
    rf"[^.!?]{{0,40}}\b{_APPAREIL}\b.{{0,60}}"
    rf"|sent (?:from|via|with)\b.{{0,30}}\b{_APPAREIL}\b.{{0,40}}"
    r"|(?:telecharge[rz]?|obtene[rz]|obtenir|get) outlook\b.{0,80}|provenance : courrier.{0,60})$"
)
_EN_FIN_DE_LIGNE = re.compile(
    r"(?<=[\s.,!?])(?:Envoy[ée]+|ENVOY[ÉE]+) (?:de|depuis|DE|DEPUIS) (?i:mon|ma) "
    r"(?i:iphone|ipad|samsung|smartphone|mobile|portable|t[ée]l[ée]phone|android|galaxy|tablette)\b[^\n]{0,30}$",
    re.MULTILINE,
)
_MENTION = re.compile(
    r"\W*(?:(?:ce|cet|le present|this) (?:message|courriel|e-?mail|mail|courrier electronique)\b"
    r"(?=.{0,300}(?:confidenti|destinataire|intended|virus|privileged))"
    r"|(?:les|the) informations? conten|avis de confidentialite|confidentiality notice"
    r"|si vous (?:avez recu|n.?etes pas le destinataire)(?=.{0,80}(?:erreur|destinataire))"
    r"|(?:avant d.?imprimer|n.?imprimez|pensez a l.?environnement|garanti sans virus|virus-free))"
)
_FORMES = (
    (_TRANSFERE, _Genre.TRANSFERT),
    (_ORIGINE, _Genre.REPONSE_A),
    (_CITEE, _Genre.CITEE),
    (_SIGNATURE, _Genre.SIGNATURE),
    (_ENVOYE, _Genre.MENTION),
    (_MENTION, _Genre.MENTION),
    (_TRAIT, _Genre.MENTION),
)
"""La première forme reconnue donne le genre d'une ligne."""

_ENTETES_LUS = 6
"""Lignes relues après « De : » pour reconnaître un bloc d'en-têtes."""


def own_parts(lu: str) -> Parts:
    """Les parties d'un texte, balises déjà ôtées, que la personne a écrites."""
    lignes = list(_lignes(lu))
    genres = [_genre(lignes, rang) for rang in range(len(lignes))]
    gardees, transfert, signature = _trie(lignes, genres)
    for choix in (gardees, signature, transfert):
        parts = _sans_fin_mobile(lu, choix)
        if any(lu[de:a].strip(" \t\r\n\xa0>_-=*") for de, a in parts):
            return parts
    return []


def _lignes(lu: str) -> Iterable[_Ligne]:
    debut = 0
    for ligne in lu.splitlines(keepends=True):
        plate = unicodedata.normalize("NFKD", ligne.replace("’", "'"))
        fin = debut + len(ligne)
        yield _Ligne(debut, fin, plate.encode("ascii", "ignore").decode().lower().rstrip())
        debut = fin


def _genre(lignes: Sequence[_Ligne], rang: int) -> _Genre:
    plate = lignes[rang].plate
    if not plate:
        return _Genre.ECRITE
    if _annonce_une_reponse(lignes, rang):
        return _Genre.REPONSE_A
    return next((genre for forme, genre in _FORMES if forme.match(plate)), _Genre.ECRITE)


def _annonce_une_reponse(lignes: Sequence[_Ligne], rang: int) -> bool:
    """« Le …, X a écrit : », même coupé sur trois lignes, ou un bloc d'en-têtes d'Outlook."""
    plate = lignes[rang].plate
    debut = plate.lstrip("> *")[:3]
    if debut in ("le ", "on "):
        return _A_ECRIT.match(plate[:400]) is not None or _fin_de_l_annonce(lignes, rang) > rang
    if debut[:2] in ("de", "fr", "ex") and _EXPEDITEUR.match(plate):
        suivantes = lignes[rang + 1 : rang + 1 + _ENTETES_LUS]
        return sum(_ENTETE.match(ligne.plate) is not None for ligne in suivantes) >= 2
    return False


def _fin_de_l_annonce(lignes: Sequence[_Ligne], rang: int) -> int:
    """Rang de la ligne où finit « Le 3 mars 2026, X / <adresse> / a écrit : » ; sinon ``rang``."""
    annonce = lignes[rang].plate[:200]
    if _A_ECRIT_FINAL.search(annonce):
        return rang
    for suivant in range(rang + 1, min(rang + 3, len(lignes))):
        annonce += " " + lignes[suivant].plate[:200]
        if _A_ECRIT_FINAL.search(annonce):
            return suivant if _COUPE.match(annonce) else rang
    return rang


def _trie(lignes: Sequence[_Ligne], genres: Sequence[_Genre]) -> tuple[Parts, Parts, Parts]:
    """Les parties écrites, celles d'un transfert, celles d'une signature."""
    gardees: Parts = []
    transfert: Parts = []
    signature: Parts = []
    cible: Parts | None = gardees
    annonce = -1
    for rang, (ligne, genre) in enumerate(zip(lignes, genres, strict=True)):
        if rang <= annonce:
            continue
        if genre is _Genre.TRANSFERT:
            cible = transfert if cible is not None else None
        elif genre is _Genre.REPONSE_A:
            if cible is transfert:  # les en-têtes du message transféré
                continue
            annonce = _fin_de_l_annonce(lignes, rang)
            cible = gardees if _cite_par_signes(lignes, genres, rang) else None
        elif genre is _Genre.SIGNATURE:
            cible = signature if cible is gardees else cible
        elif genre is _Genre.ECRITE and cible is not None:
            if cible is transfert and _ENTETE.match(ligne.plate):
                continue
            cible.append((ligne.debut, ligne.fin))
    return _joint(gardees), _joint(transfert), _joint(signature)


def _cite_par_signes(lignes: Sequence[_Ligne], genres: Sequence[_Genre], rang: int) -> bool:
    """Vrai si la citation annoncée est faite de lignes « > » : ce qui n'en est pas est écrit."""
    for suivante in range(rang + 1, min(rang + 6, len(lignes))):
        if genres[suivante] is _Genre.CITEE:
            return True
    return False


def _joint(parts: Parts) -> Parts:
    """Réunit les parties qui se touchent."""
    jointes: Parts = []
    for de, a in parts:
        if jointes and jointes[-1][1] == de:
            jointes[-1] = (jointes[-1][0], a)
        else:
            jointes.append((de, a))
    return jointes


def _sans_fin_mobile(lu: str, parts: Parts) -> Parts:
    """Ôte « Envoyé de mon iPhone » collé au bout d'une ligne."""
    restes: Parts = []
    for de, a in parts:
        debut = de
        for trouve in _EN_FIN_DE_LIGNE.finditer(lu, de, a):
            restes.append((debut, trouve.start()))
            debut = trouve.end()
        restes.append((debut, a))
    return [(de, a) for de, a in restes if de < a]
