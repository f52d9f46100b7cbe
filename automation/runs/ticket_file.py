"""Lire un fichier de lignes (CSV ou JSON Lines) venu d'un tableur ou d'un autre outil."""

import codecs
import csv
import errno
import io
import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from errors import UsageError
from models import check_email, read_order, storable
from models.tickets import Message

TEXTE_MAX = 10_000_000
"""Longueur d'un champ CSV : le module csv s'arrête sinon à 131 072 caractères."""


@dataclass(frozen=True, slots=True)
class Ligne:
    """Une ligne du fichier.

    Attributes:
        numero: rang dans le fichier, l'en-tête étant la ligne 1.
        champs: colonne → valeur ; ``None`` si la ligne ne se lit pas.
        raison: pourquoi elle ne se lit pas.
    """

    numero: int
    champs: dict[str, Any] | None
    raison: str = ""


def read_rows(fichier: Path, requises: Sequence[str]) -> Iterator[Ligne]:
    """Les lignes d'un fichier CSV (« , » ou « ; », avec en-tête) ou JSON Lines.

    Args:
        fichier: en UTF-8, avec ou sans BOM, ou en cp1252.
        requises: colonnes sans lesquelles le fichier n'a pas de sens ; « a|b » : l'une des deux.

    Raises:
        UsageError: fichier illisible, ou colonne requise absente de l'en-tête.
    """
    texte = _decode(fichier)
    if texte.lstrip().startswith("{"):
        return _json_rows(texte)
    if texte.lstrip().startswith("["):
        raise UsageError(
            f"Le fichier {fichier} est une liste JSON. Écrivez un objet par ligne, sans crochets "
            "ni virgules entre eux (JSON Lines) : rien n'a été enregistré."
        )
    return _csv_rows(fichier, texte, requises)


_NUMEROS = ("message_id", "message-id", "id_message", "numero_message", "id", "numero")
"""Colonnes qui peuvent porter le numéro d'un message, de la plus sûre à la moins sûre."""


class LigneLue(NamedTuple):
    """Une ligne d'un fichier à importer.

    Attributes:
        numero: son rang dans le fichier, l'en-tête étant la ligne 1.
        lu: le message, ou la raison de son refus.
        propre: le numéro que le fichier donne à ce message ; vide s'il n'en donne pas.
    """

    numero: int
    lu: Message | str
    propre: str = ""


def read_messages(fichier: Path) -> Iterator[LigneLue]:
    """Les messages d'un fichier à importer.

    Raises:
        UsageError: fichier illisible, ou sans colonne « email » ou « message ».
    """
    for ligne in read_rows(fichier, ("email", "message")):
        if ligne.champs is None:
            yield LigneLue(ligne.numero, ligne.raison)
        else:
            yield LigneLue(ligne.numero, _message(ligne.champs), _own_number(ligne.champs))


def file_fingerprint(fichier: Path) -> str:
    """L'empreinte de ses octets.

    Raises:
        UsageError: fichier illisible.
    """
    return sha256(_read_bytes(fichier)).hexdigest()


def _own_number(champs: dict[str, Any]) -> str:
    valeurs = (_as_text(champs.get(nom)).strip() for nom in _NUMEROS)
    return next((valeur for valeur in valeurs if valeur), "")


def _message(champs: dict[str, Any]) -> Message | str:
    colonnes = ("email", "message", "id_commande", "nom")
    for nom in colonnes:
        valeur = champs.get(nom)
        # Un numéro peut être un nombre ; un message qui en serait un cache une erreur d'export.
        nombre = nom == "id_commande" and isinstance(valeur, int | float)
        if isinstance(valeur, bool) or not (nombre or isinstance(valeur, str | None)):
            return f"« {nom} » doit être un texte{' ou un nombre' * (nom == 'id_commande')}"
    textes = {nom: _as_text(champs.get(nom)) for nom in colonnes}
    if not textes["message"].strip():
        return "le message est vide"
    try:
        adresse = check_email(textes["email"])
    except UsageError as erreur:
        return "l'adresse e-mail manque" if not textes["email"].strip() else str(erreur)
    donne = textes["id_commande"].strip()
    try:
        lue = read_order(donne) if donne else None
    except UsageError:
        return f"id_commande doit être un nombre entier ou une référence, pas « {donne[:40]} »"
    nom = " ".join(storable(textes["nom"]).split())[:200]
    message = Message(adresse, storable(textes["message"]), nom=nom)
    if isinstance(lue, str):
        return replace(message, reference=lue)
    return replace(message, id_commande=lue)


