"""Les textes trop longs pour Notion, gardés entiers ici."""

import sqlalchemy as sa
from typing_extensions import override

from database.engine import Database
from database.tables import texte_long
from models.ports import LongTexts

_C = texte_long.c


class LongTextStore(LongTexts):
    """Garde le texte entier d'un champ de ticket, par rangement, ticket et champ."""

    def __init__(self, database: Database, rangement: str = "notion") -> None:
        self.database = database
        self.rangement = rangement

    @override
    def save(self, ticket_id: str, champ: str, texte: str) -> None:
        def work(lien: sa.Connection) -> None:
            lien.execute(sa.delete(texte_long).where(self._key(ticket_id), _C.champ == champ))
            lien.execute(
                sa.insert(texte_long).values(
                    rangement=self.rangement, ticket_id=ticket_id, champ=champ, texte=texte
                )
            )

        self.database.write(work)

    @override
    def get(self, ticket_id: str, champ: str) -> str | None:
        requete = sa.select(_C.texte).where(self._key(ticket_id), _C.champ == champ)
        return self.database.read(lambda lien: lien.execute(requete).scalar_one_or_none())

    @override
    def delete(self, ticket_id: str) -> None:
        self.database.write(
            lambda lien: lien.execute(sa.delete(texte_long).where(self._key(ticket_id)))
        )

    def _key(self, ticket_id: str) -> sa.ColumnElement[bool]:
        return sa.and_(_C.rangement == self.rangement, _C.ticket_id == ticket_id)
