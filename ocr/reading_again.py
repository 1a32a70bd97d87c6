"""Some lines of a page are read again, or what stands in a box that a person drew.

In: a page, its image, the lines or the box, settings. Out: `Again`: partial readings, which stand beside the page's
others and change nothing, and the lines in the box that the page has not. Only the part around is cut out and read,
levelled and enlarged as the whole page was.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from ocr.errors import UsageError
from ocr.layout.lines import Found, FoundLine
from ocr.layout.made_lines import draw_line, usual_letters
from ocr.layout.sheet import Leveller, Placement
from ocr.page import Box, Page, Point, Polygon, Reading, TextLine, Transform, new_id
from ocr.prepare import ENLARGED, SMALL_GLYPH, SURVEY_SIDE, GreyImage, Mapper, Prepared, evened, is_negative, turn
from ocr.recognition import FoundPage, recognise, text_line
from ocr.settings import PageSettings
from ocr.upright import find_print

CONTEXT = 3.0  # glyphs around what is read: accents, and paper to tell ink from
LEAST_CONTEXT = 24  # pixels of it
SAME = 0.5  # of both boxes' union that a found line and one of the page share when they are one


@dataclass(frozen=True, slots=True)
class Again:
    """Partial readings, the one to look at first, and the lines that were `found` and are not on the page."""

    readings: tuple[Reading, ...]
    found: tuple[TextLine, ...] = ()


def read_again(page: Page, image: GreyImage, wanted: Sequence[str] | Box, settings: PageSettings) -> Again:
    """Read lines of a page, by id, or what stands in a box in pixels of the page.

    `image` is the page's, uint8, shape (height, width), as `ocr.ingest.load` gives it. What `settings` leaves open is
    as the page has it. Raises UsageError where there is nothing to read and EngineError where no engine can.
    """
    lines = {line.id: line for line in page.lines}
    if not isinstance(wanted, Box) and (missing := [name for name in wanted if name not in lines]):
        raise UsageError(f"page {page.id} has no line {', '.join(missing)}", "give lines that stand on the page")
    chosen = [] if isinstance(wanted, Box) else [lines[name] for name in dict.fromkeys(wanted)]
    around = (wanted if isinstance(wanted, Box) else _around(chosen)).intersection(Box(0, 0, page.width, page.height))
    if not around.area:
        raise UsageError("there is nothing to read again", "name lines, or draw a box on the page")
    cutting = _Cutting(page, image, around)
    if isinstance(wanted, Box):
        chosen = _found_in(cutting, page, around, settings)
    return _read(cutting, page, chosen, settings)


class _Cutting(Mapper):
    """A part of a page image, level and enlarged like the page; maps its pixels to the page's."""

    def __init__(self, page: Page, image: GreyImage, box: Box) -> None:
        if is_negative(image):
            image = np.asarray(cv2.bitwise_not(image), np.uint8)
        even, small, glyph = evened(image, page.direction)
        self.glyph = glyph * max(even.shape) / max(small.shape)
        lean = abs(math.sin(math.radians(page.transform.angle)))
        margin = round(max(LEAST_CONTEXT, CONTEXT * self.glyph) + lean * max(box.width, box.height))
        part = box.grown(margin, Box(0, 0, page.width, page.height))
        grey = even[part.top : part.bottom, part.left : part.right]
        scale = ENLARGED if 0 < self.glyph < SMALL_GLYPH and max(image.shape) <= SURVEY_SIDE else 1
        if scale > 1:
            grey = np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), np.uint8)
        self.grey = turn(grey, page.transform.angle) if page.transform.angle else np.ascontiguousarray(grey)
        self.transform = page.transform
        self._corner = part.left, part.top
        self._level = Leveller(Placement(part.width, part.height, page.transform, "horizontal"))
        super().__init__(page.transform, part.width, part.height, scale)

    def point(self, x: float, y: float) -> Point:
        """A point of the part as a point of the page image."""
        x, y = super().point(x, y)
        return x + self._corner[0], y + self._corner[1]

    def enter(self, polygon: Polygon) -> Box:
        """The level box in the part of a line's polygon on the page."""
        left, top = self._corner
        box = self._level.box([(x - left, y - top) for x, y in polygon])
        return Box(*(self.scale * side for side in (box.left, box.top, box.right, box.bottom)))


def _around(lines: Sequence[TextLine]) -> Box:
    return Box.around(line.box for line in lines) if lines else Box(0, 0, 0, 0)


def _found_in(cutting: _Cutting, page: Page, box: Box, settings: PageSettings) -> list[TextLine]:
    """The lines in a drawn box: the page's own where it has them, else new ones; the box itself where none is found."""
    direction = settings.direction or page.direction
    glyph = cutting.glyph * cutting.scale
    found = find_print(Prepared(cutting.grey, Transform(), glyph, cutting.scale), direction) if glyph else None
    drawn = _found_page(cutting, page, (), settings)
    lines = [text_line(each, replace(drawn, direction=direction)) for each in (found.lines if found else ())]
    inside = [line for line in lines if box.left <= line.box.center[0] < box.right]
    inside = [line for line in inside if box.top <= line.box.center[1] < box.bottom]
    inside = inside or [draw_line("", box.polygon, direction, usual_letters(page.lines))]
    return [_known(line, page) or replace(line, id=new_id("l", page.id, "drawn", line.box)) for line in inside]


def _known(line: TextLine, page: Page) -> TextLine | None:
    """The line of a page that a found one is."""
    for each in page.lines:
        shared = each.box.intersection(line.box).area
        if shared and shared > SAME * (each.box.area + line.box.area - shared):
            return each
    return None


def _read(cutting: _Cutting, page: Page, lines: Sequence[TextLine], settings: PageSettings) -> Again:
    """What the engines make of lines, told by the lines' own ids."""
    scale = cutting.scale
    boxes = [cutting.enter(line.polygon if len(line.polygon) > 2 else line.box.polygon) for line in lines]
    found = [
        FoundLine(box, line.glyph * scale, line.stroke * scale, line.direction)
        for box, line in zip(boxes, lines, strict=True)
    ]
    drawn = _found_page(cutting, page, found, settings)
    names = {text_line(each, drawn).id: line.id for each, line in zip(found, lines, strict=True)}
    read = recognise(drawn)
    readings = tuple(_partial(reading, names, page) for reading in read.readings)
    said = {name for reading in readings for name in reading.lines}
    known = {line.id for line in page.lines}
    return Again(readings, tuple(line for line in lines if line.id in said and line.id not in known))


def _found_page(cutting: _Cutting, page: Page, lines: Sequence[FoundLine], settings: PageSettings) -> FoundPage:
    asked = replace(
        settings,
        language=settings.language or page.language,
        script=settings.script or page.script,
        direction=settings.direction or page.direction,
    )
    found = Found(tuple(lines), (), (), (), cutting.glyph * cutting.scale)
    return FoundPage(cutting.grey, found, cutting, page.direction, page.id, asked)


def _partial(reading: Reading, names: dict[str, str], page: Page) -> Reading:
    """A reading of some lines of a page, named after them."""
    lines = {names[name]: text for name, text in reading.lines.items()}
    parts = (reading.engine, reading.model, reading.version, reading.run, *sorted(lines))
    settings = {**reading.settings, "part": "lines"}
    return replace(reading, id=new_id("g", page.id, *parts), lines=lines, settings=settings)
