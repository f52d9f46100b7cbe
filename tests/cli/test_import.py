"""--import-tickets : les formes de fichier, les lignes fausses, et jamais deux fois la même."""

import json
from pathlib import Path

import pytest

from tests.bases import Base, BaseMariadb, BaseSqlite
from tests.conftest import Lancer, Projet

ENTETE = "email,message,id_commande,nom\n"
BONNES = (
    ("a@example.com", "Où est mon colis ?", "101", "Anaïs"),
    ("b@example.com", "Sur\ndeux lignes, « citées »", "", ""),
)


def _csv(separateur: str, fin: str = "\n") -> str:
    lignes = [("email", "message", "id_commande", "nom"), *BONNES]
    return "".join(
        separateur.join(f'"{champ}"' if "\n" in champ else champ for champ in ligne) + fin
        for ligne in lignes
    )


def _jsonl() -> str:
    return "\n".join(
        json.dumps(
            {"email": email, "message": message, "id_commande": int(n) if n else None, "nom": nom},
            ensure_ascii=False,
        )
        for email, message, n, nom in BONNES
    )


FORMES = {
    "virgule": _csv(",").encode(),
    "point-virgule": _csv(";").encode(),
    "BOM": _csv(";").encode("utf-8-sig"),
    "cp1252": _csv(";").encode("cp1252"),
    "Windows": _csv(",", "\r\n").encode(),
    "JSON Lines": _jsonl().encode(),
    "JSON Lines avec BOM et ligne vide": f"{_jsonl()}\n\n".encode("utf-8-sig"),
    "en-têtes à la main": _csv(",").replace("id_commande", "ID Commande", 1).encode(),
}


@pytest.fixture
def fichier(tmp_path: Path) -> Path:
    """Le chemin d'un fichier à importer."""
    return tmp_path / "tickets.csv"


@pytest.mark.parametrize("octets", FORMES.values(), ids=FORMES.keys())
def test_every_form_of_file_gives_the_same_new_tickets(
    lancer: Lancer, embarquee: BaseSqlite, fichier: Path, octets: bytes
) -> None:
    """CSV ou JSON Lines, quel que soit l'outil qui l'a écrit : les mêmes tickets « Nouveau »."""
    fichier.write_bytes(octets)
    fini = lancer("--import-tickets", str(fichier), "--json")
    assert (fini.code, fini.json) == (
        0,
        {"total": 2, "importes": 2, "deja_importes": 0, "erreurs": []},
    )
    lignes = embarquee.sql("SELECT email, message, id_commande, nom, statut FROM ticket")
    assert lignes == [
        ("a@example.com", "Où est mon colis ?", 101, "Anaïs", "Nouveau"),
        ("b@example.com", "Sur\ndeux lignes, « citées »", None, "b@example.com", "Nouveau"),
    ]


def test_importing_twice_creates_nothing_the_second_time(
    lancer: Lancer, base_prete: Base, fichier: Path
) -> None:
    """Relancer le même import ne crée rien ; un autre numéro de commande est un autre ticket."""
    texte = _csv(",") + "a@example.com,Où est mon colis ?,102,\n"
    fichier.write_text(texte, encoding="utf-8")
    premier = lancer("--import-tickets", str(fichier), "--json", **base_prete.env)
    assert (premier.json["importes"], premier.json["deja_importes"]) == (3, 0)
    second = lancer("--import-tickets", str(fichier), "--json", **base_prete.env)
    assert second.code == 0
    assert second.json == {"total": 3, "importes": 0, "deja_importes": 3, "erreurs": []}
    assert base_prete.sql("SELECT COUNT(*) FROM ticket") == [(3,)]
    assert "3 déjà là" in lancer("--import-tickets", str(fichier), **base_prete.env).sortie


MAUVAISES = {
    2: ("pas une adresse,bonjour,,", "adresse e-mail"),
    3: (",bonjour,,", "l'adresse e-mail manque"),
    4: ("c@example.com, ,,", "le message est vide"),
    5: ("c@example.com,bonjour,abc,", "« abc »"),
    6: ("c@example.com,bonjour,-1,", "« -1 »"),
    7: (f"c@example.com,bonjour,{2**53},", "id_commande"),
    8: ("c@example.com,bonjour", "4 colonnes attendues, 2 lues"),
    9: ('c@example.com,"bon"jour,,', "guillemets"),
}


