"""Pur : ce que rend une base, quel que soit le type de la colonne, ramené à une seule forme.

``client`` et ``commande`` peuvent être des vues sur les tables d'une boutique : entiers, décimaux,
flottants, textes, octets, dates écrites ou comptées. Chaque fonction rend la valeur, ou ``None`` si
elle ne se lit pas sans la deviner : le champ est alors inconnu, et la ligne sert quand même.
"""

import math
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from models import EtatCommande, storable
from models.crm import Client, Commande

ID_MAX = 2**63 - 1
TEXTE_MAX = 200
"""Au-delà, un nom, une référence ou un suivi n'en est pas un."""
ETAT_MAX = 100
MONTANT_MAX = Decimal(10) ** 10
ARTICLES_MAX = 100_000
ILLISIBLE = "illisible"
"""État d'une commande dont le numéro ne se lit pas : inconnu, donc confiée à une personne."""

_PREMIER_AN, _DERNIER_AN = 1990, 2100
"""Hors de là, une date est une valeur par défaut (« 0000 », 1970, 9999), pas une date."""
_CHIFFRES_MAX = 40
_FLOTTANT_EXACT = 2**53
_BLANCS = re.compile(r"[\s\u202f\u00a0]+")
_NOMBRE = re.compile(r"[+-]?[0-9]+(?:[.,]0+)?")
_DECIMAL = re.compile(r"\+?[0-9]+(?:[.,](?:[0-9]{1,2}|[0-9]{4,}))?")
_MILLIERS = re.compile(r"[0-9]{1,3}(?:([ .,'])[0-9]{3})(?:\1[0-9]{3})*(?:(?!\1)[.,][0-9]{1,2})?")
_MONNAIE = re.compile(r"\s*(?:€|eur|euros?)$", re.IGNORECASE)
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[t ].*)?")
_FRANCAISE = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})(?: .*)?")
_EN_LETTRES = re.compile(r"(?:[a-z]+ )?([0-9]{1,2})(?:er)? ([a-zéû]+)\.? ([0-9]{4})(?: .*)?")
_MOIS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def read_text(valeur: Any, *, maximum: int = TEXTE_MAX) -> str | None:
    """Un texte sur une ligne ; un nombre entier est lu avec ses chiffres, des octets en UTF-8."""
    if isinstance(valeur, bytes | bytearray | memoryview):
        valeur = _decode(bytes(valeur))
    elif _is_number(valeur):
        entier = _whole(valeur)
        valeur = None if entier is None else str(entier)
    if not isinstance(valeur, str) or len(valeur) > 16 * maximum:
        return None
    propre = _BLANCS.sub(" ", storable(valeur)).strip()
    return propre if propre and len(propre) <= maximum else None


def read_integer(valeur: Any, minimum: int, maximum: int) -> int | None:
    """Un nombre entier entre deux bornes, même écrit « 2.0000 » ; jamais arrondi."""
    if _is_number(valeur):
        entier = _whole(valeur)
    else:
        texte = read_text(valeur, maximum=_CHIFFRES_MAX)
        entier = None
        if texte is not None and _NOMBRE.fullmatch(texte):
            entier = int(re.split("[.,]", texte)[0])
    return entier if entier is not None and minimum <= entier <= maximum else None


def read_amount(valeur: Any) -> Decimal | None:
    """Un montant en euros, au centime ; ``None`` s'il est négatif, ou se lit de deux façons.

    « 1,234 » peut être mille deux cents euros ou un euro : il est inconnu.
    """
    montant: Decimal | None = None
    if _is_number(valeur):
        # Un flottant, d'après ce qu'il montre : 64.9 est 64,90, et non 64,8999…
        montant = Decimal(str(valeur) if isinstance(valeur, float) else valeur)
    else:
        texte = read_text(valeur, maximum=_CHIFFRES_MAX)
        if texte is not None:
            montant = _read_decimal(_MONNAIE.sub("", texte))
    if montant is None or not montant.is_finite() or not 0 <= montant < MONTANT_MAX:
        return None
    try:
        return abs(montant.quantize(Decimal("0.01")))
    except InvalidOperation:
        return None


def read_day(valeur: Any) -> date | None:
    """Un jour : date, instant, secondes ou millisecondes Unix, ou texte ISO ou français.

    « 03/04/2026 » est le 3 avril. Une date nulle ou invraisemblable est inconnue.
    """
    jour: date | None = None
    if isinstance(valeur, datetime):
        jour = (valeur.astimezone() if valeur.tzinfo else valeur).date()
    elif isinstance(valeur, date):
        jour = valeur
    else:
        nombre = read_integer(valeur, 0, 10**14)
        if nombre is not None:
            jour = _counted_day(nombre)
        else:
            texte = read_text(valeur, maximum=80)
            jour = None if texte is None else _written_day(texte.lower())
    return jour if jour is not None and _PREMIER_AN <= jour.year < _DERNIER_AN else None


