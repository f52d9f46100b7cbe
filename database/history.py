"""Ce que le journal garde d'une décision, et comment on le relit."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from database.engine import Database
from database.instants import JAMAIS, as_utc, naive_utc, within
from database.tables import journal as table
from models import Attente, Issue, Raison, Statut, storable
from models.crm import Commande
from models.tickets import Dossier

if TYPE_CHECKING:
    from models.statistics import BilanJournal, DecisionPassee, Periode

RESERVE, DECIDE, FAIT = "réservé", "décidé", "fait"
"""États d'une ligne."""

PAGE = 100

ETAT_MAX = 32
"""Longueur de la colonne « etat_commande » : un état de la boutique, plus long, est coupé."""

RAISONS_MAX, MOT_MAX = 200, 200
"""Mots décisifs gardés, et longueur de chacun : un message peut n'être qu'un mot d'un million."""

_J = table.c

Faits = tuple[sa.ColumnElement[bool], ...]
"""Les conditions des décisions comptées."""


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
        "issue": str(resultat.issue),
        "demande": resultat.demande or None,
        "attente": " ".join(resultat.attente),
        "raisons": _reasons(resultat.raisons),
        "modele_id": modele.id if modele else None,
        "modele_empreinte": sha256(modele.texte.encode()).hexdigest() if modele else None,
        "regles_empreinte": regles,
        "maintenant": naive_utc(dossier.maintenant),
        "id_commande": resultat.id_commande,
        "etat_commande": _state(resultat.commande),
        "polissage": dossier.polissage or None,
        "jetons_entree": dossier.jetons[0],
        "jetons_sortie": dossier.jetons[1],
    }


def _left() -> sa.ColumnElement[bool]:
    """Les décisions dont la réponse est partie."""
    partis = (str(Issue.REPONDU), str(Issue.ACCUSE))
    ancienne = sa.and_(_J.issue.is_(None), _J.statut == str(Statut.TRAITE_AUTO))
    return sa.or_(_J.issue.in_(partis), ancienne)


def _state(commande: Commande | None) -> str | None:
    etat = commande.statut if commande else None
    return etat if etat is None or len(etat) <= ETAT_MAX else f"{etat[: ETAT_MAX - 1]}…"


def _reasons(raisons: Sequence[Raison]) -> str:
    gardees = [r.to_dict() | {"mot": storable(r.mot[:MOT_MAX])} for r in raisons[:RAISONS_MAX]]
    return json.dumps(gardees, ensure_ascii=False)


def summary(base: Database, rangement: str, periode: Periode | None) -> BilanJournal:
    """Ce que le programme a décidé ces jours-là sur un rangement, compté."""
    faits = (_J.rangement == rangement, _J.etat == FAIT, *within(_J.decide_le, periode))
    return base.read(lambda lien: _counted(lien, faits))


def _counted(lien: sa.Connection, faits: Faits) -> BilanJournal:
    # Importé ici, comme DecisionPassee : noter une décision s'en passe.
    from models.statistics import BilanJournal

    issues, motifs = _outcomes(lien, faits)
    partis = issues[str(Issue.REPONDU)] + issues[str(Issue.ACCUSE)]
    delais = (
        sa.select(_J.delai_s).where(*faits, _left(), _J.delai_s.is_not(None)).order_by(_J.delai_s)
    )
    par_demande = (
        sa.select(_J.demande, sa.func.count())
        .where(*faits, _J.demande.is_not(None))
        .group_by(_J.demande)
        .order_by(sa.func.count().desc(), _J.demande)
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
    lignes = lien.execute(par_reecriture).all()
    return BilanJournal(
        issues[str(Issue.REPONDU)],
        issues[str(Issue.CONFIE)],
        dict(motifs.most_common()),
        accuses=issues[str(Issue.ACCUSE)],
        par_demande={ligne[0]: ligne[1] for ligne in lien.execute(par_demande)},
        mediane_s=_rank(lien, delais, partis, 0.5),
        p90_s=_rank(lien, delais, partis, 0.9),
        reecritures={ligne[0]: ligne[1] for ligne in lignes},
        jetons=(sum(int(ligne[2]) for ligne in lignes), sum(int(ligne[3]) for ligne in lignes)),
    )


def _outcomes(lien: sa.Connection, faits: Faits) -> tuple[Counter[str], Counter[str]]:
    """Combien de décisions par issue, et combien de fois chaque porte a été fermée."""
    par_attente = (
        sa.select(_J.statut, _J.issue, _J.attente, sa.func.count())
        .where(*faits)
        .group_by(_J.statut, _J.issue, _J.attente)
    )
    issues: Counter[str] = Counter()
    motifs: Counter[str] = Counter()
    for statut, issue, attente, nombre in lien.execute(par_attente):
        # Une décision de la version 1.0 n'a pas d'issue : son statut la dit.
        ancienne = Issue.REPONDU if statut == str(Statut.TRAITE_AUTO) else Issue.CONFIE
        issues[issue or str(ancienne)] += nombre
        if (issue or str(ancienne)) == str(Issue.CONFIE):
            motifs.update(dict.fromkeys((attente or "").split(), nombre))
    return issues, motifs


def iter_decisions(base: Database, rangement: str) -> Iterator[list[DecisionPassee]]:
    """Les décisions faites, par pages, de la plus ancienne à la plus récente."""
    colonnes = (
        _J.id,
        _J.ticket_id,
        _J.statut,
        _J.categorie,
        _J.confiance,
        _J.attente,
        sa.type_coerce(_J.maintenant, sa.types.NullType()).label("maintenant"),
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


_CODES = frozenset(Attente)


def _past(ligne: sa.Row[Any]) -> DecisionPassee:
    from models.statistics import DecisionPassee

    return DecisionPassee(
        ticket_id=ligne.ticket_id,
        statut=ligne.statut or "",
        categorie=ligne.categorie or "",
        confiance=ligne.confiance or 0.0,
        # Une version plus récente a pu noter une porte que celle-ci ne connaît pas.
        attente=tuple(Attente(code) for code in (ligne.attente or "").split() if code in _CODES),
        maintenant=as_utc(ligne.maintenant) or JAMAIS,
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
