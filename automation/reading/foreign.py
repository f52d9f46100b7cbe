"""Pur : la langue d'une phrase que le français ne connaît pas."""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from automation.languages.fr.words import SURS

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

NOMS = {
    **{"en": "anglais", "nl": "néerlandais", "de": "allemand", "es": "espagnol", "it": "italien"},
    **{"pt": "portugais", "pl": "polonais", "ro": "roumain", "ca": "catalan", "tr": "turc"},
    **{"ar": "arabe", "fa": "persan", "he": "hébreu", "ru": "russe", "uk": "ukrainien"},
    **{"bg": "bulgare", "el": "grec", "zh": "chinois", "ja": "japonais", "ko": "coréen"},
    **{"vi": "vietnamien", "sv": "suédois", "da": "danois", "no": "norvégien", "nb": "norvégien"},
    **{"nn": "norvégien", "fi": "finnois", "hu": "hongrois", "cs": "tchèque", "sk": "slovaque"},
    **{"hr": "croate", "sr": "serbe", "sl": "slovène", "sq": "albanais", "gl": "galicien"},
    **{"eu": "basque", "br": "breton", "oc": "occitan", "lb": "luxembourgeois", "la": "latin"},
}
AUTRE = "une autre langue que le français"

CERTITUDE = 0.5
"""Probabilité à partir de laquelle py3langid est cru. Mesuré sur 4 000 messages français : un pour
mille de retenus, presque tous écrits pour partie en anglais ; sur 123 phrases de huit langues et
plus, au milieu d'un message français, 96 sur cent de reconnues (0,4 retient deux fois plus)."""
MOTS_MIN = 3
LETTRES_MIN = 5
"""En deçà, une phrase ne dit pas sa langue : un nom, un modèle. La seconde borne est celle des
écritures sans espaces."""

_PHRASE = re.compile(r"[^.!?;:()\n\r\u2026\u3002\uff01\uff1f\uff0c\u061f]+")
_MOT = re.compile(r"[^\W\d_]{2,}|\b(?:j|n|s|m|qu)(?=')")
_LATIN = re.compile(r"[a-z\u00c0-\u024f\u1e00-\u1eff]", re.IGNORECASE)


def foreign_language(propre: str, plie: str) -> str:
    """La langue d'une phrase qui n'est pas en français, en toutes lettres ; vide sans une telle.

    Args:
        propre, plie: ce que la personne a écrit, tel quel et plié.
    """
    for phrase in _sentences(propre, plie):
        langue, sur = _identifier().classify(phrase)
        if langue != "fr" and sur > CERTITUDE:
            return NOMS.get(langue, AUTRE)
    return ""


def _sentences(propre: str, plie: str) -> Iterator[str]:
    """Les phrases où rien n'est sûrement français."""
    texte = propre if len(propre) == len(plie) else plie  # les accents aident à reconnaître
    for trouve in _PHRASE.finditer(texte):
        phrase = trouve[0].strip()
        mots = _MOT.findall(plie, *trouve.span())
        longue = len(phrase) >= LETTRES_MIN and not _LATIN.search(phrase)
        if mots and (longue or len(mots) >= MOTS_MIN) and SURS.isdisjoint(mots):
            yield phrase


@cache
def _identifier() -> "LanguageIdentifier":
    # Importé ici : numpy et le modèle pèsent, et neuf messages sur dix s'en passent.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
