"""Un message reçu, le ticket qui le garde, ce qui en est décidé, et ce qui s'y écrit."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from models import Analyse, Attente, EtatCommande, Issue, Raison, Statut
from models.crm import Client, Commande


@dataclass(frozen=True, slots=True)
class Message:
    """Ce qu'une personne a écrit, tel que reçu.

    Attributes:
        email: adresse de l'expéditeur ; vide si le ticket n'en porte pas.
        texte: texte tel que reçu, jamais modifié.
        id_commande: numéro de commande donné à part (ticket, ``--order-id``), sinon ``None``.
        reference: référence de commande donnée à part, vide si c'est un numéro ou rien.
        nom: nom donné à part, vide s'il ne l'est pas.
    """

    email: str
    texte: str
    id_commande: int | None = None
    nom: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class ReponseType:
    """Un modèle de réponse écrit par la boutique, avec ses ``{variables}``.

    Attributes:
        demande: celle à laquelle il répond ; vide s'il sert toute sa catégorie.
        etats: états de la commande où il sert ; vide s'il sert à tous.
    """

    id: str
    categorie: str
    texte: str
    demande: str = ""
    etats: tuple[str, ...] = ()


def read_states(texte: str) -> tuple[str, ...]:
    """Les états de commande d'une liste écrite à la main, dans l'ordre du programme.

    Ce qui n'en est pas un est gardé tel quel : un modèle écrit pour un état que rien ne porte ne
    sert à aucun, plutôt qu'à tous.
    """
    noms = [nom.strip() for nom in re.split(r"[,;\n]", texte) if nom.strip()]
    lus = dict.fromkeys(EtatCommande.read(nom) or nom for nom in noms)
    connus = [str(etat) for etat in EtatCommande if etat in lus]
    return (*connus, *(str(nom) for nom in lus if nom not in connus))


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
    def as_message(self) -> Message:
        """Ce que la personne a écrit, tel que le ticket le garde."""
        return Message(self.email, self.message, self.id_commande, self.nom)

    @property
    def en_attente_de_traitement(self) -> bool:
        """Vrai si personne ne s'en est encore chargé (« Nouveau » ou sans statut)."""
        return self.statut in ("", Statut.NOUVEAU)


@dataclass(frozen=True, slots=True)
class Traitement:
    """Ce qu'une décision écrit sur un ticket.

    Attributes:
        confiance, attente, traite_le, brouillon_ia: écrits seulement là où le ticket a une place
            pour eux.
        reservation: celle sous laquelle la décision est prise. Un rangement de la même base que
            le journal n'écrit que si elle tient encore, et la clôt du même geste.
        doute: ce qui fait douter de la lecture, à dire avec ``texte_douteux``.
        depart: l'issue sous laquelle la réponse part, avec cette écriture ; vide si elle ne part
            pas.
        demande, issue, urgent: écrits de même, s'ils y ont une place.
    """

    statut: Statut
    reponse: str | None
    categorie: str | None = None
    confiance: float | None = None
    attente: tuple[Attente, ...] = ()
    traite_le: datetime | None = None
    brouillon_ia: str | None = None
    reservation: "Reservation | None" = None
    doute: str = ""
    depart: str = ""
    demande: str = ""
    issue: Issue | None = None
    urgent: bool = False


class Echange(NamedTuple):
    """Un ticket qui compte comme un échange avec son expéditeur.

    Attributes:
        cle: son adresse (``cle_email``).
        le: l'instant (avec fuseau) où il a été décidé.
        part: une réponse automatique part : elle doit être le premier mot.
    """

    cle: str
    ticket_id: str
    le: datetime
    part: bool = False


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
class Resultat:
    """Ce qu'il est advenu d'un message.

    Attributes:
        id_commande: numéro retenu, même inconnu ; ``None`` si le message n'en donne aucun.
        reponse: la réponse, ou le brouillon si ``attente`` n'est pas vide, ou ``None``.
        doute: ce qui fait douter de la lecture, à dire avec ``texte_douteux``.
        client, commande: seulement s'ils sont connus et, pour la commande, à l'expéditeur.
        brouillon_ia: une autre façon de dire le brouillon, rédigée avec l'IA, à relire.
        demande, confiance_demande: ce qui est demandé, et à quel point on en est sûr.
        issue: ce que le programme en fait.
        urgent: une personne doit s'en occuper avant le reste.
    """

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
    doute: str = ""
    brouillon_ia: str | None = None
    demande: str = ""
    confiance_demande: float = 0.0
    issue: Issue = Issue.CONFIE
    urgent: bool = False

    @property
    def part(self) -> bool:
        """Vrai si la réponse part sans qu'une personne la relise."""
        return self.issue != Issue.CONFIE

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de ce résultat."""
        return {
            "success": True,
            "ticket_id": self.ticket_id,
            "email": self.email,
            "categorie": self.categorie,
            "demande": self.demande or None,
            "confiance": self.confiance,
            "confiance_demande": self.confiance_demande,
            "id_commande": self.id_commande,
            "statut": str(self.statut),
            "issue": str(self.issue),
            "urgent": self.urgent,
            "reponse": self.reponse,
            "brouillon_ia": self.brouillon_ia,
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
        polissage: code de ``models.ia`` : ce que l'IA a donné ; vide si rien ne lui a été demandé.
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
            doute=resultat.doute,
            brouillon_ia=resultat.brouillon_ia,
            depart=str(resultat.issue) if resultat.part else "",
            demande=resultat.demande,
            issue=resultat.issue,
            urgent=resultat.urgent,
        )
