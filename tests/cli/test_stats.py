"""--stats : les chiffres au terminal, en JSON et en page HTML, pour tout ou pour une période."""

import re
import shutil
import subprocess
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from cli.figures import charts, headline
from cli.stats import bar_lines
from cli.stats_page import render_page
from models import Attente
from models.statistics import BilanJournal, ComptesTickets, Periode, Statistiques
from tests.bases import Base, BaseSqlite
from tests.conftest import Lancer

CAMILLE = "camille.martin@example.com"
PIEGE = '<script>alert(1)</script> & "bons" {periode}'


def _statistics(**valeurs: object) -> Statistiques:
    defauts: dict[str, object] = {
        "tickets": ComptesTickets(
            5,
            {"Traité": 2, "Traité automatiquement": 2, "En cours": 1},
            {PIEGE: 3, "Remboursement": 2},
            {"2026-02-27": 1, "2026-03-02": 4},
        ),
        "journal": BilanJournal(2, 1, {"client_inconnu": 1}, 272.0, 5_000.0),
        "crm": {"clients": 12, "commandes": 26, "commandes_par_statut": {"livrée": 26}},
        "ia_active": False,
    }
    return Statistiques(**{**defauts, **valeurs})  # type: ignore[arg-type]


def _decide(lancer: Lancer, base: Base) -> None:
    """Deux réponses automatiques et un message confié, ce dernier il y a dix jours."""
    for email, texte in ((CAMILLE, "Où est mon colis ?"), (CAMILLE, "Mon colis est en retard")):
        assert lancer("--message", email, texte, **base.env).code == 0
    assert lancer("--message", "inconnue@example.com", "Bonjour", **base.env).code == 0
    ancien = (datetime.now(UTC) - timedelta(days=10)).replace(tzinfo=None)
    base.sql("UPDATE ticket SET cree_le = ? WHERE statut = 'En cours'", (str(ancien),))
    base.sql("UPDATE journal SET decide_le = ? WHERE statut = 'En cours'", (str(ancien),))


def test_a_period_counts_tickets_decisions_and_delays(lancer: Lancer, base_prete: Base) -> None:
    """--depuis et --jusqu-a, à la française ou en ISO, valent pour tout sauf le fichier clients."""
    _decide(lancer, base_prete)
    jour = datetime.now(UTC).date() - timedelta(days=5)
    tout = lancer("--stats", "--json", **base_prete.env).json
    assert (tout["tickets"]["total"], tout["automatisation"]["taux"]) == (3, 0.6667)
    assert "periode" not in tout
    recents = lancer("--stats", "--json", "--depuis", f"{jour:%d/%m/%Y}", **base_prete.env).json
    assert (recents["tickets"]["total"], recents["automatisation"]["taux"]) == (2, 1.0)
    assert recents["automatisation"]["motifs_attente"] == {}
    assert recents["periode"] == {"depuis": jour.isoformat(), "jusqu_a": None}
    anciens = lancer("--stats", "--json", "--jusqu-a", jour.isoformat(), **base_prete.env).json
    assert (anciens["tickets"]["total"], anciens["automatisation"]["confies"]) == (1, 1)
    assert anciens["delais"] == {"mediane_s": None, "p90_s": None}
    assert recents["crm"] == anciens["crm"] == tout["crm"]


@pytest.mark.parametrize(
    ("arguments", "phrase"),
    [
        (("--depuis", "hier"), "il faut un jour, comme 31/12/2026 ou 2026-12-31"),
        (("--depuis", "31/02/2026"), "n'est pas un jour du calendrier"),
        (("--jusqu-a", "2026-13-01"), "n'est pas un jour du calendrier"),
        (("--depuis", "2026-02-01", "--jusqu-a", "31/01/2026"), "vient après"),
        (("--depuis", "2026-02-01", "--depuis", "2026-02-01"), "donné deux fois"),
        (("--html", "/nulle/part/page.html"), "ne peut pas être écrite"),
    ],
)
def test_a_wrong_day_or_file_is_wrong_usage(
    lancer: Lancer, arguments: tuple[str, ...], phrase: str
) -> None:
    """Un jour impossible ou un fichier interdit : code 2, et ce qu'il faut écrire."""
    fini = lancer("--stats", *arguments)
    assert (fini.code, phrase in fini.erreurs) == (2, True)


