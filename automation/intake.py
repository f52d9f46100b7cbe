"""Pur : ce qui entre est vérifié une fois, ici."""

from errors import UsageError
from models import ID_COMMANDE_MAX, check_email, storable
from models.tickets import Message


def incoming_message(
    email: str, texte: str, commande_id: int | None = None, nom: str = ""
) -> Message:
    """Un message vérifié, prêt à être examiné.

    Raises:
        UsageError: adresse, texte ou numéro impossible.
    """
    if not isinstance(email, str) or not isinstance(texte, str):
        raise UsageError("L'adresse et le message doivent être des textes.")
    adresse = check_email(email)
    texte = storable(texte)
    if not texte.strip():
        raise UsageError("Le message est vide : il n'y a rien à traiter. Donnez son texte.")
    if commande_id is not None and not (
        type(commande_id) is int and 1 <= commande_id <= ID_COMMANDE_MAX
    ):
        raise UsageError(f"Le numéro de commande doit être un entier entre 1 et {ID_COMMANDE_MAX}.")
    return Message(adresse, texte, commande_id, " ".join(nom.split())[:200])
