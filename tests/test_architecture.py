"""Qui peut importer qui (voir CONTRIBUTING)."""

import ast
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parent.parent
PERMIS = {
    "models": set(),
    "errors": set(),
    "config": {"errors"},
    "database": {"models", "errors", "config"},
    "notion": {"models", "errors", "config"},
    "automation": {"models", "errors", "config"},
    "cli": {"models", "errors", "config", "database", "notion", "automation"},
    "main": {"models", "errors", "config", "database", "notion", "automation", "cli"},
}
# Les bases ne se rencontrent que pour construire les collaborateurs par défaut d'un agent.
EXCEPTIONS = {"automation/wiring.py": {"database", "notion"}}
LOURDES = {"sqlalchemy", "mysql", "notion_client", "openai", "rich", "prompt_toolkit"}
SANS_ENTREE_SORTIE = {"time", "os", "logging", "socket", "config", "random"}
PURS = (
    "text",
    "classifier",
    "order_numbers",
    "order_choice",
    "templates",
    "decision",
    "text_gates",
    "cleaning",
    "intake",
)


def _files() -> list[Path]:
    return [
        fichier
        for nom in PERMIS
        for fichier in [RACINE / f"{nom}.py", *sorted((RACINE / nom).glob("*.py"))]
        if fichier.is_file()
    ]


def _imports(fichier: Path, *, tous: bool) -> set[str]:
    """Les modules importés, par leur premier nom ; en tête de fichier seulement sans ``tous``."""
    arbre = ast.parse(fichier.read_text(encoding="utf-8"))
    noeuds = ast.walk(arbre) if tous else iter(arbre.body)
    noms: set[str] = set()
    for noeud in noeuds:
        if isinstance(noeud, ast.Import):
            noms |= {alias.name.split(".")[0] for alias in noeud.names}
        elif isinstance(noeud, ast.ImportFrom) and noeud.module:
            noms.add(noeud.module.split(".")[0])
    return noms


@pytest.mark.parametrize("fichier", _files(), ids=lambda f: str(f.relative_to(RACINE)))
def test_each_module_imports_only_what_the_house_allows(fichier: Path) -> None:
    """Le flux va dans un seul sens : personne n'importe plus haut que soi."""
    chemin = fichier.relative_to(RACINE)
    piece = chemin.parts[0].removesuffix(".py")
    permis = PERMIS[piece] | {piece} | EXCEPTIONS.get(chemin.as_posix(), set())
    assert _imports(fichier, tous=True) & set(PERMIS) <= permis


@pytest.mark.parametrize("nom", PURS)
def test_the_pure_core_has_no_clock_no_environment_no_log(nom: str) -> None:
    """Le cœur ne dépend que de ce qu'on lui donne."""
    fichier = RACINE / "automation" / f"{nom}.py"
    assert not _imports(fichier, tous=True) & SANS_ENTREE_SORTIE


def test_nothing_heavy_is_loaded_to_explain_a_text() -> None:
    """``--help`` et ``--explain`` démarrent vite : rien de lourd en tête de fichier."""
    for fichier in _files():
        piece = fichier.relative_to(RACINE).parts[0].removesuffix(".py")
        if piece in ("cli", "automation", "main", "config", "models", "errors"):
            assert not _imports(fichier, tous=False) & LOURDES, fichier
