"""La base de données dans --setup : la préparer ou l'examiner, et le dire."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from automation.languages.fr.writing import plural
from config import Settings
from errors import ConfigurationError, NotSetUpError, SupportError
from models.tickets import ReponseType

if TYPE_CHECKING:
    from automation.understanding.rules import Rules
    from database.comparison import Examen
    from database.engine import Database
    from database.setup import Preparation

SETUP = "Lancez « python main.py --setup »."


class Chantier:
    """Ce que les parties partagent : la configuration, et la base une fois ouverte.

    Attributes:
        essai: regarder seulement.
        exemples: faux pour une base sans clients ni commandes d'exemple.
        neuve: la base embarquée n'existe pas encore ; le premier usage la créera.
        ennui: pourquoi la base ne peut pas être examinée.
        faite: ce que la préparation de la base a fait.
        examen: ce qui manque encore à la base.
        modeles: ceux que Notion a montrés, s'il a pu.
    """

    def __init__(self, settings: Settings, essai: bool, *, exemples: bool = True) -> None:
        self.settings = settings
        self.essai = essai
        self.exemples = exemples
        self.neuve = False
        self.ennui: SupportError | None = None
        self.faite: Preparation | None = None
        self.examen: Examen | None = None
        self.modeles: Sequence[ReponseType] | None = None
        self._base: Database | None = None

    @property
    def base(self) -> "Database":
        """La base ; lève l'ennui qui empêche de l'examiner."""
        from database.engine import Database

        if self.ennui is not None:
            raise self.unexamined
        if self._base is None:
            self._base = Database(self.settings)
        return self._base

    @property
    def unexamined(self) -> SupportError:
        """Ce que disent les parties qui ont besoin d'une base qui n'est pas prête."""
        sorte = type(self.ennui) if self.ennui is not None else NotSetUpError
        return sorte("pas examiné : la base de données n'est pas prête.")

    @cached_property
    def rules(self) -> "Rules":
        """Les règles en vigueur ; lève l'ennui qui empêche de les lire."""
        from automation.understanding.rules import load_rules

        return load_rules(*self.settings.regles)

    @property
    def ouvertes(self) -> Sequence[str]:
        """Les catégories auxquelles le programme répond seul."""
        from automation.decision import automatic_categories

        return automatic_categories(self.settings.categories_automatiques, self.rules)

    def close(self) -> None:
        """Ferme la base."""
        if self._base is not None:
            self._base.dispose()


def database_part(chantier: Chantier) -> str:
    """Prépare la base, ou regarde seulement ce qui lui manque."""
    from database.comparison import examine
    from database.embedded import file_exists
    from database.setup import prepare

    settings = chantier.settings
    try:
        if chantier.essai and settings.db_host is None and not file_exists(settings.db_path):
            chantier.neuve = True
            return f"sera créée au premier usage : {settings.db_path}."
        base = chantier.base
        if not chantier.essai:
            chantier.faite = prepare(base, exemples=chantier.exemples)
        chantier.examen = examine(base)
    except SupportError as erreur:
        chantier.ennui = erreur
        raise
    return f"{base.nom} répond."


def tables_part(chantier: Chantier) -> str:
    """Dit ce qui a été créé ou ajouté, et ce qui manque encore."""
    if chantier.neuve:
        return "seront créées au premier usage."
    if chantier.ennui is not None or chantier.examen is None:
        raise chantier.unexamined
    from database.comparison import spell_columns

    examen = chantier.examen
    if not examen.achevee:
        chantier.ennui = NotSetUpError(f"{_missing(examen)}. {SETUP}")
        raise chantier.ennui
    if examen.boutique:
        chantier.ennui = ConfigurationError(
            f"il manque {spell_columns(examen.boutique)} : ajoutez-les à ces tables, ou à ces vues."
        )
        raise chantier.ennui
    if examen.types:
        raise ConfigurationError(
            f"{' ; '.join(examen.types)}. Rendez à ces colonnes le type prévu (ALTER TABLE)."
        )
    return _done(chantier.faite) if chantier.faite else "toutes présentes."


def _missing(examen: "Examen") -> str:
    from database.comparison import spell_columns

    manques = [*filter(None, (", ".join(examen.tables), spell_columns(examen.colonnes)))]
    if not manques:
        return "la préparation a été interrompue"
    return f"il manque {' ; '.join(manques)}"


def _done(faite: "Preparation") -> str:
    from database.comparison import spell_columns

    if not (faite.creees or faite.ajouts):
        return f"les {len(faite.presentes)} étaient là, rien n'a été changé."
    phrases = []
    if faite.creees:
        phrases.append(f"créées : {', '.join(faite.creees)}.")
    if faite.ajouts:
        phrases.append(f"Ajouté : {spell_columns(faite.ajouts)}.")
    if faite.copie:
        phrases.append(f"Fichier d'avant : {faite.copie}.")
    return " ".join(phrases)


def examples_part(chantier: Chantier) -> str:
    """Compte les clients, les commandes, et les exemples parmi eux."""
    from database.db_manager import DatabaseManager
    from database.demo import CLIENTS

    if chantier.neuve:
        return "seront ajoutées au premier usage."
    manager = DatabaseManager(database=chantier.base)
    compte = manager.count()
    exemples = len(manager.get_clients_by_emails(email for email, _, _ in CLIENTS))
    detail = f"{plural(compte['clients'], 'client')}, {plural(compte['commandes'], 'commande')}"
    if not exemples:
        return f"{detail} ; aucune donnée d'exemple."
    sont = "sont des exemples" if exemples > 1 else "est un exemple"
    return f"{detail} ; {exemples} de ces clients {sont}."
