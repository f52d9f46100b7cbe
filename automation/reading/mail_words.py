"""Pur : les libellés d'en-tête de courrier, dans les langues des logiciels.

Repliés (``fold``). Le français vient de ``languages/fr/words.py`` ; le reste tient
dans cette table, qu'aucune langue ne possède.
"""

from automation.languages.fr import words as fr

EXPEDITEUR = (
    *(*fr.EXPEDITEUR, "from", "von", "van", "da", "od", "de la", "fra", "fran", "kimden"),
    *("lahettaja", "от", "απο", "من", "发件人", "差出人"),
)
DATE = (
    *(*fr.DATE, "sent", "gesendet", "datum", "verzonden", "enviado", "enviado el", "fecha"),
    *("inviato", "data", "enviada", "enviado em", "enviada em", "wysłano", "trimis"),
    *("skickat", "sendt", "dato", "gonderildi", "tarih", "lahetetty", "отправлено", "дата"),
    *("ημερομηνια", "التاريخ", "发送时间", "日時"),
)
DESTINATAIRE = (
    *(*fr.DESTINATAIRE, "to", "an", "aan", "para", "do", "dw", "catre", "til", "till"),
    *("kime", "reply-to", "bcc", "кому", "копия", "προς", "إلى", "收件人", "宛先"),
)
OBJET = (
    *(*fr.OBJET, "subject", "betreff", "onderwerp", "asunto", "oggetto", "assunto", "temat"),
    *("subiect", "amne", "emne", "aihe", "konu", "тема", "θεμα", "الموضوع", "主题", "件名"),
)

DEBUTS = ("on", "am", "op", "el", "il", "em", "in data", "w dniu", "pe", "den")
"""Premiers mots de « On Mon, Mar 3, 2026, X wrote: », hors du français."""

ECRIT = (
    *(*fr.A_ECRIT, "wrote", "schrieb", "schreef", "escribio", "ha scritto", "escreveu"),
    *("napisał", "napisała", "napisał(a)", "pisze", "a scris", "skrev", "написал"),
    "написала",
)

AU_DESSUS = (
    fr.AU_DESSUS,
    (("reply", "write", "type your reply"), ("above",), ("line",)),
    (("antwort", "antworten"), ("oberhalb", "uber"), ("linie", "zeile")),
)
