"""Le bureau du support : depuis un tuyau, et au clavier d'un vrai terminal."""

import re
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.interactive.commands import COMMANDES
from tests.bases import Base, BaseSqlite
from tests.conftest import Lancer, Projet
from tests.screen import Ecran, open_screen

CAMILLE, INES = "camille.martin@example.com", "ines.benali@example.com"
QUESTION = "Où est mon colis ? Il est en retard."
MESSAGE = "Bonjour,\n\nmon colis n'est pas arrivé, où est-il ?\nMerci, Inès"


def _lignes(*lignes: str) -> bytes:
    return "".join(f"{ligne}\n" for ligne in lignes).encode()


# Depuis un tuyau


def test_confier_records_a_held_ticket(lancer: Lancer, base_prete: Base) -> None:
    """/confier enregistre le message et son brouillon, « En cours » ; le journal n'en sait rien."""
    fini = lancer("--interactive", entree=_lignes(CAMILLE, QUESTION, "/confier"), **base_prete.env)
    assert (fini.code, fini.erreurs) == (0, "")
    assert "statut « En cours »" in fini.sortie
    ((message, statut, reponse),) = base_prete.sql("SELECT message, statut, reponse FROM ticket")
    assert (message, statut) == (QUESTION, "En cours")
    assert "Camille" in reponse
    assert base_prete.sql("SELECT COUNT(*) FROM journal") == [(0,)]


def test_a_person_changes_the_category(lancer: Lancer, embarquee: BaseSqlite) -> None:
    """/categorie propose la réponse de l'autre catégorie, et c'est elle qui est écrite."""
    lignes = (CAMILLE, QUESTION, "/categorie inconnue", "/catégorie remboursement", "/envoyer")
    fini = lancer("--interactive", entree=_lignes(*lignes))
    assert "Donnez une de ces catégories après /categorie : Retard de livraison" in fini.erreurs
    assert "Catégorie      Remboursement (choisie par vous)\nClient" in fini.sortie
    ((categorie, reponse, statut),) = embarquee.sql("SELECT categorie, reponse, statut FROM ticket")
    assert (categorie, statut) == ("Remboursement", "Traité")
    assert "votre demande" in reponse


def test_an_open_ticket_is_answered_in_place(lancer: Lancer, base_prete: Base) -> None:
    """/attente les montre, /ouvrir en prend un, /envoyer y répond : aucun ticket n'est créé."""
    lancer("--message", CAMILLE, "Bonjour à tous", **base_prete.env)
    base_prete.sql(
        "INSERT INTO ticket (email, nom, message, statut, cree_le) VALUES (?, 'Inès', ?, ?, ?)",
        (INES, QUESTION, "Nouveau", "2026-03-02 09:00:00"),
    )
    numeros = [numero for (numero,) in base_prete.sql("SELECT id FROM ticket ORDER BY id")]
    lignes = ("/attente", f"/ouvrir {numeros[-1]}", "/categorie Remboursement", "/envoyer")
    fini = lancer("--interactive", entree=_lignes(*lignes), **base_prete.env)
    assert (fini.code, fini.erreurs) == (0, "")
    assert f"Ticket n° {numeros[-1]}, Nouveau" in fini.sortie
    assert base_prete.sql("SELECT statut, categorie FROM ticket WHERE id = ?", (numeros[-1],)) == [
        ("Traité", "Remboursement")
    ]
    assert base_prete.sql("SELECT COUNT(*) FROM ticket") == [(len(numeros),)]
    fini = lancer("--interactive", entree=_lignes(f"/ouvrir n° {numeros[-1]}"), **base_prete.env)
    for morceau in ("Remboursement (celle du ticket)", "Décision       déjà « Traité »"):
        assert morceau in fini.sortie
    fini = lancer(
        "--interactive", entree=_lignes(f"/ouvrir {numeros[0]}", "/confier"), **base_prete.env
    )
    assert (fini.code, fini.erreurs) == (0, "")
    assert base_prete.sql("SELECT statut FROM ticket WHERE id = ?", (numeros[0],)) == [
        ("En cours",)
    ]


