"""Solid squares before credits, which PP-OCR's recogniser often passes over.

In: a line image. Out: the box of a solid square at its left end, or None.
"""

from __future__ import annotations

import numpy as np

from ocr.layout.ink import parts_of
from ocr.page import Box
from ocr.prepare import GreyImage, ink_of

SIZE = (0.3, 0.95)  # of the line image's height
SOLID = 0.86  # share of its box that is ink; the fullest Han character fills two thirds
SQUARE = (0.75, 1.3)  # width to height


def find_square(line: GreyImage) -> Box | None:
    """The solid square that opens a line, in pixels of the line image, shape (height, width)."""
    parts = parts_of(ink_of(line))
    large = np.flatnonzero(parts.boxes[:, 3] >= SIZE[0] * line.shape[0])
    if not large.size:
        return None
    first = int(large[parts.boxes[large, 0].argmin()])
    box = parts.box(first)
    solid = parts.area[first] >= SOLID * box.area
    square = SQUARE[0] <= box.width / box.height <= SQUARE[1]
    return box if solid and square and box.height <= SIZE[1] * line.shape[0] else None
