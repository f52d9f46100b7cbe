"""--setup dans Notion : créer, compléter, ne rien abîmer, et dire le reste."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from config import Settings
from errors import ConfigurationError
from models.tickets import ReponseType
from notion.notion_manager import NotionManager
from notion.report import Constat, Rapport
from notion.setup import prepare
from notion.transport import Horloge
from tests.notion_server import TRANSIENT, Fault, NotionServer, faults, piece
from tests.notion_world import CATEGORIES, CONTACTS, FACULTATIVES, STATUTS, new_space

MODELES = [
    ReponseType(
        "",
        "Retard de livraison",
        "Bonjour, votre colis {numero_suivi} est en route.",
        "suivi",
        ("expédiée", "livrée"),
    ),
    ReponseType("", "Retard de livraison", "Bonjour, votre colis est en route."),
    ReponseType("", "Remboursement", "Bonjour, nous étudions votre demande."),
]
LABELS = {"suivi": "où est le colis", "livre_non_recu": "noté livré, pas reçu"}
INSTANTANE = Horloge(sleep=lambda _: None)


@pytest.fixture
def serveur() -> Iterator[NotionServer]:
    with NotionServer() as serveur:
        yield serveur


def settings(serveur: NotionServer, page: str | None, **ids: str) -> Settings:
    return Settings(
        notion_token=serveur.token,
        notion_api_url=serveur.url,
        notion_parent_page_id=page,
        notion_requests_per_minute=100_000,
        **ids,  # type: ignore[arg-type]
    )


def setup(reglages: Settings, check_only: bool = False) -> Rapport:
    return prepare(reglages, CATEGORIES, MODELES, LABELS, check_only=check_only, horloge=INSTANTANE)


def test_an_empty_page_becomes_ready(serveur: NotionServer) -> None:
    """Sous une page vide : deux bases complètes, les modèles, et les deux lignes pour .env."""
    page = serveur.add_shared_page()
    rapport = setup(settings(serveur, page))
    assert rapport.pret
    assert rapport.lignes_env == (
        f"NOTION_BASE_REPONSES_ID={rapport.reponses_id}",
        f"NOTION_BASE_CONTACTS_ID={rapport.contacts_id}",
    )
    assert serveur.options(str(rapport.contacts_id), "statut") == list(STATUTS)
    assert serveur.options(str(rapport.reponses_id), "catégorie") == list(CATEGORIES)
    colonnes = {nom: p["type"] for nom, p in serveur.schema(str(rapport.contacts_id)).items()}
    assert colonnes == {
        "nom_prenom": "title",
        "catégorie": "select",
        "statut": "select",
        **{nom: genre for nom, genre in CONTACTS.items() if isinstance(genre, str)},
        **FACULTATIVES,
    }


def test_what_was_made_can_be_used_at_once(serveur: NotionServer) -> None:
    """Les bases créées servent telles quelles, modèles dans l'ordre où ils ont été donnés."""
    rapport = setup(settings(serveur, serveur.add_shared_page()))
    reglages = settings(
        serveur,
        None,
        notion_base_reponses_id=str(rapport.reponses_id),
        notion_base_contacts_id=str(rapport.contacts_id),
    )
    with NotionManager(reglages, labels=LABELS) as manager:
        lus = [replace(modele, id="") for modele in manager.get_reponses_types()]
        assert lus == MODELES
        ticket_id = manager.create_contact_ticket("lea@example.com", "Léa", 1, "Bonjour")
        assert [ticket.id for ticket in manager.get_pending_tickets()] == [ticket_id]


def test_a_second_run_writes_nothing(serveur: NotionServer) -> None:
    """La seconde exécution trouve tout, avec ou sans les identifiants, et n'écrit rien."""
    page = serveur.add_shared_page()
    rapport = setup(settings(serveur, page))
    ecritures = len(serveur.writes())
    ids = {
        "notion_base_reponses_id": str(rapport.reponses_id),
        "notion_base_contacts_id": str(rapport.contacts_id),
    }
    for reglages in (settings(serveur, page), settings(serveur, None, **ids)):
        second = setup(reglages)
        assert second.pret
        assert {etape.constat for etape in second.etapes} == {Constat.TROUVE}
        assert second.lignes_env == rapport.lignes_env
    assert len(serveur.writes()) == ecritures


