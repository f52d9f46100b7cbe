"""Ouvrir l'accès à Notion : le client, son adresse, sa version et son budget."""

import hashlib
import logging
import re

from config import Settings
from errors import ConfigurationError
from notion.limiter import Limiter, shared_limiter
from notion.transport import Horloge, Transport

VERSION = "2025-09-03"
"""En-tête Notion-Version : la version dont les bases ont des sources de données."""

ORIGINE = "https://api.notion.com"

DELAI_REPONSE = 65.0
"""Secondes accordées à une réponse : Notion abandonne de lui-même après 60."""


def open_transport(
    settings: Settings, horloge: Horloge | None = None, delai: float = DELAI_REPONSE
) -> Transport:
    """Prépare l'accès à Notion, sans rien envoyer.

    Args:
        settings: jeton, adresse et budget.
        horloge: le temps ; celui de la machine par défaut.
        delai: secondes accordées à une réponse.

    Raises:
        ConfigurationError: il n'y a pas de jeton, ou il ne peut pas en être un.
    """
    jeton = settings.notion_token
    if jeton is None or not re.fullmatch(r"[\x21-\x7e]+", jeton):
        raise ConfigurationError(
            "La variable NOTION_TOKEN manque ou contient un caractère qui n'a rien à y faire : "
            "copiez-la de nouveau depuis notion.so/profile/integrations dans le fichier .env."
        )
    from notion_client import Client

    # Notion-client journalise sur la sortie d'erreur dès qu'il est créé : le nôtre se tait.
    muet = logging.getLogger("notion.silence")
    muet.addHandler(logging.NullHandler())
    muet.propagate = False
    origine = settings.notion_api_url or ORIGINE
    client = Client(
        auth=jeton,
        notion_version=VERSION,
        base_url=origine,
        timeout_ms=int(delai * 1000),
        logger=muet,
        log_level=logging.CRITICAL,
        retry=False,
    )
    empreinte = hashlib.sha256(f"{origine} {jeton}".encode()).hexdigest()
    par_minute = settings.notion_requests_per_minute
    # Une horloge donnée à part ne se mélange pas au budget partagé du processus.
    limiter = shared_limiter(empreinte, par_minute) if horloge is None else Limiter(par_minute)
    return Transport(client, limiter, horloge or Horloge())
