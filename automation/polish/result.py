"""Ce que l'on demande à la réécriture, ce qu'elle rend, et pourquoi elle n'a pas servi."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from automation.replies.templates import Faits

ACCEPTEE = "acceptee"
"""Code d'une réécriture qui a servi."""

MOTIFS: Mapping[str, str] = {
    "modele_inadapte": "ce modèle ne se prête pas à une réécriture",
    "plafond_atteint": "le nombre de réécritures de OPENAI_MAX_REPONSES est atteint",
    "ia_suspendue": "l'IA est suspendue jusqu'à la fin, après trois échecs de suite",
    "cle_refusee": "le serveur d'IA refuse la clé OPENAI_API_KEY",
    "quota_epuise": "le crédit du compte d'IA est épuisé",
    "trop_de_demandes": "le serveur d'IA reçoit trop de demandes",
    "modele_inconnu": "le serveur d'IA ne connaît pas ce modèle (OPENAI_MODEL) ou cette adresse",
    "demande_refusee": "le serveur d'IA refuse la demande",
    "serveur_en_panne": "le serveur d'IA est en panne",
    "serveur_injoignable": "le serveur d'IA n'a pas pu être joint",
    "delai_depasse": "le serveur d'IA n'a pas répondu à temps",
    "reponse_illisible": "le serveur d'IA a rendu autre chose qu'une réponse",
    "reponse_vide": "le serveur d'IA a rendu un texte vide",
    "reponse_tronquee": "le texte rendu est coupé",
    "refus_du_modele": "l'IA a refusé de réécrire",
    "faits_modifies": "un fait manque, ou est là une fois de trop",
    "fait_nouveau": "un fait a été ajouté",
    "engagement_ajoute": "un engagement a été ajouté ou modifié",
    "sens_modifie": "le sens d'un fait a changé",
    "salutation_modifiee": "la salutation a changé",
    "signature_modifiee": "la signature a changé",
    "longueur": "le texte est trop court ou trop long",
    "langue": "le texte n'est pas en français",
    "majuscules": "des mots sont écrits en capitales",
    "balisage": "le texte porte des balises ou des signes étrangers",
    "texte_de_service": "le texte parle de lui-même ou de ses consignes",
    "contenu_perdu": "une demande ou une explication du modèle a disparu",
    "hors_sujet": "le texte s'écarte du modèle",
}
"""Pourquoi le texte de la boutique est parti : code stable → phrase pour une personne."""


@dataclass(frozen=True, slots=True)
class DemandePolissage:
    """Une réponse à rendre plus chaleureuse.

    Attributes:
        modele: texte de la boutique, avec ses ``{variables}`` ; il doit se remplir.
        faits: leurs valeurs, telles que ``templates.build_facts`` les donne.
        message: texte du client tel que reçu.
        connus: autres valeurs personnelles connues (noms, e-mail, références, suivis, montants),
            une par élément ; un nom composé compte aussi mot par mot.
    """

    modele: str
    faits: Faits
    message: str
    connus: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Polissage:
    """Ce que le client recevrait, et pourquoi.

    Attributes:
        texte: la réécriture si elle est acceptée, sinon le texte de la boutique.
        motif: code de ``MOTIFS`` si elle ne l'est pas, sinon ``None``.
        detail: le mot en cause, vide s'il n'y en a pas.
        envoye, recu: ce qui est parti et revenu, à repères seulement ; ``None`` si rien.
        jetons_entree, jetons_sortie: facturés pour cette réponse (0 si elle était en mémoire).
    """

    texte: str
    accepte: bool
    motif: str | None = None
    detail: str = ""
    envoye: str | None = None
    recu: str | None = None
    jetons_entree: int = 0
    jetons_sortie: int = 0

    @property
    def code(self) -> str:
        """Ce que le journal en garde."""
        return self.motif or ACCEPTEE

    @property
    def explication(self) -> str:
        """La phrase du motif, avec le mot en cause ; vide si la réécriture est acceptée."""
        if self.motif is None:
            return ""
        return MOTIFS[self.motif] + (f" (« {self.detail} »)" if self.detail else "")


@dataclass(frozen=True, slots=True)
class BilanPolissage:
    """Les réécritures d'une exécution, comptées."""

    acceptees: int = 0
    refusees: Mapping[str, int] = field(default_factory=dict)
    jetons_entree: int = 0
    jetons_sortie: int = 0

    def to_dict(self) -> dict[str, object]:
        """L'objet JSON de ce bilan."""
        return {
            "acceptees": self.acceptees,
            "refusees": dict(self.refusees),
            "jetons_entree": self.jetons_entree,
            "jetons_sortie": self.jetons_sortie,
        }


def describe(demande: DemandePolissage, polissage: Polissage) -> str:
    """Ce qui s'est passé, pour une personne qui veut voir : modèle, envoyé, reçu, verdict."""
    verdict = "acceptée" if polissage.accepte else f"écartée : {polissage.explication}"
    morceaux = (
        ("Modèle de la boutique", demande.modele),
        ("Envoyé au serveur d'IA", polissage.envoye or "rien"),
        ("Reçu du serveur d'IA", polissage.recu or "rien"),
    )
    textes = "\n".join(f"--- {titre} ---\n{texte}" for titre, texte in morceaux)
    return f"{textes}\n--- Réécriture {verdict} ---"
