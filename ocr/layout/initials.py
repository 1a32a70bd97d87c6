"""Initials: drop capitals, which reach down beside the first lines of an article.

In: the ink of body type in layout pixels. Out: the boxes of the capitals. In the layout that follows a capital counts
as an ordinary letter before its first line, so that order and paragraphs need not know of it.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from ocr.layout.display import BOLD, stroke_widths
from ocr.layout.ink import Ink, Mask, box_mask, parts_of, rect
from ocr.page import Box

HIGH = 2.6, 14.0  # glyphs: two lines and more, no letter of body type
BROAD = 0.25, 1.7  # of its height
HEALED = 0.22  # glyphs of a break in worn ink
BESIDE = 8.0  # glyphs to the right in which lines must stand beside it
NEAR = 2.0  # glyphs to the first letters of these
LEFT, DIRTY = 1.0, 0.3  # glyphs of paper to the left, and the share of its rows that dirt may ink
SERIF = 0.4  # glyphs at its left and top in which thin strokes may have broken off
LINES = 2  # beside it, at least
LINE = 0.4  # glyphs: the rows of a line that are full
OWN = 1.5  # times the height of the line beside it that the box of an initial has, at least


def find_initials(body: Ink) -> tuple[list[Box], Ink]:
    """Find single bold letters with paper to their left and lines to their right. Returns the rest as body."""
    g = body.glyph
    joined = cv2.morphologyEx(body.mask, cv2.MORPH_CLOSE, rect(HEALED * g, HEALED * g))
    parts = parts_of(np.asarray(joined, np.uint8))
    width, height = parts.boxes[:, 2], parts.boxes[:, 3]
    stroke = stroke_widths(body.mask, parts)
    letters = (height > 0.6 * g) & (height < 1.5 * g)
    usual = float(np.median(stroke[letters])) if letters.any() else 0.2 * g
    chosen = (height >= HIGH[0] * g) & (height <= HIGH[1] * g) & (stroke >= BOLD * usual)
    chosen &= (width >= BROAD[0] * height) & (width <= BROAD[1] * height)
    for i in np.flatnonzero(chosen):
        chosen[i] = _begins_lines(body.mask, parts.box(int(i)), g)
    page, serif = Box(0, 0, body.mask.shape[1], body.mask.shape[0]), round(SERIF * g)
    initials = [parts.box(int(i)) for i in np.flatnonzero(chosen)]
    initials = [Box(b.left - serif, b.top - serif, b.right, b.bottom).intersection(page) for b in initials]
    return initials, body.without(box_mask(body.mask.shape, initials))


def _begins_lines(ink: Mask, letter: Box, glyph: float) -> bool:
    """Whether two lines or more begin to the right of a letter, and nothing stands to its left."""
    left = ink[letter.top : letter.bottom, max(0, letter.left - round(LEFT * glyph)) : letter.left]
    beside = ink[letter.top : letter.bottom, letter.right : letter.right + round(BESIDE * glyph)]
    if (left.size and float(left.any(axis=1).mean()) > DIRTY) or not beside.any():
        return False
    if np.flatnonzero(beside.any(axis=0))[0] > NEAR * glyph:
        return False
    rows = beside.sum(axis=1)
    full = (rows >= 0.5 * np.percentile(rows, 85)).astype(np.int8)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], full, [0]])))
    return int((edges[1::2] - edges[::2] >= LINE * glyph).sum()) >= LINES


def lines_beside(initial: Box, text: str, lines: Sequence[Box]) -> list[int]:
    """The lines that stand beside an initial, from top to bottom; none where the box is no initial's."""
    if len(text.strip()) > 2 or not text.strip().strip("\"„“»«'").isupper():
        return []
    beside = [
        i
        for i, box in enumerate(lines)
        if box.left >= initial.right - 0.2 * initial.width
        and box.left - initial.right <= NEAR * box.height
        and box.height * OWN <= initial.height
        and box.overlap_y(initial) >= 0.5 * box.height
    ]
    return sorted(beside, key=lambda i: lines[i].top) if len(beside) >= LINES else []
