"""L'IA, de bout en bout : par l'agent et la ligne de commande, sur la base d'exemple."""

import json
import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from automation.intake import incoming_message
from automation.support_agent import SupportAgent
from config import Settings
from database import demo
from models import Statut
from models.ia import REDIGEE
from tests.bases import BaseSqlite
from tests.conftest import Lancer, Projet
from tests.polish.cases import HOSTILES
from tests.polish.openai_server import CLE, MODELE, ServeurOpenAI, completion, erreur
from tests.polish.tools import warmer
from tests.tools import make_agent, sqlite_settings

CAMILLE = "camille.martin@example.com"
RETARD = "Bonjour, je n'ai toujours pas reçu mon colis, où en est la livraison ?"
DEUX_SUJETS = "Bonjour, quand arrive mon colis et comment être remboursée de la commande 101 ?"
AVOCAT = "Mon colis n'arrive pas, mon avocat va vous mettre en demeure."


@pytest.fixture
def serveur() -> Iterator[ServeurOpenAI]:
    """Un serveur qui choisit une ouverture, et ajoute une phrase aimable aux brouillons."""
    with ServeurOpenAI() as ouvert:
        ouvert.comportement = warmer
        yield ouvert


def _settings(serveur: ServeurOpenAI, dossier: Path) -> Settings:
    return sqlite_settings(
        dossier, openai_api_key=CLE, openai_base_url=serveur.url, openai_model=MODELE
    )


def _folded(texte: str) -> str:
    decompose = unicodedata.normalize("NFKD", texte.lower())
    return "".join(c for c in decompose if not unicodedata.combining(c))


def _env(serveur: ServeurOpenAI) -> dict[str, str]:
    return {"OPENAI_API_KEY": CLE, "OPENAI_BASE_URL": serveur.url, "OPENAI_MODEL": MODELE}


@pytest.fixture
def agent(serveur: ServeurOpenAI, tmp_path: Path) -> Iterator[SupportAgent]:
    """Un agent qui a une clé."""
    with make_agent(_settings(serveur, tmp_path)) as agent:
        yield agent


def test_the_customer_gets_the_shop_reply_with_a_chosen_opening(
    agent: SupportAgent, serveur: ServeurOpenAI
) -> None:
    """La réponse qui part est celle de la boutique, avec une de ses ouvertures."""
    resultat = agent.process_customer_message(CAMILLE, RETARD)
    assert resultat.attente == ()
    assert resultat.brouillon_ia is None
    assert serveur.requetes[0].schema is not None
    lignes = (resultat.reponse or "").split("\n\n")
    assert lignes[0] == "Bonjour Camille,"
    assert lignes[1] in serveur.requetes[0].texte
    agent.examiner.polisher = None
    nue = agent.process_customer_message(CAMILLE, RETARD).reponse
    assert "\n\n".join([lignes[0], *lignes[2:]]) == nue


def test_a_draft_keeps_the_shop_text_beside_the_one_of_the_ai(
    agent: SupportAgent, tmp_path: Path
) -> None:
    """Un message confié garde le brouillon de la boutique ; celui de l'IA est à part."""
    resultat = agent.process_customer_message(CAMILLE, DEUX_SUJETS)
    assert resultat.statut == Statut.EN_COURS
    assert "Merci de votre message." not in (resultat.reponse or "")
    assert "Merci de votre message." in (resultat.brouillon_ia or "")
    assert resultat.to_dict()["brouillon_ia"] == resultat.brouillon_ia
    with sqlite3.connect(agent.settings.db_path) as base:
        ligne = base.execute("SELECT reponse, brouillon_ia FROM ticket").fetchone()
    base.close()
    assert ligne == (resultat.reponse, resultat.brouillon_ia)
    assert agent.get_statistics().journal.reecritures == {REDIGEE: 1}


def test_no_value_of_any_client_or_order_ever_leaves(
    agent: SupportAgent, serveur: ServeurOpenAI
) -> None:
    """Pour tous les clients et toutes les commandes d'exemple, rien de personnel n'est envoyé."""
    interdits: set[str] = set()
    for rang, (email, nom, prenom) in enumerate(demo.CLIENTS, start=1):
        interdits |= {email, nom, prenom}
        for commande in demo.COMMANDES:
            if commande.id_client != rang:
                continue
            texte = (
                f"Bonjour, ici {prenom} {nom} ({email}). Je n'ai toujours pas reçu ma commande "
                f"n° {commande.id} de {commande.montant} €, suivi {commande.numero_suivi}."
            )
            agent.preview(incoming_message(email, texte))
            interdits |= {str(commande.id), commande.montant}
            interdits |= {commande.reference or "", commande.numero_suivi or ""}
    assert len(serveur.requetes) >= 5
    recus = _folded("\n".join(requete.texte for requete in serveur.requetes))
    for valeur in (v for v in interdits if len(v) >= 3):
        assert not re.search(rf"(?<!\w){re.escape(_folded(valeur))}(?!\w)", recus), valeur


@pytest.mark.parametrize(
    ("email", "texte"),
    [(CAMILLE, AVOCAT), (CAMILLE, "Merci beaucoup !"), ("inconnu@example.com", RETARD)],
    ids=["sujet sensible", "rien à répondre", "client inconnu"],
)
def test_some_messages_are_never_sent(
    agent: SupportAgent, serveur: ServeurOpenAI, email: str, texte: str
) -> None:
    """Un sujet sensible, un remerciement ou un inconnu ne passent jamais par le serveur d'IA."""
    agent.process_customer_message(email, texte)
    assert serveur.requetes == []


