"""Une configuration fausse, une base hors d'atteinte, des flux fermés : une phrase, un code."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.bases import BaseMariadb, BaseSqlite
from tests.conftest import Lancer, Projet

QUESTION = ("--message", "camille.martin@example.com", "Où est mon colis ?")
COMMANDES = (QUESTION, ("--process-pending",), ("--stats",), ("--interactive",))

MAUVAIS_ENV = {
    "sans égal": (b"DB_NAME=x\n\nDB_HOST\n", "à la ligne 3"),
    "guillemet ouvert": (b'DB_NAME=x\nDB_PASSWORD="secret-jamais-vu\n', "à la ligne 2"),
    "n'importe quoi": (b"ceci n'est pas une ligne\n", "à la ligne 1"),
    "pas en UTF-8": (b"NOM_BOUTIQUE=Caf\xe9\n", "UTF-8"),
    "un port en lettres": (b"DB_PORT=trois mille\n", "DB_PORT"),
    "un seuil à 12": (b"SEUIL_CONFIANCE=12\n", "SEUIL_CONFIANCE"),
    "une catégorie inconnue": (b"CATEGORIES_AUTOMATIQUES=Livraisons\n", "« Livraisons »"),
}


@pytest.mark.parametrize(("octets", "morceau"), MAUVAIS_ENV.values(), ids=MAUVAIS_ENV.keys())
def test_a_wrong_env_file_is_named_to_its_line(
    lancer: Lancer, embarquee: BaseSqlite, tmp_path: Path, octets: bytes, morceau: str
) -> None:
    """Un .env mal écrit : code 3, la ligne ou la variable, aucun secret, rien d'écrit."""
    (tmp_path / ".env").write_bytes(octets)
    for commande in (("--stats",), ("--explain", "colis")):
        fini = lancer(*commande, "--json")
        assert (fini.code, morceau in fini.erreurs) == (3, True), fini
        assert "secret-jamais-vu" not in fini.sortie + fini.erreurs
    assert not embarquee.chemin.exists()


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "33 06", "٣٣٠٦", "\x1b[31m"])
def test_a_port_that_is_not_a_number_is_named(lancer: Lancer, port: str) -> None:
    """DB_PORT doit être un entier de 1 à 65535."""
    fini = lancer("--stats", "--json", DB_HOST="127.0.0.1", DB_PORT=port)
    assert (fini.code, "DB_PORT" in fini.erreurs) == (3, True)


def test_an_unreadable_env_file_is_said(projet: Projet, sans_passe_droit: tuple[str, ...]) -> None:
    """Un .env sans droit de lecture : code 3, jamais un repli silencieux sur la base d'exemple."""
    secret = projet.dossier / ".env"
    secret.write_text("DB_HOST=127.0.0.1\n", encoding="utf-8")
    secret.chmod(0)
    fini = projet.lancer("--stats", prefixe=sans_passe_droit)
    assert (fini.code, ".env ne peut pas être lu" in fini.erreurs) == (3, True)


@pytest.mark.parametrize(
    ("nom", "valeur"),
    [
        ("DB_HOST", "a b"),
        ("DB_HOST", "\x1b[31m"),
        ("DB_HOST", "a" * 80 + ".example"),
        ("DB_HOST", "\udcff"),
        ("DB_USER", "\udcff"),
        ("DB_PASSWORD", "\udcff"),
        ("NOM_BOUTIQUE", "Caf\udce9"),
    ],
)
def test_an_impossible_value_of_the_environment_is_named(
    lancer: Lancer, nom: str, valeur: str
) -> None:
    """Un hôte impossible ou des octets qui ne sont pas de l'UTF-8 : code 3, la variable nommée."""
    fini = lancer("--stats", "--json", **{"DB_HOST": "127.0.0.1", nom: valeur})
    assert (fini.code, f"La variable {nom} " in fini.erreurs) == (3, True), fini


def test_a_user_without_rights_is_told_of_grant(lancer: Lancer, serveur: BaseMariadb) -> None:
    """Un utilisateur sans droits sur la base : code 3, et c'est de droits que la phrase parle."""
    qui = serveur.base[:30]
    serveur.serveur(f"CREATE USER '{qui}'@'%' IDENTIFIED BY 'secret-de-test'")
    try:
        env = serveur.env | {"DB_USER": qui, "DB_PASSWORD": "secret-de-test"}
        for commande in (("--stats",), ("--setup",)):
            fini = lancer(*commande, **env)
            assert (fini.code, "GRANT" in fini.erreurs + fini.sortie) == (3, True), fini
    finally:
        serveur.serveur(f"DROP USER '{qui}'@'%'")