def test_bad_lines_are_named_and_the_good_ones_imported(
    lancer: Lancer, embarquee: BaseSqlite, fichier: Path
) -> None:
    """Chaque ligne fausse a son numéro et sa raison, les bonnes sont importées, code 1."""
    lignes = [brute for brute, _ in MAUVAISES.values()]
    fichier.write_text(
        ENTETE + "\n".join([*lignes, "bonne@example.com,bonjour,,", ""]), encoding="utf-8"
    )
    fini = lancer("--import-tickets", str(fichier), "--json")
    assert fini.code == 1
    raisons = {erreur["ligne"]: erreur["raison"] for erreur in fini.json["erreurs"]}
    assert raisons.keys() == MAUVAISES.keys()
    for numero, (_, morceau) in MAUVAISES.items():
        assert morceau in raisons[numero]
        assert f"Ligne {numero} : " in fini.erreurs
    assert embarquee.sql("SELECT email FROM ticket") == [("bonne@example.com",)]


def test_an_unclosed_quote_costs_only_its_own_line(
    lancer: Lancer, embarquee: BaseSqlite, fichier: Path
) -> None:
    """Un guillemet jamais fermé n'avale pas les lignes suivantes."""
    fichier.write_text(
        'email,message\na@example.com,"début\nb@example.com,deux\nc@example.com,trois\n',
        encoding="utf-8",
    )
    fini = lancer("--import-tickets", str(fichier), "--json")
    assert fini.code == 1
    assert [erreur["ligne"] for erreur in fini.json["erreurs"]] == [2]
    assert embarquee.sql("SELECT email FROM ticket ORDER BY id") == [
        ("b@example.com",),
        ("c@example.com",),
    ]


def test_json_values_that_are_not_text_are_refused(
    lancer: Lancer, embarquee: BaseSqlite, fichier: Path
) -> None:
    """Ni liste, ni objet, ni nombre n'est un texte ; une adresse ne cache aucun caractère."""
    fichier.write_text(
        '{"email": ["a@example.com"], "message": "x"}\n'
        '{"email": "a@example.com", "message": {"corps": "x"}}\n'
        '{"email": "a@example.com", "message": "x", "id_commande": true}\n'
        '{"email": "a\\ud800@example.com", "message": "x"}\n'
        '["a@example.com", "x"]\n'
        '{"email": "a@example.com", "message": 5}\n'
        '{"email": "a@example.com", "message": "x", "nom": 1.5}\n'
        '{"email": "a\\u202e@example.com", "message": "x"}\n'
        '{"email": "a@example.com"\n'
        '{"email": "a@example.com", "message": "coupé \\ud83d ici", "id_commande": 12}\n',
        encoding="utf-8",
    )
    fini = lancer("--import-tickets", str(fichier), "--json")
    assert fini.code == 1
    assert [erreur["ligne"] for erreur in fini.json["erreurs"]] == [*range(1, 10)]
    assert embarquee.sql("SELECT message, id_commande FROM ticket") == [("coupé \ufffd ici", 12)]


ILLISIBLES = {
    "absent": (None, "il n'existe pas"),
    "vide": (b"", "csv : email"),
    "sans colonnes": (b"a@example.com,bonjour\n", "csv : email"),
    "sans message": (b"email;texte\na@example.com;x\n", "csv : message"),
    "en-tête à guillemet ouvert": (b'"email,message\na@example.com,x\n', "première ligne"),
    "ni UTF-8 ni cp1252": (b"email,message\na@example.com,\x81\x8d\n", "ni en UTF-8"),
    "image": (b"\x89PNG\r\n\x1a\n\x00\x00", "csv : email"),
}


@pytest.mark.parametrize(("octets", "raison"), ILLISIBLES.values(), ids=ILLISIBLES.keys())
def test_an_unreadable_file_is_wrong_usage(
    lancer: Lancer, embarquee: BaseSqlite, fichier: Path, octets: bytes | None, raison: str
) -> None:
    """Un fichier qui n'en est pas un : code 2, la raison, et aucune base n'est ouverte."""
    if octets is not None:
        fichier.write_bytes(octets)
    fini = lancer("--import-tickets", str(fichier), "--json")
    assert (fini.code, raison in fini.erreurs) == (2, True), fini
    assert not embarquee.chemin.exists()


@pytest.mark.parametrize(
    "chemin", ["/", "/proc/self/mem", "/dev/null/x", "x" * 300, "absent\x1b[31m\u202e\udcff"]
)
def test_an_impossible_path_is_said_in_french(lancer: Lancer, chemin: str) -> None:
    """Dossier, chemin impossible, nom trop long ou étrange : une phrase en français."""
    fini = lancer("--import-tickets", chemin, "--json")
    assert (fini.code, "ne peut pas être lu (" in fini.erreurs) == (2, True)
    assert not {"No such", "Input/output", "too long", "directory"} & set(fini.erreurs.split())
    assert "error" not in fini.erreurs


def test_a_file_closed_to_us_is_wrong_usage(projet: Projet, sans_passe_droit: tuple[str]) -> None:
    """Un fichier sans droit de lecture : code 2."""
    ferme = projet.dossier / "ferme.csv"
    ferme.write_text("email,message\n", encoding="utf-8")
    ferme.chmod(0)
    fini = projet.lancer("--import-tickets", "ferme.csv", prefixe=sans_passe_droit)
    assert (fini.code, "l'accès est refusé" in fini.erreurs) == (2, True)


