"""La porte : des options, un appel, un affichage, un code de sortie."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

from cli.output import Output, open_closed_streams
from errors import Interrupted, SupportError, UsageError


def main(argv: Sequence[str] | None = None) -> int:
    """Exécute une commande.

    Args:
        argv: les arguments, sans le nom du programme (par défaut ceux du processus).

    Returns:
        Le code de sortie ; ``python main.py --help`` les donne tous.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    open_closed_streams()
    out = Output(
        en_json="--json" in arguments,
        discret="--quiet" in arguments,
        bavard="--verbose" in arguments,
        sans_couleur="--no-color" in arguments,
    )
    try:
        # Un résultat que personne n'a reçu n'est pas un succès.
        return _run(arguments, out) or int(out.sortie_fermee)
    except (SupportError, Interrupted) as erreur:
        code, phrase = erreur.code, str(erreur)
    except KeyboardInterrupt:
        code, phrase = 130, "Arrêt demandé."
    except UnicodeEncodeError:
        code = UsageError.code
        phrase = "Un texte donné contient un caractère impossible. Retapez-le sans lui."
    except Exception as erreur:
        if out.bavard:
            raise
        code = 1
        phrase = (
            f"Erreur inattendue ({type(erreur).__name__}) : c'est un défaut du programme. Relancez "
            "avec --verbose et transmettez le détail à qui s'en occupe."
        )
    if out.en_json:
        out.document({"success": False, "erreur": {"code": code, "message": phrase}})
    out.error(f"Erreur : {phrase}" if code not in (130, 143) else phrase)
    return code


def _run(arguments: Sequence[str], out: Output) -> int:
    from cli import parser, run

    options = parser.parse(arguments)
    if options.help:
        aide = parser.build_parser().format_help().rstrip()
        if out.en_json:
            out.document({"aide": aide})
        else:
            out.text(aide)
        return 0
    if options.version:
        if out.en_json:
            out.document({"version": parser.VERSION})
        else:
            out.text(f"automatisation-support-client {parser.VERSION}")
        return 0
    if options.completion is not None:
        from cli.completion import completion_script

        out.text(completion_script(options.completion, parser.build_parser()).rstrip())
        return 0
    from cli import signals
    from config import load

    signals.install()
    return run(options, load(), out)


if __name__ == "__main__":
    # Presque tout ce que charge une commande lui sert jusqu'au bout : le ramasse-miettes, appelé
    # aussi souvent que d'ordinaire, y passerait un dixième du démarrage pour ne rien trouver.
    gc.set_threshold(50_000)
    code = main()
    # Le système reprend toute la mémoire d'un coup : inutile d'en refaire le tour avant de partir.
    gc.freeze()
    sys.exit(code)
