"""Les vues d'une boutique : quel que soit le type d'une colonne, le passage va au bout."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.bases import BaseMariadb
from tests.conftest import Lancer

COLONNES = {
    "id": "5077",
    "id_client": "1",
    "reference": "'CMD-5077'",
    "date_commande": "CURDATE()",
    "montant": "CAST(49.90 AS DECIMAL(10,2))",
    "nb_articles": "2",
    "statut": "'expédiée'",
    "transporteur": "'Colissimo'",
    "numero_suivi": "'6A12345678901'",
    "date_livraison_prevue": "CURDATE() + INTERVAL 3 DAY",
}
"""Ce que donne chaque colonne de la vue ordinaire."""

OU = "Bonjour, où est ma commande 5077 ? Toujours rien reçu."
RECAP = "Pouvez-vous me donner le détail de ma commande 5077 ?"
AUTRE = "Bonjour, où est ma commande 5099 ? Toujours rien reçu."


@dataclass(frozen=True)
class Vue:
    """Une vue, le message, et ce que la réponse doit dire ; ``None`` si elle ne doit pas partir."""

    colonnes: dict[str, str]
    message: str = OU
    dit: tuple[str, ...] | None = ("Colissimo",)
    tait: tuple[str, ...] = ()


VUES = {
    "simple": Vue({}),
    "date prévue à zéro": Vue({"date_livraison_prevue": "(SELECT nulle FROM jours)"}),
    "date partielle": Vue({"date_commande": "(SELECT partielle FROM jours)"}),
    "instant à zéro": Vue({"date_commande": "(SELECT instant FROM jours)"}, RECAP, None),
    "statut entier": Vue({"statut": "4"}, dit=None),
    "statut d'un autre outil": Vue({"statut": "'wc-processing'"}, dit=None),
    "statut de cent signes": Vue({"statut": "REPEAT('En préparation à Lyon ', 5)"}, dit=None),
    "statut d'un mégaoctet": Vue({"statut": "REPEAT('é', 1000000)"}, dit=None),
    "montant en texte": Vue({"montant": "'49.90'"}, RECAP, ("49,90",)),
    "montant français": Vue({"montant": "'49,90 €'"}, RECAP, ("49,90",)),
    "montant DOUBLE": Vue({"montant": "CAST(49.90 AS DOUBLE)"}, RECAP, ("49,90",)),
    "montant illisible": Vue({"montant": "'à voir'"}, RECAP, None),
    "nb_articles SUM": Vue({"nb_articles": "CAST(2 AS DECIMAL(32,0))"}, RECAP, ("articles : 2",)),
    "nb_articles DECIMAL(12,4)": Vue(
        {"nb_articles": "CAST(2 AS DECIMAL(12,4))"}, RECAP, ("articles : 2",), ("2.0000",)
    ),
    "suivi entier": Vue({"numero_suivi": "24680135"}, dit=("24680135",)),
    "référence entière": Vue(
        {"reference": "100000123"}, "Bonjour, où est ma commande 100000123 ? Toujours rien reçu."
    ),
    "transporteur entier": Vue({"transporteur": "3"}, dit=None, tait=(": 3,",)),
    "numéro décimal": Vue({"id": "CAST(5077 AS DECIMAL(20,4))"}),
    "client décimal": Vue({"id_client": "CAST(1 AS DECIMAL(20,4))"}),
    "référence et statut binaires": Vue(
        {"reference": "CAST('CMD-5077' AS BINARY)", "statut": "CAST('expédiée' AS BINARY)"}
    ),
    "date en texte": Vue({"date_commande": "DATE_FORMAT(NOW(), '%Y-%m-%d %H:%i:%s')"}, RECAP),
    "date française": Vue({"date_commande": "DATE_FORMAT(NOW(), '%d/%m/%Y')"}, RECAP),
    "date unix": Vue({"date_commande": "UNIX_TIMESTAMP()"}, RECAP),
    "date TIMESTAMP": Vue({"date_commande": "NOW()"}, RECAP),
    "tout NULL": Vue(dict.fromkeys(list(COLONNES)[2:], "NULL"), dit=None),
    "octets qui ne sont pas du texte": Vue(
        dict.fromkeys(("reference", "transporteur", "numero_suivi"), "x'ff00fe'"),
        dit=None,
        tait=("ÿ", "\ufffd"),
    ),
    "commande d'un autre": Vue({}, AUTRE, None),
}


RETARD = (
    "Bonjour, votre commande {id_commande} est {statut_commande} : {transporteur}, suivi "
    "{numero_suivi}, prévue le {date_livraison_prevue}."
)
SANS_DATE = RETARD.replace(", prévue le {date_livraison_prevue}", "")
DETAIL = (
    "Bonjour, votre commande {id_commande}, passée le {date_commande}, est {statut_commande} ; "
    "articles : {nb_articles} ; montant : {montant} ; {transporteur}, suivi {numero_suivi}, prévue "
    "le {date_livraison_prevue}."
)


def _set_up(lancer: Lancer, base: BaseMariadb, colonnes: dict[str, str]) -> None:
    assert lancer("--setup", **base.env).code == 0
    base.sql("DROP TABLE commande")
    base.sql("DELETE FROM reponse_type")
    ajout = "INSERT INTO reponse_type (categorie, texte) VALUES (?, ?)"
    base.sql(ajout, ("Retard de livraison", RETARD), ("Retard de livraison", SANS_DATE))
    base.sql(ajout, ("Information commande", DETAIL))
    base.sql("CREATE TABLE jours (nulle DATE, partielle DATE, instant DATETIME)")
    nulles = "'0000-00-00', '2026-00-00', '0000-00-00 00:00:00'"
    base.sql(f"SET STATEMENT sql_mode = '' FOR INSERT INTO jours VALUES ({nulles})")
    liste = ", ".join(f"{valeur} AS {nom}" for nom, valeur in (COLONNES | colonnes).items())
    base.sql(f"CREATE VIEW commande AS SELECT {liste}")
    base.sql("UPDATE client SET email = 'camille@example.com' WHERE id = 1")


def _import(lancer: Lancer, base: BaseMariadb, dossier: Any, *lignes: tuple[str, str]) -> None:
    fichier = dossier / "messages.csv"
    corps = "".join(f'{email},"{message}"\n' for email, message in lignes)
    fichier.write_text(f"email,message\n{corps}", encoding="utf-8")
    assert lancer("--import-tickets", str(fichier), **base.env).code == 0


@pytest.mark.parametrize("cas", VUES)
def test_a_view_of_any_column_type_is_read(
    cas: str, lancer: Lancer, serveur: BaseMariadb, tmp_path: Any
) -> None:
    """Une colonne d'un autre type est convertie, ou inconnue ; les autres tickets sont décidés."""
    vue = VUES[cas]
    _set_up(lancer, serveur, vue.colonnes)
    _import(
        lancer,
        serveur,
        tmp_path,
        ("inconnu@example.com", "Bonjour"),
        ("camille@example.com", vue.message),
        ("ines.benali@example.com", "Bonjour"),
    )
    fini = lancer("--process-pending", "--json", **serveur.env)
    assert (fini.code, fini.json["echecs"], fini.json["total"]) == (0, 0, 3)
    sort = next(t for t in fini.json["tickets"] if t["email"] == "camille@example.com")
    partie = sort["statut"] == "Traité automatiquement"
    assert partie == (vue.dit is not None), (sort["attente"], sort["commande"])
    reponse = sort["reponse"] or ""
    assert all(mot in reponse for mot in vue.dit or ())
    assert not any(mot in reponse for mot in vue.tait)
