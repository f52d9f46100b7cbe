"""Pur : ce que la personne a écrit elle-même, sans HTML, sans citations, sans signature.

Le texte reçu n'est jamais changé : il reste sur le ticket. ``own_words`` en rend la part à lire,
place pour place : ce qui n'est pas d'elle y est blanc.

Ce qui est caché : balises, styles et commentaires HTML (les entités sont décodées) ; lignes
citées par « > », « Le 3 mars à 10:12, X a écrit : » et ce qui suit, « -----Message
d'origine----- », blocs « De : / Envoyé : / À : / Objet : » ; signature après « -- »,
« Envoyé de mon iPhone », mentions de confidentialité. Une réponse écrite entre des lignes citées
ou dessous est gardée. S'il ne reste rien, le contenu d'un message transféré est repris ; d'un
message qui n'est que citation il ne reste rien, car personne n'y a rien écrit.
"""

_DECLENCHEURS = (
    *("<", "&", "\n>", "\n >", "\n--", "___", "crit :", "crit:", "crit\xa0:", "wrote:", "envoy"),
    *("sent from", "get outlook", "outlook", "message d", "transf", "original message"),
    *("forwarded", "confidenti", "imprim", "antivirus", "avast", "de :", "de:", "from:", "de\xa0:"),
    *("exped", "expéd", "expe\u0301d"),
)
"""Sans aucun de ces signes, un texte ne porte rien à cacher et n'est pas examiné davantage."""


def own_words(texte: str) -> str:
    """La part d'un message à lire, de la même longueur que lui. Aucun texte ne lève d'erreur."""
    bas = texte.lower()
    if not texte.startswith((">", "--")) and not any(signe in bas for signe in _DECLENCHEURS):
        return texte
    # Importés ici : leurs expressions sont longues à préparer, et bien des textes s'en passent.
    from automation.reading.quotes import own_parts

    lu = texte
    if "<" in texte or "&" in texte:
        from automation.reading.markup import readable

        lu = readable(texte)
    morceaux: list[str] = []
    fin = 0
    for de, a in own_parts(lu):
        morceaux += (" " * (de - fin), lu[de:a])
        fin = a
    return "".join((*morceaux, " " * (len(lu) - fin)))
