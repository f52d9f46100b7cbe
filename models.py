"""Les mots du programme : des fiches figées, sans comportement ni dépendance.

Les fiches traversent le programme dans un seul sens :
``Message`` → ``Analyse`` → (``Client``, ``Commande``, ``ReponseType``) → ``Decision`` →
``Resultat``. Chacune se change en objet JSON par ``to_dict()``.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any

NON_CLASSE = "Non classé"
"""Catégorie d'un message dont le sujet n'est pas reconnu."""

ID_COMMANDE_MAX = 2**53 - 1
"""Plus grand numéro de commande : au-delà, un nombre JSON (et Notion) n'est plus exact."""


def cle_email(email: str) -> str:
    """Forme sous laquelle deux adresses se comparent : sans blancs autour, en minuscules.

    Deux adresses sont égales si et seulement si ces formes sont identiques : « jose@ » et
    « josé@ » sont deux personnes.
    """
    return email.strip().lower()


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
_EMAIL = re.compile(f"{_PERMIS}@{_PERMIS}")


def check_email(email: str) -> str:
    """L'adresse, sans blancs autour et en minuscules.

    Raises:
        ValueError: ce n'est pas une adresse ; la phrase, en français, dit pourquoi.
    """
    adresse = cle_email(email)
    if not _EMAIL.fullmatch(adresse):
        raise ValueError(
            "L'adresse e-mail donnée n'en est pas une : il faut la forme nom@domaine, sans "
            "espace, retour à la ligne ni caractère invisible."
        )
    if len(adresse) > EMAIL_MAX:
        raise ValueError(f"L'adresse e-mail donnée dépasse {EMAIL_MAX} caractères.")
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


class EtatCommande(StrEnum):
    """États d'une commande."""

    EN_ATTENTE = "en attente"
    EN_PREPARATION = "en préparation"
    EXPEDIEE = "expédiée"
    LIVREE = "livrée"
    ANNULEE = "annulée"
    REMBOURSEE = "remboursée"


class Attente(StrEnum):
    """Raisons de confier un message à une personne, dans l'ordre où elles sont examinées."""

    MESSAGE_VIDE = "message_vide"
    SANS_REPONSE = "sans_reponse"
    SUJET_SENSIBLE = "sujet_sensible"
    NON_CLASSE = "non_classe"
    CONFIANCE_FAIBLE = "confiance_faible"
    PLUSIEURS_DEMANDES = "plusieurs_demandes"
    CLIENT_INCONNU = "client_inconnu"
    COMMANDE_ABSENTE = "commande_absente"
    COMMANDE_INTROUVABLE = "commande_introuvable"
    ETAT_INCOMPATIBLE = "etat_incompatible"
    AUCUN_MODELE = "aucun_modele"
    VARIABLE_MANQUANTE = "variable_manquante"
    BROUILLON_DEMANDE = "brouillon_demande"

    @property
    def phrase(self) -> str:
        """La raison, dite à l'équipe du support."""
        return _PHRASES[self]


_PHRASES = {
    Attente.MESSAGE_VIDE: "Le message ne contient aucun texte.",
    Attente.SANS_REPONSE: "Le message n'appelle pas de réponse (remerciement ou avis automatique).",
    Attente.SUJET_SENSIBLE: "Le sujet est sensible : une personne doit répondre.",
    Attente.NON_CLASSE: "Le sujet du message n'est pas reconnu.",
    Attente.CONFIANCE_FAIBLE: "Le sujet n'est pas assez sûr.",
    Attente.PLUSIEURS_DEMANDES: "Le message semble contenir plusieurs demandes.",
    Attente.CLIENT_INCONNU: "Aucun client n'a cette adresse e-mail.",
    Attente.COMMANDE_ABSENTE: "On ne sait pas de quelle commande il s'agit.",
    Attente.COMMANDE_INTROUVABLE: "La commande citée n'est pas parmi celles de ce client.",
    Attente.ETAT_INCOMPATIBLE: "L'état de la commande ne va pas avec la demande.",
    Attente.AUCUN_MODELE: "Aucun modèle de réponse n'existe pour cette catégorie.",
    Attente.VARIABLE_MANQUANTE: "Il manque une information pour remplir le modèle de réponse.",
    Attente.BROUILLON_DEMANDE: "Cette catégorie n'est pas ouverte aux réponses automatiques.",
}


@dataclass(frozen=True, slots=True)
class Message:
    """Ce qu'une personne a écrit, tel que reçu.

    Attributes:
        email: adresse de l'expéditeur ; vide si le ticket n'en porte pas.
        texte: texte tel que reçu, jamais modifié.
        id_commande: numéro de commande donné à part (ticket, ``--order-id``), sinon ``None``.
        nom: nom donné à part, vide s'il ne l'est pas.
    """

    email: str
    texte: str
    id_commande: int | None = None
    nom: str = ""


