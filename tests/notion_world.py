"""Un espace Notion prêt à l'emploi sur le serveur local, et de quoi y brancher le programme."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from config import Settings
from models import NON_CLASSE, Statut
from models.tickets import Ticket, Traitement
from notion.connection import open_transport
from notion.notion_manager import NotionManager
from notion.transport import Horloge, Transport
from tests.notion_server import NotionServer

CATEGORIES = (
    "Retard de livraison",
    "Remboursement",
    "Produit défectueux",
    "Information commande",
    NON_CLASSE,
)
STATUTS = tuple(str(statut) for statut in Statut)
FACULTATIVES = {
    "confiance": "number",
    "attente": "rich_text",
    "traité_le": "date",
    "brouillon_ia": "rich_text",
    "à_envoyer": "checkbox",
    "demande": "select",
    "urgent": "checkbox",
}
CONTACTS = {
    "email_client": "email",
    "id_commande": "number",
    "message_initial": "rich_text",
    "catégorie": CATEGORIES,
    "réponse_personnalisée": "rich_text",
    "statut": STATUTS,
}
REPONSES = {"catégorie": CATEGORIES, "réponse_générique": "rich_text"}
EMAIL = "lea@example.com"


@dataclass
class FauxTemps:
    """Une horloge qui n'avance que lorsqu'on attend ; pour un seul fil à la fois."""

    maintenant: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    attentes: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.maintenant

    def monotonic(self) -> float:
        return (self.maintenant - datetime(2026, 1, 1, tzinfo=UTC)).total_seconds()

    def sleep(self, secondes: float) -> None:
        self.attentes.append(secondes)
        self.maintenant += timedelta(seconds=secondes)

    @property
    def horloge(self) -> Horloge:
        return Horloge(self.now, self.monotonic, self.sleep)


@dataclass(frozen=True)
class Espace:
    """Les deux bases d'une boutique, sous une page partagée."""

    serveur: NotionServer
    page: str
    reponses: str
    contacts: str

    def settings(self, par_minute: int = 100_000) -> Settings:
        return Settings(
            notion_token=self.serveur.token,
            notion_api_url=self.serveur.url,
            notion_base_reponses_id=self.reponses,
            notion_base_contacts_id=self.contacts,
            notion_parent_page_id=self.page,
            notion_requests_per_minute=par_minute,
            fenetre_echange_jours=0,
        )

    @property
    def env(self) -> dict[str, str]:
        """Les mêmes réglages, pour un programme que l'on lance."""
        return {
            "NOTION_TOKEN": str(self.serveur.token),
            "NOTION_API_URL": self.serveur.url,
            "NOTION_BASE_REPONSES_ID": self.reponses,
            "NOTION_BASE_CONTACTS_ID": self.contacts,
            "NOTION_REQUESTS_PER_MINUTE": "100000",
        }

    def manager(self, temps: FauxTemps | None = None, **options: object) -> NotionManager:
        """Un NotionManager dont les attentes et les délais dépassés sont instantanés."""
        horloge = temps.horloge if temps else Horloge(sleep=lambda _: None)
        par_minute = int(str(options.pop("par_minute", 100_000)))
        manager = NotionManager(self.settings(par_minute), horloge=horloge, **options)  # type: ignore[arg-type]
        self.serveur.outcomes.follow(manager._transport.client.client)
        return manager

    def transport(self, horloge: Horloge) -> Transport:
        """Un accès à Notion dont les délais dépassés sont instantanés."""
        transport = open_transport(self.settings(), horloge)
        self.serveur.outcomes.follow(transport.client.client)
        return transport

    def add_pending(self, nombre: int, **changements: object) -> list[str]:
        """Des tickets « Nouveau » saisis par un formulaire."""
        lignes = [
            {
                "Nom": f"Client {rang}",
                "email_client": EMAIL,
                "message_initial": f"Message numéro {rang}",
                "statut": "Nouveau",
                **changements,
            }
            for rang in range(nombre)
        ]
        return self.serveur.add_rows(self.contacts, lignes)


def new_space(serveur: NotionServer, *, facultatives: bool = True) -> Espace:
    page = serveur.add_shared_page("Support")
    contacts = CONTACTS | (FACULTATIVES if facultatives else {})
    return Espace(
        serveur,
        page,
        serveur.add_database(page, "Réponses support", REPONSES),
        serveur.add_database(page, "Contacts clients", contacts),
    )


def decide(ticket: Ticket, texte: str = "") -> tuple[Ticket, Traitement]:
    """Une réponse automatique pour ce ticket."""
    traitement = Traitement(
        Statut.TRAITE_AUTO,
        texte or f"Réponse à {ticket.message}",
        "Remboursement",
        confiance=0.9,
        traite_le=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
    )
    return ticket, traitement
