"""Pur : le message d'un client, tel qu'un service extérieur a le droit de le lire.

Chaque donnée personnelle devient un *cache* (``[nom]``), qui ne revient jamais. Masquer un mot de
trop ne coûte qu'un peu de contexte : dans le doute, on masque.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence

from automation.languages.fr.words import LOGEMENTS, PROCHES, VOIES, VOIES_AMBIGUES
from automation.reading.folding import spelled

MESSAGE_MAX = 4000
"""Caractères du message transmis : au-delà, le ton est connu et le reste ne fait que coûter."""

_NOM, _EMAIL, _LIEN, _ADRESSE, _NUMERO, _TEXTE, _INFO, _SECRET = map(chr, range(0xE000, 0xE008))
_MOTS = "nom", "e-mail", "lien", "adresse", "numéro", "texte", "information", "secret"
_CACHES = {chr(0xE000 + rang): f"[{mot}]" for rang, mot in enumerate(_MOTS)}
"""Pendant le travail, un cache est un caractère privé : aucun motif ne peut plus y mordre."""

MOTIF_EMAIL = r"[^\s()\",;:@]{1,64}@[^\s()\",;:@]{1,255}(?<![.!?…])"
MOTIF_LIEN = (
    r"(?:[a-z][a-z0-9+.-]{1,9}://|www\.)[^\s)»]+(?<![.,;!?…])"
    r"|(?<![\w@])[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}"
    r"\.(?:com|fr|net|org|eu|be|ch|ca|io|co|info|biz|shop|store|app|dev|me|test|example)"
    r"(?!\w)(?:/[^\s)»]*(?<![.,;!?…]))?"
)
MOTIF_NUMERO = r"\+?[\w#°-]{0,40}\d[\w-]{0,40}(?:[ ./,:'-]{1,2}\d[\w-]{0,40}){0,12}"
_VOIE_SURE = spelled({*VOIES, *LOGEMENTS} - {*VOIES_AMBIGUES})
_VOIE = spelled((*VOIES, *LOGEMENTS, *VOIES_AMBIGUES))
_PROCHE = spelled(PROCHES)
_NOMBRE = (
    r"(?:z[ée]ro|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze"
    r"|quinze|seize|vingts?|trente|quarante|cinquante|soixante|septante|[ho]uitante|nonante|cents?)"
)
_PARTICULE = r"(?!(?:et|je|j'|j’|mais|mon|ma|mes|que|qui|car|ou|or|depuis|pour|le|la|les|un|une)\b)"
_ETAPES = tuple(
    (cache, re.compile(motif, re.I))
    for cache, motif in (
        (
            _SECRET,
            r"\b(?:(?:mots? de passe|mdp|passe?word|code (?:secret|pin|confidentiel))"
            r"(?:\s+(?:actuel|provisoire|est|c['’]est|\S{1,12} est))?\s*[:=]?\s*)"
            r"(?:«[^»]*»|\"[^\"]*\"|\S+)",
        ),
        (_EMAIL, MOTIF_EMAIL),
        (_EMAIL, r"[\w.+-]{1,64}\s?(?:\((?:at|arobase|a)\)|\barobase\b)\s?[\w.-]{1,64}"),
        (_LIEN, MOTIF_LIEN),
        (
            _ADRESSE,
            rf"\b(?:\d{{1,4}}\s?(?:bis|ter|quater|[a-d]\b)?,?\s(?:{_VOIE})|(?:{_VOIE_SURE}))"
            r"(?:\s[\w'’.-]{1,30}){1,4}(?:,?\s+\d{5}(?:\s[\w'’-]{1,30}){0,2})?",
        ),
        (
            _ADRESSE,
            r"\b\d{5}\s+(?-i:[A-ZÀ-Ý])[\w'’-]{1,30}(?:[\s-](?-i:[A-ZÀ-Ý])[\w'’-]{1,30}){0,3}",
        ),
        # Un téléphone épelé : quatre nombres de suite.
        (_NUMERO, rf"\b{_NOMBRE}(?:(?:[\s,.-]|\bet\b)+{_NOMBRE}){{3,}}\b"),
    )
)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{2,4}){3,8}\b", re.I)
_NUMERO_SEUL = re.compile(MOTIF_NUMERO)
_MOT_LONG = re.compile(r"[^\s\ue000-\ue007]{26,}")
_PRESENTE = re.compile(
    # « je m'appelle julie martin » : dit ainsi, c'est un nom même sans majuscule.
    r"(\b(?:m['’ ]appell?e|me nomme"
    r"|mon (?:pr[ée])?nom(?: de famille| complet)?(?: est|,? c['’]est|\s?:)"
    rf"|au nom d(?:e |['’])|sign[ée]e?\s?:?)\s?)(?:{_PARTICULE}[^\W\d_][\w'’-]*\s?){{1,3}}(?<!\s)",
    re.I,
)
_NOM_DIT = re.compile(
    r"(\b(?:M\.|Mr\.?|Mme\.?|Mlle|[Mm]onsieur|[Mm]adame|[Mm]ademoiselle"
    rf"|[Mm](?:a|on) {_PROCHE}(?![\w-])"
    r"|[Cc]['’]est|[Ii]ci|[Jj]e suis)\s?)"
    r"((?!Madame|Monsieur)[A-ZÀ-Ý][\w'’-]*(?:\s[A-ZÀ-Ý][\w'’-]*){0,2})"
)
_SIGNATURE = re.compile(
    r"((?:cordialement|merci(?: d['’]avance| beaucoup)?|bonne (?:journ[ée]e|soir[ée]e)"
    r"|bien [àa] vous|salutations|sinc[èe]rement|amicalement)\s?[,.!]{0,3}\s?[\n,]\s*)"
    r"(?:[^\s\d,]{1,40}[^\S\n]?){1,4}\s*\Z",
    re.I,
)


def mask_message(texte: str, connus: Sequence[str]) -> str:
    """Le message d'un client, données personnelles cachées et balises désarmées.

    Args:
        connus: ce que l'on sait de lui (noms, références…), à cacher partout.

    Returns:
        Le texte sans aucun chiffre, ni crochet ou chevron qui ne soit à nous, de
        ``MESSAGE_MAX`` caractères au plus avant masquage.
    """
    net = _cut(_clean(_cut(texte)))
    net = _replace(net, known_spans(net, known_pattern(v for v in connus if "@" in v)))
    for cache, motif in _ETAPES:
        net = motif.sub(cache, net)
    net = _replace(net, known_spans(net, known_pattern(connus)))
    for motif in (_PRESENTE, _NOM_DIT, _SIGNATURE):
        net = motif.sub(lambda trouve: trouve[1] + _NOM, net)
    net = _NUMERO_SEUL.sub(_NUMERO, _IBAN.sub(_NUMERO, net))
    net = re.sub(r"\d", _NUMERO, _MOT_LONG.sub(_TEXTE, net))
    net = re.sub(r"([\ue000-\ue007])(?:[ ,-]*\1)+", r"\1", net)
    return re.sub(r"[\ue000-\ue007]", lambda trouve: _CACHES[trouve[0]], net).strip()


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


def known_pattern(connus: Iterable[str]) -> re.Pattern[str] | None:
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
