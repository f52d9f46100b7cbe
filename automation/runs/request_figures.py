"""Pur : mesurer ce qui est demandé, et ce qui partirait, sur des messages dont on le sait."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from automation.runs.evaluation import MesureCategorie, Prediction, measure_names, share


@dataclass(frozen=True, slots=True)
class MesureDemandes:
    """Les mesures des messages dont une personne a dit la demande.

    Attributes:
        exactitude: part dont la demande trouvée est la bonne.
        part_partie: part à laquelle le programme répondrait de lui-même, d'après le seul texte.
        precision_partie: parmi eux, part dont la catégorie et la demande sont justes.
    """

    nombre: int
    exactitude: float | None
    part_partie: float | None
    precision_partie: float | None
    par_demande: Mapping[str, MesureCategorie]

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de ces mesures."""
        return {
            "nombre": self.nombre,
            "exactitude": self.exactitude,
            "part_partie": self.part_partie,
            "precision_partie": self.precision_partie,
            "par_demande": {code: m.to_dict() for code, m in self.par_demande.items()},
        }


def measure_requests(predictions: Iterable[Prediction]) -> MesureDemandes | None:
    """Les mesures des demandes ; ``None`` si le fichier n'en dit aucune."""
    dites = [p for p in predictions if p.exemple.demande]
    if not dites:
        return None
    parties = [p for p in dites if p.partie and not p.relue]
    # Une autre demande admise compte comme la bonne.
    confusion = Counter(
        (p.exemple.demande, p.exemple.demande if p.demande_juste else p.demande) for p in dites
    )
    return MesureDemandes(
        nombre=len(dites),
        exactitude=share(sum(p.demande_juste for p in dites), len(dites)),
        part_partie=share(len(parties), len(dites)),
        precision_partie=share(sum(p.juste and p.demande_juste for p in parties), len(parties)),
        par_demande=measure_names(confusion),
    )
