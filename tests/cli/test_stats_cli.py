"""--stats : les clés promises, des comptes justes, rien de ce que les clients écrivent n'agit."""

import pytest

from tests.bases import Base
from tests.conftest import Lancer

CAMILLE = ("--message", "camille.martin@example.com")


def test_statistics_count_what_really_happened(lancer: Lancer, base_prete: Base) -> None:
    """Un répondu, deux confiés, un importé : chaque compte du JSON est juste."""
    env = base_prete.env
    assert lancer(*CAMILLE, "Où est mon colis ? Il est en retard.", **env).code == 0
    assert lancer(*CAMILLE, "abracadabra", **env).code == 0
    assert lancer("--message", "x@example.com", "Mon colis est en retard", **env).code == 0
    base_prete.sql(
        "INSERT INTO ticket (email, nom, message, cree_le) "
        "VALUES ('y@example.com', 'Y', 'Bonjour', '2026-01-02 03:04:05')"
    )
    stats = lancer("--stats", "--json", **env).json
    assert stats.keys() == {"tickets", "automatisation", "delais", "crm", "ia_active"}
    assert stats["tickets"].keys() == {"total", "par_statut", "par_categorie", "par_jour"}
    assert stats["tickets"]["total"] == 4
    assert stats["tickets"]["par_statut"] == {
        "Nouveau": 1,
        "En cours": 2,
        "Traité automatiquement": 1,
    }
    assert stats["tickets"]["par_jour"]["2026-01-02"] == 1
    assert stats["automatisation"]["taux"] == pytest.approx(1 / 3, abs=1e-3)
    assert stats["automatisation"]["motifs_attente"]["client_inconnu"] == 1
    assert stats["delais"].keys() == {"mediane_s", "p90_s"}
    assert (stats["crm"]["clients"], stats["crm"]["commandes"]) == (12, 26)
    assert stats["ia_active"] is False
    texte = lancer("--stats", **env).sortie
    for morceau in ("Tickets : 4", "Tickets par statut", "Retard de livraison", "12 clients"):
        assert morceau in texte


def test_empty_statistics_have_no_rate(lancer: Lancer) -> None:
    """Sans aucun ticket : taux et délais sont nuls (null), le texte reste lisible."""
    stats = lancer("--stats", "--json").json
    assert (stats["automatisation"]["taux"], stats["delais"]["mediane_s"]) == (None, None)
    assert "Tickets : 0" in lancer("--stats").sortie


def test_an_openai_key_is_said_without_being_shown(lancer: Lancer) -> None:
    """ia_active dit qu'une clé est donnée ; la clé n'apparaît nulle part."""
    for options in ((), ("--json",), ("--verbose",)):
        fini = lancer("--stats", *options, OPENAI_API_KEY="sk-jamais-vue")
        assert fini.code == 0
        assert "sk-jamais-vue" not in fini.sortie + fini.erreurs
    assert lancer("--stats", "--json", OPENAI_API_KEY="sk-jamais-vue").json["ia_active"] is True
