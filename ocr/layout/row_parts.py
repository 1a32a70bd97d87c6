"""Parts of one line that stand far apart within their column: a price, a signature or a date at its right edge.

In: boxes of lines in layout pixels, the ink with its specks, and what no line crosses. Out: fewer boxes. Leaders join
such parts, dots that run from the one to the other, or the lines above and below, which go over the paper between them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ocr.layout.crowd import CROWDED
from ocr.layout.ink import Mask
from ocr.page import Box

LONG = 5.0  # glyphs: shorter lines do not tell how high a line is
LEVEL, ALIKE = 0.6, 0.45  # share of the lower one's height that parts have in common; of the higher one's height
DOTS, DOT_GAP = 4, 1.6  # pieces of ink in a leader, at least; glyphs of paper between two of them, at most
LOW, MOSTLY = 0.4, 0.8  # share of a row's height that the dots of a leader stand in, and of their ink that does
HIGHEST = 2.0  # line heights: a higher row is none of body type
OWN_ROW, NEXT = 0.5, 2.6  # line heights from a row's middle to lines over its gap: one row may stand between
OUTSIDE = 2.0  # glyphs that these may reach over the ends of the row, no more: they are of the same column
WHOLE = 0.85  # of the row's width that one of them has

_Sides = NDArray[np.int64]


def join_parts(lines: Sequence[Box], ink: Mask, barrier: Mask, glyph: float) -> list[Box]:
    """Join each line to its right neighbour where both are parts of one line; `barrier` (0/1) parts all lines."""
    if len(lines) > CROWDED:  # no print, and minutes of work
        return list(lines)
    rows = sorted(lines)
    heights = [box.height for box in rows if box.width >= LONG * glyph]
    usual = float(np.median(heights)) if heights else 2 * glyph
    sides = np.array([(b.left, b.top, b.right, b.bottom) for b in rows], np.int64).reshape(-1, 4).T.copy()
    gone: set[int] = set()
    for i in range(len(rows) - 1, -1, -1):
        j = _neighbour(rows[i], sides)
        if j is None or barrier[_between(rows[i], rows[j])].any():
            continue
        if _leads(ink[_between(rows[i], rows[j])], glyph) or _is_closed(rows[i], rows[j], sides, usual, glyph):
            rows[i] = rows[i].union(rows[j])
            sides[:, i] = rows[i].left, rows[i].top, rows[i].right, rows[i].bottom
            sides[:, j] = 0
            gone.add(j)
    return [row for i, row in enumerate(rows) if i not in gone]


def _neighbour(a: Box, sides: _Sides) -> int | None:
    """The next box to the right in a row, if it can be a part of the same line."""
    left, top, _, bottom = sides
    shared = np.minimum(bottom, a.bottom) - np.maximum(top, a.top)
    beside = np.flatnonzero((shared > 0) & (left >= a.right))
    if not beside.size:
        return None
    j = int(beside[left[beside].argmin()])
    low, high = sorted((int(bottom[j] - top[j]), a.height))
    return j if shared[j] >= LEVEL * low and low >= ALIKE * high else None


def _between(a: Box, b: Box) -> tuple[slice, slice]:
    """The place between two boxes side by side."""
    return slice(max(a.top, b.top), min(a.bottom, b.bottom)), slice(a.right, b.left)


def _leads(between: Mask, glyph: float) -> bool:
    """Whether dots run all along the place between two boxes, level as no dirt in a gutter is."""
    inked = np.flatnonzero(between.any(axis=0))
    gaps = np.diff(np.concatenate([[-1], inked, [between.shape[1]]])) - 1
    pieces = int((gaps[1:-1] > 0).sum()) + 1
    rows = between.sum(axis=1)
    band = np.convolve(rows, np.ones(max(1, round(LOW * between.shape[0]))))
    level = float(band.max(initial=0)) >= MOSTLY * float(rows.sum())
    return inked.size > 0 and pieces >= DOTS and level and float(gaps.max()) <= DOT_GAP * glyph


def _is_closed(a: Box, b: Box, sides: _Sides, usual: float, glyph: float) -> bool:
    """Whether lines of the same column run over the gap between two boxes, both above and below."""
    whole = a.union(b)
    left, top, right, bottom = sides
    below = (top + bottom) / 2 - whole.center[1]
    near = (left < a.right) & (right > b.left) & (np.abs(below) >= OWN_ROW * usual) & (np.abs(below) <= NEXT * usual)
    over, under = np.flatnonzero(near & (below < 0)), np.flatnonzero(near & (below > 0))
    if whole.height > HIGHEST * usual or not (over.size and under.size):
        return False
    pair = np.array([over[below[over].argmax()], under[below[under].argmin()]])
    reach = OUTSIDE * glyph
    inside = (left[pair] >= whole.left - reach) & (right[pair] <= whole.right + reach)
    return bool(inside.all() and (right[pair] - left[pair]).max() >= WHOLE * whole.width)
