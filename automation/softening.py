"""Ce que l'IA fait d'une réponse décidée ; n'est chargé qu'avec une clé."""

import logging
from dataclasses import replace

from automation.polish.polisher import Polisher
from automation.polish.result import Demande, Polissage, describe
from automation.replies.templates import Faits
from models import Attente
from models.tickets import Message, ReponseType, Resultat

logger = logging.getLogger("support.agent")


def soften(
    polisher: Polisher,
    resultat: Resultat,
    modele: ReponseType,
    faits: Faits,
    message: Message,
    connus: tuple[str, ...],
    demande: str | None = None,
) -> tuple[Resultat, Polissage | None]:
    """Le résultat, adouci s'il part seul, ou avec un second brouillon si une personne le relira.

    Args:
        modele: celui dont vient la réponse.
        connus: ce qui désigne le client et ses commandes, à ne pas laisser sortir.
        demande: ce que demande le message, si on le sait.

    Returns:
        Et ce qu'a donné l'IA ; ``None`` si rien ne lui a été demandé. Un sujet sensible ne lui est
        jamais envoyé.
    """
    if Attente.SUJET_SENSIBLE in resultat.attente:
        return resultat, None
    connus = (*connus, message.nom)
    voulue = Demande(modele.texte, faits, message.texte, connus, resultat.categorie, demande)
    polissage = polisher.choose(voulue) if resultat.part else polisher.rewrite(voulue)
    if polissage is None:
        return resultat, None
    logger.debug("%s", describe(voulue, polissage))
    if polissage.texte is None:
        return resultat, polissage
    if resultat.part:
        return replace(resultat, reponse=polissage.texte), polissage
    # Ce que l'IA écrit ne prend jamais la place de la réponse : une personne choisira.
    return replace(resultat, brouillon_ia=polissage.texte), polissage
