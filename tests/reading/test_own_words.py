"""Ce qui est ôté d'un message avant de le lire, ce qui y reste, et d'où vient ce qui reste."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.reading.folding import RIEN, SUITE, tokens
from automation.reading.own_words import own_words, read_own_words


def lus(texte: str) -> list[str]:
    """Les morceaux lisibles de ce que la personne a écrit."""
    return own_words(texte).replace(SUITE, "").replace(RIEN, "").split()


MESSAGE = "Bonjour, ma commande 612345 est arrivée abîmée.\nQue faire ?"

SUITES = {
    "citation à chevrons": "\n\nLe lun. 3 mars 2026 à 10:12, Boutique <sav@boutique.example> "
    "a écrit :\n> Bonjour,\n> votre remboursement part demain\n",
    "citation sans chevrons": "\n\nLe 3 mars 2026 à 10:12, Boutique a écrit :\n\nun retard",
    "annonce sur trois lignes": "\n\nLe 3 mars 2026 à 10:12, X\n<sav@boutique.example>\n"
    "a écrit :\n\n> remboursement",
    "annonce à accents détachés": "\n\nLe 3 mars 2026 à 10:12, Boutique a e\u0301crit :\n> retard",
    "annonce anglaise": "\n\nOn Mon, Mar 3, 2026 at 10:12 AM Shop <a@shop.example> wrote:\n> delay",
    "message d'origine": "\n-----Message d'origine-----\nDe : Boutique\nEnvoyé : lundi\n\nretard",
    "apostrophe courbe": "\n-----Message d’origine-----\nremboursement",
    "bloc d'en-têtes": "\n\n________________________________\nDe : Boutique <a@shop.example>\n"
    "Envoyé : lundi 3 mars 2026\nÀ : x@shop.example\nObjet : Retard\n\nremboursement",
    "bloc en gras": "\n*De :* Boutique\n*Envoyé :* lundi\n*À :* x\n*Objet :* Retard\n\nretard",
    "message transféré": "\n---------- Forwarded message ---------\nDe : a\nObjet : b\n\nretard",
    "message transféré en français": "\n-------- Message transféré --------\nSujet : x\n\nretard",
    "iPhone": "\n\nEnvoyé de mon iPhone",
    "iPhone sans retour à la ligne": " Envoyé de mon iPhone",
    "iPhone et citation": "\n\nEnvoyé de mon iPhone\n\n> Le 3 mars 2026 à 10:12, Boutique "
    "<a@shop.example> a écrit :\n> \n> retard",
    "Samsung": "\nEnvoyé depuis mon appareil Samsung Galaxy.",
    "Yahoo": "\nEnvoyé à partir de Yahoo Mail sur Android",
    "Outlook": "\nTéléchargez Outlook pour iOS",
    "signature": "\n-- \nCamille Exemple\nResponsable des retards",
    "mention légale": "\n\nCe message et ses pièces jointes sont confidentiels et destinés à leur "
    "destinataire exclusif.",
    "Zoho": "\n\n---- Le mer., 24 févr. 2026 14:02:50 +0100 sav@shop.example a écrit ----"
    "\n\nretard",
    "Orange, en minuscules": "\n\nenvoyé : 9 novembre 2026 à 18:02"
    "\nde : Boutique <a@shop.example>\n"
    "à : c@shop.example\nobjet : x\n\nretard",
    "Orange, à chevrons": "\n\n> Message du 31/05/26 08:51\n> De : a@shop.example\n> A : c\n"
    "> Objet : x\n>\n>\nun retard",
    "SFR": "\n\n======\n\nMessage du : 09/11/2026 18:02\nDe : Boutique <a@shop.example>\n"
    "A : c\nSujet : x\n\n\nretard",
    "aplatie": " Envoyé depuis mon mobile ---------- De: a@shop.example Envoyé: mardi 16 "
    "juin 2026 12:49 "
    "À: c@shop.example Objet: x Bonjour, un retard",
    "annonce aplatie": " Le mer. 5 févr. 2026 à 17:00, Boutique <a@shop.example> a écrit : retard",
    "libellés seuls": "\n\nDe :\nBoutique <a@shop.example>\n\n\nEnvoyé :"
    "\nlundi 27 septembre 2026 22:19"
    "\n\n\nÀ :\nx\n\n\nObjet :\nx\n\n\nretard",
    "en-tête de deux lignes": "\nDe : a@shop.example\nObjet: x\nretard",
    "au-dessus de cette ligne": "\n\n##- Veuillez répondre au-dessus de cette ligne -##\n\nretard",
    "date et nom": "\n\nLe jeudi 4 juin 2026 à 03:36, Boutique\n\nretard",
    "date ISO et adresse": "\n\n2026/11/2 Boutique <a@shop.example>\n\nretard",
    "allemand": "\n\nVon: Boutique <a@shop.example>\nGesendet: Montag, 2. November 2026 10:12\n"
    "An: x\nBetreff: x\n\nretard",
    "annonce allemande": "\n\nAm 02.11.2026 um 10:12 schrieb Boutique <a@shop.example>:\n\nretard",
    "néerlandais": "\n\nVan: Boutique\nVerzonden: maandag 2 november 2026 10:12\nAan: x\n"
    "Onderwerp: x\n\nretard",
    "annonce espagnole": "\n\nEl lun, 2 nov 2026 a las 10:12, X (<a@shop.example>) "
    "escribió:\n\nretard",
    "russe": "\n\nОт: Boutique <a@shop.example>\nДата: 2 ноября 2026\nКому: x\nТема: x\n\nretard",
    "conversation": "\n[10:12] Conseiller : un retard\n[10:14] Moi : ah bon",
    "signature sous un trait": "\n\n—————\nCamille Exemple\nResponsable des retards"
    "\n06 00 00 00 00",
    "Yahoo mobile": "\n\nYahoo Mail : Recherchez, organisez, maîtrisez votre boîte",
    "environnement": "\nPensez à l'environnement avant d'imprimer ce message.",
}


@pytest.mark.parametrize("suite", SUITES.values(), ids=SUITES)
def test_what_mail_software_adds_is_removed(suite: str) -> None:
    """Ce qu'un logiciel de courrier ajoute sous un message n'y change rien."""
    assert lus(MESSAGE + suite) == MESSAGE.split()


INTACTS = {
    "vide": "",
    "inférieur": "un prix < 30 € et > 10 €",
    "esperluette": "Dupont & fils, R&D",
    "cœur": "merci <3 <3",
    "accolade d'un échange": "Le livreur a écrit : absent. Que faire ?",
    "envoi raconté": "j'ai envoyé depuis mon téléphone la photo",
    "trajet": "Bonjour\nDe : Paris à Lyon, une valise",
    "récit daté": "Le 9 novembre à 18:02, votre livreur a écrit : « absent ». J'étais là !",
    "récit sans virgule": "Le 12/11 à 10h00 le livreur a écrit: absent",
    "récit sur deux lignes": "Le 9 novembre à 18:02, votre livreur a écrit :\n« absent »"
    "\nMon colis ?",
    "voyage": "Mon colis est cassé.\nDe : Lyon\nÀ : Paris\nDate : hier",
    "deux tirets": "le colis -- enfin ce qu'il en reste -- est là",
    "entité inconnue": "AT&T; et &bidule;",
}


@pytest.mark.parametrize("texte", INTACTS.values(), ids=INTACTS)
def test_a_plain_text_is_untouched(texte: str) -> None:
    """Un texte simple reste tel quel."""
    assert own_words(texte) == texte


LUS = {
    "paragraphes": ("<p>Bonjour</p><p>ma <b>comm</b>ande</p>", "Bonjour ma commande"),
    "entités": ("ma command&eacute;e &amp; &#39;vide&#39;", "ma commandée & 'vide'"),
    "entité abîmée": ("j&#39 ;attends", "j'attends"),
    "style": ("<style>p{color:#112233}</style><p>Bonjour</p>", "Bonjour"),
    "style jamais fermé": ("<style><p>Bonjour</p>", "Bonjour"),
    "script": ("<p>Bonjour</p><script>var a='<b>612345</b>'</script>", "Bonjour"),
    "commentaire": ("<!-- [if mso] 612345 --><p>Bonjour</p>", "Bonjour"),
    "saut de ligne": ("Bonjour<br/>retard", "Bonjour retard"),
    "citation HTML": ("<p>Bonjour</p><blockquote>vieux<br>retard</blockquote>", "Bonjour"),
    "réponses entre les lignes": ("> cassé ?\nOui.\n> depuis quand ?\nHier.", "Oui. Hier."),
    "réponse dessous": ("Le 3 mars 2026 à 10:12, X a écrit :\n> retard\n\nMerci", "Merci"),
    "transfert seul": (
        "---------- Forwarded message ---------\nDe : a@shop.example\nDate : lundi\n"
        "Objet : Retard\n\nMa commande tarde",
        "Ma commande tarde",
    ),
    "tout sous deux tirets": ("-- \nJe veux être remboursée", "Je veux être remboursée"),
    "tout en citation HTML": ("<blockquote>Où est mon colis</blockquote>", "> Où est mon colis"),
    "formulaire": (
        "Nouveau message\n\nNom:\nCamille\n\nE-mail:\na@shop.example\n\nCommentaire:\nRien reçu.",
        "Rien reçu.",
    ),
    "formulaire avec commande": (
        "De : Camille <a@shop.example>\nSujet : Envoi\nCommande : 612345\nMessage :\nRien reçu.",
        "Commande : 612345 Rien reçu.",
    ),
}


@pytest.mark.parametrize(("texte", "attendu"), LUS.values(), ids=LUS)
def test_what_the_person_wrote_remains(texte: str, attendu: str) -> None:
    """Il reste ce que la personne a écrit, lisible."""
    assert lus(texte) == attendu.split()


def test_a_word_keeps_its_exact_place() -> None:
    """Un mot lu se retrouve à sa place exacte dans le texte reçu, balises et entités comprises."""
    recu = "<p>Ma command&eacute;e <b>612</b>345</p>"
    places = {jeton.mot: recu[jeton.debut : jeton.fin] for jeton in tokens(own_words(recu))}
    assert places == {"ma": "Ma", "commandee": "command&eacute;e", "000000": "612</b>345"}


PIECES = ["<p>", "</p>", "<br>", "<blockquote>", "<style>", "<!--", "&eacute;", "&lt;", "> ", "\n"]
PIECES += [
    "-- \n",
    "abc 612345",
    " ",
    "Le 3 mars à 10:12, X a écrit :",
    "De : x\nÀ : y\nObjet : z\n",
]
COURRIERS = st.lists(
    st.sampled_from([*PIECES, *SUITES.values()]) | st.text(max_size=6), max_size=10
).map("".join)


@given(COURRIERS)
def test_any_text_is_cleaned(texte: str) -> None:
    """Aucun texte ne lève d'erreur ; chaque lettre gardée est à sa place dans le texte reçu."""
    lu = own_words(texte)
    assert len(lu) == len(texte)
    for rang, signe in enumerate(lu):
        if signe.isalnum() and "&" not in texte:
            assert texte[rang] == signe


