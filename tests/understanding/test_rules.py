"""Le fichier de règles : ce qui y est lu, et comment une faute est refusée."""

import hashlib
from pathlib import Path

import pytest

from automation.understanding.classifier import analyse
from automation.understanding.rules import POLITESSES, Rules, load_rules
from config import REGLES_FOURNIES
from errors import ConfigurationError

COMPLET = Path(__file__).with_name("complet.toml").read_text(encoding="utf-8")


def write(dossier: Path, contenu: str) -> Path:
    fichier = dossier / "rules.toml"
    fichier.write_text(contenu, encoding="utf-8")
    return fichier


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_rules(REGLES_FOURNIES)


def test_the_shipped_rules(rules: Rules) -> None:
    """Les quatre catégories, dans l'ordre, ouvertes aux réponses et liées à une commande."""
    assert [c.nom for c in rules.categories] == [
        "Retard de livraison",
        "Remboursement",
        "Produit défectueux",
        "Information commande",
    ]
    assert all(c.commande_requise and c.automatique for c in rules.categories)
    fichiers = sorted(set(REGLES_FOURNIES.glob("*.toml")) - {REGLES_FOURNIES / POLITESSES})
    octets = b"".join(fichier.read_bytes() for fichier in fichiers)
    assert rules.empreinte == hashlib.sha256(octets).hexdigest()
    assert "CMD-9999-999" in rules.motifs_commande
    assert 0.5 < rules.seuil < 1


@pytest.mark.parametrize(
    ("mots", "categorie"),
    [
        ("retard livraison délai transporteur suivi", "Retard de livraison"),
        ("remboursement annuler argent retour", "Remboursement"),
        ("défectueux cassé abîmé défaut problème", "Produit défectueux"),
        ("information détail statut facture", "Information commande"),
    ],
)
def test_announced_words_count(rules: Rules, mots: str, categorie: str) -> None:
    """Chaque mot-clé annoncé compte pour sa catégorie."""
    assert analyse(mots, rules).categorie == categorie
    for mot in mots.split():
        lue = analyse(f"{mot}. {mots.split(maxsplit=1)[0]}", rules)
        comptes = {raison.mot.lower() for raison in lue.raisons if raison.categorie == categorie}
        assert any(mot in compte for compte in comptes), mot


def test_drafts_promise_nothing(rules: Rules) -> None:
    """Les brouillons sont là, ne promettent rien, et seul l'un d'eux cite le numéro."""
    assert set(rules.brouillons) == {"commande_absente", "commande_introuvable", "client_inconnu"}
    assert "{numero}" in rules.brouillons["commande_introuvable"]
    for texte in rules.brouillons.values():
        assert "n'existe pas" not in texte
        assert "autre client" not in texte
        assert "rembours" not in texte


def test_a_category_is_added(tmp_path: Path) -> None:
    """L'exemple du mode d'emploi, recopié dans regles/atelier.toml, crée une catégorie."""
    mode_d_emploi = (REGLES_FOURNIES / "LISEZMOI.md").read_text(encoding="utf-8")
    exemple = mode_d_emploi.split("```toml\n")[1].split("```")[0]
    (tmp_path / "atelier.toml").write_text(exemple, encoding="utf-8")
    rules = load_rules(REGLES_FOURNIES, tmp_path)
    assert rules.categories[-1].nom == "Atelier"
    assert not rules.categories[-1].automatique
    assert not rules.categories[-1].commande_requise
    essai = mode_d_emploi[mode_d_emploi.index('--explain "') :].split('"')[1]
    assert analyse(essai, rules).categorie == "Atelier"


@pytest.mark.parametrize(
    ("avant", "apres", "raison"),
    [
        ("[decision]", "[decision", "TOML"),
        ("[decision]", "[desicion]", "section inconnue « desicion »"),
        ("portee_negation = 3", "portee_negation = 3\nporte = 1", "clé inconnue « porte »"),
        ("portee_negation = 3", 'portee_negation = "3"', "doit être un nombre"),
        ("portee_negation = 3", "portee_negation = true", "doit être un nombre"),
        ("confiance_minimale = 0.92", "confiance_minimale = 92", "va de 0 à 1"),
        ('"en retard",', '"",', "texte vide"),
        ('"en retard",', "12,", "ne contient que des textes"),
        ('"en retard",', '"LIVREUR .. retard",', "« LIVREUR » n'est pas déclaré"),
        ('"en retard",', '".. retard",', "commencer et finir par un mot"),
        ('"en retard",', '"retard ..",', "commencer et finir par un mot"),
        ('"en retard",', '"en (retard",', "n'est ni un mot"),
        ('nom = "Remboursement"', 'nom = "Retard de livraison"', "déjà déclarée"),
        ('nom = "Remboursement"', 'nom = "Non classé"', "réservée"),
        ('nom = "Remboursement"', 'nom = ""', "a un nom"),
        ('nom = "Remboursement"', 'nom = "Remboursement"\nurgent = 1', "clé inconnue « urgent »"),
        ("automatique = true", "automatique = 1", "vaut true (oui) ou false (non)"),
        ("[non_classe]\nscore = 1.5", "[non_classe]", "il manque « score » dans [non_classe]"),
        ("[0.0, 0.38]", "[0.0, 1.38]", "tous deux croissants"),
        ("{numero}", "{nom}", "n'admet pas {nom}"),
        ('"CMD-9999-999"', '"CMD"', "motif de commande « CMD » est trop court"),
        ('commande_absente = """', 'commande_absent = """', "clé inconnue « commande_absent »"),
        ('"où .. COLIS"', '"où .. COLIS|DIT"', "le groupe « DIT » n'est pas déclaré"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, avant: str, apres: str, raison: str) -> None:
    """Une faute est refusée en français, avec le nom du fichier et la raison."""
    assert avant in COMPLET
    fichier = write(tmp_path, COMPLET.replace(avant, apres, 1))
    with pytest.raises(ConfigurationError) as refus:
        load_rules(fichier)
    assert raison in str(refus.value)
    assert str(fichier) in str(refus.value)


def test_the_line_is_told(tmp_path: Path) -> None:
    """Le refus donne la ligne de la faute."""
    contenu = COMPLET.replace("portee_negation = 3", "portee_negation = 3\nfarfelue = 1", 1)
    ligne = contenu[: contenu.index("farfelue")].count("\n") + 1
    with pytest.raises(ConfigurationError, match=f"ligne {ligne} :"):
        load_rules(write(tmp_path, contenu))


def test_a_wrong_weight_is_refused(tmp_path: Path) -> None:
    """Un poids qui n'est pas un nombre est refusé."""
    contenu = COMPLET + '\n[[categories]]\nnom = "X"\n[categories.poids]\n"bonjour" = "lourd"\n'
    with pytest.raises(ConfigurationError, match="doit être un nombre de -100 à 100"):
        load_rules(write(tmp_path, contenu))


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    """Un fichier absent, ou qui n'est pas en UTF-8, est nommé."""
    with pytest.raises(ConfigurationError, match="ne peut pas être lu"):
        load_rules(tmp_path / "absent.toml")
    fichier = tmp_path / "latin.toml"
    fichier.write_bytes("a = 1\nb = 'é'".encode("latin-1"))
    with pytest.raises(ConfigurationError, match=r"ligne 2 : ce n'est pas de l'UTF-8"):
        load_rules(fichier)
