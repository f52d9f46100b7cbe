"""--outbox : ce qui doit partir est gardé, remis une fois, confirmé, retiré, ou rendu."""

import json
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.bases import Base, BaseSqlite
from tests.conftest import Lancer, Projet

CAMILLE = "camille.martin@example.com"
RETARD = "Je n'ai toujours pas reçu mon colis"


@pytest.fixture
def repondu(lancer: Lancer, base_prete: Base) -> str:
    """Une réponse à envoyer, d'un message répondu seul ; son identifiant."""
    assert lancer("--message", CAMILLE, RETARD, **base_prete.env).code == 0
    [(identifiant,)] = base_prete.sql("SELECT id FROM envoi")
    return str(identifiant)


def _states(base: Base) -> list[str]:
    return [etat for (etat,) in base.sql("SELECT etat FROM envoi ORDER BY rang")]


def _age(base: Base, colonne: str, heures: float) -> None:
    quand = datetime.now(UTC) - timedelta(hours=heures)
    base.sql(f"UPDATE envoi SET {colonne} = ?", (quand.strftime("%Y-%m-%d %H:%M:%S.%f"),))


def test_an_answered_message_waits_in_the_outbox(
    lancer: Lancer, base_prete: Base, repondu: str
) -> None:
    """Un message répondu seul est à l'envoi, avec le texte même de son ticket."""
    fini = lancer("--outbox", "--json", **base_prete.env)
    assert fini.code == 0
    [envoi] = fini.json["envois"]
    [(ticket, reponse)] = base_prete.sql("SELECT id, reponse FROM ticket")
    assert (envoi["id"], envoi["etat"], envoi["issue"]) == (repondu, "a_envoyer", "repondu")
    assert (envoi["ticket_id"], envoi["destinataire"]) == (str(ticket), CAMILLE)
    assert envoi["texte"] == reponse
    assert fini.json["total"] == 1
    assert fini.json["par_etat"] == {"a_envoyer": 1}
    montre = lancer("--outbox", **base_prete.env).sortie
    assert repondu in montre
    assert "à envoyer" in montre
    assert "Bonjour Camille," in montre
    assert "Bien à vous" in lancer("--outbox", "--show", repondu, **base_prete.env).sortie


def test_a_held_message_sends_nothing(lancer: Lancer, base_prete: Base) -> None:
    """Un message confié, un essai à blanc, un ticket mis « Traité » à la main n'envoient rien."""
    lancer("--message", CAMILLE, "Où en est ma commande 103 ?", **base_prete.env)
    lancer("--message", CAMILLE, RETARD, "--dry-run", **base_prete.env)
    base_prete.sql("UPDATE ticket SET statut = 'Traité', reponse = 'Bonjour, voilà.'")
    lancer("--process-pending", **base_prete.env)
    assert _states(base_prete) == []


def test_pending_tickets_answered_are_in_the_outbox_once(
    lancer: Lancer, base_prete: Base, tmp_path: Path
) -> None:
    """Chaque ticket répondu par un passage a sa ligne ; un second passage n'en ajoute aucune."""
    fichier = tmp_path / "m.csv"
    lignes = [
        f"{CAMILLE},{RETARD}",
        f"inconnu@example.com,{RETARD}",
        f"ines.benali@example.com,{RETARD}",
    ]
    fichier.write_text("email,message\n" + "\n".join(lignes) + "\n", encoding="utf-8")
    assert lancer("--import-tickets", str(fichier), **base_prete.env).code == 0
    for _ in range(2):
        assert lancer("--process-pending", **base_prete.env).code == 0
    repondus = base_prete.sql("SELECT id FROM ticket WHERE statut = 'Traité automatiquement'")
    assert repondus
    assert [(str(numero),) for (numero,) in repondus] == base_prete.sql(
        "SELECT ticket_id FROM envoi ORDER BY rang"
    )


def test_what_is_handed_over_is_never_handed_over_twice(
    lancer: Lancer, base_prete: Base, repondu: str
) -> None:
    """Remis une fois ; confirmé, il est fini ; un identifiant qui n'existe pas est nommé."""
    premiere = lancer("--outbox", "--remettre", "--json", **base_prete.env)
    assert [envoi["id"] for envoi in premiere.json["envois"]] == [repondu]
    assert _states(base_prete) == ["remis"]
    seconde = lancer("--outbox", "--remettre", "--json", **base_prete.env)
    assert (seconde.code, seconde.json) == (0, {"envois": [], "total": 0})
    fini = lancer("--outbox", "--confirm", repondu, "zzz", **base_prete.env)
    assert fini.code == 1
    assert "1 réponse confirmée" in fini.sortie
    assert "zzz" in fini.erreurs
    assert _states(base_prete) == ["confirme"]


