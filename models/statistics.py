"""Les chiffres : tickets, journal, fichier clients."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.journal import BilanJournal
from models.periods import TOUJOURS, Periode


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
        decides = self.journal.repondus + self.journal.confies
        return round(self.journal.repondus / decides, 4) if decides else None

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de ces statistiques ; ``periode`` seulement si elle a une borne."""
        periode = {} if self.periode == TOUJOURS else {"periode": self.periode.to_dict()}
        return periode | {
            "tickets": self.tickets.to_dict(),
            "automatisation": {
                "taux": self.taux,
                "repondus": self.journal.repondus,
                "confies": self.journal.confies,
                "motifs_attente": dict(self.journal.motifs_attente),
                "reecritures": dict(self.journal.reecritures),
                "jetons_entree": self.journal.jetons[0],
                "jetons_sortie": self.journal.jetons[1],
            },
            "delais": {"mediane_s": self.journal.mediane_s, "p90_s": self.journal.p90_s},
            "crm": dict(self.crm),
            "ia_active": self.ia_active,
        }
