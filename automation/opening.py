"""Ce que la boutique laisse partir sans le relire, d'après ses réglages et ses règles."""

from automation.decision import Ouverture, automatic_categories
from automation.understanding.rules import Rules
from config import Settings
from errors import ConfigurationError


def opening(settings: Settings, rules: Rules) -> Ouverture:
    """Ce que les réglages laissent partir ; les règles disent ce qu'ils taisent.

    Raises:
        ConfigurationError: une catégorie ou une demande nommée n'existe pas.
    """
    fournis = (
        (rules.seuil_avis, rules.seuil_demande_avis)
        if settings.avis
        else (rules.seuil, rules.seuil_demande)
    )
    seuil = fournis[0] if settings.seuil_confiance is None else settings.seuil_confiance
    automatiques = automatic_categories(settings.categories_automatiques, rules)
    for code in settings.demandes_relues:
        if code not in rules.demandes:
            raise ConfigurationError(
                f"DEMANDES_RELUES nomme « {code} », que les règles ne connaissent pas. Les "
                f"demandes sont : {', '.join(rules.demandes)}."
            )
    return Ouverture(seuil, fournis[1], automatiques, settings.demandes_relues)
