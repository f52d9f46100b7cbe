"""Le modèle du second lecteur : ce qu'est son fichier, et ce qu'il refuse d'être."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from automation.opinion.model import dump, load
from automation.opinion.reader import FOURNI, load_model
from automation.opinion.training import CORPUS
from errors import ConfigurationError
from tests.conftest import RACINE

OCTETS = FOURNI.read_bytes()


def test_the_shipped_model_is_small_and_whole() -> None:
    """Moins d'un million d'octets ; le relire puis l'écrire rend les mêmes."""
    assert len(OCTETS) < 1_000_000
    modele = load_model()
    assert set(modele.tetes) == {"demande", "sensible", "suite"}
    assert dump(modele) == OCTETS


def test_the_same_corpus_gives_the_same_bytes(tmp_path: Path) -> None:
    """Soixante messages, appris deux fois par deux processus : le même fichier."""
    lignes = (CORPUS / "clavardage.jsonl").read_text(encoding="utf-8").splitlines()[:60]
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "essai.jsonl").write_text("\n".join(lignes), encoding="utf-8")
    appris = []
    for graine in ("1", "2"):
        sortie = tmp_path / f"{graine}.bin"
        script = RACINE / "scripts" / "train_opinion.py"
        subprocess.run(
            [sys.executable, script, "--corpus", tmp_path / "corpus", "--sortie", sortie],
            env={**os.environ, "PYTHONHASHSEED": graine},
            check=True,
            capture_output=True,
        )
        appris.append(sortie.read_bytes())
    assert appris[0] == appris[1]
    demandees = {json.loads(ligne)["demande"] for ligne in lignes} - {""}
    assert set(load(appris[0]).tetes["demande"].classes) == demandees


ABIMES = {
    "vide": b"",
    "texte": "Bonjour, où est mon colis ?".encode(),
    "autre version": b"avis1\n" + OCTETS[6:],
    "coupé": OCTETS[: len(OCTETS) // 2],
    "une lettre changée": OCTETS[:5000] + bytes([OCTETS[5000] ^ 1]) + OCTETS[5001:],
}


@pytest.mark.parametrize("nom", ABIMES)
def test_a_damaged_file_is_refused_in_a_sentence(tmp_path: Path, nom: str) -> None:
    """Un fichier abîmé, ou tout autre : ce que c'est, et quoi faire."""
    fichier = tmp_path / "avis.bin"
    fichier.write_bytes(ABIMES[nom])
    with pytest.raises(ConfigurationError, match=r"ne se lit pas.*--train.*supprimez"):
        load_model(fichier)


def test_a_file_that_cannot_be_opened_is_refused_in_a_sentence(tmp_path: Path) -> None:
    """Un dossier à sa place, ou rien : de même."""
    for chemin in (tmp_path, tmp_path / "absent.bin"):
        with pytest.raises(ConfigurationError, match=r"ne peut pas être lu.*droits"):
            load_model(chemin)
