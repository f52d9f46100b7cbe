"""Ce que le journal a gardé : chaque décision passée, et leur compte."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from models import Attente


@dataclass(frozen=True, slots=True)
class DecisionPassee:
    """Une décision telle que le journal l'a gardée.

    Attributes:
        maintenant: l'instant (UTC) auquel elle se rapporte.
        id_commande: numéro retenu, même inconnu.
        etat_commande: état de la commande employée ; ``None`` si elle n'était pas connue.
    """

    ticket_id: str
    statut: str
    categorie: str
    confiance: float
    attente: tuple[Attente, ...]
    maintenant: datetime
    id_commande: int | None
    etat_commande: str | None


@dataclass(frozen=True, slots=True)
class BilanJournal:
    """Ce que le programme a décidé, compté.

    Attributes:
        mediane_s, p90_s: délais des réponses automatiques, en secondes.
        reecritures: par code de ce qu'elles ont donné.
        jetons: jetons d'IA facturés, en entrée et en sortie.
    """

    repondus: int
    confies: int
    motifs_attente: Mapping[str, int]
    mediane_s: float | None
    p90_s: float | None
    reecritures: Mapping[str, int] = field(default_factory=dict)
    jetons: tuple[int, int] = (0, 0)
