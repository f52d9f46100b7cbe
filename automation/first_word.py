"""Le premier mot : qui a déjà écrit il y a peu parle à une personne, jamais au programme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import islice

from models import Attente, cle_email
from models.ports import Senders
from models.tickets import Dossier, Echange, Message, Ticket

Examen = Callable[[int, bool], Dossier]
"""Décide du message de ce rang, en sachant si son expéditeur a déjà écrit."""

PREMIERS_MAX = 10_000
"""Tickets lus au tout premier usage, au plus ; dans Notion, cent requêtes."""

_PAGE = 500
_JAMAIS = datetime(1970, 1, 1, tzinfo=UTC)


class FirstWord:
    """Les échanges récents avec chaque adresse.

    Args:
        read_decided: les tickets décidés depuis un instant ; lus une fois, tant que rien n'est
            noté.
        jours: jours pendant lesquels qui écrit encore poursuit un échange ; 0 pour ne pas y
            regarder.
    """

    def __init__(
        self,
        senders: Senders,
        read_decided: Callable[[datetime], Iterator[list[Ticket]]],
        jours: int,
    ) -> None:
        self._senders = senders
        self._read_decided = read_decided
        self._fenetre = timedelta(days=jours)
        self._amorce = False

    def followed(
        self, messages: Sequence[Message], tickets: Sequence[Ticket] | None, maintenant: datetime
    ) -> list[bool]:
        """Pour chaque message, si son expéditeur a un autre échange récent."""
        depuis = self._since(maintenant)
        if depuis is None:
            return [False] * len(messages)
        self._start(depuis)
        cles = [cle_email(message.email) for message in messages]
        recents = self._senders.recent(set(cles) - {""}, depuis)
        siens = [
            _identity(message, tickets[rang] if tickets else None)
            for rang, message in enumerate(messages)
        ]
        return [recents.get(cle, sien) != sien for cle, sien in zip(cles, siens, strict=True)]

    def repeated(self, messages: Sequence[Message]) -> dict[int, list[int]]:
        """Le rang du premier message de qui en a plusieurs ici, et les rangs de tous."""
        par_adresse: dict[str, list[int]] = defaultdict(list)
        for rang, message in enumerate(messages if self._fenetre else ()):
            par_adresse[cle_email(message.email)].append(rang)
        par_adresse.pop("", None)
        return {rangs[0]: rangs for rangs in par_adresse.values() if len(rangs) > 1}

    def settle(
        self, dossiers: Sequence[Dossier], examine_again: Callable[[list[Dossier]], list[Dossier]]
    ) -> list[Dossier]:
        """Note ces échanges avant que leurs décisions ne soient écrites.

        Si, depuis qu'il a été lu, un autre poste a répondu à la même adresse, le message n'est
        plus le premier mot : il en est décidé de nouveau.

        Returns:
            Les dossiers, dans leur ordre, tels qu'ils sont à écrire.
        """
        decides = list(dossiers)
        perdus = self._note(decides)
        if perdus:
            repris = examine_again([decides[rang] for rang in perdus])
            for rang, dossier in zip(perdus, repris, strict=True):
                decides[rang] = dossier
            self._note(repris)
        return decides

    def name(self, dossier: Dossier, ticket_id: str) -> None:
        """Note l'échange d'un message qui vient d'avoir son ticket, ou dont une personne décide."""
        echange = _exchange(dossier, ticket_id)
        if echange is not None:
            self._senders.note([echange._replace(part=False)])

    def forget(self, email: str) -> None:
        """Oublie une adresse : le client s'efface."""
        self._senders.forget(cle_email(email))

    def _note(self, dossiers: Sequence[Dossier]) -> list[int]:
        """Note ce qui peut l'être ; rend le rang des autres."""
        echanges = {
            rang: _exchange(dossier, _identity(dossier.message, dossier.ticket))
            for rang, dossier in enumerate(dossiers)
            # Sans ticket encore, seul ce qui part doit se faire une place : « name » notera.
            if dossier.ticket is not None or dossier.resultat.part
        }
        notes = [echange for echange in echanges.values() if echange is not None]
        if not notes:
            return []
        perdus = self._senders.note(notes, self._since(notes[0].le))
        return [
            rang for rang, echange in echanges.items() if echange and echange.ticket_id in perdus
        ]

    def _since(self, maintenant: datetime) -> datetime | None:
        return maintenant - self._fenetre if self._fenetre else None

    def _start(self, depuis: datetime) -> None:
        """Au tout premier usage, apprend du rangement qui a écrit il y a peu."""
        if self._amorce:
            return
        self._amorce = True
        if not self._senders.is_empty():
            return
        tickets = (ticket for page in self._read_decided(depuis) for ticket in page)
        derniers: dict[str, Ticket] = {}
        for ticket in islice(tickets, PREMIERS_MAX):
            cle = cle_email(ticket.email)
            connu = derniers.get(cle)
            if cle and (connu is None or connu.cree_le <= ticket.cree_le):
                derniers[cle] = ticket
        # Un autre poste a pu en noter de plus récents : ils restent.
        echanges = (Echange(cle, t.id, t.cree_le, part=True) for cle, t in derniers.items())
        while page := list(islice(echanges, _PAGE)):
            self._senders.note(page, _JAMAIS)


def examine_together(
    rangs: Sequence[int], suites: Sequence[bool], silent: Callable[[int], bool], examine: Examen
) -> dict[int, Dossier]:
    """Décide des messages d'un même expéditeur vus ensemble.

    Le plus ancien peut avoir sa réponse si tous demandent la même chose de la même commande ; les
    autres sont confiés. Un remerciement ne compte pas.

    Args:
        rangs: leurs rangs, du plus ancien au plus récent.
        suites: pour chaque rang, si son expéditeur avait déjà écrit.
        silent: vrai d'un message qui n'appelle pas de réponse.
    """
    comptes = [rang for rang in rangs if not silent(rang)]
    dossiers = {rang: examine(rang, suites[rang]) for rang in rangs if rang not in comptes}
    autres = {rang: examine(rang, True) for rang in comptes[1:]}
    for rang in comptes[:1]:
        premier = examine(rang, suites[rang])
        if any(_subject(autre) != _subject(premier) for autre in autres.values()):
            premier = examine(rang, True)
        dossiers[rang] = premier
    return dossiers | autres


def _subject(dossier: Dossier) -> tuple[str, int | None]:
    return dossier.resultat.demande, dossier.resultat.id_commande


def _identity(message: Message, ticket: Ticket | None) -> str:
    """Ce qui désigne un message : son ticket, ou ce qu'il est, s'il n'en a pas encore."""
    if ticket is not None:
        return ticket.id
    tout = f"{cle_email(message.email)}\n{message.id_commande}\n{message.texte}"
    return sha256(tout.encode(errors="replace")).hexdigest()


def _exchange(dossier: Dossier, ticket_id: str) -> Echange | None:
    """L'échange que fait cette décision ; aucun pour un remerciement, ni sans adresse."""
    cle = cle_email(dossier.message.email)
    if not cle or Attente.SANS_REPONSE in dossier.resultat.attente:
        return None
    return Echange(cle, ticket_id, dossier.maintenant, dossier.resultat.part)