@dataclass(frozen=True, slots=True)
class Raison:
    """Un mot qui a compté dans le classement.

    Attributes:
        mot: le morceau exact du texte reçu.
        position: rang de son premier caractère (points de code) dans le texte reçu.
        categorie: la catégorie pour laquelle il compte.
        poids: ce qu'il ajoute au score de cette catégorie.
    """

    mot: str
    position: int
    categorie: str
    poids: float

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de cette raison."""
        return {
            "mot": self.mot,
            "position": self.position,
            "categorie": self.categorie,
            "poids": self.poids,
        }


@dataclass(frozen=True, slots=True)
class MotEcarte:
    """Un mot reconnu mais qui n'a pas compté.

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
        ecartes: mots reconnus mais niés ou bloqués, dans l'ordre du texte.
        numeros_commande: numéros de commande, sans espaces, dans l'ordre du texte.
        sans_reponse: remerciement, accusé de réception, avis automatique.
        sujets_sensibles: mots d'un sujet réservé à une personne.
        plusieurs_demandes: deux catégories sont trop proches pour choisir.
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

    @property
    def mots_decisifs(self) -> tuple[Raison, ...]:
        """Tous les mots qui ont pesé, sujets sensibles compris, dans l'ordre du texte."""
        return tuple(sorted(self.raisons + self.sujets_sensibles, key=lambda r: r.position))


@dataclass(frozen=True, slots=True)
class Client:
    """Une ligne de la table ``client``."""

    id: int
    email: str
    nom: str
    prenom: str

    @property
    def nom_complet(self) -> str:
        """Prénom puis nom, sans blanc superflu."""
        return f"{self.prenom} {self.nom}".strip()

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de ce client."""
        return {"id": self.id, "email": self.email, "nom": self.nom, "prenom": self.prenom}


@dataclass(frozen=True, slots=True)
class Commande:
    """Une ligne de la table ``commande``. Hors ``id`` et ``id_client``, tout peut manquer.

    Attributes:
        montant: en euros.
        statut: un des ``EtatCommande``, ou le texte de la boutique s'il n'en est pas un.
    """

    id: int
    id_client: int
    reference: str | None = None
    date_commande: date | None = None
    montant: Decimal | None = None
    nb_articles: int | None = None
    statut: str | None = None
    transporteur: str | None = None
    numero_suivi: str | None = None
    date_livraison_prevue: date | None = None

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de cette commande (dates ISO, montant en nombre)."""
        prevue, passee = self.date_livraison_prevue, self.date_commande
        return {
            "id": self.id,
            "id_client": self.id_client,
            "reference": self.reference,
            "date_commande": passee.isoformat() if passee else None,
            "montant": float(self.montant) if self.montant is not None else None,
            "nb_articles": self.nb_articles,
            "statut": self.statut,
            "transporteur": self.transporteur,
            "numero_suivi": self.numero_suivi,
            "date_livraison_prevue": prevue.isoformat() if prevue else None,
        }


@dataclass(frozen=True, slots=True)
class StatistiquesClient:
    """Les commandes d'un client en chiffres (toutes, quel que soit leur état ; euros)."""

    nb_commandes: int
    total_achats: Decimal
    montant_moyen: Decimal
    total_articles: int
    derniere_commande: date | None

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de ces chiffres."""
        derniere = self.derniere_commande
        return {
            "nb_commandes": self.nb_commandes,
            "total_achats": float(self.total_achats),
            "montant_moyen": float(self.montant_moyen),
            "total_articles": self.total_articles,
            "derniere_commande": derniere.isoformat() if derniere else None,
        }


@dataclass(frozen=True, slots=True)
class ReponseType:
    """Un modèle de réponse écrit par la boutique, avec ses ``{variables}``."""

    id: str
    categorie: str
    texte: str

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de ce modèle."""
        return {"id": self.id, "categorie": self.categorie, "texte": self.texte}


