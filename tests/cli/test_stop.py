"""Ctrl-C au milieu d'un message, deux demandes d'arrêt, et un serveur exigé mais absent."""

import os
import signal
import time
from contextlib import closing

import mysql.connector
import pytest

from cli.signals import StopRequest
from errors import Interrupted
from tests.bases import OBLIGATOIRE, URL, BaseMariadb, own_mariadb
from tests.conftest import Projet
from tests.finished import finished


def test_ctrl_c_while_the_server_makes_us_wait_writes_nothing(
    projet: Projet, serveur: BaseMariadb
) -> None:
    """Un message interrompu pendant que la base tarde : code 130, une phrase, aucun ticket."""
    assert projet.lancer("--setup", env=serveur.env).code == 0
    verrou = mysql.connector.connect(
        host=serveur.host,
        port=serveur.port,
        user=serveur.user,
        password=serveur.password,
        database=serveur.base,
        use_pure=True,
    )
    with closing(verrou), closing(verrou.cursor()) as curseur:
        curseur.execute("LOCK TABLES ticket WRITE")
        lance = Projet(projet.dossier, {**projet.env, **serveur.env}).ouvrir(
            "--message", "camille.martin@example.com", "Où est mon colis ?", "--json"
        )
        attente = (
            "SELECT COUNT(*) FROM information_schema.processlist "
            f"WHERE db = '{serveur.base}' AND state LIKE 'Waiting%'"
        )
        while serveur.serveur(attente) == [(0,)]:
            assert lance.poll() is None
            time.sleep(0.05)
        lance.send_signal(signal.SIGINT)
        sortie, erreurs = lance.communicate(timeout=60)
    fini = finished(("--json",), lance.returncode, sortie, erreurs)
    assert (fini.code, fini.erreurs) == (130, "Arrêt demandé.\n")
    assert fini.json["erreur"]["code"] == 130
    assert serveur.sql("SELECT COUNT(*) FROM ticket") == [(0,)]


def test_the_first_stop_waits_and_the_second_does_not() -> None:
    """Le premier Ctrl-C laisse finir, le second arrête ; aucun « except Exception » ne l'avale."""
    with StopRequest() as arret:
        os.kill(os.getpid(), signal.SIGINT)
        assert arret.asked()
        with pytest.raises(Interrupted) as leve:
            os.kill(os.getpid(), signal.SIGINT)
    assert leve.value.code == 130
    assert not isinstance(leve.value, Exception)


def test_a_missing_server_skips_or_fails_as_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sans serveur, un test est sauté et nomme la variable ; s'il est exigé, il échoue."""
    monkeypatch.delenv(URL, raising=False)
    monkeypatch.delenv(OBLIGATOIRE, raising=False)
    with pytest.raises(pytest.skip.Exception, match=URL), own_mariadb():
        pass
    monkeypatch.setenv(OBLIGATOIRE, "1")
    with pytest.raises(pytest.fail.Exception, match=URL), own_mariadb():
        pass
