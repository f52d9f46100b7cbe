"""Les statistiques en une page HTML : sans réseau, claire ou sombre, pour téléphone ou papier."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from html import escape
from pathlib import Path

from automation.languages.fr.writing import french_date, french_day
from cli.figures import Chiffre, Graphique, charts, headline, period_phrase
from cli.files import can_be_written, write_whole
from cli.output import Output
from cli.safe_text import one_line, visible
from errors import UsageError
from models.statistics import Statistiques

JOURS_MAX = 92
"""Au-delà, le volume est montré par mois : des colonnes plus fines ne se lisent plus."""

MODELE = Path(__file__).with_name("stats_page.html")
"""La page, où {titre}, {periode}, {ecrite}, {chiffres} et {graphiques} sont remplacés."""

MARQUE = '<meta name="generator" content="automatisation-support-client">'
"""Ce qui dit, dans ses premières lignes, qu'une page est de nous."""

_HAUTEUR = 100


def check_page(fichier: str) -> None:
    """Vérifie, sans rien créer, que la page pourra être écrite.

    Raises:
        UsageError: elle ne le pourra pas.
    """
    if not can_be_written(Path(fichier), MARQUE):
        raise _refusal(fichier)


def write_page(fichier: str, stats: Statistiques, out: Output, *, essai: bool) -> None:
    """Écrit la page, et le dit sur la sortie d'erreur ; un essai à blanc n'écrit rien.

    Raises:
        UsageError: le fichier ne peut pas être écrit.
    """
    if essai:
        out.note(f"Essai à blanc : la page {one_line(fichier)} n'a pas été écrite.")
        return
    try:
        check_page(fichier)
        write_whole(Path(fichier), render_page(stats, datetime.now().astimezone()))
    except (OSError, ValueError) as erreur:
        raise _refusal(fichier) from erreur
    out.note(f"Page écrite : {one_line(fichier)}")


def _refusal(fichier: str) -> UsageError:
    return UsageError(
        f"La page {one_line(fichier)} ne peut pas être écrite. Vérifiez que son dossier existe, "
        "que vous pouvez y écrire, et que ce n'est ni un dossier, ni un lien, ni un autre fichier "
        ": seule une page de statistiques est remplacée."
    )


def render_page(stats: Statistiques, maintenant: datetime) -> str:
    """La page entière ; tout texte y est échappé.

    Args:
        maintenant: l'instant écrit sur la page, dans le fuseau du lecteur.
    """
    morceaux = {
        "{periode}": _text(period_phrase(stats.periode)),
        "{ecrite}": _text(f"{french_date(maintenant.date())} à {maintenant:%H:%M}"),
        "{chiffres}": "\n".join(_card(chiffre) for chiffre in headline(stats)),
        "{graphiques}": "\n".join(_chart(graphique) for graphique in charts(stats)),
        "{ia}": "donnée" if stats.ia_active else "aucune",
    }
    page = MODELE.read_text(encoding="utf-8")
    for nom, contenu in morceaux.items():
        page = page.replace(nom, contenu)
    return page


def _card(chiffre: Chiffre) -> str:
    detail = f"<small>{_text(chiffre.detail)}</small>" if chiffre.detail else ""
    return f"<li><b>{_text(chiffre.valeur)}</b><span>{_text(chiffre.nom)}</span>{detail}</li>"


def _chart(graphique: Graphique) -> str:
    if not graphique.comptes:
        return _figure(graphique.titre, f"<p>{_text(graphique.vide)}</p>")
    if graphique.par_jour:
        return _columns(graphique)
    plus_grand = max(graphique.comptes.values()) or 1
    lignes = "".join(
        f'<tr><th scope="row">{_text(nom)}</th><td class="n">{n}</td>'
        f'<td class="b"><i style="width:{100 * n / plus_grand:.1f}%"></i></td></tr>'
        for nom, n in graphique.comptes.items()
    )
    return _figure(graphique.titre, f"<table>{lignes}</table>")


def _columns(graphique: Graphique) -> str:
    """Le volume dans le temps : une colonne par jour, ou par mois s'il y en a trop."""
    jours = _without_gaps(graphique.comptes)
    titre = graphique.titre
    if len(jours) > JOURS_MAX:
        titre, jours = "Tickets par mois", _by_month(jours)
    plus_grand = max(jours.values()) or 1
    colonnes = "".join(
        f'<rect x="{rang + 0.1:.1f}" y="{_HAUTEUR - haut:.1f}" width="0.8" height="{haut:.1f}">'
        f"<title>{_text(french_day(jour))} : {n}</title></rect>"
        for rang, (jour, n) in enumerate(jours.items())
        for haut in (_HAUTEUR * n / plus_grand,)
    )
    premier, dernier = french_day(next(iter(jours))), french_day(next(reversed(jours)))
    resume = f"De {premier} à {dernier}, {plus_grand} au plus"
    # Un seul jour n'est pas un mur : il prend la place d'un jour dans une semaine.
    largeur = len(jours) if len(jours) > 1 else 7
    dessin = (
        f'<svg viewBox="0 0 {largeur} {_HAUTEUR}" preserveAspectRatio="none" role="img" '
        f'aria-label="{_text(resume)}">{colonnes}</svg>'
    )
    fin = f"<span>{_text(dernier)}</span>" if len(jours) > 1 else ""
    return _figure(
        titre,
        f'<p class="haut">{plus_grand} au plus</p>{dessin}'
        f'<p class="axe"><span>{_text(premier)}</span>{fin}</p>',
    )


def _without_gaps(comptes: Mapping[str, int]) -> dict[str, int]:
    """Les mêmes jours, avec ceux où rien n'est arrivé."""
    premier, dernier = date.fromisoformat(min(comptes)), date.fromisoformat(max(comptes))
    jours = (premier + timedelta(days=n) for n in range((dernier - premier).days + 1))
    return {jour.isoformat(): comptes.get(jour.isoformat(), 0) for jour in jours}


def _by_month(jours: Mapping[str, int]) -> dict[str, int]:
    mois: dict[str, int] = {}
    for jour, n in jours.items():
        mois[jour[:7]] = mois.get(jour[:7], 0) + n
    return mois


def _figure(titre: str, contenu: str) -> str:
    return f"<section><h2>{_text(titre)}</h2>{contenu}</section>"


def _text(texte: str) -> str:
    return escape(visible(texte)).replace("{", "&#123;")
