"""Les numéros de commande lus dans un message : lesquels, où, et ce qui n'en est pas."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.orders.numbers import find, find_spans
from automation.orders.patterns import compile_motifs
from automation.reading.folding import fold

NUMEROS = {
    "commande et numéro": ("Ma commande 612345 tarde", "612345"),
    "n° avec le signe degré": ("La commande N° 708812 est incomplète", "708812"),
    "n° collé": ("commande n°708812 incomplète", "708812"),
    "No sans signe": ("commande No 708812", "708812"),
    "signe numéro": ("commande № 708812", "708812"),
    "n point": ("commande N.708812", "708812"),
    "N deux-points seul": ("N : 701512, toujours rien", "701512"),
    "dièse seul": ("#641312 où en est-elle ?", "641312"),
    "dièse court": ("Problème avec #123", "123"),
    "commande dièse": ("Problème commande #123", "123"),
    "court après commande": ("commande 123 pas reçue", "123"),
    "un chiffre avec n°": ("ma commande numéro 7", "7"),
    "collé au mot": ("Commande634512 svp", "634512"),
    "collé à numéro": ("numero634512", "634512"),
    "trois et trois": ("mon numéro de commande est le 627 312 merci", "627312"),
    "trois et trois, espace insécable": ("commande 627\u00a0312", "627312"),
    "deux par deux": ("numéro de commande 62 73 12", "627312"),
    "points de milliers": ("commande n° 627.312", "627312"),
    "ligne suivante": ("Mon numéro de commande :\n\n   612345\nMerci", "612345"),
    "dièse à la ligne": ("voici mon numéro de commande\n#71115", "71115"),
    "abréviation cde": ("no de cde : 55120", "55120"),
    "abréviation cmd": ("cmd 4521 jamais reçue", "4521"),
    "mot mal écrit": ("ma comande 4521 n'arrive pas", "4521"),
    "lettres interverties": ("ma commadne n 4521", "4521"),
    "en capitales": ("COMMANDE NUMERO 612345", "612345"),
    "accents détachés": ("nume\u0301ro de commande 612345", "612345"),
    "chiffres pleine chasse": ("commande ６１２３４５", "612345"),
    "espace sans largeur": ("commande 612\u200b345", "612345"),
    "nombre annoncé par rien": ("669712 toujours pas reçu", "669712"),
    "colis": ("colis 669712 où est-il ?", "669712"),
    "numéro après une date": ("ma commande du 10/12 n° 668612", "668612"),
    "numéro court après une date": ("ma commande du 28/05/2024 n° 12", "12"),
    "réf entre parenthèses": ("ma commande du 12/03 (réf 123456)", "123456"),
    "réf en tête": ("Réf 445566 toujours pas reçu", "445566"),
    "réf de commande": ("référence de la commande : 445566", "445566"),
    "parenthèses": ("ma commande (445566) du 9 octobre", "445566"),
    "guillemets": ("commande « 445566 »", "445566"),
    "le numéro d'abord": ("607412 numéro de commande", "607412"),
    "un numéro court d'abord": ("1042 est mon numéro de commande", "1042"),
    "seul": ("612345", "612345"),
    "seul et court": ("1042", "1042"),
    "seul sur sa ligne": ("Bonjour\n38412\nMerci", "38412"),
    "suivi de commande": ("suivi de commande 612345", "612345"),
    "deux avec et": ("les commandes 612345 et 612346", "612345 612346"),
    "trois avec virgule": ("commandes n° 123, 124 et 125", "123 124 125"),
    "l'un sous l'autre": ("mes commandes : 445566\n445567\n445568", "445566 445567 445568"),
    "barre oblique": ("commandes 612345/612346", "612345 612346"),
    "deux demandes": ("où est #1042, et je rends le pull de la commande #1039", "1042 1039"),
    "répété": ("commande 612345 ! je répète : 612345", "612345"),
    "avec un prix": ("commande 445566 du 3 mars 2026 de 89,90 €", "445566"),
    "avec un téléphone": ("commande 612345, tel 06 11 22 33 44", "612345"),
    "avec un colis": ("Commande n°445566 - colis 6A12345678901", "445566"),
    "avec une facture": ("facture FA-2024-0012 commande 612345", "612345"),
    "avec un code postal": ("commande n°445566 pour 13001 Marseille", "445566"),
    "avec un article": ("commande 646212, l'article réf. 10412612 manque", "646212"),
    "avec une quantité": ("commande 612345 2 flacons manquants", "612345"),
    "référence CMD": ("Retard sur la CMD-2024-001", "CMD-2024-001"),
    "référence en minuscules": ("suivi cmd-2024-0001", "CMD-2024-0001"),
    "préfixe qui est un mot": ("Ma commande WEB00001 est en retard", "WEB00001"),
    "préfixe CDE": ("j'ai passé la commande CDE/25/0731", "CDE/25/0731"),
    "jour et numéro": ("ma commande 2017/06/05-123", "2017/06/05-123"),
    "lettre au milieu": ("ma commande 10-O-00005002", "10-O-00005002"),
    "barres": ("Bonjour,\nCommande VAE/0731/K.", "VAE/0731/K"),
    "code seul en tête": ("B7M4QT2, une idée du délai ?", "B7M4QT2"),
    "neuf lettres": ("où est ma commande XKBKNABJK ?", "XKBKNABJK"),
    "neuf lettres en minuscules": ("commande dnkksxsul pas livrée", "DNKKSXSUL"),
    "pour la": ("une question pour la 114", "114"),
    "numéro en tête": ("7345 : je change d'adresse", "7345"),
    "numéro en queue": ("Le renvoi est-il offert ? 9127", "9127"),
    "entre parenthèses après une chose": ("Toujours rien pour ma lampe (31846).", "31846"),
    "dossier et référence": ("mon dossier KR/4512 piétine", "KR/4512"),
    "référence courte": ("commande CMD-987", "CMD-987"),
    "autre préfixe": ("statut de ma commande O-2024-0101 ?", "O-2024-0101"),
    "lettres collées": ("commande AB12345", "AB12345"),
    "lettre collée au n°": ("commande N°A445566", "A445566"),
    "numéro loin de commande": ("ma commande passée hier soir, n° 5512", "5512"),
    "tirets et lettres": ("commande WEB-00123", "WEB-00123"),
    "année puis commande": ("cliente depuis 2015, commande 645123", "645123"),
    "cliente, virgule": ("je suis cliente, 612345 n'est pas là", "612345"),
    "verbe avoir": ("je voudrais avoir la 612345", "612345"),
    "un autre nombre à la suite": ("commande 612345 et 10412612 en plus", "612345"),
    "numéro de ma commande, à un chiffre": ("le numéro de ma commande, 7 a-t-il changé", "7"),
    "commande passée puis numéro": ("j'ai passé commande 612345", "612345"),
    "trois groupes": ("commande 402-1234567-1234567", "402-1234567-1234567"),
    "trop grand pour la base": ("commande n° 123456789012345678901", "123456789012345678901"),
}

RIEN = {
    "pas de chiffre": "où est ma commande ?",
    "texte vide": "",
    "portable": "appelez-moi au 06 12 34 56 78",
    "portable collé": "tel 0612345678",
    "portable à points": "06.12.34.56.78",
    "fixe à tirets": "01-23-45-67-89",
    "international": "+33 6 12 34 56 78",
    "international à zéros": "0033612345678",
    "belge": "+32 475 12 34 56",
    "date": "commande du 28/05/2019",
    "date à tirets": "passée le 2018-09-22",
    "date en lettres": "commande du 3 décembre",
    "date à espaces": "commande du 28 05 2019",
    "jour seul": "ma commande du 12 n'est pas là",
    "date de naissance": "je suis né le 12051987",
    "premier du mois": "commande 1er mai",
    "année": "en 2019 déjà",
    "heure": "commande à 14h30",
    "heure et secondes": "passée à 16:23:56",
    "prix": "remboursez les 49,90 €",
    "prix à point": "7.99 de frais de port",
    "prix à milliers": "remboursez 1 234,50 €",
    "prix collé après commande": "commande 12 345€",
    "euros en lettres": "commande de 135 euros",
    "pourcentage": "remise de 20 %",
    "volume": "flacon de 100ml",
    "taille": "une robe taille 38",
    "articles": "commande 3 articles",
    "verbe sans accent": "j'ai commande 2 parfums",
    "verbe": "j'ai commandé 12 bouteilles",
    "fois": "j'ai passé commande 3 fois",
    "jours": "commande 10j sans nouvelles",
    "fourchette de jours": "commande 2 à 3 jours ouvrés",
    "délai": "commande 48/72h",
    "grande quantité": "il me faut 5000 bouchons",
    "grande quantité ronde": "il me faut 100000 bouchons",
    "kilomètres": "à 250 000 km",
    "code postal": "75011 Paris",
    "rue": "12 rue des Lilas 69003 Lyon",
    "IBAN": "IBAN FR76 3000 6000 0112 3456 7890 189",
    "IBAN collé": "FR7630006000011234567890189",
    "carte": "ma carte 4111 1111 1111 1111",
    "carte collée": "4111111111111111 remboursez",
    "SIRET": "SIRET 732 829 320 00074",
    "code promo": "le code NOEL20 ne marche pas",
    "code promo en chiffres": "code 445566 refusé",
    "Colissimo": "suivi 6A12345678901",
    "Colissimo à espaces": "6A 12345 67890 1",
    "suivi postal": "XA123456789FR",
    "UPS": "1Z999AA10123456784",
    "numéro de suivi": "numéro de suivi 12345678",
    "suivi de ma commande": "numéro de suivi de ma commande : 12345678",
    "expédition": "expédition 12345678 Mondial Relay",
    "numéro de colis long": "n° de colis 12345678",
    "nom de parfum": "le N°5 est-il en stock ?",
    "client": "numéro client 612345",
    "facture": "facture n° 612345",
    "référence de facture": "facture FA-2024-0012",
    "référence d'article": "le gel réf. 10400212 est-il en stock ?",
    "abonné": "numéro d'abonné 445566",
    "somme en francs": "montant 125630 francs",
    "année et commande": "en 2019 ma commande était arrivée",
    "entre parenthèses": "ma commande (2 et 3 mars)",
    "prix nu": "une commande à 89",
    "dossier": "dossier n° 445566",
    "adresse électronique": "jean445566@example.com",
    "adresse de page": "https://boutique.example/commande/612345",
    "erreur de page": "erreur 404 sur le site",
    "entité HTML": "&#233;t&#233;",
    "entité HTML abîmée": "d&#233 ;faut",
    "bon d'achat": "bon d'achat 123456",
    "avoir": "avoir n° 445566",
    "téléphone mal nommé": "commande numéro 06 12 34 56 78",
    "mot de passe": "mon mot de passe 445566 est refusé",
    "fraction": "commande ½",
    "numéro de ticket": "[#402] Je veux être remboursée",
    "modèle": "je compare le modèle TRX31 et le TRX312",
    "appareil": "Mon aspirateur Zéphyr V15",
    "code d'immeuble": "le code de la porte est 7341B",
    "mot mal tapé": "et mon colisssss alors",
    "département": "livrez-vous à Saint-Pierre (97410) ?",
    "date d'un bloc": "commande passée le 20261121",
}


@pytest.mark.parametrize(("texte", "attendu"), NUMEROS.values(), ids=NUMEROS)
def test_a_number_is_found(texte: str, attendu: str) -> None:
    """Le numéro est rendu sans espaces, une seule fois, dans l'ordre du message."""
    assert find(fold(texte)) == tuple(attendu.split())


