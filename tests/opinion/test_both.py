"""Les deux lecteurs ensemble : ce que l'avis change, et les portes qu'il n'ouvre jamais."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.decision import text_gates
from automation.opening import opening
from automation.opinion.both import combine, second_reader, understand
from automation.opinion.reader import Avis, explain, load_second, read
from automation.understanding.classifier import analyse
from automation.understanding.rules import load_rules
from config import REGLES_FOURNIES, Settings
from models import NON_CLASSE, Analyse, Attente, Raison

REGLES = load_rules(REGLES_FOURNIES)
SECOND = load_second()
CODES = list(SECOND.fourni.tetes["demande"].classes)
NOMS = [*(categorie.nom for categorie in REGLES.categories), NON_CLASSE]
OUVERTURE = opening(Settings(), REGLES)
INVENTE = "La tondeuse cale au bout de dix secondes"
MOT = (Raison("mot", 0, NON_CLASSE, 0.0),)
FERMEES: dict[Attente, dict[str, Any]] = {
    Attente.SUJET_SENSIBLE: {"sujets_sensibles": MOT},
    Attente.SUITE_ECHANGE: {"suite": MOT},
    Attente.SANS_REPONSE: {"sans_reponse": True},
    Attente.TEXTE_DOUTEUX: {"doute": "il est écrit en néerlandais"},
}

part = st.floats(0, 1)


@st.composite
def opinions(draw: st.DrawFn) -> Avis:
    """Un avis quelconque, si sûr de lui qu'il soit."""
    forces = draw(st.lists(part, min_size=len(CODES), max_size=len(CODES)))
    forces[draw(st.integers(0, len(CODES) - 1))] += draw(st.sampled_from([0.01, 1000.0]))
    demandes = {code: force / sum(forces) for code, force in zip(CODES, forces, strict=True)}
    categories = draw(st.one_of(st.just({}), st.sampled_from(NOMS).map(lambda nom: {nom: 1.0})))
    return Avis(demandes, categories, draw(part), draw(part))


@given(opinions(), st.sampled_from(["Où est mon colis ?", INVENTE, "Bonjour", "La facture svp"]))
def test_the_second_reader_never_opens_a_closed_gate(avis: Avis, texte: str) -> None:
    """Sujet sensible, suite, merci, texte douteux : fermé par les règles, fermé quoi qu'il dise."""
    lue = analyse(texte, REGLES)
    for porte, change in FERMEES.items():
        melee = combine(replace(lue, **change), avis, REGLES)
        assert porte in text_gates(texte, melee, OUVERTURE)
        assert 0 <= melee.confiance <= 1
        assert 0 < sum(melee.demandes.values()) <= 1.0001


@given(opinions())
def test_what_the_shop_taught_replaces_the_sum_over_requests(avis: Avis) -> None:
    """La catégorie que la boutique a apprise à l'avis compte, non celle de ses demandes."""
    lue = Analyse(NON_CLASSE, 0.5, scores=dict.fromkeys(NOMS, 0.0))
    for nom in NOMS:
        assert combine(lue, avis._replace(categories={nom: 1.0}), REGLES).categorie == nom


@given(st.text(max_size=300))
def test_any_text_is_read(texte: str) -> None:
    """Aucun texte ne fait échouer l'avis, et chaque réponse a sa part."""
    avis = read(texte, SECOND)
    assert sum(avis.demandes.values()) == pytest.approx(1)
    assert 0 <= avis.sensible <= 1
    assert 0 <= avis.suite <= 1
    for mot in explain(texte, SECOND, "suivi", avis):
        assert texte[mot.debut : mot.fin]
    understand(texte, REGLES, SECOND)


def test_the_words_shown_are_words_of_the_text() -> None:
    """Les mots qui ont parlé pour l'avis, les plus forts d'abord, sont ceux du texte."""
    texte = "Bonjour,\nma LÂMPE ne s’allume plus du tout : elle clignote."
    mots = explain(texte, SECOND, "panne", read(texte, SECOND))
    assert 1 <= len(mots) <= 4
    assert {texte[mot.debut : mot.fin] for mot in mots} & {"allume", "plus", "clignote"}
    assert all(fort.poids >= faible.poids > 0 for fort, faible in pairwise(mots))


def test_where_it_decides_its_words_are_among_the_reasons() -> None:
    """Les règles n'y voient rien : les mots de l'avis sont dans les raisons, sous son nom."""
    assert analyse(INVENTE, REGLES).categorie == NON_CLASSE
    lue = understand(INVENTE, REGLES, SECOND)
    assert (lue.categorie, lue.demande) == ("Produit défectueux", "panne")
    siens = [raison for raison in lue.raisons if raison.source == "avis"]
    assert siens
    for raison in siens:
        assert INVENTE[raison.position : raison.position + len(raison.mot)] == raison.mot != ""


def test_a_shop_category_is_left_to_the_rules(tmp_path: Path) -> None:
    """D'une catégorie que la boutique ajoute, l'avis ne sait rien : les règles en décident."""
    for poids in (9, 3):
        (tmp_path / "atelier.toml").write_text(
            'nom = "Atelier"\n[[idees]]\nnom = "atelier"\n'
            f'poids = {poids}\nphrases = ["krumpage"]\n',
            encoding="utf-8",
        )
        rules = load_rules(REGLES_FOURNIES, tmp_path)
        seules = analyse("Quand a lieu le krumpage ?", rules)
        lue = understand("Quand a lieu le krumpage ?", rules, SECOND)
        assert (lue.categorie, lue.confiance) == (seules.categorie, seules.confiance)
        assert bool(lue.contraire) == (seules.confiance < rules.seuil)


def test_without_an_opinion_the_rules_are_alone() -> None:
    """AVIS=non : pas de second lecteur, et la lecture est celle des règles."""
    assert second_reader(Settings(avis=False)) is None
    for texte in (INVENTE, "Où est mon colis ?"):
        assert understand(texte, REGLES, None) == analyse(texte, REGLES)
