"""Un Notion local pour essayer le programme sans compte : ``python -m tests.notion_server``.

Affiche les variables à donner au programme, puis sert jusqu'à Ctrl-C. Rien n'est gardé.
"""

import sys
from threading import Event

from tests.notion_server import NotionServer

with NotionServer() as serveur:
    page = serveur.add_shared_page("Support")
    sys.stdout.write(
        f"NOTION_TOKEN={serveur.token}\n"
        f"NOTION_API_URL={serveur.url}\n"
        f"NOTION_PARENT_PAGE_ID={page}\n"
    )
    sys.stdout.flush()
    try:
        Event().wait()
    except KeyboardInterrupt:
        sys.exit(0)
