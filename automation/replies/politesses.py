"""Les politesses de la boutique : les phrases d'ouverture et de clôture que l'IA peut choisir."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from automation.replies.templates import POLITESSES
from automation.replies.values import known_value
from automation.understanding.rules import POLITESSES as POLITESSES_TOML
from automation.understanding.toml_file import read_toml
from errors import ConfigurationError
from models import same_name

FOURNIES = Path(__file__).parents[1] / "languages" / "fr" / "rules" / POLITESSES_TOML
HUMEURS = ("inquiet", "colere", "neutre", "merci")
TOUTES = "toutes"
"""La section dont les phrases s'offrent quelle que soit la catégorie."""

PHRASE_MAX = 300
"""Caractères d'une phrase : au-delà, ce n'est plus une politesse."""

CHOIX_MAX = 200
"""Caractères d'un choix : deux numéros et leurs noms en font cinquante."""

_PLACES = {"ouvertures": "ouverture", "clotures": "cloture"}


class Politesse(NamedTuple):
    """Une phrase de la boutique, et l'humeur du client à qui elle va."""

    humeur: str
    phrase: str


Politesses = Mapping[tuple[str, str, str], tuple[str, ...]]
"""Les phrases, par place (« ouverture », « cloture »), section et humeur."""


def load_politesses(*sources: Path) -> Politesses:
    """Les phrases de la boutique si un de ses dossiers de règles en a un fichier, sinon les nôtres.

    Args:
        sources: les mêmes que pour ``load_rules`` ; le dernier dossier qui en a l'emporte.

    Raises:
        ConfigurationError: le fichier est illisible ou mal écrit ; la phrase dit où.
    """
    siens = (source / POLITESSES_TOML for source in reversed(sources))
    return dict(_read(next((fichier for fichier in siens if fichier.is_file()), FOURNIES)))


def offered(
    politesses: Politesses, attendues: Collection[str], categorie: str, demande: str | None = None
) -> dict[str, tuple[Politesse, ...]]:
    """Les phrases à offrir à chaque place ; aucune à celle que le modèle n'attend pas.

    Celles de la demande si elle en a, sinon de la catégorie, puis celles de toutes.
    """
    offre: dict[str, tuple[Politesse, ...]] = dict.fromkeys(POLITESSES, ())
    for place in attendues:
        propres = _section(politesses, place, demande) if demande else ()
        propres = propres or _section(politesses, place, categorie)
        offre[place] = propres + _section(politesses, place, TOUTES)
    return offre


def choice_schema(offre: Mapping[str, Sequence[Politesse]]) -> dict[str, Any]:
    """Le schéma JSON d'un choix : pour chaque place, le numéro d'une phrase, ou rien."""
    return {
        "type": "object",
        "properties": {
            place: {"type": ["integer", "null"], "enum": [*range(1, len(phrases) + 1), None]}
            for place, phrases in offre.items()
        },
        "required": list(offre),
        "additionalProperties": False,
    }


def read_choice(texte: str, offre: Mapping[str, Sequence[Politesse]]) -> dict[str, str] | None:
    """Les phrases choisies, par place ; une place où rien n'est choisi n'y est pas.

    Args:
        texte: ce qu'un serveur a répondu, quoi que ce soit.

    Returns:
        ``None`` si ce n'est pas, à la lettre, ce que ``choice_schema`` demande.
    """
    if len(texte) > CHOIX_MAX:
        return None
    try:
        # Des paires, non un objet : une place répondue deux fois n'est pas un choix.
        paires = json.loads(texte, object_pairs_hook=list)
        choix = dict(paires)
    except (ValueError, TypeError, RecursionError):
        return None
    if len(paires) != len(offre) or choix.keys() != offre.keys():
        return None
    for place, numero in choix.items():
        if numero is not None and (type(numero) is not int or not 1 <= numero <= len(offre[place])):
            return None
    return {place: offre[place][n - 1].phrase for place, n in choix.items() if n is not None}


def _section(politesses: Politesses, place: str, section: str) -> tuple[Politesse, ...]:
    return tuple(
        Politesse(humeur, phrase)
        for (autre_place, nom, humeur), phrases in politesses.items()
        if autre_place == place and same_name(nom, section)
        for phrase in phrases
    )


def _read(chemin: Path) -> Iterator[tuple[tuple[str, str, str], tuple[str, ...]]]:
    try:
        octets = chemin.read_bytes()
    except OSError as erreur:
        raise ConfigurationError(
            f"Le fichier de politesses « {chemin} » ne peut pas être lu. Vérifiez ses droits."
        ) from erreur
    for titre, sections in read_toml(chemin, octets)[1].items():
        if titre not in _PLACES or not isinstance(sections, dict):
            raise _wrong(chemin, titre, "il faut [ouvertures.…] ou [clotures.…]")
        for section, humeurs in sections.items():
            if not isinstance(humeurs, dict):
                raise _wrong(chemin, section, "il faut une section [ouvertures.NOM]")
            for humeur, phrases in humeurs.items():
                if humeur not in HUMEURS:
                    raise _wrong(chemin, humeur, f"les humeurs sont : {', '.join(HUMEURS)}")
                propres = tuple(_check(chemin, phrases))
                yield (_PLACES[titre], section.strip(), humeur), propres


def _check(chemin: Path, phrases: Any) -> Iterator[str]:
    if not isinstance(phrases, list):
        raise _wrong(chemin, str(phrases), "les phrases se mettent entre crochets")
    for phrase in phrases:
        propre = known_value(phrase) if isinstance(phrase, str) else None
        if propre is None or len(propre) > PHRASE_MAX or set("{}⟦⟧") & set(propre):
            raise _wrong(
                chemin,
                str(phrase),
                f"il faut une phrase de {PHRASE_MAX} signes au plus, sans {{ }}",
            )
        yield propre


def _wrong(chemin: Path, quoi: str, raison: str) -> ConfigurationError:
    return ConfigurationError(f"Politesses « {chemin} », « {quoi[:60]} » : {raison}.")
