"""Examiner un message : de son texte à la décision et à la réponse, sans rien écrire."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from automation.decision import Elements, decide
from automation.orders.choice import ChoixCommande, choose_order
from automation.orders.clues import points_elsewhere
from automation.replies.catalogue import Categories
from automation.replies.templates import Faits, Reponse, build_facts, choose, personal_values
from automation.understanding.classifier import analyse
from automation.understanding.rules import Rules
from config import Settings
from models import Analyse, Attente, Statut, same_name
from models.crm import Client, Commande
from models.tickets import Dossier, Message, ReponseType, Resultat, Ticket

if TYPE_CHECKING:
    from automation.polish.polisher import Polisher
    from automation.polish.result import Polissage

logger = logging.getLogger("support.agent")


class Examiner:
    """Décide d'un message, l'expéditeur et ses commandes étant connus.

    Args:
        automatiques: catégories ouvertes aux réponses automatiques.
        read_templates: lit tous les modèles de la boutique ; appelé une fois, au premier besoin.
        polisher: réécrit les réponses, ou ``None`` sans clé.
    """

    def __init__(
        self,
        settings: Settings,
        rules: Rules,
        automatiques: Sequence[str],
        read_templates: Callable[[], list[ReponseType]],
        polisher: "Polisher | None" = None,
    ) -> None:
        self.settings = settings
        self.rules = rules
        self.polisher = polisher
        self._categories = Categories(rules, automatiques, read_templates)

    def forget_templates(self) -> None:
        """Oublie les modèles lus : le prochain examen les relira."""
        self._categories.forget()

    def examine(
        self,
        message: Message,
        client: Client | None,
        commandes: Sequence[Commande],
        ticket: Ticket | None = None,
        *,
        maintenant: datetime,
        categorie: str | None = None,
    ) -> Dossier:
        """Décide d'un message ; n'écrit rien.

        Args:
            commandes: toutes celles de l'expéditeur, et aucune autre.
            ticket: le ticket dont vient ce message, s'il en a déjà un.
            maintenant: l'instant auquel la décision se rapporte, avec fuseau.
            categorie: la catégorie qu'une personne a choisie (par défaut, celle du classement).
        """
        debut = time.perf_counter()
        aujourdhui = maintenant.astimezone().date()
        lue = analyse(message.texte, self.rules)
        if categorie is not None and not same_name(categorie, lue.categorie):
            lue = replace(
                lue, categorie=categorie, confiance=1.0, raisons=(), plusieurs_demandes=False
            )
        choix = choose_order(
            message.id_commande,
            lue.numeros_commande,
            commandes,
            aujourdhui,
            ailleurs=lambda seule: points_elsewhere(
                lue.propre, lue.plie, seule, client, aujourdhui
            ),
        )
        faits = self._facts(message, client, choix.commande, aujourdhui)
        de_la_boutique = self._categories.get(lue.categorie)
        modele, reponse = choose(de_la_boutique.modeles, faits)
        decision = decide(
            Elements(
                texte=message.texte,
                analyse=lue,
                seuil=self.seuil,
                automatique=de_la_boutique.automatique,
                commande_requise=de_la_boutique.commande_requise,
                client=client,
                choix=choix,
                modeles=len(de_la_boutique.modeles),
                reponse=reponse,
                aujourdhui=aujourdhui,
            )
        )
        texte, modele = self._wording(decision.attente, choix, reponse, modele)
        polissage = self._polish(modele, faits, message, client, commandes)
        if polissage is not None:
            texte = polissage.texte
        return Dossier(
            message=message,
            resultat=_result(message, lue, choix, client, decision.attente, texte),
            analyse=lue,
            ticket=ticket,
            modele=modele,
            maintenant=maintenant,
            duree_ms=(time.perf_counter() - debut) * 1000,
            polissage=polissage.code if polissage else "",
            jetons=(polissage.jetons_entree, polissage.jetons_sortie) if polissage else (0, 0),
        )

    def _facts(
        self, message: Message, client: Client | None, commande: Commande | None, aujourdhui: date
    ) -> Faits:
        return build_facts(
            client,
            commande,
            email=message.email,
            aujourdhui=aujourdhui,
            delai_reponse=self.settings.delai_reponse,
            nom_boutique=self.settings.nom_boutique,
            lien_suivi=self.settings.lien_suivi,
        )

    @property
    def seuil(self) -> float:
        """Confiance à partir de laquelle on répond seul : celle des réglages, sinon des règles."""
        configure = self.settings.seuil_confiance
        return self.rules.seuil if configure is None else configure

    def _wording(
        self,
        attente: Sequence[Attente],
        choix: ChoixCommande,
        reponse: Reponse,
        modele: ReponseType | None,
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
        return reponse.texte, modele

    def _polish(
        self,
        modele: ReponseType | None,
        faits: Faits,
        message: Message,
        client: Client | None,
        commandes: Sequence[Commande],
    ) -> "Polissage | None":
        """La réponse réécrite, si une clé est donnée et que la réponse vient d'un modèle."""
        if self.polisher is None or modele is None:
            return None
        from automation.polish.result import DemandePolissage, describe

        connus = personal_values(client, commandes)
        demande = DemandePolissage(modele.texte, faits, message.texte, connus)
        polissage = self.polisher.polish(demande)
        logger.debug("%s", describe(demande, polissage))
        return polissage


def _result(
    message: Message,
    lue: Analyse,
    choix: ChoixCommande,
    client: Client | None,
    attente: tuple[Attente, ...],
    texte: str | None,
) -> Resultat:
    return Resultat(
        success=True,
        ticket_id=None,
        email=message.email,
        categorie=lue.categorie,
        confiance=lue.confiance,
        id_commande=choix.id_retenu,
        statut=Statut.EN_COURS if attente else Statut.TRAITE_AUTO,
        reponse=texte,
        attente=attente,
        raisons=lue.mots_decisifs,
        client=client,
        commande=choix.commande,
    )
