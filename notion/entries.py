"""Un message n'entre qu'une fois dans Notion, qui n'a pas de clé : elle est dans la base SQL."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256

from errors import BusyError, SupportError
from models import cle_email, storable
from models.envois import Depart, Recu
from models.ports import Outbox, Receipts
from models.tickets import Ticket, Traitement

_MARGE = timedelta(minutes=5)
"""Notion date une page à la minute, et son horloge n'est pas celle de la base."""


class Entrees:
    """Crée un ticket une fois et une seule, et met à l'envoi les réponses qui partent.

    La clé du message est validée avant la page, et le numéro de la page après : qui reprend une
    création que son poste a quittée cherche d'abord la page.

    Args:
        recus, envois: sans eux (un ``NotionManager`` employé seul), rien n'est gardé.
        create: crée la page, et rend son identifiant.
        search: les tickets d'une adresse.
    """

    def __init__(
        self,
        recus: Receipts | None,
        envois: Outbox | None,
        create: Callable[[str, str, int | None, str, Traitement], str],
        search: Callable[[str], list[Ticket]],
    ) -> None:
        self._recus = recus
        self._envois = envois
        self._create = create
        self._search = search

    def prepare(self, departs: Sequence[Depart]) -> None:
        """Prépare les réponses qui partent, avant de marquer leurs tickets."""
        if self._envois is not None:
            self._envois.prepare(departs)

    def release(self, ticket_ids: Sequence[str]) -> None:
        """Met à l'envoi les réponses préparées de ces tickets, qui les portent maintenant."""
        if self._envois is not None:
            self._envois.settle(partis=ticket_ids)

    def create(
        self,
        email: str,
        nom: str,
        id_commande: int | None,
        message: str,
        decision: Traitement,
        cle: str,
        puis: Callable[[str], None],
    ) -> Recu:
        """Crée le ticket d'une clé, ou rend celui qui l'a déjà (voir ``create_once``)."""
        if self._recus is None:
            ticket_id = self._create(email, nom, id_commande, message, decision)
            puis(ticket_id)
            return Recu(ticket_id, nouveau=True)
        renouveler, cle = not cle, cle or _key_of(email, id_commande, message)
        connu, depuis = self._recus.begin(cle, renouveler=renouveler)
        if connu is not None:
            return Recu(connu, nouveau=False)
        if depuis is not None and not self._recus.take_over(cle):
            raise BusyError(
                "Un autre poste enregistre ce message en ce moment, ou s'est arrêté net en "
                "l'enregistrant : rien n'a été ajouté. Recommencez dans quelques minutes "
                "(BAIL_SECONDES) : il ne sera pas enregistré deux fois."
            )
        try:
            trouve = None if depuis is None else self._find(email, id_commande, message, depuis)
            if trouve is None:
                self.prepare([Depart(cle, email, decision)])
            ticket_id = trouve or self._create(email, nom, id_commande, message, decision)
            puis(ticket_id)
            if self._envois is not None:
                self._envois.name(cle, ticket_id)
            self.release([ticket_id])
            self._recus.end(cle, ticket_id)
        except BaseException:
            # La page existe peut-être : le prochain essai la cherchera, sans attendre le bail.
            with suppress(SupportError):
                self._recus.leave(cle)
            raise
        return Recu(ticket_id, nouveau=trouve is None)

    def _find(
        self, email: str, id_commande: int | None, message: str, depuis: datetime
    ) -> str | None:
        """La page qu'un poste a créée depuis cet instant, avant de s'arrêter."""
        voulu = (cle_email(email), id_commande, storable(message))
        semblables = [
            ticket.id
            for ticket in self._search(email)
            if (cle_email(ticket.email), ticket.id_commande, ticket.message) == voulu
            and ticket.cree_le >= depuis - _MARGE
        ]
        deja = self._recus.known(semblables) if self._recus and semblables else set()
        return next((ticket_id for ticket_id in semblables if ticket_id not in deja), None)


def _key_of(email: str, id_commande: int | None, message: str) -> str:
    return sha256(f"{cle_email(email)}\n{id_commande}\n{storable(message)}".encode()).hexdigest()
