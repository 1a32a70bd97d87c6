"""Pictures, drawings and ornaments: ink that is no text and no rule.

In: the ink without rules. Out: boxes in layout pixels and the mask to take away.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.layout.ink import Ink, Mask, Parts, box_mask, parts_of, rect
from ocr.page import Box

SMALLEST = 5.0  # glyphs on the shorter side
DENSE = 0.62  # share of a blob's box that its closed ink fills in a halftone
BLUR = 0.3  # glyphs: more than the dots of a halftone are apart
SQUARE = 5.0  # glyphs: the side of a square in which text shows paper
SHADE = 0.22  # of black: what shows through the paper is paler
DRAWN = 0.12  # share of its box that the ink of a drawing fills; touching lines of text fill less
LARGEST_LETTER = 18.0  # glyphs; letters of headlines and titles are not higher


def find_pictures(ink: Ink) -> tuple[tuple[Box, ...], Mask]:
    """Find halftones (dense dots) and drawings (one large connected figure)."""
    g = ink.glyph
    halftones = _halftones(ink)
    parts = parts_of(ink.mask)
    boxes = [*halftones, *_shaded(ink), *(parts.box(int(i)) for i in np.flatnonzero(_drawings(parts, g)))]
    page = Box(0, 0, ink.mask.shape[1], ink.mask.shape[0])
    boxes = [box.intersection(page) for box in _merge(boxes, round(0.5 * g))]
    return tuple(boxes), box_mask((ink.mask.shape[0], ink.mask.shape[1]), boxes)


def _halftones(ink: Ink) -> list[Box]:
    """Areas whose ink closes up to a nearly solid block at a distance at which text still shows its lines."""
    g = ink.glyph
    closed = cv2.morphologyEx(ink.mask, cv2.MORPH_CLOSE, rect(0.45 * g, 0.45 * g))
    # What survives an opening of several glyphs each way is solid over more than any line of text is high.
    solid = cv2.morphologyEx(closed, cv2.MORPH_OPEN, rect(2.2 * g, 2.2 * g))
    joined = cv2.morphologyEx(solid, cv2.MORPH_CLOSE, rect(1.5 * g, 1.5 * g))
    parts = parts_of(np.asarray(joined, np.uint8))
    w, h = parts.boxes[:, 2], parts.boxes[:, 3]
    good = (np.minimum(w, h) >= SMALLEST * g) & (parts.area >= DENSE * w * h)
    return [parts.box(int(i)).grown(round(0.3 * g)) for i in np.flatnonzero(good)]


def _shaded(ink: Ink) -> list[Box]:
    """Areas that are shaded all over: seen from afar, text shows paper within any square of a line's pitch."""
    g = ink.glyph
    dark = cv2.GaussianBlur(cv2.bitwise_not(ink.grey), (0, 0), BLUR * g)
    opened = cv2.morphologyEx(dark, cv2.MORPH_OPEN, rect(SQUARE * g, SQUARE * g))
    parts = parts_of((opened >= SHADE * 255).astype(np.uint8))
    w, h = parts.boxes[:, 2], parts.boxes[:, 3]
    good = (np.minimum(w, h) >= SMALLEST * g) & (parts.area >= DENSE * w * h)
    return [parts.box(int(i)) for i in np.flatnonzero(good)]


def _drawings(parts: Parts, glyph: float) -> NDArray[np.bool_]:
    """Components too large in both directions for a letter of any headline."""
    w, h = parts.boxes[:, 2], parts.boxes[:, 3]
    filled = parts.area / np.maximum(1, w * h)
    return np.asarray((np.minimum(w, h) > LARGEST_LETTER * glyph) & (filled > DRAWN), bool)


def _merge(boxes: list[Box], reach: int) -> list[Box]:
    """Boxes that touch within `reach` become one."""
    merged: list[Box] = []
    for box in sorted(boxes, key=lambda b: -b.area):
        for i, other in enumerate(merged):
            if box.grown(reach).intersection(other).area:
                merged[i] = other.union(box)
                break
        else:
            merged.append(box)
    return merged
