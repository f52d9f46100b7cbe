"""Créer une page une fois et une seule, même quand Notion répond mal après l'avoir enregistrée."""

import threading
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from errors import ServiceError
from notion.base import Base
from notion.properties import created_since
from notion.schema import Json
from notion.transport import Transport

_IMPRECISION = timedelta(seconds=2)
"""L'en-tête Date de Notion est à la seconde, et met un instant à arriver."""


class Creations:
    """Les créations d'un ``NotionManager``, tous fils confondus.

    Notion n'a pas de clé d'idempotence. Après un envoi dont l'issue est inconnue, on relit donc
    les pages créées depuis cet envoi : la nôtre a le contenu voulu et n'est pas déjà connue (rendue
    par une création ou lue auparavant). Deux contenus identiques se créent l'un après l'autre, de
    sorte que deux vrais messages semblables donnent bien deux pages.

    Doute restant : si un autre processus crée, dans la même minute, une page au contenu
    identique, et que notre envoi a échoué sans rien écrire, sa page est prise pour la nôtre (le
    même message n'est alors que sur un ticket) ; et une page que Notion n'a pas encore rendue
    visible au moment de la relecture est créée deux fois.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._connues: set[str] = set()
        self._en_cours: set[Hashable] = set()
        self._tour = threading.Condition()

    def note(self, identifiants: Iterable[str]) -> None:
        """Note des pages qui existent déjà : une création à venir ne les prendra pas."""
        with self._tour:
            self._connues.update(identifiants)

    def create(
        self,
        base: Base,
        proprietes: Json,
        cle: Hashable,
        filtre: Json | None,
        est_la_notre: Callable[[Json], bool],
    ) -> str:
        """Crée une page et rend son identifiant.

        Args:
            base: la base où la créer.
            proprietes: son contenu complet.
            cle: ce qui la distingue ; deux créations de même clé se suivent.
            filtre: filtre qui laisse passer la page, pour la retrouver.
            est_la_notre: reconnaît une page de ce contenu.
        """
        source = base.source_id()
        parent = {"type": "data_source_id", "data_source_id": source}
        with self._alone(cle):
            depuis = created_since(self._transport.server_now() - _IMPRECISION)
            relecture = depuis if filtre is None else {"and": [filtre, depuis]}
            client = self._transport.client
            page = self._transport.call(
                base.cible,
                lambda: client.pages.create(parent=parent, properties=proprietes),
                retrouver=lambda: self._find(base, relecture, est_la_notre),
                ecriture=True,
            )
            identifiant = str(page["id"])
            self.note([identifiant])
            return identifiant

    def _find(self, base: Base, filtre: Json, est_la_notre: Callable[[Json], bool]) -> Json | None:
        try:
            for pages, _ in base.walk(filtre):
                for page in pages:
                    if page["id"] not in self._connues and est_la_notre(page):
                        return page
        except ServiceError as erreur:
            raise ServiceError(
                f"{erreur} La dernière écriture dans {base.cible} a peut-être été enregistrée : "
                "vérifiez dans Notion avant de recommencer."
            ) from erreur
        return None

    @contextmanager
    def _alone(self, cle: Hashable) -> Iterator[None]:
        with self._tour:
            self._tour.wait_for(lambda: cle not in self._en_cours)
            self._en_cours.add(cle)
        try:
            yield
        finally:
            with self._tour:
                self._en_cours.discard(cle)
                self._tour.notify_all()
