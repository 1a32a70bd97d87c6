"""Dirt in the margins: what looks like lines where no column is printed, and specks before the first letter of a line.

In: boxes of lines in layout pixels. Out: those that stand within the print, without the specks. A scan shows the edge
of the sheet, its shadow and strips of the next page; in them lie specks and lines that no column of type is above or
below. A speck in an indent would hide where a paragraph begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ocr.layout.ink import Mask
from ocr.page import Box

LINE = 5.0  # glyphs: a line as long counts as print, wherever it stands
ENOUGH = 20  # such lines: a page with fewer has no columns to tell margins from
SPARSE = 0.04  # of the fullest place's ink: where less is printed, all the way down the page, is margin
SPECK = 0.5  # glyphs wide and high: no letter, and no dash, is smaller
APART = 0.7  # glyphs of paper between a speck and the first letter: quotation marks and points stand nearer
BEYOND = 1.5  # glyphs from the print to what is dirt


def within_print(boxes: list[Box], glyph: float, width: int) -> list[Box]:
    """The boxes without those that stand wholly in the left or the right margin of a page `width` pixels wide."""
    long = [box for box in boxes if box.width >= LINE * glyph]
    if len(long) < ENOUGH:
        return boxes
    steps = np.zeros(width + 1)
    for box in long:
        steps[box.left] += box.height
        steps[box.right] -= box.height
    printed = np.cumsum(steps)
    columns = np.flatnonzero(printed >= SPARSE * printed.max())
    left, right = columns[0] - BEYOND * glyph, columns[-1] + 1 + BEYOND * glyph
    return [box for box in boxes if box.right > left and box.left < right]


def without_specks(boxes: Sequence[Box], ink: Mask, glyph: float) -> list[Box]:
    """The boxes, each beginning at its first letter."""
    return [_cut_back(box, ink, glyph) for box in boxes]


def _cut_back(box: Box, ink: Mask, glyph: float) -> Box:
    reach = box.left + round((SPECK + LINE) * glyph)
    inked = np.flatnonzero(ink[box.top : box.bottom, box.left : min(box.right, reach)].any(axis=0))
    steps = np.flatnonzero(np.diff(inked) > APART * glyph)
    if not steps.size:
        return box
    first, letters = int(inked[steps[0]]) + 1, int(inked[steps[0] + 1])
    rows = np.flatnonzero(ink[box.top : box.bottom, box.left : box.left + first].any(axis=1))
    small = max(first - int(inked[0]), int(rows[-1] - rows[0]) + 1) <= SPECK * glyph
    return replace(box, left=box.left + letters) if small else box
