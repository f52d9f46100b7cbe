"""Pur : les lignes d'un courrier que la personne a écrites, et celles qu'elle cite ou transfère."""

import re
from collections.abc import Iterable, Sequence
from enum import Enum, auto
from typing import NamedTuple

from automation.languages.fr.words import APPAREILS, PARLEURS
from automation.reading.folding import alternatives, fold, spelled
from automation.reading.forms import form_end, names_an_order
from automation.reading.mail_blocks import Ligne, announces, block_end, header_kind, inline_cut

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


_CITEE = re.compile(r"\s*(?:>|\|\s?>)")
_ORIGINE = re.compile(
    r"[\s>]*(?:[-_=*]{2,}\s*(?:message|mail|courriel|e-mail)"
    r" (?:d.{0,3}origine|original|initial|precedent)|[-_=*]{2,}\s*original message)"
)
_TRANSFERE = re.compile(
    r"[\s>]*(?:[-_=*]{2,}\s*(?:message|mail|courriel|e-mail) (?:transfere|reexpedie|forwarde)"
    r"|[-_=*]{2,}\s*(?:forwarded message|transfere par)|begin forwarded message\s?:"
    r"|debut du message (?:transfere|reexpedie)\s?:)"
)
_TOUR = re.compile(
    r"\W*(?:\d\d?[/.-]\d\d?[/.-]\d{2,4},?\s+(?:a\s)?)?\d\d?[:h]\d\d(?::\d\d)?\W+[^:\d]{1,40}\s?:\s"
    rf"|\W*{alternatives(PARLEURS)}\s?:\s"
)
_BLANCS = " \t\r\n\xa0>_-=*\u200b"
FINS_DE_LIGNE = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_SIGNATURE = re.compile(r"\s*--\s*$")
_TRAIT = re.compile(r"\s*[_=\u2500-]{5,}\s*$")
_APPAREIL = alternatives(APPAREILS)
_ENVOYE = re.compile(
    rf"\W*(?:envoyee? (?:de|depuis|a partir de|a l.?aide de|avec|via|par)\b"
    rf"[^.!?]{{0,40}}\b{_APPAREIL}\b.{{0,60}}"
    rf"|sent (?:from|via|with)\b.{{0,30}}\b{_APPAREIL}\b.{{0,40}}"
    r"|(?:telecharge[rz]?|obtene[rz]|obtenir|get) outlook\b.{0,80}|provenance : courrier.{0,60}"
    r"|yahoo mail\s?: .{0,80})$"
)
_EN_FIN_DE_LIGNE = re.compile(
    r"(?<=[\s.,!?])(?:Envoy[ée]+|ENVOY[ÉE]+) (?:de|depuis|DE|DEPUIS) (?i:mon|ma) "
    rf"(?i:{spelled(APPAREILS)})\b[^\n]{{0,30}}$",
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

_COORDONNEES = re.compile(r"@|(?:\d[ .-]?){9,}|www\.|https?:")
_SIGNATURE_MAX = 8
"""Lignes d'une signature sous un trait, au plus."""


class Lu(NamedTuple):
    """Ce qui est écrit par la personne, et si l'on en est sûr."""

    parts: Parts
    sur: bool


def own_parts(lu: str) -> Lu:
    """Les parties d'un texte, balises déjà ôtées, que la personne a écrites.

    Si tout semble venir d'ailleurs (transfert, citation seule), c'est lu, sans en être sûr.
    """
    lignes = list(_lignes(lu))
    genres = [_genre(lignes, rang, lu) for rang in range(len(lignes))]
    debut = form_end(lignes)
    for rang in range(debut):
        genres[rang] = _Genre.ECRITE if names_an_order(lignes[rang].plate) else _Genre.MENTION
    genres = _sans_conversation(lignes, genres)
    gardees, transfert, signature = _trie(lignes, genres)
    cite = [(x.debut, x.fin) for x, g in zip(lignes, genres, strict=True) if g is _Genre.CITEE]
    annoncee = _Genre.REPONSE_A in genres
    tout = [(x.debut, x.fin) for x in lignes if not header_kind(x.plate)]
    for choix, sur in (
        (gardees, True),
        (signature, True),
        (transfert, False),
        (_joint(cite), not annoncee),
        (_joint(tout), False),
    ):
        parts = _sans_fin_mobile(lu, choix)
        if any(lu[de:a].strip(_BLANCS) for de, a in parts):
            return Lu(parts, sur)
    return Lu([(0, len(lu))], sur=not lu.strip(_BLANCS))


def _lignes(lu: str) -> Iterable[Ligne]:
    debut = 0
    for ligne in lu.splitlines(keepends=True):
        coupe = inline_cut(ligne)
        for morceau in (ligne[:coupe], ligne[coupe:]) if coupe else (ligne,):
            fin = debut + len(morceau)
            brute = morceau.rstrip()
            yield Ligne(debut, fin, brute, fold(brute).texte.rstrip())
            debut = fin


def _genre(lignes: Sequence[Ligne], rang: int, lu: str) -> _Genre:
    ligne = lignes[rang]
    if not ligne.plate:
        return _Genre.ECRITE
    if ligne.debut and lu[ligne.debut - 1] not in FINS_DE_LIGNE:  # coupée d'une ligne aplatie
        return _Genre.REPONSE_A
    if announces(lignes, rang) > rang or block_end(lignes, rang) > rang:
        return _Genre.REPONSE_A
    return next((genre for forme, genre in _FORMES if forme.match(ligne.plate)), _Genre.ECRITE)


def _trie(lignes: Sequence[Ligne], genres: Sequence[_Genre]) -> tuple[Parts, Parts, Parts]:
    """Les parties écrites, celles d'un transfert, celles d'une signature."""
    gardees: Parts = []
    transfert: Parts = []
    signature: Parts = []
    cible: Parts | None = gardees
    passe = -1
    for rang, (ligne, genre) in enumerate(zip(lignes, genres, strict=True)):
        if rang < passe:
            continue
        if genre is _Genre.TRANSFERT:
            cible = transfert if cible is not None else None
        elif genre is _Genre.REPONSE_A:
            passe = _fin_de_l_annonce(lignes, rang)
            if cible is not transfert:  # sinon, ce sont les en-têtes du message transféré
                cible = gardees if _cite_par_signes(lignes, genres, passe) else None
        elif genre is _Genre.SIGNATURE or _signe(lignes, genres, rang):
            cible = signature if cible is gardees else cible
        elif genre is _Genre.ECRITE and cible is not None:
            if cible is transfert and header_kind(ligne.plate):
                continue
            cible.append((ligne.debut, ligne.fin))
    return _joint(gardees), _joint(transfert), _joint(signature)


def _fin_de_l_annonce(lignes: Sequence[Ligne], rang: int) -> int:
    return max(announces(lignes, rang), block_end(lignes, rang), rang + 1)


def _cite_par_signes(lignes: Sequence[Ligne], genres: Sequence[_Genre], rang: int) -> bool:
    """Vrai si la citation annoncée est faite de lignes « > » : ce qui n'en est pas est écrit."""
    suite = zip(lignes[rang : rang + 5], genres[rang : rang + 5], strict=True)
    return any(genre is _Genre.CITEE and ligne.plate.strip(" >|") for ligne, genre in suite)


def _signe(lignes: Sequence[Ligne], genres: Sequence[_Genre], rang: int) -> bool:
    """Vrai pour un trait au-dessus de quelques lignes courtes, avec des coordonnées."""
    if (
        rang + 1 >= len(lignes)
        or genres[rang] is not _Genre.MENTION
        or not _TRAIT.match(lignes[rang].plate)
    ):
        return False
    suite = [ligne for ligne in lignes[rang + 1 :] if ligne.plate]
    return (
        0 < len(suite) <= _SIGNATURE_MAX
        and suite[0].brute.istitle()  # un nom : « Mon colis est perdu » n'en est pas un
        and all(len(x.plate) <= 60 and x.plate[-1] not in ".!?" for x in suite)
        and any(_COORDONNEES.search(x.plate) for x in suite)
    )


def _sans_conversation(lignes: Sequence[Ligne], genres: list[_Genre]) -> list[_Genre]:
    """Cache une conversation recopiée : « [10:12] Conseiller : … », « Moi : … », deux fois."""
    dites = [
        genre is _Genre.ECRITE and _TOUR.match(ligne.plate) is not None
        for ligne, genre in zip(lignes, genres, strict=True)
    ]
    if sum(dites) < 2:
        return genres
    return [_Genre.CITEE if dite else genre for genre, dite in zip(genres, dites, strict=True)]


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
