"""Textes et fiches ↔ propriétés de Notion : tout ce qui se vérifie sans réseau."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors import ConfigurationError
from models import Attente, Statut, storable
from models.tickets import Traitement
from notion import properties, schema, texts

ACCENT = "e\u0301"
FAMILLE = "👨\u200d👩\u200d👧"
DRAPEAU = "🇫🇷"
SIGNES = [
    "a",
    "é",
    " ",
    "\n",
    "\r\n",
    "😀",
    ACCENT,
    FAMILLE,
    DRAPEAU,
    "👍🏽",
    "❤\ufe0f",
    "漢",
    '"',
    "\\",
]

textes = st.lists(st.sampled_from(SIGNES), max_size=60).flatmap(
    lambda signes: st.integers(1, 200).map(lambda fois: "".join(signes) * fois)
)


def units(texte: str) -> int:
    return len(texte.encode("utf-16-le")) // 2


def contents(objets: list[dict[str, Any]]) -> list[str]:
    return [objet["text"]["content"] for objet in objets]


def as_seen(objets: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Ce que Notion rend de ce qu'on lui a écrit."""
    return [{"plain_text": contenu} for contenu in contents(objets)]


@given(textes)
def test_pieces_join_into_the_same_text(texte: str) -> None:
    """Un texte coupé en morceaux se relit identique, aucun morceau ne dépassant 2 000 unités."""
    morceaux = texts.split_text(texte)
    assert "".join(morceaux) == texte
    assert all(0 < units(morceau) <= 2_000 for morceau in morceaux)


@given(st.text(st.characters(codec="utf-8"), max_size=300), st.integers(1_950, 2_001))
def test_any_text_goes_through_notion_unchanged(texte: str, avant: int) -> None:
    """Tout ce qu'un client peut écrire revient identique de Notion, où que tombe la coupure."""
    texte = "x" * avant + storable(texte)
    assert texts.plain_text(as_seen(texts.rich_text(texte))) == texte


@pytest.mark.parametrize("signe", [ACCENT, FAMILLE, DRAPEAU, "👍🏽", "❤\ufe0f", "\r\n", "😀"])
def test_no_piece_cuts_what_a_person_sees_as_one_sign(signe: str) -> None:
    """Un emoji composé, un drapeau ou un accent ne sont jamais coupés en deux."""
    for avant in range(1_990, 2_001):
        texte = "x" * avant + signe * 3
        coupure = len(texts.split_text(texte)[0])
        assert (coupure - avant) % len(signe) == 0 if coupure > avant else coupure == avant


def test_pieces_are_as_full_as_can_be() -> None:
    """Cent morceaux de 2 000 unités : 200 000 caractères simples passent en entier."""
    texte = "abcde" * 40_000
    assert [units(m) for m in texts.split_text(texte)] == [2_000] * 100
    assert texts.fit_texts({"m": texte}, 500_000, garde=False) == {"m": texte}


def test_a_sign_longer_than_a_piece_is_still_written() -> None:
    """Un caractère surchargé de milliers d'accents n'arrête pas le programme."""
    texte = "e" + "\u0301" * 5_000
    morceaux = texts.split_text(texte)
    assert "".join(morceaux) == texte
    assert len(morceaux) == 3


@given(textes, textes, st.integers(2_000, 100_000))
def test_texts_always_fit_the_room_given(message: str, reponse: str, octets: int) -> None:
    """Deux textes tiennent toujours dans la place donnée, et ce qui tient n'est pas touché."""
    ecrits = texts.fit_texts({"m": message, "r": reponse}, octets, garde=True)
    tailles = [texts.json_size(texts.rich_text(texte)) for texte in ecrits.values()]
    assert sum(tailles) <= octets
    for avant, apres in ((message, ecrits["m"]), (reponse, ecrits["r"])):
        debut = texts.cut_prefix(apres)
        assert apres == avant if debut is None else avant.startswith(debut) and debut != avant


@pytest.mark.parametrize("garde", [True, False])
def test_a_text_too_long_is_cut_with_a_visible_note(garde: bool) -> None:
    """Un texte trop long est coupé, et la note dit si la suite est gardée."""
    entier = "漢" * 300_000
    coupe = texts.fit_texts({"m": entier}, 490_000, garde=garde)["m"]
    assert "[Texte coupé ici" in coupe
    assert ("gardé par l'application" in coupe) is garde
    assert entier.startswith(texts.cut_prefix(coupe) or "?")
    assert 400_000 < texts.json_size(texts.rich_text(coupe)) <= 490_000


def test_what_notion_cannot_hold_is_replaced_one_for_one() -> None:
    """Les positions dans le texte restent justes malgré les caractères remplacés."""
    assert storable("a\x00b\ud83dc") == "a\ufffdb\ufffdc"