@pytest.mark.parametrize("texte", RIEN.values(), ids=RIEN)
def test_other_digits_are_set_aside(texte: str) -> None:
    """Ces chiffres-là ne sont pas un numéro de commande."""
    assert find(fold(texte)) == ()


MOTIFS = {
    "tel quel": ("CMD-9999-999", "reçu CMD-2024-001 cassé", "CMD-2024-001"),
    "sans tirets": ("CMD-9999-999", "reçu cmd 2024 001 cassé", "CMD-2024-001"),
    "collé": ("CMD-9999-999", "reçu cmd2024001 cassé", "CMD-2024-001"),
    "longueur libre": ("CMD-9999-9+", "reçu CMD-2024-00012", "CMD-2024-00012"),
    "lettre libre": ("WA999", "où est wb123 ?", "WB123"),
    "dièse": ("#99-9999", "où est #12-3456 ?", "#12-3456"),
    "chiffres seuls": ("20999-99", "où est 20123-45 ?", "20123-45"),
}


@pytest.mark.parametrize(("motif", "texte", "attendu"), MOTIFS.values(), ids=MOTIFS)
def test_a_pattern_of_the_shop_is_recognised(motif: str, texte: str, attendu: str) -> None:
    """Une référence de la boutique est reconnue sans annonce et rendue comme son modèle."""
    assert find(fold(texte), (motif,)) == (attendu,)


