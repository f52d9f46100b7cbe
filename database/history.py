"""Ce que le journal garde d'une décision, et comment on le relit."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from database.engine import Database
from database.instants import naive_utc, within
from database.tables import journal as table
from models import Attente, Statut
from models.tickets import Dossier

if TYPE_CHECKING:
    from models.statistics import BilanJournal, DecisionPassee, Periode

RESERVE, DECIDE, FAIT = "réservé", "décidé", "fait"
"""États d'une ligne."""

PAGE = 100

_J = table.c


def decision_values(dossier: Dossier, regles: str) -> dict[str, Any]:
    """Les colonnes d'une décision ; aucun autre texte du client que les mots décisifs."""
    resultat, modele = dossier.resultat, dossier.modele
    recu = dossier.ticket.cree_le if dossier.ticket else dossier.maintenant
    return {
        "decide_le": naive_utc(dossier.maintenant),
        "delai_s": max(0.0, (dossier.maintenant - recu).total_seconds()),
        "duree_ms": dossier.duree_ms,
        "statut": str(resultat.statut),
        "categorie": resultat.categorie,
        "confiance": resultat.confiance,
        "attente": " ".join(resultat.attente),
        "raisons": json.dumps([r.to_dict() for r in resultat.raisons], ensure_ascii=False),
        "modele_id": modele.id if modele else None,
        "modele_empreinte": sha256(modele.texte.encode()).hexdigest() if modele else None,
        "regles_empreinte": regles,
        "maintenant": naive_utc(dossier.maintenant),
        "id_commande": resultat.id_commande,
        "etat_commande": resultat.commande.statut if resultat.commande else None,
        "polissage": dossier.polissage or None,
        "jetons_entree": dossier.jetons[0],
        "jetons_sortie": dossier.jetons[1],
    }


def summary(base: Database, rangement: str, periode: Periode | None) -> BilanJournal:
    """Ce que le programme a décidé ces jours-là sur un rangement, compté."""
    faits = (_J.rangement == rangement, _J.etat == FAIT, *within(_J.decide_le, periode))
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
    par_reecriture = (
        sa.select(
            _J.polissage,
            sa.func.count(),
            sa.func.coalesce(sa.func.sum(_J.jetons_entree), 0),
            sa.func.coalesce(sa.func.sum(_J.jetons_sortie), 0),
        )
        .where(*faits, _J.polissage.is_not(None))
        .group_by(_J.polissage)
        .order_by(sa.func.count().desc(), _J.polissage)
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
        lignes = lien.execute(par_reecriture).all()
        # Importé ici, comme DecisionPassee : noter une décision s'en passe.
        from models.statistics import BilanJournal

        return BilanJournal(
            repondus,
            confies,
            dict(motifs.most_common()),
            mediane_s=_rank(lien, delais, repondus, 0.5),
            p90_s=_rank(lien, delais, repondus, 0.9),
            reecritures={ligne[0]: ligne[1] for ligne in lignes},
            jetons=(sum(int(ligne[2]) for ligne in lignes), sum(int(ligne[3]) for ligne in lignes)),
        )

    return base.read(work)


def iter_decisions(base: Database, rangement: str) -> Iterator[list[DecisionPassee]]:
    """Les décisions faites, par pages, de la plus ancienne à la plus récente."""
    colonnes = (
        _J.id,
        _J.ticket_id,
        _J.statut,
        _J.categorie,
        _J.confiance,
        _J.attente,
        _J.maintenant,
        _J.id_commande,
        _J.etat_commande,
    )
    derniere = 0
    while True:
        requete = (
            sa.select(*colonnes)
            .where(_J.id > derniere, _J.rangement == rangement, _J.etat == FAIT)
            .order_by(_J.id)
            .limit(PAGE)
        )
        lignes = base.read(lambda lien, requete=requete: lien.execute(requete).all())  # type: ignore[misc]
        if not lignes:
            return
        yield [_past(ligne) for ligne in lignes]
        derniere = lignes[-1].id


def _past(ligne: sa.Row[Any]) -> DecisionPassee:
    from models.statistics import DecisionPassee

    return DecisionPassee(
        ticket_id=ligne.ticket_id,
        statut=ligne.statut or "",
        categorie=ligne.categorie or "",
        confiance=ligne.confiance or 0.0,
        attente=tuple(Attente(code) for code in (ligne.attente or "").split()),
        maintenant=ligne.maintenant.replace(tzinfo=UTC),
        id_commande=ligne.id_commande,
        etat_commande=ligne.etat_commande,
    )


def _rank(
    lien: sa.Connection, requete: sa.Select[tuple[Any]], nombre: int, part: float
) -> float | None:
    """La valeur de rang ``part`` (méthode du plus proche rang), sans tout lire."""
    rang = max(0, -(-int(nombre * part * 1000) // 1000) - 1)
    valeur = lien.execute(requete.offset(rang).limit(1)).scalar_one_or_none()
    return None if valeur is None else round(float(valeur), 3)
