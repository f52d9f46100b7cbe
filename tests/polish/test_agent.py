"""La réécriture, de bout en bout : par l'agent et la ligne de commande, sur la base d'exemple."""

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from automation.intake import incoming_message
from automation.support_agent import SupportAgent
from config import Settings
from database import demo
from tests.conftest import Lancer
from tests.polish.openai_server import CLE, MODELE, ServeurOpenAI, completion, erreur
from tests.polish.tools import warmer
from tests.tools import make_agent, sqlite_settings

CAMILLE = "camille.martin@example.com"
RETARD = "Bonjour, je n'ai toujours pas reçu mon colis, où en est la livraison ?"
AVOCAT = "Mon colis n'arrive pas, mon avocat va vous mettre en demeure."


@pytest.fixture
def serveur() -> Iterator[ServeurOpenAI]:
    """Un serveur qui ajoute une phrase aimable, et rien d'autre."""
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


def test_the_customer_gets_a_warmer_reply_with_every_fact(agent: SupportAgent) -> None:
    """La réponse réécrite garde tous ses faits et part comme les autres."""
    resultat = agent.process_customer_message(CAMILLE, RETARD)
    assert resultat.attente == ()
    assert "Merci de votre message." in (resultat.reponse or "")
    for fait in ("Camille", "n° 101", "Colissimo", "6A12345678901"):
        assert fait in (resultat.reponse or "")


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


def test_a_refused_rewrite_leaves_the_words_of_the_shop(
    agent: SupportAgent, serveur: ServeurOpenAI
) -> None:
    """Une réécriture qui promet un remboursement est écartée, et comptée avec sa raison."""
    serveur.comportement = lambda requete: completion(
        requete.reponse.replace("Nous sommes", "Nous vous rembourserons. Nous sommes")
    )
    resultat = agent.process_customer_message(CAMILLE, RETARD)
    assert resultat.attente == ()
    assert "rembourserons" not in (resultat.reponse or "")
    automatisation = agent.get_statistics().to_dict()["automatisation"]
    assert automatisation["reecritures"] == {"engagement_ajoute": 1}
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
    for morceau in ("Modèle de la boutique", "Envoyé au serveur", "Reçu du serveur", "acceptée"):
        assert morceau in fini.erreurs
    assert CLE not in fini.erreurs + fini.sortie


def test_without_a_key_nothing_is_imported(lancer: Lancer) -> None:
    """Sans clé, aucune réécriture n'est comptée et --stats le dit."""
    lancer("--message", CAMILLE, RETARD)
    stats = json.loads(lancer("--stats", "--json").sortie)
    assert stats["ia_active"] is False
    assert stats["automatisation"]["reecritures"] == {}


def test_the_cost_is_seen_in_the_summary_and_in_the_statistics(
    serveur: ServeurOpenAI, lancer: Lancer, tmp_path: Path
) -> None:
    """Le bilan d'un passage et --stats disent le nombre de réécritures et les jetons."""
    fichier = tmp_path / "messages.csv"
    fichier.write_text(f'email,message\n{CAMILLE},"{RETARD}"\n', encoding="utf-8")
    assert lancer("--import-tickets", str(fichier)).code == 0
    fini = lancer("--process-pending", **_env(serveur))
    assert "1 réécriture, 1 retenue ; 120 jetons envoyés, 80 jetons reçus" in fini.erreurs
    stats = lancer("--stats", **_env(serveur)).sortie
    assert "120" in stats
    assert "80" in stats
