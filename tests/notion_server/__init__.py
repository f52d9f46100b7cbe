"""Un serveur local, strict et à mémoire, qui parle le protocole de Notion (version 2025-09-03).

Il refuse tout ce que Notion refuserait, et ce qu'il ne sait pas faire : rien n'est ignoré. Le vrai
client ``notion-client`` lui parle en HTTP (``Client(auth=server.token, base_url=server.url)``).
"""

from tests.notion_server.faults import TRANSIENT, Fault, Incoming, RandomFaults
from tests.notion_server.limits import RateLimit
from tests.notion_server.server import Entry, NotionServer
from tests.notion_server.texts import piece

__all__ = [
    "TRANSIENT",
    "Entry",
    "Fault",
    "Incoming",
    "NotionServer",
    "RandomFaults",
    "RateLimit",
    "piece",
]
