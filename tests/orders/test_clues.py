"""Sans numéro lisible : est-ce bien de sa seule commande récente qu'on parle ?"""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.orders.clues import points_elsewhere
from automation.reading.folding import fold
from automation.reading.own_words import own_words
from models.crm import Client
from tests.tools import AUJOURDHUI, order

CLIENT = Client(1, "camille.martin@example.com", "Martin", "Camille")
COMMANDE = order(
    101,
    date_commande=date(2026, 3, 4),
    montant=Decimal("64.90"),
    nb_articles=2,
    transporteur="Colissimo",
    numero_suivi="6A12345678901",
)

AILLEURS = [
    "Statut de ma commande ? numéro 103",
    "Statut de ma commande ? c'est la 103",
    "103 statut de ma commande",
    "Bonjour, n° 103. Où est mon colis ?",
    "Réf. 103. Où est mon colis ?",
    "Objet : 103\nOù est mon colis ?",
    "Où est mon colis (103) ?",
    "Où est ma commande 1O1 ?",
    "Où en est ma commande numéro cent trois ?",
    "J'ai passé une commande il y a 3 mois, toujours pas reçue",
    "J'attends depuis trois semaines",
    "J'ai passé deux commandes, où est la deuxième ?",
    "Où est mon autre commande ?",
    "Où sont mes commandes ?",
    "Où est ma commande de 119,80 € ?",
    "Où est ma commande du 3 janvier ?",
    "J'ai commandé le 12/02, toujours rien",
    "Statut de ma commande ? C'est 103",
    "Où est mon colis XY987654321FR ?",
    "Où est la commande de ma mère ?",
    "J'ai commandé pour mon frère, où est son colis ?",
    "Où est la commande au nom de Benali ?",
    "Détail de la commande d'Inès Benali",
    "Information sur la commande de ines.benali@example.com",
]
AILLEURS += [
    "Mon colis est en préparation depuis le 18/03/2025",
    "Je n'ai jamais reçu ma commande du mois de janvier",
    "La veste achetée en décembre est décousue",
    "Je viens de passer commande, quand part-elle ?",
    "Ma commande de ce matin est-elle partie ?",
    "Mon colis Chronopost n'est pas arrivé",
    "Où est mon colis Mondial Relay ?",
    "Ma commande de 5 articles n'est pas arrivée",
]
ICI = [
    "Où est mon colis ?",
    "Bonjour, je n'ai toujours pas reçu ma commande.",
    "J'attends depuis 8 jours !",
    "Cela fait une semaine que j'attends.",
    "J'ai commandé le 4 mars et rien n'est arrivé",
    "Ma commande du 04/03 n'est pas là",
    "J'ai payé 64,90 € et je n'ai rien reçu",
    "Mon colis 6A12345678901 n'avance plus",
    "Il manque 2 articles dans mon colis",
    "Appelez-moi au 06 12 34 56 78, où est mon colis ?",
    "Mon adresse est camille.martin@example.com, où est mon colis ?",
    "Ma commande passée en mars n'est pas arrivée",
    "Mon colis Colissimo n'est pas arrivé",
    "Ma commande de 2 articles n'est pas arrivée",
    "C'est Camille Martin, où est ma dernière commande ?",
    "Où est ma commande de Noël ?",
    "Mon colis n'est toujours pas à la poste",
    "Où est mon colis ? (message 117)",
    "Le modèle bleu en taille 38 n'est pas arrivé",
    "Ma commande du 04/03/2026 n'est pas là",
    "Commande passée le 4 mars 2026, où est mon colis ?",
    "Où est mon colis ?\n\nCamille Martin\n12 rue des Lilas\n69003 Lyon",
    "Où est mon colis ? Camille Martin, 75011 Paris",
    "[#402] Où est mon colis ?",
    "Livraison prévue entre 8h et 12h, personne n'est venu",
]


def elsewhere(texte: str) -> bool:
    """Ce message désigne-t-il une autre commande que la sienne ?"""
    propre = own_words(texte)
    return points_elsewhere(propre, fold(propre).texte, COMMANDE, CLIENT, AUJOURDHUI)


@pytest.mark.parametrize("texte", AILLEURS)
def test_another_order_is_not_guessed(texte: str) -> None:
    """Un numéro non lu, une autre date, un autre montant, quelqu'un d'autre : on ne suppose pas."""
    assert elsewhere(texte)


@pytest.mark.parametrize("texte", ICI)
def test_what_agrees_with_the_order_leaves_it(texte: str) -> None:
    """Rien ne contredit la seule commande récente : c'est bien d'elle qu'on parle."""
    assert not elsewhere(texte)


@given(st.text())
def test_no_text_breaks_it(texte: str) -> None:
    """Aucun texte ne lève d'erreur."""
    assert elsewhere(texte) in (True, False)
