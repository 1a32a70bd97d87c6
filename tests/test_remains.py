"""Strokes that no rule was found in are no lines of text."""

from __future__ import annotations

import numpy as np

from ocr.layout.remains import without_remains
from ocr.page import Box


def test_a_long_stroke_is_no_line_and_letters_are() -> None:
    ink = np.zeros((200, 1000), np.uint8)
    rule, text, short = Box(20, 20, 980, 40), Box(20, 80, 980, 100), Box(20, 140, 220, 160)
    ink[22:25, 20:980] = ink[35:38, 20:600] = 1
    for left in range(20, 980, 14):
        ink[80:100, left : left + 9] = 1
    ink[145:150, 20:220] = 1
    assert without_remains([rule, text, short], ink, [], 20.0) == [text, short]


def test_pieces_of_a_broken_rule_are_no_lines() -> None:
    ink = np.ones((200, 1000), np.uint8)
    rule = Box(100, 100, 900, 106)
    piece, foot, dash, text = (
        Box(80, 100, 97, 104),
        Box(300, 103, 320, 110),
        Box(950, 100, 970, 104),
        Box(40, 90, 98, 112),
    )
    assert without_remains([piece, foot, dash, text], ink, [rule], 10.0) == [dash, text]
