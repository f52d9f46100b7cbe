"""Les fautes de Notion et de son réseau : reconnues ici, et traduites ici en français.

Trois familles sortent de notion-client : ses propres erreurs, celles de httpx (connexion) et
``ValueError`` (réponse qui n'est pas du JSON). Le jeton n'est recopié par aucune phrase.
"""

import json
import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from errors import (
    ConfigurationError,
    NotSetUpError,
    ServiceError,
    SupportError,
    TicketError,
    UnreachableError,
)

_PASSAGERES = frozenset({408, 409, 429, 500, 502, 503, 504, 529})
_REFUS_SURS = frozenset({409, 429, 529})
"""Réponses qui disent que rien n'a été enregistré."""

_BLOQUE = "public_api_request_blocked"


class TicketGoneError(TicketError):
    """Le ticket n'existe plus, ou n'est plus dans la base (code 1)."""


class UnusableBaseError(ConfigurationError):
    """Une base ou une page n'est pas partagée, ou ne peut pas servir telle quelle (code 3)."""


class BlockedError(UnreachableError):
    """Notion ne veut plus de requêtes avant longtemps : insister est inutile (code 4)."""


class Genre(Enum):
    """Ce qu'une requête vise."""

    BASE = auto()
    TICKET = auto()
    PAGE = auto()


@dataclass(frozen=True, slots=True)
class Cible:
    """Ce qu'une requête vise, pour les phrases : son genre et son nom."""

    genre: Genre
    nom: str

    def __str__(self) -> str:
        return {
            Genre.BASE: f"la base « {self.nom} »",
            Genre.TICKET: f"le ticket {self.nom}",
            Genre.PAGE: f"la page {self.nom}",
        }[self.genre]


@dataclass(frozen=True, slots=True)
class Fault:
    """Une requête qui n'a pas abouti.

    Attributes:
        statut: code HTTP, ``None`` si aucune réponse lisible n'est venue.
        code: code de Notion, vide s'il n'en donne pas.
        texte: ce que Notion a dit, ou ce qui s'est passé.
        passagere: recommencer peut suffire.
        incertaine: une écriture a pu être enregistrée malgré tout.
        refusee: la connexion n'a pas pu s'établir.
        attendre: secondes demandées par Notion (Retry-After).
        enregistre: identifiant que Notion dit avoir enregistré.
    """

    statut: int | None
    code: str
    texte: str
    passagere: bool
    incertaine: bool
    refusee: bool = False
    attendre: int | None = None
    enregistre: str | None = None


def read_fault(erreur: Exception) -> Fault | None:
    """La faute que raconte une exception ; ``None`` si elle n'est pas des trois familles."""
    import httpx
    from notion_client.errors import HTTPResponseError, NotionClientErrorBase, RequestTimeoutError

    if isinstance(erreur, HTTPResponseError):
        return _answered(erreur.status, erreur.headers.get("retry-after"), erreur.body)
    # Du plus précis au plus général : la première famille qui convient l'emporte.
    sans_reponse: tuple[tuple[type[Exception], Fault], ...] = (
        (RequestTimeoutError, Fault(None, "", "Notion n'a pas répondu à temps", True, True)),
        (NotionClientErrorBase, Fault(None, "", "la requête est mal formée", False, False)),
        (httpx.ConnectError, Fault(None, "", "la connexion est refusée", True, False, True)),
        (httpx.UnsupportedProtocol, Fault(None, "", "l'adresse ne convient pas", False, False)),
        (httpx.LocalProtocolError, Fault(None, "", "un en-tête ne convient pas", False, False)),
        (httpx.HTTPError, Fault(None, "", "la connexion a été coupée", True, True)),
        (json.JSONDecodeError, Fault(None, "", "la réponse est illisible", True, True)),
        (UnicodeDecodeError, Fault(None, "", "la réponse est illisible", True, True)),
    )
    return next((faute for famille, faute in sans_reponse if isinstance(erreur, famille)), None)


