"""--explain : comment un texte est compris ; ne connaît ni expéditeur ni commande."""

from __future__ import annotations

import textwrap
from argparse import Namespace

from automation.decision import Ouverture, is_proofread, text_gates, together
from automation.languages.fr.writing import number, percent, plural
from automation.opening import opening
from automation.opinion.both import second_reader, understand
from automation.understanding.rules import Rules, load_rules
from cli.output import Output
from cli.render import field, gates, highlight, reasons
from cli.safe_text import one_line
from cli.values import read_text
from config import Settings
from errors import UsageError
from models import Analyse, Attente, storable


def run(options: Namespace, settings: Settings, out: Output) -> int:
    """Dit comment un texte est compris, et pourquoi ; n'enregistre rien."""
    texte = storable(read_text(options.explain))
    if not texte.strip():
        raise UsageError("Le texte est vide : il n'y a rien à expliquer. Donnez un message.")
    rules = load_rules(*settings.regles)
    ouverture = opening(settings, rules)
    lue = understand(texte, rules, second_reader(settings))
    servies = [demande.code for demande in together(lue, rules.demandes)]
    attente = text_gates(texte, lue, ouverture, servies)
    if is_proofread(lue, ouverture, rules.demandes.get(lue.demande)):
        attente.append(Attente.BROUILLON_DEMANDE)
    if out.en_json:
        out.document(
            {
                "categorie": lue.categorie,
                "demande": lue.demande or None,
                "confiance": lue.confiance,
                "confiance_demande": lue.confiance_demande,
                "scores": dict(lue.scores),
                "raisons": [raison.to_dict() for raison in lue.mots_decisifs],
                "numeros_commande": list(lue.numeros_commande),
                "attente": [str(code) for code in attente],
            }
        )
    else:
        _show(out, texte, lue, attente, ouverture, rules)
    return 0


def _show(
    out: Output,
    texte: str,
    lue: Analyse,
    attente: list[Attente],
    ouverture: Ouverture,
    rules: Rules,
) -> None:
    """Montre comment un texte est compris, ses mots décisifs en gras ou entre crochets."""
    out.text(f"{textwrap.indent(highlight(out, texte, lue.mots_decisifs), '  ')}\n")
    confiance = f"confiance {percent(lue.confiance)}, seuil {percent(ouverture.seuil)}"
    field(out, "Catégorie", f"{lue.categorie} ({confiance})")
    for nom, score in sorted(lue.scores.items(), key=lambda paire: -paire[1]):
        field(out, "", f"{number(score):>6}  {nom}")
    field(out, "Demande", _request(lue, ouverture, rules))
    field(out, "Mots décisifs", reasons(lue.mots_decisifs, avec_categorie=True) or "aucun")
    ecartes = ", ".join(f"« {one_line(e.mot)} » ({e.motif})" for e in lue.ecartes)
    field(out, "Mots écartés", ecartes or "aucun")
    field(out, "Commandes", ", ".join(lue.numeros_commande) or "aucun numéro")
    etat = plural(len(attente), "fermée") if attente else "toutes ouvertes"
    field(out, "Portes", f"{etat}, d'après le seul texte")
    gates(out, attente, lue.doute)


def _request(lue: Analyse, ouverture: Ouverture, rules: Rules) -> str:
    if not lue.demande:
        return "aucune qui se reconnaisse"
    demande = rules.demandes.get(lue.demande)
    libelle = f"{demande.libelle} ({lue.demande})" if demande else lue.demande
    confiance = f"confiance {percent(lue.confiance_demande)}"
    return f"{libelle}, {confiance}, seuil {percent(ouverture.seuil_demande)}"