def test_a_pattern_does_not_cut_a_number() -> None:
    """Un modèle à trois chiffres ne prend pas le début d'un nombre de quatre."""
    assert find(fold("le WXZ-1234"), ("WXZ-999",)) == ("WXZ-1234",)


@pytest.mark.parametrize(
    ("motif", "raison"),
    [
        ("99", "trop court"),
        ("CMD-", "place pour un numéro"),
        ("BONJOUR", "place pour un numéro"),
        ("C" * 40 + "99", "trop long"),
        ("CMD*999", "signe inattendu"),
        ("CMD+999", "ailleurs qu'après un 9"),
        ("9999", "n'importe quel nombre"),
        ("AA99", "n'importe quel nombre"),
    ],
    ids=[
        "deux signes",
        "aucun chiffre",
        "lettres seules",
        "trop long",
        "étoile",
        "plus mal placé",
        "quatre chiffres nus",
        "lettres libres",
    ],
)
def test_a_useless_pattern_is_refused(motif: str, raison: str) -> None:
    """Un modèle qui ne peut pas servir est refusé avec sa raison, en français."""
    with pytest.raises(ValueError, match=raison):
        compile_motifs([motif])


def test_the_place_of_a_number_is_exact() -> None:
    """La place rendue est celle du numéro tel qu'il est écrit dans le message reçu."""
    texte = "Ma de\u0301ception : commande 627 312, puis CMD-2024-001."
    places = [texte[n.debut : n.fin] for n in find_spans(fold(texte))]
    assert places == ["627 312", "CMD-2024-001"]


