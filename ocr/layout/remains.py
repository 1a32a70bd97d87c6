"""Remains of rules: strokes that no rule was found in, because they are worn or slant, are no lines of text.

In: boxes of lines and the ink, in layout pixels. Out: fewer boxes. Letters part the ink of a row after a few pixels; a
rule goes on. Beside and on the rules that were found lie broken pieces of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ocr.layout.ink import Mask
from ocr.page import Box

LONG = 20.0  # times as broad as high: what is shorter may be letters that touch
RUN = 2.0  # line heights of ink without paper in a row of pixels: longer than any letter
LOW, SHORT = 0.85, 4.0  # glyphs high and wide: a piece of a rule is lower than any letter, and not long
ON_RULE, NEAR = 0.4, 1.0  # share of its height that lies in a rule's rows; glyphs from it to the rule
MOSTLY = 0.5  # of a box's ink that lies in such runs


def without_remains(lines: Sequence[Box], ink: Mask, flat: Sequence[Box], glyph: float) -> list[Box]:
    """The lines that are not a rule or a part of one; `flat` are the flat rules that were found."""
    whole = [box for box in lines if box.width < LONG * box.height or not _is_stroke(ink, box)]
    return [box for box in whole if not _is_piece(box, flat, glyph)]


def _is_piece(box: Box, flat: Sequence[Box], glyph: float) -> bool:
    """Whether a box is a piece that broke off a flat rule, or what is left of its lower line."""
    if box.height > LOW * glyph or box.width > SHORT * glyph:
        return False
    return any(box.overlap_y(r) >= ON_RULE * box.height and box.gap_x(r) <= NEAR * glyph for r in flat)


def _is_stroke(ink: Mask, box: Box) -> bool:
    rows = np.zeros((box.height, box.width + 2), np.int8)
    rows[:, 1:-1] = ink[box.top : box.bottom, box.left : box.right]
    steps = np.diff(rows.ravel())
    runs = np.flatnonzero(steps < 0) - np.flatnonzero(steps > 0)
    return bool(runs[runs >= RUN * box.height].sum() > MOSTLY * runs.sum())
