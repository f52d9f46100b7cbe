"""La porte : quoi que rende la base d'une boutique, une seule forme entre, ou rien."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from database.rows import (
    ETAT_MAX,
    ILLISIBLE,
    MONTANT_MAX,
    TEXTE_MAX,
    read_amount,
    read_client,
    read_commande,
    read_day,
    read_integer,
    read_state,
    read_text,
)
from models import EtatCommande
from models.crm import Client

VALEURS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.text(),
    st.binary(),
    st.binary().map(bytearray),
    st.dates(),
    st.datetimes(),
    st.datetimes(timezones=st.just(UTC)),
    st.times(),
    st.timedeltas(),
    st.from_regex(r"\A[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}\Z"),
    st.from_regex(r"\A[0-9 ]{1,9}[.,]?[0-9]{0,5}( ?€)?\Z"),
    st.sets(st.text(), max_size=2),
)
"""Tout ce qu'un pilote de base de données peut rendre."""


@pytest.mark.parametrize(
    ("valeur", "montant"),
    [
        (64, "64.00"),
        (64.9, "64.90"),
        (Decimal("64.9000"), "64.90"),
        ("64,90", "64.90"),
        ("64.90", "64.90"),
        ("64.9000", "64.90"),
        (b"64.90", "64.90"),
        ("1 234,50 €", "1234.50"),
        ("1\u202f234,50\xa0EUR", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("12 345", "12345.00"),
        (0, "0.00"),
        ("1,234", None),
        ("1.234", None),
        ("$49.90", None),
        (-5, None),
        ("-5", None),
        (float("nan"), None),
        (float("inf"), None),
        (Decimal("NaN"), None),
        ("nan", None),
        ("9" * 5000, None),
        (True, None),
        (date(2026, 3, 3), None),
    ],
)
def test_an_amount_is_read_to_the_cent_or_not_at_all(valeur: Any, montant: str | None) -> None:
    """Un montant entier, décimal, flottant ou écrit ; jamais deviné."""
    assert read_amount(valeur) == (None if montant is None else Decimal(montant))


@pytest.mark.parametrize(
    ("valeur", "jour"),
    [
        (date(2026, 3, 3), date(2026, 3, 3)),
        (datetime(2026, 3, 3, 23, 59), date(2026, 3, 3)),
        ("2026-03-03", date(2026, 3, 3)),
        ("2026-03-03 10:20:30", date(2026, 3, 3)),
        ("2026-03-03T10:20:30.123Z", date(2026, 3, 3)),
        ("2026-03-03 24:61", date(2026, 3, 3)),
        (b"2026-03-03", date(2026, 3, 3)),
        ("03/04/2026", date(2026, 4, 3)),
        ("3.4.2026 à 10h", date(2026, 4, 3)),
        ("3 mars 2026", date(2026, 3, 3)),
        ("mardi 1er août 2026", date(2026, 8, 1)),
        ("1 aout 2026", date(2026, 8, 1)),
        ("4 févr. 2026", date(2026, 2, 4)),
        (int(datetime(2026, 3, 3, 12, tzinfo=UTC).timestamp()), date(2026, 3, 3)),
        (1000 * int(datetime(2026, 3, 3, 12, tzinfo=UTC).timestamp()), date(2026, 3, 3)),
        (Decimal(int(datetime(2026, 3, 3, 12, tzinfo=UTC).timestamp())), date(2026, 3, 3)),
        (20260303, date(2026, 3, 3)),
        ("20260303", date(2026, 3, 3)),
        ("0000-00-00", None),
        ("0000-00-00 00:00:00", None),
        ("2026-00-00", None),
        ("31/02/2026", None),
        ("03/04/26", None),
        ("jui 2026", None),
        ("3 jui 2026", None),
        (0, None),
        (date(1970, 1, 1), None),
        (date(9999, 12, 31), None),
        ("9999-12-31", None),
        (True, None),
        (time(10), None),
        (timedelta(days=3), None),
        ("demain", None),
    ],
)
def test_a_day_is_read_in_every_usual_writing(valeur: Any, jour: date | None) -> None:
    """Date, instant, temps Unix, texte ISO ou français ; une date nulle est inconnue."""
    assert read_day(valeur) == jour


@pytest.mark.parametrize(
    ("valeur", "nombre"),
    [
        (2, 2),
        (2.0, 2),
        (Decimal("2.0000"), 2),
        ("2", 2),
        ("2.0000", 2),
        (" 2 ", 2),
        (b"2", 2),
        (2.5, None),
        ("2,5", None),
        (True, None),
        ("deux", None),
        (float("nan"), None),
        (1e300, None),
        (Decimal("1e999999"), None),
        ("9" * 5000, None),
        (-1, None),
        (None, None),
    ],
)
def test_a_number_is_never_rounded(valeur: Any, nombre: int | None) -> None:
    """Une somme d'entiers rendue en décimal est un entier ; deux et demi n'en est pas un."""
    assert read_integer(valeur, 0, 1000) == nombre


@pytest.mark.parametrize(
    ("valeur", "texte"),
    [
        ("  Léa\n Marie ", "Léa Marie"),
        (24680135, "24680135"),
        (Decimal("24680135"), "24680135"),
        (24680135.0, "24680135"),
        ("Léa".encode(), "Léa"),
        (bytearray(b"CMD-1\0\0"), "CMD-1"),
        (b"\xff\xfe", None),
        (1e20, None),
        (float("nan"), None),
        ("", None),
        (" \t", None),
        ("x" * (TEXTE_MAX + 1), None),
        (True, None),
        (date(2026, 3, 3), None),
        ({"a"}, None),
    ],
)
def test_a_text_may_come_as_a_number_or_as_bytes(valeur: Any, texte: str | None) -> None:
    """Un suivi numérique garde ses chiffres ; des octets qui ne se lisent pas sont inconnus."""
    assert read_text(valeur) == texte


@pytest.mark.parametrize(
    ("valeur", "etat"),
    [
        ("expédiée", EtatCommande.EXPEDIEE),
        ("  EXPÉDIÉE ", EtatCommande.EXPEDIEE),
        ("expe\u0301die\u0301e", EtatCommande.EXPEDIEE),
        ("expédiée".encode(), EtatCommande.EXPEDIEE),
        (4, "4"),
        ("wc-processing", "wc-processing"),
        (b"\xff", ILLISIBLE),
        (True, ILLISIBLE),
        ("", None),
        (None, None),
    ],
)
def test_a_state_that_is_not_ours_is_kept_as_a_doubt(valeur: Any, etat: str | None) -> None:
    """Un état entier, d'une autre boutique ou illisible n'est ni le nôtre, ni rien."""
    assert read_state(valeur) == etat


@given(st.text(min_size=ETAT_MAX + 1))
def test_a_long_state_is_cut_and_never_becomes_one_of_ours(texte: str) -> None:
    """Un état de n'importe quelle longueur reste court, et reste inconnu s'il l'était."""
    etat = read_state(texte)
    assert etat is None or len(etat) <= ETAT_MAX
    if EtatCommande.read(" ".join(texte.split())) is None:
        assert EtatCommande.read(etat) is None


@given(VALEURS)
@example(float("-inf"))
@example(10**5000)
@example("٣ mars 2026")
def test_any_value_of_any_type_is_read_or_unknown(valeur: Any) -> None:
    """Aucune valeur ne fait lever quoi que ce soit, et ce qui entre est borné."""
    texte, nombre = read_text(valeur), read_integer(valeur, 1, 10)
    montant, jour = read_amount(valeur), read_day(valeur)
    assert texte is None or (texte == texte.strip() != "" and len(texte) <= TEXTE_MAX)
    assert nombre is None or 1 <= nombre <= 10
    assert montant is None or (0 <= montant < MONTANT_MAX and montant.as_tuple().exponent == -2)
    assert jour is None or (type(jour) is date and 1990 <= jour.year < 2100)


@given(st.decimals(0, 10**7, places=2))
def test_an_amount_survives_every_type_of_column(montant: Decimal) -> None:
    """Le même montant, en décimal, flottant, texte ou octets, se lit le même."""
    for valeur in (montant, float(montant), str(montant), str(montant).encode()):
        assert read_amount(valeur) == montant
    assert read_amount(str(montant).replace(".", ",") + " €") == montant


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_a_day_survives_every_type_of_column(jour: date) -> None:
    """Le même jour, en date, instant, texte ISO ou français, se lit le même."""
    for valeur in (
        jour,
        datetime(jour.year, jour.month, jour.day, 12),
        jour.isoformat(),
        f"{jour:%d/%m/%Y}",
        f"{jour:%Y%m%d}",
        int(f"{jour:%Y%m%d}"),
    ):
        assert read_day(valeur) == jour
    if jour.year > 1990:
        assert read_day(datetime(jour.year, jour.month, jour.day, 12).timestamp()) == jour


@given(st.fixed_dictionaries(dict.fromkeys(("id", "email", "nom", "prenom"), VALEURS)))
def test_any_client_row_is_a_client_or_nobody(ligne: dict[str, Any]) -> None:
    """Une ligne de la table client se lit, ou personne n'est connu."""
    lu = read_client(ligne)
    assert lu is None or (isinstance(lu, Client) and lu.id >= 1 and lu.email)


_COLONNES = (
    "id",
    "id_client",
    "reference",
    "date_commande",
    "montant",
    "nb_articles",
    "statut",
    "transporteur",
    "numero_suivi",
    "date_livraison_prevue",
)


@given(st.fixed_dictionaries(dict.fromkeys(_COLONNES, VALEURS)), st.integers(1, 99))
def test_an_order_is_never_hidden_by_one_of_its_columns(ligne: dict[str, Any], client: int) -> None:
    """Une commande de ce client reste la sienne ; sans numéro, son état est un doute."""
    lue = read_commande(ligne | {"id_client": client})
    assert lue is not None
    assert lue.id_client == client
    assert lue.id >= 1 or lue.statut == ILLISIBLE
    assert read_commande(ligne | {"id_client": None}) is None
