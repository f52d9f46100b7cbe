"""--outbox : les réponses qui doivent partir ; les voir, les retirer, les remettre, confirmer."""

from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from uuid import uuid4

from automation.languages.fr.writing import duration, plural
from automation.runs import outgoing
from automation.support_agent import SupportAgent
from cli.output import JsonStream, Output
from cli.render import field, indent
from cli.safe_text import one_line, shorten, visible
from cli.signals import StopRequest
from config import Settings
from errors import SupportError, UsageError
from models.envois import FINIS, Envoi, EtatEnvoi
from models.ports import Outbox

REMISE = 10
"""Réponses remises d'un coup : si l'on est tué en les écrivant, autant sont incertaines."""

_RETIRABLES = (EtatEnvoi.A_ENVOYER, EtatEnvoi.INCERTAIN, EtatEnvoi.REFUSE)
_CONFIRMABLES = (EtatEnvoi.REMIS, EtatEnvoi.INCERTAIN)


def run(options: Namespace, settings: Settings, out: Output) -> int:
    """Montre ou change les réponses qui doivent partir."""
    with SupportAgent(settings, dry_run=options.dry_run) as agent:
        envois = agent.outbox
        if not agent.dry_run:
            outgoing.tidy(envois, agent.desk)
        if options.show:
            return _show(out, envois, options.show)
        if options.remettre:
            return _hand_over(out, envois, essai=agent.dry_run)
        if options.confirm or options.withdraw:
            return _change(options, out, agent, envois)
        return _list(out, envois)


def _list(out: Output, envois: Outbox) -> int:
    compte: Counter[EtatEnvoi] = Counter()
    flux = JsonStream(out, "envois")
    for envoi in (envoi for page in envois.iter_pages() for envoi in page):
        compte[envoi.etat] += 1
        if out.en_json:
            flux.add(envoi.to_dict())
        elif envoi.etat not in FINIS:
            out.text(_line(out, envoi))
    if out.en_json:
        etats = {str(etat): nombre for etat, nombre in compte.items()}
        flux.end({"total": compte.total(), "par_etat": etats})
        return 0
    bilan = ", ".join(f"{nombre} {etat.phrase}" for etat, nombre in compte.items())
    out.text(f"{plural(compte.total(), 'réponse')} : {bilan}." if bilan else "Aucune réponse.")
    if compte[EtatEnvoi.INCERTAIN]:
        out.text(
            indent(
                out,
                "Une réponse incertaine est peut-être partie : vérifiez dans votre boîte d'envoi, "
                "puis confirmez-la (--confirm) ou retirez-la (--withdraw). Elle n'est jamais "
                "renvoyée.",
            )
        )
    return 0


def _line(out: Output, envoi: Envoi) -> str:
    """Une réponse sur une ligne : ce qui la désigne, son état, son âge, à qui, son début."""
    age = duration((datetime.now(UTC) - envoi.decide_le).total_seconds())
    debut = f"{envoi.id}  {envoi.etat.phrase:<17}  {age:>9}  {one_line(envoi.destinataire)}  "
    texte = one_line(envoi.texte.strip().partition("\n")[0])
    return debut + out.style(shorten(texte, max(12, (out.largeur or 160) - len(debut) - 1)), "pâle")


def _show(out: Output, envois: Outbox, envoi_id: str) -> int:
    envoi = _get(envois, envoi_id)
    if out.en_json:
        out.document(envoi.to_dict())
        return 0
    field(out, "Réponse", envoi.id)
    field(out, "État", f"{envoi.etat.phrase}, depuis le {_moment(envoi.change_le)}")
    field(out, "Pour", one_line(envoi.destinataire))
    field(out, "Ticket", f"n° {visible(envoi.ticket_id)}")
    field(out, "Décidée", f"le {_moment(envoi.decide_le)} ({envoi.issue})")
    out.text(f"\n{indent(out, visible(envoi.texte), '  ')}")
    return 0


def _hand_over(out: Output, envois: Outbox, *, essai: bool) -> int:
    """Remet ce qui est prêt : chaque lot est validé comme remis, puis écrit sur la sortie."""
    flux, total = JsonStream(out, "envois"), 0
    with StopRequest() as arret:
        try:
            for lot in _ready(envois) if essai else _claimed(out, envois, arret.asked):
                for envoi in lot:
                    flux.add(envoi.to_dict())
                total += len(lot)
        except SupportError as erreur:
            if not total:
                raise
            out.error(f"{erreur} Déjà remis avant cela : {plural(total, 'réponse')}.")
            flux.end({"total": total})
            return erreur.code
    flux.end({"total": total})
    return arret.code


def _claimed(out: Output, envois: Outbox, stop: Callable[[], bool]) -> Iterator[list[Envoi]]:
    while not out.sortie_fermee and not stop():
        lot = envois.claim(EtatEnvoi.REMIS, uuid4().hex, REMISE)
        if not lot:
            return
        yield lot


def _ready(envois: Outbox) -> Iterator[list[Envoi]]:
    for page in envois.iter_pages():
        yield [envoi for envoi in page if envoi.etat == EtatEnvoi.A_ENVOYER]


def _change(options: Namespace, out: Output, agent: SupportAgent, envois: Outbox) -> int:
    """Confirme ou retire des réponses ; nomme celles qui n'ont pas pu l'être (code 1)."""
    mot, de = ("confirmée", _CONFIRMABLES) if options.confirm else ("retirée", _RETIRABLES)

    def change(envoi: Envoi) -> bool:
        if agent.dry_run:
            return True
        if options.confirm:
            return envois.move(envoi.id, de, EtatEnvoi.CONFIRME)
        return outgoing.withdraw(envois, agent.desk, envoi, de)

    faits, refus = [], []
    for envoi_id in dict.fromkeys(options.confirm or options.withdraw):
        envoi = envois.get(envoi_id)
        if envoi is not None and envoi.etat in de and change(envoi):
            faits.append(envoi_id)
            continue
        actuel = envois.get(envoi_id)
        raison = f"elle est {actuel.etat.phrase}" if actuel else "aucune réponse n'a ce nom"
        refus.append({"id": envoi_id, "raison": raison})
        out.error(f"Réponse {one_line(envoi_id)} : {raison}, rien n'a été changé.")
    if out.en_json:
        out.document({"faits": faits, "refus": refus})
    else:
        essai = " Essai à blanc : rien n'a été écrit." if agent.dry_run else ""
        out.text(f"{plural(len(faits), f'réponse {mot}')}.{essai}")
    return 1 if refus else 0


def _get(envois: Outbox, envoi_id: str) -> Envoi:
    envoi = envois.get(envoi_id)
    if envoi is None:
        raise UsageError(
            f"Aucune réponse n'a l'identifiant « {one_line(envoi_id)} » ; « python main.py "
            "--outbox » les montre."
        )
    return envoi


def _moment(instant: datetime) -> str:
    return f"{instant.astimezone():%d/%m/%Y à %H:%M}"
