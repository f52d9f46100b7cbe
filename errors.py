"""Les erreurs du programme : chacune porte sa phrase, pour une personne, et son code de sortie.

Une absence est une valeur (``None``) et un doute est une issue (ticket mis en attente) : seuls
les ennuis sont des exceptions. Les adaptateurs traduisent ce que lève leur bibliothèque ;
``main`` est seul à attraper ``SupportError`` pour finir le programme.
"""


class SupportError(Exception):
    """Un ennui raconté en français : ce qui s'est passé, à quoi, et que faire.

    Attributes:
        code: code de sortie de la commande qui s'arrête sur cette erreur.
    """

    code = 1


class UsageError(SupportError):
    """La commande ou l'appel est mal formé ; rien n'a été écrit (code 2)."""

    code = 2


class ConfigurationError(SupportError):
    """La configuration est fausse ou incomplète (code 3)."""

    code = 3


class NotSetUpError(ConfigurationError):
    """La base, ou une base Notion, n'a pas été préparée par ``--setup`` (code 3)."""


class ServiceError(SupportError):
    """Un service n'a pas pu être joint ou n'a pas pu répondre ; rien n'est écrit (code 4)."""

    code = 4


class UnreachableError(ServiceError):
    """Le service est hors d'atteinte : inutile d'insister sur les tickets suivants."""


class BusyError(ServiceError):
    """Un autre poste fait la même chose en ce moment, ou s'est arrêté en la faisant (code 4)."""


class RefusedError(SupportError):
    """Le service répond, mais refuse ce qu'on lui donne : une autre ligne peut passer (code 1)."""


class UnknownLettersError(RefusedError):
    """Une valeur cherchée s'écrit avec des lettres que la colonne ne peut pas contenir (code 1)."""


class TicketError(SupportError):
    """Un ticket précis n'a pas pu être lu ou écrit ; les autres ne sont pas concernés (code 1)."""


class TicketTakenError(TicketError):
    """Le ticket n'est plus en attente : une personne, ou un autre poste, s'en est chargé."""


class Interrupted(KeyboardInterrupt):
    """Arrêt demandé (Ctrl-C : 130, SIGTERM : 143), après le ticket en cours.

    Ce n'est pas un ennui : un ``except SupportError`` qui passe à la ligne ou au ticket suivant
    ne doit pas l'avaler, et asyncio sait laisser passer ``KeyboardInterrupt``.
    """

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code
