"""--templates : les modèles de réponse ; les voir, en essayer un, les exporter, les importer."""

from argparse import Namespace
from itertools import groupby
from pathlib import Path
from typing import Any

from automation.decision import excludes
from automation.languages.fr.writing import percent, plural
from automation.replies.catalogue import sort_templates
from automation.replies.promises import promise_words, promises
from automation.replies.survey import Case, Revue, survey
from automation.replies.template_file import MARQUE, plan_import, read_templates, write_templates
from automation.replies.templates import render
from automation.support_agent import SupportAgent
from cli.files import can_be_written, write_whole
from cli.output import Output
from cli.render import field, hang, indent, order_line
from cli.safe_text import one_line, shorten, visible
from config import Settings
from errors import UsageError
from models import NON_CLASSE, Issue
from models.tickets import ReponseType

_SORTS = {
    Issue.REPONDU: "répondu",
    Issue.ACCUSE: "accusé de réception",
    Issue.CONFIE: "confié",
}


def run(options: Namespace, settings: Settings, out: Output) -> int:
    """Montre les modèles, en essaie un, les écrit dans un fichier ou les y lit."""
    with SupportAgent(settings, dry_run=options.dry_run) as agent:
        modeles = agent.desk.get_reponses_types()
        if options.essayer:
            return _try(options, settings, out, agent, modeles)
        if options.exporter:
            return _export(options, out, modeles)
        if options.importer:
            return _import(options, out, agent, modeles)
        return _list(settings, out, agent, modeles)


def _list(settings: Settings, out: Output, agent: SupportAgent, modeles: list[ReponseType]) -> int:
    rules = agent.rules
    reglages = {
        "nom_boutique": settings.nom_boutique,
        "lien_facture": settings.lien_facture,
        "delai_reponse": settings.delai_reponse,
        "lien_suivi": "https://" if settings.lien_suivi or settings.liens_suivi else None,
    }
    categories = [*(regle.nom for regle in rules.categories), NON_CLASSE]
    revue = survey(modeles, rules.demandes, categories, reglages, excludes)
    if out.en_json:
        out.document(_document(modeles, revue))
        return 0
    for modele in modeles:
        out.text(_line(out, modele))
    _show_cases(out, revue)
    _show_defects(out, revue)
    partent = revue.demandes
    sans = [rules.demandes[code].libelle for code, part in partent.items() if not part]
    out.text(
        f"\n{plural(len(modeles), 'modèle')}. Demandes dont la réponse peut partir : "
        f"{len(partent)} ; sans modèle pour cela : {len(sans)} ({percent(_share(revue))})"
        f"{' : ' + ', '.join(sans) if sans else ''}."
    )
    return 0


def _share(revue: Revue) -> float:
    partent = revue.demandes
    return sum(not part for part in partent.values()) / len(partent) if partent else 0.0


def _line(out: Output, modele: ReponseType) -> str:
    """Un modèle sur une ligne : numéro, à quoi il sert, ses premiers mots après le salut."""
    quoi = " ; ".join(filter(None, (modele.demande, ", ".join(modele.etats)))) or "toute demande"
    debut = f"{visible(modele.id)}  {one_line(modele.categorie)} – {one_line(quoi)}  "
    corps = " ".join(modele.texte.split("\n\n", 1)[-1].replace("{ouverture}", "").split())
    place = max(12, (out.largeur or 160) - len(debut) - 1)
    return debut + out.style(shorten(one_line(corps), place), "pâle")


def _show_cases(out: Output, revue: Revue) -> None:
    """Pour chaque demande, les modèles qui y répondent ; les états qui se ressemblent ensemble."""
    for demande, cases in groupby(revue.cases, lambda case: case.demande):
        out.text(f"\n{out.gras(one_line(demande.libelle))} ({one_line(demande.code)})")
        par_sort: dict[str, list[str]] = {}
        for case in cases:
            modele = "aucun modèle" if case.modele is None else f"modèle {case.modele.id}"
            raison = f" : {one_line(case.raison)}" if case.raison else ""
            sort = f"{visible(modele)}, {_SORTS[case.issue]}{raison}"
            par_sort.setdefault(sort, []).append(str(case.etat))
        for sort, etats in par_sort.items():
            quand = ", ".join(etats) if len(par_sort) > 1 else "toujours"
            out.text(f"  {hang(out, f'{quand} → {sort}', '    ')}")


def _show_defects(out: Output, revue: Revue) -> None:
    if revue.inemployes:
        out.text(f"\n{out.gras('Ne servent jamais')}")
        for modele, raison in revue.inemployes:
            out.text(f"  {visible(modele.id)} ({one_line(modele.categorie)}) : {one_line(raison)}.")
    if revue.douteux:
        out.text(f"\n{out.gras('Annoncent une suite sans donner de délai')}")
        for modele, mots in revue.douteux:
            cites = ", ".join(f"« {one_line(mot)} »" for mot in mots)
            out.text(f"  {visible(modele.id)} ({one_line(modele.categorie)}) : {cites}")
        conseil = (
            "Leurs réponses attendent une relecture. Si une personne doit agir, employez "
            "{delai_reponse} : la réponse partira comme accusé de réception. Sinon, récrivez ces "
            "mots."
        )
        out.text(indent(out, conseil, "  "))


