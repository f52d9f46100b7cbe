"""Les commandes tuées net, de l'extérieur : rien de perdu, rien deux fois."""

import random
from pathlib import Path

from tests.bases import Base
from tests.runs.kills import Tueur, faults, kill_round

TOURS = 2
PAR_TOUR = 40


def test_killed_commands_lose_nothing_and_do_nothing_twice(
    base_prete: Base, tmp_path: Path
) -> None:
    """Import, traitement, remise, message tués : chaque ticket une fois, chaque réponse gardée."""
    tueur = Tueur(base_prete, tmp_path, random.Random())
    for tour in range(1, TOURS + 1):
        kill_round(tueur, tour * PAR_TOUR)
        assert list(faults(base_prete, tueur, tour * PAR_TOUR)) == []
    assert tueur.morts
