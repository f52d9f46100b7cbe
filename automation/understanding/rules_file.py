"""Des fichiers TOML lus aux règles vérifiées : chaque valeur est contrôlée, chaque refus situé.

Un fichier est soit un jeu complet (``[[categories]]``, ``[sensibles]``…), soit une part : un
réglage, des mots, ou une catégorie, dont le ``nom`` ouvre alors le fichier. Dans l'un comme dans
l'autre, une section porte des listes de phrases par force, ou des ``[[idees]]`` nommées, avec
leurs exemples.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from automation.orders.patterns import compile_motifs
from automation.reading.folding import fold_word
from automation.understanding.file_checks import Calibrage, Fichier, Section
from automation.understanding.phrase_syntax import Syntaxe
from automation.understanding.phrases import Idee, Phrase
from models import NON_CLASSE, same_name

FORCES = {
    "exacte": "demandes",
    "decisive": "decisives",
    "forte": "fortes",
    "moyenne": "moyennes",
    "faible": "faibles",
    "contraire": "contraires",
}
"""La force d'une idée, et la liste des phrases de cette force ; leur poids est dans ``[poids]``."""

BROUILLONS = ("commande_absente", "commande_introuvable", "client_inconnu")
_SEULES = ("demandes", "decisives", "fortes", "moyennes")
"""Les forces qui suffisent à faire reconnaître une catégorie."""

_USAGES = {
    ("non_classe", "bloquent"): "bloque",
    ("sensibles", "phrases"): "sensible",
    ("a_relire", "phrases"): "relire",
    ("sans_reponse", "phrases"): "sans_reponse",
    ("sans_reponse", "avis_automatiques"): "avis",
}
_TENACES = ("sensible", "avis")
"""Les usages dont les phrases comptent même niées."""

_LISTES = {
    "non_classe": {**FORCES, "bloque": "bloquent"},
    "sensibles": {"": "phrases"},
    "a_relire": {"": "phrases"},
    "sans_reponse": {"politesse": "phrases", "avis": "avis_automatiques"},
}
"""Pour chaque section sans catégorie, la force d'une idée et la liste à laquelle elle équivaut."""

_SECTIONS = {
    "decision": {
        "confiance_minimale",
        "ecart_minimal",
        "portee_negation",
        "poids_second_sujet",
        "mots_message_court",
        "perte_message_long",
    },
    "poids": set(FORCES.values()),
    "confiance": {"categories", "non_classe"},
    "negation": {"ouvrent", "ferment"},
    "suppositions": {"ouvrent", "ferment", "indirectes"},
    "numeros_commande": {"motifs"},
    "brouillons": set(BROUILLONS),
    "non_classe": {"score", "poids_blocage", "poids_avis"},
    "sensibles": set[str](),
    "a_relire": set[str](),
    "sans_reponse": {"mots"},
}
_LIBRES = ("mots", "abreviations")
_FACULTATIVES = {*_LIBRES, "numeros_commande"}
_CLES_CATEGORIE = {"nom", "rang", "commande_requise", "automatique", "idees"}
_CLES_LISTES = {"poids", *FORCES.values()}
_CLES_IDEE = {"nom", "force", "poids", "demande", "exemples", "autres", "phrases"}
_NOM = re.compile(r"[^,\x00-\x1f\x7f-\x9f\u2028\u2029]{1,100}")
COPIER = "partez d'une copie du dossier automation/languages/fr/rules"


class RegleCategorie(NamedTuple):
    """Une catégorie déclarée dans les règles.

    Attributes:
        commande_requise: répondre demande de savoir de quelle commande il s'agit.
        automatique: la boutique accepte qu'on y réponde sans relecture.
    """

    nom: str
    commande_requise: bool
    automatique: bool


class Exemple(NamedTuple):
    """Une phrase de client que donne une idée : elle doit la déclencher, ou ne doit pas."""

    idee: Idee
    texte: str
    attendu: bool


