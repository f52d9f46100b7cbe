"""Mettre une réponse à l'envoi, dans la transaction qui la décide."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterable
from datetime import UTC
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from database.bulk import insert_new
from database.instants import naive_utc
from database.tables import envoi as table
from models import cle_email, storable
from models.envois import Depart, Envoi, EtatEnvoi


def queue(
    lien: sa.Connection,
    rangement: str,
    departs: Iterable[Depart],
    etat: EtatEnvoi = EtatEnvoi.A_ENVOYER,
) -> None:
    """Ajoute les réponses qui partent ; jamais une vide, ni un texte déjà parti sur ce ticket."""
    lignes = [_row(rangement, depart, etat) for depart in departs if leaves(depart)]
    insert_new(lien, table, lignes)


def leaves(depart: Depart) -> bool:
    """Vrai si cette écriture fait partir une réponse."""
    traitement = depart.traitement
    return bool(traitement.depart) and bool((traitement.reponse or "").strip())


def fingerprint(texte: str) -> str:
    """L'empreinte d'une réponse : celle de son texte, blancs autour à part."""
    return sha256(storable(texte).strip().encode()).hexdigest()


def read_envoi(ligne: sa.Row[Any]) -> Envoi:
    """L'envoi d'une ligne."""
    return Envoi(
        id=ligne.id,
        rangement=ligne.rangement,
        ticket_id=ligne.ticket_id,
        etat=EtatEnvoi(ligne.etat),
        issue=ligne.issue,
        destinataire=ligne.destinataire,
        texte=ligne.texte,
        decide_le=ligne.decide_le.replace(tzinfo=UTC),
        change_le=ligne.change_le.replace(tzinfo=UTC),
    )


def _row(rangement: str, depart: Depart, etat: EtatEnvoi) -> dict[str, Any]:
    texte = storable(depart.traitement.reponse or "")
    return {
        "id": _new_id(),
        "rangement": rangement,
        "ticket_id": depart.ticket_id,
        "etat": str(etat),
        "issue": depart.traitement.depart,
        "destinataire": cle_email(depart.email),
        "texte": texte,
        "empreinte": fingerprint(texte),
        "decide_le": naive_utc(depart.traitement.traite_le),
        "change_le": naive_utc(),
    }


def _new_id() -> str:
    """Seize lettres et chiffres, soit 80 bits de hasard : se copie, ne se devine pas."""
    return base64.b32encode(os.urandom(10)).decode().lower()