def read_state(valeur: Any) -> str | None:
    """Un des ``EtatCommande``, ou le texte de la boutique, coupé, qui est inconnu."""
    texte = read_text(valeur, maximum=1_000_000)
    if texte is None:
        return None if valeur is None or valeur == "" else ILLISIBLE
    return EtatCommande.read(texte) or (
        texte if len(texte) <= ETAT_MAX else f"{texte[: ETAT_MAX - 1]}…"
    )


def read_client(ligne: Mapping[Any, Any]) -> Client | None:
    """Le client d'une ligne ; ``None`` si son numéro ou son adresse ne se lit pas."""
    numero = read_integer(ligne["id"], 1, ID_MAX)
    email = read_text(ligne["email"], maximum=254)
    if numero is None or email is None:
        return None
    nom, prenom = read_text(ligne["nom"]), read_text(ligne["prenom"])
    return Client(numero, email, nom or "", prenom or "")


def read_commande(ligne: Mapping[Any, Any]) -> Commande | None:
    """La commande d'une ligne ; ``None`` si l'on ne sait pas à qui elle est.

    Une commande dont le numéro ne se lit pas reste une commande de ce client : la cacher en ferait
    supposer une autre. Son numéro est 0, et son état ``ILLISIBLE``.
    """
    de_qui = read_integer(ligne["id_client"], 1, ID_MAX)
    if de_qui is None:
        return None
    numero = read_integer(ligne["id"], 1, ID_MAX)
    return Commande(
        id=numero or 0,
        id_client=de_qui,
        reference=read_text(ligne["reference"]),
        date_commande=read_day(ligne["date_commande"]),
        montant=read_amount(ligne["montant"]),
        nb_articles=read_integer(ligne["nb_articles"], 0, ARTICLES_MAX),
        statut=read_state(ligne["statut"]) if numero else ILLISIBLE,
        transporteur=read_text(ligne["transporteur"]),
        numero_suivi=read_text(ligne["numero_suivi"]),
        date_livraison_prevue=read_day(ligne["date_livraison_prevue"]),
    )


def _is_number(valeur: Any) -> bool:
    return isinstance(valeur, int | float | Decimal) and not isinstance(valeur, bool)


def _whole(valeur: int | float | Decimal) -> int | None:
    """L'entier que vaut ce nombre, s'il en vaut un sans rien perdre."""
    if isinstance(valeur, int):
        # Au-delà, Python refuserait de l'écrire.
        return valeur if abs(valeur) < 10**_CHIFFRES_MAX else None
    if isinstance(valeur, float):
        exact = math.isfinite(valeur) and valeur.is_integer() and abs(valeur) < _FLOTTANT_EXACT
        return int(valeur) if exact else None
    if not valeur.is_finite() or valeur.adjusted() >= _CHIFFRES_MAX:
        return None
    return int(valeur) if valeur == valeur.to_integral_value() else None


def _decode(octets: bytes) -> str | None:
    try:
        # Une colonne BINARY est complétée de zéros.
        return octets.rstrip(b"\0").decode()
    except UnicodeDecodeError:
        return None


def _read_decimal(texte: str) -> Decimal | None:
    if _DECIMAL.fullmatch(texte):
        return Decimal(texte.replace(",", "."))
    trouve = _MILLIERS.fullmatch(texte)
    # « 1 234 » est sûr ; « 1.234 » et « 1,234 » ne le sont qu'avec leurs centimes.
    if trouve is None or (trouve[1] in ".," and not re.search(r"[.,][0-9]{1,2}$", texte)):
        return None
    return Decimal(texte.replace(trouve[1], "").replace(",", "."))


def _counted_day(nombre: int) -> date | None:
    chiffres = str(nombre)
    if len(chiffres) == 8 and _PREMIER_AN <= nombre // 10_000 < _DERNIER_AN:
        return _day(nombre // 10_000, nombre // 100 % 100, nombre % 100)
    secondes = nombre // 1000 if nombre >= 10**11 else nombre
    try:
        return datetime.fromtimestamp(secondes).astimezone().date()
    except (ValueError, OverflowError, OSError):
        return None


def _written_day(texte: str) -> date | None:
    if _ISO.fullmatch(texte):
        try:
            return read_day(datetime.fromisoformat(texte.upper().removesuffix(" UTC")))
        except ValueError:
            # L'heure ne se lit pas (« 24:00 ») : le jour, si.
            return _day(*map(int, texte[:10].split("-")))
    if trouve := _FRANCAISE.fullmatch(texte):
        return _day(int(trouve[3]), int(trouve[2]), int(trouve[1]))
    trouve = _EN_LETTRES.fullmatch(texte)
    if trouve is None:
        return None
    rangs = [n for n, mois in enumerate(_MOIS, start=1) if _same_month(trouve[2], mois)]
    return _day(int(trouve[3]), rangs[0], int(trouve[1])) if len(rangs) == 1 else None


def _same_month(ecrit: str, mois: str) -> bool:
    sans_accent = str.maketrans("éû", "eu")
    plie, entier = ecrit.translate(sans_accent), mois.translate(sans_accent)
    return plie == entier or (len(plie) >= 3 and entier.startswith(plie))


def _day(an: int, mois: int, jour: int) -> date | None:
    try:
        return date(an, mois, jour)
    except ValueError:
        return None