@dataclass(slots=True, eq=False, repr=False)
class Regles:
    """Le contenu vérifié des règles, avant compilation."""

    categories: list[RegleCategorie] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)
    exemples: list[Exemple] = field(default_factory=list)
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
            self._check_shape(fichier)
        for nom in _SECTIONS:
            if nom not in _FACULTATIVES:
                self._required(nom)
        for section in self._sections("mots"):
            self._syntaxe.declare(section)
        self._read_settings()
        self._read_words()
        self._read_phrases()
        self._regles.atomes = self._syntaxe.atoms()
        return self._regles

    def _check_shape(self, fichier: Fichier) -> None:
        tout = Section(fichier, "", fichier.donnees)
        if not fichier.donnees:
            tout.refuse("", f"le fichier est vide ; {COPIER}")
        if "nom" in fichier.donnees:
            return
        tout.only({"categories", *_LIBRES, *_SECTIONS})
        for nom in fichier.donnees.keys() - {"categories"}:
            if not isinstance(fichier.donnees[nom], dict):
                tout.refuse(nom, f"« {nom} » doit être une section, [{nom}]")
        for nom, cles in _SECTIONS.items():
            if nom in fichier.donnees:
                listes = _LISTES.get(nom, {}).values()
                idees = {"idees"} if nom in _LISTES else set()
                Section(fichier, nom, fichier.donnees[nom], titre=f"[{nom}]").only(
                    {*cles, *listes, *idees}
                )

    def _sections(self, nom: str) -> Iterator[Section]:
        for fichier in self._fichiers:
            if nom in fichier.donnees and "nom" not in fichier.donnees:
                yield Section(fichier, nom, fichier.donnees[nom], titre=f"[{nom}]")

    def _required(self, nom: str) -> None:
        """Refuse une section absente, ou sans ses clés."""
        section = self._section(nom)
        if section.nom != nom:
            section.refuse(nom, f"il manque la section [{nom}] ; {COPIER}")
        attendues = set(_SECTIONS[nom])
        if nom in _LISTES and nom != "non_classe" and not section.valeurs.get("idees"):
            attendues |= set(_LISTES[nom].values())
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

    def _read_phrases(self) -> None:
        for section in self._categories():
            self._read_lists(section, section.valeurs["nom"], FORCES)
        for nom, forces in _LISTES.items():
            for section in self._sections(nom):
                self._read_lists(section, NON_CLASSE, forces)

    def _read_lists(self, section: Section, categorie: str, forces: Mapping[str, str]) -> None:
        """Les phrases d'une section ; la même, à deux forces, serait une faute de relecture."""
        vues: dict[str, str] = {}
        for liste in forces.values():
            textes = section.strings(liste)
            if (
                liste != "bloquent"
            ):  # faire taire un mot et plaider pour un autre sujet vont ensemble
                _check_once(section, liste, vues, textes)
            idee = self._idea(section, categorie, liste)
            self._add(idee, textes, section, liste)
        propres = section.valeurs.get("poids", {}) if section.nom == "categories" else {}
        if not isinstance(propres, dict):
            section.refuse("poids", "« poids » doit être une table « phrase = poids »")
        _check_once(section, "poids", vues, propres)
        for texte, valeur in propres.items():
            poids = section.weight(texte, texte, valeur)
            idee = self._idea(section, categorie, "decisives")._replace(poids=poids)
            self._add(idee, (texte,), section, texte)
        self._read_ideas(section, categorie, forces, vues)
        if categorie != NON_CLASSE:
            self._check_reachable(section, categorie)

    def _read_ideas(
        self, section: Section, categorie: str, forces: Mapping[str, str], vues: dict[str, str]
    ) -> None:
        """Les ``[[idees]]`` d'une section : nom, force, exemples, phrases."""
        entete = section.nested("idees")
        avant = self._ideas_before(section)
        noms: set[str] = set()
        for rang, table in enumerate(section.tables("idees")):
            ici = Section(section.fichier, entete, table, avant + rang)
            nom = table.get("nom")
            if not isinstance(nom, str) or not nom.strip() or nom in noms:
                ici.refuse("nom", f"chaque idée de {section.titre} a un nom, qui n'est qu'à elle")
            noms.add(nom)
            ici = Section(section.fichier, entete, table, avant + rang, f"l'idée « {nom} »")
            ici.only(_CLES_IDEE)
            liste = self._list_of(ici, forces)
            idee = self._idea(section, categorie, liste)._replace(
                nom=nom, demande=ici.text("demande") if "demande" in table else ""
            )
            if "poids" in table:
                idee = idee._replace(poids=ici.weight("poids", nom, table["poids"]), faible=False)
            textes = ici.strings("phrases")
            if not textes:
                ici.refuse("phrases", f"{ici.titre} n'a aucune phrase")
            if liste != "bloquent":
                _check_once(ici, nom, vues, textes)
            self._add(idee, textes, ici, "phrases")
            for cle, attendu in (("exemples", True), ("autres", False)):
                self._regles.exemples += [Exemple(idee, t, attendu) for t in ici.strings(cle)]

    def _ideas_before(self, section: Section) -> int:
        """Combien d'idées portent le même en-tête plus haut dans le fichier."""
        if section.nom != "categories":
            return 0
        tables = section.fichier.donnees["categories"][: section.rang]
        return sum(len(table.get("idees", ())) for table in tables)

    def _list_of(self, idee: Section, forces: Mapping[str, str]) -> str:
        """La liste à laquelle la force d'une idée équivaut."""
        force = idee.valeurs.get("force", "" if "poids" not in idee.valeurs else "decisive")
        if force not in forces:
            choix = ", ".join(f"« {nom} »" for nom in forces) or "aucune"
            idee.refuse("force", f"la force de {idee.titre} est l'une de celles-ci : {choix}")
        return forces[force]

    def _idea(self, section: Section, categorie: str, liste: str) -> Idee:
        """L'idée anonyme qui tient une liste de phrases."""
        usage = _USAGES.get((section.nom, liste), "categorie")
        muette = usage in ("sensible", "relire", "sans_reponse")
        poids = 0.0 if muette else self._poids[liste]
        return Idee("", categorie, "", usage, poids, faible=liste == "faibles")

    def _add(self, idee: Idee, textes: Collection[str], section: Section, cle: str) -> None:
        toujours = idee.usage in _TENACES
        for texte in textes:
            for suite in self._syntaxe.read(texte, section, cle):
                tenace = toujours or suite.tenace
                self._regles.phrases.append(Phrase(suite.atomes, suite.ecarts, tenace, idee))

    def _check_reachable(self, section: Section, categorie: str) -> None:
        """Refuse une catégorie dont aucune phrase ne compte seule."""
        siennes = [
            phrase.idee for phrase in self._regles.phrases if phrase.idee.categorie == categorie
        ]
        if not any(idee.poids > 0 and not idee.faible for idee in siennes):
            seule = "n'a aucune phrase qui compte seule, elle ne serait jamais reconnue"
            conseil = (
                "ajoutez-lui une liste « decisives » ou « fortes », ou une idée de cette force"
            )
            section.refuse("nom", f"{section.titre} {seule} ; {conseil}")

    def _categories(self) -> list[Section]:
        """Les catégories, dans l'ordre de leur ``rang``, puis des fichiers."""
        trouvees = [section for fichier in self._fichiers for section in _declared(fichier)]
        if not trouvees:
            raison = "il faut au moins une catégorie, sous une ligne [[categories]]"
            Section(self._fichiers[0], "", {}).refuse("categories", raison)
        vues: list[str] = []
        rangees: list[tuple[int, Section, RegleCategorie]] = []
        for section in trouvees:
            nom = section.valeurs.get("nom")
            if not isinstance(nom, str) or not _NOM.fullmatch(nom) or nom != nom.strip():
                raison = "chaque catégorie a un nom d'au plus 100 lettres, sans virgule"
                section.refuse("nom", f"{raison}, ni espace au début ou à la fin")
            if fold_word(nom) == fold_word(NON_CLASSE) or any(same_name(nom, v) for v in vues):
                section.refuse("nom", f"{section.titre} est réservée ou déjà déclarée")
            vues.append(nom)
            section.only(_CLES_CATEGORIE | _CLES_LISTES)
            categorie = RegleCategorie(
                nom, section.boolean("commande_requise"), section.boolean("automatique")
            )
            rang = section.integer("rang", 1000) if "rang" in section.valeurs else 1000
            rangees.append((rang, section, categorie))
        rangees.sort(key=lambda rangee: rangee[0])
        self._regles.categories = [categorie for _, _, categorie in rangees]
        return [section for _, section, _ in rangees]


