"""Pur : la commande d'un message, de son texte et des commandes de son auteur."""

from collections.abc import Sequence
from datetime import date

from automation.orders.choice import ChoixCommande, Citation, choose_order
from automation.orders.clues import points_elsewhere
from automation.orders.names import names_in
from automation.reading.folding import Plie
from models import Analyse
from models.crm import Client, Commande


def which_order(
    lue: Analyse,
    donnee: int | str | None,
    client: Client | None,
    commandes: Sequence[Commande],
    aujourdhui: date,
    motifs: Sequence[str] = (),
) -> ChoixCommande:
    """La commande dont parle un message.

    Args:
        lue: le message analysé.
        donnee: numéro, ou référence, de commande donné à part.
        client: l'expéditeur, s'il est connu.
        commandes: toutes celles de l'expéditeur, et aucune autre.
        aujourdhui: jour auquel « récente » se rapporte.
        motifs: modèles de références de la boutique.
    """
    citations, autres = _named(lue, commandes, motifs)
    return choose_order(
        donnee,
        citations,
        autres,
        commandes,
        aujourdhui,
        ailleurs=lambda seule: points_elsewhere(lue.propre, lue.plie, seule, client, aujourdhui),
    )


def _named(
    lue: Analyse, commandes: Sequence[Commande], motifs: Sequence[str]
) -> tuple[list[Citation], list[str]]:
    """Les commandes de l'expéditeur que le texte nomme, et les autres numéros qu'il porte."""
    if not commandes or not lue.plie:
        return [], list(lue.numeros_commande)
    if not lue.numeros_commande and not names_in(lue.plie, commandes):
        return [], []
    # Importés ici : leurs expressions sont longues à préparer, et bien des textes s'en passent.
    from automation.orders.codes import belongs_to_a_thing, shape
    from automation.orders.numbers import find_spans
    from automation.orders.own import own_mentions

    lus = find_spans(Plie(lue.plie, None), motifs) if lue.numeros_commande else []
    citations = own_mentions(lue.plie, commandes, {(n.debut, n.fin) for n in lus})
    formes = {shape(commande.reference) for commande in commandes if commande.reference}
    autres = [
        numero.numero
        for numero in lus
        if not any(c.debut < numero.fin and numero.debut < c.fin for c in citations)
        # « imprimante XR-2200 » : un modèle, si la boutique n'écrit pas ainsi ses références.
        and (
            numero.numero.isdecimal()
            or shape(numero.numero) in formes
            or not belongs_to_a_thing(lue.plie, numero.debut)
        )
    ]
    return citations, list(dict.fromkeys(autres))
