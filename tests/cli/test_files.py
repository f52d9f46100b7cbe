"""Une page s'écrit en entier ou pas du tout, et jamais à la place du fichier d'un autre."""

from pathlib import Path

import pytest

from cli.files import can_be_written, write_whole
from tests.conftest import Lancer


def test_a_page_never_goes_through_a_link_nor_over_another_file(
    lancer: Lancer, tmp_path: Path
) -> None:
    """Un lien, ou un fichier qui n'est pas une de nos pages : code 2, et rien n'y est changé."""
    precieux = tmp_path / "precieux.txt"
    precieux.write_text("à garder", encoding="utf-8")
    lien = tmp_path / "lien.html"
    lien.symlink_to(precieux)
    vide = tmp_path / "vers_rien.html"
    vide.symlink_to(tmp_path / "cree_par_le_lien.html")
    for chemin in (precieux, lien, vide, Path("/dev/stdout")):
        assert lancer("--stats", "--html", str(chemin)).code == 2
    assert precieux.read_text(encoding="utf-8") == "à garder"
    assert not (tmp_path / "cree_par_le_lien.html").exists()


def test_a_page_is_replaced_by_the_next_one(lancer: Lancer, tmp_path: Path) -> None:
    """La page d'hier est remplacée, et rien d'autre ne reste dans le dossier."""
    dossier = tmp_path / "pages"
    dossier.mkdir()
    for _ in range(2):
        assert lancer("--stats", "--html", str(dossier / "page.html")).code == 0
    assert [f.name for f in dossier.iterdir()] == ["page.html"]
    assert (dossier / "page.html").stat().st_mode & 0o400


def test_a_page_that_cannot_be_finished_leaves_the_former_one(tmp_path: Path) -> None:
    """Une écriture qui échoue en route laisse l'ancien fichier entier."""
    page = tmp_path / "page.html"
    write_whole(page, "<!-- marque --> hier")
    with pytest.raises(UnicodeEncodeError):
        write_whole(page, "aujourd'hui" * 10_000 + "\ud800")
    assert page.read_text(encoding="utf-8") == "<!-- marque --> hier"
    assert [f.name for f in tmp_path.iterdir()] == ["page.html"]
    assert can_be_written(page, "marque")
    assert not can_be_written(page, "autre")
