"""Dirt beside the print: a speck in an indent is no letter; points, quotation marks and dashes are."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.layout.ink import Mask
from ocr.layout.margins import without_specks
from ocr.page import Box

GLYPH = 10.0


def _line(mark: Box) -> Mask:
    ink = np.zeros((40, 200), np.uint8)
    ink[mark.top : mark.bottom, mark.left : mark.right] = 1
    for left in range(40, 190, 12):
        ink[10:20, left : left + 9] = 1
    return ink


@pytest.mark.parametrize(
    ("mark", "left"),
    [
        (Box(22, 12, 26, 15), 40),  # a speck
        (Box(22, 14, 29, 16), 22),  # a dash
        (Box(34, 18, 37, 22), 34),  # a low quotation mark
        (Box(22, 4, 26, 20), 22),  # a figure one
    ],
)
def test_a_line_begins_at_its_first_letter(mark: Box, left: int) -> None:
    (box,) = without_specks([Box(mark.left, 4, 190, 24)], _line(mark), GLYPH)
    assert (box.left, box.right) == (left, 190)
