"""--train : apprendre au second lecteur les messages classés de la boutique."""

from argparse import Namespace
from dataclasses import replace

from automation.languages.fr.writing import grouped, percent
from automation.opinion.model import Modele, dump
from automation.runs.readings import as_configured
from automation.runs.training import MINIMUM, PEU, PLIS, Bilan, learn
from automation.understanding.rules import load_rules
from cli.evaluate import read_file, say_refused
from cli.files import write_whole
from cli.output import Output
from cli.progress import Progress
from config import Settings, learned_file
from errors import ConfigurationError


def run(options: Namespace, settings: Settings, out: Output) -> int:
    """Apprend un fichier, montre ce qu'on y gagne, et garde le meilleur des deux.

    Raises:
        UsageError: fichier illisible, ou moins de messages qu'il n'en faut.
        ConfigurationError: règles fausses, ou dossier qui ne s'écrit pas.
    """
    rules = load_rules(*settings.regles)
    exemples, refusees = read_file(options.train, [rules])
    # Un fichier abîmé, ou AVIS=non, n'empêche pas de le refaire.
    sans = replace(settings, avis=True, avis_boutique=None)
    lecture = as_configured(sans, rules, "les deux ensemble")
    with Progress(out, PLIS + 1, "étape", en_lignes=True) as progres:
        bilan = learn(exemples, lecture, progres.advance)
    ecrit = bilan.modele is not None and not options.dry_run
    if bilan.modele is not None and ecrit:
        _write(bilan.modele)
    if out.en_json:
        mieux = bilan.modele is not None
        fichier = str(learned_file()) if ecrit else None
        document = {"mieux": mieux, "fichier": fichier, "refusees": len(refusees)}
        out.document({**bilan.to_dict(), **document})
    else:
        _show(out, bilan, essai=options.dry_run)
    say_refused(out, refusees)
    return 1 if refusees or out.sortie_fermee else 0


def _write(modele: Modele) -> None:
    try:
        write_whole(learned_file(), dump(modele))
    except OSError as erreur:
        raise ConfigurationError(
            f"Le fichier {learned_file()} ne peut pas être écrit : vérifiez les droits de son "
            "dossier. Le second lecteur reste comme il était."
        ) from erreur


def _show(out: Output, bilan: Bilan, *, essai: bool) -> None:
    nombre = len(bilan.fourni.predictions)
    out.text(
        f"{grouped(nombre)} messages appris à côté du corpus du programme. Chacun est mesuré par "
        "un lecteur qui ne l'a pas appris, avec les règles :\n"
    )
    out.text(f"{'':32}{'fourni':>10}{'appris':>10}")
    for nom, champ in (
        ("catégorie juste", "exactitude"),
        ("macro-F1", "macro_f1"),
        ("part répondue", "part_repondue"),
        ("justes parmi les répondus", "precision_repondue"),
    ):
        fourni, appris = (getattr(e, champ) for e in (bilan.fourni, bilan.appris))
        out.text(f"{nom:32}{percent(fourni, 1):>10}{percent(appris, 1):>10}")
    if nombre < PEU:
        out.text(
            f"\nMoins de {PEU} messages : la mesure est incertaine, et le second lecteur reste "
            "prudent. Il n'est remplacé que si le gain est net."
        )
    out.text(f"\n{_verdict(bilan, essai=essai)}")


def _verdict(bilan: Bilan, *, essai: bool) -> str:
    if bilan.modele is None:
        return (
            "Ce n'est pas mieux que le second lecteur fourni : rien n'a été écrit. Des messages "
            f"plus nombreux ({MINIMUM} est un minimum) et plus divers y feraient davantage."
        )
    if essai:
        return "C'est mieux ; essai à blanc : rien n'a été écrit."
    return (
        f"C'est mieux : enregistré dans {learned_file().name}, à côté de .env, et employé dès "
        "maintenant. Pour revenir au second lecteur fourni, supprimez ce fichier."
    )
