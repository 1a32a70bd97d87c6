"""Display type: the large letters of headlines and titles, found before the lines of body type.

In: ink without rules and pictures, and the barriers that no line may cross. Out: one box per display line.
Large letters would otherwise be taken for several body lines, and the gaps between their words for gutters.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.layout.ink import Ink, Mask, Parts, parts_of, rect
from ocr.page import Box

TALL = 1.55  # glyphs high, at least
BOLD = 1.35  # times the stroke width of body type, at least: lines of body type that touch are tall but not bold
LARGEST = 18.0  # glyphs
NEAR = 1.1  # times the letter height: the widest gap within a display line
ALIKE = 0.45  # the smaller of two neighbouring letters is at least this share of the taller
LEVEL = 0.5  # share of the smaller one's height that two neighbours have in common


def find_display_lines(ink: Ink, barrier: Mask) -> list[Box]:
    """Chain large bold letters to lines; a single letter is no line (it may be a drop capital)."""
    g = ink.glyph
    joined = cv2.morphologyEx(ink.mask, cv2.MORPH_CLOSE, rect(0.22 * g, 0.22 * g))
    parts = parts_of(np.asarray(joined, np.uint8))
    if not len(parts.area):
        return []
    stroke = stroke_widths(ink.mask, parts)
    height, width = parts.boxes[:, 3], parts.boxes[:, 2]
    body = (height > 0.6 * g) & (height < 1.5 * g)
    usual = float(np.median(stroke[body])) if body.any() else 0.2 * g
    large = (height >= TALL * g) & (height <= LARGEST * g) & (stroke >= BOLD * usual) & (width < 40 * g)
    # Bits of a large letter (a dot, a separate stroke) are bold but low: they join a chain, they start none.
    bits = ~large & (stroke >= BOLD * usual) & (height >= 0.3 * g) & (height <= LARGEST * g)
    boxes = [parts.box(int(i)) for i in np.flatnonzero(large)]
    small = [parts.box(int(i)) for i in np.flatnonzero(bits)]
    return [box for box in _chain(boxes, small, barrier) if box.width >= 1.6 * box.height]


def stroke_widths(mask: Mask, parts: Parts) -> NDArray[np.float64]:
    """The usual stroke of each component in pixels: four times the mean distance of its ink to paper.

    The mean, not the largest: where letters touch, ink is thick but not bold.
    """
    depth = cv2.distanceTransform(mask, cv2.DIST_L2, 3)
    count = len(parts.area) + 1
    ink = np.flatnonzero(mask > 0)
    labels = parts.labels.ravel()[ink]
    total = np.bincount(labels, weights=depth.ravel()[ink], minlength=count)
    return 4 * total[1:] / np.maximum(1, np.bincount(labels, minlength=count)[1:])


def _chain(letters: list[Box], bits: list[Box], barrier: Mask) -> list[Box]:
    """Join neighbouring letters to lines, left to right, until nothing more joins."""
    chains = sorted(letters)
    changed = True
    while changed:
        changed = False
        joined: list[Box] = []
        for box in sorted(chains):
            home = next((i for i, line in enumerate(joined) if _neighbours(line, box, barrier)), None)
            if home is None:
                joined.append(box)
            else:
                joined[home] = joined[home].union(box)
                changed = True
        chains = joined
    lines = list(chains)
    tops, bottoms = (np.array([getattr(line, side) for line in lines]) for side in ("top", "bottom"))
    for bit in bits:
        for i in np.flatnonzero((tops < bit.bottom) & (bottoms > bit.top)):
            line = lines[i]
            if line.overlap_y(bit) >= 0.8 * bit.height and -bit.width <= line.gap_x(bit) <= 0.5 * line.height:
                lines[i] = line.union(bit)
                tops[i], bottoms[i] = lines[i].top, lines[i].bottom
                break
    return lines


def _neighbours(line: Box, letter: Box, barrier: Mask) -> bool:
    """Whether a letter belongs to a line: near, level, of like size, nothing printed between."""
    low, high = sorted((line.height, letter.height))
    gap = line.gap_x(letter)
    if low < ALIKE * high or gap > NEAR * high or line.overlap_y(letter) < LEVEL * low:
        return False
    if gap <= 0:
        return True
    left, right = min(line.right, letter.right), max(line.left, letter.left)
    top, bottom = max(line.top, letter.top), min(line.bottom, letter.bottom)
    return not bool(barrier[top:bottom, left:right].any())
