"""Ce qu'une personne décide d'un ticket déjà rangé."""

from errors import TicketError, TicketTakenError
from models import Statut
from models.ports import TicketDesk
from models.tickets import Ticket, Traitement


def update_by_hand(desk: TicketDesk, ticket: Ticket, traitement: Traitement) -> None:
    """Écrit la décision d'une personne sur le ticket qu'elle a ouvert.

    Args:
        ticket: le ticket tel qu'elle l'a lu.

    Raises:
        TicketError: le ticket n'existe plus.
        TicketTakenError: il a changé depuis qu'elle l'a lu ; rien n'est écrit.
    """
    actuel = desk.get_ticket(ticket.id)
    if actuel is None:
        raise TicketError(f"Le ticket {ticket.id} n'existe plus : rien n'a été enregistré.")
    if (actuel.statut, actuel.reponse) != (ticket.statut, ticket.reponse):
        raise TicketTakenError(
            f"Le ticket {ticket.id} a changé depuis que vous l'avez ouvert (il est maintenant "
            f"« {actuel.statut or Statut.NOUVEAU} ») : rouvrez-le avec /ouvrir."
        )
    if actuel.en_attente_de_traitement:
        # Sous condition : un traitement automatique peut s'en saisir au même instant.
        for erreur in desk.write_decisions([(actuel, traitement)]).values():
            raise erreur
        return
    desk.update_ticket_response(
        ticket.id, traitement.reponse or "", traitement.statut, traitement.categorie
    )
