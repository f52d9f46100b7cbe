"""--message et --explain : ce qui est imprimé, le JSON, et les messages étranges."""

import json

import pytest

from tests.bases import Base, BaseSqlite
from tests.conftest import Lancer, Projet

CAMILLE = "camille.martin@example.com"
QUESTION = "Bonjour, où en est mon colis ? Je n'ai toujours rien reçu."
CLES = {
    "success",
    "ticket_id",
    "email",
    "categorie",
    "demande",
    "confiance",
    "confiance_demande",
    "id_commande",
    "statut",
    "issue",
    "urgent",
    "reponse",
    "brouillon_ia",
    "attente",
    "raisons",
    "client",
    "commande",
}


def test_a_fresh_machine_answers_a_real_customer(projet: Projet) -> None:
    """Sans rien configurer : la base d'exemple est créée et annoncée, la réponse est complète."""
    fini = projet.lancer("--message", CAMILLE, QUESTION)
    assert fini.code == 0
    for texte in ("Retard de livraison", "« rien reçu »", "Camille Martin", "n° 101", "64,90 €"):
        assert texte in fini.sortie.replace("\u00a0", " ").replace("\u202f", " ")
    assert "Traité automatiquement" in fini.sortie
    assert "  Bonjour Camille,\n" in fini.sortie
    assert "vient d'être créée" in fini.erreurs
    fichier = projet.base.chemin
    assert (fichier.stat().st_mode & 0o777, fichier.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    encore = projet.lancer("--message", CAMILLE, QUESTION)
    assert (encore.code, encore.erreurs) == (0, "")


def test_an_answered_message_is_written_on_one_complete_ticket(
    lancer: Lancer, base_prete: Base
) -> None:
    """Une réponse automatique : les clés promises, et un ticket qui porte la même chose."""
    fini = lancer("--message", CAMILLE, QUESTION, "--json", **base_prete.env)
    document = fini.json
    assert fini.code == 0
    assert document.keys() == CLES
    assert document["statut"] == "Traité automatiquement"
    assert (document["demande"], document["issue"], document["urgent"]) == (
        "suivi",
        "repondu",
        False,
    )
    assert (document["attente"], document["id_commande"]) == ([], 101)
    assert (document["client"]["email"], document["commande"]["id"]) == (CAMILLE, 101)
    for raison in document["raisons"]:
        assert raison.keys() == {"mot", "position", "categorie", "poids", "idee", "source"}
        debut = raison["position"]
        assert QUESTION[debut : debut + len(raison["mot"])] == raison["mot"]
    lignes = base_prete.sql("SELECT id, email, message, categorie, reponse, statut FROM ticket")
    assert [(str(id_), *suite) for id_, *suite in lignes] == [
        (
            document["ticket_id"],
            CAMILLE,
            QUESTION,
            document["categorie"],
            document["reponse"],
            document["statut"],
        )
    ]
    assert base_prete.sql("SELECT COUNT(*) FROM journal WHERE etat = 'fait'") == [(1,)]


@pytest.mark.parametrize(
    ("email", "texte", "ordre", "attente"),
    [
        ("inconnue@example.com", QUESTION, (), "client_inconnu"),
        (CAMILLE, QUESTION, ("--order-id", "103"), "commande_introuvable"),
        (CAMILLE, QUESTION, ("--order-id", "999999"), "commande_introuvable"),
        (CAMILLE, QUESTION, ("--order-id", "CMD-2024-002"), "commande_introuvable"),
        (CAMILLE, "Bonjour, merci beaucoup, bonne journée !", (), "sans_reponse"),
        (CAMILLE, "Je saisis mon avocat : remboursez la commande 101.", (), "sujet_sensible"),
        (CAMILLE, "abracadabra", (), "non_classe"),
    ],
)
def test_a_held_message_is_on_a_ticket_with_its_reasons(
    lancer: Lancer,
    embarquee: BaseSqlite,
    email: str,
    texte: str,
    ordre: tuple[str, ...],
    attente: str,
) -> None:
    """Un message confié : code 0, statut « En cours », la raison en code et en toutes lettres."""
    fini = lancer("--message", email, texte, *ordre, "--json")
    assert (fini.code, fini.json["statut"]) == (0, "En cours")
    assert attente in fini.json["attente"]
    assert fini.json["commande"] is None or fini.json["commande"]["id_client"] == 1
    assert embarquee.sql("SELECT statut FROM ticket") == [("En cours",)]
    assert f"({attente})" in lancer("--message", email, texte, *ordre).sortie


def test_who_writes_again_talks_to_a_person(lancer: Lancer) -> None:
    """Sans rien régler, la première question est répondue, la suivante confiée."""
    ordinaire = {"FENETRE_ECHANGE_JOURS": ""}
    premier, second = (
        lancer("--message", CAMILLE, QUESTION, "--json", **ordinaire).json for _ in range(2)
    )
    assert (premier["issue"], premier["attente"]) == ("repondu", [])
    assert (second["issue"], second["attente"]) == ("confie", ["suite_echange"])


def test_the_text_may_come_from_standard_input(lancer: Lancer, embarquee: BaseSqlite) -> None:
    """« - » lit l'entrée standard, en UTF-8 ou, à défaut, en cp1252."""
    texte = "Réclamation : où est ma commande ?\nMerci."
    for codage in ("utf-8", "utf-8-sig", "cp1252"):
        assert lancer("--message", CAMILLE, "-", entree=texte.encode(codage)).code == 0
    assert embarquee.sql("SELECT DISTINCT message FROM ticket") == [(texte,)]


ETRANGES = {
    "NUL": "colis\x00 en retard",
    "commandes": "colis \x07\x08\x0b\x1b[2J\x1b]0;titre\x07\x7f en retard",
    "C1": "colis \x9b31m\x9d0;x\x9c en retard",
    "sens inverse": "colis \u202egnp.exe\u2066 en retard\u200f",
    "demi-caractère": "colis \udcff en retard",
    "retour chariot": "colis en retard\rRéponse : acceptée",
    "saut Unicode": "colis\u2028en retard",
    "emoji": "colis 👩‍👩‍👧 en retard 🤬",
    "seulement NUL": "\x00",
}


@pytest.mark.parametrize("texte", ETRANGES.values(), ids=ETRANGES.keys())
def test_an_odd_text_is_explained_without_driving_the_terminal(lancer: Lancer, texte: str) -> None:
    """Un texte étrange est montré sans agir (vérifié sur chaque sortie)."""
    assert lancer("--explain", texte).code == 0
    assert lancer("--explain", texte, "--json").code == 0


def test_an_odd_text_is_kept_on_its_ticket(lancer: Lancer, base_prete: Base) -> None:
    """Un texte étrange est accepté et gardé ; seuls le nul et les demi-caractères changent."""
    for texte in ETRANGES.values():
        assert lancer("--message", CAMILLE, texte, **base_prete.env).code == 0
    gardes = [
        texte.replace("\x00", "\ufffd").replace("\udcff", "\ufffd") for texte in ETRANGES.values()
    ]
    lus = base_prete.sql("SELECT message FROM ticket ORDER BY id")
    assert [message for (message,) in lus] == gardes


def test_json_gives_back_the_exact_text_of_active_characters(lancer: Lancer) -> None:
    """Le JSON échappe ce qui piloterait un terminal, et le rend intact à qui le lit."""
    fini = lancer("--explain", "colis \x1b[31m \u202e en\u00a0retard", "--json")
    brut = fini.sortie
    assert all(ord(signe) >= 0x20 or signe == "\n" for signe in brut)
    assert json.loads(brut)["categorie"] == "Retard de livraison"


def test_one_megabyte_of_text_is_answered_or_held(lancer: Lancer, base_prete: Base) -> None:
    """Un message d'un mégaoctet est gardé entier."""
    piece_jointe = "w6nDqMOgIGRvbm7DqWVzIGTigJl1bmUgcGnDqGNlIGpvaW50ZQ0Kw6nDqMOg\n" * 20_000
    texte = f"{QUESTION} é\n{piece_jointe}"[:1_000_000]
    fini = lancer("--message", CAMILLE, "-", "--json", entree=texte.encode(), **base_prete.env)
    assert fini.code == 0
    assert base_prete.sql("SELECT message FROM ticket") == [(texte,)]


@pytest.mark.parametrize("texte", ["", " ", "\n\t\u00a0\u2003 "])
def test_a_blank_text_is_refused(lancer: Lancer, embarquee: BaseSqlite, texte: str) -> None:
    """Un texte vide, donné ou lu, est une faute : code 2, rien n'est écrit."""
    for arguments in (("--message", CAMILLE), ("--explain",)):
        for donne in (texte, "-"):
            fini = lancer(*arguments, donne, "--json", entree=texte.encode())
            assert fini.code == 2
            assert "vide" in fini.erreurs
    assert not embarquee.chemin.exists()


@pytest.mark.parametrize(
    "adresse",
    [
        "",
        "camille",
        "@example.com",
        "camille@",
        "a b@example.com",
        "a@example.com\nBcc: b@example.com",
        "a\x00@example.com",
        "a@@example.com",
        "a\x1b[31m@example.com",
        "a\udcff@example.com",
        "a\u202e@example.com",
        "a@exam\u200bple.com",
        "a" * 300 + "@example.com",
    ],
)
def test_an_address_that_is_none_is_refused(
    lancer: Lancer, embarquee: BaseSqlite, adresse: str
) -> None:
    """Une adresse impossible est une faute : code 2, la phrase le dit, rien n'est écrit."""
    fini = lancer("--message", adresse, QUESTION, "--json")
    assert fini.code == 2
    assert "adresse e-mail" in fini.erreurs
    assert not embarquee.chemin.exists()


@pytest.mark.parametrize(
    "numero", ["abc", "-1", "0", "1.5", "", "１２", str(2**53), str(2**64), "9" * 30, "1e3", " 12"]
)
def test_an_impossible_order_number_is_refused(lancer: Lancer, numero: str) -> None:
    """--order-id veut un entier de 1 à 2^53 - 1, ou une référence."""
    for arguments in (("--order-id", numero), (f"--order-id={numero}",)):
        fini = lancer("--message", CAMILLE, QUESTION, *arguments, "--json")
        assert fini.code == 2
        assert "entre 1 et 9007199254740991" in fini.erreurs


def test_an_order_may_be_given_by_its_reference(lancer: Lancer, base_prete: Base) -> None:
    """La référence d'une commande de l'expéditeur vaut son numéro, que garde le ticket."""
    fini = lancer(
        "--message", CAMILLE, QUESTION, "--order-id", "cmd-2024-001", "--json", **base_prete.env
    )
    assert fini.json["id_commande"] == 101
    assert base_prete.sql("SELECT id_commande FROM ticket") == [(101,)]


def test_two_orders_named_are_held(lancer: Lancer, base_prete: Base) -> None:
    """La commande donnée à part et celle du texte sont deux : une personne choisit."""
    question = f"{QUESTION} C'est la commande 102."
    fini = lancer("--message", CAMILLE, question, "--order-id", "101", "--json", **base_prete.env)
    assert "plusieurs_commandes" in fini.json["attente"]
    assert fini.json["commande"] is None


def test_the_largest_order_number_is_accepted(lancer: Lancer, base_prete: Base) -> None:
    """2^53 - 1 est gardé exactement, sur les deux bases."""
    numero = 2**53 - 1
    fini = lancer(
        "--message", CAMILLE, QUESTION, "--order-id", str(numero), "--json", **base_prete.env
    )
    assert fini.json["id_commande"] == numero
    assert base_prete.sql("SELECT id_commande FROM ticket") == [(numero,)]


def test_invalid_utf8_arguments_are_handled(projet: Projet) -> None:
    """Des octets qui ne sont pas de l'UTF-8 : le texte est gardé, l'adresse refusée."""
    assert projet.lancer(b"--message", CAMILLE.encode(), b"colis \xff en retard").code == 0
    assert projet.base.sql("SELECT message FROM ticket") == [("colis \ufffd en retard",)]
    fini = projet.lancer(b"--message", b"a\xff@example.com", b"Bonjour", b"--json")
    assert (fini.code, "adresse e-mail" in fini.erreurs) == (2, True)


def test_explain_says_what_decided_and_writes_nothing(
    lancer: Lancer, embarquee: BaseSqlite
) -> None:
    """--explain donne catégorie, scores, mots, numéros et portes ; il n'ouvre aucune base."""
    texte = "Colis de la commande CMD-2024-001 et de la commande #12 en retard"
    document = lancer("--explain", texte, "--json").json
    assert document.keys() == {
        "categorie",
        "demande",
        "confiance",
        "confiance_demande",
        "scores",
        "raisons",
        "numeros_commande",
        "attente",
    }
    assert document["numeros_commande"] == ["CMD-2024-001", "12"]
    assert document["categorie"] == "Retard de livraison"
    assert "retard]" in lancer("--explain", texte).sortie
    assert not embarquee.chemin.exists()


def test_explain_shows_every_word_that_counts(lancer: Lancer) -> None:
    """Deux phrases qui se chevauchent ressortent en entier ; un poids négatif se lit d'un coup."""
    sortie = lancer("--explain", "Mon avocat vous contactera, mon colis n'arrive pas").sortie
    assert "[Mon avocat vous contactera], [mon colis n'arrive pas]" in sortie
    assert "« Mon avocat » (ferme une porte)" in sortie
    sortie = lancer("--explain", "Quel est votre numéro de téléphone ?").sortie
    assert "« numéro de téléphone » (−8, Information commande)" in sortie


def test_quiet_keeps_the_result_and_drops_the_notices(lancer: Lancer) -> None:
    """--quiet : la création de la base d'exemple n'est pas annoncée."""
    fini = lancer("--message", CAMILLE, QUESTION, "--quiet")
    assert (fini.code, fini.erreurs) == (0, "")
    assert "Bonjour Camille" in fini.sortie
