"""An imported page is fitted to its image and to a project: its size, the ids of its parts, the height of its letters.

In: a `Page` as its file tells it. Out: the same page in pixels of the image, with ids that nothing else in the project
has; ids that Galley wrote stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from ocr.layout.made_lines import LETTER
from ocr.page import Box, LineText, Page, Point, Reading, Source, TextLine, TextRegion, new_id

_GALLEYS = re.compile(r"[a-z]{1,2}_[0-9a-f]{12,16}")
OTHER_SHAPE = 0.02  # by which width and height of the image may disagree with the file's before it is told
SHAPE_NOTE = "the image has another shape than its file says: text may lie beside its ink"


def fit_to_image(page: Page, source: Source, width: int, height: int) -> Page:
    """The page in pixels of its image, `width` by `height`."""
    across, down = width / max(1, page.width), height / max(1, page.height)
    told = abs(across / down - 1) > OTHER_SHAPE
    page = replace(page, source=source, notes=(*page.notes, *([SHAPE_NOTE] if told else [])))
    if (width, height) == (page.width, page.height):
        return page

    def point(at: Point) -> Point:
        return round(at[0] * across), round(at[1] * down)

    def box(of: Box) -> Box:
        return Box(*point((of.left, of.top)), *point((of.right, of.bottom)))

    scaled = _with_boxes(page, box, point)
    return replace(scaled, width=width, height=height, dpi=round(page.dpi * across) or None if page.dpi else None)


def rename(page: Page, page_id: str, origin: Mapping[str, str], run: str) -> Page:
    """The page under its id in a project, all its parts under ids of that page; `origin` says where it came from.

    What the text builds on is a reading of the run `run` that has `origin` among its settings.
    """

    def named(kind: str, name: str) -> str:
        return name if _GALLEYS.fullmatch(name) else new_id(kind, page_id, name)

    lines = {line.id: named("l", line.id) for line in page.lines}
    items = {item.id: named("a", item.id) for item in page.items}
    readings = tuple(_renamed(reading, page, page_id, lines, origin, run) for reading in page.readings)
    base = next((new.id for old, new in zip(page.readings, readings, strict=True) if old.id == page.base), "")
    return replace(
        page,
        id=page_id,
        regions=tuple(
            replace(
                region,
                id=named("r", region.id),
                lines=tuple(replace(line, id=lines[line.id]) for line in region.lines),
                item=items.get(region.item or ""),
            )
            for region in page.regions
        ),
        items=tuple(replace(item, id=items[item.id]) for item in page.items),
        separators=tuple(replace(each, id=named("s", each.id)) for each in page.separators),
        pictures=tuple(
            replace(each, id=named("i", each.id), item=items.get(each.item or "")) for each in page.pictures
        ),
        readings=readings,
        base=base,
    )


def with_letters(page: Page) -> Page:
    """The page with lines that stand on it, whose letters have a height: about half of a line that nobody measured."""

    def measured(line: TextLine) -> TextLine:
        box = line.box.cut_to(page.width, page.height)
        thick = box.width if line.direction == "vertical" else box.height
        polygon = line.polygon if len(line.polygon) >= 3 else box.polygon
        return replace(line, box=box, polygon=polygon, glyph=line.glyph or round(thick * LETTER, 1))

    return _with_lines(page, measured)


def _renamed(
    reading: Reading, page: Page, page_id: str, lines: Mapping[str, str], origin: Mapping[str, str], run: str
) -> Reading:
    said = {lines[line]: text for line, text in reading.lines.items() if line in lines}
    if reading.id != page.base:
        return replace(reading, lines=said)
    name = new_id("rd", page_id, reading.id, *sorted(origin.values()))
    return replace(reading, id=name, lines=said, settings={**reading.settings, **origin}, run=run)


def _with_boxes(page: Page, box: Callable[[Box], Box], point: Callable[[Point], Point]) -> Page:
    def moved(line: TextLine) -> TextLine:
        polygon, baseline = tuple(map(point, line.polygon)), tuple(map(point, line.baseline))
        return replace(line, box=box(line.box), polygon=polygon, baseline=baseline)

    def said(text: LineText) -> LineText:
        return text.moved(box)

    page = _with_lines(page, moved)
    return replace(
        page,
        regions=tuple(replace(region, box=box(region.box)) for region in page.regions),
        separators=tuple(replace(each, box=box(each.box)) for each in page.separators),
        pictures=tuple(replace(each, box=box(each.box)) for each in page.pictures),
        readings=tuple(
            replace(reading, lines={line: said(text) for line, text in reading.lines.items()})
            for reading in page.readings
        ),
    )


def _with_lines(page: Page, change: Callable[[TextLine], TextLine]) -> Page:
    def of(region: TextRegion) -> TextRegion:
        return replace(region, lines=tuple(map(change, region.lines)))

    return replace(page, regions=tuple(map(of, page.regions)))
