"""Les commandes de l'expéditeur que son message nomme, quelle que soit la façon de les écrire."""

import string
from collections.abc import Callable
from datetime import date

from hypothesis import assume, given
from hypothesis import strategies as st

from automation.orders.choice import ChoixCommande
from automation.orders.numbers import find
from automation.orders.which import which_order
from automation.reading.folding import fold
from automation.reading.own_words import own_words
from models import Analyse
from models.crm import Client, Commande
from tests.tools import AUJOURDHUI

CLIENT = Client(1, "lea@example.com", "Blanc", "Léa")


def named(texte: str, commandes: list[Commande], donne: int | None = None) -> int | None:
    """Le numéro de la commande de l'expéditeur que l'on retient de ce texte."""
    choix = choose(texte, commandes, donne)
    return choix.commande.id if choix.commande else None


def choose(texte: str, commandes: list[Commande], donne: int | None = None) -> ChoixCommande:
    """Le choix, tel que l'examen d'un message le fait."""
    propre = own_words(texte)
    plie = fold(propre)
    lue = Analyse("x", 1.0, numeros_commande=find(plie), propre=propre, plie=plie.texte)
    return which_order(lue, donne, CLIENT, commandes, AUJOURDHUI)


def order(numero: int, reference: str | None = None, suivi: str | None = None) -> Commande:
    """Une commande trop ancienne pour être supposée : elle n'est retenue que nommée."""
    return Commande(
        numero, 1, reference=reference, numero_suivi=suivi, date_commande=date(2020, 1, 1)
    )


NOMBRE = st.integers(1, 99_999)
LETTRES = st.text(alphabet=string.ascii_uppercase, min_size=9, max_size=9)
FORMES: dict[str, st.SearchStrategy[str]] = {
    "PrestaShop": LETTRES.filter(lambda mot: not set("AEIOUY") & set(mot)),
    "Shopify": NOMBRE.map(lambda n: f"#{1000 + n}"),
    "Magento": NOMBRE.map(lambda n: f"{n:09}"),
    "Odoo": NOMBRE.map(lambda n: f"S{n:05}"),
    "par an": NOMBRE.map(lambda n: f"CMD-2026-{n:05}"),
    "par jour": NOMBRE.map(lambda n: f"2026/06/05-{n}"),
    "à barres": NOMBRE.map(lambda n: f"VAE/{n:05}/K"),
    "à tirets": NOMBRE.map(lambda n: f"{7000 + n}-LAM-3"),
    "à lettre au milieu": NOMBRE.map(lambda n: f"10-O-{n:08}"),
    "collée": NOMBRE.map(lambda n: f"WEB{n:05}"),
    "à espace": NOMBRE.map(lambda n: f"BSK {n % 90 + 10}-{n:05}"),
    "mêlée": st.from_regex(
        r"[A-HJ-NP-Z][0-9][B-DF-HJ-NP-TV-Z][0-9][B-DF-HJ-NP-TV-Z]{2}[0-9]", fullmatch=True
    ),
}
"""Les références que donnent les logiciels de boutique."""

SUIVIS = st.one_of(
    st.from_regex(r"6A[0-9]{11}", fullmatch=True),
    st.from_regex(r"X[A-Z][0-9]{9}FR", fullmatch=True),
    st.from_regex(r"1Z[0-9A-F]{16}", fullmatch=True),
    st.from_regex(r"[1-9][0-9]{11}", fullmatch=True),
)

ECRITURES: dict[str, Callable[[str], str]] = {
    "telle quelle": lambda ecrit: ecrit,
    "en minuscules": str.lower,
    "en capitales": str.upper,
    "après n°": lambda ecrit: f"n° {ecrit}",
    "collée à n°": lambda ecrit: f"N°{ecrit}",
    "après #": lambda ecrit: f"#{ecrit.lstrip('#')}",
    "entre guillemets": lambda ecrit: f"« {ecrit} »",
    "à espaces": lambda ecrit: ecrit.replace("-", " ").replace("/", " "),
    "à tirets": lambda ecrit: ecrit.replace("/", "-").replace(" ", "-"),
    "à tirets longs": lambda ecrit: ecrit.replace("-", "\u2013"),
    "à barres": lambda ecrit: ecrit.replace("-", "/"),
    "sans séparateur": lambda ecrit: ecrit.replace("-", "").replace("/", "").replace(" ", ""),
    "pleine chasse": lambda ecrit: "".join(
        chr(ord(c) + 0xFEE0) if c.isdecimal() else c for c in ecrit
    ),
}
FIDELES = set(ECRITURES) - {"à espaces", "sans séparateur"}
"""Celles où rien ne se perd : la commande doit être retenue, pas seulement jamais confondue."""