def test_two_tools_never_receive_the_same_reply(projet: Projet, tmp_path: Path) -> None:
    """Deux remises en même temps se partagent les réponses : aucune n'est dans les deux."""
    fichier = projet.dossier / "m.csv"
    lignes = [f"{CAMILLE},{RETARD} ({rang})" for rang in range(40)]
    fichier.write_text("email,message\n" + "\n".join(lignes) + "\n", encoding="utf-8")
    assert projet.lancer("--import-tickets", "m.csv").code == 0
    assert projet.lancer("--process-pending").code == 0
    [(attendus,)] = projet.base.sql("SELECT COUNT(*) FROM envoi")
    assert attendus
    remises: list[list[str]] = []

    def take() -> None:
        fini = projet.lancer("--outbox", "--remettre", "--json")
        remises.append([envoi["id"] for envoi in fini.json["envois"]])

    fils = [threading.Thread(target=take) for _ in range(3)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    tous = [numero for remise in remises for numero in remise]
    assert len(tous) == len(set(tous)) == attendus


def test_what_nobody_confirms_becomes_uncertain(
    lancer: Lancer, base_prete: Base, repondu: str
) -> None:
    """Remis depuis plus d'une heure sans nouvelle : incertain, et une personne tranche."""
    lancer("--outbox", "--remettre", "--json", **base_prete.env)
    _age(base_prete, "change_le", 1.1)
    montre = lancer("--outbox", **base_prete.env).sortie
    assert "incertaine" in montre
    assert _states(base_prete) == ["incertain"]
    assert lancer("--outbox", "--remettre", "--json", **base_prete.env).json["total"] == 0
    assert lancer("--outbox", "--confirm", repondu, **base_prete.env).code == 0


def test_a_withdrawn_reply_gives_its_ticket_back(
    lancer: Lancer, base_prete: Base, repondu: str
) -> None:
    """Une réponse retirée ne part plus, et son ticket revient à une personne avec son brouillon."""
    assert lancer("--outbox", "--withdraw", repondu, **base_prete.env).code == 0
    assert _states(base_prete) == ["retire"]
    [(statut, reponse)] = base_prete.sql("SELECT statut, reponse FROM ticket")
    assert statut == "En cours"
    assert reponse.startswith("Bonjour Camille")
    assert lancer("--outbox", "--remettre", "--json", **base_prete.env).json["total"] == 0
    assert lancer("--outbox", "--withdraw", repondu, **base_prete.env).code == 1


@pytest.mark.parametrize("commande", [("--process-pending",), ("--outbox", "--remettre", "--json")])
def test_a_reply_too_old_goes_back_to_a_person(
    lancer: Lancer, base_prete: Base, repondu: str, commande: tuple[str, ...]
) -> None:
    """Pas partie 72 heures après sa décision, une réponse ne part plus et son ticket est rendu."""
    _age(base_prete, "decide_le", 71)
    assert lancer("--process-pending", **base_prete.env).code == 0
    assert _states(base_prete) == ["a_envoyer"]
    _age(base_prete, "decide_le", 73)
    fini = lancer(*commande, **base_prete.env)
    assert fini.code == 0
    assert repondu not in fini.sortie
    assert _states(base_prete) == ["perime"]
    assert base_prete.sql("SELECT statut FROM ticket") == [("En cours",)]


def test_envoyer_queues_and_says_so_and_never_twice(lancer: Lancer, base_prete: Base) -> None:
    """``/envoyer`` met à l'envoi et le dit ; la même réponse sur un ticket n'y va qu'une fois."""
    lancer("--message", CAMILLE, "Je veux un remboursement de ma commande 101 !", **base_prete.env)
    [(ticket, deja)] = base_prete.sql("SELECT id, (SELECT COUNT(*) FROM envoi) FROM ticket")
    base_prete.sql("UPDATE ticket SET statut = 'En cours', reponse = 'Bonjour, voici la suite.'")
    dit = []
    for _ in range(2):
        entree = f"/ouvrir {ticket}\n/envoyer\n".encode()
        dit.append(lancer("--interactive", entree=entree, **base_prete.env).sortie)
    assert "mise à l'envoi" in dit[0]
    assert "déjà à l'envoi" in dit[1]
    assert base_prete.sql(
        "SELECT issue, destinataire FROM envoi WHERE texte = 'Bonjour, voici la suite.'"
    ) == [("personne", CAMILLE)]
    assert len(_states(base_prete)) == deja + 1
    assert base_prete.sql("SELECT statut FROM ticket") == [("Traité",)]


def test_confier_sends_nothing(lancer: Lancer, embarquee: BaseSqlite) -> None:
    """``/confier`` garde un message répondu sans rien envoyer."""
    lancer("--interactive", entree=f"{CAMILLE}\n{RETARD}\n/confier\n".encode())
    assert embarquee.sql("SELECT statut FROM ticket") == [("En cours",)]
    assert _states(embarquee) == []


@pytest.mark.parametrize(
    ("options", "phrase"),
    [
        (("--remettre",), "--json"),
        (("--show", "a", "--confirm", "b"), "ne vont pas ensemble"),
        (("--withdraw",), "attend une valeur"),
        (("--show", "inconnu"), "inconnu"),
    ],
)
def test_wrong_usage_is_said(lancer: Lancer, options: tuple[str, ...], phrase: str) -> None:
    """Une option seule, deux qui se contredisent, un identifiant faux : code 2 et une phrase."""
    fini = lancer("--outbox", *options)
    assert fini.code == 2
    assert phrase in fini.erreurs


def test_a_dry_run_hands_over_nothing(lancer: Lancer, base_prete: Base, repondu: str) -> None:
    """À blanc, on voit ce qui serait remis ou retiré, et rien ne change."""
    fini = lancer("--outbox", "--remettre", "--json", "--dry-run", **base_prete.env)
    assert [envoi["id"] for envoi in json.loads(fini.sortie)["envois"]] == [repondu]
    assert lancer("--outbox", "--withdraw", repondu, "--dry-run", **base_prete.env).code == 0
    assert _states(base_prete) == ["a_envoyer"]
