"""Qui écrit, et quelles sont ses commandes."""

from datetime import date
from pathlib import Path

import sqlalchemy as sa

from automation.intake import incoming_message
from database import tables
from tests.tools import base_of, make_agent, sqlite_settings


def test_the_orders_of_all_the_rows_of_an_address_are_seen_together(tmp_path: Path) -> None:
    """Un compte et un invité à la même adresse : les commandes des deux sont retrouvées."""
    lignes = [
        {"id": 901, "email": "deux@example.com", "nom": "Deux", "prenom": "Ana"},
        {"id": 902, "email": "Deux@example.com", "nom": "Deux", "prenom": "Ana"},
    ]
    commandes = [
        {"id": 5077, "id_client": 901, "date_commande": date(2020, 1, 1)},
        {"id": 5090, "id_client": 902, "date_commande": date(2021, 1, 1)},
    ]
    with make_agent(sqlite_settings(tmp_path)) as agent:
        base = base_of(agent)
        base.write(lambda lien: lien.execute(sa.insert(tables.client), lignes))
        base.write(lambda lien: lien.execute(sa.insert(tables.commande), commandes))
        for numero in (5077, 5090):
            message = incoming_message("deux@example.com", f"Où est ma commande {numero} ?")
            assert agent.preview(message).resultat.id_commande == numero
            assert agent.preview(message).resultat.commande is not None
        _, siennes = agent.examiner.read_senders(["deux@example.com"])["deux@example.com"]
        assert [commande.id for commande in siennes] == [5090, 5077]
