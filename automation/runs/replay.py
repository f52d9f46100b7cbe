"""Rejouer le journal : ce que les règles d'aujourd'hui décideraient des tickets d'hier.

N'écrit rien. Le texte vient du rangement des tickets, l'instant et l'état de la commande viennent
du journal : avec les mêmes règles, une décision ressort identique.
"""

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

from automation.examiner import Examiner
from models import Attente, EtatCommande, cle_email
from models.crm import Commande
from models.ports import DecisionLog, TicketDesk
from models.statistics import DecisionPassee
from models.tickets import Resultat


@dataclass(frozen=True, slots=True)
class Rejeu:
    """Une décision d'hier et celle d'aujourd'hui ; ``apres`` est ``None`` sans son ticket."""

    avant: DecisionPassee
    apres: Resultat | None

    @property
    def change(self) -> bool:
        """Vrai si la catégorie, le statut ou une porte a changé."""
        avant, apres = self.avant, self.apres
        return apres is not None and (
            (avant.categorie, avant.statut, avant.attente)
            != (apres.categorie, str(apres.statut), apres.attente)
        )

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de ce rejeu."""
        return {
            "ticket_id": self.avant.ticket_id,
            "avant": _decision(self.avant),
            "apres": _decision(self.apres) if self.apres else None,
        }


def iter_replay(examiner: Examiner, desk: TicketDesk, journal: DecisionLog) -> Iterator[Rejeu]:
    """Rejoue chaque décision du journal, de la plus ancienne à la dernière.

    Raises:
        SupportError: la base ou le rangement ne répond pas.
    """
    # La décision ne dépend pas de la réécriture : rejouer n'a pas à la payer une seconde fois.
    sans_ia = copy(examiner)
    sans_ia.polisher = None
    for page in journal.iter_decisions():
        tickets = desk.get_tickets({passee.ticket_id for passee in page})
        connus = examiner.read_senders(ticket.email for ticket in tickets.values())
        for passee in page:
            ticket = tickets.get(passee.ticket_id)
            if ticket is None:
                yield Rejeu(passee, None)
                continue
            client, commandes = connus.get(cle_email(ticket.email), (None, []))
            dossier = sans_ia.examine(
                ticket.as_message,
                client,
                _as_it_was(commandes, passee),
                ticket,
                maintenant=passee.maintenant,
                # Qui avait déjà écrit alors, le journal le dit ; la fenêtre n'est pas relue.
                deja_ecrit=Attente.SUITE_ECHANGE in passee.attente,
            )
            yield Rejeu(passee, dossier.resultat)


def _as_it_was(commandes: Sequence[Commande], passee: DecisionPassee) -> list[Commande]:
    """Ces commandes, celle de la décision dans l'état où elle était alors."""
    etat = passee.etat_commande
    if etat is None:
        return list(commandes)
    return [
        replace(commande, statut=EtatCommande.read(etat) or etat)
        if commande.id == passee.id_commande
        else commande
        for commande in commandes
    ]


def _decision(decision: DecisionPassee | Resultat) -> dict[str, Any]:
    return {
        "categorie": decision.categorie,
        "confiance": decision.confiance,
        "statut": str(decision.statut),
        "attente": [str(code) for code in decision.attente],
    }
