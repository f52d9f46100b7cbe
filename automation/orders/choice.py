"""Pur : de quelle commande parle ce message ?

On ne cherche que parmi les commandes de l'expéditeur : celle d'un autre est, ici, exactement
comme si elle n'existait pas.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models import ID_COMMANDE_MAX, EtatCommande
from models.crm import Commande

RECENTE = timedelta(days=60)
"""Une commande passée depuis plus longtemps n'est plus supposée être celle dont on parle."""


@dataclass(frozen=True, slots=True)
class ChoixCommande:
    """La commande retenue, ou pourquoi il n'y en a pas.

    Attributes:
        commande: une commande de l'expéditeur, ou ``None``.
        id_retenu: le numéro retenu, même s'il n'est pas à lui ; ``None`` sans numéro entier.
        numero_introuvable: le numéro cité qui n'est celui d'aucune de ses commandes.
    """

    commande: Commande | None = None
    id_retenu: int | None = None
    numero_introuvable: str | None = None


def choose_order(
    id_donne: int | None,
    numeros: Sequence[str],
    commandes: Sequence[Commande],
    aujourdhui: date,
    *,
    ailleurs: Callable[[Commande], bool] = lambda _: False,
) -> ChoixCommande:
    """Choisit la commande d'un message.

    Args:
        id_donne: numéro donné à part ; s'il l'est, lui seul compte.
        numeros: numéros cités dans le texte, dans l'ordre.
        commandes: toutes les commandes de l'expéditeur (vide s'il est inconnu).
        aujourdhui: jour auquel « récente » se rapporte.
        ailleurs: dit si le texte désigne une autre commande que celle que l'on supposerait.
    """
    cites = list(numeros) if id_donne is None else [str(id_donne)]
    for cite in cites:
        trouvee = _find(cite, commandes)
        if trouvee is not None:
            return ChoixCommande(trouvee, trouvee.id)
    if cites:
        return ChoixCommande(None, _as_id(cites[0]), cites[0])
    recentes = [commande for commande in commandes if is_recent(commande, aujourdhui)]
    if len(recentes) == 1 and not ailleurs(recentes[0]):
        return ChoixCommande(recentes[0], recentes[0].id)
    return ChoixCommande()


def is_recent(commande: Commande, aujourdhui: date) -> bool:
    """Vrai pour une commande des 60 derniers jours, ni annulée ni remboursée."""
    passee = commande.date_commande
    if passee is None or commande.statut in (EtatCommande.ANNULEE, EtatCommande.REMBOURSEE):
        return False
    return aujourdhui - RECENTE <= passee <= aujourdhui


def _find(cite: str, commandes: Sequence[Commande]) -> Commande | None:
    """Celle qui a ce numéro, à défaut celle qui a cette référence."""
    numero = _as_id(cite)
    par_numero = (c for c in commandes if numero is not None and c.id == numero)
    par_reference = (c for c in commandes if (c.reference or "").casefold() == cite.casefold())
    return next(par_numero, None) or next(par_reference, None)


def _as_id(cite: str) -> int | None:
    if not (cite.isascii() and cite.isdigit() and len(cite) <= 16):
        return None
    numero = int(cite)
    return numero if 1 <= numero <= ID_COMMANDE_MAX else None
