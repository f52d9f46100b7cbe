"""Les mots du programme, et ce qu'un texte dit : de quoi expliquer un message, sans plus.

Les autres fiches sont dans ``models.crm``, ``models.tickets``… Toutes sont figées, et traversent le
programme dans un seul sens : ``Message`` → ``Analyse`` → (``Client``, ``Commande``,
``ReponseType``) → ``Decision`` → ``Resultat``.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any

from errors import UsageError

NON_CLASSE = "Non classé"
"""Catégorie d'un message dont le sujet n'est pas reconnu."""

ID_COMMANDE_MAX = 2**53 - 1
"""Plus grand numéro de commande : au-delà, un nombre JSON (et Notion) n'est plus exact."""


def cle_email(email: str) -> str:
    """Forme sous laquelle deux adresses se comparent : sans blancs autour, en minuscules.

    Deux adresses sont égales si et seulement si ces formes sont identiques : « jose@ » et
    « josé@ » sont deux personnes.
    """
    propre = email.strip()
    if propre.isascii():
        return propre.lower()
    # Le signe Kelvin n'est pas un k, ni l'ångström un å : ce sont d'autres caractères, dont Python
    # ferait la même minuscule.
    return "".join(c if c in _SIGNES else c.lower() for c in propre)


_SIGNES = "\u2126\u212a\u212b"


def read_order(donne: str) -> int | str:
    """Le numéro d'une commande donnée à part, ou sa référence telle qu'elle est écrite.

    Un zéro de tête fait une référence : « 000000123 » n'est pas la commande 123.

    Raises:
        UsageError: ce n'est ni l'un ni l'autre.
    """
    if re.fullmatch("[1-9][0-9]{0,15}", donne) and int(donne) <= ID_COMMANDE_MAX:
        return int(donne)
    if re.fullmatch(_REFERENCE, donne):
        return donne
    raise UsageError(
        f"Il faut un numéro de commande, entier, entre 1 et {ID_COMMANDE_MAX}, ou sa référence."
    )


_REFERENCE = (
    r"(?![1-9][0-9]*$)(?![0-9]+[.,][0-9]+$)(?=.*[0-9]|[A-Za-z]{5})"
    r"[A-Za-z0-9#][A-Za-z0-9#+/._ -]{3,63}"
)
"""De quatre à 64 signes, dont un chiffre ou cinq lettres ; ni un nombre, ni une décimale."""


def same_name(nom: str, autre: str) -> bool:
    """Vrai si deux noms de catégorie sont le même : casse, blancs et forme Unicode à part.

    Notion tient ses options pour uniques sans égard à la casse, et compare en NFC.
    """
    return _name_key(nom) == _name_key(autre)


@lru_cache(maxsize=1024)
def _name_key(nom: str) -> str:
    return unicodedata.normalize("NFC", " ".join(nom.split())).casefold()


EMAIL_MAX = 200
"""Longueur d'adresse acceptée : la plus courte des limites de nos rangements (celle de Notion)."""

# Les demi-caractères (d'un octet qui n'est pas de l'UTF-8) : aucune base ne les garde. Un caractère
# invisible ou qui change le sens d'écriture ferait lire une autre adresse que celle qui est écrite.
_CACHES = r"\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff"
_PERMIS = rf"[^\s@\x00-\x1f\x7f-\x9f{_CACHES}]+"
_EMAIL = f"{_PERMIS}@{_PERMIS}"


def check_email(email: str) -> str:
    """L'adresse, sans blancs autour et en minuscules.

    Raises:
        UsageError: ce n'est pas une adresse.
    """
    adresse = cle_email(email)
    if not re.fullmatch(_EMAIL, adresse):
        raise UsageError(
            "L'adresse e-mail donnée n'en est pas une : il faut la forme nom@domaine, sans "
            "espace, retour à la ligne ni caractère invisible."
        )
    if len(adresse) > EMAIL_MAX:
        raise UsageError(f"L'adresse e-mail donnée dépasse {EMAIL_MAX} caractères.")
    return adresse


def storable(texte: str) -> str:
    """Le texte tel que toutes les bases savent le garder, position pour position.

    Le caractère nul et les demi-caractères Unicode, qu'une base au moins refuse, deviennent « � ».
    """
    return _REFUSES.sub("\ufffd", texte)


_REFUSES = re.compile("[\x00\ud800-\udfff]")


