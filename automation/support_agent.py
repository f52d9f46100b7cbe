"""SupportAgent : la phrase entière, de haut en bas.

message → analyse → client et commande → modèle rempli → décision → ticket et journal.
Un message de la ligne de commande, un ticket en attente et une ligne du mode interactif passent
tous par ``Examiner.examine`` : il n'y a pas d'autre chemin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from automation.examiner import Clock, Examiner
from automation.first_word import FirstWord
from automation.intake import incoming_message
from automation.opening import opening
from automation.understanding.rules import Rules, load_rules
from automation.wiring import Tools, build_tools
from config import Settings, load
from errors import TicketError, TicketTakenError
from models import Statut
from models.envois import PERSONNE
from models.ports import DecisionLog, Senders, TicketDesk
from models.tickets import Dossier, Message, Resultat, Ticket, Traitement

if TYPE_CHECKING:
    from automation.runs.replay import Rejeu
    from automation.runs.report import BilanLot, Sort
    from models.statistics import Periode, Statistiques


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
        ouverture = opening(self.settings, self.rules)
        tools = tools or build_tools(self.settings, self.rules, dry_run=dry_run)
        self.crm = tools.crm
        self.desk: TicketDesk = tools.desk
        self.journal: DecisionLog = tools.journal
        senders: Senders = tools.senders
        if dry_run:
            # Importé ici, comme plus bas : chaque commande ne charge que ce dont elle se sert.
            from automation.dry_run import ReadOnlyDesk, SilentJournal, SilentSenders

            self.desk, self.journal = ReadOnlyDesk(tools.desk), SilentJournal(tools.journal)
            senders = SilentSenders(senders)
        self.outbox, self.receipts = tools.outbox, tools.receipts
        self.close = tools.close
        self.dry_run = dry_run
        self.first_word = FirstWord(
            senders, tools.desk.iter_decided, self.settings.fenetre_echange_jours
        )
        self.examiner = Examiner(
            self.settings,
            self.rules,
            ouverture,
            crm=self.crm,
            read_templates=self.desk.get_reponses_types,
            first_word=self.first_word,
            polisher=tools.polisher,
            clock=clock,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *erreur: object) -> None:
        self.close()

    def process_customer_message(
        self, email: str, message: str, commande_id: int | str | None = None, *, nom: str = ""
    ) -> Resultat:
        """Traite un message et l'enregistre sur un ticket, d'une seule écriture.

        Args:
            email: adresse de l'expéditeur.
            message: texte tel que reçu.
            commande_id: numéro de commande, ou référence, si elle est donnée à part.
            nom: nom à porter sur le ticket si l'expéditeur est inconnu.

        Raises:
            UsageError: adresse, texte ou numéro impossible ; rien n'est écrit.
            SupportError: un service n'a pas répondu ; rien n'est écrit.
        """
        return self.record(self.preview(incoming_message(email, message, commande_id, nom)))

    def preview(
        self, message: Message, ticket: Ticket | None = None, *, categorie: str | None = None
    ) -> Dossier:
        """Décide d'un message, avec les modèles tels qu'ils sont maintenant ; n'écrit rien.

        Args:
            ticket: celui dont vient ce message, s'il en a déjà un.
            categorie: la catégorie qu'une personne a choisie ; par défaut, celle du classement.
        """
        self.examiner.forget_templates()
        tickets = None if ticket is None else [ticket]
        return next(self.examiner.examine_all([message], tickets, categorie=categorie))

    def record(self, dossier: Dossier) -> Resultat:
        """Crée le ticket d'un message examiné, complet, et note la décision au journal.

        Si l'on vient de répondre à un autre message de la même adresse, il est confié.
        """
        [dossier] = self.first_word.settle([dossier], self.examiner.examine_sequels)

        def note(ticket_id: str) -> None:
            self.journal.add(ticket_id, dossier)
            self.first_word.name(dossier, ticket_id)

        ticket_id = self._create(dossier, dossier.traitement, note)
        return replace(dossier.resultat, ticket_id=None if self.dry_run else ticket_id)

    def record_by_hand(
        self,
        dossier: Dossier,
        reponse: str | None = None,
        statut: Statut = Statut.TRAITE,
        *,
        envoyer: bool = False,
    ) -> str:
        """Enregistre ce qu'une personne a décidé ; le journal, lui, ne compte que le programme.

        Args:
            dossier: le message, ou le ticket qu'elle a ouvert.
            reponse: le texte qu'elle a retenu (par défaut celui du dossier).
            statut: « Traité » pour une réponse, « En cours » pour plus tard.
            envoyer: la réponse part : elle est mise à l'envoi du même geste.

        Returns:
            L'identifiant du ticket.

        Raises:
            TicketError: le ticket ouvert n'existe plus.
            TicketTakenError: il a changé entre-temps ; rien n'est écrit.
        """
        texte = dossier.resultat.reponse if reponse is None else reponse
        depart = PERSONNE if envoyer else ""
        traitement = replace(dossier.traitement, statut=statut, reponse=texte, depart=depart)
        if statut == Statut.TRAITE:
            # La personne a choisi : il n'y a plus rien à attendre, ni à relire.
            traitement = replace(traitement, attente=(), brouillon_ia=None)
        if dossier.ticket is None:
            return self._create(
                dossier, traitement, lambda ticket_id: self.first_word.name(dossier, ticket_id)
            )
        self._update(dossier.ticket, traitement)
        self.first_word.name(dossier, dossier.ticket.id)
        return dossier.ticket.id

    def process_pending_tickets(self, limit: int | None = None) -> BilanLot:
        """Traite les tickets en attente, du plus ancien au plus récent.

        Un ticket qui échoue reste « Nouveau », est nommé dans le bilan, et n'arrête pas les autres.

        Args:
            limit: nombre de tickets au plus.
        """
        from automation.runs.report import summarise

        return summarise(self.iter_pending(limit))

    def iter_pending(
        self, limit: int | None = None, stop: Callable[[], bool] = lambda: False
    ) -> Iterator[Sort]:
        """Traite les tickets en attente ; rend le sort de chacun à mesure.

        Args:
            limit: nombre de tickets au plus.
            stop: demandé entre deux tickets ; s'il rend vrai, le reste est laissé à plus tard.
        """
        for sorts in self.iter_lots(limit, stop):
            yield from sorts

    def iter_lots(self, limit: int | None, stop: Callable[[], bool]) -> Iterator[list[Sort]]:
        """Traite les tickets en attente ; rend leurs sorts lot par lot (voir ``iter_pending``)."""
        self.examiner.forget_templates()
        from automation.runs.pending import process_lots

        if not self.dry_run:
            from automation.runs import outgoing

            outgoing.tidy(self.outbox, self.desk)
            outgoing.queue_asked(self.outbox, self.desk)
        return process_lots(self.examiner, self.desk, self.journal, limit, stop)

    def iter_replay(self) -> Iterator[Rejeu]:
        """Décide de nouveau, avec les règles d'aujourd'hui, ce que le journal garde.

        N'écrit rien. L'instant et l'état de la commande sont ceux d'alors.
        """
        self.examiner.forget_templates()
        from automation.runs import replay

        return replay.iter_replay(self.examiner, self.desk, self.journal)

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

    def _create(
        self,
        dossier: Dossier,
        traitement: Traitement,
        puis: Callable[[str], None] = lambda ticket_id: None,
    ) -> str:
        message, client = dossier.message, dossier.resultat.client
        nom = client.nom_complet if client else message.nom or message.email
        numero = dossier.resultat.id_commande
        recu = self.desk.create_once(
            message.email, nom, numero, message.texte, traitement, puis=puis
        )
        return recu.ticket_id

    def _update(self, ticket: Ticket, traitement: Traitement) -> None:
        """Écrit la décision d'une personne sur le ticket qu'elle a lu, s'il est resté le même."""
        actuel = self.desk.get_ticket(ticket.id)
        if actuel is None:
            raise TicketError(f"Le ticket {ticket.id} n'existe plus : rien n'a été enregistré.")
        if (actuel.statut, actuel.reponse) != (ticket.statut, ticket.reponse):
            raise TicketTakenError(
                f"Le ticket {ticket.id} a changé depuis que vous l'avez ouvert (il est maintenant "
                f"« {actuel.statut or Statut.NOUVEAU} ») : rouvrez-le avec /ouvrir."
            )
        if actuel.en_attente_de_traitement:
            # Sous condition : un traitement automatique peut s'en saisir au même instant.
            for erreur in self.desk.write_decisions([(actuel, traitement)]).values():
                raise erreur
            return
        self.desk.write_answer(actuel, traitement)
