"""Un serveur local, strict et à mémoire, qui parle le protocole de Notion (version 2025-09-03).

Il refuse tout ce que Notion refuserait, et ce qu'il ne sait pas faire : rien n'est ignoré. Le vrai
client ``notion-client`` lui parle en HTTP::

    with NotionServer() as server:
        page = server.add_shared_page("Support")
        base = server.add_database(page, "Contacts clients", {"statut": ["Nouveau", "Traité"]})
        ticket = server.add_row(base, {"Nom": "Ana", "statut": "Nouveau"})
        server.faults.next(faults.CONFLICT)                    # la prochaine requête échoue
        server.faults.use(RandomFaults(rate=0.2, seed=1))      # puis une sur cinq
        server.faults.at(10, server.revoke_token)              # et à la 10e, plus de jeton
        client = Client(auth=server.token, base_url=server.url)
        ...
        assert server.row(ticket)["statut"] == "Traité"

``people.py`` : préparer et regarder ; ``faults.py`` : les pannes ; ``kit.py`` : de quoi l'essayer.
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
