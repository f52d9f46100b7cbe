"""Un vrai pseudo-terminal, et l'écran qu'une personne y verrait."""

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pexpect
import pyte

from tests.conftest import Projet

PATIENCE_S = 30


class Ecran:
    """Un programme dans un pseudo-terminal, et ce que l'écran montre."""

    def __init__(self, enfant: "pexpect.spawn[bytes]", lignes: int, colonnes: int) -> None:
        self.enfant = enfant
        self._ecran = pyte.HistoryScreen(colonnes, lignes, history=2000, ratio=1.0)
        self._flux = pyte.ByteStream(self._ecran)

    @property
    def lignes(self) -> list[str]:
        """Ce qui est à l'écran, sans les lignes vides du bas."""
        return [ligne.rstrip() for ligne in self._ecran.display]

    @property
    def texte(self) -> str:
        """Tout ce qui a été montré, lignes sorties par le haut comprises."""
        passees = [
            "".join(ligne[x].data for x in range(self._ecran.columns)).rstrip()
            for ligne in self._ecran.history.top
        ]
        return "\n".join([*passees, *self.lignes])

    def type(self, texte: str) -> None:
        """Tape du texte (sans Entrée)."""
        self.enfant.send(texte.encode())

    def enter(self, texte: str) -> None:
        """Tape une ligne."""
        self.type(f"{texte}\r")

    def paste(self, texte: str) -> None:
        """Colle un texte, comme le fait un terminal d'aujourd'hui."""
        self.type(f"\x1b[200~{texte}\x1b[201~")

    def wait(self, *morceaux: str) -> None:
        """Attend que ces morceaux soient tous montrés."""
        fin = time.monotonic() + PATIENCE_S
        while not all(morceau in self.texte for morceau in morceaux):
            assert time.monotonic() < fin, f"{morceaux} n'est pas venu :\n{self.texte}"
            self._read()

    def wait_line(self, debut: str) -> None:
        """Attend que la dernière ligne de l'écran soit celle-ci."""
        fin = time.monotonic() + PATIENCE_S
        while [ligne for ligne in self.lignes if ligne][-1:] != [debut.rstrip()]:
            assert time.monotonic() < fin, f"« {debut} » n'est pas venu :\n{self.texte}"
            self._read()

    def resize(self, lignes: int, colonnes: int) -> None:
        """Change la taille de la fenêtre."""
        self._ecran.resize(lignes, colonnes)
        self.enfant.setwinsize(lignes, colonnes)

    def end(self) -> int | None:
        """Attend la fin ; rend le code de sortie."""
        self.enfant.expect(pexpect.EOF, timeout=PATIENCE_S)
        self.enfant.close()
        code: int | None = self.enfant.exitstatus
        return code

    def read_all(self) -> bytes:
        """Tout ce que le programme écrit jusqu'à sa fin."""
        self.enfant.expect(pexpect.EOF, timeout=PATIENCE_S)
        return bytes(self.enfant.before)

    def _read(self) -> None:
        try:
            self._flux.feed(self.enfant.read_nonblocking(65536, timeout=0.2))
        except pexpect.TIMEOUT:
            return
        except pexpect.EOF:
            raise AssertionError(f"Le programme a fini :\n{self.texte}") from None


@contextmanager
def open_screen(
    projet: Projet,
    *arguments: str,
    lignes: int = 40,
    colonnes: int = 100,
    env: Mapping[str, str] | None = None,
) -> Iterator[Ecran]:
    """Une commande dans un pseudo-terminal."""
    enfant = pexpect.spawn(
        sys.executable,
        ["main.py", *arguments],
        cwd=str(projet.dossier),
        env={**projet.env, "TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1", **(env or {})},
        dimensions=(lignes, colonnes),
    )
    try:
        yield Ecran(enfant, lignes, colonnes)
    finally:
        enfant.close(force=True)