def test_an_impossible_database_name_is_code_3(lancer: Lancer, serveur: BaseMariadb) -> None:
    """Un nom de base que le serveur refuse : code 3, et DB_NAME nommé."""
    fini = lancer("--setup", **serveur.env | {"DB_NAME": "x" * 80})
    assert (fini.code, "DB_NAME" in fini.sortie) == (3, True)


@pytest.mark.parametrize("commande", COMMANDES, ids=lambda c: c[0])
def test_a_server_that_is_not_there_is_code_4(
    lancer: Lancer, port_libre: int, commande: tuple[str, ...]
) -> None:
    """Personne n'écoute : code 4, le serveur est nommé, et quoi vérifier."""
    fini = lancer(*commande, DB_HOST="127.0.0.1", DB_PORT=str(port_libre))
    assert fini.code == 4
    assert f"127.0.0.1:{port_libre}" in fini.erreurs
    assert "DB_HOST" in fini.erreurs
    assert len(fini.erreurs.splitlines()) == 1


@pytest.mark.parametrize("commande", COMMANDES, ids=lambda c: c[0])
def test_a_wrong_password_is_code_3(
    lancer: Lancer, serveur: BaseMariadb, commande: tuple[str, ...]
) -> None:
    """Un mauvais mot de passe : code 3, l'utilisateur est nommé, le mot de passe jamais."""
    fini = lancer(*commande, **serveur.env | {"DB_PASSWORD": "mot-de-passe-faux"})
    assert (fini.code, "DB_PASSWORD" in fini.erreurs) == (3, True)
    assert "mot-de-passe-faux" not in fini.sortie + fini.erreurs


@pytest.mark.parametrize("commande", COMMANDES, ids=lambda c: c[0])
@pytest.mark.parametrize("suffixe", ["", "_absente"], ids=["base vide", "base absente"])
def test_a_server_never_set_up_is_code_3_with_the_command(
    lancer: Lancer, serveur: BaseMariadb, commande: tuple[str, ...], suffixe: str
) -> None:
    """Une base jamais préparée : code 3, et la commande à lancer ; rien n'est créé."""
    fini = lancer(*commande, **serveur.env | {"DB_NAME": serveur.base + suffixe})
    assert (fini.code, "python main.py --setup" in fini.erreurs) == (3, True), fini
    assert serveur.sql("SHOW TABLES") == []


def test_an_embedded_file_with_other_tables_is_not_set_up(
    lancer: Lancer, embarquee: BaseSqlite
) -> None:
    """Un fichier SQLite d'un autre programme n'est pas pris pour le nôtre : code 3."""
    embarquee.sql("CREATE TABLE autre (x)")
    fini = lancer(*QUESTION)
    assert (fini.code, "python main.py --setup" in fini.erreurs) == (3, True)


@pytest.mark.parametrize(
    "chemin",
    ["{dossier}", "/proc/nulle/part.db", "/dev/null/x.db", "{texte}", "x" * 300 + ".db"],
    ids=["dossier", "proc", "sous un fichier", "pas SQLite", "nom trop long"],
)
def test_an_impossible_db_path_is_code_3(lancer: Lancer, tmp_path: Path, chemin: str) -> None:
    """DB_PATH impossible : code 3 et DB_PATH nommé, pour chaque commande."""
    texte = tmp_path / "notes.txt"
    texte.write_text("ceci n'est pas une base, et assez long pour le voir" * 30, encoding="utf-8")
    essais = [] if chemin.startswith(("/proc", "/dev")) else [(*QUESTION, "--dry-run")]
    for commande in (QUESTION, ("--setup",), *essais):
        fini = lancer(*commande, DB_PATH=chemin.format(dossier=tmp_path, texte=texte))
        assert fini.code == 3, fini
        assert "DB_PATH" in fini.erreurs + fini.sortie