def _as_text(valeur: Any) -> str:
    return "" if valeur is None else str(valeur)


def _read_bytes(fichier: Path) -> bytes:
    try:
        return fichier.read_bytes()
    except (OSError, ValueError) as erreur:
        raison = _RAISONS.get(getattr(erreur, "errno", None), "le système le refuse")
        raise UsageError(
            f"Le fichier {fichier} ne peut pas être lu ({raison}). Vérifiez son nom et ses "
            "droits : rien n'a été enregistré."
        ) from erreur


def _decode(fichier: Path) -> str:
    octets = _read_bytes(fichier)
    utf_16 = octets.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for codage in () if utf_16 else ("utf-8-sig", "cp1252"):
        try:
            return octets.decode(codage)
        except UnicodeDecodeError:
            continue
    raise UsageError(
        f"Le fichier {fichier} n'est ni en UTF-8 ni en cp1252. Enregistrez-le en UTF-8, puis "
        "recommencez : rien n'a été enregistré."
    )


_RAISONS: dict[int | None, str] = {
    errno.ENOENT: "il n'existe pas",
    errno.ENOTDIR: "il n'existe pas",
    errno.EACCES: "l'accès est refusé",
    errno.EISDIR: "c'est un dossier",
    errno.ENAMETOOLONG: "son nom est trop long",
}


def _json_rows(texte: str) -> Iterator[Ligne]:
    for numero, brute in enumerate(texte.split("\n"), start=1):
        if not brute.strip():
            continue
        try:
            objet = json.loads(brute)
        except (ValueError, RecursionError):
            yield Ligne(numero, None, "ce n'est pas un objet JSON")
            continue
        if isinstance(objet, dict):
            yield Ligne(numero, {_column(str(nom)): valeur for nom, valeur in objet.items()})
        else:
            yield Ligne(numero, None, "ce n'est pas un objet JSON")


def _csv_rows(fichier: Path, texte: str, requises: Sequence[str]) -> Iterator[Ligne]:
    csv.field_size_limit(TEXTE_MAX)
    lignes = list(io.StringIO(texte, newline=""))
    entete = lignes[0] if lignes else ""
    separateur = ";" if entete.count(";") > entete.count(",") else ","
    lecteur = csv.reader(lignes, delimiter=separateur, strict=True)
    try:
        colonnes = [_column(nom) for nom in next(lecteur, [])]
    except csv.Error as erreur:
        raise UsageError(
            f"La première ligne du fichier {fichier} ne se lit pas : ses guillemets sont mal "
            "placés. Elle doit nommer ses colonnes, par exemple « email,message »."
        ) from erreur
    manquantes = [noms for noms in requises if not set(noms.split("|")) & set(colonnes)]
    if manquantes:
        noms = ", ".join(noms.replace("|", " ou ") for noms in manquantes)
        raise UsageError(
            f"Colonne absente du fichier {fichier} : {noms}. Sa première "
            f"ligne doit nommer ses colonnes, séparées par « , » ou « ; » (lues : "
            f"{', '.join(nom[:40] for nom in colonnes[:8]) or 'aucune'})."
        )
    passees = 0
    while True:
        numero = passees + lecteur.line_num + 1
        try:
            valeurs = next(lecteur, None)
        except csv.Error:
            yield Ligne(numero, None, "les guillemets ou les séparateurs sont mal placés")
            # Un guillemet oublié avale les lignes suivantes : on repart juste après la sienne.
            passees = numero
            # « islice » recopierait ce qu'il saute : une ligne fautive sur deux serait quadratique.
            reste = map(lignes.__getitem__, range(numero, len(lignes)))
            lecteur = csv.reader(reste, delimiter=separateur, strict=True)
            continue
        if valeurs is None:
            return
        if not any(valeur.strip() for valeur in valeurs):
            continue
        if len(valeurs) == len(colonnes):
            yield Ligne(numero, dict(zip(colonnes, valeurs, strict=True)))
        else:
            yield Ligne(numero, None, f"{len(colonnes)} colonnes attendues, {len(valeurs)} lues")


def _column(nom: str) -> str:
    """Un nom de colonne sans égard à la casse, aux accents et aux blancs."""
    plie = unicodedata.normalize("NFKD", nom.strip().lower())
    return "".join(c for c in plie if not unicodedata.combining(c)).replace(" ", "_")
