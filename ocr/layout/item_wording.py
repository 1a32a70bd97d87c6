"""What the words of an item say about its type.

In: an item's heading or first line, and its last. Out: an `ItemType`, or None where the words say nothing. Precise
rather than greedy: a heading must be such a word, or end or begin as notices do; a report about an advert is an
article.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ocr.layout.jumps import issue_words, serial_number
from ocr.page import ItemType

LONGEST = 24  # letters of a heading that can be such a word with a name before or behind it

# The whole heading, but for marks around it.
_WHOLE: Mapping[ItemType, str] = {
    "obituary": (
        r"[訃讣](?:告|聞|闻)|哀[啟启]|[鳴鸣][謝谢]|deaths?|died|obituary(?: notices?)?|in memoriam|cards? of thanks"
        r"|todes-?anzeigen?|traueranzeigen?|danksagung(?:en)?|statt (?:jeder )?besonderer (?:anzeige|meldung)"
        r"|avis mortuaires?|avis de décès|nécrologie|remerci[e]?ments?"
    ),
    "advert": (
        r"[廣广]告|(?:[吉餘余]屋)?(?:出租|招租)|(?:急)?(?:出售|出[讓让])|(?:大)?[減减][價价]|招[請请聘]|[徵征]求"
        r"|(?:help |situations? |house )?wanted|for (?:sale|rent|hire)|(?:houses? )?to (?:let|rent)|situations? vacant"
        r"|lost|found|lost (?:and|&) found|advertisements?|classified(?: ads| advertisements)?"
        r"|zu (?:vermieten|vermiethen|verkaufen)|gesucht|verloren|gefunden|stellen-?(?:gesuche?|angebote?)|inserate?"
        r"|(?:kleine )?anzeigen|annoncen|reklame|à (?:louer|vendre)|on demande|(?:petites )?annonces"
        r"|publicité|réclames?"
        r"|offres? d['’]emplois?|demandes? d['’]emplois?|perdu|trouvé"
    ),
    "notice": (
        r"(?:public |legal |official )?notices?|(?:amtliche )?bekanntmachung(?:en)?|kundmachung(?:en)?|amtliches"
        r"|aufforderung|avis(?: au public| officiel)?|avertissement"
    ),
}
# The heading's end or beginning, with a name or a subject beside it.
_HAN_NOTICE = re.compile(r"(?<![發发]布|[發发]出|[發发]表)(?:[啟启]事|[聲声]明|通告|公告|[佈布]告|[廣广]告)$")
_HAN_OBITUARY = re.compile(r"(?:[訃讣](?:告|聞|闻)|哀[啟启])$")
_OPENING: Mapping[ItemType, str] = {
    "advert": r"(?:WANTED|LOST|FOUND|FOR SALE|TO LET|FOR RENT|À LOUER|À VENDRE|ZU VERMIETEN|ZU VERKAUFEN)"
    r"\s?[,.:;—–-]",
    # Avis aux navigateurs may head a report as well.
    "notice": r"(?:NOTICE|PUBLIC NOTICE|LEGAL NOTICE)(?: TO | OF |\s?[,.:;—–-])",
    "obituary": r"DIED\s?[,.:;—–-]",
}
_SECTIONS: Mapping[ItemType, str] = {
    "advert": r"[廣广]告|(?:classified )?advertise?ments|(?:kleine )?anzeigen|inserate|annoncen|(?:petites )?annonces"
    r"|réclames",
    "notice": r"(?:public |legal |official )?notices|(?:amtliche )?bekanntmachungen|kundmachungen|avis divers",
}
_NUMBER = r"(?:\d[\d.,]*|[〇一二三四五六七八九十百千]+)"
_OFFERS = (
    # A price.
    r"[$£]\s?\d|\d\s?[sd]\.|\d\s?(?:cts?\b|cents?\b|Mk?\.|Mark\b|Pfg?\.|Pfennig|[Ff]rs?\.|Rp\.|francs?\b|centimes)"
    rf"|\b(?:Mk?\.|Fr\.)\s?\d|[售定實实特][價价]|大洋|{_NUMBER}[元角圓]",
    # An address.
    r"\b[A-Z]\w+ (?:Street|St\.|Road|Quay|Square|Lane|Avenue)|\w(?:straße|ſtraße|strasse|str\.|gaſſe|gasse|platz)\b"
    rf"|\b(?:rue|quai|boulevard|avenue|faubourg) [dA-Z]|\bplace d[eu]|[路街弄里巷]\S{{0,5}}{_NUMBER}[號号]",
    # A telephone.
    r"\bTel(?:\.|eph)|\b[Pp]hone\b|Fernſ?s?pr|Fernruf|Téléph|[電电][话話]",
    # A firm.
    r"& (?:Co\b|Sons?\b|Cie\b|Söhne)|\bGebr(?:\.|üder)|\b(?:Maison|Frères)\b|\bLtd\b|\bBros\b|公司|商[行店號号場场]"
    r"|[藥药]房|[書书][局店]",
    # An offer.
    r"(?i:for sale|sold (?:by|in|at)|ask for|apply (?:to|at)|zu haben|empfiehlt|lieferung|en vente|s['’]adresser"
    r"|livraison)|[發发出]售|[廉特大][價价]|[歡欢]迎|惠[顧顾]|光[臨临]",
)
_MARKS = r"[\W_]*"


def type_of_words(heading: str) -> ItemType | None:
    """The type that a heading or an opening line names by itself.

    >>> [type_of_words(t) for t in ("TO LET", "Todes-Anzeige.", "王大明啟事", "Lost in the Storm", "公告發布")]
    ['advert', 'obituary', 'notice', None, None]
    """
    text = " ".join(heading.split())
    if not text:
        return None
    for kind, words in _WHOLE.items():
        if re.fullmatch(rf"{_MARKS}(?:{words}){_MARKS}", text, re.IGNORECASE):
            return kind
    for kind, words in _OPENING.items():
        if re.match(rf"{_MARKS}(?:{words})", text):
            return kind
    bare = re.sub(r"[\W_]+$", "", text)
    if len(bare) <= LONGEST and _HAN_OBITUARY.search(bare):
        return "obituary"
    return "notice" if len(bare) <= LONGEST and _HAN_NOTICE.search(bare) else None


def type_of_section(heading: str) -> ItemType | None:
    """The type of all that stands under a heading, where it is one of a part of the page.

    >>> [type_of_section(t) for t in ("Kleine Anzeigen.", "廣告", "Notices", "Wanted")]
    ['advert', 'advert', 'notice', None]
    """
    for kind, words in _SECTIONS.items():
        if re.fullmatch(rf"{_MARKS}(?:{words}){_MARKS}", heading, re.IGNORECASE):
            return kind
    return None


def count_offers(text: str) -> int:
    """How many kinds of words there are that adverts are made of: prices, addresses, telephones, firms, offers.

    >>> count_offers("OILSKINS from 14s. 6d. at the Blue Anchor, Quay Street"), count_offers("The council met.")
    (2, 0)
    """
    return sum(re.search(words, text) is not None for words in _OFFERS)


def is_instalment(heading: str, first: str, last: str) -> bool:
    """Whether an item is a part of a serial: it ends unfinished, or has a number and begins where it left off."""
    begun, open_end = issue_words(first), issue_words(last)
    return open_end is not None or (begun is not None and serial_number(heading) is not None)