def _declared(fichier: Fichier) -> list[Section]:
    """Les catégories d'un fichier : lui-même s'il s'ouvre sur un nom, ou ses ``[[categories]]``."""
    if "nom" in fichier.donnees:
        nom = fichier.donnees["nom"]
        return [Section(fichier, "", fichier.donnees, titre=f"la catégorie « {nom} »")]
    tables: Any = fichier.donnees.get("categories", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raison = "il faut au moins une catégorie, sous une ligne [[categories]]"
        Section(fichier, "", fichier.donnees).refuse("categories", raison)
    return [
        Section(fichier, "categories", table, rang, f"la catégorie « {table.get('nom')} »")
        for rang, table in enumerate(tables)
    ]


def _check_once(section: Section, ici: str, vues: dict[str, str], textes: Collection[str]) -> None:
    for texte in textes:
        ailleurs = vues.setdefault(texte, ici)
        if ailleurs != ici:
            raison = f"la phrase « {texte} » est à la fois dans « {ailleurs} » et « {ici} »"
            cle = "phrases" if "phrases" in section.valeurs else ici
            section.refuse(cle, raison, texte)


def _draft(section: Section, nom: str) -> str:
    texte = section.text(nom).strip()
    permises = {"numero"} if nom == "commande_introuvable" else set()
    for variable in re.findall(r"\{([^{}]*)\}", texte):
        if variable not in permises:
            section.refuse(nom, f"le brouillon « {nom} » n'admet pas {{{variable}}}")
    if re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", texte)):
        section.refuse(nom, f"le brouillon « {nom} » contient une accolade isolée")
    return texte
