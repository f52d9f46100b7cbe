"""Ce qu'une commande a donné, et ce qui est vrai de toutes."""

import json
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

# Tout ce qui agirait sur un terminal au lieu de s'afficher (écrit ici sans le code testé).
ACTIFS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


class Fini(NamedTuple):
    """Une commande finie : code de sortie, sortie standard, sortie d'erreur."""

    code: int
    sortie: str
    erreurs: str

    @property
    def json(self) -> Any:
        """Le seul document de la sortie standard."""
        return json.loads(self.sortie)


def finished(arguments: Sequence[str], code: int, sortie: bytes, erreurs: bytes) -> Fini:
    """Le résultat d'une commande, après ce qui doit être vrai de chacune.

    Jamais de traceback, rien qui pilote le terminal, un seul document JSON avec ``--json``, et
    une phrase sur la sortie d'erreur quand la commande n'a pas abouti.
    """
    fini = Fini(code, sortie.decode("utf-8"), erreurs.decode("utf-8"))
    assert "Traceback" not in fini.sortie + fini.erreurs, fini
    assert "inattendue" not in fini.erreurs, fini
    assert not ACTIFS.search(fini.sortie + fini.erreurs), fini
    if "--json" in arguments:
        document = fini.json
        assert fini.sortie.endswith("}\n")
        if code >= 2 and document.keys() == {"success", "erreur"}:
            assert document["success"] is False
            assert document["erreur"].keys() == {"code", "message"}
            assert document["erreur"]["code"] == code
    if code >= 2:
        assert fini.erreurs.strip() or "✗" in fini.sortie or "etapes" in fini.sortie, fini
    return fini
