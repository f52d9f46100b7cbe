"""La connexion SQL : une seule porte, une seule traduction des erreurs, une seule relance."""

import logging
import random
import threading
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from config import Settings
from database.embedded import open_embedded
from database.faults import (
    RELANCER,
    error_number,
    is_lost,
    is_too_big,
    too_big,
    translate,
    weight,
)
from database.instants import naive_utc
from errors import SupportError, UnreachableError

T = TypeVar("T")
Work = Callable[[sa.Connection], T]

logger = logging.getLogger("support.database")

# SQLAlchemy écrirait la trace d'une connexion rompue, que nous disons déjà en français.
logging.getLogger("sqlalchemy").addHandler(logging.NullHandler())

ESSAIS = 8
"""Essais d'une transaction que le serveur annule pour une autre (interblocage, Galera)."""

PATIENCE_SERVEUR_S = 60
"""Secondes pendant lesquelles on attend un serveur qui répondait et ne répond plus."""


PAQUET_MIN = 1024
"""Le plus petit ``max_allowed_packet`` qu'un serveur accepte, en octets."""


class Database:
    """Une base SQL, embarquée ou sur un serveur.

    Rien n'est ouvert avant la première lecture. ``memoire`` garde la base embarquée en mémoire :
    rien n'est alors écrit sur le disque.
    """

    def __init__(self, settings: Settings, *, memoire: bool = False) -> None:
        self.settings = settings
        self.memoire = memoire
        self._engine: sa.Engine | None = None
        self._a_repondu = False
        self._en_cours = threading.local()

    @property
    def embarquee(self) -> bool:
        """Vrai pour SQLite."""
        return self.settings.db_host is None

    @property
    def nom(self) -> str:
        """Comment nommer cette base à une personne (jamais de mot de passe)."""
        settings = self.settings
        if self.memoire:
            return "la base de démonstration en mémoire"
        if self.embarquee:
            return f"la base embarquée {settings.db_path}"
        return f"la base « {settings.db_name} » sur {settings.db_host}:{settings.db_port}"

    @property
    def engine(self) -> sa.Engine:
        """Le moteur SQLAlchemy, créé à la première demande."""
        if self._engine is None:
            self._engine = self._open()
        return self._engine

    def read(self, work: Work[T]) -> T:
        """Exécute ``work`` dans une transaction de lecture et rend son résultat.

        Raises:
            SupportError: la base n'est pas prête, ou ne répond pas.
        """
        return self._run(work, ecriture=False, rejouable=True)

    def write(self, work: Work[T], *, rejouable: bool = False) -> T:
        """Exécute ``work`` dans une transaction, relancée si le serveur l'annule pour une autre.

        ``work`` peut donc être appelée plusieurs fois : elle ne doit rien changer d'autre que
        la base. Un serveur qui répondait et ne répond plus est attendu ``PATIENCE_SERVEUR_S``.
        Appelée par ``work``, ``write`` s'y joint : tout est validé ensemble, ou rien.

        Args:
            rejouable: ``work`` peut être refaite même si son ``COMMIT`` est resté sans réponse :
                une deuxième fois ne change rien de plus.

        Raises:
            SupportError: la base n'est pas prête, ou ne répond pas ; rien n'est alors écrit.
        """
        return self._run(work, ecriture=True, rejouable=rejouable)

    def now(self, connexion: sa.Connection) -> datetime:
        """L'heure de la base, en UTC sans fuseau : la même pour tous les postes."""
        if self.embarquee:
            return naive_utc()
        return connexion.execute(sa.text("SELECT UTC_TIMESTAMP(6)")).scalar_one()  # type: ignore[no-any-return]

    def now_expression(self) -> sa.ColumnElement[datetime]:
        """L'heure de la base, à mettre dans une requête."""
        if self.embarquee:
            return sa.literal(naive_utc(), sa.DateTime())
        return sa.func.utc_timestamp(6, type_=sa.DateTime())

    def dispose(self) -> None:
        """Ferme les connexions."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def _run(self, work: Work[T], *, ecriture: bool, rejouable: bool) -> T:
        commencee: sa.Connection | None = getattr(self._en_cours, "lien", None)
        if commencee is not None:
            return work(commencee)
        essais, attente, inconnu = 0, _Attente(self.nom), False
        while True:
            validation = False
            try:
                with self.engine.connect().execution_options(ecriture=ecriture) as connexion:
                    transaction = connexion.begin()
                    resultat = self._join(connexion, work) if ecriture else work(connexion)
                    validation = True
                    transaction.commit()
            except SQLAlchemyError as erreur:
                essais += 1
                if essais < ESSAIS and error_number(erreur) in RELANCER:
                    time.sleep(random.uniform(0.01, 0.05) * essais)  # noqa: S311  # désynchronise
                    continue
                if not self.embarquee and is_too_big(erreur, self._packet_limit(erreur)):
                    raise too_big(self.nom) from erreur
                coupe = not self.embarquee and is_lost(erreur)
                inconnu = inconnu or (ecriture and validation and coupe)
                perdue = self._a_repondu and coupe
                if perdue and (rejouable or not validation):
                    if attente.wait():
                        continue
                    # Rendre ce qu'on tient ne vaut pas une deuxième attente.
                    self._a_repondu = False
                if inconnu:
                    raise self._unknown() from erreur
                raise self.translate(erreur) from erreur
            self._a_repondu = True
            return resultat

    def _join(self, connexion: sa.Connection, work: Work[T]) -> T:
        self._en_cours.lien = connexion
        try:
            return work(connexion)
        finally:
            self._en_cours.lien = None

    def _packet_limit(self, erreur: SQLAlchemyError) -> int | None:
        """La plus grosse requête que le serveur accepte, si celle-ci a pu la dépasser."""
        if not is_lost(erreur) or weight(erreur) < PAQUET_MIN:
            return None
        try:
            with self.engine.connect() as connexion:
                requete = sa.text("SELECT @@max_allowed_packet")
                return int(connexion.execute(requete).scalar_one())
        except SQLAlchemyError:
            return None

    def _unknown(self) -> SupportError:
        return UnreachableError(
            f"Le lien avec {self.nom} s'est rompu pendant l'enregistrement, et n'est pas revenu : "
            "il a pu aboutir. Regardez ce qui est enregistré (--interactive, puis /client) avant "
            "de recommencer."
        )

    def translate(self, erreur: SQLAlchemyError) -> SupportError:
        """L'erreur de la bibliothèque, dite en français, avec son code de sortie."""
        return translate(erreur, self.nom, self.settings)

    def _open(self) -> sa.Engine:
        settings = self.settings
        if self.embarquee:
            return open_embedded(settings.db_path, memoire=self.memoire)
        url = sa.URL.create(
            "mysql+mysqlconnector",
            username=settings.db_user,
            password=settings.db_password,
            host=settings.db_host,
            port=settings.db_port,
            database=settings.db_name,
        )
        return sa.create_engine(url, **self.server_options())

    @staticmethod
    def server_options() -> dict[str, Any]:
        """Les options d'une connexion à un serveur."""
        # use_pure : l'extension C se désactive sans le dire sur certaines machines. collation :
        # sans elle, un serveur récent répond 1273. READ COMMITTED : une réservation doit voir
        # celles que les autres viennent de valider. format : pour écrire un lot, le pilote remplit
        # des « %s » deux fois plus vite que des « %(nom)s ».
        return {
            "isolation_level": "READ COMMITTED",
            "pool_pre_ping": True,
            "paramstyle": "format",
            "hide_parameters": True,
            "connect_args": {
                "use_pure": True,
                "charset": "utf8mb4",
                "collation": "utf8mb4_unicode_ci",
                "connection_timeout": 10,
            },
        }


class _Attente:
    """Attend qu'un serveur revienne, de plus en plus longtemps, et le dit une fois."""

    def __init__(self, nom: str) -> None:
        self._nom = nom
        self._debut: float | None = None
        self._pas = 0.1

    def wait(self) -> bool:
        """Attend un peu ; faux si la patience est épuisée."""
        maintenant = time.monotonic()
        if self._debut is None:
            self._debut = maintenant
            logger.warning(
                "Le lien avec %s est rompu : nouveaux essais pendant %d secondes au plus.",
                self._nom,
                PATIENCE_SERVEUR_S,
            )
        if maintenant - self._debut >= PATIENCE_SERVEUR_S:
            return False
        time.sleep(self._pas)
        self._pas = min(self._pas * 2, 5)
        return True