def test_the_client_card_shows_orders_and_figures(lancer: Lancer) -> None:
    """/client : les commandes, les chiffres et les tickets de l'expéditeur, ou d'une adresse."""
    fini = lancer("--interactive", entree=_lignes(CAMILLE, "/client", f"/client {INES}"))
    assert fini.code == 0
    for morceau in ("2 commandes, 93,90", "n° 101 (CMD-2024-001)", "Inès Benali", "Tickets : 0"):
        assert morceau in fini.sortie
    fini = lancer("--interactive", entree=_lignes("/client", "/client nulle", "/client a@b.test"))
    assert (fini.code, fini.erreurs.count("Donnez une adresse")) == (1, 2)
    assert "Aucun client n'a l'adresse a@b.test" in fini.sortie


@pytest.mark.parametrize(
    ("lignes", "phrase"),
    [
        (("/envoyer",), "Il n'y a pas de message à enregistrer"),
        (("/confier",), "Il n'y a pas de message à enregistrer"),
        (("/ouvrir",), "Donnez un numéro de ticket"),
        (("/ouvrir 12",), "Le ticket 12 n'existe pas"),
        ((CAMILLE, "Mon avocat vous écrira", "/envoyer"), "n'a pas de réponse à envoyer"),
        ((CAMILLE, QUESTION, "/modifier"), "il faut un terminal, pas un tuyau"),
    ],
    ids=["envoyer", "confier", "ouvrir", "absent", "sans réponse", "modifier"],
)
def test_what_cannot_be_done_is_said(
    lancer: Lancer, embarquee: BaseSqlite, lignes: tuple[str, ...], phrase: str
) -> None:
    """Une commande impossible : une phrase, code 1 à la fin, rien d'écrit."""
    fini = lancer("--interactive", entree=_lignes(*lignes))
    assert (fini.code, phrase in fini.erreurs) == (1, True)
    assert embarquee.sql("SELECT COUNT(*) FROM ticket") == [(0,)]


def test_a_dry_run_desk_writes_nothing(lancer: Lancer, embarquee: BaseSqlite) -> None:
    """--dry-run : /envoyer et /confier le disent, et n'écrivent pas."""
    lancer("--setup")
    lignes = _lignes(CAMILLE, QUESTION, "/envoyer", QUESTION, "/confier")
    fini = lancer("--interactive", "--dry-run", entree=lignes)
    assert fini.sortie.count("Essai à blanc : rien n'a été enregistré.") == 2
    assert embarquee.sql("SELECT COUNT(*) FROM ticket") == [(0,)]


def test_the_guide_names_every_command_and_the_history_file(lancer: Lancer) -> None:
    """/aide : chaque commande en français, et où l'historique est gardé."""
    sortie = lancer("--interactive", entree=_lignes("/aide"), XDG_STATE_HOME="/etat").sortie
    for commande in COMMANDES:
        assert re.search(rf"^  {commande.nom}\b", sortie, re.MULTILINE), commande
    assert "/etat/automatisation-support-client/historique" in sortie


def test_a_sensitive_word_has_no_weight_to_show(lancer: Lancer) -> None:
    """Un mot qui ferme une porte sans compter pour une catégorie se montre sans « (+0) »."""
    texte = "Bonjour, c'est mon avocat qui vous écrira"
    for commande in (("--interactive",), ("--message", CAMILLE, texte), ("--explain", texte)):
        sortie = lancer(*commande, entree=_lignes(CAMILLE, texte)).sortie
        assert "« mon avocat » (ferme une porte)" in sortie


# Au clavier


@pytest.fixture
def bureau(projet: Projet) -> Iterator[Ecran]:
    """Le bureau dans un pseudo-terminal de 40 lignes et 100 colonnes, sur la base d'exemple."""
    assert projet.lancer("--setup").code == 0
    with open_screen(projet, "--interactive") as ecran:
        ecran.wait_line("adresse >")
        yield ecran


def test_a_sender_is_completed_from_a_name(bureau: Ecran) -> None:
    """« lef » propose Théo Lefèvre ; Tab écrit son adresse."""
    bureau.type("lef")
    bureau.wait("theo.lefevre@example.com", "Théo Lefèvre")
    bureau.type("\t")
    bureau.wait("adresse > theo.lefevre@example.com")
    bureau.type("\r")
    bureau.wait("Expéditeur : Théo Lefèvre")
    bureau.wait_line("theo.lefevre@example.com >")


