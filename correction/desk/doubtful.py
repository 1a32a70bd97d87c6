"""The doubts that are open on a page as it is now, as the browser gets them.

In: a `Sitting`, the doubts of its base reading and those of them that nobody has settled. Out: `PageDoubts`, which
msgspec writes as JSON. Offsets are code points of the text that the answer names for the line, so that a browser in
which somebody typed on knows how far to move them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

import msgspec

from correction.desk.desk import Sitting
from correction.desk.view import Edges, edges
from correction.doubts import Doubt
from correction.doubts.moving import Moving
from correction.doubts.places import glyphs_by_offset
from correction.doubts.settled import OpenDoubt
from ocr.page import Box, Page, TextLine

LIKELY = 0.3  # chance of an error from which a doubt is among the likeliest


class ReadingView(msgspec.Struct, frozen=True):
    """What an engine has for a piece."""

    engine: str
    text: str


class DoubtView(msgspec.Struct, frozen=True):
    """A piece of a line's text that may be wrong; `box` is where it stands, in pixels of the page image."""

    offset: int
    length: int
    chance: float
    likely: bool
    reason: str
    box: Edges
    readings: tuple[ReadingView, ...]
    alternatives: tuple[str, ...]


class LineDoubts(msgspec.Struct, frozen=True):
    """The open doubts of a line that says `text`, from left to right."""

    line: str
    text: str
    doubts: tuple[DoubtView, ...]


class PageDoubts(msgspec.Struct, frozen=True):
    """What is open on a page, of how many: `all` that were marked, and the `likely` ones among them."""

    version: int
    all: int
    likely: int
    lines: tuple[LineDoubts, ...]


def doubts_seen(sitting: Sitting, found: Iterable[Doubt], still: Sequence[OpenDoubt]) -> PageDoubts:
    """What the browser gets of a page: `found` were its doubts as it was read, `still` are those that are open."""
    chances = [doubt.chance for doubt in found if doubt.marked]
    names = _names(sitting.page)
    lines = []
    for line, group in groupby((doubt for doubt in still if doubt.marked), key=lambda doubt: doubt.line):
        views = tuple(_view(sitting, doubt, names) for doubt in group)
        lines.append(LineDoubts(line, sitting.text_of(line), views))
    likely = sum(chance >= LIKELY for chance in chances)
    return PageDoubts(sitting.version, len(chances), likely, tuple(lines))


def _view(sitting: Sitting, doubt: OpenDoubt, names: dict[str, str]) -> DoubtView:
    line = sitting.lines[doubt.line]
    back = Moving(sitting.text_of(line.id), sitting.page.text_of(line.id))
    span = back.carry(doubt.offset, doubt.offset + doubt.length)
    return DoubtView(
        doubt.offset,
        doubt.length,
        doubt.chance,
        doubt.chance >= LIKELY,
        doubt.reason,
        edges(_box(sitting.page, line, *span)),
        tuple(ReadingView(names[said.reading], said.text) for said in doubt.readings),
        doubt.alternatives,
    )


def _names(page: Page) -> dict[str, str]:
    """What each reading is called: its engine, and its model where an engine read more than once."""
    engines = [reading.engine for reading in page.readings]
    return {
        reading.id: reading.engine if engines.count(reading.engine) == 1 else f"{reading.engine} {reading.model}"
        for reading in page.readings
    }


def _box(page: Page, line: TextLine, start: int, end: int) -> Box:
    """Where a piece of the base text stands: its glyphs, else its share of the line."""
    reading = page.base_reading
    read = reading.lines.get(line.id) if reading else None
    if read and (boxes := [glyph.box for glyph in glyphs_by_offset(read)[start:end] if glyph]):
        return Box.around(boxes)
    box, count = line.box, max(1, len(page.text_of(line.id)))
    one, two = start / count, max(end, start + 1) / count
    if line.direction == "vertical":
        return Box(box.left, box.top + int(box.height * one), box.right, box.top + int(box.height * two))
    return Box(box.left + int(box.width * one), box.top, box.left + int(box.width * two), box.bottom)