def test_a_half_made_space_is_completed_without_loss(serveur: NotionServer) -> None:
    """Ce qui manque est ajouté ; aucune option, aucune ligne, aucun modèle n'est perdu."""
    page = serveur.add_shared_page()
    reponses = serveur.add_database(
        page, "Réponses support", {"catégorie": ["Échange", "remboursement"], "note": "rich_text"}
    )
    ligne = serveur.add_row(reponses, {"Nom": "À moi", "catégorie": "Échange", "note": "Garder"})
    avant = serveur.row(ligne)
    options_avant = serveur.schema(reponses)["catégorie"]["select"]["options"]
    rapport = setup(settings(serveur, page))
    assert rapport.pret
    assert rapport.reponses_id == reponses
    apres = serveur.schema(reponses)["catégorie"]["select"]["options"]
    assert apres[:2] == options_avant
    assert [option["name"] for option in apres[2:]] == [
        nom for nom in CATEGORIES if nom != "Remboursement"
    ]
    vides: dict[str, object] = {"réponse_générique": "", "demande": None, "etats": []}
    assert serveur.rows(reponses) == [avant | vides]
    assert rapport.contacts_id is not None


def test_templates_are_never_added_to_a_base_in_use(serveur: NotionServer) -> None:
    """Une base qui a déjà une ligne ne reçoit aucun modèle de départ."""
    espace = new_space(serveur)
    serveur.add_row(espace.reponses, {"réponse_générique": [piece("Bonjour")]})
    setup(espace.settings())
    assert len(serveur.rows(espace.reponses)) == 1


def test_what_only_a_person_can_do_is_explained(serveur: NotionServer) -> None:
    """Un mauvais type n'est pas touché : le compte rendu dit où cliquer, et le reste est fait."""
    page = serveur.add_shared_page()
    contacts = serveur.add_database(page, "Contacts clients", {**CONTACTS, "statut": "rich_text"})
    rapport = setup(settings(serveur, page))
    assert not rapport.pret
    (a_faire,) = [etape for etape in rapport.etapes if etape.constat is Constat.A_FAIRE]
    assert "« statut » n'est pas de type « Sélection »" in a_faire.detail
    assert "Modifier la propriété" in a_faire.detail
    assert serveur.schema(contacts)["statut"]["type"] == "rich_text"
    assert serveur.schema(contacts)["confiance"]["type"] == "number"


def test_an_optional_column_of_the_wrong_type_is_ignored(serveur: NotionServer) -> None:
    """Une colonne « attente » d'un autre type n'empêche rien : elle est dite, et laissée."""
    page = serveur.add_shared_page()
    colonnes = {**CONTACTS, **FACULTATIVES, "attente": "checkbox"}
    contacts = serveur.add_database(page, "Contacts clients", colonnes)
    rapport = setup(settings(serveur, page))
    assert rapport.pret
    assert any("« attente »" in e.detail for e in rapport.etapes if e.constat is Constat.IGNORE)
    assert serveur.schema(contacts)["attente"]["type"] == "checkbox"


def test_a_base_not_shared_or_doubled_is_explained(serveur: NotionServer) -> None:
    """Base non partagée, base à plusieurs sources : chacune a sa ligne, aucune n'arrête l'autre."""
    espace = new_space(serveur)
    double = serveur.add_database(espace.page, "Contacts clients 2", CONTACTS, sources=2)
    serveur.unshare(espace.reponses)
    rapport = setup(replace(espace.settings(), notion_base_contacts_id=double))
    details = [etape.detail for etape in rapport.etapes]
    assert [etape.constat for etape in rapport.etapes] == [Constat.A_FAIRE] * 2
    assert "menu ••• → Connexions" in details[0]
    assert "2 sources de données" in details[1]
    assert serveur.writes() == []


def test_two_bases_of_the_same_name_are_asked_about(serveur: NotionServer) -> None:
    """Deux bases du même nom sous la page : le programme ne choisit pas."""
    espace = new_space(serveur)
    serveur.add_database(espace.page, "contacts clients", CONTACTS)
    rapport = setup(settings(serveur, espace.page))
    assert rapport.contacts_id is None
    assert "2 bases nommées « Contacts clients »" in rapport.etapes[-1].detail


