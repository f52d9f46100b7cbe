"""La réécriture ne retient jamais la boutique : pannes, refus, plafond, plusieurs postes."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from automation.polish.client import ChatClient, ServeurMuet
from automation.polish.polisher import Polisher
from automation.polish.result import DemandePolissage, Polissage
from tests.polish.cases import (
    FAITS,
    RETARD,
)
from tests.polish.openai_server import (
    CLE,
    Comportement,
    Effet,
    ServeurOpenAI,
    completion,
    echo,
    erreur,
)
from tests.polish.tools import TEXTE_RETARD, demande, polisher, reglages, warmer


@pytest.fixture
def serveur() -> Iterator[ServeurOpenAI]:
    """Un serveur qui rend la réponse telle quelle, sauf avis contraire."""
    with ServeurOpenAI() as ouvert:
        yield ouvert


def always(effet: Effet) -> Comportement:
    """Un serveur qui rend toujours la même chose."""
    return lambda _: effet


ENNUIS = {
    "cle_refusee": erreur(401, "invalid_api_key"),
    "modele_inconnu": erreur(404, "model_not_found"),
    "quota_epuise": erreur(429, "insufficient_quota"),
    "trop_de_demandes": erreur(429, "rate_limit_exceeded"),
    "demande_refusee": erreur(400, "context_length_exceeded"),
    "serveur_en_panne": erreur(500, "server_error"),
    "serveur_injoignable": Effet(corps=b'{"choices": [', coupe=True),
    "reponse_illisible": Effet(corps=b"<html>Bienvenue</html>", type="text/html"),
    "reponse_vide": completion(None),
    "refus_du_modele": completion(None, refus="I can't help with that."),
    "reponse_tronquee": completion("Bonjour", fin="length"),
}


@pytest.mark.parametrize("motif", ENNUIS)
def test_any_trouble_leaves_the_shop_text(serveur: ServeurOpenAI, motif: str) -> None:
    """Quel que soit l'ennui, le texte de la boutique part et le motif est noté."""
    serveur.comportement = always(ENNUIS[motif])
    rendu = polisher(serveur).polish(demande())
    assert (rendu.texte, rendu.accepte, rendu.motif) == (TEXTE_RETARD, False, motif)


@pytest.mark.parametrize(
    "corps",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"choices": null}',
        b'{"choices": []}',
        b'{"choices": [null]}',
        b'{"choices": [{"message": null}]}',
        b'{"choices": [{"message": {"content": 3}}]}',
        b'{"choices": [{"message": {"content": [{"type": "text"}]}}]}',
        b"\xff\xfe",
        b"[" * 100_000,
        b" " * 1_100_000,
    ],
)
def test_malformed_answers_are_unreadable(serveur: ServeurOpenAI, corps: bytes) -> None:
    """Un corps mal formé, sans choix ou démesuré est « illisible », jamais une erreur."""
    serveur.comportement = always(Effet(corps=corps))
    assert polisher(serveur).polish(demande()).motif == "reponse_illisible"


def test_a_dead_server_is_unreachable(serveur: ServeurOpenAI) -> None:
    """Personne à l'adresse donnée : le texte de la boutique part."""
    mort = "http://127.0.0.1:9/v1"
    assert polisher(serveur, openai_base_url=mort).polish(demande()).motif == "serveur_injoignable"


@pytest.mark.parametrize("effet", [Effet(goutte_s=0.01), Effet(corps=b"{", goutte_s=3.0)])
def test_a_slow_server_is_left(serveur: ServeurOpenAI, effet: Effet) -> None:
    """Un serveur muet, ou qui envoie goutte à goutte, est quitté au bout du délai total."""
    serveur.comportement = always(effet)
    client = ChatClient(reglages(serveur), delai_s=0.2, pause_s=0)
    with pytest.raises(ServeurMuet) as ennui:
        client.ask("consigne", "texte")
    assert ennui.value.motif == "delai_depasse"
    # Le client est parti : le serveur, lui, lit peut-être encore.
    assert all(serveur.recue.acquire(timeout=60) for _ in range(2))
    assert len(serveur.requetes) == 2


@pytest.mark.parametrize(
    ("effet", "essais"),
    [(ENNUIS["serveur_en_panne"], 2), (ENNUIS["quota_epuise"], 1), (ENNUIS["cle_refusee"], 1)],
)
def test_only_passing_troubles_are_tried_again(
    serveur: ServeurOpenAI, effet: Effet, essais: int
) -> None:
    """Une panne est réessayée une fois ; un quota épuisé ou une clé refusée, jamais."""
    serveur.comportement = always(effet)
    polisher(serveur).polish(demande())
    assert len(serveur.requetes) == essais


def test_a_second_try_can_succeed(serveur: ServeurOpenAI) -> None:
    """Une panne passagère ne se voit pas."""
    avis: list[str] = []
    serveur.comportement = lambda r: (
        warmer(r) if len(serveur.requetes) > 1 else ENNUIS["serveur_en_panne"]
    )
    assert polisher(serveur, avis).polish(demande()).accepte
    assert avis == []


