"""Pages as hOCR 1.2, one XHTML file per page named by its id.

In: an `Export`. Out: a file per page: `ocr_page` with its image, `ocr_carea` and `ocr_par` per region in reading order
(`order`; `cflow` names its article), `ocr_line`, or `ocr_header`, `ocr_caption` and `ocr_textfloat` for headings,
captions and insets, `ocrx_word` with `x_wconf`. A hyphen that breaks a word is a soft one. Vertical text is set by CSS
(`writing-mode`), as its letters stand upright. What hOCR has no word for (Galley's roles, the printed form of a
hyphen) is in HTML's `data-` attributes, which other readers pass over. `correction.exchange.hocr.reader` reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from lxml import etree

from correction.exchange import Export, OutputFile
from correction.exchange.names import Names
from correction.exchange.page_images import picture_beside
from correction.exchange.pagexml.terms import language_name
from correction.exchange.printed import PrintedLine, PrintedWord, print_page
from correction.exchange.signature import signature
from correction.exchange.xml_names import legal
from ocr.page import Box, Page, Picture, Role, Separator, TextLine, TextRegion

if TYPE_CHECKING:
    from correction.exchange.hocr.original import ImportedHocr

NAMESPACE = "http://www.w3.org/1999/xhtml"
SOFT_HYPHEN = "\u00ad"
LINE_CLASSES: Mapping[Role, str] = {
    "headline": "ocr_header",
    "kicker": "ocr_header",
    "deck": "ocr_header",
    "subhead": "ocr_header",
    "caption": "ocr_caption",
    "inset": "ocr_textfloat",
}
VERTICAL = "writing-mode: vertical-rl"
_CAPABILITIES = (
    "ocr_page ocr_carea ocr_par ocr_line ocr_header ocr_caption ocr_textfloat ocr_separator ocr_photo ocrx_word"
    " ocrp_lang ocrp_dir ocrp_poly ocrp_wconf"
)
_DOCTYPE = "<!DOCTYPE html>"


def files(export: Export) -> Iterator[OutputFile]:
    """Give a file per page, `<page id>.hocr`, one at a time, with its picture where it takes one of its own."""
    names = Names(export)
    numbers = {name: place for issue in export.issues for place, name in enumerate(issue.pages)}
    for place, page in enumerate(export.pages):
        name = names.page(page.id)
        page, picture = picture_beside(export, page, name)
        number = numbers.get(page.id, place)
        original = export.original_of(page) if export.original_of else None
        file = original.data if original and original.format == "hocr" else None
        data = write_hocr(page, print_page(export, page), number, _title(export, page), file)
        yield OutputFile(f"{name}.hocr", data)
        if picture:
            yield picture


def write_hocr(
    page: Page, printed: Mapping[str, PrintedLine], number: int = 0, title: str = "", original: bytes | None = None
) -> bytes:
    """Write one page with the lines that say something; `number` is its place among the scans, from 0.

    `original` is the hOCR file that the page was imported from; raises InputError where that is none.
    """
    from correction.exchange.hocr.original import ImportedHocr  # which reads what this module writes

    return _Writer(page, ImportedHocr(original, page) if original is not None else None).write(printed, number, title)


class _Writer:
    """One page on its way into hOCR, with the file that it was imported from, if any."""

    def __init__(self, page: Page, imported: ImportedHocr | None) -> None:
        self.page, self.imported = page, imported
        self.types = {item.id: item.type for item in page.items}

    def write(self, printed: Mapping[str, PrintedLine], number: int, title: str) -> bytes:
        page = self.page
        root = etree.Element(f"{{{NAMESPACE}}}html", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
        root.set("lang", page.language)
        root.set("{http://www.w3.org/XML/1998/namespace}lang", page.language)
        root.set("dir", "ltr")
        _head(root, page, title or page.id)
        element = _add(_add(root, "body"), "div", "ocr_page", page.id, _page_title(page, number))
        element.text = "\n"  # a blank page, too, must not be written as <div/>
        for order, region in enumerate(page.regions):
            lines = [printed[line.id] for line in region.lines if line.id in printed]
            if lines:
                self._region(element, region, lines, order)
        for picture in page.pictures:
            self._area(element, "ocr_photo", picture, {"data-item": picture.item})
        for separator in page.separators:
            self._area(element, "ocr_separator", separator, {"data-direction": separator.direction})
        if self.imported:
            self.imported.carry(root, element)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", doctype=_DOCTYPE)

    def _name(self, name: str) -> str:
        return self.imported.name(name) if self.imported else name

    def _region(self, parent: etree._Element, region: TextRegion, lines: list[PrintedLine], order: int) -> None:
        title = f"{_bbox(region.box)}; order {order}"
        if region.item is not None:
            title += f'; cflow "{legal(region.item).replace(chr(34), "%22")}"'
        name = self._name(region.id)
        area = _add(parent, "div", "ocr_carea", name, title)
        area.set("data-role", region.role)
        if region.item in self.types:
            area.set("data-type", self.types[region.item])
        if region.continues:
            area.set("data-continues", "true")
        paragraph = _add(area, "p", "ocr_par", f"par_{name}", _bbox(region.box))
        paragraph.set("lang", self.page.language)
        for line in lines:
            self._line(paragraph, line, LINE_CLASSES.get(region.role, "ocr_line"))
        if self.imported:
            self.imported.pair(area, region.id)

    def _line(self, paragraph: etree._Element, printed: PrintedLine, kind: str) -> None:
        line = printed.line
        parts = [_bbox(line.box), *_baseline(line)]
        if len(line.polygon) >= 3 and set(line.polygon) != set(line.box.polygon):
            parts.append(f"poly {' '.join(f'{x} {y}' for x, y in line.polygon)}")
        element = _add(paragraph, "span", kind, self._name(line.id), "; ".join(parts))
        if line.direction == "vertical":
            element.set("style", VERTICAL)
        elif printed.words and printed.words[0].box.center[0] > printed.words[-1].box.center[0]:
            element.set("dir", "rtl")  # as some Chinese headings are
        for word in printed.words:
            _word(element, word)
        element.tail = "\n"
        if self.imported:
            self.imported.line(element, line.id)

    def _area(
        self, parent: etree._Element, kind: str, area: Picture | Separator, data: Mapping[str, str | None]
    ) -> None:
        element = _add(parent, "div", kind, self._name(area.id), _bbox(area.box))
        element.text = " "  # an empty element would be written as <div/>, which HTML takes for an open one
        for key, value in data.items():
            if value is not None:
                element.set(key, legal(value))
        if self.imported:
            self.imported.pair(element, area.id)


def _title(export: Export, page: Page) -> str:
    issue = next((issue for issue in export.issues if page.id in issue.pages), None)
    words = [issue.title, issue.date, page.id] if issue else [export.title, page.id]
    return ", ".join(word for word in words if word)


def _head(root: etree._Element, page: Page, title: str) -> None:
    head = _add(root, "head")
    _add(head, "title").text = legal(title)
    _, script = language_name(page.language, page.script)
    for name, content in (
        ("ocr-system", signature()),
        ("ocr-capabilities", _CAPABILITIES),
        ("ocr-number-of-pages", "1"),
        ("ocr-langs", page.language),
        ("ocr-scripts", script[:4]),
    ):
        meta = _add(head, "meta")
        meta.set("name", name)
        meta.set("content", content)
        meta.tail = "\n"


def _page_title(page: Page, number: int) -> str:
    image = page.source.name.replace('"', "%22")
    parts = [f'image "{legal(image)}"', _bbox(Box(0, 0, page.width, page.height)), f"ppageno {number}"]
    if page.dpi:
        parts.append(f"scan_res {page.dpi} {page.dpi}")
    return "; ".join(parts)


def _baseline(line: TextLine) -> Iterator[str]:
    """The baseline as hOCR has it: its slope, and how far below the box's lower left corner it begins."""
    if line.direction == "vertical" or len(line.baseline) < 2:
        return
    (left, start), (right, end) = line.baseline[0], line.baseline[-1]
    if right > left:
        slope = (end - start) / (right - left)
        offset = start - slope * (left - line.box.left) - line.box.bottom
        yield f"baseline {_short(slope)} {_short(offset)}"


