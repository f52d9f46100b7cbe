"""SupportAgent : la phrase entière, de haut en bas.

message → analyse → client et commande → modèle rempli → décision → ticket et journal.
Un message de la ligne de commande, un ticket en attente et une ligne du mode interactif passent
tous par ``examine`` : il n'y a pas d'autre chemin.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from automation.categories import automatic_categories
from automation.examiner import Examiner
from automation.intake import incoming_message
from automation.understanding.rules import Rules, load_rules
from automation.wiring import Tools, build_tools
from config import Settings, load
from errors import SupportError
from models import Statut, cle_email
from models.crm import Client, Commande
from models.ports import DecisionLog, TicketDesk
from models.tickets import Dossier, Message, Resultat, Ticket, Traitement

if TYPE_CHECKING:
    from automation.runs.replay import Rejeu
    from automation.runs.report import BilanLot, Echec
    from models.statistics import Periode, Statistiques

logger = logging.getLogger("support.agent")

Clock = Callable[[], datetime]

LOT_AVEC_IA = 5
"""À trente secondes par réécriture au pire, un lot tient dans le bail d'un ticket (300 s)."""


class SupportAgent:
    """Comprend un message, décide, répond ou confie, et l'enregistre.

    Args:
        settings: configuration (par défaut celle de l'environnement).
        tools: collaborateurs (par défaut ceux que la configuration désigne).
        rules: règles de classement (par défaut celles de ``settings.regles``).
        clock: l'heure qu'il est, avec fuseau.
        dry_run: décide sans rien écrire nulle part.

    Raises:
        SupportError: configuration incomplète, ou base qui n'est pas prête.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        tools: Tools | None = None,
        rules: Rules | None = None,
        clock: Clock | None = None,
        dry_run: bool = False,
    ) -> None:
        self.settings = settings or load()
        self.rules = rules or load_rules(*self.settings.regles)
        # Avant d'ouvrir une base : des réglages faux ne doivent rien créer.
        automatiques = automatic_categories(self.settings, self.rules)
        tools = tools or build_tools(self.settings, self.rules, dry_run=dry_run)
        self.crm = tools.crm
        self.desk: TicketDesk = tools.desk
        self.journal: DecisionLog = tools.journal
        if dry_run:
            # Importé ici, comme plus bas : chaque commande ne charge que ce dont elle se sert.
            from automation.dry_run import ReadOnlyDesk, SilentJournal

            self.desk, self.journal = ReadOnlyDesk(tools.desk), SilentJournal(tools.journal)
        self.close = tools.close
        self.dry_run = dry_run
        self.examiner = Examiner(
            self.settings, self.rules, automatiques, self.desk.get_reponses_types, tools.polisher
        )
        self._clock = clock or (lambda: datetime.now(UTC))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *erreur: object) -> None:
        self.close()

    def process_customer_message(
        self, email: str, message: str, commande_id: int | None = None, *, nom: str = ""
    ) -> Resultat:
        """Traite un message et l'enregistre sur un ticket, d'une seule écriture.

        Args:
            email: adresse de l'expéditeur.
            message: texte tel que reçu.
            commande_id: numéro de commande, s'il est donné à part.
            nom: nom à porter sur le ticket si l'expéditeur est inconnu.

        Raises:
            UsageError: adresse, texte ou numéro impossible ; rien n'est écrit.
            SupportError: un service n'a pas répondu ; rien n'est écrit.
        """
        return self.record(self.preview(incoming_message(email, message, commande_id, nom)))

    def preview(self, message: Message, *, categorie: str | None = None) -> Dossier:
        """Décide d'un message, avec les modèles tels qu'ils sont maintenant ; n'écrit rien.

        Args:
            categorie: la catégorie qu'une personne a choisie ; par défaut, celle du classement.
        """
        self.examiner.forget_templates()
        return next(iter(self.iter_examine([message], categorie=categorie)))

    def record(self, dossier: Dossier) -> Resultat:
        """Crée le ticket d'un message examiné, complet, et note la décision au journal."""
        ticket_id = self._create(dossier, dossier.traitement)
        try:
            self.journal.add(ticket_id, dossier)
        except SupportError as erreur:
            # Le message est sur son ticket, c'est l'essentiel : on le dit, sans le renier.
            raise SupportError(
                f"Le ticket {ticket_id} est bien enregistré, mais pas sa ligne du journal : "
                f"{erreur}"
            ) from erreur
        return replace(dossier.resultat, ticket_id=None if self.dry_run else ticket_id)

    def record_by_hand(
        self, dossier: Dossier, reponse: str | None = None, statut: Statut = Statut.TRAITE
    ) -> str:
        """Enregistre ce qu'une personne a décidé ; le journal, lui, ne compte que le programme.

        Args:
            dossier: le message, ou le ticket qu'elle a ouvert.
            reponse: le texte qu'elle a retenu (par défaut celui du dossier).
            statut: « Traité » pour une réponse, « En cours » pour plus tard.

        Returns:
            L'identifiant du ticket.

        Raises:
            TicketTakenError: le ticket ouvert a changé entre-temps ; rien n'est écrit.
        """
        texte = dossier.resultat.reponse if reponse is None else reponse
        attente = () if statut == Statut.TRAITE else dossier.resultat.attente
        traitement = replace(dossier.traitement, statut=statut, reponse=texte, attente=attente)
        if dossier.ticket is None:
            return self._create(dossier, traitement)
        from automation.by_hand import update_by_hand

        update_by_hand(self.desk, dossier.ticket, traitement)
        return dossier.ticket.id

    def process_pending_tickets(self, limit: int | None = None) -> BilanLot:
        """Traite les tickets en attente, du plus ancien au plus récent.

        Un ticket qui échoue reste « Nouveau », est nommé dans le bilan, et n'arrête pas les autres.

        Args:
            limit: nombre de tickets au plus.
        """
        from automation.runs import pending as batch

        return batch.summarise(self.iter_pending(limit))

    def iter_pending(
        self, limit: int | None = None, stop: Callable[[], bool] = lambda: False
    ) -> Iterator[Resultat | Echec]:
        """Les mêmes, rendus à mesure.

        Args:
            stop: demandé entre deux lots ; s'il rend vrai, le reste est laissé à plus tard.
        """
        self.examiner.forget_templates()
        from automation.runs import pending as batch

        return batch.process_pending(self, limit, stop)

    def iter_replay(self) -> Iterator[Rejeu]:
        """Décide de nouveau, avec les règles d'aujourd'hui, ce que le journal garde.

        N'écrit rien. L'instant et l'état de la commande sont ceux d'alors.
        """
        self.examiner.forget_templates()
        from automation.runs import replay

        return replay.iter_replay(self)

    def get_statistics(
        self, periode: Periode | None = None, progression: Callable[[int], None] | None = None
    ) -> Statistiques:
        """Tickets, décisions du programme, délais, clients et commandes, comptés.

        Args:
            periode: jours de création des tickets et des décisions comptés (par défaut tous) ;
                clients et commandes le sont toujours tous.
            progression: appelé à mesure avec le nombre de tickets lus, si les compter est long.
        """
        from models.statistics import TOUJOURS, Statistiques

        return Statistiques(
            tickets=self.desk.count_tickets(periode, progression),
            journal=self.journal.summary(periode),
            crm=self.crm.count(),
            ia_active=self.settings.ia_active,
            periode=periode or TOUJOURS,
        )

    def examine(
        self, messages: Sequence[Message], tickets: Sequence[Ticket] | None = None
    ) -> list[Dossier]:
        """Décide de chaque message, sans rien écrire ; deux lectures du fichier clients en tout.

        Args:
            tickets: les tickets dont viennent ces messages, s'ils en ont déjà un.
        """
        return list(self.iter_examine(messages, tickets))

    def iter_examine(
        self,
        messages: Sequence[Message],
        tickets: Sequence[Ticket] | None = None,
        *,
        categorie: str | None = None,
    ) -> Iterator[Dossier]:
        """Les mêmes, rendus à mesure ; les lectures sont faites pour tous au premier."""
        clients = self.crm.get_clients_by_emails({message.email for message in messages})
        commandes = self.crm.get_commandes_by_clients({client.id for client in clients.values()})
        for rang, message in enumerate(messages):
            client = clients.get(cle_email(message.email))
            siennes = commandes.get(client.id, []) if client else []
            ticket = tickets[rang] if tickets else None
            yield self.examine_with(message, client, siennes, ticket, categorie=categorie)

    def examine_with(
        self,
        message: Message,
        client: Client | None,
        commandes: Sequence[Commande],
        ticket: Ticket | None = None,
        *,
        maintenant: datetime | None = None,
        categorie: str | None = None,
    ) -> Dossier:
        """Décide d'un message, l'expéditeur et ses commandes étant connus ; n'écrit rien.

        Args:
            maintenant: l'instant auquel se placer (par défaut, celui de l'horloge).
            categorie: la catégorie qu'une personne a choisie (par défaut, celle du classement).
        """
        return self.examiner.examine(
            message,
            client,
            commandes,
            ticket,
            maintenant=maintenant or self._clock(),
            categorie=categorie,
        )

    @property
    def lot(self) -> int:
        """Tickets à traiter ensemble : peu quand chacun attend un serveur d'IA."""
        return self.desk.lot if self.examiner.polisher is None else min(self.desk.lot, LOT_AVEC_IA)

    @property
    def seuil(self) -> float:
        """Confiance à partir de laquelle on répond seul."""
        return self.examiner.seuil

    def _create(self, dossier: Dossier, traitement: Traitement) -> str:
        message, client = dossier.message, dossier.resultat.client
        return self.desk.create_contact_ticket(
            message.email,
            client.nom_complet if client else message.nom or message.email,
            dossier.resultat.id_commande,
            message.texte,
            traitement,
        )
