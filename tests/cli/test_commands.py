"""Le tableau des commandes : chacune a son module, chaque option sa commande."""

import inspect
from importlib import import_module

import pytest

from cli import COMMANDES, OPTIONS, Command, Option

REPONDUES_PAR_LA_PORTE = {"--completion", "--version"}


@pytest.mark.parametrize("commande", COMMANDES, ids=lambda commande: commande.nom)
def test_each_command_has_its_module(commande: Command) -> None:
    """Ce que l'aide annonce se lance : le module existe et reçoit les mêmes trois choses."""
    if not commande.module:
        assert commande.nom in REPONDUES_PAR_LA_PORTE
        return
    lance = import_module(f"cli.{commande.module}").run
    assert len(inspect.signature(lance).parameters) == 3


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.nom)
def test_each_option_goes_with_commands_that_exist(option: Option) -> None:
    """Une option dit, dans l'aide comme dans un refus, une commande que l'on peut taper."""
    assert option.avec
    assert set(option.avec) <= {commande.nom for commande in COMMANDES}
