"""Combien de messages par seconde : cette lecture, et d'autres façons de faire le même travail.

Emploi : python benchmarks/classifier.py [--secondes 1.0] [--markdown FICHIER]

Tout est mesuré dans la même exécution, sur un cœur, en temps processeur, les candidats tour à
tour : le meilleur tour de chacun compte. Les messages sont ceux du corpus, mis bout à bout jusqu'à
50, 300 et 2 000 caractères, et nouveaux à chaque tour : aucun n'a été lu avant. spaCy et
scikit-learn viennent de ``requirements-bench.txt`` ; absents, ils sont sautés, et c'est dit.
Ce que chacun fait : le script compte cinquante mots et rend une catégorie ; le SVM rend une
catégorie ; spaCy trouve les mêmes phrases que nos règles, sans négation ni confiance ; nos règles
rendent catégorie, demande, confiance, explication, portes et numéros de commande.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

from automation.languages.fr.inflection import inflect  # noqa: E402
from automation.opinion.both import understand  # noqa: E402
from automation.opinion.reader import load_second  # noqa: E402
from automation.reading.folding import tokens  # noqa: E402
from automation.reading.own_words import own_words  # noqa: E402
from automation.understanding.classifier import analyse  # noqa: E402
from automation.understanding.rules import Rules, load_rules  # noqa: E402
from config import REGLES_FOURNIES  # noqa: E402

LONGUEURS = (50, 300, 2_000)
NOMBRE = 100
"""Messages différents par longueur et par tour."""
NOTRE = "cette lecture : règles, expliquées"

MOTS = {
    "Retard de livraison": "retard livraison délai transporteur suivi colis reçu expédié livré",
    "Remboursement": "remboursement rembourser annuler annulation argent retour renvoyer échange",
    "Produit défectueux": "défectueux cassé abîmé défaut problème panne manquant incomplet erreur",
    "Information commande": "information détail statut facture commande confirmation numéro",
    "Non classé": "compte paiement carte promo code stock prix disponible garantie horaire adresse",
}

Candidat = Callable[[str], object]


def read_corpus() -> list[tuple[str, str]]:
    """Les messages du corpus et leur catégorie."""
    return [
        (ligne["text"], ligne["categorie"])
        for fichier in sorted((RACINE / "automation/opinion/corpus").glob("*.jsonl"))
        for ligne in map(json.loads, fichier.read_text(encoding="utf-8").splitlines())
    ]


def build_messages(textes: Sequence[str], longueur: int, tirage: int) -> list[str]:
    """Des messages de cette longueur, faits d'exemples tirés au sort : un tirage, une liste."""
    hasard = random.Random(f"{longueur}/{tirage}")
    messages = []
    for _ in range(NOMBRE):
        message = ""
        while len(message) < longueur:
            message += hasard.choice(textes) + " "
        messages.append(message[:longueur])
    return messages


def keyword_script(texte: str) -> str:
    """Le script évident : des mots par catégorie, cherchés un à un."""
    bas = texte.lower()
    comptes = Counter({nom: sum(mot in bas for mot in mots.split()) for nom, mots in MOTS.items()})
    return comptes.most_common(1)[0][0]


def spacy_matcher(rules: Rules) -> Candidat:
    """Le Matcher de spaCy, sur un français vide et toutes les phrases de nos règles."""
    import spacy
    from spacy.matcher import Matcher

    nlp = spacy.blank("fr")
    matcher = Matcher(nlp.vocab)
    formes = [
        sorted({f for mot in mots for f in ({"?"} if mot == "?" else inflect(mot))})
        for mots in rules.bareme.regles.atomes
    ]
    for rang, phrase in enumerate(rules.phrases):
        motif: list[dict[str, object]] = []
        for atome, ecart in zip(phrase.atomes, phrase.ecarts, strict=True):
            motif += [{"OP": "?"}] * ecart
            motif.append({"ORTH": {"IN": formes[atome]}})
        matcher.add(str(rang), [motif])

    def match(texte: str) -> object:
        mots = [jeton.mot for jeton in tokens(own_words(texte))]
        return matcher(spacy.tokens.Doc(nlp.vocab, words=mots))

    return match


def linear_svc(cas: Sequence[tuple[str, str]]) -> Candidat:
    """TF-IDF et SVM linéaire, appris sur le corpus ; un message à la fois, comme ici."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    modele = make_pipeline(TfidfVectorizer(ngram_range=(1, 2)), LinearSVC())
    modele.fit([texte for texte, _ in cas], [categorie for _, categorie in cas])
    return lambda texte: modele.predict([texte])


def build_candidates(cas: Sequence[tuple[str, str]]) -> dict[str, Candidat]:
    """Chaque façon de faire, par son nom."""
    rules, second = load_rules(REGLES_FOURNIES), load_second()
    candidats: dict[str, Candidat] = {
        NOTRE: lambda texte: analyse(texte, rules),
        "la même, avec le second lecteur": lambda texte: understand(texte, rules, second),
        "script de cinquante mots": keyword_script,
    }
    for nom, build in (
        ("les mêmes phrases, Matcher de spaCy", lambda: spacy_matcher(rules)),
        ("TF-IDF et SVM linéaire", lambda: linear_svc(cas)),
    ):
        try:
            candidats[nom] = build()
        except ImportError as erreur:
            print(f"{nom} : sauté ({erreur}).", file=sys.stderr)
    return candidats


def measure(
    candidats: dict[str, Candidat], textes: Sequence[str], longueur: int, secondes: float
) -> dict[str, float]:
    """Messages par seconde de chaque candidat : le meilleur de tours alternés."""
    meilleurs = dict.fromkeys(candidats, float("inf"))
    fin = time.monotonic() + secondes * len(candidats)
    tour = 0
    while tour < 2 or time.monotonic() < fin:
        tour += 1
        messages = build_messages(textes, longueur, tour)
        for nom, candidat in candidats.items():
            debut = time.process_time()
            for message in messages:
                candidat(message)
            meilleurs[nom] = min(meilleurs[nom], time.process_time() - debut)
    return {nom: NOMBRE / duree for nom, duree in meilleurs.items()}


def table(resultats: Sequence[dict[str, float]]) -> str:
    """Le tableau, en Markdown ; entre parenthèses, le rapport à notre lecture."""
    lignes = [
        "| messages par seconde | " + " | ".join(f"{n} caractères" for n in LONGUEURS) + " |",
        "|---|" + "---:|" * len(LONGUEURS),
    ]
    for nom in resultats[0]:
        cases = [
            f"{mesure[nom]:,.0f} (× {mesure[nom] / mesure[NOTRE]:.2f})" for mesure in resultats
        ]
        lignes.append(f"| {nom} | " + " | ".join(cases).replace(",", " ") + " |")
    return "\n".join(lignes) + "\n"


def main() -> None:
    """Mesure et écrit le tableau."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--secondes", type=float, default=1.0, help="par candidat et par longueur")
    parser.add_argument("--markdown", type=Path, help="fichier où écrire aussi le tableau")
    options = parser.parse_args()
    cas = read_corpus()
    candidats = build_candidates(cas)
    textes = [texte for texte, _ in cas]
    tableau = table([measure(candidats, textes, n, options.secondes) for n in LONGUEURS])
    print(tableau, end="")
    if options.markdown:
        options.markdown.write_text(tableau, encoding="utf-8")


if __name__ == "__main__":
    main()