@dataclass(frozen=True, slots=True)
class Ticket:
    """Un ticket tel qu'il est rangé.

    Attributes:
        id: identifiant donné par le rangement (SQL ou Notion).
        statut: texte du statut ; vide pour une ligne qui n'en a pas.
        cree_le: instant de création, avec fuseau (UTC).
        lu_le: instant de la lecture, avec fuseau (UTC).
    """

    id: str
    email: str
    nom: str
    id_commande: int | None
    message: str
    categorie: str | None
    reponse: str | None
    statut: str
    cree_le: datetime
    lu_le: datetime

    @property
    def en_attente_de_traitement(self) -> bool:
        """Vrai si personne ne s'en est encore chargé (« Nouveau » ou sans statut)."""
        return self.statut in ("", Statut.NOUVEAU)

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de ce ticket."""
        return {
            "id": self.id,
            "email": self.email,
            "nom": self.nom,
            "id_commande": self.id_commande,
            "message": self.message,
            "categorie": self.categorie,
            "reponse": self.reponse,
            "statut": self.statut,
            "cree_le": self.cree_le.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Traitement:
    """Ce qu'une décision écrit sur un ticket.

    Attributes:
        confiance, attente, traite_le: écrits seulement là où le ticket a une place pour eux.
        reservation: celle sous laquelle la décision est prise. Un rangement de la même base que
            le journal n'écrit que si elle tient encore, et la clôt du même geste.
    """

    statut: Statut
    reponse: str | None
    categorie: str | None = None
    confiance: float | None = None
    attente: tuple[Attente, ...] = ()
    traite_le: datetime | None = None
    reservation: "Reservation | None" = None


@dataclass(frozen=True, slots=True)
class Periode:
    """Des jours (UTC), bornes comprises ; ``None`` pour une borne ouverte."""

    depuis: date | None = None
    jusqu_a: date | None = None

    @property
    def debut(self) -> datetime | None:
        """Le premier instant."""
        return datetime.combine(self.depuis, time.min, UTC) if self.depuis else None

    @property
    def fin(self) -> datetime | None:
        """L'instant qui suit le dernier."""
        if self.jusqu_a is None or self.jusqu_a == date.max:
            return None
        return datetime.combine(self.jusqu_a + timedelta(days=1), time.min, UTC)

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de cette période (jours ISO)."""
        return {
            "depuis": self.depuis.isoformat() if self.depuis else None,
            "jusqu_a": self.jusqu_a.isoformat() if self.jusqu_a else None,
        }


TOUJOURS = Periode()
"""Du premier au dernier jour."""


@dataclass(frozen=True, slots=True)
class ComptesTickets:
    """Les tickets d'un rangement, comptés (``par_jour`` : jour ISO de création)."""

    total: int
    par_statut: Mapping[str, int]
    par_categorie: Mapping[str, int]
    par_jour: Mapping[str, int]

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de ces comptes."""
        return {
            "total": self.total,
            "par_statut": dict(self.par_statut),
            "par_categorie": dict(self.par_categorie),
            "par_jour": dict(self.par_jour),
        }


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


@dataclass(frozen=True, slots=True)
class Decision:
    """Répondre seul, ou confier : l'un si et seulement si ``attente`` est vide."""

    attente: tuple[Attente, ...]

    @property
    def statut(self) -> Statut:
        """Statut que prend le ticket."""
        return Statut.EN_COURS if self.attente else Statut.TRAITE_AUTO


