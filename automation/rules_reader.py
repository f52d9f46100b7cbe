"""Du TOML lu aux règles vérifiées : chaque valeur est contrôlée, chaque refus dit la ligne."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from automation.order_motifs import compile_motifs
from automation.phrase_bits import Phrase
from automation.rules_checks import Calibrage, Controle
from automation.text import fold_word
from models import NON_CLASSE

FORCES = ("demandes", "decisives", "fortes", "moyennes", "faibles", "contraires")
"""Les listes de phrases d'une catégorie ; leurs poids sont dans ``[poids]``."""

BROUILLONS = ("commande_absente", "commande_introuvable", "client_inconnu")
ECARTS = {".": 1, "..": 3, "...": 6}
"""Nombre de mots que ces signes laissent passer entre deux éléments d'une phrase."""

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
_ELEMENT = re.compile(r"=?[^\W_][\w'’-]*(?:\|=?[^\W_][\w'’-]*)*|\?")


@dataclass(slots=True, eq=False, repr=False)
class Regles:
    """Le contenu vérifié d'un fichier de règles, avant compilation."""

    categories: list[tuple[str, bool, bool]] = field(default_factory=list)
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


class Lecteur(Controle):
    """Lit un fichier de règles déjà décodé (voir ``Controle`` pour ses arguments)."""

    def __init__(self, chemin: Path, contenu: str, donnees: Mapping[str, Any]) -> None:
        super().__init__(chemin, contenu, donnees)
        self._concepts: dict[str, tuple[str, ...]] = {}
        self._atomes: dict[str, int] = {}
        self._regles = Regles()

    def read(self) -> Regles:
        """Les règles vérifiées.

        Raises:
            ConfigurationError: la première faute rencontrée, avec sa ligne.
        """
        self._check_keys()
        self._concepts = {nom: self._words("mots", nom) for nom in self._section("mots")}
        for nom in self._concepts:
            if nom != nom.upper():
                self._refuse(nom, f"le nom de groupe « {nom} » s'écrit en majuscules")
        self._read_settings()
        self._read_words()
        self._regles.phrases = tuple(self._phrases())
        self._regles.atomes = [self._atom_words(element) for element in self._atomes]
        return self._regles

    def _read_settings(self) -> None:
        regles = self._regles
        regles.seuil = self._number("decision", "confiance_minimale", 0.0, 1.0)
        regles.ecart = self._number("decision", "ecart_minimal", 0.0, 100.0)
        regles.second_sujet = self._number("decision", "poids_second_sujet", 0.0, 100.0)
        regles.portee = int(self._number("decision", "portee_negation", 0.0, 20.0))
        regles.mots_court = int(self._number("decision", "mots_message_court", 0.0, 10_000.0))
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
        regles.abreviations = {
            fold_word(court): fold_word(self._text("abreviations", court))
            for court in self._section("abreviations")
        }
        regles.brouillons = {nom: self._draft(nom) for nom in BROUILLONS}
        regles.motifs_commande = self._strings(self._section("numeros_commande"), "motifs")
        for motif in regles.motifs_commande:
            try:
                compile_motifs((motif,))
            except ValueError as erreur:
                self._refuse(motif, f"motif de numéro « {motif} » : {erreur}")

    def _phrases(self) -> Iterator[Phrase]:
        poids = {force: self._number("poids", force, -100.0, 100.0) for force in FORCES}
        for table in self._categories():
            yield from self._forces(table, table["nom"], poids)
            for texte, valeur in self._table_of(table, "poids").items():
                poids_lu = self._weight(texte, valeur)
                yield from self._read_phrases((texte,), table["nom"], poids_lu, "categorie")
        non_classe = self._section("non_classe")
        yield from self._forces(non_classe, NON_CLASSE, poids)
        blocage = self._number("non_classe", "poids_blocage", 0.0, 100.0)
        yield from self._read_phrases(
            self._strings(non_classe, "bloquent"), NON_CLASSE, blocage, "bloque"
        )
        avis = self._number("non_classe", "poids_avis", 0.0, 100.0)
        for section, cle, usage, valeur in (
            ("sensibles", "phrases", "sensible", 0.0),
            ("a_relire", "phrases", "relire", 0.0),
            ("sans_reponse", "phrases", "sans_reponse", 0.0),
            ("sans_reponse", "avis_automatiques", "avis", avis),
        ):
            textes = self._strings(self._section(section), cle)
            yield from self._read_phrases(textes, NON_CLASSE, valeur, usage)

    def _forces(
        self, table: Mapping[str, Any], categorie: str, poids: Mapping[str, float]
    ) -> Iterator[Phrase]:
        for force in FORCES:
            textes, faible = self._strings(table, force), force == "faibles"
            yield from self._read_phrases(
                textes, categorie, poids[force], "categorie", faible=faible
            )

    def _categories(self) -> Iterator[dict[str, Any]]:
        tables = self._donnees.get("categories")
        if not isinstance(tables, list) or not tables:
            self._refuse("[[categories]]", "il faut au moins une section [[categories]]")
        vues: set[str] = set()
        for table in tables:
            nom = table.get("nom") if isinstance(table, dict) else None
            if not isinstance(nom, str) or not nom.strip() or len(nom) > 100 or "," in nom:
                self._refuse("nom", "chaque catégorie a un nom d'au plus 100 lettres, sans virgule")
            if nom == NON_CLASSE or nom in vues:
                self._refuse(f'"{nom}"', f"la catégorie « {nom} » est réservée ou déjà déclarée")
            vues.add(nom)
            for cle in table.keys() - _CLES_CATEGORIE:
                self._refuse(cle, f"clé inconnue « {cle} » dans la catégorie « {nom} »")
            requise, automatique = (
                self._boolean(table, cle) for cle in ("commande_requise", "automatique")
            )
            self._regles.categories.append((nom, requise, automatique))
            yield table

    def _read_phrases(
        self, textes: Sequence[str], categorie: str, poids: float, usage: str, faible: bool = False
    ) -> Iterator[Phrase]:
        # Deux mille phrases sont lues à chaque démarrage : rien ici ne se fait deux fois.
        connus, toujours = self._atomes, usage in ("sensible", "avis")
        for texte in textes:
            atomes: list[int] = []
            ecarts: list[int] = []
            ecart = 0
            for element in texte.removeprefix("!").split():
                atome = connus.get(element)
                if atome is None:
                    if element in ECARTS:
                        ecart = ECARTS[element]
                        continue
                    atome = self._new_atom(element, texte)
                atomes.append(atome)
                ecarts.append(ecart)
                ecart = 0
            if not atomes or ecart or ecarts[0]:
                self._refuse(texte, f"la phrase « {texte} » doit commencer et finir par un mot")
            tenace = toujours or texte[0] == "!"
            yield Phrase(tuple(atomes), tuple(ecarts), tenace, categorie, poids, usage, faible)

    def _new_atom(self, element: str, texte: str) -> int:
        if not _ELEMENT.fullmatch(element):
            self._refuse(texte, f"« {element} » n'est ni un mot, ni un groupe, ni « .. »")
        for mot in element.split("|"):
            groupe = len(mot) > 1 and mot == mot.upper() and mot.isalpha()
            if groupe and mot not in self._concepts:
                self._refuse(texte, f"le groupe « {mot} » n'est pas déclaré dans [mots]")
        self._atomes[element] = len(self._atomes)
        return self._atomes[element]

    def _atom_words(self, element: str) -> tuple[str, ...]:
        mots: list[str] = []
        for mot in element.split("|"):
            mots.extend(self._concepts.get(mot, (mot,)))
        return tuple(mots)

    def _check_keys(self) -> None:
        for nom, valeur in self._donnees.items():
            if nom == "categories" or nom in _LIBRES:
                continue
            if nom not in _SECTIONS:
                self._refuse(nom, f"section inconnue « {nom} »")
            if not isinstance(valeur, dict):
                self._refuse(nom, f"« {nom} » doit être une section, [{nom}]")
            for cle in valeur.keys() - _SECTIONS[nom]:
                self._refuse(cle, f"clé inconnue « {cle} » dans [{nom}]")

    def _draft(self, nom: str) -> str:
        texte = self._text("brouillons", nom).strip()
        permises = {"numero"} if nom == "commande_introuvable" else set()
        for variable in re.findall(r"\{([^{}]*)\}", texte):
            if variable not in permises:
                self._refuse(nom, f"le brouillon « {nom} » n'admet pas {{{variable}}}")
        if re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", texte)):
            self._refuse(nom, f"le brouillon « {nom} » contient une accolade isolée")
        return texte
