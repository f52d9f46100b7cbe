"""--replay : ce que les règles d'aujourd'hui changeraient aux décisions du journal."""

from argparse import Namespace
from collections import Counter
from dataclasses import replace
from typing import Any

from automation.languages.fr.writing import plural
from automation.runs.replay import Rejeu
from automation.support_agent import SupportAgent
from cli.output import JsonStream, Output
from cli.progress import Progress
from cli.render import indent
from cli.safe_text import one_line
from cli.signals import StopRequest
from config import Settings
from models import Attente


def run(_: Namespace, settings: Settings, out: Output) -> int:
    """Rejoue les décisions du journal et montre les différences ; n'écrit rien."""
    # La réécriture ne change aucune décision : rejouer n'envoie donc rien au serveur d'IA.
    with SupportAgent(replace(settings, openai_api_key=None), dry_run=True) as agent:
        return _replay(agent, out)


def _replay(agent: SupportAgent, out: Output) -> int:
    bilan, document = _Changements(), JsonStream(out, "tickets")
    with Progress(out, mots="décision rejouée") as progres, StopRequest() as arret:
        for rejeu in agent.iter_replay():
            progres.advance()
            if rejeu.change:
                progres.clear()
                if out.en_json:
                    document.add(rejeu.to_dict())
                else:
                    _show(rejeu, out)
            bilan.add(rejeu)
            if arret.asked():
                break
    if out.en_json:
        document.end(bilan.to_dict())
    else:
        out.text(indent(out, bilan.text()))
    return arret.code


def _show(rejeu: Rejeu, out: Output) -> None:
    if not out.discret and rejeu.apres is not None:
        avant, apres = rejeu.avant, rejeu.apres
        out.text(
            f"ticket {one_line(avant.ticket_id)} : {one_line(avant.categorie)}, {avant.statut}"
            f"{_codes(avant.attente)} → {one_line(apres.categorie)}, {apres.statut}"
            f"{_codes(apres.attente)}"
        )


def _codes(attente: tuple[Attente, ...]) -> str:
    return f" ({', '.join(attente)})" if attente else ""


class _Changements:
    """Compte les changements, par catégorie, par statut et par porte."""

    def __init__(self) -> None:
        self.total = self.changes = self.introuvables = 0
        self._categories: Counter[str] = Counter()
        self._statuts: Counter[str] = Counter()
        self._fermees: Counter[str] = Counter()
        self._ouvertes: Counter[str] = Counter()

    def add(self, rejeu: Rejeu) -> None:
        """Compte un rejeu."""
        avant, apres = rejeu.avant, rejeu.apres
        self.total += 1
        if apres is None:
            self.introuvables += 1
            return
        self.changes += rejeu.change
        if avant.categorie != apres.categorie:
            self._categories[f"{avant.categorie} → {apres.categorie}"] += 1
        if avant.statut != apres.statut:
            self._statuts[f"{avant.statut} → {apres.statut}"] += 1
        self._fermees.update(str(code) for code in set(apres.attente) - set(avant.attente))
        self._ouvertes.update(str(code) for code in set(avant.attente) - set(apres.attente))

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de ce bilan."""
        return {
            "total": self.total,
            "identiques": self.total - self.changes - self.introuvables,
            "changes": self.changes,
            "introuvables": self.introuvables,
            "par_categorie": dict(self._categories.most_common()),
            "par_statut": dict(self._statuts.most_common()),
            "portes_fermees": dict(self._fermees.most_common()),
            "portes_ouvertes": dict(self._ouvertes.most_common()),
        }

    def text(self) -> str:
        """Le bilan, pour une personne."""
        if not self.total:
            return "Le journal est vide : il n'y a rien à rejouer."
        perdus = f", {self.introuvables} dont le ticket n'existe plus" if self.introuvables else ""
        lignes = [
            f"{plural(self.total, 'décision rejouée')}, rien n'est écrit : "
            f"{plural(self.total - self.changes - self.introuvables, 'identique')}, "
            f"{self.changes} {'changeraient' if self.changes > 1 else 'changerait'}{perdus}."
        ]
        for titre, comptes in (
            ("Par catégorie", self._categories),
            ("Par statut", self._statuts),
            ("Portes qui se fermeraient", self._fermees),
            ("Portes qui s'ouvriraient", self._ouvertes),
        ):
            if comptes:
                lignes.append(f"{titre} :")
                lignes += [f"  {nombre} : {one_line(nom)}" for nom, nombre in comptes.most_common()]
        return "\n".join(lignes)