PHRASES = [
    "Bonjour, où est ma commande {} ?",
    "{}",
    "{} : toujours pas reçue, merci de me répondre.",
    "Bonjour,\nje vous écris pour la commande ({}) passée chez vous.\nLéa",
    "Il manque un article dans la commande {}, que faire ?",
]


def key(ecrit: str) -> str:
    """Ce qui distingue deux noms : leurs lettres et leurs chiffres."""
    return "".join(filter(str.isalnum, ecrit)).upper()


@st.composite
def shops(tirer: st.DrawFn) -> tuple[list[Commande], list[Commande]]:
    """Les commandes de l'expéditeur et celles des autres, dans une boutique d'une seule forme."""
    references = tirer(st.one_of(st.none(), *map(st.just, FORMES)))
    forme = FORMES[references] if references else st.none()
    nombre = tirer(st.integers(2, 6))
    numeros = tirer(
        st.lists(st.integers(100, 99_999), min_size=nombre, max_size=nombre, unique=True)
    )
    commandes = [order(n, tirer(forme), tirer(st.one_of(st.none(), SUIVIS))) for n in numeros]
    noms = [key(nom) for c in commandes for nom in (c.reference, c.numero_suivi, str(c.id)) if nom]
    assume(len(set(noms)) == len(noms))
    coupe = tirer(st.integers(1, nombre - 1))
    return commandes[:coupe], commandes[coupe:]


def names(commande: Commande) -> list[str]:
    """Ce par quoi un client peut nommer sa commande : sa référence, son suivi, sinon son numéro."""
    connu = commande.reference or str(commande.id)
    return [connu, *filter(None, [commande.numero_suivi])]


@given(shops(), st.data())
def test_the_order_named_is_the_one_retained(
    boutique: tuple[list[Commande], list[Commande]], data: st.DataObject
) -> None:
    """Une commande de l'expéditeur, nommée d'une façon ou d'une autre, est retenue ; ou aucune."""
    siennes, _ = boutique
    commande = data.draw(st.sampled_from(siennes))
    nom = data.draw(st.sampled_from(names(commande)))
    ecriture = data.draw(st.sampled_from(sorted(ECRITURES)))
    phrase = data.draw(st.sampled_from(PHRASES))
    retenue = named(phrase.format(ECRITURES[ecriture](nom)), siennes)
    assert retenue in (None, commande.id)
    if ecriture in FIDELES and phrase == PHRASES[0]:
        assert retenue == commande.id


@given(shops(), st.data())
def test_another_clients_order_is_never_retained(
    boutique: tuple[list[Commande], list[Commande]], data: st.DataObject
) -> None:
    """La commande d'un autre, sous tous ses noms et écritures, n'en fait retenir aucune."""
    siennes, autres = boutique
    commande = data.draw(st.sampled_from(autres))
    nom = data.draw(st.sampled_from([*names(commande), str(commande.id)]))
    ecrit = ECRITURES[data.draw(st.sampled_from(sorted(ECRITURES)))](nom)
    phrase = data.draw(st.sampled_from(PHRASES))
    assert named(phrase.format(ecrit), siennes) is None


@given(shops(), st.data())
def test_two_own_orders_named_are_left_to_a_person(
    boutique: tuple[list[Commande], list[Commande]], data: st.DataObject
) -> None:
    """Deux commandes de l'expéditeur dans un message : aucune n'est retenue, et on le dit."""
    siennes, autres = boutique
    toutes = siennes + autres
    une, autre = data.draw(st.permutations(toutes))[:2]
    textes = [data.draw(st.sampled_from(names(commande))) for commande in (une, autre)]
    choix = choose(
        f"La commande {textes[0]} va bien, mais où est la commande {textes[1]} ?", toutes
    )
    assert choix.plusieurs
    assert choix.commande is None
