"""Les fautes que l'on fait en retouchant les règles : chacune est refusée à sa ligne.

Chaque faute porte, en commentaire, « # ICI » sur la ligne qui doit être dite.
"""

from pathlib import Path

import pytest

from automation.understanding.classifier import analyse
from automation.understanding.rules import load_rules
from errors import ConfigurationError

COMPLET = Path(__file__).with_name("complet.toml").read_text(encoding="utf-8")
ICI = "# ICI"
CATEGORIE = '\n[[categories]]\nnom = "Carte cadeau"\n'
PAQUET = 'PAQUET = ["colis", "paquet", "livraison"]'
DECISIVES = 'decisives = ["carte cadeau"]\n'

AJOUTS = [
    # Des phrases qui ne se liraient jamais dans un message, ou pas comme on le croit.
    ('decisives = ["|"] # ICI', "« | » n'est ni un mot"),
    ('decisives = ["carte||bon cadeau"] # ICI', "n'est ni un mot"),
    ('decisives = ["carte | cadeau"] # ICI', "« | » n'est ni un mot"),
    ('decisives = ["carte .... cadeau"] # ICI', "« .... » n'est ni un mot"),
    ('decisives = [".."] # ICI', "commencer et finir par un mot"),
    ('decisives = ["!"] # ICI', "commencer et finir par un mot"),
    ('decisives = ["CARTE_CADEAU perdue"] # ICI', "« CARTE_CADEAU » n'est pas déclaré"),
    ('decisives = ["CARTE2"] # ICI', "« CARTE2 » n'est pas déclaré"),
    ('decisives = ["votre SAV"] # ICI', "un mot s'écrit en minuscules (« sav »)"),
    ('decisives = ["carte .. .. cadeau"] # ICI', "un seul écart entre deux mots"),
    ('decisives = ["=COLIS"] # ICI', "« = » ne vaut que d'un mot"),
    ('decisives = ["cadeau ? carte"] # ICI', "« ? » ne se met qu'à la fin"),
    ('decisives = ["?"] # ICI', "« ? » ne se met qu'à la fin"),
    ('decisives = ["carte, cadeau"] # ICI', "« carte, » n'est ni un mot"),
    ('decisives = ["l\'offre|le cadeau"] # ICI', "ne va pas avec « | »"),
    ('decisives = ["退款"] # ICI', "avec des lettres"),
    ('decisives = [\n  "carte cadeau",\n  "😡", # ICI\n]', "« 😡 » n'est ni un mot"),
    ('decisives = ["carte cadeau"]\nfaibles = [\n"carte cadeau", # ICI\n]', "à la fois dans"),
    # Des listes, des poids et des noms.
    ('decisives = "carte cadeau" # ICI', "liste de textes entre crochets"),
    ("decisives = [2026-11-01] # ICI", "ne contient que des textes"),
    ('decisive = ["carte cadeau"] # ICI', "vouliez-vous dire « decisives » ?"),
    (f'{DECISIVES}automatique = "oui" # ICI', "vaut true (oui) ou false (non)"),
    (f'{DECISIVES}poids = ["x"] # ICI', "table « phrase = poids »"),
    (f'{DECISIVES}[categories.poids]\n"bonjour" = "3" # ICI', "doit être un nombre"),
    (f'{DECISIVES}[categories.poids]\n"bonjour" = nan # ICI', "doit être un nombre"),
    (f'{DECISIVES}[categories.poids]\n"bonjour" = 1000 # ICI', "de -100 à 100"),
    (f"{DECISIVES}[categories.poids]\nsolde carte = 3 # ICI", "entre guillemets droits"),
    (f'{DECISIVES}[categories.poids]\n"solde" = 3,5 # ICI', "s'écrit 3.5"),
    ('decisives = ["carte cadeau" "bon"] # ICI', "il manque une virgule"),
    ("decisives = [“carte cadeau”] # ICI", "guillemets droits"),
    ("automatique = vrai # ICI", "oui s'écrit true"),
    (f'{DECISIVES}decisives = ["bon"] # ICI', "déjà donné plus haut"),
    (f'{DECISIVES}décisives = ["bon"] # ICI', "sans accent"),
    (f"{DECISIVES}[poids] # ICI\ndemandes = 1", "déjà donné plus haut"),
    (f"{DECISIVES}[categorie] # ICI\nnom = 'Autre'", "vouliez-vous dire « categories » ?"),
    (f"{DECISIVES}[[categories]] # ICI\n{DECISIVES}", "chaque catégorie a un nom"),
    (f'{DECISIVES}[[categories]]\nnom = "REMBOURSEMENT" # ICI', "déjà déclarée"),
    (f'{DECISIVES}[[categories]]\nnom = "non classe" # ICI', "réservée"),
    (f'{DECISIVES}[[categories]]\nnom = "Bon " # ICI', "ni espace au début"),
    (f'{DECISIVES}[[categories]]\nnom = "Bon\\nd\'achat" # ICI', "chaque catégorie a un nom"),
    (f'{DECISIVES}[[categories]]\nnom = "Bon" # ICI', "elle ne serait jamais reconnue"),
    (f'{DECISIVES}[[categories]]\nnom = "Bon" # ICI\nfaibles = ["bon"]', "jamais reconnue"),
]