def test_repetitions_are_all_placed() -> None:
    """Un numéro écrit deux fois est montré deux fois, mais compté une."""
    texte = "commande 612345, je dis bien commande 612345"
    assert len(find_spans(fold(texte))) == 2
    assert find(fold(texte)) == ("612345",)


PIECES = [" ", "\n", "n° ", "commande ", "#", "612345", "réf ", "e\u0301", ", ", "-", "€", "&#x"]
EXEMPLES = [*(texte for texte, _ in NUMEROS.values()), *RIEN.values()]
MORCEAUX = st.lists(st.sampled_from([*EXEMPLES, *PIECES]) | st.text(max_size=8), max_size=8).map(
    "".join
)


@given(MORCEAUX)
def test_any_text_is_read(texte: str) -> None:
    """Aucun texte ne lève d'erreur, et chaque place porte les chiffres du numéro rendu."""
    for numero, debut, fin in find_spans(fold(texte), ("CMD-9999-9+",)):
        ecrit = unicodedata.normalize("NFKC", texte[debut:fin])
        chiffres = "".join(str(unicodedata.decimal(c)) for c in ecrit if c.isdecimal())
        assert chiffres == "".join(filter(str.isdecimal, numero))
        assert " " not in numero


@given(MORCEAUX)
def test_unicode_form_does_not_matter(texte: str) -> None:
    """Accents composés ou détachés et blancs en fin de message ne changent rien."""
    attendu = find(fold(unicodedata.normalize("NFC", texte)))
    assert find(fold(unicodedata.normalize("NFD", texte))) == attendu
    assert find(fold(texte.rstrip() + " \n ")) == find(fold(texte.rstrip()))


@pytest.mark.parametrize(("texte", "attendu"), NUMEROS.values(), ids=NUMEROS)
def test_case_does_not_matter(texte: str, attendu: str) -> None:
    """Capitales ou minuscules : le numéro est le même."""
    assert find(fold(texte.upper())) == find(fold(texte.lower())) == tuple(attendu.split())
