"""Ce que l'on demande à l'IA, et ce qu'il en est venu."""

from dataclasses import dataclass

from automation.replies.templates import Faits
from models.ia import MOTIFS, SERVIS


@dataclass(frozen=True, slots=True)
class Demande:
    """Une réponse que l'IA peut adoucir.

    Attributes:
        modele: texte de la boutique, avec ses ``{variables}`` ; il doit se remplir.
        faits: leurs valeurs, telles que ``templates.build_facts`` les donne.
        message: texte du client tel que reçu.
        connus: autres valeurs personnelles connues (noms, e-mail, références, suivis, montants),
            une par élément ; un nom composé compte aussi mot par mot.
        categorie, demande: de quoi trouver les politesses de la boutique.
    """

    modele: str
    faits: Faits
    message: str
    connus: tuple[str, ...] = ()
    categorie: str = ""
    demande: str | None = None


@dataclass(frozen=True, slots=True)
class Polissage:
    """Ce qu'a donné une demande.

    Attributes:
        texte: une réponse faite des seuls mots de la boutique (``choose``), ou un brouillon à
            relire (``rewrite``) ; ``None`` s'il n'y a rien de plus que le modèle.
        code: clé de ``models.ia``, telle que le journal la garde.
        detail: le mot en cause, vide s'il n'y en a pas.
        envoye, recu: ce qui est parti et revenu, sans aucun fait ; ``None`` si rien.
        jetons: facturés, en entrée et en sortie.
    """

    texte: str | None
    code: str
    detail: str = ""
    envoye: str | None = None
    recu: str | None = None
    jetons: tuple[int, int] = (0, 0)


def describe(demande: Demande, polissage: Polissage) -> str:
    """Ce qui s'est passé, pour une personne qui veut voir : modèle, envoyé, reçu, verdict."""
    verdict = SERVIS.get(polissage.code) or f"rien : {MOTIFS[polissage.code]}"
    if polissage.detail:
        verdict += f" (« {polissage.detail} »)"
    morceaux = (
        ("Modèle de la boutique", demande.modele),
        ("Envoyé au serveur d'IA", polissage.envoye or "rien"),
        ("Reçu du serveur d'IA", polissage.recu or "rien"),
        ("Ce qu'en fait le programme", verdict),
    )
    return "\n".join(f"--- {titre} ---\n{texte}" for titre, texte in morceaux)
