"""A sheet of dots is not read dot by dot; a page of print is read whole."""

import numpy as np

from ocr.layout.crowd import CROWDED
from ocr.layout.lines import Found, FoundLine
from ocr.page import Box, Transform
from ocr.prepare import Prepared
from ocr.stipple import without_dots
from ocr.upright import View

GLYPH = 10.0


def seen(*widths: int) -> View:
    """A page without ink on which lines of these widths, in pixels, are said to be."""
    lines = tuple(FoundLine(Box(0, 20 * i, width, 20 * i + 10), GLYPH, 2.0) for i, width in enumerate(widths))
    grey = np.full((20 * len(widths) + 20, max(widths)), 255, np.uint8)
    prepared = Prepared(grey, Transform(), GLYPH)
    return View("horizontal", prepared, Found(lines, (), (), (), GLYPH), False)


def test_single_marks_of_a_crowded_page_are_left_out() -> None:
    page = seen(*[12] * CROWDED, *[200] * 30)
    left, notes = without_dots(page)
    assert [line.box.width for line in left.found.lines] == [200] * 30
    assert "single dots" in notes[0]


def test_a_crowd_that_reads_as_nothing_is_not_read() -> None:
    left, notes = without_dots(seen(*[40] * (CROWDED + 1)))
    assert left.found.lines == ()
    assert "gave no text" in notes[0]


def test_a_page_that_is_not_crowded_keeps_its_single_marks() -> None:
    page = seen(*[12] * 200)
    assert without_dots(page) == (page, ())