def test_a_pasted_message_is_one_message(projet: Projet, bureau: Ecran) -> None:
    """Un message collé garde ses lignes et ses accents ; ses mots décisifs sont en évidence."""
    bureau.enter(INES)
    bureau.wait_line(f"{INES} >")
    bureau.paste(MESSAGE)
    bureau.wait("… Merci, Inès")
    bureau.type("\r")
    bureau.wait("  │ Merci, Inès", "Retard de livraison", "Bonjour Inès", "/confier pour plus tard")
    assert projet.base.sql("SELECT COUNT(*) FROM ticket") == [(0,)]
    bureau.enter("/confier")
    bureau.wait("ticket n° 1, statut « En cours »")
    assert projet.base.sql("SELECT message, statut FROM ticket") == [(MESSAGE, "En cours")]


def test_alt_enter_writes_a_message_of_several_lines(projet: Projet, bureau: Ecran) -> None:
    """Alt-Entrée va à la ligne, Entrée donne le message."""
    bureau.enter(CAMILLE)
    bureau.wait_line(f"{CAMILLE} >")
    bureau.type("Où est mon colis ?\x1b\rÇa traîne…")
    bureau.wait("… Ça traîne…")
    bureau.type("\r")
    bureau.wait("  │ Ça traîne…", "/confier pour plus tard")
    bureau.enter("/confier")
    bureau.wait("ticket n° 1")
    assert projet.base.sql("SELECT message FROM ticket") == [("Où est mon colis ?\nÇa traîne…",)]


def test_resizing_keeps_the_line_and_folds_to_the_new_width(bureau: Ecran) -> None:
    """Rétrécir la fenêtre en pleine saisie ne perd rien ; la suite se replie entre les mots."""
    bureau.enter(CAMILLE)
    bureau.wait_line(f"{CAMILLE} >")
    bureau.type("Où est mon colis, é")
    bureau.wait("colis, é")
    bureau.resize(30, 60)
    bureau.type("garé ?\r")
    bureau.wait("  │ Où est mon colis, égaré ?", "/confier pour plus tard")
    assert max(map(len, bureau.lignes)) <= 60
    suite = "a été expédiée avec Colissimo, sous le numéro de suivi 6A12345678901"
    assert suite in " ".join(bureau.texte.split())


def test_the_guide_is_folded_under_each_command(projet: Projet) -> None:
    """/aide et les raisons, dans une fenêtre étroite : aucun mot coupé, la suite en retrait."""
    with open_screen(projet, "--interactive", "--no-color", colonnes=60) as ecran:
        ecran.wait_line("adresse >")
        ecran.enter("/aide")
        ecran.enter("inconnue@example.com")
        ecran.enter("Mon avocat vous écrira")
        ecran.enter("/quitter")
        lignes = ecran.read_all().decode().splitlines()
    aide = lignes[next(i for i, ligne in enumerate(lignes) if ligne.startswith("  /modifier")) :]
    assert aide[1].startswith(" " * 22)
    assert max(len(ligne) for ligne in aide[: len(COMMANDES)]) <= 60
    raison = next(i for i, ligne in enumerate(lignes) if "Le sujet est sensible" in ligne)
    assert lignes[raison + 1].startswith(" " * 17)


def test_ctrl_c_cancels_and_ctrl_d_leaves(projet: Projet, bureau: Ecran) -> None:
    """Ctrl-C efface la ligne, Ctrl-D s'en va, code 0, même après une faute de frappe."""
    bureau.enter("/envoyé")
    bureau.wait("« /envoyé » n'est pas une commande")
    bureau.type("abandonné\x03")
    bureau.wait_line("adresse >")
    bureau.type("\x04")
    assert bureau.end() == 0
    assert projet.base.sql("SELECT COUNT(*) FROM ticket") == [(0,)]


