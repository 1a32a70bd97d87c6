"""Tesseract's hOCR with a box for every character.

In: hOCR of many line images, one a page. Out: for each of them its words with glyphs, in pixels of the line image.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from lxml import etree

from ocr.page import Box, Glyph, Word

_BOX = re.compile(r"\bbbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
_BOXES = re.compile(r"\bx_bboxes (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
_PAGE = re.compile(r"page_([1-9]\d{0,8})")
_SURE = re.compile(r"\bx_w?conf (\d+(?:\.\d+)?)")


def read_hocr(document: bytes) -> Iterator[tuple[int, list[Word]]]:
    """The number of each image, from 0, that has words, and the words."""
    # Nothing is fetched: the document type names a place in the net.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    root = etree.fromstring(document, parser)
    for page in root.iter("div") if root is not None else ():
        found = _PAGE.fullmatch(page.get("id", ""))
        words = [word for each in page.iter("span") if (word := _word(each)) is not None] if found else []
        if found and words:
            yield int(found[1]) - 1, words


def _word(element: etree._Element) -> Word | None:
    if element.get("class") != "ocrx_word":
        return None
    text = unicodedata.normalize("NFC", _text(element))
    box = _box(_BOX, element)
    glyphs = tuple(glyph for each in element.iter("span") if (glyph := _glyph(each)) is not None)
    return Word(text, box, _confidence(element), glyphs) if text and box else None


def _glyph(element: etree._Element) -> Glyph | None:
    text, box = _text(element), _box(_BOXES, element)
    if element.get("class") != "ocrx_cinfo" or not text or box is None:
        return None
    return Glyph(unicodedata.normalize("NFC", text), box, _confidence(element))


def _text(element: etree._Element) -> str:
    """What stands in an element, without the line ends and indents between its characters."""
    return "".join("".join(map(str, element.itertext())).split())


def _box(form: re.Pattern[str], element: etree._Element) -> Box | None:
    found = form.search(element.get("title", ""))
    return Box(*map(int, found.groups())) if found else None


def _confidence(element: etree._Element) -> float | None:
    found = _SURE.search(element.get("title", ""))
    return round(min(1.0, float(found[1]) / 100), 4) if found else None
