"""Personne n'apprend rien de la commande d'un autre, pas même qu'elle existe."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from automation.intake import incoming_message
from automation.languages.fr.writing import french_date, french_money
from automation.support_agent import SupportAgent
from models import Attente
from models.crm import Client, Commande
from models.tickets import Dossier
from tests.tools import base_of, make_agent, sqlite_settings

INEXISTANTE = 999_999_999
INCONNU = "inconnu@example.com"
TEXTE = "Bonjour, je n'ai toujours pas reçu ma commande n° {}, où en est-elle ?"


@pytest.fixture(scope="module")
def agent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SupportAgent]:
    dossier = tmp_path_factory.mktemp("base")
    lien = "https://suivi.example.com/{numero_suivi}"
    with make_agent(sqlite_settings(dossier, lien_suivi=lien)) as agent:
        yield agent


@pytest.fixture(scope="module")
def paires(agent: SupportAgent) -> list[tuple[str, Commande]]:
    """Chaque expéditeur, connu ou non, avec chaque commande qui n'est pas à lui."""
    import sqlalchemy as sa

    from database.tables import client as table

    clients = [
        Client(*ligne)
        for ligne in base_of(agent).read(lambda lien: lien.execute(sa.select(table)).all())
    ]
    commandes = agent.crm.get_commandes_by_clients({client.id for client in clients})
    toutes = [commande for siennes in commandes.values() for commande in siennes]
    return [
        (email, commande)
        for email, numero in [*((c.email, c.id) for c in clients), (INCONNU, 0)]
        for commande in toutes
        if commande.id_client != numero
    ]


def _preview(agent: SupportAgent, email: str, cite: str, *, a_part: bool) -> Dossier:
    texte = TEXTE.format("" if a_part else cite)
    return agent.preview(incoming_message(email, texte, int(cite) if a_part else None))


def _facts(commande: Commande) -> list[str]:
    """Tout ce qui, de cette commande, ne doit pas sortir."""
    dates = [commande.date_commande, commande.date_livraison_prevue]
    return [
        *(french_date(jour) for jour in dates if jour),
        *(jour.isoformat() for jour in dates if jour),
        french_money(commande.montant) if commande.montant is not None else "",
        str(commande.montant),
        commande.transporteur or "",
        commande.numero_suivi or "",
        commande.reference or "",
    ]


@pytest.mark.parametrize("a_part", [False, True], ids=["dans le texte", "--order-id"])
def test_the_order_of_somebody_else_is_as_if_it_did_not_exist(
    agent: SupportAgent, paires: list[tuple[str, Commande]], a_part: bool
) -> None:
    """Pour chaque paire : mêmes mots que pour une commande inexistante, et aucun fait."""
    assert len(paires) > 250
    for email, commande in paires:
        autre = _preview(agent, email, str(commande.id), a_part=a_part)
        aucune = _preview(agent, email, str(INEXISTANTE), a_part=a_part)
        assert Attente.COMMANDE_INTROUVABLE in autre.resultat.attente
        assert autre.resultat.commande is None
        texte = autre.resultat.reponse or ""
        assert texte == (aucune.resultat.reponse or "").replace(str(INEXISTANTE), str(commande.id))
        memes = replace(autre.resultat, reponse=None, raisons=(), id_commande=INEXISTANTE)
        assert memes == replace(aucune.resultat, reponse=None, raisons=())
        document = json.dumps(autre.resultat.to_dict(), ensure_ascii=False)
        for fait in filter(None, _facts(commande)):
            assert fait not in texte
            assert fait not in document


def test_the_reference_of_somebody_else_gives_no_number_away(
    agent: SupportAgent, paires: list[tuple[str, Commande]]
) -> None:
    """Citer la référence d'un autre ne révèle pas le numéro qu'elle porte."""
    inexistante = "CMD-2024-999"
    for email, commande in paires:
        if commande.reference is None:
            continue
        autre = _preview(agent, email, commande.reference, a_part=False).resultat
        aucune = _preview(agent, email, inexistante, a_part=False).resultat
        assert autre.id_commande is None
        assert (autre.reponse or "").replace(commande.reference, inexistante) == aucune.reponse
        assert autre.attente == aucune.attente


def test_ones_own_order_is_told(agent: SupportAgent) -> None:
    """À l'inverse, sa propre commande est dite, avec ses faits."""
    resultat = _preview(agent, "camille.martin@example.com", "101", a_part=False).resultat
    assert resultat.commande is not None
    assert "6A12345678901" in (resultat.reponse or "")