@dataclass(frozen=True, slots=True)
class Resultat:
    """Ce qu'il est advenu d'un message.

    Attributes:
        id_commande: numéro retenu, même inconnu ; ``None`` si le message n'en donne aucun.
        reponse: la réponse, ou le brouillon si ``attente`` n'est pas vide, ou ``None``.
        client, commande: seulement s'ils sont connus et, pour la commande, à l'expéditeur.
    """

    success: bool
    ticket_id: str | None
    email: str
    categorie: str
    confiance: float
    id_commande: int | None
    statut: Statut
    reponse: str | None
    attente: tuple[Attente, ...]
    raisons: tuple[Raison, ...]
    client: Client | None
    commande: Commande | None

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de ce résultat."""
        return {
            "success": self.success,
            "ticket_id": self.ticket_id,
            "email": self.email,
            "categorie": self.categorie,
            "confiance": self.confiance,
            "id_commande": self.id_commande,
            "statut": str(self.statut),
            "reponse": self.reponse,
            "attente": [str(code) for code in self.attente],
            "raisons": [raison.to_dict() for raison in self.raisons],
            "client": self.client.to_dict() if self.client else None,
            "commande": self.commande.to_dict() if self.commande else None,
        }


@dataclass(frozen=True, slots=True)
class Dossier:
    """Un message examiné : ce qui en est décidé, et tout ce qui l'explique.

    Attributes:
        resultat: la décision, sans numéro de ticket tant que rien n'est écrit.
        ticket: le ticket lu, ou ``None`` pour un message qui n'en a pas encore.
        modele: le modèle dont vient la réponse, s'il y en a un.
        maintenant: l'instant (UTC) auquel la décision se rapporte.
        duree_ms: temps pris par l'examen.
        polissage: code de ce qu'a donné la réécriture, vide sans réécriture.
        jetons: jetons d'IA facturés pour ce message, en entrée et en sortie.
    """

    message: Message
    resultat: Resultat
    analyse: Analyse
    ticket: Ticket | None
    modele: ReponseType | None
    maintenant: datetime
    duree_ms: float
    polissage: str = ""
    jetons: tuple[int, int] = (0, 0)

    @property
    def traitement(self) -> Traitement:
        """Ce que cette décision écrit sur le ticket."""
        resultat = self.resultat
        return Traitement(
            statut=resultat.statut,
            reponse=resultat.reponse,
            categorie=resultat.categorie,
            confiance=resultat.confiance,
            attente=resultat.attente,
            traite_le=self.maintenant,
        )


@dataclass(frozen=True, slots=True)
class Reservation:
    """Un ticket que le journal nous a réservé.

    Attributes:
        ligne: numéro de la ligne du journal.
        jeton: preuve que la ligne est à nous ; un repreneur le change.
        relire: le ticket doit être relu, quelqu'un d'autre a pu s'en charger.
        decide: statut et catégorie décidés par un poste qui s'est arrêté avant de clore.
    """

    ticket: Ticket
    ligne: int
    jeton: str = ""
    relire: bool = False
    decide: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class DecisionPassee:
    """Une décision telle que le journal l'a gardée.

    Attributes:
        maintenant: l'instant (UTC) auquel elle se rapporte.
        id_commande: numéro retenu, même inconnu.
        etat_commande: état de la commande employée ; ``None`` si elle n'était pas connue.
    """

    ticket_id: str
    statut: str
    categorie: str
    confiance: float
    attente: tuple[Attente, ...]
    maintenant: datetime
    id_commande: int | None
    etat_commande: str | None


@dataclass(frozen=True, slots=True)
class BilanJournal:
    """Ce que le programme a décidé, compté.

    Attributes:
        mediane_s, p90_s: délais des réponses automatiques, en secondes.
        reecritures: par code de ce qu'elles ont donné.
        jetons: jetons d'IA facturés, en entrée et en sortie.
    """

    repondus: int
    confies: int
    motifs_attente: Mapping[str, int]
    mediane_s: float | None
    p90_s: float | None
    reecritures: Mapping[str, int] = field(default_factory=dict)
    jetons: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Echec:
    """Un ticket qui n'a pas pu être traité : il est resté « Nouveau »."""

    ticket_id: str
    code: int
    message: str

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de cet échec."""
        return {
            "success": False,
            "ticket_id": self.ticket_id,
            "erreur": {"code": self.code, "message": self.message},
        }


@dataclass(frozen=True, slots=True)
class BilanLot:
    """Le bilan d'un traitement des tickets en attente.

    Attributes:
        traites: tickets répondus automatiquement.
        en_attente: tickets confiés à une personne.
        echecs: tickets restés « Nouveau » après un ennui.
        tickets: le sort de chacun, dans l'ordre du traitement.
    """

    total: int
    traites: int
    en_attente: int
    echecs: int
    tickets: tuple[Resultat | Echec, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de ce bilan."""
        return {
            "total": self.total,
            "traites": self.traites,
            "en_attente": self.en_attente,
            "echecs": self.echecs,
            "tickets": [ticket.to_dict() for ticket in self.tickets],
        }


@dataclass(frozen=True, slots=True)
class Statistiques:
    """Ce que le support et le programme ont fait, et l'état du fichier clients."""

    tickets: ComptesTickets
    journal: BilanJournal
    crm: Mapping[str, Any]
    ia_active: bool
    periode: Periode = TOUJOURS

    @property
    def taux(self) -> float | None:
        """Part répondue automatiquement parmi les décisions du programme, de 0 à 1."""
        decides = self.journal.repondus + self.journal.confies
        return round(self.journal.repondus / decides, 4) if decides else None

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de ces statistiques ; ``periode`` seulement si elle a une borne."""
        periode = {} if self.periode == TOUJOURS else {"periode": self.periode.to_dict()}
        return periode | {
            "tickets": self.tickets.to_dict(),
            "automatisation": {
                "taux": self.taux,
                "repondus": self.journal.repondus,
                "confies": self.journal.confies,
                "motifs_attente": dict(self.journal.motifs_attente),
                "reecritures": dict(self.journal.reecritures),
                "jetons_entree": self.journal.jetons[0],
                "jetons_sortie": self.journal.jetons[1],
            },
            "delais": {"mediane_s": self.journal.mediane_s, "p90_s": self.journal.p90_s},
            "crm": dict(self.crm),
            "ia_active": self.ia_active,
        }