class Statut(StrEnum):
    """Statut d'un ticket. ``TRAITE`` est réservé aux personnes."""

    NOUVEAU = "Nouveau"
    EN_COURS = "En cours"
    TRAITE = "Traité"
    TRAITE_AUTO = "Traité automatiquement"

    @classmethod
    def read(cls, texte: str) -> "Statut":
        """Le statut que nomme ce texte.

        Raises:
            UsageError: ce n'est pas l'un des quatre.
        """
        try:
            return cls(unicodedata.normalize("NFC", texte))
        except ValueError:
            raise UsageError(
                f"« {texte} » n'est pas un statut. Les statuts sont : {', '.join(cls)}."
            ) from None

    @classmethod
    def recognise(cls, texte: str) -> str:
        """Le statut que désigne ce texte, casse et blancs à part ; le texte lui-même sinon."""
        propre = unicodedata.normalize("NFC", texte).strip()
        return next((str(s) for s in cls if s.casefold() == propre.casefold()), propre)


class EtatCommande(StrEnum):
    """États d'une commande."""

    EN_ATTENTE = "en attente"
    EN_PREPARATION = "en préparation"
    EXPEDIEE = "expédiée"
    LIVREE = "livrée"
    ANNULEE = "annulée"
    REMBOURSEE = "remboursée"

    @classmethod
    def read(cls, texte: str | None) -> "EtatCommande | None":
        """L'état que nomme ce texte (casse et blancs à part), ou ``None`` s'il n'en est pas un."""
        try:
            return cls(unicodedata.normalize("NFC", texte or "").strip().lower())
        except ValueError:
            return None


class Issue(StrEnum):
    """Ce que le programme fait d'un message.

    ``REPONDU`` : la réponse part, il n'y a plus rien à faire. ``ACCUSE`` : elle part, et une
    personne doit encore agir. ``CONFIE`` : elle ne part pas, c'est un brouillon.
    """

    REPONDU = "repondu"
    ACCUSE = "accuse"
    CONFIE = "confie"


class Attente(StrEnum):
    """Raisons de confier un message à une personne, dans l'ordre où elles sont examinées."""

    MESSAGE_VIDE = "message_vide"
    SANS_REPONSE = "sans_reponse"
    SUJET_SENSIBLE = "sujet_sensible"
    TEXTE_DOUTEUX = "texte_douteux"
    NON_CLASSE = "non_classe"
    CONFIANCE_FAIBLE = "confiance_faible"
    PLUSIEURS_DEMANDES = "plusieurs_demandes"
    SUITE_ECHANGE = "suite_echange"
    AVIS_CONTRAIRE = "avis_contraire"
    CLIENT_INCONNU = "client_inconnu"
    COMMANDE_ABSENTE = "commande_absente"
    PLUSIEURS_COMMANDES = "plusieurs_commandes"
    COMMANDE_INTROUVABLE = "commande_introuvable"
    ETAT_INCOMPATIBLE = "etat_incompatible"
    AUCUN_MODELE = "aucun_modele"
    VARIABLE_MANQUANTE = "variable_manquante"
    REPONSE_INCOMPLETE = "reponse_incomplete"
    BROUILLON_DEMANDE = "brouillon_demande"
    A_SUIVRE = "a_suivre"

    @property
    def phrase(self) -> str:
        """La raison, dite à l'équipe du support."""
        return _PHRASES[self]

    def say(self, doute: str) -> str:
        """La raison, avec ce qui fait douter de la lecture : « … est écrit en néerlandais. »."""
        return f"Le message se lit mal : {doute}." if doute and self is _DOUTE else self.phrase


_DOUTE = Attente.TEXTE_DOUTEUX
_PHRASES = {
    Attente.MESSAGE_VIDE: "Le message ne contient aucun texte.",
    Attente.SANS_REPONSE: "Le message n'appelle pas de réponse (remerciement ou avis automatique).",
    Attente.SUJET_SENSIBLE: "Le sujet est sensible : une personne doit répondre.",
    Attente.TEXTE_DOUTEUX: "Le message se lit mal : une personne doit le lire.",
    Attente.NON_CLASSE: "Le sujet du message n'est pas reconnu.",
    Attente.CONFIANCE_FAIBLE: "Le sujet n'est pas assez sûr.",
    Attente.PLUSIEURS_DEMANDES: "Le message semble contenir plusieurs demandes.",
    Attente.SUITE_ECHANGE: "Ce n'est pas le premier mot de cet échange : une personne le suit.",
    Attente.AVIS_CONTRAIRE: "Les deux lectures du message ne s'accordent pas.",
    Attente.CLIENT_INCONNU: "Aucun client n'a cette adresse e-mail.",
    Attente.COMMANDE_ABSENTE: "On ne sait pas de quelle commande il s'agit.",
    Attente.PLUSIEURS_COMMANDES: "Deux commandes différentes sont nommées : une personne choisit.",
    Attente.COMMANDE_INTROUVABLE: "La commande citée n'est pas parmi celles de ce client.",
    Attente.ETAT_INCOMPATIBLE: "L'état de la commande ne va pas avec la demande.",
    Attente.AUCUN_MODELE: "Aucun modèle de réponse n'existe pour cette catégorie.",
    Attente.VARIABLE_MANQUANTE: "Il manque une information pour remplir le modèle de réponse.",
    Attente.REPONSE_INCOMPLETE: "La réponse ne dit pas tout ce qui est demandé.",
    Attente.A_SUIVRE: "La réponse part seule ; une personne doit encore faire ce qui est demandé.",
    Attente.BROUILLON_DEMANDE: "La boutique relit elle-même la réponse à ce genre de message.",
}


