"""Le compte rendu de la préparation de Notion."""

from dataclasses import dataclass
from enum import StrEnum

from models.tickets import ReponseType

VARIABLE_REPONSES = "NOTION_BASE_REPONSES_ID"
VARIABLE_CONTACTS = "NOTION_BASE_CONTACTS_ID"


class Constat(StrEnum):
    """Ce qu'une étape a fait, ou laisse à faire."""

    TROUVE = "trouvé"
    CREE = "créé"
    MANQUE = "manque"
    """Vérification seule : la prochaine préparation le créera."""
    IGNORE = "ignoré"
    """Une colonne facultative n'a pas le bon type : tout marche sans elle."""
    A_FAIRE = "à faire"
    """Seule une personne le peut ; le détail dit comment."""


@dataclass(frozen=True, slots=True)
class Etape:
    """Une ligne du compte rendu : de quelle base il s'agit, ce qu'il en est, et le détail."""

    base: str
    constat: Constat
    detail: str


@dataclass(frozen=True, slots=True)
class Rapport:
    """Ce que la préparation de Notion a trouvé et fait.

    Attributes:
        reponses_id, contacts_id: identifiants des bases ; ``None`` pour une base qui n'existe pas.
        modeles: ceux de la base, du plus ancien au plus récent ; ``None`` si elle n'est pas prête.
    """

    etapes: tuple[Etape, ...]
    reponses_id: str | None
    contacts_id: str | None
    modeles: tuple[ReponseType, ...] | None = None

    @property
    def pret(self) -> bool:
        """Vrai si rien ne manque et que rien ne reste à faire."""
        return all(e.constat not in (Constat.MANQUE, Constat.A_FAIRE) for e in self.etapes)

    @property
    def lignes_env(self) -> tuple[str, ...]:
        """Les lignes à mettre dans ``.env``, une par base connue."""
        couples = ((VARIABLE_REPONSES, self.reponses_id), (VARIABLE_CONTACTS, self.contacts_id))
        return tuple(f"{nom}={valeur}" for nom, valeur in couples if valeur is not None)
