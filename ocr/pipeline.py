"""The way of one page: from its source to a Page with readings in reading order.

In: a `Source`, an id, settings, a person's overrides. Out: a frozen `Page`. The steps read like the design: load,
prepare, find lines, read, arrange. Raises GalleyError; knows no store, no progress bar, no other page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2

from ocr.ingest import Scan, load, may_be_double, turned
from ocr.language import detect_language, direction_of
from ocr.layout.arrange import arrange
from ocr.layout.overrides import NO_OVERRIDES, Overrides
from ocr.layout.sheet import Placement, lay_out
from ocr.page import (
    Box,
    Direction,
    Language,
    LineText,
    Page,
    Picture,
    Reading,
    Script,
    Separator,
    Source,
    TextLine,
    Transform,
    Turn,
    new_id,
)
from ocr.prepare import MAX_SKEW, Mapper
from ocr.recognition import FoundPage, ReadLines, Recogniser, recognise
from ocr.settings import PageSettings
from ocr.stipple import without_dots
from ocr.upright import View, find_turn, in_rows, is_mirrored, view

cv2.setNumThreads(1)

TEXT_LAYER_LETTERS = 200  # of a PDF's own text: enough for a page to need no recognition

COARSE = "the resolution is too low to be read well (letters about {:.0f} pixels high): scan at 300 dpi"
COARSE_GLYPH = 7.0  # pixels of the body glyph: print at 60 dpi 6-7, at 100 dpi 8-12
NEGATIVE = "white on black: read as a negative"
MIRRORED = "the page is a mirror image: flip the file and read it again"
LEANS = "the page lay {:.0f} degrees askew and was levelled: letters at its edges may be cut off"
TWO_PAGES = "two pages on one scan that lay on its side, read as one: turn the file upright and read it again"
LAY: dict[Turn, str] = {90: "the print lay on its side", 180: "the print was upside down"}
LAY[270] = LAY[90]


def read_page(
    source: Source,
    page_id: str,
    settings: PageSettings,
    overrides: Overrides = NO_OVERRIDES,
    recogniser: Recogniser | None = None,
) -> Page:
    """Read one page: raises GalleyError when its file or its engine fails, never for a blank page.

    `recogniser` reads the found lines instead of the engine that fits the page.
    """
    scan = load(source)
    layered = sum(len(line.text.text) for line in scan.text_layer) >= TEXT_LAYER_LETTERS
    asked = settings.direction or direction_of(settings.language, settings.script)
    scan, seen = _look(scan, asked, layered)
    direction, prepared = seen.direction, seen.prepared
    height, width = scan.image.shape
    page = FoundPage(
        prepared.grey,
        seen.found,
        Mapper(prepared.transform, width, height, prepared.scale),
        direction,
        page_id,
        settings,
    )
    read = _from_text_layer(scan, page_id, direction, settings) if layered else (recogniser or recognise)(page)
    placement = Placement(width, height, Transform() if layered else prepared.transform, direction)
    return _arranged(page, scan, read, placement, overrides)


def _arranged(page: FoundPage, scan: Scan, read: ReadLines, placement: Placement, overrides: Overrides) -> Page:
    """A page whose lines are read, with its rules and pictures, in reading order."""
    found, mapper, page_id = page.found, page.mapper, page.page_id
    separators = _separators(found.horizontal, "horizontal", mapper, page_id)
    separators += _separators(found.vertical, "vertical", mapper, page_id)
    pictures = tuple(Picture(new_id("p", page_id, box), mapper.box(box)) for box in found.pictures)
    texts = {line_id: text.text for line_id, text in read.readings[0].lines.items()} if read.readings else {}
    arrangement = arrange(lay_out(read.lines, separators, pictures, texts, placement, read.language), overrides)
    return Page(
        page_id,
        scan.source,
        placement.width,
        placement.height,
        scan.dpi,
        read.language,
        read.script,
        placement.direction,
        placement.transform,
        arrangement.regions,
        arrangement.items,
        separators,
        arrangement.pictures,
        read.readings,
        read.readings[0].id if read.readings else "",
        scan.notes + read.notes,
    )


def _look(scan: Scan, direction: Direction | None, layered: bool) -> tuple[Scan, View]:
    """The scan upright, with notes on its picture, and what it shows; a text layer says itself how it lies."""
    seen = _seen(scan, direction, layered)
    turn = 0 if layered else find_turn(scan.image, seen, direction)
    if turn:
        del seen  # two pages at once may not fit into memory
        scan = turned(scan, turn)
        seen = _seen(scan, direction, layered)
    notes = [f"{LAY[turn]}: turned by {turn} degrees clockwise"] if turn else []
    notes += [TWO_PAGES] if turn in (90, 270) and may_be_double(scan.image) else []
    notes += [NEGATIVE] if seen.negative else []
    if not layered:
        seen, dots = without_dots(seen)
        notes += [*dots, *[MIRRORED] * is_mirrored(seen)]
    lean = abs(seen.prepared.transform.angle)
    notes += [LEANS.format(lean)] if lean > MAX_SKEW and not layered else []
    glyph = seen.prepared.glyph / seen.prepared.scale
    notes += [COARSE.format(glyph)] if 0 < glyph <= COARSE_GLYPH and not layered else []
    return replace(scan, notes=(*scan.notes, *notes)), seen


def _seen(scan: Scan, direction: Direction | None, layered: bool) -> View:
    """What a scan shows in the direction that was asked for, or in the one that its print runs in."""
    if layered and direction is None:
        direction = direction_of(_language_of(scan), None)
    seen = view(scan.image, direction)
    return seen if layered or direction else in_rows(scan.image, seen)


def _language_of(scan: Scan) -> Language:
    """The language of a PDF's own text."""
    return detect_language("\n".join(line.text.text for line in scan.text_layer))