def test_a_page_that_cannot_be_written_is_refused_before_anything(
    lancer: Lancer, embarquee: BaseSqlite, tmp_path: Path
) -> None:
    """Un dossier absent, ou un dossier donné pour page : code 2, et aucune base n'est créée."""
    for page in (tmp_path / "absent" / "page.html", tmp_path):
        for options in ((), ("--dry-run",)):
            fini = lancer("--stats", "--html", str(page), *options)
            assert (fini.code, "ne peut pas être écrite" in fini.erreurs) == (2, True)
    assert not embarquee.chemin.exists()


def test_period_options_go_with_stats_only(lancer: Lancer) -> None:
    """--depuis, --jusqu-a et --html ne disent rien à une autre commande."""
    for option, valeur in (
        ("--depuis", "2026-01-01"),
        ("--jusqu-a", "2026-01-01"),
        ("--html", "x"),
    ):
        fini = lancer("--process-pending", option, valeur)
        assert (fini.code, f"{option} va avec --stats." in fini.erreurs) == (2, True)


def test_the_figures_are_shown_in_french(lancer: Lancer, embarquee: BaseSqlite) -> None:
    """Au terminal : statuts, catégories, jours, décisions, délais, clients et commandes."""
    _decide(lancer, embarquee)
    sortie = lancer("--stats").sortie
    for morceau in (
        "Tickets : 3",
        "Traité automatiquement  2  ████",
        "Le programme a décidé de 3 tickets : 2 répondus automatiquement, 1 confié (part ",
        "Aucun client n'a cette adresse e-mail",
        "neuf sur dix en moins de",
        "Fichier clients : 12 clients, 26 commandes",
        datetime.now(UTC).strftime("%d/%m/%Y"),
    ):
        assert morceau in sortie
    assert "Depuis le" in lancer("--stats", "--depuis", "1/2/2026").sortie


@pytest.mark.parametrize("largeur", [20, 40, 80, 200])
def test_bars_fit_the_terminal(largeur: int) -> None:
    """Aucune ligne ne dépasse le terminal ; la plus grande barre est la plus longue."""
    lignes = bar_lines({"Un nom de catégorie vraiment très long": 1, "B": 12_345, "C": 0}, largeur)
    assert max(map(len, lignes)) <= max(largeur, 24)
    barres = [ligne.count("█") for ligne in lignes]
    assert barres[1] == max(barres) >= 1
    assert barres[2] == 0
    assert lignes[0].endswith("▏")


