"""Le mode interactif : depuis un tuyau, et au clavier d'un vrai terminal."""

import sys
from collections.abc import Iterator

import pexpect
import pytest

from tests.bases import BaseSqlite
from tests.conftest import Lancer, Projet
from tests.finished import ACTIFS

CAMILLE = "camille.martin@example.com"
QUESTION = "Où est mon colis ? Il est en retard."


def _lignes(*lignes: str) -> bytes:
    return "".join(f"{ligne}\n" for ligne in lignes).encode()


def test_nothing_is_written_before_envoyer(lancer: Lancer, embarquee: BaseSqlite) -> None:
    """Depuis un tuyau : l'adresse, le message, un aperçu, et aucun ticket."""
    fini = lancer("--interactive", entree=_lignes(CAMILLE, QUESTION, "/stats", "/aide"))
    assert fini.code == 0
    for morceau in ("Camille Martin", "serait répondu automatiquement", "Tickets : 0", "/quitter"):
        assert morceau in fini.sortie
    assert "n'a pas été enregistré" in fini.erreurs
    assert embarquee.sql("SELECT COUNT(*) FROM ticket") == [(0,)]
    assert embarquee.sql("SELECT COUNT(*) FROM journal") == [(0,)]


def test_envoyer_records_the_ticket_as_handled(lancer: Lancer, embarquee: BaseSqlite) -> None:
    """/envoyer enregistre le dernier message comme « Traité », une fois ; /quitter s'en va."""
    lignes = _lignes(CAMILLE, "autre chose", QUESTION, "/ENVOYER", "/envoyer", "/quitter", QUESTION)
    fini = lancer("--interactive", entree=lignes)
    assert fini.code == 1  # le second /envoyer n'a rien à enregistrer, et le dit
    assert "statut « Traité »" in fini.sortie
    assert "Il n'y a pas de message à enregistrer" in fini.erreurs
    assert embarquee.sql("SELECT email, message, statut FROM ticket") == [
        (CAMILLE, QUESTION, "Traité")
    ]


def test_wrong_lines_are_said_and_do_not_stop(lancer: Lancer, embarquee: BaseSqlite) -> None:
    """Un message sans expéditeur, une commande inconnue : une phrase chacun, et on continue."""
    lignes = _lignes(QUESTION, "/inconnue", "", "inconnue@example.com", QUESTION)
    fini = lancer("--interactive", entree=lignes)
    assert fini.code == 1
    assert "Donnez d'abord l'adresse" in fini.erreurs
    assert "« /inconnue » n'est pas une commande" in fini.erreurs
    assert "serait confié à une personne" in fini.sortie
    assert embarquee.sql("SELECT COUNT(*) FROM ticket") == [(0,)]


def test_hostile_lines_never_drive_the_terminal(lancer: Lancer) -> None:
    """Échappements, sens inverse, octets invalides, nul : rien n'agit (vérifié sur la sortie)."""
    hostile = "\x1b[2J\x9b31m\u202e\x07\x00"
    lignes = _lignes(
        "a\u202eb@example.com", f"colis {hostile} en retard", f"/x{hostile}", f"{hostile}"
    )
    assert lancer("--interactive", entree=lignes + b"colis \xff\xfe\n").code == 1


@pytest.fixture
def terminal(projet: Projet) -> Iterator["pexpect.spawn[str]"]:
    """Le mode interactif dans un pseudo-terminal de 100 colonnes."""
    assert projet.lancer("--setup").code == 0
    enfant = pexpect.spawn(
        sys.executable,
        ["main.py", "--interactive"],
        cwd=str(projet.dossier),
        env={**projet.env, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"},
        encoding="utf-8",
        dimensions=(40, 100),
        timeout=30,
    )
    try:
        enfant.expect("adresse >")
        yield enfant
    finally:
        enfant.close(force=True)


def test_a_conversation_at_the_keyboard(projet: Projet, terminal: "pexpect.spawn[str]") -> None:
    """L'adresse, un message, /envoyer ; Ctrl-C efface la ligne, Ctrl-D s'en va."""
    terminal.send(f"{CAMILLE}\r")
    terminal.expect("Camille Martin")
    terminal.expect(f"{CAMILLE} >")
    terminal.send("ligne abandonnée")
    terminal.expect("abandonn")
    terminal.sendintr()
    terminal.expect(f"{CAMILLE} >")
    terminal.send(f"{QUESTION}\r")
    terminal.expect("serait répondu automatiquement")
    terminal.expect(f"{CAMILLE} >")
    assert projet.base.sql("SELECT COUNT(*) FROM ticket") == [(0,)]
    terminal.send("/envoyer\r")
    terminal.expect("ticket n° 1")
    terminal.expect(f"{CAMILLE} >")
    terminal.sendeof()
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    assert projet.base.sql("SELECT message, statut FROM ticket") == [(QUESTION, "Traité")]


def test_a_termination_at_the_keyboard_is_code_143(terminal: "pexpect.spawn[str]") -> None:
    """SIGTERM pendant l'attente d'une ligne : une phrase, code 143, terminal rendu."""
    terminal.send("un début de ligne")
    terminal.expect("début")
    terminal.kill(15)
    terminal.expect("Arrêt demandé")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 143


def test_pasted_escapes_are_shown_not_obeyed(terminal: "pexpect.spawn[str]") -> None:
    """Ce qu'un client a écrit, collé au clavier puis réaffiché, n'agit pas sur le terminal."""
    terminal.send(f"{CAMILLE}\r")
    terminal.expect(f"{CAMILLE} >")
    terminal.send("/inconnue\x9b31m\u202e\r")
    terminal.expect("« /inconnue(.*) » n'est pas une commande")
    assert terminal.match is not None
    assert not ACTIFS.search(str(terminal.match.group(1)))


def test_colours_are_for_terminals_that_want_them(projet: Projet) -> None:
    """Du gras dans un terminal, jamais dans un tuyau ni avec NO_COLOR."""
    for env, gras in (({}, True), ({"NO_COLOR": "1"}, False)):
        sortie = pexpect.run(
            f'{sys.executable} main.py --explain "colis en retard"',
            cwd=str(projet.dossier),
            env={**projet.env, "TERM": "xterm", **env},
        )
        assert (b"\x1b[1m" in sortie) is gras
