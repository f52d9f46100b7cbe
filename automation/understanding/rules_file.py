"""Des fichiers TOML lus aux règles vérifiées : chaque valeur est contrôlée, chaque refus situé.

Un fichier est soit un jeu complet (``[[categories]]``, ``[sensibles]``…), soit une part : un
réglage, des mots, ou une catégorie, dont le ``nom`` ouvre alors le fichier. Dans l'un comme dans
l'autre, une section porte des listes de phrases par force, ou des ``[[idees]]`` nommées, avec
leurs exemples.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from automation.orders.patterns import compile_motifs
from automation.reading.folding import fold_word
from automation.understanding.file_checks import Calibrage, Fichier, Section
from automation.understanding.file_shape import (
    BROUILLONS,
    CLES_CATEGORIE,
    CLES_LISTES,
    CLES_NOUVELLES,
    COPIER,
    FACULTATIVES,
    FORCES,
    LISTES,
    NOM,
    SECTIONS,
    check_shape,
    declared,
)
from automation.understanding.ideas import Exemple, LecteurIdees
from automation.understanding.phrase_syntax import Syntaxe
from automation.understanding.phrases import Phrase
from automation.understanding.requests_file import Demande, read_request
from models import NON_CLASSE, same_name

POIDS_ABSENCE = 1.0
"""Ce qu'une absence annoncée pèse vers « Non classé » : moins que la plus simple demande."""


class RegleCategorie(NamedTuple):
    """Une catégorie déclarée dans les règles.

    Attributes:
        commande_requise: répondre demande de savoir de quelle commande il s'agit.
        automatique: la boutique accepte qu'on y réponde sans relecture.
    """

    nom: str
    commande_requise: bool
    automatique: bool


@dataclass(slots=True, eq=False, repr=False)
class Regles:
    """Le contenu vérifié des règles, avant compilation."""

    categories: list[RegleCategorie] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)
    exemples: list[Exemple] = field(default_factory=list)
    demandes: dict[str, Demande] = field(default_factory=dict)
    atomes: list[tuple[str, ...]] = field(default_factory=list)
    nie: tuple[str, ...] = ()
    ferme: tuple[str, ...] = ()
    suppose: tuple[str, ...] = ()
    ferme_si: tuple[str, ...] = ()
    indirect: tuple[str, ...] = ()
    courtois: tuple[str, ...] = ()
    abreviations: dict[str, str] = field(default_factory=dict)
    brouillons: Mapping[str, str] = field(default_factory=dict)
    motifs_commande: tuple[str, ...] = ()
    calibrage: Calibrage = ()
    calibrage_non_classe: Calibrage = ()
    seuil: float = 0.0
    demande_minimale: float = 0.5
    confiance_minimale_avis: float = 0.5
    demande_minimale_avis: float = 0.6
    ecart: float = 0.0
    second_sujet: float = 0.0
    portee: int = 0
    mots_court: int = 0
    perte_long: float = 0.0
    non_classe: float = 0.0


def read_rules(fichiers: Sequence[Fichier]) -> Regles:
    """Les règles que ces fichiers font ensemble.

    Raises:
        ConfigurationError: la première faute rencontrée, avec son fichier et sa ligne.
    """
    return _Lecteur(fichiers).read()