def translate(faute: Fault, cible: Cible, *, ecriture: bool = False) -> SupportError:
    """L'erreur, en français, d'une faute qui dure.

    Args:
        faute: ce qui s'est passé à la dernière tentative.
        cible: ce que la requête visait.
        ecriture: vrai si la requête écrivait : un doute est alors avoué.
    """
    if faute.code == _BLOQUE:
        return BlockedError(
            "Notion a bloqué les requêtes de cette intégration (public_api_request_blocked) : "
            "insister ne servirait à rien. Écrivez à l'assistance de Notion, puis relancez."
        )
    if faute.statut == 401:
        return ConfigurationError(
            "Notion refuse le jeton de l'intégration : il est faux, ou a été révoqué. Copiez-le "
            "de nouveau depuis notion.so/profile/integrations dans la variable NOTION_TOKEN."
        )
    if faute.statut == 403:
        return ConfigurationError(
            f"L'intégration n'a pas les droits nécessaires sur {cible} (Notion dit : "
            f"« {faute.texte} »). Dans notion.so/profile/integrations, donnez-lui la lecture, "
            "la modification et l'insertion de contenu."
        )
    if faute.statut == 404:
        return _not_found(cible)
    if faute.passagere or faute.statut is None or faute.statut >= 500:
        return _unreachable(faute, cible, ecriture)
    return _refused(faute, cible)


def _answered(statut: int, attente: str | None, corps: str) -> Fault:
    donnees = _read_body(corps)
    precisions = donnees.get("additional_data")
    precisions = precisions if isinstance(precisions, dict) else {}
    bloque = _BLOQUE in (donnees.get("code"), precisions.get("rate_limit_reason"))
    enregistre = precisions.get("committed_resource_id")
    return Fault(
        statut=statut,
        code=_BLOQUE if bloque else str(donnees.get("code") or ""),
        texte=_without_token(str(donnees.get("message") or f"erreur HTTP {statut}"))[:500],
        passagere=statut in _PASSAGERES and not bloque,
        incertaine=statut in _PASSAGERES - _REFUS_SURS,
        attendre=int(attente) if attente and attente.isdecimal() else None,
        enregistre=enregistre if isinstance(enregistre, str) and enregistre else None,
    )


_JETON = re.compile(r"\b(?:secret|ntn)_\w+|(?<=Bearer )\S+")


def _without_token(texte: str) -> str:
    """Ce que Notion dit, sans le jeton qu'il recopie parfois."""
    return _JETON.sub("•••", texte)


def _read_body(corps: str) -> dict[str, Any]:
    try:
        donnees = json.loads(corps)
    except ValueError:
        return {}
    return donnees if isinstance(donnees, dict) else {}


def _not_found(cible: Cible) -> SupportError:
    if cible.genre is Genre.TICKET:
        return TicketGoneError(
            f"Le ticket {cible.nom} n'existe plus dans Notion : il a été supprimé, ou déplacé "
            "hors de la base. Les autres ne sont pas concernés."
        )
    return UnusableBaseError(
        f"{_subject(cible)} est introuvable : ouvrez-la dans Notion, menu ••• → Connexions, "
        "et ajoutez votre intégration. Si c'est déjà fait, vérifiez l'identifiant donné dans .env."
    )


def _subject(cible: Cible) -> str:
    return str(cible)[0].upper() + str(cible)[1:]


def _unreachable(faute: Fault, cible: Cible, ecriture: bool) -> ServiceError:
    texte = f"Notion n'a pas pu être joint pour {cible} : {faute.texte}."
    if faute.statut is not None:
        texte = f"Notion ne parvient pas à répondre pour {cible} (il dit : « {faute.texte} »)."
    if not ecriture or not faute.incertaine:
        texte += " Rien n'a été enregistré."
    else:
        texte += " L'écriture a peut-être été enregistrée : vérifiez dans Notion."
    famille = UnreachableError if faute.refusee else ServiceError
    return famille(texte + " Vérifiez la connexion, attendez quelques minutes et relancez.")


def _refused(faute: Fault, cible: Cible) -> SupportError:
    dit = faute.texte.lower()
    if "archived" in dit or "in_trash" in dit or "in trash" in dit:
        return TicketGoneError(
            f"{_subject(cible)} est dans la corbeille de Notion : sortez-le de là pour le traiter."
        )
    if cible.genre is not Genre.TICKET or "property" in dit:
        return NotSetUpError(
            f"Notion refuse une requête sur {cible} (il dit : « {faute.texte} »). Les propriétés "
            "de la base ont sans doute changé : lancez « python main.py --setup »."
        )
    return TicketError(
        f"Notion refuse d'écrire {cible} (il dit : « {faute.texte} »). Corrigez-le dans Notion."
    )