def _short(value: float) -> str:
    return f"{value:.5f}".rstrip("0").rstrip(".").replace("-0", "0" if abs(value) < 0.000005 else "-0")


def _word(line: etree._Element, word: PrintedWord) -> None:
    parts = [_bbox(word.box)]
    if word.confidence is not None and word.confidence == word.confidence:
        parts.append(f"x_wconf {round(100 * min(1.0, max(0.0, word.confidence)))}")
    element = _add(line, "span", "ocrx_word", word.id, "; ".join(parts))
    element.tail = " " if word.spaced else None
    element.text = legal(word.text)
    if word.part == "first":
        element.text = f"{legal(word.stem)}{SOFT_HYPHEN}"
    printed = word.mark if word.part == "first" else SOFT_HYPHEN
    if element.text.endswith(SOFT_HYPHEN) and printed != "-":
        element.set("data-hyphen", legal(printed))


def _add(parent: etree._Element, tag: str, kind: str = "", name: str = "", title: str = "") -> etree._Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
    for key, value in (("class", kind), ("id", legal(name)), ("title", title)):
        if value:
            element.set(key, value)
    if tag in ("div", "p", "body", "head", "title"):
        element.tail = "\n"
    return element


def _bbox(box: Box) -> str:
    return f"bbox {box.left} {box.top} {box.right} {box.bottom}"
