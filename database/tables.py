"""Les tables, définies une seule fois pour MySQL/MariaDB et pour SQLite.

``database/schema.sql`` en est tiré par ``python scripts/make_schema.py`` ; un test tient les
deux égaux sur un vrai serveur. ``client`` et ``commande`` peuvent être des vues de la boutique :
le programme ne fait que les lire, ``create_client`` mis à part.
"""

from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.types import TypeEngine

metadata = MetaData()

_OPTIONS = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_unicode_ci",
}


def add_server_options() -> None:
    """Donne aux tables leurs options de serveur, avant de les y créer.

    Les leur donner en les définissant chargerait tout le dialecte MySQL, même pour SQLite.
    """
    for table in metadata.tables.values():
        table.dialect_kwargs.update(_OPTIONS)


# SQLite ne numérote seul qu'une colonne INTEGER.
_Id = BigInteger().with_variant(Integer, "sqlite")


class _SurServeur(TypeDecorator[Any]):
    """Un type propre à MySQL et MariaDB, dont le dialecte n'est importé que sur un serveur.

    Args:
        ailleurs: le type employé dans SQLite.
        nom: le type de ``sqlalchemy.dialects.mysql``.
        arguments: ses arguments, par leur nom.
    """

    impl = Text
    cache_ok = True

    def __init__(
        self, ailleurs: TypeEngine[Any], nom: str, arguments: tuple[tuple[str, Any], ...] = ()
    ) -> None:
        super().__init__()
        self.ailleurs, self.nom, self.arguments = ailleurs, nom, arguments
        self.impl = ailleurs  # type: ignore[assignment]  # TypeDecorator accepte une instance

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Le type de cette base."""
        if dialect.name not in ("mysql", "mariadb"):
            return dialect.type_descriptor(self.ailleurs)
        from sqlalchemy.dialects import mysql

        return dialect.type_descriptor(getattr(mysql, self.nom)(**dict(self.arguments)))


_EXACT = ("collation", "utf8mb4_bin")

# « jose@ » et « josé@ » sont deux clients : la collation usuelle de MariaDB dirait un seul.
_Email = _SurServeur(String(254), "VARCHAR", (("length", 254), _EXACT))
# Un message peut peser 1 Mo ; TEXT s'arrête à 64 Ko sur MySQL.
_Long = _SurServeur(Text(), "MEDIUMTEXT")
_TresLong = _SurServeur(Text(), "LONGTEXT")
# Les instants sont en UTC, à la microseconde.
_Instant = _SurServeur(DateTime(), "DATETIME", (("fsp", 6),))
_Reel = _SurServeur(Float(53), "DOUBLE", (("asdecimal", False),))
_Code = _SurServeur(String(64), "VARCHAR", (("length", 64), _EXACT))


class Montant(TypeDecorator[Decimal]):
    """Un montant exact partout : SQLite n'a pas de décimaux, il les garde en texte."""

    impl = Numeric(12, 2)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """``DECIMAL`` sur un serveur, texte dans SQLite."""
        texte = dialect.name == "sqlite"
        return dialect.type_descriptor(String(20) if texte else Numeric(12, 2))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        """Texte dans SQLite, décimal ailleurs."""
        return str(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Toujours un décimal au centime, même si une vue rend un flottant."""
        return None if value is None else Decimal(str(value)).quantize(Decimal("0.01"))


client = Table(
    "client",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("email", _Email, nullable=False),
    Column("nom", String(100), nullable=False),
    Column("prenom", String(100), nullable=False),
    UniqueConstraint("email", name="client_email"),
)

commande = Table(
    "commande",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("id_client", _Id, ForeignKey("client.id", name="commande_client"), nullable=False),
    Column("reference", String(64)),
    Column("date_commande", Date),
    Column("montant", Montant),
    Column("nb_articles", Integer),
    Column("statut", String(32)),
    Column("transporteur", String(64)),
    Column("numero_suivi", String(64)),
    Column("date_livraison_prevue", Date),
    UniqueConstraint("reference", name="commande_reference"),
    Index("commande_par_client", "id_client", "date_commande"),
)

reponse_type = Table(
    "reponse_type",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("categorie", String(100), nullable=False),
    Column("texte", _Long, nullable=False),
    Column("demande", String(64)),
    Column("etats", String(100)),
    Index("reponse_type_categorie", "categorie"),
)

ticket = Table(
    "ticket",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("email", _Email, nullable=False),
    Column("nom", String(200), nullable=False),
    Column("id_commande", BigInteger),
    Column("message", _Long, nullable=False),
    Column("categorie", String(100)),
    Column("reponse", _Long),
    Column("brouillon_ia", _Long),
    Column("statut", String(32)),
    Column("confiance", _Reel),
    Column("attente", String(500)),
    Column("cree_le", _Instant, nullable=False),
    Column("traite_le", _Instant),
    Column("issue", String(16)),
    Column("demande", String(64)),
    Column("urgent", Boolean),
    Column("reference_citee", String(64)),
    Index("ticket_statut", "statut", "id"),
    Index("ticket_email", "email"),
)

texte_long = Table(
    "texte_long",
    metadata,
    Column("rangement", String(16), primary_key=True),
    Column("ticket_id", _Code, primary_key=True),
    Column("champ", String(32), primary_key=True),
    Column("texte", _TresLong, nullable=False),
)

journal = Table(
    "journal",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("rangement", String(16), nullable=False),
    Column("ticket_id", _Code, nullable=False),
    Column("tour", Integer, nullable=False),
    Column("etat", String(16), nullable=False),
    Column("jeton", _Code, nullable=False),
    Column("travailleur", String(100), nullable=False),
    Column("bail_fin", _Instant, nullable=False),
    Column("recu_le", _Instant),
    Column("decide_le", _Instant),
    Column("delai_s", _Reel),
    Column("duree_ms", _Reel),
    Column("statut", String(32)),
    Column("categorie", String(100)),
    Column("confiance", _Reel),
    Column("attente", String(500)),
    Column("raisons", _Long),
    Column("modele_id", _Code),
    Column("modele_empreinte", _Code),
    Column("regles_empreinte", _Code),
    Column("maintenant", _Instant),
    Column("id_commande", BigInteger),
    Column("etat_commande", String(32)),
    Column("polissage", String(64)),
    Column("jetons_entree", Integer),
    Column("jetons_sortie", Integer),
    Column("issue", String(16)),
    Column("demande", String(64)),
    UniqueConstraint("rangement", "ticket_id", "tour", name="journal_ticket"),
    Index("journal_statut", "etat", "statut", "delai_s"),
)

# Le dernier échange avec chaque adresse : une réponse automatique en est le premier mot.
expediteur = Table(
    "expediteur",
    metadata,
    Column("cle", _Email, primary_key=True),
    Column("dernier_ticket", _Code),
    Column("dernier_le", _Instant),
)

# Chaque réponse qui doit partir, de sa décision à son départ. « empreinte » est celle du texte,
# tant qu'il peut partir ou est parti : la même réponse ne part pas deux fois sur un ticket.
envoi = Table(
    "envoi",
    metadata,
    Column("rang", _Id, primary_key=True, autoincrement=True),
    Column("id", _Code, nullable=False),
    Column("rangement", String(16), nullable=False),
    Column("ticket_id", _Code, nullable=False),
    Column("etat", String(16), nullable=False),
    Column("issue", String(16), nullable=False),
    Column("destinataire", _Email, nullable=False),
    Column("texte", _Long, nullable=False),
    Column("empreinte", _Code),
    Column("jeton", _Code),
    Column("decide_le", _Instant, nullable=False),
    Column("change_le", _Instant, nullable=False),
    UniqueConstraint("id", name="envoi_id"),
    UniqueConstraint("rangement", "ticket_id", "empreinte", name="envoi_texte"),
    Index("envoi_etat", "etat", "rang"),
    Index("envoi_jeton", "jeton"),
)

# Ce qui est déjà entré, par sa clé : rien n'entre deux fois, même de deux postes à la fois.
recu = Table(
    "recu",
    metadata,
    Column("rangement", String(16), primary_key=True),
    Column("cle", _Code, primary_key=True),
    Column("ticket_id", _Code),
    Column("commence_le", _Instant, nullable=False),
    Column("bail_fin", _Instant, nullable=False),
    Index("recu_ticket", "rangement", "ticket_id"),
)
