"""La porte : des options, un appel, un affichage, un code de sortie."""

import sys
from collections.abc import Sequence

from cli.output import Output, configure_logging
from errors import SupportError, UsageError


def main(argv: Sequence[str] | None = None) -> int:
    """Exécute une commande.

    Args:
        argv: les arguments, sans le nom du programme (par défaut ceux du processus).

    Returns:
        Le code de sortie ; ``python main.py --help`` les donne tous.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    out = Output(
        en_json="--json" in arguments,
        discret="--quiet" in arguments,
        bavard="--verbose" in arguments,
    )
    configure_logging(out)
    try:
        return _run(arguments, out)
    except SupportError as erreur:
        code, phrase = erreur.code, str(erreur)
    except KeyboardInterrupt:
        code, phrase = 130, "Arrêt demandé."
    except UnicodeEncodeError as erreur:
        code = UsageError.code
        phrase = f"Un texte donné contient un caractère impossible ({erreur.reason})."
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
    from cli import parser, signals

    options = parser.parse(arguments)
    if options.version:
        if out.en_json:
            out.document({"version": parser.VERSION})
        else:
            out.text(f"automatisation-support-client {parser.VERSION}")
        return 0
    signals.install()
    from cli.commands import run
    from config import load

    return run(options, load(), out)


if __name__ == "__main__":
    sys.exit(main())
