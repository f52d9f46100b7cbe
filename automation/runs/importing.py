"""Importer des messages : chacun devient un ticket « Nouveau », une seule fois."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from automation.orders.choice import find_order
from errors import ConfigurationError, SupportError, UnreachableError, UsageError
from models.ports import TicketDesk
from models.tickets import Message

if TYPE_CHECKING:
    from automation.examiner import Expediteur


@dataclass(slots=True)
class BilanImport:
    """Le bilan d'un import, tenu à mesure."""

    total: int = 0
    importes: int = 0
    deja_importes: int = 0
    erreurs: list[tuple[int, str]] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """L'objet JSON de ce bilan."""
        return {
            "total": self.total,
            "importes": self.importes,
            "deja_importes": self.deja_importes,
            "erreurs": [{"ligne": ligne, "raison": raison} for ligne, raison in self.erreurs],
        }


def import_messages(
    desk: TicketDesk,
    lignes: Iterable[tuple[int, Message | str]],
    bilan: BilanImport,
    limit: int | None = None,
    *,
    read_senders: Callable[[Iterable[str]], Mapping[str, "Expediteur"]],
) -> Iterator[None]:
    """Crée un ticket par message nouveau ; rend la main après chaque ligne.

    Un message est déjà importé si un ticket a la même adresse, le même texte et le même numéro de
    commande. Une référence donnée à part est celle d'une commande de l'expéditeur : son numéro va
    sur le ticket. Une ligne fausse est notée dans ``bilan`` avec sa raison, et n'arrête rien.

    Raises:
        UnreachableError: le rangement ne répond plus ; relancer n'importe rien deux fois.
        ConfigurationError: le rangement n'est pas prêt, ou nous est interdit.
    """
    connus: dict[str, set[bytes]] = {}
    for numero, lu in lignes:
        if limit is not None and bilan.importes >= limit:
            return
        bilan.total += 1
        if isinstance(lu, str):
            bilan.erreurs.append((numero, lu))
        else:
            try:
                _import_one(desk, _with_order_id(lu, read_senders), connus, bilan)
            except (UnreachableError, ConfigurationError):
                bilan.total -= 1
                raise
            except SupportError as erreur:
                bilan.erreurs.append((numero, str(erreur)))
        yield


def _with_order_id(
    message: Message, read_senders: Callable[[Iterable[str]], Mapping[str, "Expediteur"]]
) -> Message:
    """Le message, avec le numéro de la commande dont il donne la référence."""
    if not message.reference:
        return message
    _, commandes = read_senders([message.email]).get(message.email, (None, []))
    commande = find_order(message.reference, commandes)
    if commande is None:
        raise UsageError(
            f"La référence « {message.reference} » n'est celle d'aucune commande de ce client : "
            "corrigez-la, ou laissez id_commande vide et écrivez-la dans le message."
        )
    return replace(message, id_commande=commande.id, reference="")


def _import_one(
    desk: TicketDesk, message: Message, connus: dict[str, set[bytes]], bilan: BilanImport
) -> None:
    if message.email not in connus:
        connus[message.email] = {
            _fingerprint(ticket.message, ticket.id_commande)
            for ticket in desk.get_tickets_by_email(message.email)
        }
    empreinte = _fingerprint(message.texte, message.id_commande)
    if empreinte in connus[message.email]:
        bilan.deja_importes += 1
        return
    desk.create_contact_ticket(
        message.email, message.nom or message.email, message.id_commande, message.texte
    )
    connus[message.email].add(empreinte)
    bilan.importes += 1


def _fingerprint(texte: str, id_commande: int | None) -> bytes:
    return sha256(f"{id_commande}\n{texte}".encode()).digest()
