"""Le journal : qui s'occupe de quel ticket, et ce qui a été décidé.

Un ticket est réservé en insérant sa ligne, unique par rangement, ticket et tour, avec un bail
compté sur l'heure de la base. Un cluster Galera ordonne ces insertions entre ses nœuds, ce qu'il
ne fait pas des verrous de ligne. La décision y est validée avant d'être écrite sur le ticket :
qui reprend une ligne inachevée regarde d'abord le ticket.
"""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from database.engine import Database, within
from database.tables import journal as table
from models import TOUJOURS, BilanJournal, Dossier, Periode, Reservation, Statut, Ticket

RESERVE, DECIDE, FAIT = "réservé", "décidé", "fait"

_J = table.c


class Journal:
    """Réserve les tickets d'un rangement et garde chaque décision.

    Args:
        rangement: nom du rangement des tickets (``TicketDesk.nom``).
        travailleur: nom de ce poste, pour une personne qui lirait le journal.
        bail_secondes: durée d'une réservation.
        regles: empreinte des règles en vigueur.
    """

    def __init__(
        self,
        database: Database,
        *,
        rangement: str,
        travailleur: str,
        bail_secondes: int,
        regles: str,
    ) -> None:
        self.database = database
        self.rangement = rangement
        self.travailleur = travailleur
        self.bail = timedelta(seconds=bail_secondes)
        self.regles = regles

    def claim(self, tickets: Sequence[Ticket]) -> list[Reservation]:
        """Réserve ceux de ces tickets que personne ne tient, dans leur ordre."""
        if not tickets:
            return []
        jeton = uuid4().hex

        def work(lien: sa.Connection) -> dict[str, Reservation]:
            maintenant = self.database.now(lien)
            dernieres = self._last_rounds(lien, tickets)
            bail = {
                "jeton": jeton,
                "travailleur": self.travailleur,
                "bail_fin": maintenant + self.bail,
            }
            nouvelles, reprises = [], {}
            for ticket in tickets:
                derniere = dernieres.get(ticket.id)
                if derniere is None or derniere.etat == FAIT:
                    tour = 1 if derniere is None else derniere.tour + 1
                    nouvelles.append(self._row(ticket, tour) | bail)
                elif derniere.bail_fin <= maintenant:
                    reprises[ticket.id] = derniere
            self._insert(lien, nouvelles)
            for ancienne in reprises.values():
                # L'ancien jeton dans la condition : un seul repreneur gagne.
                lien.execute(
                    sa.update(table)
                    .where(_J.id == ancienne.id, _J.jeton == ancienne.jeton)
                    .values(bail)
                )
            return self._mine(lien, tickets, jeton, reprises)

        reservees = self.database.write(work)
        return [reservees[ticket.id] for ticket in tickets if ticket.id in reservees]

    def record(self, decisions: Sequence[tuple[Reservation, Dossier]]) -> None:
        """Valide des décisions, avant qu'elles ne soient écrites sur les tickets."""
        if not decisions:
            return
        lignes = [
            {"ligne": reservation.ligne, "etat": DECIDE, **self._decision(dossier)}
            for reservation, dossier in decisions
        ]
        ecriture = sa.update(table).where(_J.id == sa.bindparam("ligne"))
        self.database.write(lambda lien: lien.execute(ecriture, lignes))

    def close(
        self,
        *,
        faits: Sequence[int] = (),
        rendus: Sequence[int] = (),
        oublies: Sequence[int] = (),
    ) -> None:
        """Clôt des lignes : ``faits`` l'est, ``rendus`` redevient libre, ``oublies`` disparaît."""

        def work(lien: sa.Connection) -> None:
            if faits:
                lien.execute(sa.update(table).where(_J.id.in_(faits)).values(etat=FAIT))
            if rendus:
                lien.execute(
                    sa.update(table)
                    .where(_J.id.in_(rendus))
                    .values(etat=RESERVE, bail_fin=self.database.now(lien))
                )
            if oublies:
                lien.execute(sa.delete(table).where(_J.id.in_(oublies), _J.etat != FAIT))

        if faits or rendus or oublies:
            self.database.write(work)

    def add(self, ticket_id: str, dossier: Dossier) -> None:
        """Note la décision d'un ticket créé complet, d'une seule ligne."""

        def work(lien: sa.Connection) -> None:
            ligne = {
                "rangement": self.rangement,
                "ticket_id": ticket_id,
                "tour": 1,
                "etat": FAIT,
                "jeton": uuid4().hex,
                "travailleur": self.travailleur,
                "bail_fin": self.database.now(lien),
                "recu_le": _naive(dossier.maintenant),
            }
            lien.execute(sa.insert(table).values(ligne | self._decision(dossier)))

        self.database.write(work)

    def summary(self, periode: Periode = TOUJOURS) -> BilanJournal:
        """Ce que le programme a décidé ces jours-là sur ce rangement, compté."""
        faits = (
            _J.rangement == self.rangement,
            _J.etat == FAIT,
            *within(_J.decide_le, periode),
        )
        par_attente = (
            sa.select(_J.statut, _J.attente, sa.func.count())
            .where(*faits)
            .group_by(_J.statut, _J.attente)
        )
        delais = (
            sa.select(_J.delai_s)
            .where(*faits, _J.statut == str(Statut.TRAITE_AUTO), _J.delai_s.is_not(None))
            .order_by(_J.delai_s)
        )

        def work(lien: sa.Connection) -> BilanJournal:
            repondus = confies = 0
            motifs: Counter[str] = Counter()
            for statut, attente, nombre in lien.execute(par_attente):
                if statut == str(Statut.TRAITE_AUTO):
                    repondus += nombre
                else:
                    confies += nombre
                    motifs.update(dict.fromkeys((attente or "").split(), nombre))
            rangs = [_rank(lien, delais, repondus, part) for part in (0.5, 0.9)]
            return BilanJournal(repondus, confies, dict(motifs.most_common()), *rangs)

        return self.database.read(work)

    def _last_rounds(
        self, lien: sa.Connection, tickets: Sequence[Ticket]
    ) -> dict[str, sa.Row[*tuple[Any, ...]]]:
        requete = (
            sa.select(_J.id, _J.ticket_id, _J.tour, _J.etat, _J.jeton, _J.bail_fin, _J.statut)
            .where(_J.rangement == self.rangement, _J.ticket_id.in_([t.id for t in tickets]))
            .order_by(_J.tour)
        )
        return {ligne.ticket_id: ligne for ligne in lien.execute(requete)}

    def _row(self, ticket: Ticket, tour: int) -> dict[str, Any]:
        return {
            "rangement": self.rangement,
            "ticket_id": ticket.id,
            "tour": tour,
            "etat": RESERVE,
            "recu_le": _naive(ticket.cree_le),
        }

    def _insert(self, lien: sa.Connection, lignes: list[dict[str, Any]]) -> None:
        if lignes:
            ignorer = "OR IGNORE" if self.database.embarquee else "IGNORE"
            lien.execute(sa.insert(table).prefix_with(ignorer), lignes)

    def _mine(
        self,
        lien: sa.Connection,
        tickets: Sequence[Ticket],
        jeton: str,
        reprises: dict[str, sa.Row[*tuple[Any, ...]]],
    ) -> dict[str, Reservation]:
        requete = sa.select(_J.id, _J.ticket_id, _J.tour).where(
            _J.rangement == self.rangement,
            _J.ticket_id.in_([t.id for t in tickets]),
            _J.jeton == jeton,
        )
        par_id = {ticket.id: ticket for ticket in tickets}
        return {
            ligne.ticket_id: Reservation(
                ticket=par_id[ligne.ticket_id],
                ligne=ligne.id,
                relire=ligne.tour > 1 or ligne.ticket_id in reprises,
                statut_decide=getattr(reprises.get(ligne.ticket_id), "statut", None),
            )
            for ligne in lien.execute(requete)
        }

    def _decision(self, dossier: Dossier) -> dict[str, Any]:
        resultat, modele = dossier.resultat, dossier.modele
        recu = dossier.ticket.cree_le if dossier.ticket else dossier.maintenant
        return {
            "decide_le": _naive(dossier.maintenant),
            "delai_s": max(0.0, (dossier.maintenant - recu).total_seconds()),
            "duree_ms": dossier.duree_ms,
            "statut": str(resultat.statut),
            "categorie": resultat.categorie,
            "confiance": resultat.confiance,
            "attente": " ".join(resultat.attente),
            "raisons": json.dumps([r.to_dict() for r in resultat.raisons], ensure_ascii=False),
            "modele_id": modele.id if modele else None,
            "modele_empreinte": sha256(modele.texte.encode()).hexdigest() if modele else None,
            "regles_empreinte": self.regles,
            "maintenant": _naive(dossier.maintenant),
            "id_commande": resultat.id_commande,
            "etat_commande": resultat.commande.statut if resultat.commande else None,
            "polissage": dossier.polissage or None,
        }


def _naive(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(tzinfo=None)


def _rank(
    lien: sa.Connection, requete: sa.Select[tuple[Any]], nombre: int, part: float
) -> float | None:
    """La valeur de rang ``part`` (méthode du plus proche rang), sans tout lire."""
    rang = max(0, -(-int(nombre * part * 1000) // 1000) - 1)
    valeur = lien.execute(requete.offset(rang).limit(1)).scalar_one_or_none()
    return None if valeur is None else round(float(valeur), 3)
