"""DatabaseManager : les clients et les commandes."""

import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from typing_extensions import override

from config import Settings, load
from database.engine import Database
from database.rows import read_client, read_commande, read_state
from database.setup import open_database
from database.tables import client as table_client
from database.tables import commande as table_commande
from database.ticket_rows import as_stored
from errors import ServiceError, UnknownLettersError, UsageError
from models import ID_COMMANDE_MAX, check_email, cle_email, storable
from models.crm import Client, Commande, StatistiquesClient
from models.ports import Crm

_CENTIME = Decimal("0.01")
NOM_MAX = 100
"""Longueur des colonnes « nom » et « prenom » de la table client."""
# Tel que la base le rend, sans la conversion du type que nous aurions donné à la colonne : ce peut
# être une vue de la boutique, et « database.rows » lit tout.
_CLIENT = [as_stored(colonne) for colonne in table_client.c]
_COMMANDE = [as_stored(colonne) for colonne in table_commande.c]

REVOIR_S = 60
"""Secondes entre deux recherches d'adresses inhabituelles parmi les clients."""


class DatabaseManager(Crm):
    """Lit les clients et les commandes ; n'écrit que par ``create_client``.

    Args:
        settings: configuration (par défaut celle de l'environnement).
        database: connexion à partager avec d'autres parties du programme.
    """

    def __init__(
        self, settings: Settings | None = None, *, database: Database | None = None
    ) -> None:
        self.database = database or open_database(settings or load())
        self._inhabituelles = False
        self._revoir_a = 0.0

    def get_client_by_email(self, email: str) -> Client | None:
        """Le client qui a cette adresse (sans égard aux majuscules), ou ``None``."""
        return self.get_clients_by_emails([email]).get(cle_email(email))

    @override
    def get_clients_by_emails(self, emails: Iterable[str]) -> dict[str, Client]:
        cles = {cle_email(email) for email in emails} - {""}
        # Une boutique peut avoir des adresses avec des majuscules ou des blancs : on ne les cherche
        # ainsi, hors index, que s'il y en a.
        inhabituelles = bool(cles) and self._has_unusual_emails()
        return self._select_clients(_sans_casse() if inhabituelles else table_client.c.email, cles)

    @override
    def find_clients(self, debut: str, limit: int) -> list[Client]:
        cle = storable(cle_email(debut)).replace("\ufffd", "")
        if not cle or limit < 1:
            return []
        colonnes = table_client.c
        # Dans SQLite, LIKE ne suivrait pas l'index ; sur un serveur, il le suit.
        adresse = (
            (colonnes.email >= cle) & (colonnes.email < f"{cle}\U0010ffff")
            if self.database.embarquee
            else colonnes.email.startswith(cle, autoescape=True)
        )
        trouves = self._find(adresse, colonnes.email, limit)
        if len(trouves) < limit and "@" not in cle:
            noms = [
                colonne.istartswith(cle, autoescape=True)
                for colonne in (colonnes.nom, colonnes.prenom)
            ]
            deja = {client.id for client in trouves}
            suite = self._find(sa.or_(*noms), colonnes.nom, limit)
            trouves += [client for client in suite if client.id not in deja]
        return trouves[:limit]

    def create_client(self, email: str, nom: str, prenom: str) -> Client:
        """Ajoute un client et le rend, avec son numéro.

        Raises:
            UsageError: adresse impossible ou déjà celle d'un client, nom vide, nom ou prénom trop
                long.
        """
        adresse = check_email(email)
        if self.get_client_by_email(adresse) is not None:
            raise UsageError(f"Un client a déjà l'adresse {adresse} : rien n'a été ajouté.")
        valeurs = {"email": adresse, "nom": nom.strip(), "prenom": prenom.strip()}
        if not valeurs["nom"]:
            raise UsageError("Le nom du client est vide : donnez au moins un nom de famille.")
        if max(len(valeurs["nom"]), len(valeurs["prenom"])) > NOM_MAX:
            # Un serveur peu strict couperait sans le dire.
            raise UsageError(
                f"Le nom ou le prénom dépasse {NOM_MAX} caractères : raccourcissez-le."
            )
        ajout = sa.insert(table_client).values(valeurs)
        cle = self.database.write(lambda connexion: connexion.execute(ajout).inserted_primary_key)
        if cle is None:
            raise ServiceError("La base n'a pas donné de numéro au nouveau client : vérifiez-la.")
        return Client(int(cle[0]), adresse, valeurs["nom"], valeurs["prenom"])

    def get_commande_by_id(self, commande_id: int) -> Commande | None:
        """La commande qui porte ce numéro, à qui qu'elle soit, ou ``None``.

        Pour répondre à un client, l'agent ne passe jamais par ici : il ne lit que les commandes
        de l'expéditeur.
        """
        if type(commande_id) is not int:
            raise UsageError("Le numéro de commande doit être un nombre entier.")
        if not 1 <= commande_id <= ID_COMMANDE_MAX:
            return None
        trouvees = self._read_commandes(table_commande.c.id == commande_id)
        return trouvees[0] if trouvees else None

    def get_commandes_by_client(self, client_id: int) -> list[Commande]:
        """Les commandes d'un client, de la plus récente à la plus ancienne."""
        return self.get_commandes_by_clients([client_id]).get(client_id, [])

    @override
    def get_commandes_by_clients(self, client_ids: Iterable[int]) -> dict[int, list[Commande]]:
        numeros = set(client_ids)
        if not numeros:
            return {}
        par_client: dict[int, list[Commande]] = defaultdict(list)
        for lue in self._read_commandes(table_commande.c.id_client.in_(numeros)):
            par_client[lue.id_client].append(lue)
        return dict(par_client)

    @override
    def get_client_stats(self, client_id: int) -> StatistiquesClient:
        commandes = self.get_commandes_by_client(client_id)
        total = sum((c.montant for c in commandes if c.montant is not None), Decimal("0.00"))
        moyen = (total / len(commandes)).quantize(_CENTIME) if commandes else Decimal("0.00")
        dates = [c.date_commande for c in commandes if c.date_commande is not None]
        return StatistiquesClient(
            nb_commandes=len(commandes),
            total_achats=total,
            montant_moyen=moyen,
            total_articles=sum(c.nb_articles or 0 for c in commandes),
            derniere_commande=max(dates, default=None),
        )

    @override
    def count(self) -> dict[str, Any]:
        # Groupés octet pour octet : les serveurs ne rapprochent pas les mêmes lettres.
        statut = sa.type_coerce(table_commande.c.statut, sa.types.NullType())
        par_etat = sa.select(sa.func.min(statut, type_=sa.types.NullType()), sa.func.count())
        par_etat = par_etat.group_by(sa.cast(statut, sa.LargeBinary))

        def work(connexion: sa.Connection) -> dict[str, Any]:
            clients = connexion.execute(
                sa.select(sa.func.count()).select_from(table_client)
            ).scalar_one()
            etats: Counter[str] = Counter()
            for statut, n in connexion.execute(par_etat):
                etats[str(read_state(statut) or "")] += n
            return {
                "clients": clients,
                "commandes": etats.total(),
                "commandes_par_statut": dict(etats),
            }

        return self.database.read(work)

    def _find(
        self, condition: sa.ColumnElement[bool], ordre: sa.ColumnElement[Any], limit: int
    ) -> list[Client]:
        requete = sa.select(*_CLIENT).where(condition).order_by(ordre).limit(limit)
        try:
            return self._read_clients(requete)
        except UnknownLettersError:
            return []

    def _read_clients(self, requete: sa.Select[Any]) -> list[Client]:
        lignes = self.database.read(lambda lien: lien.execute(requete).mappings().all())
        return [client for ligne in lignes if (client := read_client(ligne)) is not None]

    def _read_commandes(self, condition: sa.ColumnElement[bool]) -> list[Commande]:
        """Les commandes, de la plus récente à la plus ancienne ; celles sans date à la fin."""
        requete = sa.select(*_COMMANDE).where(condition)
        lignes = self.database.read(lambda lien: lien.execute(requete).mappings().all())
        lues = [lue for ligne in lignes if (lue := read_commande(ligne)) is not None]
        # Triées ici : une date écrite « 03/12/2025 » ne se trie pas dans la base.
        return sorted(lues, key=lambda c: (c.date_commande or date.min, c.id), reverse=True)

    def _has_unusual_emails(self) -> bool:
        """Vrai si un client a une adresse à majuscules ou à blancs ; revu chaque minute.

        Cette lecture et celle qu'elle évite parcourent tous les clients : faites à chaque page,
        elles coûteraient plus que tout le reste d'un grand traitement.
        """
        if time.monotonic() >= self._revoir_a:
            email = sa.cast(table_client.c.email, sa.LargeBinary)
            autre = sa.cast(_sans_casse(), sa.LargeBinary)
            requete = sa.select(sa.literal(1)).select_from(table_client).where(email != autre)
            trouvee = self.database.read(lambda lien: lien.execute(requete.limit(1)).first())
            self._inhabituelles = trouvee is not None
            self._revoir_a = time.monotonic() + REVOIR_S
        return self._inhabituelles

    def _select_clients(self, expression: Any, cles: set[str]) -> dict[str, Client]:
        if not cles:
            return {}
        requete = (
            sa.select(*_CLIENT).where(expression.in_(sorted(cles))).order_by(table_client.c.id)
        )
        try:
            lus = self._read_clients(requete)
        except UnknownLettersError:
            if all(cle.isascii() for cle in cles):
                raise
            return self._select_apart(expression, cles)
        # La collation du serveur peut rapprocher « jose@ » de « josé@ » : on compare nous-mêmes.
        par_adresse: dict[str, list[Client]] = defaultdict(list)
        for client in lus:
            par_adresse[cle_email(client.email)].append(client)
        return {
            cle: replace(siens[0], autres_lignes=tuple(autre.id for autre in siens[1:]))
            for cle, siens in par_adresse.items()
            if cle in cles
        }

    def _select_apart(self, expression: Any, cles: set[str]) -> dict[str, Client]:
        """La même recherche, sans ce que la table ne peut pas contenir : un inconnu."""
        if len(cles) == 1:
            return {}
        simples = {cle for cle in cles if cle.isascii()}
        trouves = self._select_clients(expression, simples)
        for cle in cles - simples:
            trouves |= self._select_clients(expression, {cle})
        return trouves


def _sans_casse() -> sa.ColumnElement[str]:
    # D'abord les minuscules : dans SQLite, elles seules ne reçoivent pas un texte mal codé.
    email: sa.ColumnElement[str] = sa.func.lower(table_client.c.email)
    for blanc in "\t\n\r":
        email = sa.func.replace(email, blanc, " ")
    return sa.func.trim(email)
