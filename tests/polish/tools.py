"""Les gestes communs aux essais de l'IA par un serveur."""

import itertools
from dataclasses import replace

from automation.polish.client import ChatClient
from automation.polish.fact_lock import lock
from automation.polish.polisher import Polisher
from automation.polish.result import Demande
from automation.replies.politesses import load_politesses, offered
from automation.replies.templates import places, render
from config import Settings
from tests.polish.cases import FAITS, RETARD
from tests.polish.openai_server import CLE, MODELE, Effet, Requete, ServeurOpenAI, completion

TEXTE_RETARD = str(render(RETARD, FAITS).texte)
OUVERTS: list[Polisher] = []
"""Fermés après chaque test."""

PHRASES = load_politesses()


def reglages(serveur: ServeurOpenAI, **autres: object) -> Settings:
    """La configuration d'une boutique qui a une clé."""
    base = Settings(openai_api_key=CLE, openai_base_url=serveur.url, openai_model=MODELE)
    return replace(base, **autres)  # type: ignore[arg-type]  # noms et types de Settings


def polisher(serveur: ServeurOpenAI, avis: list[str] | None = None, **autres: object) -> Polisher:
    """Un ``Polisher`` sans pause entre deux essais, qui range ses avis dans une liste."""
    choix = reglages(serveur, **autres)
    client = ChatClient(choix, pause_s=0)
    avertir = (avis if avis is not None else []).append
    OUVERTS.append(Polisher(choix, avertir=avertir, client=client))
    return OUVERTS[-1]


def demande(message: str = "Bonjour, où est mon colis ?", modele: str = RETARD) -> Demande:
    """Une réponse à adoucir pour la cliente des exemples."""
    return Demande(modele, FAITS, message, ("CMD-2024-001",), "Retard de livraison")


def possible_replies(voulue: Demande) -> set[str]:
    """Toutes les réponses que la boutique a écrites : chaque couple de politesses, ou rien."""
    offre = offered(PHRASES, places(voulue.modele), voulue.categorie)
    choix = [[None, *(p.phrase for p in offre[place])] for place in ("ouverture", "cloture")]
    return {
        str(render(voulue.modele, {**voulue.faits, "ouverture": un, "cloture": deux}).texte)
        for un, deux in itertools.product(*choix)
    }


def warmer(requete: Requete) -> Effet:
    """Un bon serveur : il choisit, ou ajoute une phrase d'attention au brouillon."""
    if requete.schema:
        return completion('{"ouverture": 1, "cloture": null}')
    return completion(requete.reponse.replace("\n\n", "\n\nMerci de votre message. ", 1))


def locked(modele: str) -> str:
    """La réponse à repères d'un modèle."""
    verrouille = lock(modele, FAITS)
    assert verrouille is not None
    return verrouille.texte
