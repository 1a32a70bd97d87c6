"""Vertical lines for recognisers that read along x: a column of characters is cut and set side by side.

In: the image of one vertical line. Out: the same characters as a horizontal line, and the cuts between them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ocr.prepare import GreyImage, ink_of

SHORTEST, LONGEST = 0.45, 1.35  # of the column's width: the height of a character's cell
EVEN = 0.35  # cost of a cell whose height is off by its whole width, against cutting through ink


def lay_down(column: GreyImage) -> tuple[GreyImage, tuple[int, ...]]:
    """Set a column's characters side by side in square cells.

    Returns the line image, uint8, shape (side, side * characters), and the cuts in pixels from the column's top,
    one more than characters.
    """
    side = max(1, column.shape[1])
    cuts = cut_characters(column)
    line = np.full((side, side * (len(cuts) - 1)), 255, np.uint8)
    for i, (top, bottom) in enumerate(zip(cuts, cuts[1:], strict=False)):
        cell = column[top:bottom][:side]
        at = (side - cell.shape[0]) // 2
        line[at : at + cell.shape[0], i * side : (i + 1) * side] = cell
    return line, cuts


def cut_characters(column: GreyImage) -> tuple[int, ...]:
    """Rows at which to cut a column between its characters, by dynamic programming.

    A cut costs the ink it goes through; a cell costs what its height differs from the column's width, for Han
    type stands on a square.
    """
    height, side = column.shape
    if height <= LONGEST * side:
        return 0, height
    ink = ink_of(column).sum(axis=1) / side
    low, high = max(1, round(SHORTEST * side)), max(2, round(LONGEST * side))
    cost = np.full(height + 1, np.inf)
    back = np.zeros(height + 1, np.int64)
    cost[0] = 0.0
    through = np.append(ink, 0.0)
    for end in range(low, height + 1):
        starts = np.arange(max(0, end - high), end - low + 1)
        uneven = EVEN * np.abs((end - starts) / side - 1.0)
        total = cost[starts] + uneven
        best = int(total.argmin())
        cost[end], back[end] = total[best] + through[end], starts[best]
    return _trace(back, cost, height)


def _trace(back: NDArray[np.int64], cost: NDArray[np.float64], height: int) -> tuple[int, ...]:
    if not np.isfinite(cost[height]):
        return 0, height
    cuts = [height]
    while cuts[-1] > 0:
        cuts.append(int(back[cuts[-1]]))
    return tuple(reversed(cuts))
