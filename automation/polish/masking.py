"""Pur : le message d'un client, tel qu'un modèle de langage a le droit de le lire.

Chaque donnée personnelle devient un *cache* (``[nom]``), qui ne revient jamais. Masquer un mot de
trop ne coûte qu'un peu de contexte : dans le doute, on masque.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from automation.replies.templates import Faits, known_value

MESSAGE_MAX = 4000
"""Caractères du message transmis : au-delà, le ton est connu et le reste ne fait que coûter."""

_NOM, _EMAIL, _LIEN, _ADRESSE, _NUMERO, _TEXTE, _INFO = map(chr, range(0xE000, 0xE007))
_CACHES = {
    _NOM: "[nom]",
    _EMAIL: "[e-mail]",
    _LIEN: "[lien]",
    _ADRESSE: "[adresse]",
    _NUMERO: "[numéro]",
    _TEXTE: "[texte]",
    _INFO: "[information]",
}
"""Pendant le travail, un cache est un caractère privé : aucun motif ne peut plus y mordre."""

MOTIF_EMAIL = r"[^\s()\",;:@]{1,64}@[^\s()\",;:@]{1,255}(?<![.!?…])"
MOTIF_LIEN = (
    r"(?:[a-z][a-z0-9+.-]{1,9}://|www\.)[^\s)»]+(?<![.,;!?…])"
    r"|(?<![\w@])[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}"
    r"\.(?:com|fr|net|org|eu|be|ch|ca|io|co|info|biz|shop|store|app|dev|me|test|example)"
    r"(?!\w)(?:/[^\s)»]*(?<![.,;!?…]))?"
)
MOTIF_NUMERO = r"\+?[\w#°-]{0,40}\d[\w-]{0,40}(?:[ ./,:'-]{1,2}\d[\w-]{0,40}){0,12}"
_VOIE_SURE = (
    r"rue|avenue|boulevard|impasse|all[ée]e|chemin|r[ée]sidence|lotissement|faubourg"
    r"|lieu-?\s?dit|appt|appartement|b[âa]timent"
)
_VOIE = _VOIE_SURE + r"|av\.?|bd|bld|place|route|quai|cours|square|hameau|villa|cit[ée]"
_ETAPES = (
    (_EMAIL, re.compile(MOTIF_EMAIL, re.I)),
    (
        _EMAIL,
        re.compile(r"[\w.+-]{1,64}\s?(?:\((?:at|arobase|a)\)|\barobase\b)\s?[\w.-]{1,64}", re.I),
    ),
    (_LIEN, re.compile(MOTIF_LIEN, re.I)),
    (
        _ADRESSE,
        re.compile(
            rf"\b(?:\d{{1,4}}\s?(?:bis|ter|quater|[a-d]\b)?,?\s(?:{_VOIE})|(?:{_VOIE_SURE}))"
            r"(?:\s[\w'’.-]{1,30}){1,4}(?:,?\s+\d{5}(?:\s[\w'’-]{1,30}){0,2})?",
            re.I,
        ),
    ),
    (_ADRESSE, re.compile(r"\b\d{5}\s+[A-ZÀ-Ý][\w'’-]{1,30}(?:[\s-][A-ZÀ-Ý][\w'’-]{1,30}){0,3}")),
)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{2,4}){3,8}\b", re.I)
_NUMERO_SEUL = re.compile(MOTIF_NUMERO)
_MOT_LONG = re.compile(r"[^\s\ue000-\ue006]{26,}")
_NOM_DIT = re.compile(
    r"(\b(?:M\.|Mr\.?|Mme\.?|Mlle|[Mm]onsieur|[Mm]adame|[Mm]ademoiselle|[Mm]'appelle"
    r"|[Mm](?:a|on) (?:m[èe]re|p[èe]re|mari|femme|[ée]pouse?|fille|fils|fr[èe]re|s(?:œ|oe)ur|amie?"
    r"|voisine?|conjointe?|compagn(?:e|on)|coll[èe]gue)"
    r"|[Mm]on nom est|[Aa]u nom d[e'’]|[Cc]'est)\s?)"
    r"((?!Madame|Monsieur)[A-ZÀ-Ý][\w'’-]*(?:\s[A-ZÀ-Ý][\w'’-]*){0,2})"
)
_SIGNATURE = re.compile(
    r"(?:cordialement|merci(?: d['’]avance| beaucoup)?|bonne (?:journ[ée]e|soir[ée]e)"
    r"|bien [àa] vous|salutations|sinc[èe]rement|amicalement)\s?[,.!]{0,3}\s?[\n,]\s*"
    r"([^\n\d,]{2,40})\s*\Z",
    re.I,
)


def known_values(faits: Faits, connus: Iterable[str] = ()) -> tuple[str, ...]:
    """Les valeurs à ne pas laisser sortir, les plus longues d'abord.

    Un nom compte en entier et mot par mot (« Marie-Claude Petit », « Claude »…) ; deux lettres
    ne comptent que pour un nom propre, telles qu'écrites.
    """
    valeurs = {v for valeur in faits.values() if (v := known_value(valeur))}
    noms = [faits.get("nom_client") or "", faits.get("prenom_client") or "", *connus]
    adresses = [valeur.split("@")[0] for valeur in (*valeurs, *connus) if "@" in valeur]
    valeurs.update(v for valeur in (*connus, *adresses) if (v := known_value(valeur)))
    for nom in noms:
        if not re.search(r"[\d@]", nom):
            valeurs.update(re.findall(r"[^\W\d_]+", nom))
    utiles = (v for v in valeurs if len(v) >= 3 or (len(v) == 2 and v[0].isupper()))
    return tuple(sorted(utiles, key=lambda v: (-len(v), v)))


def mask_message(texte: str, connus: Iterable[str]) -> str:
    """Le message d'un client, données personnelles cachées et balises désarmées.

    Args:
        texte: message tel que reçu.
        connus: valeurs de ``known_values``.

    Returns:
        Le texte sans aucun chiffre, ni crochet ou chevron qui ne soit à nous, de
        ``MESSAGE_MAX`` caractères au plus avant masquage.
    """
    net = _cut(_clean(texte))
    net = _replace(net, known_spans(net, known_pattern(tuple(v for v in connus if "@" in v))))
    for cache, motif in _ETAPES:
        net = motif.sub(cache, net)
    net = _replace(net, known_spans(net, known_pattern(tuple(connus))))
    net = _NOM_DIT.sub(lambda trouve: trouve[1] + _NOM, net)
    net = _SIGNATURE.sub(_hide_signature, net)
    net = _NUMERO_SEUL.sub(_NUMERO, _IBAN.sub(_NUMERO, net))
    net = re.sub(r"\d", _NUMERO, _MOT_LONG.sub(_TEXTE, net))
    net = re.sub(r"([\ue000-\ue006])(?:[ ,-]*\1)+", r"\1", net)
    return re.sub(r"[\ue000-\ue006]", lambda trouve: _CACHES[trouve[0]], net).strip()


def fold(texte: str) -> tuple[str, list[int]]:
    """Le texte sans accents, casse ni invisibles, et le rang d'origine de chaque caractère."""
    lettres: list[str] = []
    rangs: list[int] = []
    for rang, lettre in enumerate(texte):
        for plie in unicodedata.normalize("NFKD", lettre.casefold()):
            if not unicodedata.combining(plie) and unicodedata.category(plie) != "Cf":
                lettres.append("'" if plie in "’‘ʼ`´" else plie)
                rangs.append(rang)
    return "".join(lettres), rangs


