"""Les gestes communs aux essais de la réécriture par un serveur."""

from dataclasses import replace

from automation.polish.checks import check, closing, tidy
from automation.polish.client import ChatClient
from automation.polish.fact_lock import lock
from automation.polish.polisher import Polisher
from automation.polish.result import MOTIFS, DemandePolissage
from automation.replies.templates import render
from config import Settings
from tests.polish.cases import (
    FAITS,
    RETARD,
)
from tests.polish.openai_server import (
    CLE,
    MODELE,
    Effet,
    Requete,
    ServeurOpenAI,
    completion,
)

TEXTE_RETARD = str(render(RETARD, FAITS).texte)


def reglages(serveur: ServeurOpenAI, **autres: object) -> Settings:
    """La configuration d'une boutique qui a une clé."""
    base = Settings(openai_api_key=CLE, openai_base_url=serveur.url, openai_model=MODELE)
    return replace(base, **autres)  # type: ignore[arg-type]  # noms et types de Settings


def polisher(serveur: ServeurOpenAI, avis: list[str] | None = None, **autres: object) -> Polisher:
    """Un ``Polisher`` sans pause entre deux essais, qui range ses avis dans une liste."""
    choix = reglages(serveur, **autres)
    client = ChatClient(choix, pause_s=0)
    return Polisher(choix, avertir=(avis if avis is not None else []).append, client=client)


def demande(message: str = "Bonjour, où est mon colis ?", modele: str = RETARD) -> DemandePolissage:
    """Une réponse à réécrire pour la cliente des exemples."""
    return DemandePolissage(modele, FAITS, message, ("CMD-2024-001",))


def warmer(requete: Requete) -> Effet:
    """Un bon serveur : une phrase d'attention de plus."""
    return completion(
        requete.reponse.replace(
            "Nous sommes désolés", "Merci de votre message. Nous sommes désolés"
        )
    )


def locked(modele: str) -> str:
    """La réponse à repères d'un modèle."""
    verrouille = lock(modele, FAITS)
    assert verrouille is not None
    return verrouille.texte


def insert(texte: str, phrase: str) -> str:
    """Le texte avec une phrase de plus juste avant sa signature."""
    fin = closing(texte)
    return texte.replace(fin, f"{phrase}\n\n{fin}")


def code(avant: str, apres: str) -> str | None:
    """Le code du refus, ou ``None``."""
    refus = check(avant, tidy(apres))
    assert refus is None or refus.code in MOTIFS
    return refus.code if refus else None
