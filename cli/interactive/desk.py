"""Le bureau : l'expéditeur choisi, le message ou le ticket ouvert, et ce qu'on en fait."""

from automation.intake import incoming_message
from automation.replies.templates import known_variables
from automation.support_agent import SupportAgent
from cli.interactive import cards
from cli.interactive.editor import edit_text
from cli.output import Output
from cli.progress import Progress
from cli.render import client_line, indent, show_ai_draft, show_draft
from cli.safe_text import one_line, visible
from cli.signals import StopRequest
from errors import Interrupted, TicketError, UsageError
from models import NON_CLASSE, Statut, check_email, same_name
from models.tickets import Dossier, Ticket

TICKETS_MAX = 30
"""Tickets montrés par ``/attente``."""


class Desk:
    """L'état d'une conversation.

    Attributes:
        dossier: le message ou le ticket examiné, s'il y en a un.
        brouillon: la réponse, telle que la personne l'a laissée.
        listes: les derniers tickets montrés, par le numéro à taper pour les ouvrir.
    """

    def __init__(self, agent: SupportAgent, out: Output, *, au_clavier: bool = False) -> None:
        self.agent = agent
        self.out = out
        self.au_clavier = au_clavier
        self.email = ""
        self.dossier: Dossier | None = None
        self.brouillon: str | None = None
        self.listes: dict[str, Ticket] = {}
        self.fini = False

    @property
    def categories(self) -> list[str]:
        """Les catégories qu'une personne peut choisir."""
        return [*(regle.nom for regle in self.agent.rules.categories), NON_CLASSE]

    def choose_sender(self, email: str) -> None:
        """Change d'expéditeur."""
        self._forget()
        self.email = check_email(email)
        client = self.agent.crm.get_clients_by_emails([self.email]).get(self.email)
        qui = client_line(client) if client else one_line(self.email)
        self.out.text(f"Expéditeur : {qui}")
        if client is None:
            self.out.text("Aucun client n'a cette adresse : ses messages seront confiés.")

    def preview(self, texte: str) -> None:
        """Examine un message, sans rien écrire."""
        if not self.email:
            raise UsageError("Donnez d'abord l'adresse e-mail de l'expéditeur, seule sur sa ligne.")
        self._forget()
        self._take(self.agent.preview(incoming_message(self.email, texte)))

    def send(self, _: str = "") -> None:
        """Enregistre le message, ou le ticket ouvert, et met sa réponse à l'envoi : « Traité »."""
        self._current()
        if not self.brouillon:
            raise UsageError(
                "Ce message n'a pas de réponse à envoyer. Écrivez-la avec /modifier, ou gardez-le "
                "pour plus tard avec /confier."
            )
        restantes = known_variables(self.brouillon)
        if restantes:
            raise UsageError(
                f"La réponse contient encore {', '.join(restantes)} : remplacez-les avec /modifier."
            )
        self._record(Statut.TRAITE, envoyer=True)

    def hold(self, _: str = "") -> None:
        """Enregistre le message, ou le ticket ouvert, sans y répondre : « En cours »."""
        self._record(Statut.EN_COURS)

    def edit(self, _: str = "") -> None:
        """Ouvre le brouillon dans l'éditeur de la personne."""
        self._current()
        if not self.au_clavier:
            raise UsageError("/modifier ouvre un éditeur : il faut un terminal, pas un tuyau.")
        texte = edit_text(self.brouillon or "")
        if texte == (self.brouillon or ""):
            self.out.text("La réponse n'a pas changé.")
            return
        self.brouillon = texte or None
        show_draft(self.out, self.brouillon, modifie=True)
        self._say_next()

    def take_ai_draft(self, _: str = "") -> None:
        """Prend pour réponse le brouillon rédigé avec l'IA."""
        brouillon = self._current().resultat.brouillon_ia
        if brouillon is None:
            raise UsageError("L'IA n'a pas rédigé de brouillon pour ce message.")
        self.brouillon = brouillon
        show_draft(self.out, brouillon, relire=True)
        self._say_next()

    def change_category(self, nom: str) -> None:
        """Change la catégorie du message, et reprend la réponse qui va avec."""
        dossier = self._current()
        choisie = next((c for c in self.categories if same_name(c, nom)), None)
        if choisie is None:
            raise UsageError(
                f"Donnez une de ces catégories après /categorie : {', '.join(self.categories)}."
            )
        ticket = dossier.ticket
        dossier = self.agent.preview(dossier.message, ticket, categorie=choisie)
        self._take(dossier, origine="choisie par vous")

    def list_open(self, _: str = "") -> None:
        """Montre les tickets en attente et ceux confiés à une personne."""
        self.listes = cards.numbered(self.agent.desk.get_open_tickets(TICKETS_MAX))
        cards.show_tickets(self.out, self.listes, complet=len(self.listes) < TICKETS_MAX)

    def open_ticket(self, numero: str) -> None:
        """Ouvre un ticket : son message, la décision proposée, son brouillon."""
        if not numero:
            raise UsageError("Donnez un numéro de ticket après /ouvrir ; /attente les montre.")
        numero = numero.removeprefix("n°").strip()
        liste = self.listes.get(numero)
        ticket = self.agent.desk.get_ticket(liste.id if liste else numero)
        if ticket is None:
            raise TicketError(f"Le ticket {one_line(numero)} n'existe pas ; /attente les montre.")
        self._forget()
        self.email = ticket.email
        cards.show_ticket_head(self.out, ticket)
        categorie = ticket.categorie if self._is_known(ticket.categorie) else None
        dossier = self.agent.preview(ticket.as_message, ticket, categorie=categorie)
        self._take(dossier, ticket.reponse, "celle du ticket" if categorie else "")

    def show_client(self, adresse: str) -> None:
        """Montre la fiche d'un client : l'expéditeur, ou celui dont on donne l'adresse."""
        if adresse and not is_email(adresse):
            raise UsageError("Donnez une adresse e-mail après /client, ou rien pour l'expéditeur.")
        email = check_email(adresse) if adresse else self.email
        if not email:
            raise UsageError("Donnez une adresse e-mail après /client, ou choisissez l'expéditeur.")
        self.listes = cards.show_client(self.out, self.agent, email) or self.listes

    def stats(self, _: str = "") -> None:
        """Montre les statistiques."""
        from cli.stats import show_statistics

        with Progress(self.out, mots="ticket lu") as progres:
            statistiques = self.agent.get_statistics(progression=progres.reach)
        show_statistics(self.out, statistiques)

    def leave(self, _: str = "") -> None:
        """S'en va."""
        self.fini = True

    def say_unsent(self) -> None:
        """Dit qu'un message examiné n'a pas été enregistré."""
        if self.dossier is not None:
            quoi = "Le message" if self.dossier.ticket is None else "Le ticket"
            self.out.note(f"{quoi} précédent n'a pas été enregistré.")

    def _current(self) -> Dossier:
        if self.dossier is None:
            raise UsageError("Il n'y a pas de message à enregistrer : écrivez-en un d'abord.")
        return self.dossier

    def _take(self, dossier: Dossier, brouillon: str | None = None, origine: str = "") -> None:
        self.dossier = dossier
        self.brouillon = brouillon or dossier.resultat.reponse
        statut = dossier.ticket.statut if dossier.ticket else None
        fait = statut if statut in (Statut.TRAITE, Statut.TRAITE_AUTO) else None
        cards.show_message(self.out, dossier)
        cards.show_preview(self.out, dossier.resultat, origine=origine, fait=fait)
        show_draft(self.out, self.brouillon, relire=bool(dossier.resultat.attente))
        show_ai_draft(self.out, dossier.resultat.brouillon_ia)
        self._say_next()

    def _say_next(self) -> None:
        suite = "/envoyer, /modifier" if self.brouillon else "/modifier pour écrire la réponse"
        if self.dossier and self.dossier.resultat.brouillon_ia not in (None, self.brouillon):
            suite += ", /ia pour l'autre brouillon"
        suite += ", /confier pour plus tard, /categorie si ce n'est pas le sujet."
        self.out.text(f"\n{indent(self.out, suite)}")

    def _forget(self) -> None:
        self.say_unsent()
        self.dossier, self.brouillon = None, None

    def _is_known(self, categorie: str | None) -> bool:
        return categorie is not None and any(same_name(c, categorie) for c in self.categories)

    def _record(self, statut: Statut, *, envoyer: bool = False) -> None:
        dossier = self._current()
        suite = self._departure(dossier) if envoyer else ""
        # Ctrl-C attend la fin de l'écriture : on sait toujours si elle a eu lieu.
        with StopRequest() as arret:
            ticket_id = self.agent.record_by_hand(dossier, self.brouillon, statut, envoyer=envoyer)
        self.dossier, self.brouillon = None, None
        if self.agent.dry_run:
            self.out.text("Essai à blanc : rien n'a été enregistré.")
        else:
            self.out.text(
                f"Enregistré : ticket n° {visible(ticket_id)}, statut « {statut} »{suite}."
            )
        if arret.code:
            raise Interrupted("Arrêt demandé, une fois le ticket enregistré.", arret.code)

    def _departure(self, dossier: Dossier) -> str:
        """Ce que l'on dit de la réponse : une même réponse ne part pas deux fois sur un ticket."""
        envois, ticket = self.agent.outbox, dossier.ticket
        if ticket and envois.has_left(ticket.id, self.brouillon):
            return " ; cette réponse était déjà à l'envoi, elle n'y est pas remise"
        return ", réponse mise à l'envoi"


def is_email(ligne: str) -> bool:
    """Vrai si la ligne n'est qu'une adresse e-mail."""
    try:
        check_email(ligne)
    except UsageError:
        return False
    return True
