"""The words that TEI and Galley share, in both versions that are written.

In: values of the page model and of articles. Out: elements and attribute values. The DTA base format ("dtabf") is a
narrow part of TEI: it has no zones, no `<unclear>` and no attributes on `<lb>` but `n`. "p5" says all of that in the
elements that TEI P5 has for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, get_args
from urllib.parse import quote

from lxml import etree

from correction.exchange.xml_names import legal
from ocr.page import Box, ItemType

NAMESPACE = "http://www.tei-c.org/ns/1.0"
XML = "http://www.w3.org/XML/1998/namespace"
ID, LANG = f"{{{XML}}}id", f"{{{XML}}}lang"

Version = Literal["dtabf", "p5"]
VERSIONS: tuple[Version, ...] = get_args(Version)

DIV_TYPES: Mapping[ItemType, str] = {
    "article": "jArticle",
    "serial": "jFeuilleton",
    "advert": "jAn",
    "notice": "jAnnouncements",
    "obituary": "jAnnouncements",
    "table": "jArticle",
    "picture": "figures",
}
"""The base format's words for items of newspapers; `jAn` is an advertisement."""

_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def add(parent: etree._Element, tag: str, text: str | None = None, **attributes: str | None) -> etree._Element:
    """Add a TEI element; attributes that are None and characters that XML forbids are left out.

    `id` and `lang` are those of XML.
    """
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
    for key, value in attributes.items():
        if value is not None:
            element.set({"id": ID, "lang": LANG}.get(key, key), legal(value))
    if text is not None:
        element.text = legal(text)
    return element


def language_tag(language: str) -> str | None:
    """A language where it can be an `xml:lang`.

    >>> language_tag("zh-Hant"), language_tag("?")
    ('zh-Hant', None)
    """
    return language if _LANGUAGE.fullmatch(language) else None


def reference(name: str, box: Box | None = None) -> str:
    """A URI of a file beside the document, or of a rectangle of that picture.

    >>> reference("images/Seite 2.jpg", Box(10, 20, 110, 60))
    'images/Seite%202.jpg#xywh=10,20,100,40'
    """
    place = f"#xywh={box.left},{box.top},{box.width},{box.height}" if box else ""
    return f"{quote(name.encode('utf-8', 'replace'), safe='/.-_~')}{place}"


# Elements that have no text of their own.
_HOLDERS = (
    *("TEI", "teiHeader", "fileDesc", "sourceDesc", "biblFull", "encodingDesc", "editorialDecl", "profileDesc"),
    *("revisionDesc", "facsimile", "surface", "zone", "text", "body", "div", "figure", "lg", "table"),
)


def break_lines(root: etree._Element) -> None:
    """Put a line end between elements where white space says nothing, for whoever reads the file."""
    for element in root.iter(*(f"{{{NAMESPACE}}}{tag}" for tag in _HOLDERS)):
        if len(element):
            element.text = "\n"
            for child in element:
                child.tail = "\n"


class Flow:
    """Text and elements one behind the other inside an element."""

    def __init__(self, element: etree._Element) -> None:
        self.element = element

    def text(self, text: str) -> None:
        """Go on with text, without what XML forbids."""
        said = legal(text)
        if len(self.element):
            last = self.element[-1]
            last.tail = f"{last.tail or ''}{said}"
        else:
            self.element.text = f"{self.element.text or ''}{said}"

    def add(self, tag: str, text: str | None = None, **attributes: str | None) -> etree._Element:
        """Go on with an element."""
        return add(self.element, tag, text, **attributes)