REMPLACEMENTS = [
    (PAQUET, "PAQUET = [] # ICI", "est vide"),
    (PAQUET, 'PAQUET = "colis" # ICI', "liste de textes"),
    (PAQUET, 'PAQUET = ["COLIS"] # ICI', "« COLIS » est un groupe"),
    (PAQUET, f'{PAQUET}\nMON-COLIS = ["colis"] # ICI', "sans espace ni trait d'union"),
    ('cmd = "commande"', 'cmd = "commande"\nstp = "s il te plait" # ICI', "un seul mot"),
    ('cmd = "commande"', 'cmd = "commande"\n"" = "commande" # ICI', "un seul mot"),
    ("portee_negation = 3", "portee_negation = 2.5 # ICI", "nombre entier"),
    ("decisives = 6.0", "decisives = -6.0 # ICI", "va de 0 à 100"),
    ("contraires = -8.0", "contraires = 8.0 # ICI", "va de -100 à 0"),
    ("decisives = 6.0", 'decisives = "6" # ICI', "doit être un nombre"),
    ("[poids]", "[pods] # ICI", "vouliez-vous dire « poids » ?"),
    ("[sensibles]", "[sensibles]\nmots = [] # ICI", "clé inconnue « mots »"),
    ('motifs = ["CMD-9999-999"]', 'motifs = ["CMD"] # ICI', "est trop court"),
]


def refusal(dossier: Path, contenu: str | bytes) -> str:
    """Le refus, sans le nom du fichier."""
    fichier = dossier / "rules.toml"
    fichier.write_bytes(contenu if isinstance(contenu, bytes) else contenu.encode())
    with pytest.raises(ConfigurationError) as refus:
        load_rules(fichier)
    assert str(fichier) in str(refus.value)
    return str(refus.value).replace(str(fichier), "")


def check_place(dossier: Path, contenu: str, raison: str) -> None:
    message = refusal(dossier, contenu)
    attendue = next(n for n, ligne in enumerate(contenu.split("\n"), 1) if ICI in ligne)
    assert raison in message
    assert f"ligne {attendue}" in message.replace(",", " ").replace(" :", " ")
    assert f"ligne {attendue}0" not in message


@pytest.mark.parametrize(("ajout", "raison"), AJOUTS)
def test_a_mistake_in_a_category_is_told_at_its_line(
    tmp_path: Path, ajout: str, raison: str
) -> None:
    """Une faute dans la catégorie que l'on ajoute est dite à sa ligne, pas à celle d'une autre."""
    check_place(tmp_path, f"{COMPLET}{CATEGORIE}{ajout}\n", raison)


