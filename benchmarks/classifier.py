"""Combien de messages par seconde : ce classement, et quatre autres façons de faire.

Emploi : python benchmarks/classifier.py [--secondes 1.0] [--markdown FICHIER]

Tout est mesuré dans la même exécution, sur un cœur, en temps processeur, les candidats tour à
tour : le meilleur tour de chacun compte. Les messages sont ceux de ``tests/cases``, mis bout à
bout jusqu'à 50, 300 et 2 000 caractères. Chaque candidat relit les mêmes à chaque tour, sauf ceux
marqués « jamais lus », qui en reçoivent de nouveaux : le classement retient ce qu'il a déjà
calculé, et le premier chiffre le flatte. spaCy et scikit-learn viennent de
``requirements-bench.txt`` ; absents, ils sont sautés, et c'est dit.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

from automation.orders.numbers import find  # noqa: E402
from automation.reading.folding import fold  # noqa: E402
from automation.reading.own_words import own_words  # noqa: E402
from automation.understanding.classifier import analyse  # noqa: E402
from automation.understanding.rules import load_rules  # noqa: E402
from config import REGLES_FOURNIES  # noqa: E402

LONGUEURS = (50, 300, 2_000)
NOMBRE = 200
"""Messages différents par longueur."""

MOTS = (  # noqa: SIM905  # un texte se relit mieux que cinquante guillemets
    "retard livraison délai transporteur suivi remboursement annuler argent retour défectueux "
    "cassé abîmé défaut problème information détail statut facture colis commande reçu expédié "
    "livré perdu volé échange renvoyer rembourser annulation avoir panne manquant incomplet erreur "
    "taille couleur adresse compte paiement carte promo code stock prix disponible garantie "
    "horaire merci bonjour cordialement"
).split()

Candidat = Callable[[str], object]
NOUVEAUX = ", textes jamais lus"
"""Fin du nom d'un candidat qui reçoit de nouveaux messages à chaque tour."""


def read_cases() -> list[tuple[str, str]]:
    """Les messages d'exemple et leur catégorie."""
    cas = []
    for fichier in sorted((RACINE / "tests" / "cases").glob("*.txt")):
        for bloc in fichier.read_text(encoding="utf-8").split("\nINPUT\n")[1:]:
            texte, _, attendu = bloc.partition("\nEXPECTED\n")
            cas.append((texte, attendu.split("\n")[0]))
    return cas


def build_messages(textes: Sequence[str], longueur: int, tirage: int = 0) -> list[str]:
    """Des messages de cette longueur, faits d'exemples tirés au sort : un tirage, une liste."""
    hasard = random.Random(f"{longueur}/{tirage}")
    messages = []
    for _ in range(NOMBRE):
        message = ""
        while len(message) < longueur:
            message += hasard.choice(textes) + " "
        messages.append(message[:longueur])
    return messages


def substring_loop(texte: str) -> int:
    """Le script évident : cinquante mots cherchés un à un."""
    bas = texte.lower()
    return sum(1 for mot in MOTS if mot in bas)


def spacy_matcher() -> Candidat:
    """PhraseMatcher de spaCy, sur un français vide et les mêmes cinquante mots."""
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank("fr")
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    matcher.add("mots", [nlp.make_doc(mot) for mot in MOTS])
    return lambda texte: matcher(nlp.make_doc(texte))


def linear_svc(cas: Sequence[tuple[str, str]]) -> Candidat:
    """TF-IDF et SVM linéaire, appris sur les exemples ; un message à la fois, comme ici."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    modele = make_pipeline(TfidfVectorizer(ngram_range=(1, 2)), LinearSVC())
    modele.fit([texte for texte, _ in cas], [categorie for _, categorie in cas])
    return lambda texte: modele.predict([texte])


def build_candidates(cas: Sequence[tuple[str, str]]) -> dict[str, Candidat]:
    """Chaque façon de faire, par son nom."""
    rules = load_rules(REGLES_FOURNIES)
    neuves = load_rules(REGLES_FOURNIES)
    candidats: dict[str, Candidat] = {
        "boucle de 50 sous-chaînes": substring_loop,
        "le même, nettoyé et expliqué" + NOUVEAUX: lambda texte: analyse(texte, neuves),
        "nettoyage seul": own_words,
        "numéros de commande seuls": lambda texte: find(fold(texte), rules.motifs_commande),
    }
    for nom, build in (
        ("spaCy PhraseMatcher", spacy_matcher),
        ("TF-IDF + LinearSVC", lambda: linear_svc(cas)),
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
    memes = build_messages(textes, longueur)
    for candidat in candidats.values():
        for message in memes:
            candidat(message)
    fin = time.monotonic() + secondes * len(candidats)
    tour = 0
    while time.monotonic() < fin:
        tour += 1
        nouveaux = build_messages(textes, longueur, tour)
        for nom, candidat in candidats.items():
            messages = nouveaux if nom.endswith(NOUVEAUX) else memes
            debut = time.process_time()
            for message in messages:
                candidat(message)
            meilleurs[nom] = min(meilleurs[nom], time.process_time() - debut)
    return {nom: len(memes) / duree for nom, duree in meilleurs.items()}


def table(resultats: Sequence[dict[str, float]]) -> str:
    """Le tableau, en Markdown ; entre parenthèses, le rapport à la boucle."""
    reference = "boucle de 50 sous-chaînes"
    lignes = [
        "| messages par seconde | " + " | ".join(f"{n} caractères" for n in LONGUEURS) + " |",
        "|---|" + "---:|" * len(LONGUEURS),
    ]
    for nom in resultats[0]:
        cases = [
            f"{par_longueur[nom]:,.0f} (× {par_longueur[nom] / par_longueur[reference]:.2f})"
            for par_longueur in resultats
        ]
        lignes.append(f"| {nom} | " + " | ".join(cases).replace(",", " ") + " |")
    return "\n".join(lignes) + "\n"


def main() -> None:
    """Mesure et écrit le tableau."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--secondes", type=float, default=1.0, help="par candidat et par longueur")
    parser.add_argument("--markdown", type=Path, help="fichier où écrire aussi le tableau")
    options = parser.parse_args()
    cas = read_cases()
    candidats = build_candidates(cas)
    textes = [texte for texte, _ in cas]
    tableau = table([measure(candidats, textes, n, options.secondes) for n in LONGUEURS])
    print(tableau, end="")
    if options.markdown:
        options.markdown.write_text(tableau, encoding="utf-8")


if __name__ == "__main__":
    main()
