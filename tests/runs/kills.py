"""Des commandes tuées de l'extérieur, n'importe quand, et ce qu'il doit en rester."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from tests.bases import Base

RACINE = Path(__file__).resolve().parent.parent.parent
RETARD = "Je n'ai toujours pas reçu mon colis"


@dataclass
class Tueur:
    """Lance de vraies commandes, en tue, et relance comme le ferait une personne.

    Attributes:
        morts: commandes tuées en route.
        patience: au plus, les secondes laissées à une commande ; moins sur une machine rapide.
        remis: les réponses que l'outil d'envoi a lues, une fois pour chaque lecture.
    """

    base: Base
    dossier: Path
    hasard: random.Random
    morts: int = 0
    patience: float = 1.6
    remis: Counter[str] = field(default_factory=Counter)

    def run(self, *arguments: str, tuer: bool) -> bytes | None:
        """Lance une commande ; rend sa sortie, ou rien si elle a été tuée."""
        processus = subprocess.Popen(
            [sys.executable, "main.py", *arguments],
            cwd=RACINE,
            env=self._env(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        if tuer:
            time.sleep(self.hasard.uniform(0.05, self.patience))
            if processus.poll() is None:
                os.killpg(processus.pid, signal.SIGKILL)
                self.morts += 1
            else:
                # Arrivé trop tard : la machine va plus vite qu'on ne croyait.
                self.patience = max(0.1, self.patience / 2)
        sortie, erreurs = processus.communicate()
        if processus.returncode == -signal.SIGKILL:
            self._read(sortie)
            return None
        assert processus.returncode == 0, (arguments, processus.returncode, erreurs.decode())
        self._read(sortie)
        return sortie

    def file(self, nombre: int) -> str:
        """Un fichier de messages à importer, un par client ; un sur trois est d'un inconnu."""
        fichier = self.dossier / "messages.csv"
        lignes = [f"{_address(rang)},{RETARD} (message {rang})" for rang in range(nombre)]
        self._add_clients(nombre)
        fichier.write_text("\n".join(["email,message", *lignes, ""]), encoding="utf-8")
        return str(fichier)

    def _add_clients(self, nombre: int) -> None:
        [(deja,)] = self.base.sql("SELECT COUNT(*) FROM client WHERE nom = 'Tueur'")
        nouveaux = [(10_000 + rang, _address(rang)) for rang in range(deja, nombre)]
        self.base.sql(
            "INSERT INTO client (id, email, nom, prenom) VALUES (?, ?, 'Tueur', 'Dominique')",
            *[(numero, adresse.replace("inconnu", "autre")) for numero, adresse in nouveaux],
        )
        hier, demain = (str(date.today() + timedelta(days=jours)) for jours in (-1, 1))
        self.base.sql(
            "INSERT INTO commande (id, id_client, date_commande, statut, transporteur, "
            "numero_suivi, montant, nb_articles, date_livraison_prevue) "
            "VALUES (?, ?, ?, 'expédiée', 'Colissimo', ?, '10.00', 1, ?)",
            *[(numero, numero, hier, f"6A{numero}", demain) for numero, _ in nouveaux],
        )

    def _read(self, sortie: bytes) -> None:
        # Ce qui est lu de la sortie d'un mort compte aussi : l'outil d'envoi l'aurait envoyé.
        for morceau in sortie.split(b'{"id": "')[1:]:
            self.remis[morceau[:16].decode()] += 1

    def _env(self) -> Mapping[str, str]:
        gardees = {nom: os.environ[nom] for nom in ("PATH", "HOME") if nom in os.environ}
        return {**gardees, **self.base.env, "BAIL_SECONDES": "1", "LANG": "C.UTF-8"}


def _address(rang: int) -> str:
    return f"{'inconnu' if rang % 3 == 0 else 'client'}{rang}@example.com"


def kill_round(tueur: Tueur, nombre: int) -> None:
    """Un tour : chaque commande est tuée une fois, puis relancée jusqu'à sa fin."""
    fichier = tueur.file(nombre)
    for commande in (
        ("--import-tickets", fichier, "--quiet"),
        ("--process-pending", "--quiet"),
        ("--outbox", "--remettre", "--json", "--quiet"),
    ):
        tueur.run(*commande, tuer=True)
        if commande[0] == "--process-pending":
            time.sleep(1.1)  # le bail de la morte
        tueur.run(*commande, tuer=False)
    tueur.run("--message", _address(nombre - 1), f"{RETARD} (seul)", "--quiet", tuer=True)


def faults(base: Base, tueur: Tueur, importes: int) -> Iterator[str]:
    """Ce qui est perdu, ou fait deux fois ; rien si tout va bien."""
    tickets = base.sql(
        "SELECT COUNT(*), COUNT(DISTINCT message) FROM ticket WHERE message LIKE '%(message %)'"
    )
    if tickets != [(importes, importes)]:
        yield f"tickets importés : {tickets}, {importes} attendus"
    if not base.sql(f"SELECT 1 FROM ticket t WHERE {_REPONDU} LIMIT 1"):
        yield "aucun ticket répondu : il n'y a rien à vérifier"
    for quoi, requete in _COMPTES.items():
        [(nombre,)] = base.sql(requete)
        if nombre:
            yield f"{quoi} : {nombre}"
    deux_fois = [numero for numero, fois in tueur.remis.items() if fois > 1]
    if deux_fois:
        yield f"remis deux fois : {deux_fois}"
    etats = dict(base.sql("SELECT id, etat FROM envoi"))
    jamais_remis = [numero for numero in tueur.remis if etats.get(numero) != "remis"]
    if jamais_remis:
        yield f"lus par l'outil sans être remis : {jamais_remis}"


_TICKET = "CAST(t.id AS CHAR)"
_REPONDU = "t.statut = 'Traité automatiquement'"
_COMPTES = {
    "tickets encore en attente": "SELECT COUNT(*) FROM ticket t WHERE t.statut = 'Nouveau'",
    "répondus sans leur ligne d'envoi": f"SELECT COUNT(*) FROM ticket t WHERE {_REPONDU} AND NOT "
    f"EXISTS (SELECT 1 FROM envoi e WHERE e.ticket_id = {_TICKET} AND e.texte = t.reponse)",
    "lignes d'envoi en trop": "SELECT COUNT(*) FROM (SELECT ticket_id FROM envoi "
    "GROUP BY ticket_id HAVING COUNT(*) > 1) AS doubles",
    "lignes d'envoi sans ticket répondu": "SELECT COUNT(*) FROM envoi e WHERE NOT EXISTS "
    f"(SELECT 1 FROM ticket t WHERE {_TICKET} = e.ticket_id AND {_REPONDU})",
    "tickets sans leur ligne de journal": "SELECT COUNT(*) FROM ticket t WHERE NOT EXISTS "
    f"(SELECT 1 FROM journal j WHERE j.ticket_id = {_TICKET} AND j.etat = 'fait')",
    "lignes de journal en trop": "SELECT COUNT(*) FROM (SELECT ticket_id FROM journal "
    "GROUP BY ticket_id HAVING COUNT(*) > 1) AS doubles",
}
