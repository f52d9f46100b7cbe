"""Pur : un modèle de la boutique et des faits donnent une réponse, ou ce qui manque.

Un modèle est une donnée, jamais du code : seules les variables de ``VARIABLES``, entre
accolades simples, y sont remplacées. Une valeur remplacée n'est jamais relue, de sorte qu'un
nom de client qui contiendrait des accolades reste ce qu'il est.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from automation.languages.fr.writing import french_date, french_money
from automation.replies.holes import compile_marks, find_holes, is_blank_reply
from automation.replies.values import field_value
from models.crm import Client, Commande

VARIABLES = (
    "nom_client",
    "prenom_client",
    "email_client",
    "id_commande",
    "reference",
    "date_commande",
    "montant",
    "nb_articles",
    "statut_commande",
    "transporteur",
    "numero_suivi",
    "lien_suivi",
    "date_livraison_prevue",
    "lien_facture",
    "delai_reponse",
    "nom_boutique",
)
"""Les variables qu'un modèle peut employer."""

POLITESSES = ("ouverture", "cloture")
"""Places d'une phrase choisie, une ligne chacune ; sans phrase, la ligne n'est pas là."""

Faits = Mapping[str, str | None]
"""Valeur de chaque variable, déjà mise en français ; ``None`` si elle n'en a pas."""

_VARIABLE = re.compile(r"\{([^{}|]*)(?:\|([^{}]*))?\}")
_POLITESSE = re.compile(r"\{\s*(ouverture|cloture)\s*\} ?")
_CONNUES = frozenset((*VARIABLES, *POLITESSES))

_TROUS = compile_marks(VARIABLES)


@dataclass(frozen=True, slots=True)
class Reponse:
    """Un modèle rempli, ou les variables qui ont empêché de le remplir.

    Attributes:
        texte: la réponse, sans aucun trou ; ``None`` si une variable manque.
        manquantes: variables connues mais sans valeur.
        inconnues: variables que le programme ne connaît pas.
    """

    texte: str | None
    manquantes: tuple[str, ...] = ()
    inconnues: tuple[str, ...] = ()


def render(modele: str, faits: Faits) -> Reponse:
    """Remplit un modèle.

    Args:
        modele: texte avec des ``{variable}`` ou ``{variable|texte de repli}``.
        faits: valeur des variables, et s'il y en a des phrases de ``POLITESSES``.

    Returns:
        La réponse ; son ``texte`` est ``None`` dès qu'une variable manque ou est inconnue, et s'il
        ne dirait rien. Une accolade isolée ou la marque d'un autre outil (« [Prénom] ») compte
        comme une variable inconnue : elle ne doit pas partir.
    """
    valeurs = {nom: field_value(nom, valeur) for nom, valeur in faits.items()}
    texte, manquantes, inconnues = fill(modele, valeurs)
    if manquantes or inconnues or is_blank_reply(texte):
        return Reponse(None, manquantes, inconnues)
    # La réponse finie est regardée une dernière fois, quoi qu'on y ait mis.
    trous = _uniques(find_holes(texte, _TROUS))
    return Reponse(None, (), trous) if trous else Reponse(texte)


def fill(modele: str, valeurs: Faits) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Le texte d'un modèle avec ces valeurs, sans les juger ; variables manquantes et inconnues."""
    lu = _read(_drop_empty_places(modele, tuple(nom for nom in POLITESSES if valeurs.get(nom))))
    morceaux: list[str] = []
    manquantes: list[str] = []
    for avant, nom, repli in lu.trous:
        valeur = valeurs.get(nom) or repli
        if not valeur:
            manquantes.append(nom)
        morceaux += (avant, valeur)
    return "".join((*morceaux, lu.fin)).strip(), _uniques(manquantes), lu.inconnues


def places(modele: str) -> frozenset[str]:
    """Celles des deux ``POLITESSES`` que ce modèle attend."""
    return frozenset(t[1].strip() for t in _VARIABLE.finditer(modele)) & frozenset(POLITESSES)


@lru_cache(maxsize=256)
def _drop_empty_places(modele: str, choisies: tuple[str, ...]) -> str:
    """Le modèle sans les places dont aucune phrase n'est choisie, ni la ligne qu'elles tenaient.

    Entre deux lignes vides, l'une des deux s'en va aussi.
    """
    lignes: list[str] = []
    otee = False
    for ligne in modele.splitlines(keepends=True):
        reste = _POLITESSE.sub(lambda t: t[0] if t[1] in choisies else "", ligne)
        if reste != ligne and not reste.strip():
            otee = True
        elif not (otee and not ligne.strip() and (not lignes or not lignes[-1].strip())):
            lignes.append(reste)
            otee = False
    return "".join(lignes)


class _Lu(NamedTuple):
    """Un modèle découpé : chaque trou avec ce qui le précède et son repli, puis la fin."""

    trous: tuple[tuple[str, str, str], ...]
    fin: str
    inconnues: tuple[str, ...]


