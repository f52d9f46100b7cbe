"""Les catégories auxquelles le programme répond seul, d'après les réglages et les règles."""

from automation.understanding.rules import Rules
from config import Settings
from errors import ConfigurationError
from models import same_name


def automatic_categories(settings: Settings, rules: Rules) -> tuple[str, ...]:
    """Les catégories auxquelles le programme peut répondre seul.

    Raises:
        ConfigurationError: ``CATEGORIES_AUTOMATIQUES`` nomme une catégorie que les règles ignorent.
    """
    if settings.categories_automatiques is None:
        return tuple(regle.nom for regle in rules.categories if regle.automatique)
    connues = [regle.nom for regle in rules.categories]
    for nom in settings.categories_automatiques:
        if not any(same_name(nom, connue) for connue in connues):
            raise ConfigurationError(
                f"CATEGORIES_AUTOMATIQUES nomme « {nom} », que les règles ne connaissent pas. Les "
                f"catégories sont : {', '.join(connues)} (ou « aucune » pour n'avoir que des "
                "brouillons)."
            )
    return settings.categories_automatiques
