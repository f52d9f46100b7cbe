"""Un modèle de réponse ↔ sa ligne de la table ``reponse_type``."""

from typing import Any

from database.ticket_rows import read_stored
from models.tickets import ReponseType, read_states


def template_columns(modele: ReponseType) -> dict[str, Any]:
    """Ce qui s'écrit d'un modèle, hors son numéro."""
    return {
        "categorie": modele.categorie,
        "texte": modele.texte,
        "demande": modele.demande or None,
        "etats": ", ".join(modele.etats) or None,
    }


def read_template(ligne: Any) -> ReponseType:
    """Le modèle d'une ligne."""
    return ReponseType(
        str(ligne.id),
        read_stored(ligne.categorie),
        read_stored(ligne.texte),
        read_stored(ligne.demande or "").strip(),
        read_states(read_stored(ligne.etats or "")),
    )
