"""--setup --nouveaux-modeles : ajouter les modèles de départ, retirer les anciens intacts."""

from argparse import Namespace

from automation.languages.fr.writing import plural
from automation.replies.template_file import plan_import
from automation.support_agent import SupportAgent
from cli.output import Output
from cli.render import indent
from cli.safe_text import one_line
from config import Settings
from models.tickets import ReponseType


def run(options: Namespace, settings: Settings, out: Output) -> int:
    """Change les modèles de départ avec ``--oui`` ; sans lui, montre seulement ce qui changerait.

    Raises:
        SupportError: un rangement n'est pas prêt, ou ne répond pas.
    """
    from database.demo import starters
    from database.old_starters import is_old_starter

    essai = options.dry_run or options.check or not options.oui
    with SupportAgent(settings, dry_run=essai) as agent:
        actuels = agent.desk.get_reponses_types()
        neufs = [changement.modele for changement in plan_import(actuels, starters())[0]]
        anciens = [modele for modele in actuels if is_old_starter(modele)]
        # D'abord les nouveaux : coupé entre les deux, rien ne manque.
        for modele in neufs:
            agent.desk.create_reponse_type(
                modele.categorie, modele.texte, modele.demande or None, modele.etats
            )
        for modele in anciens:
            agent.desk.delete_reponse_type(modele.id)
    if out.en_json:
        out.document(
            {
                "success": True,
                "fait": not essai,
                "ajoutes": len(neufs),
                "retires": [modele.id for modele in anciens],
            }
        )
    else:
        out.text(_report(out, neufs, anciens, essai))
    return 0


def _report(out: Output, neufs: list[ReponseType], anciens: list[ReponseType], essai: bool) -> str:
    if not neufs and not anciens:
        return "Les modèles de départ sont déjà tous là, et aucun ancien n'est à retirer."
    lignes = [
        f"{'À ajouter' if essai else 'Ajoutés'} : {plural(len(neufs), 'modèle')} de départ.",
        f"{'À retirer' if essai else 'Retirés'}, restés tels que la version 1.0 les a écrits : "
        f"{plural(len(anciens), 'modèle')}. Ce que vous avez écrit ou changé reste.",
        *(f"  {one_line(f'{modele.id} ({modele.categorie})')}" for modele in anciens),
    ]
    if essai:
        lignes += ["", "Rien n'a été changé. Ajoutez --oui pour le faire."]
    return indent(out, "\n".join(lignes))