def test_a_line_cannot_forge_another_one(lancer: Lancer, fichier: Path) -> None:
    """Une valeur fausse est citée sur sa ligne, sans agir sur le terminal ni imiter une autre."""
    fichier.write_text(
        'email,message,id_commande\na@example.com,x,"1\nLigne 9 : \x1b[31m\u202e"\n',
        encoding="utf-8",
    )
    fini = lancer("--import-tickets", str(fichier))
    assert fini.code == 1
    assert len(fini.erreurs.splitlines()) == 2, fini.erreurs  # premier usage, et la ligne 2
    assert "Ligne 2 : " in fini.erreurs.splitlines()[1]


def test_limit_stops_after_n_new_tickets(
    lancer: Lancer, embarquee: BaseSqlite, fichier: Path
) -> None:
    """--limit 2 importe deux tickets ; la fois suivante, les deux suivants."""
    fichier.write_text(
        "email,message\n" + "".join(f"a@example.com,message {n}\n" for n in range(5)),
        encoding="utf-8",
    )
    for attendu in (2, 4, 5):
        assert lancer("--import-tickets", str(fichier), "--limit", "2").code == 0
        assert embarquee.sql("SELECT COUNT(*) FROM ticket") == [(attendu,)]


def test_a_line_refused_by_the_database_does_not_stop_the_others(
    lancer: Lancer, base_prete: Base, fichier: Path
) -> None:
    """Si la base refuse une ligne, elle est nommée et les autres sont importées."""
    refuser_insertion(base_prete, "refus@example.com")
    fichier.write_text(
        "email,message\na@example.com,x\nrefus@example.com,x\nb@example.com,x\n", encoding="utf-8"
    )
    fini = lancer("--import-tickets", str(fichier), "--json", **base_prete.env)
    assert fini.code == 1
    assert [erreur["ligne"] for erreur in fini.json["erreurs"]] == [3]
    assert (fini.json["total"], fini.json["importes"]) == (3, 2)


def test_a_server_lost_half_way_says_what_was_imported(
    lancer: Lancer, serveur: BaseMariadb, fichier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Le serveur tombe pendant l'import : code 4, le compte de ce qui est fait ; on relance."""
    monkeypatch.setattr("database.engine.PATIENCE_SERVEUR_S", 1)
    assert lancer("--setup", **serveur.env).code == 0
    serveur.sql(
        "CREATE TRIGGER perdu BEFORE INSERT ON ticket FOR EACH ROW IF NEW.email LIKE 'perdu%' "
        "THEN SIGNAL SQLSTATE '08S01' SET MYSQL_ERRNO = 2006; END IF"
    )
    fichier.write_text("email,message\na@example.com,x\nperdu@example.com,x\n", encoding="utf-8")
    fini = lancer("--import-tickets", str(fichier), "--json", **serveur.env)
    assert (fini.code, "1 ticket importé." in fini.erreurs) == (4, True)
    serveur.sql("DROP TRIGGER perdu")
    suite = lancer("--import-tickets", str(fichier), "--json", **serveur.env).json
    assert (suite["importes"], suite["deja_importes"]) == (1, 1)


def refuser_insertion(base: Base, email: str) -> None:
    """Fait refuser par la base tout ticket de cette adresse."""
    if base.nom == "sqlite":
        base.sql(
            "CREATE TRIGGER refus BEFORE INSERT ON ticket "
            f"WHEN NEW.email = '{email}' BEGIN SELECT RAISE(ABORT, 'refus'); END"
        )
    else:
        base.sql(
            "CREATE TRIGGER refus BEFORE INSERT ON ticket FOR EACH ROW "
            f"IF NEW.email = '{email}' THEN SIGNAL SQLSTATE '45000'; END IF"
        )


def test_a_reference_is_imported_as_the_order_it_names(
    lancer: Lancer, embarquee: BaseSqlite, fichier: Path
) -> None:
    """La référence d'une commande de l'expéditeur devient son numéro ; une autre est refusée."""
    lancer("--setup")
    fichier.write_text(
        "email,message,id_commande\n"
        "camille.martin@example.com,Où est-elle ?,cmd-2024-001\n"
        "camille.martin@example.com,Et elle ?,CMD-2024-002\n",
        encoding="utf-8",
    )
    fini = lancer("--import-tickets", str(fichier), "--json")
    assert fini.code == 1
    assert embarquee.sql("SELECT message, id_commande FROM ticket") == [("Où est-elle ?", 101)]
    ((ligne, raison),) = [tuple(erreur.values()) for erreur in fini.json["erreurs"]]
    assert ligne == 3
    assert "« CMD-2024-002 » n'est celle d'aucune commande de ce client" in raison