ID = "0123456789abcdef0123456789abcdef"
ID_AVEC_TIRETS = "01234567-89ab-cdef-0123-456789abcdef"


@pytest.mark.parametrize(
    "colle",
    [
        ID,
        ID.upper(),
        ID_AVEC_TIRETS,
        f" {ID}\n",
        f"https://www.notion.so/boutique/{ID}?v=ffffffffffffffffffffffffffffffff",
        f"https://www.notion.so/Contacts-clients-{ID}",
        f"https://notion.so/boutique/Caf-{ID_AVEC_TIRETS}/?pvs=4",
    ],
)
def test_an_id_is_understood_however_it_is_pasted(colle: str) -> None:
    """L'identifiant se colle avec ou sans tirets, ou comme adresse de la page."""
    assert schema.require_id(colle, "NOTION_BASE_CONTACTS_ID") == ID_AVEC_TIRETS


@pytest.mark.parametrize(
    "colle", ["", "database_id_1", ID[:-1], ID + "0", f"{ID} {ID}", "http://["]
)
def test_an_id_that_is_none_is_refused_by_name(colle: str) -> None:
    """Un identifiant illisible est refusé en nommant la variable à corriger."""
    with pytest.raises(ConfigurationError, match="NOTION_BASE_CONTACTS_ID"):
        schema.require_id(colle, "NOTION_BASE_CONTACTS_ID")


def source(**options: list[str]) -> dict[str, Any]:
    """Une base dont les noms sont décomposés (NFD), comme un Mac peut les écrire."""
    proprietes = {"Nom": {"type": "title", "title": {}}}
    for nom, genre in {**schema.CONTACTS.requises, **schema.CONTACTS.facultatives}.items():
        contenu: dict[str, Any] = {}
        if genre == "select":
            noms = options.get("statut" if nom == "statut" else "categorie", [])
            contenu = {"options": [{"id": n, "name": n, "color": "default"} for n in noms]}
        proprietes[unicodedata.normalize("NFD", nom)] = {"type": genre, genre: contenu}
    return {"id": ID, "properties": proprietes}


def test_names_compare_whatever_their_unicode_form() -> None:
    """« catégorie » est trouvée qu'elle soit composée ou décomposée, et écrite comme elle l'est."""
    decompose = unicodedata.normalize("NFD", "Traité automatiquement")
    lu = schema.read_schema(source(statut=[decompose], categorie=["Remboursement"]), "Contacts")
    assert schema.missing_columns(lu, schema.CONTACTS) == []
    ecrit = properties.decision_properties(
        lu, Traitement(Statut.TRAITE_AUTO, "Bonjour", "remboursement")
    )
    assert ecrit["statut"] == {"select": {"name": decompose}}
    assert ecrit[unicodedata.normalize("NFD", "catégorie")] == {"select": {"name": "Remboursement"}}


def test_a_decision_without_reply_leaves_the_reply_alone() -> None:
    """Sans brouillon, ce qu'une personne a pu commencer à écrire n'est pas effacé."""
    lu = schema.read_schema(source(statut=["En cours"]), "Contacts")
    ecrit = properties.decision_properties(lu, Traitement(Statut.EN_COURS, None))
    assert unicodedata.normalize("NFD", "réponse_personnalisée") not in ecrit


def test_reasons_are_written_in_plain_french() -> None:
    """La colonne « attente » dit à l'équipe, en phrases, pourquoi le ticket l'attend."""
    lu = schema.read_schema(source(statut=["En cours"]), "Contacts")
    attente = (Attente.CLIENT_INCONNU, Attente.COMMANDE_ABSENTE)
    ecrit = properties.decision_properties(lu, Traitement(Statut.EN_COURS, None, attente=attente))
    texte = texts.plain_text(as_seen(ecrit["attente"]["rich_text"]))
    assert texte == "\n".join(code.phrase for code in attente)


@pytest.mark.parametrize(
    ("nombre", "attendu"),
    [(12, 12), (12.0, 12), (12.5, None), (0, None), (-3, None), (True, None), (2**60, None)],
)
def test_an_order_number_is_a_whole_number(nombre: object, attendu: int | None) -> None:
    """Une cellule qui ne porte pas un numéro possible est lue comme vide."""
    page = {
        "id": ID,
        "created_time": "2026-03-02T09:00:00.000Z",
        "properties": {
            "Nom": {"type": "title", "title": []},
            "id_commande": {"type": "number", "number": nombre},
        },
    }
    ticket = properties.read_ticket(page, properties.read_time("2026-03-02T09:00:00.000Z"))
    assert ticket.id_commande == attendu


def test_long_names_are_shortened_visibly() -> None:
    """Un nom interminable tient dans un seul morceau, qui finit par « … »."""
    assert properties.short_text("Léa") == "Léa"
    court = properties.short_text("😀" * 3_000)
    assert court.endswith("…")
    assert units(court) <= 2_000
