"""Ce que la base répond quand cela va mal, dit en français, et ce qui peut être retenté.

Les numéros sont ceux des serveurs MySQL et MariaDB (mêmes dans les deux documentations).
"""

from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, SQLAlchemyError

from config import Settings
from errors import (
    ConfigurationError,
    NotSetUpError,
    ServiceError,
    SupportError,
    UnreachableError,
    UsageError,
)

RELANCER = frozenset({1020, 1205, 1213})
"""La transaction est annulée au profit d'une autre : la refaire suffit."""

_REVIENDRA = frozenset({1040, 1047, 1053, 1927})
"""Le serveur redémarre, est saturé, ou ce nœud Galera rejoint le cluster."""

_ABSENTE = frozenset({1146})

COMMANDE_SETUP = "Lancez « python main.py --setup », puis recommencez."

_SERVEUR: tuple[tuple[frozenset[int], type[SupportError], str], ...] = (
    (
        frozenset({1049}),
        NotSetUpError,
        f"Le serveur répond, mais {{nom}} n'existe pas encore. {COMMANDE_SETUP}",
    ),
    (
        frozenset({1059, 1102}),
        ConfigurationError,
        "Le serveur ne peut pas avoir de base nommée « {base} ». Corrigez DB_NAME dans le fichier "
        ".env.",
    ),
    (
        frozenset({1045, 1698, 2059, 4151}),
        ConfigurationError,
        "Le serveur refuse l'utilisateur « {utilisateur} » pour {nom}. Vérifiez DB_USER et "
        "DB_PASSWORD dans le fichier .env.",
    ),
    (
        frozenset({1044, 1142, 1143, 1227, 1370}),
        ConfigurationError,
        "Il manque à l'utilisateur « {utilisateur} » des droits sur {nom}. Le README donne la "
        "commande GRANT à passer.",
    ),
    (
        # Les écritures suivantes échoueraient aussi : inutile d'essayer ticket par ticket.
        frozenset({1021, 1030, 1114, 1290, 1792, 1836}),
        UnreachableError,
        "Le serveur répond, mais {nom} ne peut rien enregistrer (erreur {numero}) : disque plein, "
        "ou serveur en lecture seule. Prévenez la personne qui administre la base, puis "
        "recommencez.",
    ),
)


def error_number(erreur: SQLAlchemyError) -> int | None:
    """Le numéro d'erreur du serveur, s'il y en a un."""
    numero = getattr(getattr(erreur, "orig", None), "errno", None)
    return numero if isinstance(numero, int) and numero > 0 else None


def is_lost(erreur: SQLAlchemyError) -> bool:
    """Vrai si le serveur ne répond plus, ou pas encore (2000 et plus : erreurs du client)."""
    if not isinstance(erreur, DBAPIError):
        return False
    numero = error_number(erreur)
    return (
        numero is None
        or numero in _REVIENDRA
        or 2000 <= numero < 3000
        or erreur.connection_invalidated
        or isinstance(erreur, InterfaceError)
    )


def translate(erreur: SQLAlchemyError, nom: str, settings: Settings) -> SupportError:
    """L'erreur de la bibliothèque, dite en français, avec son code de sortie.

    Args:
        nom: comment nommer la base à une personne.
    """
    numero = error_number(erreur)
    if isinstance(erreur, IntegrityError):
        return UsageError(
            f"Une ligne a été refusée par {nom} : elle contredit une règle de la base (une valeur "
            "déjà prise, par exemple). Rien n'a été enregistré."
        )
    if numero in _ABSENTE or "no such table" in str(erreur):
        return NotSetUpError(f"Il manque une table dans {nom}. {COMMANDE_SETUP}")
    if settings.db_host is None:
        return _translate_embedded(nom, str(getattr(erreur, "orig", erreur)))
    for numeros, classe, phrase in _SERVEUR:
        if numero in numeros:
            return classe(
                phrase.format(
                    nom=nom, base=settings.db_name, utilisateur=settings.db_user, numero=numero
                )
            )
    if is_lost(erreur):
        return UnreachableError(
            f"Impossible de joindre {nom}. Vérifiez que le serveur est démarré, ainsi que DB_HOST "
            "et DB_PORT, puis recommencez : rien n'a été enregistré."
        )
    return ServiceError(
        f"L'opération a été refusée par {nom} (erreur {numero}). Rien n'a été enregistré : "
        "recommencez, et prévenez la personne qui administre la base si cela continue."
    )


def _translate_embedded(nom: str, detail: str) -> SupportError:
    if "not a database" in detail or "malformed" in detail:
        return ConfigurationError(
            f"Le fichier de {nom} n'est pas une base SQLite lisible. Donnez un autre fichier à "
            "DB_PATH, ou rétablissez-le depuis une sauvegarde."
        )
    if "unable to open" in detail:
        return ConfigurationError(
            f"Impossible d'ouvrir {nom}. Vérifiez DB_PATH et les droits sur ce dossier."
        )
    if "readonly" in detail:
        raison = "elle est en lecture seule : vérifiez les droits du fichier et de son dossier"
    elif "full" in detail:
        raison = "le disque est plein : libérez de la place"
    elif "locked" in detail:
        raison = "un autre programme l'occupe : attendez qu'il ait fini"
    else:
        raison = "le disque ou le fichier pose problème : vérifiez-les"
    return UnreachableError(
        f"Impossible d'écrire dans {nom} : {raison}, puis recommencez. Rien n'a été enregistré."
    )
