"""Une préparation coupée net à sa énième écriture, dans un processus à part."""

import multiprocessing
import os
import signal
from typing import Any

import sqlalchemy as sa

from config import Settings
from database.engine import Database
from database.setup import prepare

_FORGE = multiprocessing.get_context("forkserver")
_FORGE.set_forkserver_preload([__name__])


_LECTURES = ("SELECT", "SHOW", "DESCRIBE", "PRAGMA", "BEGIN", "SET")
"""Entre deux écritures, la base ne change pas : y mourir ne montre rien de plus."""


def prepare_until(settings: Settings, ecritures: int, *, avant: bool) -> bool:
    """Prépare la base et meurt (SIGKILL) à cette écriture ; faux si elle finit sans y arriver.

    Args:
        avant: juste avant que le serveur ne la reçoive ; sinon dès qu'il l'a faite.
    """
    processus = _FORGE.Process(target=_prepare, args=(settings, ecritures, avant))
    processus.start()
    processus.join()
    assert processus.exitcode in (0, -signal.SIGKILL)
    return processus.exitcode != 0


def _prepare(settings: Settings, ecritures: int, avant: bool) -> None:
    faites = 0

    def count(_lien: object, _curseur: object, instruction: str, *_: Any) -> None:
        nonlocal faites
        faites += not instruction.lstrip().upper().startswith(_LECTURES)
        if faites == ecritures:
            os.kill(os.getpid(), signal.SIGKILL)

    base = Database(settings)
    moment = "before_cursor_execute" if avant else "after_cursor_execute"
    sa.event.listen(base.engine, moment, count)
    prepare(base)
    base.dispose()
