"""La ligne de commande mal ou bien écrite : phrases, aide, version, codes de sortie."""

import re

import pytest

from tests.conftest import Lancer, Projet

ANGLAIS = re.compile(
    r"\b(usage|error|argument|arguments|required|invalid|expected|unrecognized|show|exit|"
    r"optional|positional|not allowed|choose)\b"
)

FAUTES = [
    ((), "Il manque une commande."),
    (("--stast",), "inconnue ou de trop : --stast."),
    (("--stats", "--inconnue"), "inconnue ou de trop : --inconnue."),
    (("--stats", "en trop"), "inconnue ou de trop : en trop."),
    (("--stats", "--setup"), "--setup et --stats ne vont pas ensemble."),
    (("--explain", "x", "--message", "a@b.test", "x"), "ne vont pas ensemble"),
    (("--verbose", "--quiet", "--stats"), "--quiet et --verbose ne vont pas ensemble."),
    (("--message", "a@b.test"), "--message attend 2 valeurs."),
    (("--explain",), "--explain attend une valeur."),
    (("--import-tickets",), "--import-tickets attend une valeur."),
    (("--setup=oui",), "--setup n'attend pas de valeur."),
    (("--stat",), "inconnue ou de trop : --stat."),
    (("--stats", "--order-id", "3"), "--order-id va avec --message ou --templates."),
    (("--stats", "--limit", "3"), "--limit va avec"),
    (("--interactive", "--json"), "--json ne va pas avec --interactive"),
    (("--message", "a@b.test", "un", "--message", "c@d.test", "deux"), "donné deux fois"),
    (("--process-pending", "--limit", "0"), "--limit : il faut un nombre entier, 1 ou plus."),
    (("--process-pending", "--limit", "beaucoup"), "il faut un nombre entier, 1 ou plus."),
    (("--process-pending", "--limit", "-1"), "il faut un nombre entier, 1 ou plus."),
    (("--stats", "\x1b[31mrouge\u202e"), "inconnue ou de trop : ␛[31mrouge�."),
]


@pytest.mark.parametrize(("arguments", "phrase"), FAUTES, ids=[" ".join(a) for a, _ in FAUTES])
def test_a_wrong_command_line_is_one_french_sentence(
    lancer: Lancer, arguments: tuple[str, ...], phrase: str
) -> None:
    """Une commande mal écrite : code 2, une phrase en français qui nomme la faute, et --help."""
    fini = lancer(*arguments)
    assert fini.code == 2
    assert "--json" in arguments or fini.sortie == ""
    assert phrase in fini.erreurs
    assert "--help" in fini.erreurs
    assert len(fini.erreurs.splitlines()) == 1
    assert not ANGLAIS.search(fini.erreurs)


@pytest.mark.parametrize("arguments", [("--json",), ("--json", "--stast"), ("--json", "--stats=1")])
def test_a_wrong_command_line_is_also_a_json_document(
    lancer: Lancer, arguments: tuple[str, ...]
) -> None:
    """Avec --json, la faute est aussi un document, avec le même code."""
    fini = lancer(*arguments)
    assert (fini.code, fini.json["erreur"]["code"]) == (2, 2)


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_is_in_french_with_examples_and_exit_codes(lancer: Lancer, option: str) -> None:
    """L'aide nomme chaque option, donne des exemples et les codes de sortie, en français."""
    fini = lancer(option)
    assert (fini.code, fini.erreurs) == (0, "")
    # Une option n'est pas une phrase : « --show » peut être anglais.
    assert not ANGLAIS.search(re.sub(r"--[a-z-]+", "", fini.sortie))
    options = (
        "--setup --interactive --message --order-id --process-pending --stats --explain "
        "--import-tickets --json --dry-run --limit --verbose --quiet --version --help"
    )
    for nom in options.split():
        assert re.search(rf"^  (-h, )?{nom}\b", fini.sortie, re.MULTILINE), nom
    assert "python main.py --message" in fini.sortie
    assert "codes de sortie :" in fini.sortie


def test_help_is_a_document_too(lancer: Lancer) -> None:
    """--help --json : un document, qui porte le texte de l'aide."""
    fini = lancer("--json", "--help")
    assert (fini.code, fini.json) == (0, {"aide": lancer("--help").sortie.rstrip()})


def test_the_version_is_printed_alone(lancer: Lancer) -> None:
    """--version donne le numéro ; avec --json, un document."""
    assert re.fullmatch(
        r"automatisation-support-client \d+\.\d+\.\d+\n", lancer("--version").sortie
    )
    assert lancer("--version", "--json").json.keys() == {"version"}


def test_a_wrong_command_line_touches_nothing(projet: Projet) -> None:
    """Une faute de frappe sur une machine neuve ne crée aucun fichier."""
    avant = {f for f in projet.dossier.rglob("*") if "__pycache__" not in f.parts}
    assert projet.lancer("--message", "pas une adresse", "Bonjour").code == 2
    assert {f for f in projet.dossier.rglob("*") if "__pycache__" not in f.parts} == avant