class _Balises(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.balises: list[str] = []
        self.liens: list[str] = []
        self.texte = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.balises.append(tag)
        self.liens += [valeur or "" for nom, valeur in attrs if nom in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.texte += data


def test_the_page_escapes_everything_and_loads_nothing() -> None:
    """Une catégorie hostile s'affiche telle quelle ; la page ne demande rien au réseau."""
    page = render_page(_statistics(), datetime(2026, 3, 10, 9, 30, tzinfo=UTC))
    lue = _Balises()
    lue.feed(page)
    assert PIEGE in lue.texte
    assert "script" not in lue.balises
    assert not lue.liens
    assert "default-src 'none'" in page
    assert not re.search(r"https?://|@import|url\(", page)
    assert "10 mars 2026 à 09:30" in lue.texte


def test_the_page_has_the_same_figures_and_fills_the_gaps() -> None:
    """Les chiffres du terminal, une colonne par jour, y compris ceux où rien n'est arrivé."""
    page = render_page(_statistics(), datetime(2026, 3, 10, tzinfo=UTC))
    assert re.findall(r"<title>([^<]+) : (\d+)</title>", page) == [
        ("27/02/2026", "1"),
        ("28/02/2026", "0"),
        ("01/03/2026", "0"),
        ("02/03/2026", "4"),
    ]
    for morceau in ("67\u00a0%", "2 sur 3 décidés", "4\u00a0min 32\u00a0s", "Aucun client n"):
        assert morceau in page


def test_a_long_history_is_shown_by_month() -> None:
    """Au-delà de trois mois, une colonne par mois ; les totaux restent les mêmes."""
    jours = {(date(2026, 1, 1) + timedelta(days=n)).isoformat(): 2 for n in range(181)}
    comptes = ComptesTickets(362, {"Traité": 362}, {}, jours)
    page = render_page(_statistics(tickets=comptes), datetime(2026, 7, 1, tzinfo=UTC))
    assert "Tickets par mois" in page
    mois = re.findall(r"<title>([^<]+) : (\d+)</title>", page)
    assert [nom for nom, _ in mois] == [f"{n:02}/2026" for n in range(1, 7)]
    assert sum(int(n) for _, n in mois) == 362


def test_one_is_singular() -> None:
    """Un seul ticket, un seul client : rien n'est au pluriel, au terminal comme sur la page."""
    seul = _statistics(
        tickets=ComptesTickets(1, {"Traité": 1}, {}, {"2026-03-02": 1}),
        journal=BilanJournal(1, 1, {}, 1.0, 1.0),
        crm={"clients": 1, "commandes": 1, "commandes_par_statut": {}},
    )
    noms = [f"{chiffre.valeur} {chiffre.nom}" for chiffre in headline(seul)]
    assert noms[0] == "1 ticket"
    assert noms[2:4] == ["1 confié à une personne", "1 traité par une personne"]
    assert noms[5] == "1 client"
    assert headline(seul)[5].detail == "1 commande en tout"
    foule = _statistics(crm={"clients": 12_000, "commandes": 2, "commandes_par_statut": {}})
    assert (headline(foule)[5].valeur, headline(foule)[5].nom) == ("12\u202f000", "clients")


def test_charts_are_in_the_same_order_whatever_the_store() -> None:
    """Les états dans l'ordre où ils se suivent, les catégories de la plus à la moins fournie."""
    melange = _statistics(
        tickets=ComptesTickets(
            7,
            {"Traité automatiquement": 1, "Refusé": 1, "En cours": 2, "Nouveau": 2, "Traité": 1},
            {"Remboursement": 1, "Garantie": 3, "Échange": 1},
            {},
        )
    )
    statuts, categories, *_ = charts(melange)
    assert list(statuts.comptes) == [
        "Nouveau",
        "En cours",
        "Traité",
        "Traité automatiquement",
        "Refusé",
    ]
    assert list(categories.comptes) == ["Garantie", "Remboursement", "Échange"]
    crm = {"clients": 1, "commandes": 3, "commandes_par_statut": {"annulée": 1, "en attente": 2}}
    assert list(charts(_statistics(crm=crm))[4].comptes) == ["en attente", "annulée"]


@pytest.mark.skipif(
    shutil.which("chromium") is None, reason="regarder la page demande chromium, absent d'ici"
)
def test_the_page_prints_on_two_sheets(tmp_path: Path) -> None:
    """Imprimée, la page d'une boutique active tient sur deux feuilles, pas quatre à demi vides."""
    motifs = {str(code): rang for rang, code in enumerate(Attente, start=1)}
    page = tmp_path / "page.html"
    actives = _statistics(journal=BilanJournal(2, 1, motifs, 272.0, 5_000.0))
    page.write_text(render_page(actives, datetime(2026, 3, 10, tzinfo=UTC)), encoding="utf-8")
    options = ("--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}")
    pdf = tmp_path / "page.pdf"
    subprocess.run(
        [str(shutil.which("chromium")), *options, f"--print-to-pdf={pdf}", page.as_uri()],
        check=True,
        capture_output=True,
        timeout=60,
    )
    assert 1 <= len(re.findall(rb"/Type ?/Page\b", pdf.read_bytes())) <= 2


def test_an_empty_shop_has_a_page_too() -> None:
    """Sans aucun ticket ni commande, la page le dit au lieu de se taire."""
    vide = _statistics(
        tickets=ComptesTickets(0, {}, {}, {}),
        journal=BilanJournal(0, 0, {}, None, None),
        crm={"clients": 0, "commandes": 0, "commandes_par_statut": {}},
        periode=Periode(date(2026, 3, 1), date(2026, 3, 1)),
    )
    page = render_page(vide, datetime(2026, 3, 10, tzinfo=UTC))
    assert page.count("Aucun") == 5
    assert "Le 1er mars 2026." in page


def test_the_page_is_written_beside_the_result(lancer: Lancer, tmp_path: Path) -> None:
    """--html écrit la page et le dit ; la sortie ne change pas ; --dry-run n'écrit rien."""
    fichier = tmp_path / "rapport.html"
    fini = lancer("--stats", "--json", "--html", str(fichier), "--dry-run")
    assert not fichier.exists()
    assert "Essai à blanc" in fini.erreurs
    fini = lancer("--stats", "--json", "--html", str(fichier))
    assert (fini.code, fini.json["tickets"]["total"]) == (0, 0)
    assert "Page écrite" in fini.erreurs
    assert fichier.read_text(encoding="utf-8").startswith("<!doctype html>")