@dataclass(frozen=True, slots=True)
class Raison:
    """Un mot qui a compté dans le classement.

    Attributes:
        mot: le morceau exact du texte reçu.
        position: rang de son premier caractère (points de code) dans le texte reçu.
        categorie: la catégorie pour laquelle il compte.
        poids: ce qu'il ajoute au score de cette catégorie.
        idee: ce qu'il dit, du nom que lui donnent les règles ; vide s'il n'en a pas.
        source: qui l'a lu, « regles » ou « avis » (le second lecteur).
    """

    mot: str
    position: int
    categorie: str
    poids: float
    idee: str = ""
    source: str = "regles"

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de cette raison."""
        return {
            "mot": self.mot,
            "position": self.position,
            "categorie": self.categorie,
            "poids": self.poids,
            "idee": self.idee,
            "source": self.source,
        }


@dataclass(frozen=True, slots=True)
class MotEcarte:
    """Un mot reconnu mais qui n'a pas compté, ou pas en entier.

    Attributes:
        mot: le morceau exact du texte reçu.
        position: rang de son premier caractère dans le texte reçu.
        motif: pourquoi, en français (« nié », « bloqué par « frais de port » », …).
    """

    mot: str
    position: int
    motif: str


@dataclass(frozen=True, slots=True)
class Analyse:
    """Ce que le texte dit, et pourquoi on le croit.

    Attributes:
        categorie: catégorie retenue, ``NON_CLASSE`` si aucune.
        confiance: de 0 à 1, probabilité estimée que la catégorie soit la bonne.
        scores: score de chaque catégorie.
        raisons: mots qui ont compté, dans l'ordre du texte.
        ecartes: mots reconnus mais niés, bloqués ou supposés, dans l'ordre du texte.
        numeros_commande: numéros de commande, sans espaces, dans l'ordre du texte.
        sans_reponse: remerciement, accusé de réception, avis automatique.
        sujets_sensibles: mots d'un sujet réservé à une personne.
        a_relire: mots d'une situation dont la boutique relit toujours la réponse.
        plusieurs_demandes: deux catégories sont trop proches pour choisir.
        propre: ce que la personne a écrit elle-même, place pour place (``own_words``).
        plie: le même, plié (``fold``).
        demande: ce que le client demande (« facture ») ; vide si rien ne le dit.
        confiance_demande: de 0 à 1, probabilité estimée que ce soit bien cela.
        demandes: celle de chaque demande possible.
        suite: mots qui parlent d'un échange passé.
        contraire: en quoi le second lecteur contredit les règles ; vide sinon.
        doute: pourquoi ce qui est lu peut ne pas être ce qui a été écrit ; vide sans doute.
        cite: ce que le message cite, place pour place ; vide s'il ne cite rien.
    """

    categorie: str
    confiance: float
    scores: Mapping[str, float] = field(default_factory=dict)
    raisons: tuple[Raison, ...] = ()
    ecartes: tuple[MotEcarte, ...] = ()
    numeros_commande: tuple[str, ...] = ()
    sans_reponse: bool = False
    sujets_sensibles: tuple[Raison, ...] = ()
    plusieurs_demandes: bool = False
    a_relire: tuple[Raison, ...] = ()
    propre: str = ""
    plie: str = ""
    demande: str = ""
    confiance_demande: float = 0.0
    demandes: Mapping[str, float] = field(default_factory=dict)
    suite: tuple[Raison, ...] = ()
    contraire: str = ""
    doute: str = ""
    cite: str = ""

    @property
    def mots_decisifs(self) -> tuple[Raison, ...]:
        """Tous les mots qui ont pesé ou fermé une porte, dans l'ordre du texte."""
        toutes = self.raisons + self.sujets_sensibles + self.suite + self.a_relire
        return tuple(sorted(toutes, key=lambda r: r.position))
