"""Aucune connexion ne reste ouverte après un essai."""

from collections.abc import Iterator

import pytest

from tests.polish.tools import OUVERTS


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    """Ferme ce que l'essai a ouvert."""
    yield
    while OUVERTS:
        OUVERTS.pop().close()
