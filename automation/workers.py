"""Plusieurs postes sur une machine : des processus qui se partagent les tickets en attente.

Chaque poste est un ``SupportAgent`` ordinaire : le partage se fait par les réservations du
journal, comme entre deux machines. Le parent réunit les sorts par un tuyau par poste : la mort
de l'un n'abîme pas ce que les autres disent.
"""

import gc
import logging
import multiprocessing
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any, cast

from automation.runs.report import Sort
from config import Settings
from errors import SupportError

logger = logging.getLogger("support.batch")

ATTENTE_S = 0.2
"""Secondes entre deux regards sur une demande d'arrêt."""


def iter_pending(
    settings: Settings,
    workers: int,
    limit: int | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[Sort]:
    """Traite les tickets en attente avec plusieurs processus ; rend les sorts à mesure.

    Les budgets (``limit``, requêtes à Notion, réponses réécrites) sont partagés entre eux. Si
    l'appelant abandonne, les postes s'arrêtent au ticket suivant.

    Raises:
        SupportError: un poste a dû s'arrêter ; les autres ont fini leur ticket.
    """
    contexte = multiprocessing.get_context("spawn")
    postes: dict[Connection, SpawnProcess] = {}
    try:
        for rang in range(workers):
            part = None if limit is None else _share(limit, workers, rang)
            if part == 0:
                continue
            ici, la_bas = contexte.Pipe()
            arguments = (la_bas, _settings_of(settings, workers, rang), part)
            poste = contexte.Process(target=_work, args=arguments, daemon=True)
            poste.start()
            la_bas.close()
            postes[ici] = poste
        yield from _gather(postes, stop)
    finally:
        _dismiss(postes)


def _gather(postes: dict[Connection, SpawnProcess], stop: Callable[[], bool]) -> Iterator[Sort]:
    """Les sorts de tous les postes, jusqu'au départ du dernier ; lève le premier ennui, après."""
    ouverts = list(postes)
    ennui: SupportError | None = None
    avertis: set[str] = set()
    prevenus = False
    while ouverts:
        if not prevenus and (stop() or ennui is not None):
            prevenus = True
            _ask_to_stop(ouverts)
        for lien in cast("list[Connection]", wait(ouverts, ATTENTE_S)):
            try:
                genre, contenu = lien.recv()
            except (EOFError, OSError):
                genre, contenu = "fin", _died(postes[lien])
            if genre == "sorts":
                yield from contenu
            elif genre == "note" and contenu not in avertis:
                avertis.add(contenu)
                logger.warning("%s", contenu)
            elif genre == "fin":
                ouverts.remove(lien)
                ennui = ennui or contenu
    if ennui is not None:
        raise ennui


def _died(poste: SpawnProcess) -> SupportError:
    poste.join(5)
    return SupportError(
        f"Un des postes s'est arrêté net (code {poste.exitcode}). Ce qu'il avait en main sera "
        "repris une fois son bail échu (BAIL_SECONDES) : relancez la même commande."
    )


def _ask_to_stop(liens: list[Connection]) -> None:
    for lien in liens:
        with suppress(OSError):
            lien.send("arrêt")


def _dismiss(postes: dict[Connection, SpawnProcess]) -> None:
    """Ferme les tuyaux, ce qui fait finir les postes, et les attend."""
    for lien in postes:
        lien.close()
    for poste in postes.values():
        poste.join(30)
        if poste.is_alive():
            poste.kill()
            poste.join()


def _share(total: int, workers: int, rang: int) -> int:
    """La part d'un poste : à un près la même pour tous, et leur somme est le total."""
    return total // workers + (rang < total % workers)


def _settings_of(settings: Settings, workers: int, rang: int) -> Settings:
    reponses = settings.openai_max_reponses
    return replace(
        settings,
        notion_requests_per_minute=max(
            1, _share(settings.notion_requests_per_minute, workers, rang)
        ),
        openai_max_reponses=None if reponses is None else _share(reponses, workers, rang),
    )


def _work(lien: Connection, settings: Settings, limit: int | None) -> None:
    """Un poste, dans son processus."""
    gc.set_threshold(50_000)  # comme « main », par où un poste ne passe pas
    # Ctrl-C va à tout le groupe : c'est le parent qui dit quand s'arrêter.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    demande = _Demande(lien)
    signal.signal(signal.SIGTERM, demande.remember)
    support = logging.getLogger("support")
    support.handlers, support.propagate = [_Forward(lien)], False
    from automation.support_agent import SupportAgent

    ennui: SupportError | None = None
    try:
        with SupportAgent(settings) as agent:
            for sorts in agent.iter_lots(limit, demande.asked):
                lien.send(("sorts", sorts))
    except SupportError as erreur:
        ennui = type(erreur)(str(erreur))
    except OSError:
        # Le parent n'est plus là : ce qui est décidé est écrit, il n'y a plus rien à dire.
        return
    except Exception as erreur:  # un défaut du programme se dit en une phrase, ici comme ailleurs
        logging.getLogger("support.batch").debug("Poste arrêté", exc_info=True)
        ennui = SupportError(
            f"Un des postes s'est arrêté sur un défaut du programme ({type(erreur).__name__}). "
            "Relancez avec --verbose, sans --workers, et transmettez le détail à qui s'en occupe."
        )
    with suppress(OSError):
        lien.send(("fin", ennui))


class _Demande:
    """Une demande d'arrêt : un mot du parent, son départ, ou un signal."""

    def __init__(self, lien: Connection) -> None:
        self._lien = lien
        self._recue = False

    def asked(self) -> bool:
        """Vrai si l'on doit s'arrêter."""
        if not self._recue:
            with suppress(OSError):
                self._recue = self._lien.poll()
        return self._recue

    def remember(self, *_: Any) -> None:
        """Pour ``signal.signal``."""
        self._recue = True


class _Forward(logging.Handler):
    """Confie les avertissements au parent, qui ne les dira qu'une fois."""

    def __init__(self, lien: Connection) -> None:
        super().__init__(logging.WARNING)
        self._lien = lien

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(OSError):
            self._lien.send(("note", self.format(record)))
