"""--process-pending : l'ordre, les échecs, les personnes, l'arrêt et la reprise."""

import re
import signal
import subprocess
from collections.abc import Sequence

import pytest

from database.ticket_store import TicketStore
from tests.bases import Base, BaseMariadb, BaseSqlite
from tests.conftest import Lancer, Projet

INSERTION = (
    "INSERT INTO ticket (email, nom, message, statut, cree_le) "
    "VALUES (?, 'Camille', ?, ?, '2026-01-02 03:04:05')"
)
CAMILLE = "camille.martin@example.com"
RETARD = "Où est mon colis ? Il est en retard."
COMPTES = ("total", "traites", "accuses", "en_attente", "echecs")


def add_tickets(base: Base, *tickets: tuple[str, str, str | None]) -> None:
    """Ajoute des tickets : adresse, message, statut."""
    for ticket in tickets:
        base.sql(INSERTION, ticket)


def statuses(base: Base) -> list[str]:
    """Le statut de chaque ticket, dans l'ordre."""
    return [statut for (statut,) in base.sql("SELECT statut FROM ticket ORDER BY id")]


def refuse_update(base: Base, numero: int) -> None:
    """Fait refuser par la base toute écriture sur ce ticket."""
    if base.nom == "sqlite":
        base.sql(
            f"CREATE TRIGGER refus BEFORE UPDATE ON ticket WHEN OLD.id = {numero} "
            "BEGIN SELECT RAISE(ABORT, 'refus'); END"
        )
    else:
        base.sql(
            f"CREATE TRIGGER refus BEFORE UPDATE ON ticket FOR EACH ROW IF OLD.id = {numero} "
            "THEN SIGNAL SQLSTATE '45000'; END IF"
        )


def test_pending_tickets_are_updated_in_place_oldest_first_and_once(
    lancer: Lancer, base_prete: Base
) -> None:
    """Les tickets sont écrits là où ils étaient, du plus ancien au plus récent, une seule fois."""
    add_tickets(
        base_prete,
        (CAMILLE, RETARD, "Nouveau"),
        (CAMILLE, RETARD, "En cours"),
        ("inconnue@example.com", RETARD, None),
        ("pas une adresse", "", ""),
        (CAMILLE, RETARD, "Traité"),
    )
    document = lancer("--process-pending", "--json", **base_prete.env).json
    assert document.keys() == {"tickets", *COMPTES}
    assert [document[cle] for cle in COMPTES] == [3, 1, 0, 2, 0]
    assert [ticket["ticket_id"] for ticket in document["tickets"]] == ["1", "3", "4"]
    assert "message_vide" in document["tickets"][2]["attente"]
    assert statuses(base_prete) == [
        "Traité automatiquement",
        "En cours",
        "En cours",
        "En cours",
        "Traité",
    ]
    # Le ticket qu'une personne a commencé n'a reçu ni réponse ni catégorie.
    assert base_prete.sql("SELECT reponse, categorie FROM ticket WHERE id = 2") == [(None, None)]
    avant = base_prete.sql("SELECT * FROM ticket"), base_prete.sql("SELECT * FROM journal")
    encore = lancer("--process-pending", "--json", **base_prete.env)
    assert (encore.code, encore.json["total"], encore.json["tickets"]) == (0, 0, [])
    assert (
        base_prete.sql("SELECT * FROM ticket"),
        base_prete.sql("SELECT * FROM journal"),
    ) == avant


def test_the_text_output_has_one_line_per_ticket_and_a_total(
    lancer: Lancer, embarquee: BaseSqlite
) -> None:
    """Une ligne par ticket, puis le bilan et les raisons ; --quiet ne garde que le total."""
    assert lancer("--process-pending").sortie == "Aucun ticket en attente.\n"
    for options, lignes in (((), 3), (("--quiet",), 1)):
        add_tickets(embarquee, (CAMILLE, RETARD, "Nouveau"), ("x@example.com", "hm", "Nouveau"))
        sortie = lancer("--process-pending", *options).sortie
        assert len(re.findall("(?m)^(ticket|2 tickets)", sortie)) == lignes
        assert ("  1 : Le sujet du message n'est pas reconnu." in sortie) is (lignes == 3)
        assert "2 tickets : 1 répondu automatiquement, 0 accusé, 1 confié à une personne." in sortie