def _clean(texte: str) -> str:
    """Formes de compatibilité réunies, invisibles retirés, crochets et chevrons ôtés."""
    net = unicodedata.normalize("NFKC", texte).replace("\r\n", "\n").replace("\r", "\n")
    net = "".join(
        " " if c == "\t" else c
        for c in net
        if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs", "Cn", "Mn", "Me")
    )
    net = re.sub(r"[⟦\[{]", "(", re.sub(r"[⟧\]}]", ")", net))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[<>|`~^\\]", " ", net))


def _cut(texte: str) -> str:
    """Coupe entre deux mots : un nom coupé en deux échapperait au masquage."""
    if len(texte) <= MESSAGE_MAX:
        return texte
    debut = texte[:MESSAGE_MAX]
    return debut[: max(debut.rfind(" "), debut.rfind("\n"), 0)]


def known_pattern(connus: tuple[str, ...]) -> re.Pattern[str] | None:
    """Motif, sur un texte plié, de toutes les valeurs connues en mots entiers."""
    plies = []
    for valeur in connus:
        mots = re.findall(r"[^\s'-]+", fold(valeur)[0])
        if mots:
            plies.append(r"[\s'-]*".join(re.escape(mot) for mot in mots))
    plies.sort(key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(plies)})(?!\w)") if plies else None


def known_spans(texte: str, motif: re.Pattern[str] | None) -> Iterator[tuple[int, int]]:
    """Les portions du texte (rangs d'origine) que ce motif, écrit pour un texte plié, trouve."""
    if motif is None:
        return
    plie, rangs = fold(texte)
    for trouve in motif.finditer(plie):
        debut, fin = rangs[trouve.start()], rangs[trouve.end() - 1] + 1
        # Deux lettres : « Li » est un nom, « li » ou « le » n'en est pas un.
        if fin - debut > 2 or texte[debut].isupper():
            yield debut, fin


def _replace(texte: str, portions: Iterable[tuple[int, int]]) -> str:
    def cache(portion: str) -> str:
        if "@" in portion:
            return _EMAIL
        return _NUMERO if re.search(r"\d", portion) else _INFO

    return substitute(texte, portions, cache)


def substitute(
    texte: str, portions: Iterable[tuple[int, int]], remplacer: Callable[[str], str]
) -> str:
    """Remplace des portions ; celles qui se chevauchent n'en font qu'une."""
    unies: list[tuple[int, int]] = []
    for debut, fin in sorted(portions):
        if unies and debut < unies[-1][1]:
            unies[-1] = (unies[-1][0], max(fin, unies[-1][1]))
        else:
            unies.append((debut, fin))
    morceaux, suite = [], 0
    for debut, fin in unies:
        morceaux += [texte[suite:debut], remplacer(texte[debut:fin])]
        suite = fin
    return "".join([*morceaux, texte[suite:]])


def _hide_signature(trouve: re.Match[str]) -> str:
    debut = trouve.start(1) - trouve.start()
    return trouve[0][:debut] + (_NOM if len(trouve[1].split()) <= 4 else trouve[1])
