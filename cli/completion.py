"""``--completion`` : de quoi compléter les options avec la touche Tab, tiré de l'analyseur.

Le programme se lance par « python main.py » : le complément s'attache donc à ``python``, et ne
s'occupe que des lignes où ``main.py`` suit ; les autres gardent leur complément habituel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.help import listed_actions

if TYPE_CHECKING:
    import argparse

_FICHIERS = ("FICHIER", "AUTRE.toml")

_BASH = """\
# Complément de main.py pour bash. Pour l'avoir toujours, ajoutez à ~/.bashrc :
#   source <(python /chemin/du/projet/main.py --completion bash)
_support_client() {
    local mot=${COMP_WORDS[COMP_CWORD]} avant=${COMP_WORDS[COMP_CWORD-1]}
    COMPREPLY=()
    case ${COMP_WORDS[0]##*/} in
        python*) [[ ${COMP_WORDS[1]} == *main.py && $COMP_CWORD -gt 1 ]] || return 0 ;;
    esac
    case $avant in
        @FICHIERS@) return 0 ;;
        --completion) COMPREPLY=($(compgen -W "bash zsh fish" -- "$mot")) ; return 0 ;;
        @VALEURS@) compopt +o default +o bashdefault 2>/dev/null ; return 0 ;;
    esac
    COMPREPLY=($(compgen -W "@OPTIONS@" -- "$mot"))
}
complete -o bashdefault -o default -F _support_client main.py ./main.py python python3
"""

_ZSH = """\
#compdef main.py
# Complément de main.py pour zsh. Pour l'avoir toujours, ajoutez à ~/.zshrc, après compinit :
#   source <(python /chemin/du/projet/main.py --completion zsh)
_support_client() {
    _arguments -S \\
@LIGNES@
}
compdef _support_client main.py ./main.py
"""

_FISH = """\
# Complément de main.py pour fish. Pour l'avoir toujours :
#   python main.py --completion fish > ~/.config/fish/completions/main.py.fish
function __support_client
    set -l mots (commandline -opc)
    string match -q '*main.py' -- $mots[1] $mots[2]
end
for commande in python python3 main.py
@LIGNES@
end
"""


def completion_script(shell: str, parser: argparse.ArgumentParser) -> str:
    """Le script à donner à ``shell`` (``bash``, ``zsh`` ou ``fish``)."""
    actions = listed_actions(parser)
    if shell == "bash":
        return _bash(actions)
    if shell == "zsh":
        return _ZSH.replace("@LIGNES@", " \\\n".join(_zsh_lines(actions)))
    return _FISH.replace("@LIGNES@", "\n".join(map(_fish_line, actions)))


def _bash(actions: list[argparse.Action]) -> str:
    fichiers = [a.option_strings[-1] for a in actions if a.metavar in _FICHIERS]
    valeurs = [
        a.option_strings[-1]
        for a in actions
        if a.metavar is not None and a.metavar not in _FICHIERS and a.dest != "completion"
    ]
    options = [nom for action in actions for nom in action.option_strings]
    return (
        _BASH.replace("@FICHIERS@", "|".join(fichiers))
        .replace("@VALEURS@", "|".join(valeurs))
        .replace("@OPTIONS@", " ".join(options))
    )


def _zsh_lines(actions: list[argparse.Action]) -> list[str]:
    lignes = []
    for action in actions:
        aide = _zsh_quote(action.help or "")
        valeurs = _values(action)
        suite = "".join(f":{_zsh_quote(nom)}:{_zsh_values(action, nom)}" for nom in valeurs)
        lignes += [f"        '{nom}[{aide}]{suite}'" for nom in action.option_strings]
    return lignes


def _zsh_values(action: argparse.Action, nom: str) -> str:
    if action.dest == "completion":
        return "(bash zsh fish)"
    return "_files" if nom in _FICHIERS else ""


def _zsh_quote(texte: str) -> str:
    """Dans une description de ``_arguments``, entre apostrophes."""
    for signe in ("\\", "[", "]", ":"):
        texte = texte.replace(signe, f"\\{signe}")
    return texte.replace("'", "'\\''")


def _fish_line(action: argparse.Action) -> str:
    noms = " ".join(
        f"-l {nom[2:]}" if nom.startswith("--") else f"-s {nom[1:]}"
        for nom in action.option_strings
    )
    aide = (action.help or "").replace("\\", "\\\\").replace("'", "\\'")
    valeurs = _values(action)
    suite = ""
    if action.dest == "completion":
        suite = " -x -a 'bash zsh fish'"
    elif valeurs:
        suite = " -r -F" if valeurs[0] in _FICHIERS else " -x"
    return f"    complete -c $commande -n __support_client{suite} {noms} -d '{aide}'"


def _values(action: argparse.Action) -> tuple[str, ...]:
    if action.metavar is None:
        return ()
    return (action.metavar,) if isinstance(action.metavar, str) else tuple(action.metavar)
