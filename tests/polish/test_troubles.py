"""L'IA ne retient jamais la boutique : pannes, refus, plafond."""

import gzip
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from automation.polish.client import ChatClient, ServeurMuet
from automation.polish.polisher import Polisher
from models.ia import CHOISIE, IDENTIQUE
from tests.polish.openai_server import (
    CLE,
    Comportement,
    Effet,
    ServeurOpenAI,
    choice,
    completion,
    erreur,
    obliging,
)
from tests.polish.tools import TEXTE_RETARD, demande, polisher, reglages


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
    """Quel que soit l'ennui, le texte de la boutique sert et le motif est noté."""
    serveur.comportement = always(ENNUIS[motif])
    brouillon, choix = polisher(serveur).rewrite(demande()), polisher(serveur).choose(demande())
    assert (brouillon.texte, brouillon.code) == (None, motif)
    assert choix is not None
    assert (choix.texte, choix.code) == (TEXTE_RETARD, motif)


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
    assert polisher(serveur).rewrite(demande()).code == "reponse_illisible"


def test_a_dead_server_is_unreachable(serveur: ServeurOpenAI) -> None:
    """Personne à l'adresse donnée : le texte de la boutique part."""
    mort = "http://127.0.0.1:9/v1"
    assert polisher(serveur, openai_base_url=mort).rewrite(demande()).code == "serveur_injoignable"


@pytest.mark.parametrize("effet", [Effet(goutte_s=0.01), Effet(corps=b"{", goutte_s=3.0)])
def test_a_slow_server_is_left(serveur: ServeurOpenAI, effet: Effet) -> None:
    """Un serveur muet, ou qui envoie goutte à goutte, est quitté au bout du délai total."""
    serveur.comportement = always(effet)
    client = ChatClient(reglages(serveur), delai_s=0.2, pause_s=0)
    with closing(client), pytest.raises(ServeurMuet) as ennui:
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
    polisher(serveur).rewrite(demande())
    assert len(serveur.requetes) == essais


def test_a_second_try_can_succeed(serveur: ServeurOpenAI) -> None:
    """Une panne passagère ne se voit pas."""
    avis: list[str] = []
    serveur.comportement = lambda r: (
        obliging(r) if len(serveur.requetes) > 1 else ENNUIS["serveur_en_panne"]
    )
    assert polisher(serveur, avis).rewrite(demande()).code == IDENTIQUE
    assert avis == []


def test_three_failures_switch_the_polish_off_with_one_warning(serveur: ServeurOpenAI) -> None:
    """Trois échecs de suite : plus aucun appel jusqu'à la fin, et un seul avis."""
    avis: list[str] = []
    serveur.comportement = always(ENNUIS["cle_refusee"])
    atelier = polisher(serveur, avis)
    motifs = [atelier.rewrite(demande(f"Message {lettre}")).code for lettre in "abcde"]
    assert motifs == ["cle_refusee"] * 3 + ["ia_suspendue"] * 2
    assert len(serveur.requetes) == 3
    assert len(avis) == 1
    assert "OPENAI_API_KEY" in avis[0]
    assert CLE not in avis[0]


def test_a_success_forgets_the_failures(serveur: ServeurOpenAI) -> None:
    """Deux échecs puis une réponse : la réécriture continue."""
    effets = ["quota_epuise", "quota_epuise", "", "quota_epuise", "quota_epuise", ""]
    atelier = polisher(serveur)
    motifs = []
    for rang, nom in enumerate(effets):
        serveur.comportement = always(ENNUIS[nom]) if nom else obliging
        motifs.append(atelier.rewrite(demande("x" * (rang + 1))).code)
    assert motifs == [nom or IDENTIQUE for nom in effets]


def test_the_cap_limits_what_is_asked(serveur: ServeurOpenAI) -> None:
    """OPENAI_MAX_REPONSES borne les réécritures demandées ; zéro n'en demande aucune."""
    atelier = polisher(serveur, openai_max_reponses=2)
    rendus = [atelier.rewrite(demande()), atelier.choose(demande()), atelier.rewrite(demande())]
    codes = [rendu.code for rendu in rendus if rendu is not None]
    assert codes == [IDENTIQUE, CHOISIE, "plafond_atteint"]
    assert len(serveur.requetes) == 2
    assert polisher(serveur, openai_max_reponses=0).rewrite(demande()).code == "plafond_atteint"


def test_a_server_that_refuses_the_schema_is_asked_without_it(serveur: ServeurOpenAI) -> None:
    """Un serveur compatible qui ne sait pas imposer un schéma choisit quand même."""
    serveur.comportement = lambda r: erreur(400, "unsupported") if r.schema else choice(1, None)
    rendu = polisher(serveur).choose(demande())
    assert rendu is not None
    assert rendu.code == CHOISIE
    assert [requete.schema is None for requete in serveur.requetes] == [False, True]


@pytest.mark.parametrize("statut", [200, 400, 500])
def test_an_endless_or_packed_answer_is_left(serveur: ServeurOpenAI, statut: int) -> None:
    """Un corps sans fin, même d'une erreur, ou compressé, n'est pas lu au-delà de la borne."""
    serveur.comportement = always(Effet(statut, b"x" * 3_000_000))
    assert polisher(serveur).rewrite(demande()).code == "reponse_illisible"
    serveur.comportement = always(Effet(statut, goutte_s=0.01))
    client = ChatClient(reglages(serveur), delai_s=0.2, pause_s=0)
    with closing(client), pytest.raises(ServeurMuet) as ennui:
        client.ask("consigne", "texte")
    assert ennui.value.motif == "delai_depasse"
    bombe = gzip.compress(completion("x" * 10_000_000).corps)
    serveur.comportement = always(Effet(statut, bombe, codage="gzip"))
    assert polisher(serveur).rewrite(demande()).texte is None


def test_a_foreign_template_is_not_sent(serveur: ServeurOpenAI) -> None:
    """Un modèle qui n'est pas en français n'est pas envoyé."""
    rendu = polisher(serveur).rewrite(demande(modele="Dear customer, we are sorry for this."))
    assert rendu.code == "modele_inadapte"
    assert serveur.requetes == []


def test_a_template_with_a_gap_is_a_bug(serveur: ServeurOpenAI) -> None:
    """Réécrire un modèle qui ne se remplit pas est une erreur de programmation, dite."""
    with pytest.raises(ValueError, match="ne se remplit pas"):
        polisher(serveur).rewrite(replace(demande(), faits={}))
    with pytest.raises(ValueError, match="ne se remplit pas"):
        polisher(serveur).rewrite(demande(modele="⟦MONTANT⟧ {montant}"))
    with pytest.raises(ValueError, match="ne se remplit pas"):
        polisher(serveur).choose(replace(demande(), faits={}))


def test_an_impossible_key_is_refused_without_a_call(serveur: ServeurOpenAI) -> None:
    """Une clé qui ne peut pas voyager (accent, saut de ligne) est refusée, sans paraître."""
    choix = replace(reglages(serveur), openai_api_key="clé\nsecrète")
    avis: list[str] = []
    assert Polisher(choix, avertir=avis.append).rewrite(demande()).code == "cle_refusee"
    assert serveur.requetes == []
    assert "secrète" not in avis[0]