@pytest.mark.parametrize("quoi", ["fichier", "dossier"])
def test_a_read_only_place_is_said_and_nothing_is_half_written(
    projet: Projet, sans_passe_droit: tuple[str, ...], quoi: str
) -> None:
    """Base en lecture seule : une phrase qui parle des droits, aucun ticket."""
    assert projet.lancer("--setup").code == 0
    fichier = projet.base.chemin
    ferme = fichier if quoi == "fichier" else fichier.parent
    ferme.chmod(0o400 if quoi == "fichier" else 0o500)
    fini = projet.lancer(*QUESTION, "--json", prefixe=sans_passe_droit)
    ferme.chmod(0o700)
    assert fini.code in (3, 4), fini
    assert "droits" in fini.erreurs
    assert projet.base.sql("SELECT COUNT(*) FROM ticket") == [(0,)]


def test_a_folder_that_cannot_be_written_is_code_3(
    projet: Projet, sans_passe_droit: tuple[str, ...]
) -> None:
    """Sur une machine neuve, un dossier sans droit d'écriture : code 3, et DB_PATH nommé."""
    projet.dossier.chmod(0o500)
    fini = projet.lancer(*QUESTION, prefixe=sans_passe_droit)
    projet.dossier.chmod(0o700)
    assert (fini.code, "DB_PATH" in fini.erreurs) == (3, True)


def test_three_first_uses_at_once_make_one_database(projet: Projet) -> None:
    """Trois commandes lancées ensemble sur une machine neuve : toutes aboutissent."""
    lances = [projet.ouvrir(*QUESTION) for _ in range(3)]
    finis = [(lance.communicate(timeout=60)[1], lance.returncode) for lance in lances]
    assert [code for _, code in finis] == [0] * 3, finis
    assert projet.base.sql("SELECT COUNT(*) FROM ticket") == [(3,)]
    assert projet.base.sql("SELECT COUNT(*) FROM client") == [(12,)]


FLUX = [
    ("--stats >&-", 0),
    ("--stats 2>&-", 0),
    ("--explain - <&-", 2),
    ("--interactive <&-", 0),
    ("--help >&-", 0),
    ("--stats >/dev/full", 1),
    ("--help >/dev/full", 1),
    ("--version >/dev/full", 1),
    ("--message camille.martin@example.com 'Où est mon colis ?' >/dev/full", 1),
    ("--process-pending --json >/dev/full", 1),
    ("--import-tickets - 2>/dev/full", 2),
    ("--message rien 'Bonjour' 2>&-", 2),
]


@pytest.mark.parametrize(("suite", "code"), FLUX, ids=[suite for suite, _ in FLUX])
def test_closed_or_full_streams_never_give_a_traceback(
    projet: Projet, suite: str, code: int
) -> None:
    """Entrée ou sortie fermée, ou disque plein : le travail est fait, le code le dit."""
    fini = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" main.py {suite}'],
        cwd=projet.dossier,
        env={**projet.env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert fini.returncode == code, fini
    for texte in (b"Traceback", b"Exception ignored", b"inattendue", b"Error"):
        assert texte not in fini.stderr
    if "/dev/full" in suite and code == 1:
        assert "disque plein" in fini.stderr.decode()


@pytest.mark.parametrize("commande", ["--help", "--stats", "--explain colis", "--version"])
def test_a_reader_that_is_gone_gives_no_traceback(projet: Projet, commande: str) -> None:
    """« | true » : un tuyau déjà fermé n'est ni un traceback ni un succès."""
    lance = projet.ouvrir(*commande.split(), stdout=subprocess.PIPE)
    assert lance.stdout is not None
    lance.stdout.close()
    _, erreurs = lance.communicate(timeout=60)
    assert lance.returncode == 1
    assert b"Traceback" not in erreurs
    assert b"BrokenPipe" not in erreurs


def test_the_tests_reach_no_other_machine(projet: Projet) -> None:
    """Ni les tests ni les programmes qu'ils lancent ne sortent de cette machine."""
    import socket

    with pytest.raises(RuntimeError, match="cette machine"), socket.socket() as prise:
        prise.connect(("192.0.2.1", 80))
    fini = subprocess.run(
        [sys.executable, "-c", "import socket; socket.create_connection(('192.0.2.1', 80))"],
        env={**projet.env},
        capture_output=True,
        check=False,
    )
    assert "cette machine" in fini.stderr.decode()
