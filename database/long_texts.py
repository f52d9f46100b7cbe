"""Les textes trop longs pour Notion, gardés entiers ici."""

import sqlalchemy as sa

from database.engine import Database
from database.tables import texte_long

_C = texte_long.c


class LongTextStore:
    """Garde le texte entier d'un champ de ticket, par rangement, ticket et champ."""

    def __init__(self, database: Database, rangement: str = "notion") -> None:
        self.database = database
        self.rangement = rangement

    def save(self, ticket_id: str, champ: str, texte: str) -> None:
        """Garde ``texte``, à la place de celui qui y était."""

        def work(lien: sa.Connection) -> None:
            lien.execute(sa.delete(texte_long).where(self._key(ticket_id), _C.champ == champ))
            lien.execute(
                sa.insert(texte_long).values(
                    rangement=self.rangement, ticket_id=ticket_id, champ=champ, texte=texte
                )
            )

        self.database.write(work)

    def get(self, ticket_id: str, champ: str) -> str | None:
        """Le texte entier, ou ``None`` s'il n'a pas eu besoin d'être gardé."""
        requete = sa.select(_C.texte).where(self._key(ticket_id), _C.champ == champ)
        return self.database.read(lambda lien: lien.execute(requete).scalar_one_or_none())

    def delete(self, ticket_id: str) -> None:
        """Oublie les textes d'un ticket."""
        self.database.write(
            lambda lien: lien.execute(sa.delete(texte_long).where(self._key(ticket_id)))
        )

    def _key(self, ticket_id: str) -> sa.ColumnElement[bool]:
        return sa.and_(_C.rangement == self.rangement, _C.ticket_id == ticket_id)