def test_a_draft_is_edited_and_a_hole_is_refused(projet: Projet, tmp_path: Path) -> None:
    """/modifier ouvre $EDITOR sur le brouillon ; une variable restée là empêche l'envoi."""
    editeur = tmp_path / "éditeur.py"
    editeur.write_text(
        "import pathlib, sys\n"
        "fichier = pathlib.Path(sys.argv[1])\n"
        "assert oct(fichier.stat().st_mode)[-3:] == '600'\n"
        "texte = fichier.read_text(encoding='utf-8')\n"
        "bon = 'À bientôt, {prenom_client}' not in texte\n"
        "fichier.write_text(texte.replace(', {prenom_client}', ' !') if not bon else\n"
        "                   'Bonjour,\\nÀ bientôt, {prenom_client}', encoding='utf-8')\n",
        encoding="utf-8",
    )
    projet.lancer("--setup")
    commande = f"{sys.executable} '{editeur}'"
    with open_screen(projet, "--interactive", env={"EDITOR": commande}) as bureau:
        bureau.wait_line("adresse >")
        bureau.enter(CAMILLE)
        bureau.wait_line(f"{CAMILLE} >")
        bureau.enter(QUESTION)
        bureau.wait("/confier pour plus tard")
        bureau.enter("/modifier")
        bureau.wait("Réponse modifiée", "À bientôt, {prenom_client}")
        bureau.enter("/envoyer")
        bureau.wait("contient encore {prenom_client}")
        bureau.enter("/modifier")
        bureau.wait("À bientôt !")
        bureau.enter("/envoyer")
        bureau.wait("statut « Traité »")
    assert projet.base.sql("SELECT reponse FROM ticket") == [("Bonjour,\nÀ bientôt !",)]


@pytest.mark.parametrize(
    ("editeur", "phrase"),
    [
        ("/nulle/part/editeur", "n'a pas pu être lancé"),
        ("false", "a fini sur une erreur (code 1)"),
        ("vi 'sans fin", "il y manque un guillemet"),
    ],
)
def test_an_editor_that_fails_is_said(projet: Projet, editeur: str, phrase: str) -> None:
    """Un éditeur absent ou en échec : une phrase, et la réponse reste ce qu'elle était."""
    projet.lancer("--setup")
    with open_screen(projet, "--interactive", env={"EDITOR": editeur}) as bureau:
        bureau.wait_line("adresse >")
        bureau.enter(CAMILLE)
        bureau.wait_line(f"{CAMILLE} >")
        bureau.enter(QUESTION)
        bureau.wait("/confier pour plus tard")
        bureau.enter("/modifier")
        bureau.wait(phrase)
        bureau.enter("/envoyer")
        bureau.wait("statut « Traité »")


def test_history_keeps_commands_and_never_messages(projet: Projet, tmp_path: Path) -> None:
    """D'une session à l'autre : les commandes, dans un fichier à soi ; ni message, ni adresse."""
    projet.lancer("--setup")
    with open_screen(projet, "--interactive") as bureau:
        bureau.wait_line("adresse >")
        for ligne in (CAMILLE, QUESTION, "/attente", f"/client {INES}", "/aide"):
            bureau.enter(ligne)
            bureau.wait_line(f"{CAMILLE} >")
        bureau.enter("/quitter")
        assert bureau.end() == 0
    fichier = tmp_path / "etat" / "automatisation-support-client" / "historique"
    assert fichier.read_text(encoding="utf-8").splitlines() == ["/attente", "/aide", "/quitter"]
    assert stat.S_IMODE(fichier.stat().st_mode) == 0o600
    assert stat.S_IMODE(fichier.parent.stat().st_mode) == 0o700
    with open_screen(projet, "--interactive") as bureau:
        bureau.wait_line("adresse >")
        bureau.type("\x1b[A\x1b[A\x1b[A")
        bureau.wait("adresse > /attente")


def test_colours_stop_with_no_color(projet: Projet) -> None:
    """--no-color et NO_COLOR : les mots décisifs passent entre crochets."""
    projet.lancer("--setup")
    for options, refus in ((("--no-color",), ""), ((), "1")):
        with open_screen(projet, "--interactive", *options, env={"NO_COLOR": refus}) as bureau:
            bureau.wait_line("adresse >")
            bureau.enter(CAMILLE)
            bureau.wait_line(f"{CAMILLE} >")
            bureau.enter("Où est mon colis ?")
            bureau.wait("  │ [Où est mon colis] ?")
