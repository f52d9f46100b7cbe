"""Un poste lent, dans son processus, que le test des pannes tue quand il veut."""

import logging
import random
import time
from dataclasses import replace
from typing import Any

from automation.runs.report import Echec
from automation.support_agent import SupportAgent
from automation.understanding.rules import load_rules
from automation.wiring import build_tools
from config import Settings
from errors import SupportError

LOT = 20
ATTENTE_S = 0.02
"""Attente la plus longue autour de chaque appel : le poste peut être tué entre deux écritures."""


class Slow:
    """Le vrai collaborateur, avec une attente avant et après chaque appel.

    De temps en temps, elle dépasse le bail d'une seconde : un autre poste reprend le travail
    pendant que celui-ci croit encore le tenir.
    """

    def __init__(self, vrai: Any) -> None:
        self._vrai = vrai
        self.lot = LOT

    def __getattr__(self, nom: str) -> Any:
        attribut = getattr(self._vrai, nom)
        if not callable(attribut) or nom == "renew":
            return attribut

        def call(*arguments: Any, **options: Any) -> Any:
            _pause()
            rendu = attribut(*arguments, **options)
            _pause()
            return rendu

        return call


def _pause() -> None:
    time.sleep(1.2 if random.random() < 0.004 else random.uniform(0, ATTENTE_S))


def work(settings: Settings) -> None:
    """Traite ce qui est en attente jusqu'à ce qu'il ne reste rien."""
    logging.getLogger("support").setLevel(logging.ERROR)
    rules = load_rules(*settings.regles)
    vrais = build_tools(settings, rules)
    tools = replace(vrais, crm=Slow(vrais.crm), desk=Slow(vrais.desk), journal=Slow(vrais.journal))
    with SupportAgent(settings, tools=tools, rules=rules) as agent:
        while vrais.desk.count_pending() or vrais.journal.unfinished():
            for sort in agent.iter_pending():
                if isinstance(sort, Echec):
                    raise SupportError(str(sort))
            time.sleep(0.05)
