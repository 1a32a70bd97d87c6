"""Territory: what the headings and rules of a vertical page reign over, and so which line waits for which.

In: elements in the reading frame, where a column of characters is a line and a band a column. Out: a `Territory`. A
heading reigns over what is below it in the bands that it stands over, down to the next heading or to a rule right
across a band. Text of the one heading does not wait for what stands beside it in the territory of a later one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr.layout.elements import Element
from ocr.page import Box

TOUCH = 0.6  # glyphs that two lines of neighbouring bands may overlap along the line
TOUCH_LARGE = 2.0  # the same for headings, and for pictures and frames, which may fill the paper between bands
BANDED = 0.5  # share of the shorter one's length: lines that overlap so far are of one band
SHARED = 0.4  # share of the lower one's height that two lines at one height have in common
OVER = 2.0, 0.5  # glyphs of a line, and of a shorter one the share, that a heading must stand over to reign over it
STRIP = 0.25  # of a heading's height above and below, where something beside it may reach into its row
CENTRED = (0.3, 2.0)  # of the paper on both sides of a centred heading, and glyphs more: how unlike they may be
UNDER = 2.0  # glyphs below a heading in which its row is compared with the bands there
INDENT = 3.0  # glyphs by which the beginnings of two lines of one band may differ
ACROSS = 0.8  # share of a line's length that a rule across its band runs along
LARGER = 1.3  # times as high as a body line: the heading of an item, not a subhead
STACK = 2.5  # line heights within which the larger line of a heading stack follows

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Territory:
    """Who reigns where, for n inked elements.

    `places` are their boxes, those of centred headings as wide as the bands that they stand over. `before` says who
    must be read before whom, shape (n, n); `large` which are headings of items, and `ruled` which a rule parts from
    the text above them in their band, shape (n,).
    """

    places: tuple[Box, ...]
    before: Flags
    large: Flags
    ruled: Flags


def find_territory(inked: Sequence[Element], rules: Sequence[Element], glyph: float) -> Territory:
    """Find who must be read before whom; `rules` are those of both directions, `glyph` the height of body type."""
    headings = np.array([e.kind == "heading" for e in inked])
    places = _widened(inked, rules, glyph)
    sides = np.array([(b.left, b.top, b.right, b.bottom) for b in places], np.float32)
    plain = np.array([e.kind == "line" for e in inked])
    above, level = _relations(sides, ~plain, glyph)
    ruled = _ruled(sides, above, headings, [e.box for e in rules if e.kind == "rule"])
    large = headings & _large(inked)
    freed = _freed(sides, headings | ruled, glyph) & ~(large | ruled) & _aligned(sides, above, headings, glyph)
    return Territory(tuple(places), above | (level & ~freed), large, ruled)


def reigned(span: Box, place: Box, glyph: float) -> bool:
    """Whether what spans bands stands over enough of a line for it to belong there."""
    return span.overlap_x(place) >= min(OVER[0] * glyph, OVER[1] * place.width)


def _widened(inked: Sequence[Element], rules: Sequence[Element], glyph: float) -> list[Box]:
    """The boxes of all elements, those of a heading stack in the middle of empty rows as wide as the narrowest."""
    walls = [e for e in inked if e.kind != "heading"] + [e for e in rules if e.kind == "gutter"]
    around = Box.around(e.box for e in inked)
    rows = {i: _free_row(e.box, inked, walls, around) for i, e in enumerate(inked) if e.kind == "heading"}
    places = []
    for i, element in enumerate(inked):
        box = element.box
        if i in rows and box.width > box.height:
            stack = [k for k in rows if _stacked(inked[k].box, box)]
            whole = Box.around(inked[k].box for k in stack)
            free = max(rows[k][0] for k in stack), min(rows[k][1] for k in stack)
            left, right = _beside_bands(free, whole, inked, glyph)
            before, after = whole.left - left, right - whole.right
            if min(before, after) > 0 and abs(before - after) <= CENTRED[0] * (before + after) + CENTRED[1] * glyph:
                box = Box(left, box.top, right, box.bottom)
        places.append(box)
    return places


def _stacked(head: Box, box: Box) -> bool:
    """Whether two headings stand right above each other and in each other's middle; or are the same."""
    gap = head.gap_y(box)
    off = abs((head.left + head.right) - (box.left + box.right)) / 2
    low, high = sorted((head.height, box.height))
    return gap <= high and off <= low and head.overlap_x(box) > 0


def _beside_bands(free: tuple[int, int], stack: Box, inked: Sequence[Element], glyph: float) -> tuple[int, int]:
    """An empty row without its ends that stand over a part of a line of another band only."""
    left, right = free
    for element in inked:
        box = element.box
        if element.kind != "line" or not 0 <= box.center[1] - stack.bottom <= UNDER * glyph:
            continue
        if box.left < left < box.right <= stack.left:
            left = box.right
        elif stack.right <= box.left < right < box.right:
            right = box.left
    return left, right


