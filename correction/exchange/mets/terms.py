"""The words that METS files of newspapers and Galley share: types of divs, uses of files, namespaces.

In: names as METS files have them. Out: Galley's roles and types, and back. METS leaves the types of divs to each
profile; those of docWorks, NDNP, ENMAP, Veridian and DFG newspapers are told by their letters alone, whatever their
case and the marks between them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from correction.exchange.xml_names import legal
from ocr.page import ItemType, Role

METS = "http://www.loc.gov/METS/"
MODS = "http://www.loc.gov/mods/v3"
MIX = "http://www.loc.gov/mix/v20"
PREMIS = "http://www.loc.gov/premis/v3"
XLINK = "http://www.w3.org/1999/xlink"
HREF = f"{{{XLINK}}}href"

ITEMS: Mapping[str, ItemType] = {
    "article": "article",
    "newsarticle": "article",
    "newsitem": "article",
    "story": "article",
    "letter": "article",
    "editorial": "article",
    "review": "article",
    "poem": "article",
    "interview": "article",
    "section": "article",
    "chapter": "article",
    "weather": "article",
    "advert": "advert",
    "advertisement": "advert",
    "ad": "advert",
    "classified": "advert",
    "classifiedadvertisement": "advert",
    "notice": "notice",
    "publicnotice": "notice",
    "officialnotice": "notice",
    "birthnotice": "notice",
    "marriagenotice": "notice",
    "familynotice": "notice",
    "announcement": "notice",
    "shipping": "notice",
    "deathnotice": "obituary",
    "obituary": "obituary",
    "table": "table",
    "tabular": "table",
    "serial": "serial",
    "novel": "serial",
    "feuilleton": "serial",
    "picture": "picture",
    "illustration": "picture",
    "image": "picture",
    "photo": "picture",
    "photograph": "picture",
    "drawing": "picture",
    "cartoon": "picture",
    "caricature": "picture",
    "comic": "picture",
    "map": "picture",
    "chart": "picture",
}
ARTICLES = frozenset({"article", "newsarticle", "newsitem", "story"})
GROUPS = frozenset({"section", "chapter"})  # an item where it holds text of its own, else a heading over several
ROLES: Mapping[str, Role] = {
    "heading": "headline",
    "headline": "headline",
    "title": "headline",
    "head": "headline",
    "mainheadline": "headline",
    "overline": "kicker",
    "kicker": "kicker",
    "overtitle": "kicker",
    "supertitle": "kicker",
    "pretitle": "kicker",
    "motto": "kicker",
    "subheadline": "deck",
    "subtitle": "deck",
    "deck": "deck",
    "subhead": "subhead",
    "subheading": "subhead",
    "crosshead": "subhead",
    "crossheading": "subhead",
    "intertitle": "subhead",
    "inset": "inset",
    "pullquote": "inset",
    "author": "credit",
    "byline": "credit",
    "credit": "credit",
    "creator": "credit",
    "source": "credit",
    "signature": "credit",
    "caption": "caption",
    "legend": "caption",
    "body": "body",
    "bodycontent": "body",
    "content": "body",
    "paragraph": "body",
    "text": "body",
    "textblock": "body",
    "abstract": "body",
    "lead": "body",
    "footnote": "body",
    "continuationline": "jump",
    "jumpline": "jump",
    "titlesection": "furniture",
    "masthead": "furniture",
    "imprint": "furniture",
    "runningtitle": "furniture",
    "runninghead": "furniture",
    "header": "furniture",
    "footer": "furniture",
    "pagenumber": "furniture",
    "folio": "furniture",
    "dateline": "furniture",
}
PARAGRAPHS = frozenset({"paragraph", "title", "headline", "overline", "subheadline", "subtitle", "kicker", "deck"})
PARAGRAPHS |= {
    "subhead",
    "subheading",
    "crosshead",
    "caption",
    "author",
    "byline",
    "credit",
    "inset",
    "continuationline",
}
# Divs that say nothing about what stands in them beside what the one around them says.
PLAIN = frozenset({"paragraph", "text", "textblock", "content", "bodycontent"})
ISSUES = frozenset({"issue", "newspaperissue"})
TITLES = frozenset({"newspaper", "periodical"})
PAGES = frozenset({"page", "newspaperpage", "pagediv"})
PICTURES = frozenset(name for name, kind in ITEMS.items() if kind == "picture")

# What an exported div is called, and the role that it has here.
DIVS: Mapping[Role, str] = {
    "headline": "TITLE",
    "kicker": "OVERLINE",
    "deck": "SUBHEADLINE",
    "subhead": "SUBHEADING",
    "inset": "INSET",
    "credit": "AUTHOR",
    "caption": "CAPTION",
    "body": "PARAGRAPH",
    "jump": "CONTINUATION_LINE",
    "furniture": "MASTHEAD",
}
ITEM_DIVS: Mapping[ItemType, str] = {
    "article": "ARTICLE",
    "advert": "ADVERTISEMENT",
    "notice": "NOTICE",
    "obituary": "DEATH_NOTICE",
    "table": "TABLE",
    "serial": "SERIAL",
    "picture": "ILLUSTRATION",
}

# Pictures by what METS says that they are for, the best first; what nothing is said of stands in the middle.
USES = ("master", "archive", "preservation", "original", "max", "service", "access", "default", "image", "reference")
POOR_USES = ("min", "thumb", "preview", "teaser")
TEXT_TYPES = frozenset({"text/xml", "application/xml", "application/alto+xml", "text/xml+alto"})


def plain(name: str | None) -> str:
    """A type or use by its letters alone.

    >>> plain("BODY_CONTENT"), plain("SubHeadline"), plain("np:page")
    ('bodycontent', 'subheadline', 'page')
    """
    return re.sub(r"[^a-z]", "", (name or "").rpartition(":")[2].lower())


def rank(use: str) -> int:
    """How good a picture is by its use: less is better.

    >>> sorted(["THUMBS", "Images", "MASTER", "", "DEFAULT"], key=rank)
    ['MASTER', 'DEFAULT', 'Images', '', 'THUMBS']
    """
    words = plain(use)
    if any(word in words for word in POOR_USES):
        return len(USES) + 1
    return next((place for place, word in enumerate(USES) if word in words), len(USES))


def add(
    parent: etree._Element, tag: str, text: str | None = None, space: str = METS, **attributes: str | None
) -> etree._Element:
    """Add an element; attributes that are None and characters that XML forbids are left out."""
    element = etree.SubElement(parent, f"{{{space}}}{tag}")
    for key, value in attributes.items():
        if value is not None:
            element.set(key, legal(value))
    if text is not None:
        element.text = legal(text)
    return element
