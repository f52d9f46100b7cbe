"""Qui peut importer qui (voir CONTRIBUTING) : le flux va dans un seul sens, de bas en haut."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parent.parent
DE_BASE = {"models", "errors", "config"}
MOTS = "automation.languages.fr.words"
"""Des listes de mots, sans un import : la lecture, au-dessous des langues, les ouvre aussi."""
LISENT = {"automation.reading", "automation.languages", MOTS}
COMPRENNENT = LISENT | {"automation.orders", "automation.understanding"}
REPONDENT = COMPRENNENT | {"automation.opinion", "automation.replies", "automation.polish"}
PERMIS = {
    "errors": set[str](),
    "models": {"errors"},
    "config": {"errors"},
    "database": DE_BASE,
    "notion": DE_BASE,
    MOTS: set[str](),
    "automation.reading": {MOTS, "models"},
    "automation.languages": {MOTS, "automation.reading", "models"},
    "automation.orders": LISENT | {"models"},
    "automation.understanding": LISENT | {"automation.orders", "models", "errors"},
    "automation.opinion": COMPRENNENT | {"config", "models", "errors"},
    "automation.replies": COMPRENNENT | {"models", "errors"},
    "automation.polish": COMPRENNENT | {"automation.replies", "config", "models"},
    "automation": REPONDENT | DE_BASE | {"automation.runs"},
    "automation.runs": REPONDENT | DE_BASE | {"automation"},
    "cli": REPONDENT | DE_BASE | {"automation", "automation.runs", "database", "notion"},
}
PERMIS["main"] = PERMIS["cli"] | {"cli"}
"""Pour chaque pièce, celles qu'elle peut ouvrir ; « automation » tient les modules de l'étage."""

EXCEPTIONS = {"automation/wiring.py": {"database", "notion"}}
"""Les bases ne se rencontrent que pour construire les collaborateurs par défaut d'un agent."""

LOURDES = {"sqlalchemy", "mysql", "notion_client", "openai", "rich", "prompt_toolkit"}
IMPURS = {
    "time",
    "os",
    "logging",
    "socket",
    "random",
    "subprocess",
    "threading",
    "config",
    "openai",
}
PURES = ("reading", "languages", "understanding", "orders", "replies")


def _files() -> list[Path]:
    sommets = {piece.split(".")[0] for piece in PERMIS}
    trouves = [RACINE / f"{nom}.py" for nom in sommets]
    trouves += [fichier for nom in sommets for fichier in (RACINE / nom).rglob("*.py")]
    return sorted(fichier for fichier in trouves if fichier.is_file())


def _module(fichier: Path) -> str:
    parties = fichier.relative_to(RACINE).with_suffix("").parts
    return ".".join(parties[:-1] if parties[-1] == "__init__" else parties)


MODULES = {_module(fichier): fichier for fichier in _files()}


def _imports(fichier: Path, *, tous: bool) -> set[str]:
    """Les modules importés ; en tête de fichier seulement sans ``tous``."""
    arbre = ast.parse(fichier.read_text(encoding="utf-8"))
    noeuds = ast.walk(arbre) if tous else iter(arbre.body)
    noms: set[str] = set()
    for noeud in noeuds:
        if isinstance(noeud, ast.Import):
            noms |= {alias.name for alias in noeud.names}
        elif isinstance(noeud, ast.ImportFrom) and noeud.module:
            sous = {f"{noeud.module}.{alias.name}" for alias in noeud.names}
            noms |= (sous & MODULES.keys()) or {noeud.module}
    return noms


def _piece(module: str) -> str:
    """La pièce d'un module : son dossier, et pour ``automation`` le dossier d'en dessous."""
    return max((p for p in PERMIS if module == p or module.startswith(f"{p}.")), key=len)


def _roots(noms: set[str]) -> set[str]:
    return {nom.split(".")[0] for nom in noms}


@pytest.mark.parametrize("module", sorted(MODULES))
def test_each_module_imports_only_what_the_house_allows(module: str) -> None:
    """Personne n'ouvre une pièce qui n'est pas au-dessous de la sienne."""
    fichier = MODULES[module]
    ouvertes = {_piece(nom) for nom in _imports(fichier, tous=True) if nom in MODULES}
    permis = PERMIS[_piece(module)] | {_piece(module)}
    permis |= EXCEPTIONS.get(fichier.relative_to(RACINE).as_posix(), set())
    assert ouvertes <= permis


def test_no_module_imports_itself_through_others() -> None:
    """Aucun cercle : chaque module se lit sans avoir lu ceux qui s'en servent."""
    fleches = {
        module: {nom for nom in _imports(fichier, tous=True) if nom in MODULES}
        for module, fichier in MODULES.items()
    }
    tuple(TopologicalSorter(fleches).static_order())  # CycleError nomme le cercle


@pytest.mark.parametrize("piece", PURES)
def test_the_pure_core_has_no_clock_no_environment_no_log(piece: str) -> None:
    """Le cœur ne dépend que de ce qu'on lui donne."""
    for fichier in (RACINE / "automation" / piece).rglob("*.py"):
        assert not _roots(_imports(fichier, tous=True)) & IMPURS, fichier
    assert not _roots(_imports(RACINE / "automation" / "decision.py", tous=True)) & IMPURS


def test_each_room_says_what_it_is_for() -> None:
    """Chaque dossier s'ouvre sur une phrase."""
    for fichier in MODULES.values():
        if fichier.name == "__init__.py":
            assert ast.get_docstring(ast.parse(fichier.read_text(encoding="utf-8"))), fichier


def test_nothing_heavy_is_loaded_to_explain_a_text() -> None:
    """``--help`` et ``--explain`` démarrent vite : rien de lourd en tête de fichier."""
    for module, fichier in MODULES.items():
        legere = module.split(".")[0] in DE_BASE | {"cli", "automation", "main"}
        if legere and not module.startswith(("cli.interactive.", "cli.evaluate_tables")):
            assert not _roots(_imports(fichier, tous=False)) & LOURDES, fichier