def _document(modeles: list[ReponseType], revue: Revue) -> dict[str, Any]:
    inemployes = {modele.id: raison for modele, raison in revue.inemployes}
    return {
        "modeles": [
            {
                "id": modele.id,
                "categorie": modele.categorie,
                "demande": modele.demande or None,
                "etats": list(modele.etats),
                "texte": modele.texte,
                "jamais": inemployes.get(modele.id),
                "promesses": list(promise_words(modele.texte)),
            }
            for modele in modeles
        ],
        "usages": [_usage(case) for case in revue.cases],
        "demandes_sans_modele": [code for code, part in revue.demandes.items() if not part],
        "part_sans_modele": _share(revue),
    }


def _usage(case: Case) -> dict[str, Any]:
    return {
        "demande": case.demande.code,
        "etat": str(case.etat),
        "modele": case.modele.id if case.modele else None,
        "issue": str(case.issue),
        "raison": case.raison or None,
    }


def _try(
    options: Namespace,
    settings: Settings,
    out: Output,
    agent: SupportAgent,
    modeles: list[ReponseType],
) -> int:
    from database.engine import Database
    from database.one_order import find_order

    modele = next((modele for modele in modeles if modele.id == options.essayer), None)
    if modele is None:
        raise UsageError(
            f"Aucun modèle n'a l'identifiant « {one_line(options.essayer)} » ; « python main.py "
            "--templates » les montre."
        )
    base = Database(settings)
    try:
        trouvee = find_order(base, options.order_id)
    finally:
        base.dispose()
    if trouvee is None:
        raise UsageError(f"Aucune commande n'est « {one_line(str(options.order_id))} ».")
    commande, client = trouvee
    email = client.email if client else ""
    faits = agent.examiner.facts(email, client, commande)
    reponse = render(modele.texte, faits)
    manquantes = [f"{{{nom}}}" for nom in reponse.manquantes]
    defauts = sort_templates([modele])[1]
    if out.en_json:
        out.document(
            {
                "modele": modele.id,
                "id_commande": commande.id,
                "reponse": reponse.texte,
                "manquantes": list(reponse.manquantes),
                "inconnues": list(reponse.inconnues),
                "promet": promises(modele.texte),
            }
        )
        return 0
    field(out, "Modèle", one_line(f"{modele.id} ({modele.categorie})"))
    field(out, "Commande", order_line(commande, None))
    for phrase in defauts:
        field(out, "À corriger", one_line(phrase))
    if manquantes:
        field(out, "Il manque", f"{', '.join(manquantes)} : ce modèle ne servirait pas ici.")
    if reponse.texte is not None:
        out.text(f"\n{indent(out, visible(reponse.texte), '  ')}")
    return 0


def _export(options: Namespace, out: Output, modeles: list[ReponseType]) -> int:
    chemin = Path(options.exporter)
    if chemin.exists() and not options.oui:
        raise UsageError(f"« {chemin} » existe déjà : ajoutez --oui pour le remplacer.")
    if not can_be_written(chemin, MARQUE):
        raise UsageError(
            f"« {chemin} » ne peut pas être écrit : donnez un nouveau fichier, dans un dossier "
            "qui existe."
        )
    if not options.dry_run:
        try:
            write_whole(chemin, write_templates(modeles))
        except OSError as erreur:
            raise UsageError(f"« {chemin} » n'a pas pu être écrit ({erreur.strerror}).") from erreur
    if out.en_json:
        out.document({"fichier": str(chemin), "modeles": len(modeles)})
    else:
        essai = " Essai à blanc : rien n'a été écrit." if options.dry_run else ""
        out.text(f"{plural(len(modeles), 'modèle')} dans « {one_line(str(chemin))} ».{essai}")
    return 0


def _import(
    options: Namespace, out: Output, agent: SupportAgent, modeles: list[ReponseType]
) -> int:
    chemin = Path(options.importer)
    try:
        octets = chemin.read_bytes()
    except OSError as erreur:
        raise UsageError(f"« {chemin} » ne peut pas être lu ({erreur.strerror}).") from erreur
    changements, pareils = plan_import(modeles, read_templates(chemin, octets))
    fait = options.oui and not agent.dry_run
    for changement in changements:
        modele = changement.modele
        if fait and changement.avant:
            agent.desk.update_reponse_type(modele)
        elif fait:
            agent.desk.create_reponse_type(
                modele.categorie, modele.texte, modele.demande or None, modele.etats
            )
        if not out.en_json:
            verbe = "mis à jour" if changement.avant else "ajouté"
            out.text(f"{verbe if fait else f'serait {verbe}'} : {_line(out, modele)}")
    mis_a_jour = sum(changement.avant is not None for changement in changements)
    ajoutes = len(changements) - mis_a_jour
    if out.en_json:
        compte = {"ajoutes": ajoutes, "mis_a_jour": mis_a_jour, "pareils": pareils}
        out.document({"fait": fait, **compte})
        return 0
    suite = "" if fait else " Rien n'a été écrit : ajoutez --oui pour le faire."
    out.text(
        f"{plural(ajoutes, 'ajout')}, {mis_a_jour} mis à jour, {pareils} déjà tels quels.{suite}"
    )
    return 0