@pytest.mark.parametrize("lot", [(), ("--limit", "2")], ids=["lot", "limite"])
def test_a_failing_ticket_stays_new_and_the_others_go_on(
    lancer: Lancer, base_prete: Base, lot: tuple[str, ...]
) -> None:
    """Un ticket que la base refuse est nommé et reste « Nouveau » ; les autres sont traités."""
    add_tickets(base_prete, *[(CAMILLE, RETARD, "Nouveau")] * 4)
    refuse_update(base_prete, 2)
    fini = lancer("--process-pending", *lot, "--json", **base_prete.env)
    traites = 1 if lot else 3
    assert fini.code == 1
    assert (fini.json["traites"], fini.json["echecs"]) == (traites, 1)
    echec = next(ticket for ticket in fini.json["tickets"] if not ticket["success"])
    assert echec.keys() == {"success", "ticket_id", "erreur"}
    assert (echec["ticket_id"], echec["erreur"].keys()) == ("2", {"code", "message"})
    assert "Ticket 2 : " in fini.erreurs
    assert statuses(base_prete)[1] == "Nouveau"
    assert statuses(base_prete).count("Traité automatiquement") == traites
    base_prete.sql("DROP TRIGGER refus")
    assert lancer("--process-pending", **base_prete.env).code == 0
    assert set(statuses(base_prete)) == {"Traité automatiquement"}
    assert base_prete.sql("SELECT COUNT(*) FROM journal WHERE etat = 'fait'") == [(4,)]


def test_limit_takes_the_oldest_tickets_first(lancer: Lancer, base_prete: Base) -> None:
    """--limit 3 traite les trois plus anciens."""
    add_tickets(base_prete, *[(CAMILLE, RETARD, "Nouveau")] * 5)
    assert lancer("--process-pending", "--limit", "3", **base_prete.env).code == 0
    assert statuses(base_prete) == ["Traité automatiquement"] * 3 + ["Nouveau"] * 2


def test_customer_text_in_a_batch_never_drives_the_terminal(
    lancer: Lancer, embarquee: BaseSqlite
) -> None:
    """Adresses, noms et statuts hostiles : rien n'agit (vérifié sur chaque sortie)."""
    assert lancer("--setup").code == 0
    hostile = "\x1b[2J\x9b31m\u202e\x07"
    add_tickets(
        embarquee,
        (f"{hostile}@example.com", f"{hostile} colis en retard", "Nouveau"),
        (CAMILLE, f"colis {hostile} en retard", "Nouveau"),
        (CAMILLE, "x", f"Fait {hostile}\nà la main"),
    )
    embarquee.sql(f"UPDATE ticket SET categorie = 'Autre {hostile}\nligne' WHERE id = 3")
    embarquee.sql(f"UPDATE client SET nom = 'Martin{hostile}' WHERE id = 1")
    embarquee.sql(f"UPDATE commande SET statut = 'perdue {hostile}', transporteur = '{hostile}'")
    for arguments in (
        ("--process-pending", "--dry-run"),
        ("--process-pending", "--json", "--dry-run"),
        ("--process-pending",),
        ("--stats",),
        ("--stats", "--json"),
        ("--message", CAMILLE, "Où en est ma commande 101 ? Donnez-moi le détail et la facture."),
    ):
        assert lancer(*arguments).code == 0