@pytest.mark.parametrize(("avant", "apres", "raison"), REMPLACEMENTS)
def test_a_mistake_in_a_setting_is_told(
    tmp_path: Path, avant: str, apres: str, raison: str
) -> None:
    """De même pour ce qui était déjà dans le fichier."""
    assert f"\n{avant}" in COMPLET
    check_place(tmp_path, COMPLET.replace(f"\n{avant}", f"\n{apres}", 1), raison)


@pytest.mark.parametrize("contenu", ["", "\n  \n", "# rien\n", "\ufeff"])
def test_an_empty_file_is_told(tmp_path: Path, contenu: str) -> None:
    """Un fichier vide le dit, et dit d'où repartir."""
    message = refusal(tmp_path, contenu)
    assert "le fichier est vide" in message
    assert "automation/languages/fr/rules" in message


@pytest.mark.parametrize(
    "section",
    [
        *("decision", "poids", "confiance", "negation", "suppositions", "non_classe"),
        *("sensibles", "sans_reponse", "brouillons"),
    ],
)
def test_a_missing_section_is_refused(tmp_path: Path, section: str) -> None:
    """Sans sa section des sujets sensibles, un fichier répondrait à un avocat : il est refusé."""
    debut = COMPLET.index(f"\n[{section}]\n")
    fin = COMPLET.find("\n[", debut + 1)
    reste = COMPLET[:debut] + (COMPLET[fin:] if fin > 0 else "")
    assert f"il manque la section [{section}]" in refusal(tmp_path, reste)


def test_a_missing_list_is_named(tmp_path: Path) -> None:
    """Une liste attendue et oubliée est nommée, à la ligne de sa section."""
    sans = COMPLET.replace("\nindirectes = [", "\nouvrent_aussi = [", 1)
    assert "clé inconnue « ouvrent_aussi »" in refusal(tmp_path, sans)
    vide = COMPLET[: COMPLET.index("\n[sensibles]\n")] + "\n[sensibles]\n"
    vide += COMPLET[COMPLET.index("\n[sans_reponse]\n") :]
    assert "il manque « phrases » dans [sensibles]" in refusal(tmp_path, vide)


def test_a_file_without_category_is_refused(tmp_path: Path) -> None:
    """Un fichier sans catégorie est refusé, sans montrer une ligne qui n'y est pour rien."""
    debut, fin = COMPLET.index("\n[[categories]]\n"), COMPLET.index("\n[non_classe]\n")
    message = refusal(tmp_path, COMPLET[:debut] + COMPLET[fin:])
    assert "au moins une catégorie" in message
    assert "ligne 6" not in message


def test_a_file_of_another_encoding(tmp_path: Path) -> None:
    """Enregistré en cp1252 ou en UTF-16, il est refusé ; avec un BOM ou des CRLF, il est lu."""
    assert "UTF-8" in refusal(tmp_path, COMPLET.encode("cp1252", "replace"))
    assert "UTF-8" in refusal(tmp_path, COMPLET.encode("utf-16"))
    assert "crochets" in refusal(tmp_path, "a = " + "[" * 3000)
    for octets in (COMPLET.encode("utf-8-sig"), COMPLET.replace("\n", "\r\n").encode()):
        fichier = tmp_path / "rules.toml"
        fichier.write_bytes(octets)
        assert load_rules(fichier).categories


@pytest.mark.parametrize(
    ("phrase", "message"),
    [
        ("rendez-vous", "Je voudrais un rendez-vous"),
        ("rendez-vous", "Je voudrais un rendez vous"),
        ("prise d’empreinte", "La prise d'empreinte"),
        ("nvl adresse", "Voici ma nvl adresse"),
        ("que veut dire", "que veut dire ce mot"),
    ],
)
def test_a_phrase_written_so_counts(tmp_path: Path, phrase: str, message: str) -> None:
    """Mot composé, apostrophe, abréviation déclarée : ce qu'on a écrit se retrouve."""
    fichier = tmp_path / "rules.toml"
    contenu = f'{COMPLET}\n[[categories]]\nnom = "Essai"\n[categories.poids]\n"{phrase}" = 50\n'
    fichier.write_text(contenu, encoding="utf-8")
    lue = analyse(message, load_rules(fichier))
    assert lue.categorie == "Essai"
