"""Small pieces of ink that belong to a line: the mark that ends a headline, the tops of letters."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.layout.bits import join_bits
from ocr.layout.display import find_display_lines
from ocr.layout.ink import Ink
from ocr.page import Box


def test_a_thin_question_mark_ends_its_headline_and_type_of_the_next_column_does_not() -> None:
    mask = np.zeros((120, 400), np.uint8)
    for left in range(20, 220, 30):
        mask[20:50, left : left + 20] = 1
    mark, tall = Box(232, 20, 236, 48), Box(300, 20, 304, 48)
    for part in (mark, tall):
        mask[part.top : part.bottom, part.left : part.right] = 1
    for left in range(20, 380, 9):  # body type
        mask[80:90, left : left + 6] = 1
    ink = Ink(mask, 255 - 255 * mask, 1.0, 10.0, Box(0, 0, 400, 120))
    (line,) = find_display_lines(ink, 0 * mask)
    assert line.right == pytest.approx(mark.right, abs=1)
    mask[20:48, 238:300:8] = 1
    (line,) = find_display_lines(ink, 0 * mask)
    assert line.right == pytest.approx(220, abs=1)


def test_the_tops_of_letters_inside_a_line_are_no_line() -> None:
    line, tops, other = Box(20, 20, 400, 45), Box(200, 20, 280, 30), Box(200, 10, 280, 22)
    assert join_bits([tops, line], 10.0) == [line]
    assert len(join_bits([other, line], 10.0)) == 2
