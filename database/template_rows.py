"""Un modèle de réponse ↔ sa ligne de la table ``reponse_type``."""

from typing import Any

import sqlalchemy as sa

from database.tables import reponse_type as table
from database.ticket_rows import read_stored, row_number
from errors import UsageError
from models.tickets import ReponseType, read_states


def template_columns(modele: ReponseType) -> dict[str, Any]:
    """Ce qui s'écrit d'un modèle, hors son numéro.

    Raises:
        UsageError: catégorie ou texte vide.
    """
    if not modele.categorie.strip() or not modele.texte.strip():
        raise UsageError("Un modèle de réponse a besoin d'une catégorie et d'un texte.")
    return {
        "categorie": modele.categorie,
        "texte": modele.texte,
        "demande": modele.demande or None,
        "etats": ", ".join(modele.etats) or None,
    }


def update_template(lien: sa.Connection, modele: ReponseType) -> None:
    """Récrit la ligne d'un modèle.

    Raises:
        UsageError: catégorie ou texte vide, ou aucun modèle n'a ce numéro.
    """
    ecriture = sa.update(table).where(table.c.id == row_number(modele.id))
    if not lien.execute(ecriture.values(template_columns(modele))).rowcount:
        raise UsageError(f"Aucun modèle de réponse n'a le numéro {modele.id} : rien n'est changé.")


def delete_template(lien: sa.Connection, modele_id: str) -> None:
    """Retire la ligne d'un modèle."""
    lien.execute(sa.delete(table).where(table.c.id == row_number(modele_id)))


def read_template(ligne: Any) -> ReponseType:
    """Le modèle d'une ligne."""
    return ReponseType(
        str(ligne.id),
        read_stored(ligne.categorie),
        read_stored(ligne.texte),
        read_stored(ligne.demande).strip(),
        read_states(read_stored(ligne.etats)),
    )
