"""Dirt in the margins of a scan is no line."""

from __future__ import annotations

from ocr.layout.margins import within_print
from ocr.page import Box

GLYPH = 10.0


def test_a_high_blot_in_the_margin_is_no_print() -> None:
    column = [Box(100, 20 + 15 * n, 400, 33 + 15 * n) for n in range(40)]
    blot, speck = Box(500, 0, 600, 26), Box(520, 300, 530, 310)
    notice = [Box(500, 400 + 15 * n, 600, 413 + 15 * n) for n in range(3)]
    assert within_print([*column, blot, speck], GLYPH, 700) == column
    assert within_print([*column, *notice], GLYPH, 700) == [*column, *notice]