def _separators(boxes: Sequence[Box], way: Direction, mapper: Mapper, page_id: str) -> tuple[Separator, ...]:
    """Found rules in page pixels."""
    return tuple(Separator(new_id("s", page_id, box), mapper.box(box), way) for box in boxes)


def _from_text_layer(scan: Scan, page_id: str, direction: Direction, settings: PageSettings) -> ReadLines:
    """The lines of a PDF's own text: read by nobody, so as sure as the file is."""
    # Faux bold and shadows print a line twice in one place.
    by_box: dict[Box, LineText] = {}
    for line in scan.text_layer:
        by_box.setdefault(line.box, line.text)
    layer = list(by_box.items())
    texts = [text for _, text in layer]
    language = settings.language or _language_of(scan)
    script: Script = settings.script or ("han" if language in ("zh", "zh-Hant") else "latin")
    lines = tuple(
        TextLine(
            new_id("l", page_id, box),
            box,
            box.polygon,
            _foot(box, direction),
            direction,
            _letter_height(box, direction, script),
        )
        for box, _ in layer
    )
    by_line = {line.id: text for line, text in zip(lines, texts, strict=True)}
    identity = new_id("g", page_id, "pdf", settings.run)
    reading = Reading(identity, "pdf", "text layer", "", by_line, {"language": language}, settings.run)
    note = "read from the PDF's own text, without recognition"
    return ReadLines(lines, (reading,), language, script, (note,))


def _foot(box: Box, direction: Direction) -> tuple[tuple[int, int], ...]:
    if direction == "vertical":
        middle = (box.left + box.right) // 2
        return (middle, box.top), (middle, box.bottom)
    return (box.left, box.bottom), (box.right, box.bottom)


def _letter_height(box: Box, direction: Direction, script: Script) -> float:
    """About the height of a text layer's letters, whose boxes reach from ascender to descender."""
    thick = box.width if direction == "vertical" else box.height
    return thick * (0.9 if script == "han" else 0.55)
