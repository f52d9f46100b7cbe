"""Du TOML lu aux règles vérifiées : chaque valeur est contrôlée, chaque refus dit la ligne."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from automation.orders.patterns import compile_motifs
from automation.reading.folding import fold_word
from automation.understanding.file_checks import Calibrage
from automation.understanding.file_lines import Section
from automation.understanding.phrase_syntax import LecteurPhrases
from automation.understanding.phrases import Phrase
from models import NON_CLASSE, same_name

FORCES = ("demandes", "decisives", "fortes", "moyennes", "faibles", "contraires")
"""Les listes de phrases d'une catégorie ; leurs poids sont dans ``[poids]``."""

BROUILLONS = ("commande_absente", "commande_introuvable", "client_inconnu")
_SECTIONS = {
    "decision": {
        "confiance_minimale",
        "ecart_minimal",
        "portee_negation",
        "poids_second_sujet",
        "mots_message_court",
        "perte_message_long",
    },
    "poids": set(FORCES),
    "confiance": {"categories", "non_classe"},
    "negation": {"ouvrent", "ferment"},
    "suppositions": {"ouvrent", "ferment", "indirectes"},
    "numeros_commande": {"motifs"},
    "brouillons": set(BROUILLONS),
    "non_classe": {"score", "bloquent", "poids_blocage", "poids_avis", *FORCES},
    "sensibles": {"phrases"},
    "a_relire": {"phrases"},
    "sans_reponse": {"phrases", "mots", "avis_automatiques"},
}
_LIBRES = {"mots", "abreviations"}
_CLES_CATEGORIE = {"nom", "commande_requise", "automatique", "poids", *FORCES}
_FACULTATIVES = {"mots", "abreviations", "numeros_commande"}
_SEULES = ("demandes", "decisives", "fortes", "moyennes")
"""Les forces qui suffisent à faire reconnaître une catégorie."""
_NOM = re.compile(r"[^,\x00-\x1f\x7f-\x9f\u2028\u2029]{1,100}")
_COPIER = "partez d'une copie entière d'automation/languages/fr/rules.toml"


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
    """Le contenu vérifié d'un fichier de règles, avant compilation."""

    categories: list[RegleCategorie] = field(default_factory=list)
    phrases: tuple[Phrase, ...] = ()
    atomes: list[tuple[str, ...]] = field(default_factory=list)
    nie: tuple[str, ...] = ()
    ferme: tuple[str, ...] = ()
    suppose: tuple[str, ...] = ()
    ferme_si: tuple[str, ...] = ()
    indirect: tuple[str, ...] = ()
    courtois: tuple[str, ...] = ()
    abreviations: Mapping[str, str] = field(default_factory=dict)
    brouillons: Mapping[str, str] = field(default_factory=dict)
    motifs_commande: tuple[str, ...] = ()
    calibrage: Calibrage = ()
    calibrage_non_classe: Calibrage = ()
    seuil: float = 0.0
    ecart: float = 0.0
    second_sujet: float = 0.0
    portee: int = 0
    mots_court: int = 0
    perte_long: float = 0.0
    non_classe: float = 0.0