@given(
    # Des signes seuls sur la ligne de « Envoyé de mon iPhone » partent avec elle.
    st.lists(st.sampled_from(MESSAGE.split()), min_size=1)
    .map(" ".join)
    .filter(lambda m: m.strip("? ")),
    st.sampled_from(sorted(SUITES)),
)
def test_an_added_quotation_does_not_matter(message: str, suite: str) -> None:
    """Ajouter une citation ou une signature sous un message ne change pas ce qui s'en lit."""
    assert lus(message + SUITES[suite]) == message.split()


SEULES = {
    "citation": "Le 3 mars 2026 à 10:12, X a écrit :\n> retard",
    "courrier": "De : Boutique\nDate : 12/11/2026\nÀ : x\nObjet : y\n\nMa commande tarde",
    "transfert": "---------- Forwarded message ---------\nDe : a@shop.example\nObjet : x\n\nretard",
    "au-dessus": "##- Répondre au-dessus de cette ligne -##\nMa commande tarde",
}


@pytest.mark.parametrize("texte", SEULES.values(), ids=SEULES)
def test_a_text_that_is_only_quoted_is_read_and_doubted(texte: str) -> None:
    """Un courrier où tout semble venir d'ailleurs est lu, sans qu'on le croie de la personne."""
    lu = read_own_words(texte)
    assert {"retard", "tarde"} & set(lu.texte.split())
    assert not lu.sur


MOTS_ECRITS = st.lists(st.sampled_from(["ma", "commande", "612345", "tarde", "!"]), min_size=1)


@given(COURRIERS, MOTS_ECRITS.map(" ".join), COURRIERS)
def test_cleaning_never_leaves_nothing(avant: str, message: str, apres: str) -> None:
    """Jamais il ne reste rien à lire là où quelque chose est écrit."""
    lu = own_words(f"{avant}\n{message}\n{apres}")
    cache = any(signe in avant for signe in "<&")  # un commentaire, un style jamais fermé
    assert cache or lu.replace(RIEN, "").replace(SUITE, "").strip()
