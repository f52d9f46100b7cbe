"""--explain : comment un texte est compris ; ne connaît ni expéditeur ni commande."""

from __future__ import annotations

import textwrap
from argparse import Namespace

from automation.decision import automatic_categories, is_proofread, text_gates, threshold
from automation.languages.fr.writing import number, percent, plural
from automation.understanding.classifier import analyse
from automation.understanding.rules import load_rules
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
    seuil = threshold(settings.seuil_confiance, rules)
    lue = analyse(texte, rules)
    attente = text_gates(texte, lue, seuil)
    if is_proofread(lue, automatic_categories(settings.categories_automatiques, rules)):
        attente.append(Attente.BROUILLON_DEMANDE)
    if out.en_json:
        out.document(
            {
                "categorie": lue.categorie,
                "demande": lue.demande or None,
                "confiance": lue.confiance,
                "scores": dict(lue.scores),
                "raisons": [raison.to_dict() for raison in lue.mots_decisifs],
                "numeros_commande": list(lue.numeros_commande),
                "attente": [str(code) for code in attente],
            }
        )
    else:
        _show(out, texte, lue, attente, seuil)
    return 0


def _show(out: Output, texte: str, lue: Analyse, attente: list[Attente], seuil: float) -> None:
    """Montre comment un texte est compris, ses mots décisifs en gras ou entre crochets."""
    out.text(f"{textwrap.indent(highlight(out, texte, lue.mots_decisifs), '  ')}\n")
    confiance = f"confiance {percent(lue.confiance)}, seuil {percent(seuil)}"
    field(out, "Catégorie", f"{lue.categorie} ({confiance})")
    for nom, score in sorted(lue.scores.items(), key=lambda paire: -paire[1]):
        field(out, "", f"{number(score):>6}  {nom}")
    field(out, "Demande", lue.demande or "aucune qui se reconnaisse")
    field(out, "Mots décisifs", reasons(lue.mots_decisifs, avec_categorie=True) or "aucun")
    ecartes = ", ".join(f"« {one_line(e.mot)} » ({e.motif})" for e in lue.ecartes)
    field(out, "Mots écartés", ecartes or "aucun")
    field(out, "Commandes", ", ".join(lue.numeros_commande) or "aucun numéro")
    etat = plural(len(attente), "fermée") if attente else "toutes ouvertes"
    field(out, "Portes", f"{etat}, d'après le seul texte")
    gates(out, attente, lue.doute)
