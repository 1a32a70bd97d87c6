"""A page as the layout sees it: everything level and in the reading frame, whatever the scan's skew and direction.

In: lines, rules and pictures in pixels of the page image, with the stored transform. Out: a `Sheet` of the same
things with `Entry` boxes; `arrange` works on nothing else, so a stored page can be arranged anew without its image.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ocr.layout.initials import lines_beside
from ocr.layout.vertical import ReadingFrame
from ocr.page import Box, Direction, Language, Picture, Separator, TextLine, Transform
from ocr.prepare import Mapper


@dataclass(frozen=True, slots=True)
class Entry:
    """A line with its level box in the reading frame, and what the base reading says of it."""

    line: TextLine
    box: Box
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Entries, pictures and rules of one page in the reading frame, and the measures of its body type.

    `glyph` and `stroke` are the height and thickness of body letters, `line_height` that of a body line's box,
    `width` and `height` the frame's, in pixels; `turned` says that the page is vertical.
    """

    entries: tuple[Entry, ...]
    pictures: tuple[tuple[Picture, Box], ...]
    rules: tuple[tuple[Separator, Box], ...]
    width: int
    height: int
    glyph: float
    stroke: float
    line_height: float
    han: bool
    turned: bool


@dataclass(frozen=True, slots=True)
class Placement:
    """How a page lies: its size in pixels, its transform and direction."""

    width: int
    height: int
    transform: Transform
    direction: Direction


def lay_out(
    lines: Sequence[TextLine],
    separators: Sequence[Separator],
    pictures: Sequence[Picture],
    texts: Mapping[str, str],
    placement: Placement,
    language: Language,
) -> Sheet:
    """Bring a page's parts into the reading frame and measure its body type."""
    level = Leveller(placement)
    entries = tuple(Entry(line, level.box(line.polygon), texts.get(line.id, "")) for line in lines)
    # Of one order, however the lines come: what stands at one place is else read anew in another order.
    entries = tuple(sorted(entries, key=lambda entry: (entry.box, entry.line.id)))
    turned = placement.direction == "vertical"
    entries = entries if turned else _settled(entries)
    size = (placement.height, placement.width) if turned else (placement.width, placement.height)
    return Sheet(
        entries,
        tuple((p, level.box(p.box.polygon)) for p in pictures),
        tuple((s, level.box(s.box.polygon)) for s in separators),
        *size,
        _usual(entries, "glyph") or 0.01 * max(size),
        _usual(entries, "stroke"),
        float(np.median([e.box.height for e in entries])) if entries else 0.0,
        language in ("zh", "zh-Hant"),
        turned,
    )


def _settled(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Entries as if each drop capital were a letter before its first line, and the lines beside it began at it."""
    settled = list(entries)
    boxes = [entry.box for entry in entries]
    for i, entry in enumerate(entries):
        beside = lines_beside(entry.box, entry.text, boxes)
        if not beside:
            continue
        first = entries[beside[0]]
        box = Box(entry.box.left, first.box.top, entry.box.right, first.box.bottom)
        settled[i] = Entry(replace(entry.line, glyph=first.line.glyph, stroke=first.line.stroke), box, entry.text)
        for k in beside[1:]:
            settled[k] = replace(entries[k], box=replace(boxes[k], left=entry.box.left))
    return tuple(settled)


def _usual(entries: Sequence[Entry], measure: str) -> float:
    """The median of a measure over all lines, each weighted by its length."""
    values = np.array([getattr(e.line, measure) for e in entries])
    weights = np.array([max(1, e.box.width) for e in entries])
    if not values.size:
        return 0.0
    order = np.argsort(values)
    middle = int(np.searchsorted(np.cumsum(weights[order]), weights.sum() / 2))
    return float(values[order][min(middle, len(values) - 1)])


class Leveller:
    """From the page image to the level reading frame."""

    def __init__(self, placement: Placement) -> None:
        back = Transform(-placement.transform.angle)
        self._mapper = Mapper(back, placement.width, placement.height)
        self._frame = ReadingFrame(placement.direction, placement.width)

    def box(self, polygon: Sequence[tuple[int, int]]) -> Box:
        """The level box of a polygon whose corners were mapped back from one."""
        points = [self._mapper.point(x, y) for x, y in polygon]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        hull = Box(min(xs), min(ys), max(xs), max(ys))
        return self._frame.enter(_averaged(points, hull) if len(points) == 4 else hull)


def _averaged(corners: Sequence[tuple[int, int]], hull: Box) -> Box:
    """The box between opposite sides, each averaged: that undoes the widening that a turned box's hull would bring.

    The hull for corners that do not begin at the top left and go clockwise, as those of other programs.
    """
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = corners
    box = Box((x0 + x3) // 2, (y0 + y1) // 2, (x1 + x2 + 1) // 2, (y2 + y3 + 1) // 2)
    return box if 2 * box.width >= hull.width and 2 * box.height >= hull.height else hull
