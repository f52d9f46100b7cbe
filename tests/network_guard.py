"""Interdit toute connexion hors de cette machine, aux tests comme aux programmes qu'ils lancent.

Importé par ``conftest.py``, et copié sous le nom ``sitecustomize.py`` devant chaque sous-processus.
Un crochet d'audit ne se retire pas : aucune bibliothèque ne peut passer outre.
"""

import sys
from ipaddress import ip_address
from typing import Any


def _local(hote: object) -> bool:
    nom = hote.decode() if isinstance(hote, bytes) else hote
    if nom in (None, "", "localhost"):
        return True
    try:
        return ip_address(str(nom)).is_loopback
    except ValueError:
        return False


def _forbid(evenement: str, arguments: tuple[Any, ...]) -> None:
    if evenement == "socket.getaddrinfo":
        hote = arguments[0]
    elif evenement == "socket.connect" and isinstance(arguments[1], tuple):
        hote = arguments[1][0]
    else:
        return
    if not _local(hote):
        raise RuntimeError(f"Les tests ne parlent qu'à cette machine, pas à {hote!r}.")


sys.addaudithook(_forbid)