def _free_row(box: Box, inked: Sequence[Element], walls: Sequence[Element], around: Box) -> tuple[int, int]:
    """From where to where the row of a heading is empty; two headings share the paper between them."""
    row = Box(box.left, box.top + round(STRIP * box.height), box.right, box.bottom - round(STRIP * box.height))
    ends, starts = [around.left], [around.right]
    for element in (*walls, *(e for e in inked if e.kind == "heading")):
        other, shared = element.box, element.kind == "heading"
        if not other.overlap_y(row) or other.overlap_x(row):
            continue
        if other.center[0] < row.left:
            ends.append((other.right + row.left) // 2 if shared else other.right)
        else:
            starts.append((other.left + row.right) // 2 if shared else other.left)
    return max(ends), min(starts)


def _relations(sides: NDArray[np.float32], large: Flags, glyph: float) -> tuple[Flags, Flags]:
    """Which elements stand above which in one band, and which at one height before which, shape (n, n)."""
    # Full pages of n = 4000 have arrays of 16 million places: all is scaled before it is laid out as one.
    left, top, right, bottom = sides.T
    x, y = (left + right) / 2, (top + bottom) / 2
    level = _shared(top, bottom) > _lesser(SHARED * (bottom - top))
    along, halves = _shared(left, right), _lesser(BANDED * (right - left))
    touch = np.where(large, TOUCH_LARGE, TOUCH).astype(np.float32) * glyph
    banded = along > np.minimum(np.maximum(touch[:, None], touch), halves)
    banded &= ~(level & (along < halves))
    return banded & (y[:, None] < y), level & ~banded & (x[:, None] < x)


def _shared(start: NDArray[np.float32], end: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much any two spans have in common, shape (n, n); negative where they are apart."""
    shared = _lesser(end)
    shared -= np.maximum(start[:, None], start)
    return shared


def _lesser(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """The lesser of any two values, shape (n, n)."""
    return np.minimum(values[:, None], values)


def _ruled(sides: NDArray[np.float32], above: Flags, headings: Flags, rules: Sequence[Box]) -> Flags:
    """Which elements a rule across their band parts from the text above them; a heading may have a rule below it."""
    left, top, right, bottom = sides.T
    y = (top + bottom) / 2
    nearest = _nearest(sides, above)
    under_text = above.any(axis=0) & ~headings[nearest]
    ruled = np.zeros(len(sides), bool)
    for rule in rules:
        along = np.minimum(right, rule.right) - np.maximum(left, rule.left)
        at = rule.center[1]
        ruled |= under_text & (along >= ACROSS * (right - left)) & (y > at) & (y[nearest] < at)
    return ruled


def _large(inked: Sequence[Element]) -> Flags:
    """Which headings are in a stack with type larger than that of subheads."""
    line = float(np.median([e.box.height for e in inked if e.kind == "line"] or [1]))
    headings = [e.box for e in inked if e.kind == "heading"]
    return np.array(
        [
            any(
                b.height >= LARGER * line and b.overlap_x(e.box) and 0 <= b.top - e.box.top <= STACK * line
                for b in headings
            )
            for e in inked
        ]
    )


def _freed(sides: NDArray[np.float32], opens: Flags, glyph: float) -> Flags:
    """Which elements (second axis) stand in another territory than what is at their height, shape (n, n).

    What begins an item waits for all that is before it at its height, so that items follow each other as on the page.
    """
    left, top, right, bottom = sides.T
    y, width = (top + bottom) / 2, right - left
    enough = np.minimum(OVER[0] * glyph, OVER[1] * width)
    reigns = opens[:, None] & (_shared(left, right) >= enough) & (y[:, None] < y)
    heights = np.where(reigns, y[:, None], -np.inf)
    lord = np.where(reigns.any(axis=0), heights.argmax(axis=0), -1)
    own = np.where(opens, np.arange(len(sides)), lord)
    return np.asarray(reigns[lord].T & (own[:, None] != lord) & (lord >= 0), bool)


def _aligned(sides: NDArray[np.float32], above: Flags, headings: Flags, glyph: float) -> Flags:
    """Which elements begin where the line above them does: the text of an item keeps to its bands."""
    nearest = _nearest(sides, above)
    return np.asarray(headings[nearest] | (np.abs(sides[nearest, 0] - sides[:, 0]) <= INDENT * glyph), bool)


def _nearest(sides: NDArray[np.float32], above: Flags) -> NDArray[np.int64]:
    """The element right above each in its band; 0 where there is none."""
    return np.asarray(np.where(above, (sides[:, 1] + sides[:, 3])[:, None], -np.inf).argmax(axis=0), np.int64)
