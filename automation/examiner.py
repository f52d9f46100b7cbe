"""Examiner un message : de son texte à la décision et à la réponse, sans rien écrire."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from automation.decision import Decision, Ouverture, Situation, decide, likeliest, together
from automation.first_word import Examen, FirstWord, examine_together
from automation.opinion.both import second_reader, understand
from automation.orders.choice import ChoixCommande
from automation.orders.which import which_order
from automation.replies.catalogue import Catalogue, sort_templates
from automation.replies.choice import Choix, choose_together, missing_facts
from automation.replies.quoting import quotes_reply
from automation.replies.templates import Faits, build_facts, carrier_link, personal_values
from automation.understanding.rules import Rules
from config import Settings
from models import Analyse, Attente, EtatCommande, Issue, Statut, cle_email, same_name
from models.crm import Client, Commande
from models.ports import Crm
from models.tickets import Dossier, Message, ReponseType, Resultat, Ticket

if TYPE_CHECKING:
    from automation.polish.polisher import Polisher
    from automation.polish.result import Polissage

logger = logging.getLogger("support.agent")

Clock = Callable[[], datetime]
Expediteur = tuple[Client | None, list[Commande]]

_INCONNU: Expediteur = (None, [])


class Examiner:
    """Décide de messages, sans rien écrire.

    Args:
        ouverture: ce que la boutique laisse partir sans le relire.
        crm: les expéditeurs et leurs commandes.
        read_templates: lit tous les modèles de la boutique ; appelé une fois, au premier besoin.
        first_word: les échanges récents avec chaque expéditeur.
        polisher: adoucit les réponses, ou ``None`` sans clé.
        clock: l'heure qu'il est, avec fuseau.
    """

    def __init__(
        self,
        settings: Settings,
        rules: Rules,
        ouverture: Ouverture,
        *,
        crm: Crm,
        read_templates: Callable[[], list[ReponseType]],
        first_word: FirstWord,
        polisher: "Polisher | None" = None,
        clock: Clock | None = None,
    ) -> None:
        self.settings = settings
        self.rules = rules
        self.ouverture = ouverture
        self.polisher = polisher
        self.second = second_reader(settings)
        self.first_word = first_word
        self._crm = crm
        self._read_templates = read_templates
        self._clock = clock or (lambda: datetime.now(UTC))
        self._catalogue = Catalogue(self._usable_templates)

    def forget_templates(self) -> None:
        """Oublie les modèles lus : le prochain examen les relira."""
        self._catalogue.forget()

    def examine_all(
        self,
        messages: Sequence[Message],
        tickets: Sequence[Ticket] | None = None,
        *,
        categorie: str | None = None,
    ) -> Iterator[Dossier]:
        """Décide de chaque message ; rend les dossiers à mesure.

        Expéditeurs, commandes et échanges récents sont lus pour tous au premier, en trois lectures.

        Args:
            tickets: les tickets dont viennent ces messages, s'ils en ont déjà un.
            categorie: la catégorie qu'une personne a choisie (par défaut, celle du classement).
        """
        suites = self.first_word.followed(messages, tickets, self._clock())
        examine = self._examen(messages, tickets, categorie)
        ensemble = self.first_word.repeated(messages)
        prets: dict[int, Dossier] = {}
        for rang in range(len(messages)):
            if rang in ensemble:
                prets |= examine_together(
                    ensemble[rang], suites, lambda r: self._is_silent(messages[r].texte), examine
                )
            yield prets.pop(rang) if rang in prets else examine(rang, suites[rang])

    def examine_sequels(self, dossiers: Sequence[Dossier]) -> list[Dossier]:
        """Décide de nouveau de ces messages : un autre de leur expéditeur a eu le premier mot."""
        tickets = [dossier.ticket for dossier in dossiers]
        examine = self._examen([dossier.message for dossier in dossiers], tickets, None)
        return [examine(rang, True) for rang in range(len(dossiers))]

    def _examen(
        self,
        messages: Sequence[Message],
        tickets: Sequence[Ticket | None] | None,
        categorie: str | None,
    ) -> Examen:
        connus = self.read_senders(message.email for message in messages)

        def examine(rang: int, deja_ecrit: bool) -> Dossier:
            message, ticket = messages[rang], tickets[rang] if tickets else None
            client, siennes = connus.get(cle_email(message.email), _INCONNU)
            return self.examine(
                message, client, siennes, ticket, categorie=categorie, deja_ecrit=deja_ecrit
            )

        return examine

    def _is_silent(self, texte: str) -> bool:
        return understand(texte, self.rules, self.second).sans_reponse

    def read_senders(self, emails: Iterable[str]) -> dict[str, Expediteur]:
        """Ceux de ces expéditeurs qui sont clients, par ``cle_email``, avec leurs commandes."""
        clients = self._crm.get_clients_by_emails(set(emails))
        lignes = {ligne for client in clients.values() for ligne in client.lignes}
        par_ligne = self._crm.get_commandes_by_clients(lignes)
        return {cle: (client, _orders(client, par_ligne)) for cle, client in clients.items()}

    def examine(
        self,
        message: Message,
        client: Client | None,
        commandes: Sequence[Commande],
        ticket: Ticket | None = None,
        *,
        maintenant: datetime | None = None,
        categorie: str | None = None,
        deja_ecrit: bool = False,
    ) -> Dossier:
        """Décide d'un message, l'expéditeur et ses commandes étant connus.

        Args:
            commandes: toutes celles de l'expéditeur, et aucune autre.
            ticket: le ticket dont vient ce message, s'il en a déjà un.
            maintenant: l'instant auquel se placer, avec fuseau (par défaut, celui de l'horloge).
            categorie: la catégorie qu'une personne a choisie (par défaut, celle du classement).
            deja_ecrit: l'expéditeur a écrit il y a peu : ce n'est pas le premier mot d'un échange.
        """
        debut = time.perf_counter()
        maintenant = maintenant or self._clock()
        aujourdhui = maintenant.astimezone().date()
        lue = self._understand(message.texte, categorie)
        choix = which_order(
            lue,
            message.reference or message.id_commande,
            client,
            commandes,
            aujourdhui,
            self.rules.motifs_commande,
        )
        faits = self._facts(message.email, client, choix.commande, aujourdhui)
        situation = self._situation(message, client, lue, choix, faits, deja_ecrit, aujourdhui)
        decision = decide(situation, self.ouverture)
        texte, modele = self._wording(decision.attente, choix, situation.retenu)
        resultat = _result(message, lue, choix, client, decision, texte)
        prives = personal_values(client, commandes)
        resultat, polissage = self._soften(resultat, modele, faits, message, prives)
        return Dossier(
            message=message,
            resultat=resultat,
            analyse=lue,
            ticket=ticket,
            modele=modele,
            maintenant=maintenant,
            duree_ms=(time.perf_counter() - debut) * 1000,
            polissage=polissage.code if polissage else "",
            jetons=polissage.jetons if polissage else (0, 0),
        )

    def _soften(
        self,
        resultat: Resultat,
        modele: ReponseType | None,
        faits: Faits,
        message: Message,
        prives: tuple[str, ...],
    ) -> "tuple[Resultat, Polissage | None]":
        if self.polisher is None or modele is None:
            return resultat, None
        # Importé ici : sans clé, rien de l'IA n'est chargé.
        from automation.softening import soften

        demande = resultat.demande or None
        return soften(self.polisher, resultat, modele, faits, message, prives, demande)

    def _situation(
        self,
        message: Message,
        client: Client | None,
        lue: Analyse,
        choix: ChoixCommande,
        faits: Faits,
        deja_ecrit: bool,
        aujourdhui: date,
    ) -> Situation:
        """Tout ce dont la décision dépend, la réponse qui conviendrait comprise."""
        etat = EtatCommande.read(choix.commande.statut) if choix.commande else None
        demandes = together(lue, self.rules.demandes)
        retenu, servies = choose_together(
            self._catalogue.modeles, lue.categorie, demandes, etat, faits, demande=lue.demande
        )
        return Situation(
            texte=message.texte,
            analyse=lue,
            servies=servies,
            client=client,
            choix=choix,
            retenu=retenu,
            manquants=missing_facts(servies, etat, faits, retenu.dits),
            commande_requise=self.rules.needs_order(lue.categorie),
            deja_ecrit=deja_ecrit or quotes_reply(lue.cite, self._catalogue.modeles),
            aujourdhui=aujourdhui,
        )

    def _understand(self, texte: str, choisie: str | None) -> Analyse:
        """Ce que dit le texte ; une catégorie choisie par une personne est sûre."""
        lue = understand(texte, self.rules, self.second)
        if choisie is None or same_name(choisie, lue.categorie):
            return lue
        demande = likeliest(lue, choisie, self.rules.demandes)
        return replace(
            lue,
            categorie=choisie,
            confiance=1.0,
            raisons=(),
            plusieurs_demandes=False,
            demande=demande,
            confiance_demande=lue.demandes.get(demande, 0.0),
        )

    def facts(self, email: str, client: Client | None, commande: Commande | None) -> Faits:
        """Les faits d'une commande à cet instant, tels qu'une réponse les dirait."""
        return self._facts(email, client, commande, self._clock().astimezone().date())

    def _facts(
        self, email: str, client: Client | None, commande: Commande | None, aujourdhui: date
    ) -> Faits:
        transporteur = commande.transporteur if commande else None
        propre = carrier_link(self.settings.liens_suivi, transporteur)
        return build_facts(
            client,
            commande,
            email=email,
            aujourdhui=aujourdhui,
            delai_reponse=self.settings.delai_reponse,
            nom_boutique=self.settings.nom_boutique,
            lien_suivi=propre or self.settings.lien_suivi,
            lien_facture=self.settings.lien_facture,
        )

    def _usable_templates(self) -> list[ReponseType]:
        utilisables, phrases = sort_templates(self._read_templates())
        for phrase in phrases:
            logger.warning("%s", phrase)
        return utilisables

    def _wording(
        self,
        attente: Sequence[Attente],
        choix: ChoixCommande,
        retenu: Choix,
    ) -> tuple[str | None, ReponseType | None]:
        """La réponse, ou le meilleur brouillon que les faits connus permettent."""
        muettes = {Attente.MESSAGE_VIDE, Attente.SANS_REPONSE, Attente.SUJET_SENSIBLE}
        if muettes & set(attente):
            return None, None
        for code in (
            Attente.CLIENT_INCONNU,
            Attente.COMMANDE_INTROUVABLE,
            Attente.COMMANDE_ABSENTE,
        ):
            if code in attente and str(code) in self.rules.brouillons:
                brouillon = self.rules.brouillons[str(code)]
                return brouillon.strip().replace("{numero}", choix.numero_introuvable or ""), None
        return retenu.reponse.texte, retenu.modele


def _orders(client: Client, par_ligne: Mapping[int, list[Commande]]) -> list[Commande]:
    """Ses commandes, de la plus récente à la première, quelle que soit la ligne qui les porte."""
    toutes = [commande for ligne in client.lignes for commande in par_ligne.get(ligne, [])]
    toutes.sort(key=lambda c: (c.date_commande or date.min, c.id), reverse=True)
    return toutes


def _result(
    message: Message,
    lue: Analyse,
    choix: ChoixCommande,
    client: Client | None,
    decision: Decision,
    texte: str | None,
) -> Resultat:
    return Resultat(
        ticket_id=None,
        email=message.email,
        categorie=lue.categorie,
        confiance=lue.confiance,
        id_commande=choix.id_retenu,
        statut=Statut.TRAITE_AUTO if decision.issue == Issue.REPONDU else Statut.EN_COURS,
        reponse=texte,
        attente=decision.attente,
        raisons=lue.mots_decisifs,
        client=client,
        commande=choix.commande,
        doute=lue.doute,
        demande=lue.demande,
        confiance_demande=lue.confiance_demande,
        issue=decision.issue,
        urgent=decision.urgent,
    )
