"""--process-pending : le sort de chaque ticket à mesure, la progression, le bilan."""

from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing

from automation.languages.fr.writing import plural
from automation.runs.report import Echec, Sort
from automation.support_agent import SupportAgent
from cli.output import JsonStream, Output
from cli.progress import Progress
from cli.render import hang, indent
from cli.safe_text import one_line
from cli.signals import StopRequest
from config import Settings
from errors import Interrupted, SupportError
from models import Attente, Issue
from models.statistics import BilanJournal


def run(options: Namespace, settings: Settings, out: Output) -> int:
    """Traite les tickets en attente, et montre le sort de chacun à mesure."""
    # Avec plusieurs postes, cet agent ne sert qu'à vérifier que tout est prêt.
    with SupportAgent(settings, dry_run=options.dry_run) as agent:
        return _process(options, settings, out, agent)


def _process(options: Namespace, settings: Settings, out: Output, agent: SupportAgent) -> int:
    bilan = _Bilan(out, agent.desk.count_pending(), options.limit)
    avant = agent.journal.summary() if settings.ia_active else None
    with StopRequest() as arret:
        ennui = bilan.stream(_sorts(options, settings, agent, arret.asked))
    bilan.end(complet=ennui is None)
    if ennui is not None:
        if not bilan.compte["total"]:
            raise ennui
        traites = plural(bilan.compte["total"] - bilan.compte["echecs"], "ticket")
        out.error(f"{ennui} Déjà fait avant cela : {traites}. Le reste est toujours « Nouveau ».")
        return ennui.code
    if not out.en_json:
        out.text(indent(out, bilan.summary(essai=options.dry_run)))
    if avant is not None and not options.dry_run:
        out.note(_rewrites(avant, agent.journal.summary()))
    if arret.code:
        out.error(
            "Arrêt demandé : le ticket en cours est terminé, le reste attend la prochaine fois."
        )
        return arret.code
    return 1 if bilan.compte["echecs"] else 0


def _rewrites(avant: BilanJournal, apres: BilanJournal) -> str:
    """Ce que ce passage a demandé à l'IA, tous postes compris, d'après le journal."""
    from models.ia import CHOISIE, REDIGEE

    demandees = sum(apres.reecritures.values()) - sum(avant.reecritures.values())
    choisies, rediges = (
        apres.reecritures.get(code, 0) - avant.reecritures.get(code, 0)
        for code in (CHOISIE, REDIGEE)
    )
    envoyes, recus = (a - b for a, b in zip(apres.jetons, avant.jetons, strict=True))
    return (
        f"IA : {plural(demandees, 'demande')}, {plural(choisies, 'réponse adoucie')}, "
        f"{plural(rediges, 'brouillon rédigé')} à relire ; "
        f"{plural(envoyes, 'jeton envoyé')}, {plural(recus, 'jeton reçu')}."
    )


def _sorts(
    options: Namespace,
    settings: Settings,
    agent: SupportAgent,
    stop: Callable[[], bool],
) -> Iterator[Sort]:
    # À blanc, rien n'est réservé : deux postes décideraient des mêmes tickets.
    if (options.workers or 1) == 1 or options.dry_run:
        return agent.iter_pending(options.limit, stop)
    from automation import workers

    return workers.iter_pending(settings, options.workers, options.limit, stop)


class _Bilan:
    """Compte et montre les sorts à mesure ; n'en garde aucun."""

    def __init__(self, out: Output, en_attente: int | None, limit: int | None) -> None:
        self._out = out
        self.compte = {"total": 0, "traites": 0, "accuses": 0, "en_attente": 0, "echecs": 0}
        self._motifs: Counter[str] = Counter()
        self._json = JsonStream(out, "tickets")
        bornes = [nombre for nombre in (en_attente, limit) if nombre is not None]
        self._progres = Progress(
            out, min(bornes) if en_attente is not None else None, en_lignes=True
        )

    def stream(self, sorts: Iterator[Sort]) -> SupportError | Interrupted | None:
        """Montre chaque sort dès qu'il est connu ; rend l'ennui qui a tout arrêté, ou rien."""
        try:
            with closing(sorts):  # type: ignore[type-var]  # des générateurs, toujours
                for sort in sorts:
                    self._add(sort)
        except (SupportError, Interrupted) as erreur:
            return erreur
        finally:
            self._progres.clear()
        return None

    def _add(self, sort: Sort) -> None:
        compte, out = self.compte, self._out
        if out.en_json:
            self._json.add(sort.to_dict())
        elif not out.discret:
            self._progres.clear()
            _show(out, sort)
        compte["total"] += 1
        if isinstance(sort, Echec):
            compte["echecs"] += 1
            self._progres.clear()
            out.error(f"Ticket {sort.ticket_id} : {sort.message}")
        elif sort.part:
            compte["traites" if sort.issue == Issue.REPONDU else "accuses"] += 1
        else:
            compte["en_attente"] += 1
            self._motifs.update(str(code) for code in sort.attente)
        self._progres.advance()

    def end(self, *, complet: bool) -> None:
        """Finit le document, s'il a été commencé ou s'il est complet sans aucun ticket."""
        if self._out.en_json and (complet or self.compte["total"]):
            self._json.end(self.compte)

    def summary(self, *, essai: bool) -> str:
        """Le bilan, pour une personne : le total, puis les raisons de confier."""
        compte = self.compte
        if not compte["total"]:
            return "Aucun ticket en attente."
        echecs = f", {compte['echecs']} en échec, toujours « Nouveau »" if compte["echecs"] else ""
        fin = " Essai à blanc : rien n'a été écrit." if essai else ""
        lignes = [
            f"{plural(compte['total'], 'ticket')} : {plural(compte['traites'], 'répondu')} "
            f"automatiquement, {plural(compte['accuses'], 'accusé')}, "
            f"{plural(compte['en_attente'], 'confié')} à une personne"
            f"{echecs}.{fin}"
        ]
        if not self._out.discret:
            lignes += [f"  {n} : {Attente(code).phrase}" for code, n in self._motifs.most_common()]
        return "\n".join(lignes)


def _show(out: Output, sort: Sort) -> None:
    """Montre le sort d'un ticket, sur une ligne."""
    if isinstance(sort, Echec):
        out.text(f"ticket {sort.ticket_id} : échec, resté « Nouveau »")
        return
    codes = f" ({', '.join(sort.attente)})" if sort.attente else ""
    ligne = f"ticket {sort.ticket_id} : {one_line(sort.categorie)} → {sort.statut}{codes}"
    out.text(hang(out, ligne, "  "))
