"""Pur : les formes d'un mot français écrit une fois, en forme de dictionnaire.

Verbes à tous les temps simples et toutes les personnes, pluriels, féminins. Les formes sortent
repliées (sans accent), ce qui efface la moitié des irrégularités (é/è, c/ç). Une forme de trop
qui n'est pas un mot (« hie » pour « hier ») ne coûte rien : personne ne l'écrit.
Source des tableaux : conjugaisons usuelles (1er, 2e et 3e groupes).
"""

from automation.reading.folding import fold_word

_IMPARFAIT = ("ais", "ait", "ions", "iez", "aient")
_FUTUR = ("ai", "as", "a", "ons", "ez", "ont", *_IMPARFAIT)
_SUBJONCTIF = ("e", "es", "ions", "iez", "ent", "ez")
_ACCORDS = ("", "e", "s", "es")

# infinitif : présent, radical de l'imparfait, du futur, participe, radicaux du subjonctif
_MODELES: dict[str, tuple[str, str, str, str, str]] = {
    "venir": ("viens vient venons venez viennent", "ven", "viendr", "venu", "vienn ven"),
    "tenir": ("tiens tient tenons tenez tiennent", "ten", "tiendr", "tenu", "tienn ten"),
    "prendre": ("prends prend prenons prenez prennent", "pren", "prendr", "pris", "prenn pren"),
    "mettre": ("mets met mettons mettez mettent", "mett", "mettr", "mis", "mett"),
    "battre": ("bats bat battons battez battent", "batt", "battr", "battu", "batt"),
    "cevoir": ("cois coit cevons cevez coivent", "cev", "cevr", "cu", "coiv cev"),
    "devoir": ("dois doit devons devez doivent", "dev", "devr", "du", "doiv dev"),
    "pouvoir": ("peux peut pouvons pouvez peuvent puis", "pouv", "pourr", "pu", "puiss"),
    "vouloir": ("veux veut voulons voulez veulent", "voul", "voudr", "voulu", "veuill voul"),
    "savoir": ("sais sait savons savez savent", "sav", "saur", "su", "sach"),
    "falloir": ("faut", "fall", "faudr", "fallu", "faill"),
    "valoir": ("vaux vaut valons valez valent", "val", "vaudr", "valu", "vaill"),
    "voir": ("vois voit voyons voyez voient", "voy", "verr", "vu", "voi voy"),
    "faire": ("fais fait faisons faites font", "fais", "fer", "fait", "fass"),
    "dire": ("dis dit disons dites disent", "dis", "dir", "dit", "dis"),
    "ecrire": ("ecris ecrit ecrivons ecrivez ecrivent", "ecriv", "ecrir", "ecrit", "ecriv"),
    "lire": ("lis lit lisons lisez lisent", "lis", "lir", "lu", "lis"),
    "uire": ("uis uit uisons uisez uisent", "uis", "uir", "uit", "uis"),
    "suivre": ("suis suit suivons suivez suivent", "suiv", "suivr", "suivi", "suiv"),
    "vivre": ("vis vit vivons vivez vivent", "viv", "vivr", "vecu", "viv"),
    "partir": ("pars part partons partez partent", "part", "partir", "parti", "part"),
    "sortir": ("sors sort sortons sortez sortent", "sort", "sortir", "sorti", "sort"),
    "sentir": ("sens sent sentons sentez sentent", "sent", "sentir", "senti", "sent"),
    "mentir": ("mens ment mentons mentez mentent", "ment", "mentir", "menti", "ment"),
    "servir": ("sers sert servons servez servent", "serv", "servir", "servi", "serv"),
    "ouvrir": ("ouvre ouvres ouvrons ouvrez ouvrent", "ouvr", "ouvrir", "ouvert", "ouvr"),
    "offrir": ("offre offres offrons offrez offrent", "offr", "offrir", "offert", "offr"),
    "ouffrir": (
        "ouffre ouffres ouffrons ouffrez ouffrent",
        "ouffr",
        "ouffrir",
        "ouffert",
        "ouffr",
    ),
    "courir": ("cours court courons courez courent", "cour", "courr", "couru", "cour"),
    "mourir": ("meurs meurt mourons mourez meurent", "mour", "mourr", "mort", "meur mour"),
    "fuir": ("fuis fuit fuyons fuyez fuient", "fuy", "fuir", "fui", "fui fuy"),
    "croire": ("crois croit croyons croyez croient", "croy", "croir", "cru", "croi croy"),
    "plaire": ("plais plait plaisons plaisez plaisent", "plais", "plair", "plu", "plais"),
    "aitre": ("ais ait aissons aissez aissent", "aiss", "aitr", "u", "aiss"),
    "indre": ("ins int ignons ignez ignent", "ign", "indr", "int", "ign"),
    "rompre": ("romps rompt rompons rompez rompent", "romp", "rompr", "rompu", "romp"),
    "clure": ("clus clut cluons cluez cluent", "clu", "clur", "clu", "clu"),
    "etre": ("suis es est sommes etes sont fut soit sois soient soyez", "et", "ser", "ete", "soi"),
    "avoir": ("ai as a avons avez ont eut aie ait aient ayez", "av", "aur", "eu", "ai"),
    "aller": ("vais vas va allons allez vont", "all", "ir", "alle", "aill all"),
}
_FINS_IRREGULIERES = tuple(_MODELES)
_MODELES_ENTIERS = ("etre", "avoir", "aller", "voir", "partir", "dire", "lire", "vivre")
_PREFIXES = ("", "re", "r", "pre", "re", "entre", "ap", "de", "contre", "pour", "rede")
_COURTS = ("user", "tuer", "nier", "lier")
"""Verbes de quatre lettres ; les autres mots courts (« cher », « hier ») n'en sont pas."""

