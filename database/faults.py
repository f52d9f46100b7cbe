"""Ce que la base répond quand cela va mal, dit en français, et ce qui peut être retenté.

Les numéros sont ceux des serveurs MySQL et MariaDB (mêmes dans les deux documentations).
"""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, SQLAlchemyError

from config import Settings
from errors import (
    ConfigurationError,
    NotSetUpError,
    RefusedError,
    SupportError,
    UnknownLettersError,
    UnreachableError,
    UsageError,
)

RELANCER = frozenset({1020, 1205, 1213})
"""La transaction est annulée au profit d'une autre : la refaire suffit."""

_REVIENDRA = frozenset({1040, 1047, 1053, 1927})
"""Le serveur redémarre, est saturé, ou ce nœud Galera rejoint le cluster."""

_ABSENTE = frozenset({1146})

_TROP_GROS = frozenset({1153, 1301, 2020})
"""Au-delà de ``max_allowed_packet`` ; le serveur coupe aussitôt la connexion."""

COMMANDE_SETUP = "Lancez « python main.py --setup », puis recommencez."

_SERVEUR: tuple[tuple[frozenset[int], type[SupportError], str], ...] = (
    (
        frozenset({1049}),
        NotSetUpError,
        f"Le serveur répond, mais {{nom}} n'existe pas encore. {COMMANDE_SETUP}",
    ),
    (
        frozenset({1054}),
        NotSetUpError,
        "Il manque une colonne dans {nom} : {detail}. Si « client » ou « commande » est une vue de "
        "votre boutique, ajoutez-la à cette vue (NULL convient si vous ne l'avez pas) ; "
        "« python main.py --setup --check » dit laquelle.",
    ),
    (
        frozenset({1356}),
        NotSetUpError,
        "Une vue ne se lit plus dans {nom} : {detail}. Une table ou une colonne qu'elle emploie a "
        "disparu, ou ses droits ont changé : recréez cette vue.",
    ),
    (
        # La colonne ne peut pas contenir ces lettres : le serveur refuse de les lui comparer.
        frozenset({1267, 1270, 1271, 3988}),
        UnknownLettersError,
        "Un texte s'écrit avec des lettres que {nom} ne sait pas comparer : passez vos tables en "
        "utf8mb4.",
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


def is_too_big(erreur: SQLAlchemyError, limite: int | None) -> bool:
    """Vrai si le serveur a refusé une requête pour sa taille, même sans avoir pu le dire.

    Args:
        limite: son ``max_allowed_packet``, en octets ; ``None`` si on l'ignore.
    """
    if error_number(erreur) in _TROP_GROS:
        return True
    return limite is not None and is_lost(erreur) and weight(erreur) > limite


def weight(erreur: SQLAlchemyError) -> int:
    """La taille de la requête qui a échoué, en octets, majorée : le pilote double des signes."""
    if not isinstance(erreur, DBAPIError):
        return 0
    parametres: Any = erreur.params or ()
    lignes = parametres if isinstance(parametres, list) else [parametres]
    total = len((erreur.statement or "").encode())
    for ligne in lignes:
        valeurs = ligne.values() if isinstance(ligne, Mapping) else ligne
        total += sum(2 * len(str(valeur).encode("utf-8", "replace")) + 8 for valeur in valeurs)
    return total


def too_big(nom: str) -> RefusedError:
    """Ce qui dépasse ce que le serveur accepte en une fois."""
    return RefusedError(
        f"Ce qu'il fallait écrire dépasse ce qu'accepte {nom} en une fois : un texte est trop "
        "long. Augmentez max_allowed_packet sur le serveur (64M suffit), ou raccourcissez ce texte."
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
    detail = str(getattr(erreur, "orig", erreur))
    if numero in _ABSENTE or "no such table" in detail:
        return NotSetUpError(f"Il manque une table dans {nom}. {COMMANDE_SETUP}")
    if settings.db_host is None:
        return _translate_embedded(nom, detail)
    for numeros, classe, phrase in _SERVEUR:
        if numero in numeros:
            return classe(
                phrase.format(
                    nom=nom,
                    base=settings.db_name,
                    utilisateur=settings.db_user,
                    numero=numero,
                    detail=_quoted(detail),
                )
            )
    if is_lost(erreur):
        return UnreachableError(
            f"Impossible de joindre {nom}. Vérifiez que le serveur est démarré, ainsi que DB_HOST "
            "et DB_PORT, puis recommencez : rien n'a été enregistré."
        )
    return RefusedError(
        f"L'opération a été refusée par {nom} (erreur {numero}). Rien n'a été enregistré : "
        "recommencez, et prévenez la personne qui administre la base si cela continue."
    )


def _quoted(detail: str) -> str:
    """Les noms que le serveur cite : « commande.nb_articles »."""
    noms = re.findall(r"'([\w.$ -]{1,130})'", detail)
    return f"« {noms[0]} »" if noms else "le serveur ne la nomme pas"


def _translate_embedded(nom: str, detail: str) -> SupportError:
    if "not a database" in detail or "malformed" in detail:
        return ConfigurationError(
            f"Le fichier de {nom} n'est pas une base SQLite lisible. Donnez un autre fichier à "
            "DB_PATH, ou rétablissez-le depuis une sauvegarde."
        )
    if "no such column" in detail:
        colonne = detail.rpartition(": ")[2]
        return NotSetUpError(
            f"Il manque la colonne « {colonne} » dans {nom}. « python main.py --setup --check » "
            "dit laquelle ajouter, et où."
        )
    if "too big" in detail or "too large" in detail or "mismatch" in detail:
        return RefusedError(
            f"Une ligne a été refusée par {nom} : un texte est trop long, ou n'est pas du type "
            "attendu. Rien n'a été enregistré."
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
