"""hOCR back into pages: what Galley wrote, and what Tesseract, OCRopus and others write, with words or without.

In: a file's bytes. Out: a `Page` with one reading, engine `hocr`. The file's `order`, `cflow`, `lang` and the classes
of its lines become reading order, items, language and roles; soft hyphens become printed ones. hOCR carries no more
than one reading, no confidence of a line, and no line without a text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from correction.exchange.hocr.lines import read_line
from correction.exchange.hocr.tree import REMEDY, box_of, inside, kinds, numbers, parse_hocr, properties
from correction.exchange.pagexml.terms import ITEM_TYPES, ROLE_NAMES
from correction.exchange.signature import PROGRAM
from ocr.errors import InputError
from ocr.page import (
    Box,
    Item,
    Language,
    LineText,
    Page,
    Picture,
    Reading,
    Role,
    Script,
    Separator,
    Source,
    TextLine,
    TextRegion,
    Transform,
    new_id,
)

LINES = ("ocr_line", "ocrx_line", "ocr_header", "ocr_caption", "ocr_textfloat", "ocr_footer", "ocr_pageno")
_AREAS = ("ocr_carea", "ocrx_block", "ocr_column")
PICTURES = ("ocr_photo", "ocr_image", "ocr_linedrawing", "ocr_textimage")
_ROLES: dict[str, Role] = {
    "ocr_header": "headline",
    "ocr_caption": "caption",
    "ocr_textfloat": "inset",
    "ocr_footer": "furniture",
    "ocr_pageno": "furniture",
}
MADE_UP = "made"  # begins ids that are none of the file's, and none that Galley gave
WHERE_NOTHING_IS = Box(0, 0, 0, 0)
# By the codes of BCP 47, ISO 639-2 and Tesseract.
_LANGUAGES: dict[str, Language] = {
    **dict.fromkeys(("zh-hant", "zh-tw", "zh-hk", "chi_tra", "chi_tra_vert"), "zh-Hant"),
    **dict.fromkeys(("zh", "zh-hans", "zh-cn", "zho", "chi", "chi_sim", "chi_sim_vert"), "zh"),
    **dict.fromkeys(("de", "deu", "ger", "frk", "deu_frak", "deu_latf"), "de"),
    **dict.fromkeys(("fr", "fra", "fre", "frm"), "fr"),
    **dict.fromkeys(("en", "eng", "enm"), "en"),
}
_FRAKTUR = frozenset({"frk", "deu_frak", "deu_latf"})
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def read_hocr(data: bytes, page_id: str | None = None) -> Page:
    """Read the page of a file, the first where it has several; raises InputError for anything but hOCR.

    `page_id` takes the place of the id in the file. `Page.notes` say what was missing or wrong.
    """
    pages = list(_pages(data))
    root, element, notes = pages[0]
    if len(pages) > 1:
        notes = (*notes, f"the file has {len(pages)} pages: this is the first")
    return _PageReader(root, element, page_id, notes).read()


def read_hocr_pages(data: bytes) -> Iterator[Page]:
    """Read every page of a file, one at a time; raises InputError for anything but hOCR."""
    return (_PageReader(root, element, None, notes).read() for root, element, notes in _pages(data))


def elements_of(data: bytes) -> Iterator[tuple[etree._Element, dict[tuple[str, str], etree._Element]]]:
    """Every page of a file, with its elements by what they are (`r`, `l`, `i` or `s`) and the ids they are read by."""
    for root, element, notes in _pages(data):
        reader = _PageReader(root, element, None, notes)
        reader.read()
        yield element, reader.elements


def _pages(data: bytes) -> Iterator[tuple[etree._Element, etree._Element, tuple[str, ...]]]:
    root, notes = parse_hocr(data)
    found = list(inside(root, "ocr_page"))
    if not found:
        raise InputError(f"the file is not hOCR: nothing in it is an ocr_page, line {root.sourceline}", REMEDY)
    return ((root, element, notes) for element in found)


@dataclass(slots=True)
class _PageReader:
    """One ocr_page on its way into a `Page`: what was read of it so far."""

    root: etree._Element
    element: etree._Element
    page_id: str | None
    notes: tuple[str, ...]
    taken: set[str] = field(default_factory=set)
    texts: dict[str, LineText] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    elements: dict[tuple[str, str], etree._Element] = field(default_factory=dict)
    outside: int = 0
    bounds: Box = WHERE_NOTHING_IS

    def read(self) -> Page:
        said = properties(self.element)
        name = self.page_id or self.element.get("id") or new_id("p", *said.get("image", ["hocr"]))
        self.bounds = self._bounds(box_of(said))
        system = _meta(self.root, "ocr-system")
        groups = list(_groups(self.element))
        order = [numbers(properties(area).get("order")) for area, _ in groups]
        if all(order):
            groups = [group for _, group in sorted(zip(order, groups, strict=True), key=lambda pair: pair[0][0])]
        language, script = self._language()
        wide = language.startswith("zh") and not system.startswith(PROGRAM)
        regions = tuple(self._region(area, lines, wide) for area, lines in groups)
        reading = Reading(new_id("rd", name, "hocr"), "hocr", system, "", self.texts)
        pictures = tuple(self._picture(each) for each in inside(self.element, *PICTURES))
        separators = tuple(self._separator(each) for each in inside(self.element, "ocr_separator"))
        if self.outside:
            self.notes = (*self.notes, f"boxes that reached beyond the page were cut to it: {self.outside}")
        vertical = Counter(line.direction for region in regions for line in region.lines)
        resolution = numbers(said.get("scan_res"))
        return Page(
            id=name,
            source=Source((said.get("image") or said.get("file") or [""])[0], ""),
            width=self.bounds.right,
            height=self.bounds.bottom,
            dpi=round(resolution[0]) if resolution and resolution[0] > 0 else None,
            language=language,
            script=script,
            direction="vertical" if vertical["vertical"] > vertical["horizontal"] else "horizontal",
            transform=Transform(),
            regions=regions,
            items=tuple(self.items.values()),
            separators=separators,
            pictures=pictures,
            readings=(reading,) if self.texts else (),
            base=reading.id if self.texts else "",
            notes=tuple(dict.fromkeys(self.notes)),
        )

    def _bounds(self, box: Box | None) -> Box:
        """The page as a box from 0; as far as anything reaches, where the file does not say its size."""
        if box is not None and box.right > 0 and box.bottom > 0:
            return Box(0, 0, box.right, box.bottom)
        boxes = [found for each in self.element.iter() if (found := box_of(properties(each)))]
        if not boxes:
            raise InputError(f"the page says no size and has no boxes, line {self.element.sourceline}", REMEDY)
        self.notes = (*self.notes, "the file does not say how large the page is: as far as its text reaches")
        return Box(0, 0, max(1, Box.around(boxes).right), max(1, Box.around(boxes).bottom))

    def _language(self) -> tuple[Language, Script]:
        """What most areas, paragraphs and words say; Tesseract says English at the top of every file."""
        said: Counter[str] = Counter()
        for each in self.element.iter():
            code = each.get("lang") or each.get(_LANG)
            if code and isinstance(each.tag, str):
                said[code.lower()] += 1
        top = self.root.get("lang") or self.root.get(_LANG) or ""
        codes = [code for code, _ in said.most_common()] + [*_meta(self.root, "ocr-langs").lower().split(), top.lower()]
        known = next((code for code in codes if code in _LANGUAGES), "en")
        language = _LANGUAGES[known]
        if language.startswith("zh"):
            return language, "han"
        return language, "fraktur" if known in _FRAKTUR or "Latf" in _meta(self.root, "ocr-scripts") else "latin"

    def name(self, element: etree._Element, prefix: str) -> str:
        """The id of an element, or a new one where it has none or another has the same."""
        name, count = element.get("id") or "", 0
        if name in self.taken:
            self.notes = (*self.notes, f"the id {name} stands there twice, line {element.sourceline}")
        while not name or name in self.taken:
            name, count = new_id(MADE_UP, prefix, len(self.taken), count), count + 1
        self.taken.add(name)
        self.elements[prefix, name] = element
        return name

    def cut(self, box: Box) -> Box:
        """A box inside the page."""
        inner = box.intersection(self.bounds)
        if box.left < 0 or box.top < 0 or box.right > self.bounds.right or box.bottom > self.bounds.bottom:
            self.outside += 1
            x, y = min(inner.left, self.bounds.right), min(inner.top, self.bounds.bottom)
            return Box(x, y, max(x, min(inner.right, self.bounds.right)), max(y, min(inner.bottom, self.bounds.bottom)))
        return box

    def _region(self, area: etree._Element, elements: Sequence[etree._Element], wide: bool) -> TextRegion:
        said = properties(area)
        lines = [line for element in elements if (line := self._line(element, wide))]
        box = box_of(said)
        around = Box.around(line.box for line in lines) if lines else WHERE_NOTHING_IS
        item = next(iter(said.get("cflow", ())), None)
        if item is not None:
            self.items.setdefault(item, Item(item, ITEM_TYPES.get(area.get("data-type", ""), "article")))
        classes = {kind for element in elements for kind in kinds(element) if kind in LINES}
        told = _ROLES.get(next(iter(classes)), "body") if len(classes) == 1 else "body"
        role = ROLE_NAMES.get(area.get("data-role", ""), told)
        name = (
            self.name(area, "r") if not kinds(area).isdisjoint((*_AREAS, "ocr_par")) else new_id(MADE_UP, lines[0].id)
        )
        inner = self.cut(box) if box else around
        return TextRegion(name, inner, role, tuple(lines), item, area.get("data-continues") == "true")

    def _line(self, element: etree._Element, wide: bool) -> TextLine | None:
        line, text = read_line(element, self.name(element, "l"), wide, self.cut)
        if text.text:
            self.texts[line.id] = text
        return line

    def _picture(self, element: etree._Element) -> Picture:
        return Picture(self.name(element, "i"), self._place(element), element.get("data-item"))

    def _separator(self, element: etree._Element) -> Separator:
        box = self._place(element)
        written = element.get("data-direction")
        upright = written == "vertical" if written else box.height > box.width
        return Separator(self.name(element, "s"), box, "vertical" if upright else "horizontal")

    def _place(self, element: etree._Element) -> Box:
        return self.cut(box_of(properties(element)) or WHERE_NOTHING_IS)


def _groups(page: etree._Element) -> Iterator[tuple[etree._Element, list[etree._Element]]]:
    """The lines of a page by what holds them: a paragraph, or an area of one paragraph or none, or the page."""
    paragraphs = Counter(area for each in inside(page, "ocr_par") if (area := _around(each, page, *_AREAS)) is not None)
    held: dict[etree._Element, list[etree._Element]] = {}
    for line in inside(page, *LINES):
        if next(inside(line, *LINES), None) is None:  # else it is a header or a float with lines of its own
            area, paragraph = _around(line, page, *_AREAS), _around(line, page, "ocr_par")
            if paragraph is None or (area is not None and paragraphs[area] == 1):
                held.setdefault(page if area is None else area, []).append(line)
            else:
                held.setdefault(paragraph, []).append(line)
    yield from held.items()


def _around(element: etree._Element, page: etree._Element, *wanted: str) -> etree._Element | None:
    """The nearest element around another, inside its page, with one of these classes."""
    for each in element.iterancestors():
        if each is page:
            return None
        if not kinds(each).isdisjoint(wanted):
            return each
    return None


def _meta(root: etree._Element, name: str) -> str:
    found = (each.get("content") or "" for each in root.iter("{*}meta") if each.get("name") == name)
    return next(found, "")