_AUTRES_MOTS = {
    *("suis", "suit", "du", "dus", "plus", "avant", "devant", "sommes", "cours", "sens", "lit"),
    *("lis", "vers", "fond", "porte", "sous", "part", "tant", "pendant", "durant"),
    *("maintenant", "fut", "mur", "sur"),
}
"""Formes qui sont d'abord un autre mot, bien plus courant : « je suis » (être) n'est pas
« suivre », « du » n'est pas « dû », « plus » n'est pas « plaire ». Une règle qui les veut les
écrit."""
_LES_LEURS = {"etre": ("suis", "sommes"), "partir": ("part",), "porter": ("porte",)}

_EN_DRE = ("endre", "andre", "ondre", "erdre", "ordre")


def inflect(mot: str) -> frozenset[str]:
    """Toutes les formes repliées d'un mot en forme de dictionnaire.

    Args:
        mot: infinitif, nom ou adjectif au masculin singulier. Précédé de « = », ou long de trois
            lettres au plus, il ne varie pas.

    Returns:
        Les formes, y compris le mot lui-même. Vide si le mot n'a pas de lettre.
    """
    invariable = mot.startswith("=")
    base = fold_word(mot.removeprefix("="))
    if invariable or len(base) <= 3:
        return frozenset({base} if base else ())
    formes = {base, *_nominal(base, accent_final=mot[-1:] in "éÉ")}
    formes.update(_verbal(base))
    return frozenset(formes - _AUTRES_MOTS.difference(_LES_LEURS.get(base, ()), (base,)))


def common_start(base: str) -> str:
    """Ce par quoi commencent toutes les formes d'un mot replié : trois lettres, deux ou aucune."""
    if len(base) <= 3:
        return base
    sures = 3 if len(base) >= 6 else 2
    if base.endswith(_FINS_IRREGULIERES):
        sures = min(len(base) - len(fin) for fin in _MODELES if base.endswith(fin))
    return base[:3] if sures >= 3 else base[:2] if sures == 2 else ""


def _nominal(base: str, *, accent_final: bool) -> set[str]:
    formes = set()
    if base.endswith(("al", "ail")):
        formes.add(base[: base.rindex("a")] + "aux")
    if base.endswith("eux"):
        formes.update((base[:-1] + "se", base[:-1] + "ses"))
    elif base.endswith(("au", "eu", "ou")):
        formes.update((base + "x", base + "s"))
    elif not base.endswith(("s", "x", "z")):
        formes.add(base + "s")
    formes.update(_feminine(base, accent_final))
    return formes


def _feminine(base: str, accent_final: bool) -> set[str]:
    if base.endswith("et"):
        racine = base + "e"
    elif base.endswith("if"):
        racine = base[:-1] + "ve"
    elif base.endswith("eur"):
        return {base[:-1] + "se", base[:-1] + "ses", base[:-3] + "rice", base[:-3] + "rices"}
    elif base.endswith(("el", "en", "on")):
        racine = base + base[-1] + "e"
    elif accent_final or base.endswith(
        ("i", "u", "al", "ent", "ant", "ain", "in", "er", "ert", "is", "us", "and", "ond", "it")
    ):
        racine = base + "e"
    else:
        return set()
    return {racine, racine + "s"}


def _verbal(base: str) -> set[str]:
    for fin in _MODELES if base.endswith(_FINS_IRREGULIERES) else ():
        if not base.endswith(fin):
            continue
        prefixe = base.removesuffix(fin)
        if fin not in _MODELES_ENTIERS or prefixe in _PREFIXES:
            return _irregular(prefixe, _MODELES[fin])
    if base.endswith("er") and (len(base) > 4 or base in _COURTS):
        return _first_group(base[:-2])
    if base.endswith("ir"):
        return _second_group(base[:-1])
    if base.endswith(_EN_DRE):
        radical = base[:-2]
        present = f"{radical}s {radical} {radical}ons {radical}ez {radical}ent"
        return _irregular("", (present, radical, radical + "r", radical + "u", radical))
    return set()


def _irregular(prefixe: str, modele: tuple[str, str, str, str, str]) -> set[str]:
    present, imparfait, futur, participe, subjonctifs = modele
    formes = set(present.split())
    formes.update(imparfait + fin for fin in (*_IMPARFAIT, "ant"))
    formes.update(futur + fin for fin in _FUTUR)
    formes.update(participe + fin for fin in _ACCORDS)
    formes.update(radical + fin for radical in subjonctifs.split() for fin in _SUBJONCTIF)
    return {prefixe + forme for forme in formes}


def _first_group(radical: str) -> set[str]:
    radicaux = {radical}
    if radical.endswith("y"):
        radicaux.add(radical[:-1] + "i")
    if radical.endswith(("el", "et")):
        radicaux.add(radical + radical[-1])
    formes: set[str] = set()
    for racine in radicaux:
        formes.update(racine + fin for fin in ("e", "es", "ent", "ee", "ees"))
        formes.update(racine + "er" + fin for fin in _FUTUR)
    doux = radical + "e" if radical.endswith("g") else radical
    formes.update(doux + fin for fin in ("ons", "ais", "ait", "aient", "ant", "a", "ai", "as"))
    formes.update(radical + fin for fin in ("ez", "ions", "iez", "erent"))
    if radical.endswith("envoy"):
        formes.update(radical[:-3] + "verr" + fin for fin in _FUTUR)
    return formes


def _second_group(radical: str) -> set[str]:
    formes = {radical + fin for fin in ("s", "t", "e", "es", "ssant", "ssons", "ssez", "ssent")}
    formes.update(radical + "ss" + fin for fin in (*_IMPARFAIT, "e", "es"))
    formes.update(radical + "r" + fin for fin in _FUTUR)
    return formes | {radical}
