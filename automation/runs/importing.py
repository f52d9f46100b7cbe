"""Importer des messages : chacun devient un ticket « Nouveau », une seule fois."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from automation.orders.choice import find_order
from automation.runs.ticket_file import LigneLue
from errors import ConfigurationError, SupportError, UnreachableError, UsageError
from models.ports import Receipts, TicketDesk
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
    passage: "Passage",
    lignes: Iterable[LigneLue],
    bilan: BilanImport,
    limit: int | None = None,
    *,
    read_senders: Callable[[Iterable[str]], Mapping[str, "Expediteur"]],
) -> Iterator[None]:
    """Crée un ticket par message nouveau ; rend la main après chaque ligne.

    Une référence donnée à part est celle d'une commande de l'expéditeur : son numéro va sur le
    ticket. Une ligne fausse est notée dans ``bilan`` avec sa raison, et n'arrête rien.

    Raises:
        UnreachableError: le rangement ne répond plus ; relancer n'importe rien deux fois.
        ConfigurationError: le rangement n'est pas prêt, ou nous est interdit.
    """
    for ligne in lignes:
        if limit is not None and bilan.importes >= limit:
            return
        bilan.total += 1
        try:
            if isinstance(ligne.lu, str):
                raise UsageError(ligne.lu)
            cle = passage.key(ligne.lu, ligne.propre)
            if cle is None:
                bilan.deja_importes += 1
            else:
                message = _with_order_id(ligne.lu, read_senders)
                nom = message.nom or message.email
                recu = desk.create_once(
                    message.email, nom, message.id_commande, message.texte, cle=cle
                )
                bilan.importes += recu.nouveau
                bilan.deja_importes += not recu.nouveau
            passage.accept()
        except (UnreachableError, ConfigurationError):
            bilan.total -= 1
            raise
        except SupportError as erreur:
            passage.refuse()
            bilan.erreurs.append((ligne.numero, str(erreur)))
        yield
    passage.finish()


class Passage:
    """Un passage sur un fichier : la clé de chacune de ses lignes.

    La clé d'un message est son numéro dans le fichier, s'il en a un ; sinon l'empreinte de tous
    ceux qui le précèdent et de lui-même : le même fichier, ou le même plus long, redonne les mêmes
    clés, et un autre fichier où sont les mêmes mots en donne d'autres. Une ligne refusée ne compte
    pas, même corrigée plus tard : les clés des suivantes n'en changent pas.

    Args:
        recus: ce qui est déjà entré.
        fichier: l'empreinte de ses octets.
        encore: ses tickets sont voulus une fois de plus, même s'il est déjà importé en entier.

    Attributes:
        deja: ce fichier, octet pour octet, est déjà importé en entier.
    """

    def __init__(self, recus: Receipts, fichier: str, *, encore: bool, essai: bool) -> None:
        self._recus, self._essai = recus, essai
        tour = 0
        self._fin = _hash("fichier", fichier)
        self.deja = not encore and bool(recus.seen([self._fin]))
        while encore and recus.seen([self._fin]):
            tour += 1
            self._fin = _hash("fichier", fichier, str(tour))
        self._sel = str(tour) if tour else ""
        self._chaine = self._suivante = self._sel
        self._rang = 0
        self._marque = ""

    def key(self, message: Message, propre: str) -> str | None:
        """La clé de ce message ; ``None`` s'il est déjà entré."""
        contenu = (message.email, str(message.id_commande), message.reference, message.texte)
        self._begin()
        self._suivante = _hash(self._chaine, *contenu)
        if propre:
            cle, self._suivante = _hash("numero", self._sel, propre, *contenu), self._chaine
        else:
            cle = self._suivante
        corrigee = _hash(self._marque, *contenu)
        vues = self._recus.seen([cle, self._marque, corrigee])
        if self._marque in vues:
            cle, self._suivante = corrigee, self._chaine
        return None if cle in vues else cle

    def accept(self) -> None:
        """La ligne a son ticket : les suivantes en tiennent compte."""
        self._chaine, self._marque = self._suivante, ""

    def refuse(self) -> None:
        """La ligne est refusée : elle ne compte pas, même quand elle aura été corrigée."""
        if not self._marque:
            self._begin()
        if not self._essai:
            self._recus.note(self._marque)
        self._marque = ""

    def finish(self) -> None:
        """Le fichier est importé en entier."""
        if not self._essai:
            self._recus.note(self._fin)

    def _begin(self) -> None:
        self._rang += 1
        self._marque = _hash("refus", self._chaine, str(self._rang))


def _hash(*morceaux: str) -> str:
    tout = "".join(f"{len(morceau)}:{morceau}" for morceau in morceaux)
    return sha256(tout.encode()).hexdigest()


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
