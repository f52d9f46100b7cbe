"""La configuration : environnement, fichier .env, refus clairs, secrets cachés."""

import re
from pathlib import Path

import pytest

import config
from config import Settings, load
from errors import ConfigurationError

EXEMPLE = config.RACINE / "env.example"


def _env(tmp_path: Path, texte: str) -> Path:
    fichier = tmp_path / ".env"
    fichier.write_text(texte, encoding="utf-8")
    return fichier


def test_nothing_set_means_the_embedded_database_alone(tmp_path: Path) -> None:
    """Sans aucune variable : base embarquée, ni Notion, ni OpenAI."""
    settings = load({}, tmp_path / ".env")
    assert (settings.db_host, settings.notion_active, settings.ia_active) == (None, False, False)


def test_the_environment_wins_over_the_file_and_empty_is_unset(tmp_path: Path) -> None:
    """L'environnement l'emporte sur .env, mais une valeur vide ne compte pas."""
    fichier = _env(tmp_path, "DB_HOST=fichier\nDB_NAME=fichier\nDELAI_REPONSE=\n")
    settings = load({"DB_HOST": "environnement", "DB_NAME": " "}, fichier)
    assert (settings.db_host, settings.db_name) == ("environnement", "fichier")
    assert settings.delai_reponse == "48 heures"


def test_the_example_names_every_variable_and_changes_nothing(tmp_path: Path) -> None:
    """env.example nomme exactement ce que le programme lit ; copié tel quel, il ne change rien."""
    texte = EXEMPLE.read_text(encoding="utf-8")
    nommees = set(re.findall(r"^(?:# )?([A-Z][A-Z_]+)=", texte, re.MULTILINE))
    assert nommees == {*config.VARIABLES, "LIEN_SUIVI_COLISSIMO"}
    assert load({}, _env(tmp_path, texte)) == load({}, tmp_path / "absent")


def test_the_example_once_uncommented_is_readable(tmp_path: Path) -> None:
    """Les valeurs proposées par env.example conviennent."""
    texte = EXEMPLE.read_text(encoding="utf-8")
    decommente = re.sub(r"^# ([A-Z][A-Z_]+=)", r"\1", texte, flags=re.MULTILINE)
    settings = load({}, _env(tmp_path, decommente))
    assert settings.lien_suivi == "https://suivi.example.com/{numero_suivi}"
    assert settings.liens_suivi == (
        ("COLISSIMO", "https://colis.example.com/?code={numero_suivi}"),
    )


def test_a_carrier_may_have_its_own_tracking_address(tmp_path: Path) -> None:
    """LIEN_SUIVI_<TRANSPORTEUR> : lu où que ce soit ; vide, ne compte pas ; faux, est nommé."""
    fichier = _env(tmp_path, "LIEN_SUIVI_UPS=https://u.test/{numero_suivi}\nLIEN_SUIVI_DPD=\n")
    settings = load({"LIEN_SUIVI_GLS": "https://g.test/{numero_suivi}"}, fichier)
    assert dict(settings.liens_suivi) == {
        "UPS": "https://u.test/{numero_suivi}",
        "GLS": "https://g.test/{numero_suivi}",
    }
    with pytest.raises(ConfigurationError, match="LIEN_SUIVI_GLS"):
        load({"LIEN_SUIVI_GLS": "https://g.test/"}, fichier)


def test_every_variable_is_read() -> None:
    """Chaque variable annoncée est réellement lue."""
    lues: set[str] = set()

    class Espion(dict[str, str]):
        def get(self, cle: str, defaut: str = "") -> str:  # type: ignore[override]
            lues.add(cle)
            return defaut

    load(Espion(), Path("/nulle/part/.env"))
    assert lues == set(config.VARIABLES)