def test_three_failures_switch_the_polish_off_with_one_warning(serveur: ServeurOpenAI) -> None:
    """Trois échecs de suite : plus aucun appel jusqu'à la fin, et un seul avis."""
    avis: list[str] = []
    serveur.comportement = always(ENNUIS["cle_refusee"])
    atelier = polisher(serveur, avis)
    motifs = [atelier.polish(demande(f"Message {lettre}")).motif for lettre in "abcde"]
    assert motifs == ["cle_refusee"] * 3 + ["ia_suspendue"] * 2
    assert len(serveur.requetes) == 3
    assert len(avis) == 1
    assert "OPENAI_API_KEY" in avis[0]
    assert CLE not in avis[0]
    assert atelier.bilan.refusees == {"cle_refusee": 3, "ia_suspendue": 2}


def test_a_success_forgets_the_failures(serveur: ServeurOpenAI) -> None:
    """Deux échecs puis une réponse : la réécriture continue."""
    effets = ["quota_epuise", "quota_epuise", "", "quota_epuise", "quota_epuise", ""]
    atelier = polisher(serveur)
    motifs = []
    for rang, nom in enumerate(effets):
        serveur.comportement = always(ENNUIS[nom]) if nom else echo
        motifs.append(atelier.polish(demande("x" * (rang + 1))).motif)
    assert motifs == [nom or None for nom in effets]


def test_the_cap_limits_what_is_asked(serveur: ServeurOpenAI) -> None:
    """OPENAI_MAX_REPONSES borne les réécritures demandées ; zéro n'en demande aucune."""
    atelier = polisher(serveur, openai_max_reponses=2)
    motifs = [atelier.polish(demande(f"Message {lettre}")).motif for lettre in "abc"]
    assert motifs == [None, None, "plafond_atteint"]
    assert len(serveur.requetes) == 2
    assert polisher(serveur, openai_max_reponses=0).polish(demande()).motif == "plafond_atteint"


def test_same_template_and_message_ask_once(serveur: ServeurOpenAI) -> None:
    """Deux clientes au même message reçoivent la même réécriture, chacune avec ses faits."""
    serveur.comportement = warmer
    atelier = polisher(serveur)
    premiere = atelier.polish(demande("Bonjour, c'est Marie-Claude, commande 1042."))
    autres = FAITS | {"prenom_client": "Ophélie", "nom_client": "Ophélie Rey", "id_commande": "7"}
    texte = "Bonjour, c'est Ophélie, commande 7."
    seconde = atelier.polish(DemandePolissage(RETARD, autres, texte))
    assert len(serveur.requetes) == 1
    assert premiere.accepte
    assert seconde.accepte
    assert seconde.texte.startswith("Bonjour Ophélie,")
    assert "n° 7 du" in seconde.texte
    assert (seconde.jetons_entree, seconde.jetons_sortie) == (0, 0)


def test_several_threads_share_one_polisher(serveur: ServeurOpenAI) -> None:
    """Plusieurs postes à la fois : le plafond et les comptes restent exacts."""
    atelier = polisher(serveur, openai_max_reponses=10)
    with ThreadPoolExecutor(4) as postes:
        rendus: list[Polissage] = list(
            postes.map(lambda n: atelier.polish(demande("a" * (n + 1))), range(16))
        )
    assert sum(rendu.accepte for rendu in rendus) == 10
    assert len(serveur.requetes) == 10
    assert atelier.bilan.acceptees == 10
    assert atelier.bilan.jetons_entree == 1200


@pytest.mark.parametrize("modele", ["⟦MONTANT⟧ {montant}", "Dear customer, we are sorry for this."])
def test_unfit_templates_are_not_sent(serveur: ServeurOpenAI, modele: str) -> None:
    """Un modèle étranger, ou qui porte des crochets de repère, part tel quel sans être envoyé."""
    rendu = polisher(serveur).polish(demande(modele=modele))
    assert rendu.motif == "modele_inadapte"
    assert serveur.requetes == []


def test_a_template_with_a_gap_is_a_bug(serveur: ServeurOpenAI) -> None:
    """Réécrire un modèle qui ne se remplit pas est une erreur de programmation, dite."""
    with pytest.raises(ValueError, match="ne se remplit pas"):
        polisher(serveur).polish(replace(demande(), faits={}))


def test_an_impossible_key_is_refused_without_a_call(serveur: ServeurOpenAI) -> None:
    """Une clé qui ne peut pas voyager (accent, saut de ligne) est refusée, sans paraître."""
    choix = replace(reglages(serveur), openai_api_key="clé\nsecrète")
    avis: list[str] = []
    assert Polisher(choix, avertir=avis.append).polish(demande()).motif == "cle_refusee"
    assert serveur.requetes == []
    assert "secrète" not in avis[0]
