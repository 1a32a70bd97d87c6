"""Obstacles: pictures and frames that columns of text go on under or run round.

In: the elements of a page. Out: the same with narrower boxes: a picture that stands in the way of two columns is given
to one of them, so that it parts neither into rows. What stands between two articles, or between a heading and its
text, keeps its width.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ocr.layout.elements import Element
from ocr.page import Box

WINDOW = 12.0  # line heights above and below an obstacle in which its columns are looked for
NEAR = 3.0  # line heights from an obstacle to the text that goes on above or under it
CAPTION = 0.5  # line heights of paper between an obstacle and its caption, and between the lines of it
LEAN = 1.0  # glyphs by which a box may reach over the edge of its column
WIDE = 1.4  # times the usual line width: two lines taken for one
MOSTLY = 0.5  # share of the smaller one, or of a line height, from which boxes count as level or one above the other
TOUCHED = 0.3  # share of a line, or of a column, that makes it stand in the column
OWN = 0.8  # share of a line that lies in its own column
PARTLY = (0.08, 0.92)  # share of a column that an obstacle takes away where text runs round it
BESIDE = 2  # lines of such a column that stand beside it


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of text near an obstacle, as far as its lines reach."""

    left: int
    right: int

    def shared(self, box: Box) -> int:
        """How much of the column's width a box takes."""
        return max(0, min(self.right, box.right) - max(self.left, box.left))


def narrow_obstacles(elements: Sequence[Element], glyph: float) -> list[Element]:
    """Narrow each obstacle, and its caption, to the column that it takes most of."""
    lines = [e for e in elements if e.kind == "line"]
    height = float(np.median([e.box.height for e in lines])) if lines else 0.0
    narrowed: dict[Element, Element] = {}
    for obstacle in elements:
        if obstacle.kind not in ("picture", "frame", "table"):
            continue
        captions = _captions(obstacle.box, lines, height, glyph) if obstacle.kind == "picture" else []
        others = [e for e in elements if e is not obstacle and e not in captions]
        columns = _columns(obstacle.box, [e.box for e in others if e.kind == "line"], height, glyph)
        # What stands in a frame is an item of its own, wherever the text around it goes on.
        apart = obstacle.kind == "frame"
        if len(columns) > 1 and (apart or _stands_within(obstacle.box, captions, columns, others, height)):
            home = max(columns, key=lambda c: (c.shared(obstacle.box), -c.left))
            narrowed |= {e: replace(e, box=_within(e.box, home)) for e in [obstacle, *captions]}
    return [narrowed.get(e, e) for e in elements]


def _within(box: Box, column: _Column) -> Box:
    """A box as far as it lies in a column; the column's width where it hardly does."""
    left, right = max(box.left, column.left), min(box.right, column.right)
    return replace(box, left=left, right=right) if right > left else replace(box, left=column.left, right=column.right)


def _captions(obstacle: Box, lines: Sequence[Element], height: float, glyph: float) -> list[Element]:
    """The lines close under an obstacle, with nothing beside them."""
    found: list[Element] = []
    foot = obstacle.bottom
    for line in sorted(lines, key=lambda e: e.box.top):
        box = line.box
        below = -MOSTLY * height <= box.top - foot <= CAPTION * height
        inside = obstacle.left - LEAN * glyph <= box.left and box.right <= obstacle.right + LEAN * glyph
        if (
            below
            and inside
            and not any(box.is_level(o.box, MOSTLY) for o in lines if o is not line and o.box.overlap_x(obstacle))
        ):
            found.append(line)
            foot = box.bottom
    return found


def _columns(obstacle: Box, lines: Sequence[Box], height: float, glyph: float) -> list[_Column]:
    """The columns above and below an obstacle that it stands in the way of, from left to right."""
    reach = WINDOW * height
    near = [
        b
        for b in lines
        if obstacle.top - reach <= b.bottom <= obstacle.top + MOSTLY * height
        or obstacle.bottom - MOSTLY * height <= b.top <= obstacle.bottom + reach
    ]
    usual = float(np.median([b.width for b in near])) if near else 0.0
    groups: list[list[Box]] = []
    for box in sorted((b for b in near if b.width < WIDE * usual), key=lambda b: -b.width):
        home = next((g for g in groups if g[0].overlap_x(box) > MOSTLY * box.width), None)
        if home is None:
            groups.append([box])
        else:
            home.append(box)
    columns = [
        _Column(int(np.percentile([b.left for b in g], 25)), int(np.percentile([b.right for b in g], 75)))
        for g in groups
        if len(g) > 1
    ]
    return sorted((c for c in columns if c.shared(obstacle) > LEAN * glyph), key=lambda c: c.left)


def _stands_within(
    obstacle: Box, captions: Sequence[Element], columns: Sequence[_Column], others: Sequence[Element], height: float
) -> bool:
    """Whether text comes down on an obstacle that heads no other article, or runs round it."""
    foot = max([obstacle.bottom, *(c.box.bottom for c in captions)])
    above = [_nearest(column, others, obstacle.top, height, above=True) for column in columns]
    below = [_nearest(column, others, foot, height, above=False) for column in columns]
    hangs = any(_is_text(e) for e in above) and not any(e is not None and e.kind == "heading" for e in below)
    return hangs or any(_runs_beside(obstacle, column, others) for column in columns)


def _is_text(element: Element | None) -> bool:
    return element is not None and element.kind == "line"


def _nearest(column: _Column, others: Sequence[Element], edge: int, height: float, *, above: bool) -> Element | None:
    """What stands next above or below an obstacle in a column; None where there is nothing near."""
    inside = [
        e
        for e in others
        if e.kind != "gutter" and column.shared(e.box) > TOUCHED * min(e.box.width, column.right - column.left)
    ]
    if above:
        near = [e for e in inside if -MOSTLY * height <= edge - e.box.bottom <= NEAR * height]
        return max(near, key=lambda e: e.box.bottom, default=None)
    near = [e for e in inside if -MOSTLY * height <= e.box.top - edge <= NEAR * height]
    return min(near, key=lambda e: e.box.top, default=None)


def _runs_beside(obstacle: Box, column: _Column, others: Sequence[Element]) -> bool:
    """Whether an obstacle takes a part of a column whose lines run beside it."""
    share = column.shared(obstacle) / max(1, column.right - column.left)
    beside = [
        e
        for e in others
        if e.kind == "line"
        and e.box.is_level(obstacle, MOSTLY)
        and e.box.overlap_x(obstacle) <= 0
        and column.shared(e.box) > OWN * e.box.width
    ]
    return PARTLY[0] < share < PARTLY[1] and len(beside) >= BESIDE