@pytest.mark.parametrize(
    ("nom", "valeur"),
    [
        ("DB_PORT", "trois"),
        ("DB_PORT", "0"),
        ("DB_PORT", "65536"),
        ("NOTION_REQUESTS_PER_MINUTE", "-1"),
        ("NOTION_API_URL", "ftp://example.com"),
        ("NOTION_API_URL", "https://api.example.com/v1"),
        ("NOTION_API_URL", "https://api.example.com/v1/"),
        ("OPENAI_BASE_URL", "example.com/v1"),
        ("OPENAI_MAX_REPONSES", "beaucoup"),
        ("SEUIL_CONFIANCE", "1.5"),
        ("SEUIL_CONFIANCE", "nan"),
        ("LIEN_SUIVI", "https://example.com/suivi"),
        ("BAIL_SECONDES", "0"),
    ],
)
def test_an_impossible_value_is_refused_and_named(nom: str, valeur: str) -> None:
    """Une valeur impossible est refusée en nommant sa variable."""
    with pytest.raises(ConfigurationError, match=nom):
        load({nom: valeur}, Path("/nulle/part/.env"))


@pytest.mark.parametrize("ligne", ["DB_HOST", "ceci n'est pas une affectation", 'A="ouvert'])
def test_a_malformed_file_names_the_line(tmp_path: Path, ligne: str) -> None:
    """Une ligne fausse de .env est désignée par son numéro."""
    with pytest.raises(ConfigurationError, match="ligne 3"):
        load({}, _env(tmp_path, f"# commentaire\n\n{ligne}\n"))


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    """Un .env enregistré dans un autre codage est refusé clairement."""
    fichier = tmp_path / ".env"
    fichier.write_bytes("NOM_BOUTIQUE=Épicerie\n".encode("latin-1"))
    with pytest.raises(ConfigurationError, match="UTF-8"):
        load({}, fichier)


def test_incomplete_notion_names_what_is_missing() -> None:
    """Un jeton sans ses bases est une erreur qui nomme les lignes à ajouter."""
    with pytest.raises(ConfigurationError, match="NOTION_BASE_CONTACTS_ID") as erreur:
        Settings(notion_token="jeton-de-test", notion_base_reponses_id="x").require_notion_bases()
    assert "NOTION_BASE_REPONSES_ID" not in str(erreur.value)
    assert "jeton-de-test" not in str(erreur.value)
    assert "Ajoutez-la au fichier .env" in str(erreur.value)
    with pytest.raises(ConfigurationError, match="Ajoutez-les au fichier"):
        Settings(notion_token="jeton-de-test").require_notion_bases()


def test_secrets_are_not_in_the_repr() -> None:
    """Afficher la configuration ne montre aucun secret."""
    settings = Settings(db_password="s3cret-db", notion_token="s3cret-n", openai_api_key="s3cret-o")
    assert "s3cret" not in repr(settings)


def test_drafts_only_and_lists_of_categories() -> None:
    """« aucune » ne laisse que des brouillons ; sinon ce sont des noms séparés par des virgules."""
    absent = Path("/nulle/part/.env")
    assert load({"CATEGORIES_AUTOMATIQUES": "Aucune"}, absent).categories_automatiques == ()
    lues = load({"CATEGORIES_AUTOMATIQUES": "Remboursement, Garantie"}, absent)
    assert lues.categories_automatiques == ("Remboursement", "Garantie")


def test_rules_beside_the_env_file_replace_the_shipped_ones(tmp_path: Path) -> None:
    """Un dossier regles/ à côté de .env s'ajoute ; un rules.toml remplace tout."""
    assert load({}, tmp_path / ".env").regles == (config.REGLES_FOURNIES,)
    (tmp_path / "regles").mkdir()
    assert load({}, tmp_path / ".env").regles == (config.REGLES_FOURNIES, tmp_path / "regles")
    (tmp_path / "rules.toml").write_text("", encoding="utf-8")
    assert load({}, tmp_path / ".env").regles == (tmp_path / "rules.toml",)


def test_a_misspelt_name_is_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """« DB_HSOT » n'est pas ignoré en silence : on croirait parler à son serveur."""
    settings = load({}, _env(tmp_path, "DB_HSOT=serveur\nAUTRE_OUTIL=1\n"))
    assert settings.db_host is None
    assert "DB_HSOT" in caplog.text
    assert "AUTRE_OUTIL" not in caplog.text
