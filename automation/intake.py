"""Pur : ce qui entre est vérifié une fois, ici."""

from errors import UsageError
from models import check_email, read_order, storable
from models.tickets import Message


def incoming_message(
    email: str, texte: str, commande_id: int | str | None = None, nom: str = ""
) -> Message:
    """Un message vérifié, prêt à être examiné.

    Args:
        commande_id: numéro de commande, ou référence, donné à part.

    Raises:
        UsageError: adresse, texte ou numéro impossible.
    """
    if not isinstance(email, str) or not isinstance(texte, str):
        raise UsageError("L'adresse et le message doivent être des textes.")
    adresse = check_email(email)
    texte = storable(texte)
    if not texte.strip():
        raise UsageError("Le message est vide : il n'y a rien à traiter. Donnez son texte.")
    if commande_id is not None and type(commande_id) not in (int, str):
        raise UsageError("Le numéro de commande doit être un entier, ou une référence.")
    donnee = None if commande_id is None else read_order(str(commande_id))
    nom = " ".join(nom.split())[:200]
    if isinstance(donnee, str):
        return Message(adresse, texte, None, nom, reference=donnee)
    return Message(adresse, texte, donnee, nom)
