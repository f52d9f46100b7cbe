"""Pur : de quelle commande parle ce message ?

On ne cherche que parmi les commandes de l'expéditeur : celle d'un autre est, ici, exactement
comme si elle n'existait pas.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from models import ID_COMMANDE_MAX, EtatCommande
from models.crm import Commande

RECENTE = timedelta(days=60)
"""Une commande passée depuis plus longtemps n'est plus supposée être celle dont on parle."""


CITE_MAX = 64
"""Longueur au-delà de laquelle un numéro cité n'est plus redit en entier."""


class Citation(NamedTuple):
    """Une commande de l'expéditeur que le texte plié nomme, à ``texte[debut:fin]``.

    Attributes:
        sure: faux si la place laisse douter qu'il s'agisse d'elle.
    """

    commande: Commande
    debut: int
    fin: int
    sure: bool


@dataclass(frozen=True, slots=True)
class ChoixCommande:
    """La commande retenue, ou pourquoi il n'y en a pas.

    Attributes:
        commande: une commande de l'expéditeur, ou ``None``.
        id_retenu: le numéro retenu, même s'il n'est pas à lui ; ``None`` sans numéro entier.
        numero_introuvable: le numéro cité qui n'est celui d'aucune de ses commandes, coupé s'il
            est trop long.
        plusieurs: deux commandes différentes sont nommées ; aucune n'est retenue.
    """

    commande: Commande | None = None
    id_retenu: int | None = None
    numero_introuvable: str | None = None
    plusieurs: bool = False


def choose_order(
    donnee: int | str | None,
    citations: Sequence[Citation],
    autres_numeros: Sequence[str],
    commandes: Sequence[Commande],
    aujourdhui: date,
    *,
    ailleurs: Callable[[Commande], bool] = lambda _: False,
) -> ChoixCommande:
    """Choisit la commande d'un message.

    Args:
        donnee: numéro, ou référence, donné à part.
        citations: les commandes de l'expéditeur que le texte nomme (``own_mentions``).
        autres_numeros: les autres numéros du texte, dans l'ordre.
        commandes: toutes les commandes de l'expéditeur (vide s'il est inconnu).
        aujourdhui: jour auquel « récente » se rapporte.
        ailleurs: dit si le texte désigne une autre commande que celle que l'on supposerait.
    """
    siennes = {citation.commande.id: citation.commande for citation in citations if citation.sure}
    inconnus = list(autres_numeros)
    id_donne = donnee if isinstance(donnee, int) else None
    if donnee is not None:
        sienne = find_order(str(donnee), commandes)
        if sienne is not None:
            siennes.setdefault(sienne.id, sienne)
            id_donne = sienne.id
        else:
            inconnus = [str(donnee), *(n for n in inconnus if not _same(n, str(donnee)))]
    if len(siennes) + bool(inconnus) > 1 or (donnee is not None and len(inconnus) > 1):
        return ChoixCommande(id_retenu=id_donne, plusieurs=True)
    for nommee in siennes.values():
        return ChoixCommande(nommee, nommee.id or None)
    if inconnus:
        return ChoixCommande(None, _as_id(inconnus[0]), _shorten(inconnus[0]))
    return _the_only_recent_one(citations, commandes, aujourdhui, ailleurs)


def _the_only_recent_one(
    douteuses: Sequence[Citation],
    commandes: Sequence[Commande],
    aujourdhui: date,
    ailleurs: Callable[[Commande], bool],
) -> ChoixCommande:
    """La seule commande récente, si rien ne laisse penser qu'on parle d'une autre."""
    recentes = [commande for commande in commandes if is_recent(commande, aujourdhui)]
    if len(recentes) != 1 or recentes[0].statut in _DEFAITES:
        return ChoixCommande()
    seule = recentes[0]
    if any(citation.commande.id != seule.id for citation in douteuses) or ailleurs(seule):
        return ChoixCommande()
    return ChoixCommande(seule, seule.id or None)


_DEFAITES = (EtatCommande.ANNULEE, EtatCommande.REMBOURSEE)


def is_recent(commande: Commande, aujourdhui: date) -> bool:
    """Vrai pour une commande des 60 derniers jours."""
    passee = commande.date_commande
    return passee is not None and aujourdhui - RECENTE <= passee <= aujourdhui


def find_order(donnee: str, commandes: Sequence[Commande]) -> Commande | None:
    """Celle qui a cette référence, à défaut celle qui a ce numéro."""
    par_reference = (c for c in commandes if c.reference and _same(c.reference, donnee))
    par_numero = (c for c in commandes if str(c.id) == donnee)
    return next(par_reference, None) or next(par_numero, None)


def _same(nom: str, autre: str) -> bool:
    """Vrai pour une même référence : ni la casse ni les séparateurs ne comptent."""
    cles = ["".join(filter(str.isalnum, ecrit)).casefold() for ecrit in (nom, autre)]
    return cles[0] == cles[1] != ""


def _shorten(cite: str) -> str:
    """Le numéro tel qu'un brouillon le redira : un texte peut en porter un d'un million."""
    return cite if len(cite) <= CITE_MAX else f"{cite[: CITE_MAX - 1]}…"


def _as_id(cite: str) -> int | None:
    if not (cite.isascii() and cite.isdigit() and len(cite) <= 16):
        return None
    numero = int(cite)
    return numero if 1 <= numero <= ID_COMMANDE_MAX else None
