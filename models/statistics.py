"""Les chiffres : jours comptés, décisions passées, tickets, journal, fichier clients."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from models import Attente


@dataclass(frozen=True, slots=True)
class Periode:
    """Des jours (UTC), bornes comprises ; ``None`` pour une borne ouverte."""

    depuis: date | None = None
    jusqu_a: date | None = None

    @property
    def debut(self) -> datetime | None:
        """Le premier instant."""
        return datetime.combine(self.depuis, time.min, UTC) if self.depuis else None

    @property
    def fin(self) -> datetime | None:
        """L'instant qui suit le dernier."""
        if self.jusqu_a is None or self.jusqu_a == date.max:
            return None
        return datetime.combine(self.jusqu_a + timedelta(days=1), time.min, UTC)

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de cette période (jours ISO)."""
        return {
            "depuis": self.depuis.isoformat() if self.depuis else None,
            "jusqu_a": self.jusqu_a.isoformat() if self.jusqu_a else None,
        }


TOUJOURS = Periode()
"""Du premier au dernier jour."""


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
    accuses: int = 0
    par_demande: Mapping[str, int] = field(default_factory=dict)
    reecritures: Mapping[str, int] = field(default_factory=dict)
    jetons: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class ComptesTickets:
    """Les tickets d'un rangement, comptés (``par_jour`` : jour ISO de création)."""

    total: int
    par_statut: Mapping[str, int]
    par_categorie: Mapping[str, int]
    par_jour: Mapping[str, int]

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de ces comptes."""
        return {
            "total": self.total,
            "par_statut": dict(self.par_statut),
            "par_categorie": dict(self.par_categorie),
            "par_jour": dict(self.par_jour),
        }


@dataclass(frozen=True, slots=True)
class Statistiques:
    """Ce que le support et le programme ont fait, et l'état du fichier clients."""

    tickets: ComptesTickets
    journal: BilanJournal
    crm: Mapping[str, Any]
    ia_active: bool
    periode: Periode = TOUJOURS

    @property
    def taux(self) -> float | None:
        """Part répondue automatiquement parmi les décisions du programme, de 0 à 1."""
        journal = self.journal
        decides = journal.repondus + journal.accuses + journal.confies
        return round(journal.repondus / decides, 4) if decides else None

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de ces statistiques ; ``periode`` seulement si elle a une borne."""
        periode = {} if self.periode == TOUJOURS else {"periode": self.periode.to_dict()}
        return periode | {
            "tickets": self.tickets.to_dict(),
            "automatisation": {
                "taux": self.taux,
                "repondus": self.journal.repondus,
                "accuses": self.journal.accuses,
                "confies": self.journal.confies,
                "motifs_attente": dict(self.journal.motifs_attente),
                "par_demande": dict(self.journal.par_demande),
                "reecritures": dict(self.journal.reecritures),
                "jetons_entree": self.journal.jetons[0],
                "jetons_sortie": self.journal.jetons[1],
            },
            "delais": {"mediane_s": self.journal.mediane_s, "p90_s": self.journal.p90_s},
            "crm": dict(self.crm),
            "ia_active": self.ia_active,
        }
