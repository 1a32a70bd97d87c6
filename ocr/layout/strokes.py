"""Strokes: long thin runs of ink, of which rules and borders are made.

In: a 0/1 mask. Out: the runs along x as connected parts, broken ones joined, and which of them may be a rule's.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.layout.ink import Mask, Parts, parts_of, rect

THICKEST = 0.7  # glyphs
THICKEST_LONG = 1.4  # glyphs, for a rule of at least LONG
LONG = 20.0  # glyphs
SLANT = 0.03  # of a rule's length that it may stray from its direction, beyond two glyphs
SLENDER = 7.0  # times as long as thick, at least
GAP = 1.5  # glyphs of broken rule that are closed
CORE = 1.6  # glyphs of unbroken stroke that a rule must show somewhere: letters have none as long


def find_strokes(mask: Mask, glyph: float, shortest: float) -> tuple[Parts, NDArray[np.bool_]]:
    """Open the ink with a long thin element and join what lies in one line; `shortest` is in glyphs."""
    core = cv2.morphologyEx(mask, cv2.MORPH_OPEN, rect(CORE * glyph, 1))
    joined = cv2.morphologyEx(np.asarray(core, np.uint8), cv2.MORPH_CLOSE, rect(GAP * glyph, 3))
    parts = parts_of(np.asarray(joined, np.uint8))
    width, height = parts.boxes[:, 2], parts.boxes[:, 3]
    # A slightly slanted or wavy rule has a tall box: its thickness is its area over its length.
    thick = parts.area / np.maximum(width, 1)
    good = (width >= shortest * glyph) & (width >= SLENDER * thick) & (height <= 2 * glyph + SLANT * width)
    good &= thick <= np.where(width >= LONG * glyph, THICKEST_LONG, THICKEST) * glyph
    return parts, good
