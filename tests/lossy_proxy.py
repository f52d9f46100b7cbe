"""Un relais vers un serveur MySQL qui coupe le lien au COMMIT voulu, passé ou non."""

import socket
import threading
import time
from contextlib import closing, suppress

_COM_QUERY = 3


class LossyProxy:
    """Relaie tout, sauf le énième ``COMMIT`` : le serveur le reçoit, le client n'en saura rien.

    Args:
        hote, port: le vrai serveur.
        rang: le ``COMMIT`` à couper, compté depuis 1 sur tous les liens.
        transmis: faux pour couper avant que le serveur ne l'ait reçu.
        dernier: une fois le lien coupé, plus aucun autre n'est accepté.
    """

    def __init__(
        self, hote: str, port: int, rang: int, *, transmis: bool, dernier: bool = False
    ) -> None:
        self._dernier = dernier
        self._vrai, self._rang, self._transmis = (hote, port), rang, transmis
        self._vus = 0
        self._verrou = threading.Lock()
        self._ecoute = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._ecoute.getsockname()[1]
        self.coupes = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """N'accepte plus personne."""
        self._ecoute.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._ecoute.accept()
                if self._dernier and self.coupes:
                    client.close()
                    continue
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with closing(client), closing(socket.create_connection(self._vrai)) as serveur:
            muet = threading.Event()
            threading.Thread(target=_relay, args=(serveur, client, muet), daemon=True).start()
            with suppress(OSError):
                while recu := client.recv(65_536):
                    if self._is_the_one(recu):
                        muet.set()
                        if self._transmis:
                            serveur.sendall(recu)
                            time.sleep(0.3)  # le temps que le serveur valide
                        self.coupes += 1
                        # Fermer ne suffit pas : l'autre fil lit encore, et le serveur attendrait.
                        serveur.shutdown(socket.SHUT_RDWR)
                        client.shutdown(socket.SHUT_RDWR)
                        return
                    serveur.sendall(recu)

    def _is_the_one(self, recu: bytes) -> bool:
        if len(recu) < 5 or recu[4] != _COM_QUERY or not recu[5:].upper().startswith(b"COMMIT"):
            return False
        with self._verrou:
            self._vus += 1
            return self._vus == self._rang


def _relay(de: socket.socket, vers: socket.socket, muet: threading.Event) -> None:
    with suppress(OSError):
        while recu := de.recv(65_536):
            if muet.is_set():
                return
            vers.sendall(recu)