class Lecteur(LecteurPhrases):
    """Lit un fichier de règles déjà décodé (voir ``Controle`` pour ses arguments)."""

    def read(self) -> Regles:
        """Les règles vérifiées.

        Raises:
            ConfigurationError: la première faute rencontrée, avec sa ligne.
        """
        self._regles = Regles()
        self._check_sections()
        self._read_concepts()
        self._read_settings()
        self._read_words()
        self._regles.phrases = tuple(self._phrases())
        self._regles.atomes = [self._atom_words(element) for element in self._atomes]
        return self._regles

    def _check_sections(self) -> None:
        if not self._donnees:
            self._refuse(None, "", f"le fichier est vide ; {_COPIER}")
        self._check_known(None, self._donnees, {"categories", *_LIBRES, *_SECTIONS})
        for nom in self._donnees.keys() - {"categories"}:
            if not isinstance(self._donnees[nom], dict):
                self._refuse(None, nom, f"« {nom} » doit être une section, [{nom}]")
        for nom, cles in _SECTIONS.items():
            section = self._section(nom)
            if nom not in self._donnees and nom not in _FACULTATIVES:
                self._refuse(None, nom, f"il manque la section [{nom}] ; {_COPIER}")
            self._check_known(section, section.valeurs, cles)
            attendues = set() if nom in _FACULTATIVES else cles
            if nom == "non_classe":
                attendues = cles - set(FORCES)
            for cle in sorted(attendues - section.valeurs.keys()):
                self._refuse(section, cle, f"il manque « {cle} » dans [{nom}]")

    def _read_settings(self) -> None:
        regles = self._regles
        regles.seuil = self._number("decision", "confiance_minimale", 0.0, 1.0)
        regles.ecart = self._number("decision", "ecart_minimal", 0.0, 100.0)
        regles.second_sujet = self._number("decision", "poids_second_sujet", 0.0, 100.0)
        regles.portee = self._integer("decision", "portee_negation", 20)
        regles.mots_court = self._integer("decision", "mots_message_court", 10_000)
        regles.perte_long = self._number("decision", "perte_message_long", 0.0, 100.0)
        regles.non_classe = self._number("non_classe", "score", 0.0, 100.0)
        regles.calibrage = self._table("categories")
        regles.calibrage_non_classe = self._table("non_classe")

    def _read_words(self) -> None:
        regles = self._regles
        regles.nie = self._folded("negation", "ouvrent")
        regles.ferme = self._folded("negation", "ferment")
        regles.suppose = self._folded("suppositions", "ouvrent")
        regles.ferme_si = self._folded("suppositions", "ferment")
        regles.indirect = self._folded("suppositions", "indirectes")
        regles.courtois = self._folded("sans_reponse", "mots")
        section = self._section("abreviations")
        regles.abreviations = {
            self._check_word(section, court, court, court): self._check_word(
                section, court, long, long
            )
            for court in section.valeurs
            for long in (self._text(section, court),)
        }
        regles.brouillons = {nom: self._draft(nom) for nom in BROUILLONS}
        section = self._section("numeros_commande")
        regles.motifs_commande = self._strings(section, "motifs")
        for motif in regles.motifs_commande:
            try:
                compile_motifs((motif,))
            except ValueError as erreur:
                self._refuse(section, "motifs", str(erreur).removesuffix("."), motif)

    def _phrases(self) -> Iterator[Phrase]:
        poids = {force: self._number("poids", force, 0.0, 100.0) for force in FORCES[:-1]}
        poids["contraires"] = self._number("poids", "contraires", -100.0, 0.0)
        for section in self._categories():
            yield from self._forces(section, section.valeurs["nom"], poids)
        non_classe = self._section("non_classe")
        yield from self._forces(non_classe, NON_CLASSE, poids)
        for nom, cle, usage, cle_poids in (
            ("non_classe", "bloquent", "bloque", "poids_blocage"),
            ("sensibles", "phrases", "sensible", ""),
            ("a_relire", "phrases", "relire", ""),
            ("sans_reponse", "phrases", "sans_reponse", ""),
            ("sans_reponse", "avis_automatiques", "avis", "poids_avis"),
        ):
            valeur = self._number("non_classe", cle_poids, 0.0, 100.0) if cle_poids else 0.0
            section = self._section(nom)
            textes = self._strings(section, cle)
            yield from self._read_phrases(textes, (section, cle), (NON_CLASSE, valeur, usage))

    def _forces(
        self, section: Section, categorie: str, poids: Mapping[str, float]
    ) -> Iterator[Phrase]:
        """Les phrases d'une catégorie ; la même, à deux forces, serait une faute de relecture."""
        vues: dict[str, str] = {}
        for force in FORCES:
            textes, faible = self._strings(section, force), force == "faibles"
            self._check_once(section, force, vues, textes)
            classement = (categorie, poids[force], "categorie")
            yield from self._read_phrases(textes, (section, force), classement, faible=faible)
        if section.nom != "categories":
            return
        propres = self._table_of(section, "poids")
        self._check_once(section, "poids", vues, propres)
        for texte, valeur in propres.items():
            classement = (categorie, self._weight(section, texte, valeur), "categorie")
            yield from self._read_phrases((texte,), (section, texte), classement)
        if not any(section.valeurs.get(force) for force in _SEULES) and not any(
            valeur > 0 for valeur in propres.values()
        ):
            seule = "n'a aucune phrase qui compte seule, elle ne serait jamais reconnue"
            conseil = "ajoutez-lui une liste « decisives » ou « fortes »"
            self._refuse(section, "nom", f"{section.titre} {seule} ; {conseil}")

    def _check_once(
        self, section: Section, ici: str, vues: dict[str, str], textes: Collection[str]
    ) -> None:
        for texte in textes:
            ailleurs = vues.setdefault(texte, ici)
            if ailleurs != ici:
                raison = f"la phrase « {texte} » est à la fois dans « {ailleurs} » et « {ici} »"
                self._refuse(section, ici, raison, texte)

    def _categories(self) -> Iterator[Section]:
        tables = self._donnees.get("categories")
        if not isinstance(tables, list) or not tables or not isinstance(tables[0], dict):
            raison = "il faut au moins une catégorie, sous une ligne [[categories]]"
            self._refuse(None, "categories", raison)
        vues: list[str] = []
        for rang, table in enumerate(tables):
            nom = table.get("nom")
            section = Section("categories", table, rang, f"la catégorie « {nom} »")
            if not isinstance(nom, str) or not _NOM.fullmatch(nom) or nom != nom.strip():
                raison = "chaque catégorie a un nom d'au plus 100 lettres, sans virgule"
                self._refuse(section, "nom", f"{raison}, ni espace au début ou à la fin")
            reservee = fold_word(nom) == fold_word(NON_CLASSE)
            if reservee or any(same_name(nom, autre) for autre in vues):
                raison = f"{section.titre} est réservée ou déjà déclarée"
                self._refuse(section, "nom", raison)
            vues.append(nom)
            self._check_known(section, table, _CLES_CATEGORIE)
            requise, automatique = (
                self._boolean(section, cle) for cle in ("commande_requise", "automatique")
            )
            self._regles.categories.append(RegleCategorie(nom, requise, automatique))
            yield section

    def _draft(self, nom: str) -> str:
        section = self._section("brouillons")
        texte = self._text(section, nom).strip()
        permises = {"numero"} if nom == "commande_introuvable" else set()
        for variable in re.findall(r"\{([^{}]*)\}", texte):
            if variable not in permises:
                self._refuse(section, nom, f"le brouillon « {nom} » n'admet pas {{{variable}}}")
        if re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", texte)):
            self._refuse(section, nom, f"le brouillon « {nom} » contient une accolade isolée")
        return texte
