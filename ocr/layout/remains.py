"""Remains of rules: strokes that no rule was found in, because they are worn or slant, are no lines of text.

In: boxes of lines and the ink, in layout pixels. Out: fewer boxes. Letters part the ink of a row after a few pixels; a
rule goes on.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ocr.layout.ink import Mask
from ocr.page import Box

LONG = 20.0  # times as broad as high: what is shorter may be letters that touch
RUN = 2.0  # line heights of ink without paper in a row of pixels: longer than any letter
MOSTLY = 0.5  # of a box's ink that lies in such runs


def without_remains(lines: Sequence[Box], ink: Mask) -> list[Box]:
    """The lines that are not a rule or a part of one."""
    return [box for box in lines if box.width < LONG * box.height or not _is_stroke(ink, box)]


def _is_stroke(ink: Mask, box: Box) -> bool:
    rows = np.zeros((box.height, box.width + 2), np.int8)
    rows[:, 1:-1] = ink[box.top : box.bottom, box.left : box.right]
    steps = np.diff(rows.ravel())
    runs = np.flatnonzero(steps < 0) - np.flatnonzero(steps > 0)
    return bool(runs[runs >= RUN * box.height].sum() > MOSTLY * runs.sum())
