"""Pur : ce qui fait douter que l'on lise bien ce que la personne a écrit."""

from automation.reading.decoding import Decode
from automation.reading.foreign import foreign_language

MAL_DECODE = "le texte est mal décodé"
PAS_D_ELLE = "on ne sait pas ce que la personne a écrit elle-même : tout semble cité ou transféré"
EN_TETE_LIGNES = 6
"""Lignes où tiennent les deux libellés, au plus."""
EN_TETE = "il reste un en-tête de courrier sous le message"


def doubt(decode: Decode, sur: bool, propre: str, plie: str) -> str:
    """Pourquoi une personne doit lire ce message, en français ; vide s'il se lit bien.

    Args:
        decode: le texte, réparé ou non.
        sur: ce qui est lu est bien de la personne.
        propre, plie: ce qui est lu, tel quel et plié.
    """
    if decode.perdu:
        return MAL_DECODE
    if not sur:
        return PAS_D_ELLE
    if _header_left(plie):
        return EN_TETE
    langue = foreign_language(propre, plie)
    return f"le message est écrit en {langue}" if langue else ""


def _header_left(plie: str) -> bool:
    """Vrai si un libellé d'expéditeur et un de date se suivent de près, sous des mots."""
    if plie.count(":") < 2 or "\n" not in plie.strip():
        return False
    # Importé ici : ses expressions sont longues à préparer.
    from automation.reading.mail_blocks import looks_like_header

    lignes = plie.strip().split("\n")
    genres = [looks_like_header(ligne) for ligne in lignes]
    for rang, genre in enumerate(genres[1:], 1):
        proches = genres[rang : rang + EN_TETE_LIGNES]
        if genre in ("expediteur", "date") and {"expediteur", "date"} <= set(proches):
            return True
    return False
