"""--setup : préparer chaque partie, et en rendre compte, une ligne chacune."""

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cli.output import Output
from cli.render import hang, indent
from cli.safe_text import visible
from cli.setup_base import Chantier
from cli.setup_parts import A_AJOUTER, PARTIES
from config import Settings
from errors import ConfigurationError, SupportError

RETRAIT = "  "
"""Devant la suite d'une ligne du compte rendu."""


@dataclass(frozen=True, slots=True)
class Etape:
    """Une partie préparée ou examinée, ou ce qui l'empêche d'être prête.

    Attributes:
        detail: ce qui a été trouvé ou fait, puis ce qu'il reste à faire.
        code: 0 si elle est prête, sinon le code de sortie de l'ennui.
    """

    nom: str
    detail: str
    code: int = 0

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de cette étape."""
        return {"nom": self.nom, "pret": self.code == 0, "detail": self.detail}


def run(options: Namespace, settings: Settings, out: Output) -> int:
    """Prépare tout ce qui peut l'être et rend le premier code d'ennui, 0 s'il n'y en a pas.

    Avec ``--check`` ou ``--dry-run``, regarde seulement : rien n'est créé.
    """
    if options.nouveaux_modeles:
        from cli import setup_templates

        return setup_templates.run(options, settings, out)
    if options.retirer_exemples:
        from cli import setup_examples

        return setup_examples.run(options, settings, out)
    essai = options.dry_run or options.check
    etapes = []
    for etape in _steps(Chantier(settings, essai, exemples=not options.sans_exemples)):
        etapes.append(etape)
        if not out.en_json:
            signe = out.style("✓", "vert") if etape.code == 0 else out.style("✗", "rouge")
            out.text(hang(out, f"{signe} {etape.nom} : {visible(etape.detail)}", RETRAIT))
    ennuis = [etape for etape in etapes if etape.code]
    code = ennuis[0].code if ennuis else 0
    if out.en_json:
        document: dict[str, Any] = {"success": code == 0}
        if ennuis:
            message = f"{ennuis[0].nom} : {ennuis[0].detail}"
            document["erreur"] = {"code": code, "message": message}
        out.document(document | {"etapes": [etape.to_dict() for etape in etapes]})
    else:
        reste = any(A_AJOUTER in etape.detail for etape in etapes)
        fin = A_FAIRE_ENCORE if reste and not ennuis else _conclusion(len(ennuis), essai)
        out.text(f"\n{indent(out, fin)}")
    return code


A_FAIRE_ENCORE = "Il reste à ajouter au fichier .env les lignes données plus haut."


def _conclusion(ennuis: int, essai: bool) -> str:
    if ennuis == 1:
        return "Une partie n'est pas prête : sa ligne dit que faire."
    if ennuis:
        return f"{ennuis} parties ne sont pas prêtes : leurs lignes disent que faire."
    if essai:
        return "Rien à signaler ; rien n'a été écrit."
    return 'Tout est prêt. Essayez :\n  python main.py --message EMAIL "Où est mon colis ?"'


def _steps(chantier: Chantier) -> Iterator[Etape]:
    try:
        for nom, examiner in PARTIES:
            try:
                yield Etape(nom, examiner(chantier))
            except SupportError as erreur:
                yield Etape(nom, str(erreur), erreur.code)
            except ModuleNotFoundError as erreur:
                phrase = (
                    f"il manque la bibliothèque {erreur.name}. Lancez « pip install -r "
                    "requirements.txt »."
                )
                yield Etape(nom, phrase, ConfigurationError.code)
    finally:
        chantier.close()
