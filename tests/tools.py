"""Ce que plusieurs tests construisent de la même façon."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from automation.replies.templates import Reponse
from automation.support_agent import SupportAgent
from config import Settings
from database.engine import Database
from models import Analyse, EtatCommande, Raison
from models.crm import Client, Commande

AUJOURDHUI = date(2026, 3, 10)
MAINTENANT = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)


def sqlite_settings(dossier: Path, **valeurs: Any) -> Settings:
    """Une base embarquée à soi."""
    return Settings(db_path=dossier / "essai.db", **valeurs)


def make_agent(settings: Settings, **options: Any) -> SupportAgent:
    """Un agent sur une base prête (embarquée : avec ses données d'exemple)."""
    return SupportAgent(settings, **options)


def base_of(agent: SupportAgent) -> Database:
    """La base de données d'un agent."""
    base = getattr(agent.crm, "database", None)
    assert isinstance(base, Database)
    return base


def analysis(categorie: str = "Retard de livraison", **valeurs: Any) -> Analyse:
    """Une analyse sûre d'elle, sauf ce qui est précisé."""
    defauts: Mapping[str, Any] = {
        "confiance": 0.95,
        "raisons": (Raison("colis", 0, categorie, 1.0),),
        "demande": "suivi",
        "demandes": {"suivi": 0.9},
    }
    return Analyse(categorie, **{**defauts, **valeurs})


def order(numero: int = 1, **valeurs: Any) -> Commande:
    """Une commande récente, expédiée, promise pour bientôt."""
    defauts: Mapping[str, Any] = {
        "id_client": 1,
        "date_commande": date(2026, 3, 3),
        "statut": EtatCommande.EXPEDIEE,
        "date_livraison_prevue": date(2026, 3, 12),
    }
    return Commande(numero, **{**defauts, **valeurs})


CLIENT = Client(1, "lea@example.com", "Blanc", "Léa")
REPONSE = Reponse("Bonjour Léa, votre commande arrive.")