def test_a_category_notion_refuses_is_explained(serveur: NotionServer) -> None:
    """Une catégorie avec une virgule ne peut pas être une option : c'est dit, le reste se fait."""
    espace = new_space(serveur)
    rapport = prepare(espace.settings(), ["Échange, retour", "Cadeau"], [], horloge=INSTANTANE)
    assert "virgule" in rapport.etapes[0].detail
    assert serveur.options(espace.reponses, "catégorie") == [*CATEGORIES, "Cadeau"]


def test_checking_only_writes_nothing(serveur: NotionServer) -> None:
    """La vérification seule dit ce qui manque sans rien écrire."""
    page = serveur.add_shared_page()
    colonnes = {"catégorie": ["Remboursement"], "réponse_générique": "rich_text"}
    serveur.add_database(page, "Réponses support", colonnes)
    rapport = setup(settings(serveur, page), check_only=True)
    assert serveur.writes() == []
    assert not rapport.pret
    textes = " ".join(etape.detail for etape in rapport.etapes)
    assert "« Retard de livraison »" in textes
    assert "La base serait créée" in textes


def test_the_page_must_be_shared_and_the_settings_complete(serveur: NotionServer) -> None:
    """Page non partagée, ou ni page ni identifiants : une erreur qui dit quoi donner."""
    with pytest.raises(ConfigurationError, match="menu ••• → Connexions"):
        setup(settings(serveur, serveur.add_page()))
    with pytest.raises(ConfigurationError, match="NOTION_BASE_REPONSES_ID"):
        setup(settings(serveur, None))
    serveur.revoke_token()
    with pytest.raises(ConfigurationError, match="NOTION_TOKEN"):
        setup(settings(serveur, serveur.add_shared_page()))


@pytest.mark.parametrize("panne", TRANSIENT, ids=lambda panne: panne.name)
@pytest.mark.parametrize("chemin", ["/v1/databases", "/v1/pages"])
def test_nothing_is_made_twice_during_a_fault(
    panne: Fault, chemin: str, serveur: NotionServer
) -> None:
    """Une panne pendant la création ne laisse ni base ni modèle en double."""
    page = serveur.add_shared_page()
    serveur.faults.on("POST", chemin, panne)
    reglages = settings(serveur, page)
    # Seul un silence attend son délai : ailleurs, une machine lente n'en fait pas une panne.
    delai = 1.0 if panne.reply is faults.Reply.SILENCE else 60.0
    rapport = prepare(reglages, CATEGORIES, MODELES, LABELS, horloge=INSTANTANE, delai=delai)
    assert rapport.pret
    assert len(serveur.rows(str(rapport.reponses_id))) == len(MODELES)
    assert setup(reglages).lignes_env == rapport.lignes_env


def test_requests_and_states_are_options_in_french(serveur: NotionServer) -> None:
    """Les demandes et les états sont des options en français ; ce qui est inconnu est nommé."""
    page = serveur.add_shared_page()
    rapport = setup(settings(serveur, page))
    reponses, contacts = str(rapport.reponses_id), str(rapport.contacts_id)
    libelles = ["où est le colis", "noté livré – pas reçu"]
    assert serveur.options(reponses, "demande") == libelles
    assert serveur.options(contacts, "demande") == libelles
    assert "remboursée" in serveur.options(reponses, "etats")
    serveur.add_row(
        reponses,
        {
            "catégorie": "Remboursement",
            "réponse_générique": "Bonjour",
            "demande": "Cadeau",
            "etats": ["Livrée", "perdue"],
        },
    )
    rapport = setup(settings(serveur, page), check_only=True)
    assert rapport.pret
    ignores = [etape.detail for etape in rapport.etapes if etape.constat is Constat.IGNORE]
    assert any("« demande » propose" in detail and "« Cadeau »" in detail for detail in ignores)
    assert any("« etats » propose" in detail and "« perdue »" in detail for detail in ignores)
    assert rapport.modeles is not None
    lu = rapport.modeles[-1]
    assert (lu.demande, lu.etats) == ("Cadeau", ("livrée", "perdue"))