class _Lecteur:
    """Lit des fichiers déjà décodés."""

    def __init__(self, fichiers: Sequence[Fichier]) -> None:
        self._fichiers = fichiers
        self._regles = Regles()
        self._syntaxe = Syntaxe()
        self._poids: dict[str, float] = {}

    def read(self) -> Regles:
        for fichier in self._fichiers:
            check_shape(fichier)
        for nom in SECTIONS:
            if nom not in FACULTATIVES:
                self._required(nom)
        for section in self._sections("mots"):
            self._syntaxe.declare(section)
        self._read_settings()
        self._read_words()
        self._read_requests()
        self._read_phrases()
        self._regles.atomes = self._syntaxe.atoms()
        return self._regles

    def _sections(self, nom: str) -> Iterator[Section]:
        for fichier in self._fichiers:
            if nom in fichier.donnees and "nom" not in fichier.donnees:
                yield Section(fichier, nom, fichier.donnees[nom], titre=f"[{nom}]")

    def _required(self, nom: str) -> None:
        """Refuse une section absente, ou sans ses clés."""
        section = self._section(nom)
        if section.nom != nom:
            section.refuse(nom, f"il manque la section [{nom}] ; {COPIER}")
        attendues = set(SECTIONS[nom]) - CLES_NOUVELLES
        if nom in LISTES and nom != "non_classe" and not section.valeurs.get("idees"):
            attendues |= set(LISTES[nom].values()) - {"absences"}  # absente de la version 1.0
        for cle in sorted(attendues - section.valeurs.keys()):
            section.refuse(cle, f"il manque « {cle} » dans [{nom}]")

    def _section(self, nom: str) -> Section:
        """La dernière section de ce nom : un fichier de la boutique passe après ceux fournis."""
        vide = Section(self._fichiers[0], "", {})
        return [vide, *self._sections(nom)][-1]

    def _read_settings(self) -> None:
        regles = self._regles
        decision, non_classe = self._section("decision"), self._section("non_classe")
        regles.seuil = decision.number("confiance_minimale", 0.0, 1.0)
        for cle in CLES_NOUVELLES & decision.valeurs.keys():
            setattr(regles, cle, decision.number(cle, 0.0, 1.0))
        regles.ecart = decision.number("ecart_minimal", 0.0, 100.0)
        regles.second_sujet = decision.number("poids_second_sujet", 0.0, 100.0)
        regles.portee = decision.integer("portee_negation", 20)
        regles.mots_court = decision.integer("mots_message_court", 10_000)
        regles.perte_long = decision.number("perte_message_long", 0.0, 100.0)
        regles.non_classe = non_classe.number("score", 0.0, 100.0)
        confiance = self._section("confiance")
        regles.calibrage = confiance.calibration("categories")
        regles.calibrage_non_classe = confiance.calibration("non_classe")
        poids = self._section("poids")
        for liste in FORCES.values():
            bornes = (-100.0, 0.0) if liste == "contraires" else (0.0, 100.0)
            self._poids[liste] = poids.number(liste, *bornes)
        self._poids["bloquent"] = non_classe.number("poids_blocage", 0.0, 100.0)
        self._poids["absences"] = POIDS_ABSENCE
        self._poids["avis_automatiques"] = non_classe.number("poids_avis", 0.0, 100.0)

    def _read_words(self) -> None:
        regles = self._regles
        negation, suppositions = self._section("negation"), self._section("suppositions")
        regles.nie = negation.folded("ouvrent")
        regles.ferme = negation.folded("ferment")
        regles.suppose = suppositions.folded("ouvrent")
        regles.ferme_si = suppositions.folded("ferment")
        regles.indirect = suppositions.folded("indirectes")
        regles.courtois = self._section("sans_reponse").folded("mots")
        for section in self._sections("abreviations"):
            for court in section.valeurs:
                long = section.text(court)
                repli = section.word(court, court, court)
                regles.abreviations[repli] = section.word(court, long, long)
        regles.brouillons = {nom: _draft(self._section("brouillons"), nom) for nom in BROUILLONS}
        numeros = self._section("numeros_commande")
        regles.motifs_commande = numeros.strings("motifs")
        for motif in regles.motifs_commande:
            try:
                compile_motifs((motif,))
            except ValueError as erreur:
                numeros.refuse("motifs", str(erreur).removesuffix("."), motif)

    def _read_requests(self) -> None:
        for section in self._sections("demandes"):
            for code in section.valeurs:
                self._regles.demandes[code] = read_request(section, code)

    def _read_phrases(self) -> None:
        lecteur = LecteurIdees(self._syntaxe, self._poids)
        for section in self._categories():
            lecteur.read(section, section.valeurs["nom"])
        for nom in LISTES:
            for section in self._sections(nom):
                lecteur.read(section)
        self._regles.phrases, self._regles.exemples = lecteur.phrases, lecteur.exemples

    def _categories(self) -> list[Section]:
        """Les catégories, dans l'ordre de leur ``rang``, puis des fichiers."""
        trouvees = [section for fichier in self._fichiers for section in declared(fichier)]
        if not trouvees:
            raison = "il faut au moins une catégorie, sous une ligne [[categories]]"
            Section(self._fichiers[0], "", {}).refuse("categories", raison)
        vues: list[str] = []
        rangees: list[tuple[int, Section, RegleCategorie]] = []
        for section in trouvees:
            nom = section.valeurs.get("nom")
            if not isinstance(nom, str) or not NOM.fullmatch(nom) or nom != nom.strip():
                raison = "chaque catégorie a un nom d'au plus 100 lettres, sans virgule"
                section.refuse("nom", f"{raison}, ni espace au début ou à la fin")
            if fold_word(nom) == fold_word(NON_CLASSE) or any(same_name(nom, v) for v in vues):
                section.refuse("nom", f"{section.titre} est réservée ou déjà déclarée")
            vues.append(nom)
            section.only(CLES_CATEGORIE | CLES_LISTES)
            categorie = RegleCategorie(
                nom, section.boolean("commande_requise"), section.boolean("automatique")
            )
            rang = section.integer("rang", 1000) if "rang" in section.valeurs else 1000
            rangees.append((rang, section, categorie))
        rangees.sort(key=lambda rangee: rangee[0])
        self._regles.categories = [categorie for _, _, categorie in rangees]
        return [section for _, section, _ in rangees]


def _draft(section: Section, nom: str) -> str:
    texte = section.text(nom).strip()
    permises = {"numero"} if nom == "commande_introuvable" else set()
    for variable in re.findall(r"\{([^{}]*)\}", texte):
        if variable not in permises:
            section.refuse(nom, f"le brouillon « {nom} » n'admet pas {{{variable}}}")
    if re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", texte)):
        section.refuse(nom, f"le brouillon « {nom} » contient une accolade isolée")
    return texte