@pytest.mark.parametrize("phrase", HOSTILES[::6])
def test_a_hostile_server_changes_no_word_of_what_goes_out(
    agent: SupportAgent, serveur: ServeurOpenAI, phrase: str
) -> None:
    """Un serveur qui promet à notre place n'est pas écouté, et c'est compté avec sa raison."""
    serveur.comportement = lambda _: completion(f"Bonjour Camille, {phrase}")
    resultat = agent.process_customer_message(CAMILLE, RETARD)
    agent.examiner.polisher = None
    assert resultat.reponse == agent.process_customer_message(CAMILLE, RETARD).reponse
    automatisation = agent.get_statistics().to_dict()["automatisation"]
    assert automatisation["reecritures"] == {"choix_invalide": 1}
    assert (automatisation["jetons_entree"], automatisation["jetons_sortie"]) == (120, 80)


def test_a_server_in_trouble_never_holds_the_shop_up(
    serveur: ServeurOpenAI, lancer: Lancer, tmp_path: Path
) -> None:
    """Quota épuisé : les modèles répondent, et un seul avertissement suffit."""
    serveur.comportement = lambda _: erreur(429, "insufficient_quota")
    fichier = tmp_path / "messages.csv"
    lignes = "".join(f"{CAMILLE},{RETARD.replace(',', ' ')} {rang} jours\n" for rang in range(8))
    fichier.write_text(f"email,message\n{lignes}", encoding="utf-8")
    assert lancer("--import-tickets", str(fichier)).code == 0
    fini = lancer("--process-pending", "--json", **_env(serveur))
    assert fini.code == 0
    assert fini.json["traites"] == 8
    assert fini.erreurs.count("crédit du compte d'IA") == 1
    assert len(serveur.requetes) == 3


def test_verbose_dry_run_shows_everything(serveur: ServeurOpenAI, lancer: Lancer) -> None:
    """--dry-run --verbose montre le modèle, ce qui est parti, ce qui est revenu, et le verdict."""
    fini = lancer("--message", CAMILLE, RETARD, "--dry-run", "--verbose", **_env(serveur))
    assert fini.code == 0
    for morceau in ("Modèle de la boutique", "Envoyé au serveur", "Reçu du serveur", "choisies"):
        assert morceau in fini.erreurs
    assert CLE not in fini.erreurs + fini.sortie


def test_without_a_key_nothing_is_imported(lancer: Lancer) -> None:
    """Sans clé, rien n'est compté et --stats le dit."""
    lancer("--message", CAMILLE, RETARD)
    stats = json.loads(lancer("--stats", "--json").sortie)
    assert stats["ia_active"] is False
    assert stats["automatisation"]["reecritures"] == {}


def test_the_cost_is_seen_in_the_summary_and_in_the_statistics(
    serveur: ServeurOpenAI, lancer: Lancer, tmp_path: Path
) -> None:
    """Le bilan d'un passage et --stats disent ce que l'IA a fait, et les jetons."""
    fichier = tmp_path / "messages.csv"
    fichier.write_text(f'email,message\n{CAMILLE},"{RETARD}"\n', encoding="utf-8")
    assert lancer("--import-tickets", str(fichier)).code == 0
    fini = lancer("--process-pending", **_env(serveur))
    assert "IA : 1 demande, 1 réponse adoucie, 0 brouillon" in fini.erreurs
    assert "120 jetons envoyés, 80 jetons reçus" in fini.erreurs
    stats = lancer("--stats", **_env(serveur)).sortie
    assert "120" in stats
    assert "80" in stats


def test_the_desk_shows_both_drafts_and_the_person_chooses(
    serveur: ServeurOpenAI, lancer: Lancer, embarquee: BaseSqlite
) -> None:
    """Au bureau, le brouillon de l'IA est à part, « à relire » ; /ia le prend pour réponse."""
    lancer("--setup")
    entree = f"{CAMILLE}\n{DEUX_SUJETS}\n/ia\n/envoyer\n{DEUX_SUJETS}\n/confier\n"
    fini = lancer("--interactive", entree=entree.encode(), **_env(serveur))
    assert (fini.code, fini.erreurs) == (0, "")
    assert "rédigé avec l’IA, à relire" in fini.sortie
    prise, confiee = embarquee.sql("SELECT reponse, brouillon_ia, statut FROM ticket ORDER BY id")
    assert "Merci de votre message." in prise[0]
    assert prise[1:] == (None, "Traité")
    assert "Merci de votre message." not in confiee[0]
    assert "Merci de votre message." in confiee[1]


def test_a_faulty_file_of_sentences_is_a_configuration_error(
    serveur: ServeurOpenAI, projet: Projet
) -> None:
    """Des politesses mal écrites : code 3, le fichier nommé, à --setup --check aussi."""
    (projet.dossier / "regles").mkdir()
    (projet.dossier / "regles" / "politesses.toml").write_text("[autre.toutes]\nneutre = []\n")
    assert projet.lancer("--message", CAMILLE, RETARD).code == 0
    for commande in (("--message", CAMILLE, RETARD), ("--setup", "--check")):
        fini = projet.lancer(*commande, env=_env(serveur))
        assert fini.code == 3
        assert "politesses.toml" in fini.erreurs + fini.sortie