def test_a_server_lost_half_way_keeps_what_was_done(
    lancer: Lancer, serveur: BaseMariadb, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Le serveur tombe au deuxième lot : le premier est acquis, le reste attend, code 4."""
    monkeypatch.setattr("database.engine.PATIENCE_SERVEUR_S", 1)
    assert lancer("--setup", **serveur.env).code == 0
    lot = TicketStore.lot
    serveur.sql(INSERTION, *[(CAMILLE, RETARD, "Nouveau")] * (2 * lot))
    serveur.sql(
        f"CREATE TRIGGER perdu BEFORE UPDATE ON ticket FOR EACH ROW IF OLD.id = {lot + 50} "
        "THEN SIGNAL SQLSTATE '08S01' SET MYSQL_ERRNO = 2006; END IF"
    )
    fini = lancer("--process-pending", "--json", **serveur.env)
    assert (fini.code, fini.json["total"], len(fini.json["tickets"])) == (4, lot, lot)
    assert f"Déjà fait avant cela : {lot} tickets." in fini.erreurs
    assert statuses(serveur) == ["Traité automatiquement"] * lot + ["Nouveau"] * lot
    serveur.sql("DROP TRIGGER perdu")
    assert lancer("--process-pending", "--json", **serveur.env).json["traites"] == lot


@pytest.fixture
def charge(projet: Projet) -> Projet:
    """Un programme qui a trois mille tickets en attente."""
    assert projet.lancer("--setup").code == 0
    projet.base.sql(INSERTION, *[(CAMILLE, RETARD, "Nouveau")] * 3000)
    return projet


@pytest.mark.parametrize(
    ("signal_", "code", "options"),
    [
        (signal.SIGINT, 130, ()),
        (signal.SIGTERM, 143, ()),
        (signal.SIGINT, 130, ("--json",)),
        (signal.SIGTERM, 143, ("--json",)),
    ],
)
def test_a_stop_finishes_the_ticket_and_leaves_the_rest_new(
    charge: Projet, signal_: signal.Signals, code: int, options: Sequence[str]
) -> None:
    """Ctrl-C ou SIGTERM : le ticket en cours est fini, le reste attend, le JSON est entier."""
    from tests.finished import finished

    processus = charge.ouvrir("--process-pending", *options)
    assert processus.stdout is not None
    debut = processus.stdout.read(20)
    processus.send_signal(signal_)
    sortie, erreurs = processus.communicate(timeout=60)
    fini = finished(options, processus.returncode, debut + sortie, erreurs)
    assert fini.code == code
    assert "Arrêt demandé" in fini.erreurs
    faits = charge.base.sql("SELECT COUNT(*) FROM ticket WHERE statut = 'Traité automatiquement'")
    nombre = faits[0][0]
    assert 0 < nombre < 3000
    assert charge.base.sql("SELECT COUNT(*) FROM journal") == [(nombre,)]
    assert charge.base.sql("SELECT COUNT(*) FROM ticket WHERE statut = 'Nouveau'") == [
        (3000 - nombre,)
    ]
    if options:
        assert (fini.json["total"], len(fini.json["tickets"])) == (nombre, nombre)
    suite = charge.lancer("--process-pending", "--limit", "5", "--json")
    assert (suite.code, suite.json["traites"]) == (0, 5)
    assert suite.json["tickets"][0]["ticket_id"] == str(nombre + 1)


def test_a_reader_that_leaves_does_not_stop_the_work(charge: Projet) -> None:
    """« --process-pending | head -1 » : tous les tickets sont traités, code 1, sans traceback."""
    charge.base.sql("DELETE FROM ticket WHERE id > 300")
    processus = charge.ouvrir("--process-pending")
    lecteur = subprocess.run(
        ["head", "-1"], stdin=processus.stdout, capture_output=True, check=True
    )
    assert processus.stdout is not None
    processus.stdout.close()
    _, erreurs = processus.communicate(timeout=60)
    assert lecteur.stdout.startswith(b"ticket 1 : ")
    assert (processus.returncode, erreurs) == (1, b"")
    assert set(statuses(charge.base)) == {"Traité automatiquement"}
