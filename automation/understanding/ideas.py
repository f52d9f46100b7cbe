"""Les phrases d'une section de règles : ses listes par force, et ses idées nommées."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from automation.understanding.file_checks import Section
from automation.understanding.file_shape import CLES_IDEE, FORCES, LISTES, TENACES, USAGES
from automation.understanding.phrase_syntax import Syntaxe
from automation.understanding.phrases import Idee, Phrase
from models import NON_CLASSE


class Exemple(NamedTuple):
    """Une phrase de client que donne une idée : elle doit la déclencher, ou ne doit pas."""

    idee: Idee
    texte: str
    attendu: bool


class LecteurIdees:
    """Lit les phrases des sections, l'une après l'autre.

    Args:
        syntaxe: connaît les groupes, et retient les atomes.
        poids: celui de chaque liste.

    Attributes:
        phrases, exemples: tout ce qui a été lu.
    """

    def __init__(self, syntaxe: Syntaxe, poids: Mapping[str, float]) -> None:
        self._syntaxe, self._poids = syntaxe, poids
        self.phrases: list[Phrase] = []
        self.exemples: list[Exemple] = []

    def read(self, section: Section, categorie: str = NON_CLASSE) -> None:
        """Les phrases d'une section ; la même, à deux forces, serait une faute de relecture."""
        forces = LISTES.get(section.nom, FORCES)
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
            ici.only(CLES_IDEE)
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
                self.exemples += [Exemple(idee, t, attendu) for t in ici.strings(cle)]

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
        usage = USAGES.get((section.nom, liste), "categorie")
        muette = usage in ("sensible", "suite", "relire", "sans_reponse")
        poids = 0.0 if muette else self._poids[liste]
        return Idee("", categorie, "", usage, poids, faible=liste == "faibles")

    def _add(self, idee: Idee, textes: Collection[str], section: Section, cle: str) -> None:
        toujours = idee.usage in TENACES
        for texte in textes:
            for suite in self._syntaxe.read(texte, section, cle):
                tenace = toujours or suite.tenace
                self.phrases.append(Phrase(suite.atomes, suite.ecarts, tenace, idee))

    def _check_reachable(self, section: Section, categorie: str) -> None:
        """Refuse une catégorie dont aucune phrase ne compte seule."""
        siennes = [phrase.idee for phrase in self.phrases if phrase.idee.categorie == categorie]
        if not any(idee.poids > 0 and not idee.faible for idee in siennes):
            seule = "n'a aucune phrase qui compte seule, elle ne serait jamais reconnue"
            conseil = (
                "ajoutez-lui une liste « decisives » ou « fortes », ou une idée de cette force"
            )
            section.refuse("nom", f"{section.titre} {seule} ; {conseil}")


def _check_once(section: Section, ici: str, vues: dict[str, str], textes: Collection[str]) -> None:
    for texte in textes:
        ailleurs = vues.setdefault(texte, ici)
        if ailleurs != ici:
            raison = f"la phrase « {texte} » est à la fois dans « {ailleurs} » et « {ici} »"
            cle = "phrases" if "phrases" in section.valeurs else ici
            section.refuse(cle, raison, texte)
