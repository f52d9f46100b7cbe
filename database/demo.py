"""Les données d'exemple : clients et commandes inventés, modèles de réponse de départ.

Les dates sont comptées en jours depuis le jour du chargement, pour que « récente » et « en
retard » restent vrais l'an prochain.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from database.template_rows import template_columns
from models.tickets import ReponseType

CLIENTS: tuple[tuple[str, str, str], ...] = (
    ("camille.martin@example.com", "Martin", "Camille"),
    ("ines.benali@example.com", "Benali", "Inès"),
    ("theo.lefevre@example.com", "Lefèvre", "Théo"),
    ("jose.garcia@example.com", "Garcia", "José"),
    ("josé.garcia@example.com", "García", "José"),
    ("maelle.legoff@example.com", "Le Goff", "Maëlle"),
    ("lucas.moreau@example.com", "Moreau", "Lucas"),
    ("aicha.diallo@example.com", "Diallo", "Aïcha"),
    ("chloe.dubois@example.com", "Dubois", "Chloé"),
    ("francois.roux@example.com", "Roux", "François"),
    ("noemie.petit@example.com", "Petit", "Noémie"),
    ("hugo.nguyen@example.com", "Nguyen", "Hugo"),
)
"""Adresse, nom, prénom ; leurs numéros vont de 1 à 12."""


@dataclass(frozen=True, slots=True)
class CommandeDemo:
    """Une commande d'exemple ; les jours sont relatifs au jour du chargement."""

    id: int
    id_client: int
    reference: str | None
    jours: int
    montant: str
    nb_articles: int
    statut: str
    transporteur: str | None = None
    numero_suivi: str | None = None
    livraison: int | None = None


COMMANDES: tuple[CommandeDemo, ...] = (
    CommandeDemo(101, 1, "CMD-2024-001", -6, "64.90", 2, "expédiée", "Colissimo", "6A12345678901", 2),
    CommandeDemo(102, 1, None, -200, "29.00", 1, "livrée", "Colissimo", "6A12345678902", -195),
    CommandeDemo(103, 2, "CMD-2024-002", -9, "119.80", 3, "expédiée", "Chronopost", "XY987654321FR", -3),
    CommandeDemo(104, 3, "CMD-2024-003", -2, "45.50", 1, "en préparation", None, None, 5),
    CommandeDemo(105, 3, None, -120, "18.00", 1, "livrée", "Mondial Relay", "24680135", -112),
    CommandeDemo(106, 4, "CMD-2024-004", -12, "210.00", 4, "livrée", "Colissimo", "6A12345678906", -7),
    CommandeDemo(107, 5, "CMD-2024-005", -4, "75.20", 2, "en attente", None, None, 8),
    CommandeDemo(108, 6, "CMD-2024-006", -15, "1234.50", 6, "expédiée", "UPS", None, 1),
    CommandeDemo(109, 6, "CMD-2024-007", -30, "52.00", 1, "annulée"),
    CommandeDemo(110, 7, "CMD-2024-008", -25, "89.90", 2, "remboursée", "Colissimo", "6A12345678910", -18),
    CommandeDemo(111, 7, None, -8, "34.90", 1, "livrée", "Mondial Relay", "24680111", -4),
    CommandeDemo(112, 8, "CMD-2024-009", -3, "149.00", 1, "en préparation", None, None, 4),
    CommandeDemo(113, 8, "CMD-2024-010", -45, "22.50", 3, "livrée", "Colissimo", "6A12345678913", -40),
    CommandeDemo(114, 9, "CMD-2024-011", -20, "67.00", 2, "en préparation", None, None, -5),
    CommandeDemo(115, 10, "CMD-2024-012", -10, "99.99", 1, "livrée", "Chronopost", "XY123456789FR", -8),
    CommandeDemo(116, 10, None, -75, "41.00", 2, "livrée", "Colissimo", "6A12345678916", -70),
    CommandeDemo(117, 11, "CMD-2024-013", -5, "58.30", 2, "expédiée", "Colissimo", "6A12345678917", 1),
    CommandeDemo(118, 11, "CMD-2024-014", -14, "12.90", 1, "livrée", "Mondial Relay", "24680118", -9),
    CommandeDemo(119, 12, None, -90, "310.00", 5, "livrée", "UPS", "1ZDEMO000000000119", -84),
    CommandeDemo(120, 12, "CMD-2024-015", -100, "27.40", 1, "remboursée", None, None, None),
    CommandeDemo(121, 2, None, -65, "15.00", 1, "annulée"),
    CommandeDemo(122, 4, None, -300, "84.00", 3, "livrée", "Colissimo", "6A12345678922", -295),
    CommandeDemo(123, 9, "CMD-2024-016", -1, "39.90", 1, "en attente", None, None, 6),
    CommandeDemo(124, 5, "CMD-2024-017", -18, "61.70", 2, "livrée", "Chronopost", "XY555666777FR", -13),
    CommandeDemo(125, 8, None, -400, "73.00", 2, "livrée", "Colissimo", "6A12345678925", -394),
    CommandeDemo(126, 6, "CMD-2024-018", -55, "44.00", 1, "livrée", "Colissimo", "6A12345678926", -50),
)  # fmt: skip


def client_rows() -> list[dict[str, Any]]:
    """Les lignes de ``client``."""
    return [
        {"id": rang, "email": email, "nom": nom, "prenom": prenom}
        for rang, (email, nom, prenom) in enumerate(CLIENTS, start=1)
    ]


def commande_rows(aujourdhui: date) -> list[dict[str, Any]]:
    """Les lignes de ``commande``, datées par rapport à ``aujourdhui``."""
    return [
        {
            "id": demo.id,
            "id_client": demo.id_client,
            "reference": demo.reference,
            "date_commande": aujourdhui + timedelta(days=demo.jours),
            "montant": Decimal(demo.montant),
            "nb_articles": demo.nb_articles,
            "statut": demo.statut,
            "transporteur": demo.transporteur,
            "numero_suivi": demo.numero_suivi,
            "date_livraison_prevue": None
            if demo.livraison is None
            else aujourdhui + timedelta(days=demo.livraison),
        }
        for demo in COMMANDES
    ]


_MODELES = Path(__file__).with_name("modeles.toml")


def starters() -> list[ReponseType]:
    """Les modèles de réponse de départ, sans identifiant."""
    # Importé ici : seule une base neuve les lit.
    import tomli

    lus = tomli.loads(_MODELES.read_text(encoding="utf-8"))["modeles"]
    return [
        ReponseType(
            "", modele["categorie"], modele["texte"], modele.get("demande", ""), _states(modele)
        )
        for modele in lus
    ]


def modele_rows() -> list[dict[str, Any]]:
    """Les lignes de ``reponse_type``."""
    return [template_columns(modele) for modele in starters()]


def _states(modele: dict[str, Any]) -> tuple[str, ...]:
    return tuple(modele.get("etats", ()))
