"""The hOCR file that a page was imported from, beside the one that is being written.

In: the file's bytes and the page as it is now. Out: the file's ids of areas and lines, the properties, attributes,
meta elements and floats (tables, formulas) that Galley does not know, and the places of single characters of words
that stayed. Boxes among these are brought to the page's size.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lxml import etree

from correction.exchange.carrying import Known, Vocabulary, carry
from correction.exchange.hocr.lines import GLYPHS, WORDS, word_text
from correction.exchange.hocr.reader import LINES, PICTURES, elements_of
from correction.exchange.hocr.tree import inside, kinds, numbers, properties
from correction.exchange.xml_tree import tag
from ocr.page import Page, new_id

_WRITTEN = frozenset(
    ("bbox", "order", "cflow", "baseline", "poly", "x_wconf", "textangle", "image", "file", "ppageno", "scan_res")
)
_PLACES = frozenset(("bbox", "x_bboxes"))
_METAS = frozenset(("ocr-system", "ocr-capabilities", "ocr-number-of-pages", "ocr-langs", "ocr-scripts"))
_ATTRIBUTES = frozenset(("class", "title", "lang", "{http://www.w3.org/XML/1998/namespace}lang", "style", "dir"))
_DATA = frozenset(f"data-{name}" for name in ("role", "type", "continues", "item", "direction", "hyphen"))
_OURS = frozenset((*LINES, *PICTURES, *WORDS, *GLYPHS, "ocr_separator", "ocr_carea", "ocrx_block", "ocr_par"))


class ImportedHocr:
    """An imported file with its elements by the ids that the page has for them; raises InputError if it is no hOCR."""

    def __init__(self, data: bytes, page: Page) -> None:
        self.pairs: list[tuple[etree._Element, etree._Element]] = []
        self.element, self._elements = nearest_page(data, page)
        size = numbers(properties(self.element).get("bbox"))
        known = len(size) == 4 and size[2] > 0 and size[3] > 0
        self._scale = (page.width / size[2], page.height / size[3]) if known else (1.0, 1.0)

    def name(self, name: str) -> str:
        """What an area, line, separator or picture is called in the file; its own name where it is not from there."""
        element = self._elements.get(name)
        said = element.get("id") if element is not None else None
        return said if said and self._elements.get(said) is element else name

    def pair(self, new: etree._Element, name: str) -> None:
        """Say that an element of the new document is that of this name in the file."""
        old = self._elements.get(name)
        if old is not None:
            self._pair(new, old)

    def line(self, new: etree._Element, name: str) -> None:
        """Pair a line, and its words as long as they are the same."""
        old = self._elements.get(name)
        if old is None:
            return
        self._pair(new, old)
        ours, theirs = list(inside(new, *WORDS)), list(inside(old, *WORDS))
        if [word_text(word, word is ours[-1]) for word in ours] != [
            word_text(each, each is theirs[-1]) for each in theirs
        ]:
            return
        for word, was in zip(ours, theirs, strict=True):
            self._pair(word, was)
            self._glyphs(word, was)

    def _pair(self, new: etree._Element, old: etree._Element) -> None:
        self.pairs.append((new, old))
        more = [f"{key} {' '.join(v)}" for key, v in self._properties(old).items() if key not in _WRITTEN]
        if more:
            new.set("title", "; ".join([new.get("title") or "", *more]))

    def _properties(self, old: etree._Element) -> Mapping[str, Sequence[str]]:
        found: dict[str, Sequence[str]] = {}
        for key, values in properties(old).items():
            if key in _PLACES and self._scale != (1.0, 1.0):
                values = [str(round(n * self._scale[i % 2])) for i, n in enumerate(numbers(values))]
            found[key] = [v if re.fullmatch(r"[^\s;\"']+", v) else '"' + v.replace('"', "%22") + '"' for v in values]
        return found

    def _glyphs(self, word: etree._Element, old: etree._Element) -> None:
        """Let a word have its characters as the file has them."""
        letters = list(inside(old, *GLYPHS))
        if letters and word.text == "".join("".join(map(str, each.itertext())).strip() for each in letters):
            word.text = None
            for each in letters:
                copy = etree.SubElement(word, word.tag)
                copy.set("class", each.get("class") or "")
                copy.set("title", "; ".join(f"{k} {' '.join(v)}" for k, v in self._properties(each).items()))
                copy.text = "".join(map(str, each.itertext())).strip()

    def carry(self, root: etree._Element, page: etree._Element) -> None:
        """Carry what is left into the new document."""
        self._pair(page, self.element)
        ours = {tag(each): each for each in root}
        file = self.element.getroottree().getroot()
        heads = [each for each in file if tag(each) == "head"]
        if heads and "head" in ours:
            self.pairs.append((ours["head"], heads[0]))
        for element in inside(self.element, *_floats(self.element)):
            element.set("title", "; ".join(f"{k} {' '.join(v)}" for k, v in self._properties(element).items()))
        carry(root, self.pairs, VOCABULARY)


def nearest_page(data: bytes, page: Page) -> tuple[etree._Element, dict[str, etree._Element]]:
    """The page of a file that has the most of a page's lines, with its elements by the ids that they have there."""
    lines = {line.id for line in page.lines}
    found: list[tuple[etree._Element, dict[str, etree._Element]]] = []
    for element, named in elements_of(data):
        by_id = {new_id(kind, page.id, name): each for (kind, name), each in named.items()}
        found.append((element, {**by_id, **{name: each for (_, name), each in named.items()}}))
    return max(found, key=lambda pair: len(lines & pair[1].keys()))


def _floats(page: etree._Element) -> frozenset[str]:
    """The classes of hOCR elements that Galley does not read."""
    classes = {kind for each in page.iterdescendants("*") for kind in kinds(each) if kind.startswith("ocr")}
    return frozenset(classes - _OURS)


def _is_ours(child: etree._Element) -> bool:
    """Whether a child of the file is written anew, or is text or dress that an element of Galley's has by itself."""
    if tag(child) == "meta":
        return child.get("name") in _METAS or child.get("name") is None
    said = {kind for kind in kinds(child) if kind.startswith("ocr")}
    parent = child.getparent()
    stands_free = parent is not None and "ocr_page" in kinds(parent)
    return not (stands_free and said and not said & _OURS and next(inside(child, *LINES), None) is None)


VOCABULARY = Vocabulary(
    elements={name: Known(_ATTRIBUTES | _DATA) for name in ("div", "p", "span", "section", "article")},
    ids=frozenset({"id"}),
    own=_is_ours,
)
