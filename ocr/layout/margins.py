"""Dirt in the margins: what looks like lines where no column is printed.

In: boxes of lines in layout pixels. Out: those that stand within the print. A scan shows the edge of the sheet, its
shadow and strips of the next page; in them lie specks and lines that no column of type is above or below.
"""

from __future__ import annotations

import numpy as np

from ocr.page import Box

LINE = 5.0, 2.2  # glyphs long, at least, and high, at most: such a line counts as print, wherever it stands
ENOUGH = 20  # such lines: a page with fewer has no columns to tell margins from
SPARSE = 0.04  # of the fullest place's ink: where less is printed, all the way down the page, is margin
BEYOND = 1.5  # glyphs from the print to what is dirt


def within_print(boxes: list[Box], glyph: float, width: int) -> list[Box]:
    """The boxes without those that stand wholly in the left or the right margin of a page `width` pixels wide."""
    long = [box for box in boxes if box.width >= LINE[0] * glyph and box.height <= LINE[1] * glyph]
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