@lru_cache(maxsize=256)
def _read(modele: str) -> _Lu:
    """Découpe un modèle, une fois pour tous les tickets auxquels il répond."""
    trous: list[tuple[str, str, str]] = []
    ecrit = _VARIABLE.sub(lambda t: t[2] or "0", modele)
    # Une accolade de trop explique à elle seule ce qui la suit.
    inconnues = re.findall("[{}]", ecrit) or list(find_holes(ecrit, _TROUS))
    debut = 0
    for trouve in _VARIABLE.finditer(modele):
        nom = trouve[1].strip()
        if nom in _CONNUES:
            trous.append((modele[debut : trouve.start()], nom, (trouve[2] or "").strip()))
            debut = trouve.end()
        else:
            inconnues.append(nom)
    return _Lu(tuple(trous), modele[debut:], _uniques(inconnues))


def required_variables(modele: str) -> frozenset[str]:
    """Les variables qu'un modèle emploie sans texte de repli."""
    sans_repli = (t[1].strip() for t in _VARIABLE.finditer(modele) if not (t[2] or "").strip())
    return frozenset(sans_repli) & frozenset(VARIABLES)


def known_variables(texte: str) -> tuple[str, ...]:
    """Les variables restées dans une réponse, entre accolades : un trou que le client verrait."""
    trouvees = (trouve for trouve in _VARIABLE.finditer(texte) if trouve[1].strip() in _CONNUES)
    return tuple(dict.fromkeys(trouve[0] for trouve in trouvees))


def unknown_variables(modele: str) -> tuple[str, ...]:
    """Les variables d'un modèle que le programme ne connaît pas (vide si tout va bien)."""
    return render(modele, {}).inconnues


def build_facts(
    client: Client | None,
    commande: Commande | None,
    *,
    email: str,
    aujourdhui: date,
    delai_reponse: str,
    nom_boutique: str | None,
    lien_suivi: str | None,
    lien_facture: str | None = None,
) -> dict[str, str | None]:
    """Les faits connus, mis en français.

    Args:
        client: l'expéditeur, s'il est connu.
        commande: la commande retenue, seulement si elle est à lui.
        email: adresse de l'expéditeur.
        aujourdhui: une livraison prévue avant ce jour n'a plus de valeur.
        delai_reponse, nom_boutique: tels que configurés.
        lien_suivi: motif d'adresse où ``{numero_suivi}`` sera remplacé.
        lien_facture: page où le client trouve ses factures.
    """
    faits: dict[str, str | None] = dict.fromkeys(VARIABLES)
    faits.update(
        email_client=email or None,
        delai_reponse=delai_reponse,
        nom_boutique=nom_boutique,
        lien_facture=lien_facture,
    )
    if client is not None:
        faits.update(nom_client=client.nom_complet, prenom_client=client.prenom)
    if commande is not None:
        passee, prevue = commande.date_commande, commande.date_livraison_prevue
        suivi = field_value("numero_suivi", commande.numero_suivi)
        faits.update(
            id_commande=str(commande.id),
            reference=field_value("reference", commande.reference) or str(commande.id),
            date_commande=french_date(passee) if passee else None,
            montant=None if commande.montant is None else french_money(commande.montant),
            nb_articles=None if commande.nb_articles is None else str(commande.nb_articles),
            statut_commande=commande.statut,
            transporteur=commande.transporteur,
            numero_suivi=suivi,
            lien_suivi=_link(lien_suivi, suivi),
            date_livraison_prevue=french_date(prevue) if prevue and prevue >= aujourdhui else None,
        )
    return {nom: field_value(nom, valeur) for nom, valeur in faits.items()}


def personal_values(client: Client | None, commandes: Sequence[Commande]) -> tuple[str, ...]:
    """Tout ce qui désigne ce client et ses commandes : ce qu'un tiers n'a pas à lire."""
    valeurs: list[object] = []
    if client is not None:
        valeurs += [client.nom_complet, client.email]
    for commande in commandes:
        montant = None if commande.montant is None else french_money(commande.montant)
        valeurs += [commande.id, commande.reference, commande.numero_suivi, montant]
    return tuple(str(valeur) for valeur in valeurs if valeur)


def carrier_link(liens: Iterable[tuple[str, str]], transporteur: str | None) -> str | None:
    """Le motif d'adresse de ce transporteur, parmi ceux qui ont le leur.

    Ni la casse, ni les accents, ni la ponctuation du nom ne comptent.
    """
    voulu = _letters(transporteur or "")
    return next((motif for nom, motif in liens if voulu and _letters(nom) == voulu), None)


def _letters(nom: str) -> str:
    import unicodedata

    decompose = unicodedata.normalize("NFKD", nom.casefold())
    return "".join(signe for signe in decompose if signe.isalnum())


def _link(motif: str | None, suivi: str | None) -> str | None:
    from urllib.parse import quote

    return motif.replace("{numero_suivi}", quote(suivi, safe="")) if motif and suivi else None


def _uniques(noms: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(noms))
