"""Faint marks at the ends of lines."""

import cv2
import numpy as np
import pytest

from ocr.layout.faint import with_faint_ends
from ocr.layout.lines import Found, FoundLine
from ocr.page import Box, Direction
from ocr.prepare import GreyImage

PAPER, PRINT, FAINT = 235, 30, 140
LINE = Box(100, 100, 400, 140)


def page() -> GreyImage:
    """Paper with a line of bars as dark as print."""
    grey = np.full((240, 600), PAPER, np.uint8)
    for left in range(LINE.left, LINE.right, 20):
        grey[LINE.top : LINE.bottom, left : left + 8] = PRINT
    return grey


def ends(grey: GreyImage, direction: Direction = "horizontal", *others: Box) -> Box:
    line = LINE if direction == "horizontal" else LINE.transposed
    lines = tuple(FoundLine(box, 30, 5) for box in (line, *others))
    found = Found(lines, (), (), (), 30)
    return with_faint_ends(grey, found, direction).lines[0].box


def ring(grey: GreyImage, x: int, shade: int) -> GreyImage:
    cv2.circle(grey, (x, 132), 6, (shade,), 2)
    return grey


@pytest.mark.parametrize("direction", ["horizontal", "vertical"])
def test_a_faint_stop_belongs_to_its_line(direction: Direction) -> None:
    grey = ring(page(), 410, FAINT)
    box = ends(grey if direction == "horizontal" else np.ascontiguousarray(grey.T), direction)
    reading = box if direction == "horizontal" else box.transposed
    assert (reading.left, reading.top, reading.bottom) == (LINE.left, LINE.top, LINE.bottom)
    assert 416 <= reading.right <= 419


def test_what_is_as_dark_as_print_must_stand_nearer() -> None:
    assert ends(ring(page(), 412, PRINT)).right > 412
    assert ends(ring(page(), 416, PRINT)) == LINE
    assert ends(ring(page(), 416, FAINT)).right > 416


def test_what_stands_apart_is_no_mark_of_the_line() -> None:
    assert ends(ring(page(), 424, FAINT)) == LINE


def test_a_speck_before_a_line_stays_before_it() -> None:
    assert ends(ring(page(), 90, FAINT)) == LINE


def test_a_mark_between_two_lines_belongs_to_one() -> None:
    grey = ring(page(), 408, FAINT)
    behind = Box(434, 100, 560, 140)
    assert ends(grey, "horizontal", behind).right > 410
    lines = FoundLine(LINE, 30, 5), FoundLine(behind, 30, 5)
    assert with_faint_ends(grey, Found(lines, (), (), (), 30), "horizontal").lines[1].box == behind


def test_a_neighbour_keeps_its_marks() -> None:
    assert ends(ring(page(), 418, FAINT), "horizontal", Box(424, 100, 560, 140)) == LINE


def test_a_line_at_the_edge_of_the_page_stays_on_it() -> None:
    grey = page()[:, 96:404]
    found = Found((FoundLine(LINE.moved(-96, 0), 30, 5),), (), (), (), 30)
    assert with_faint_ends(grey, found, "horizontal").lines[0].box == LINE.moved(-96, 0)


@pytest.mark.parametrize("side", ["first", "last"])
def test_a_letter_at_a_lines_end_is_its_own(side: str) -> None:
    grey = page()
    left = LINE.left - 14 if side == "first" else LINE.right - 4
    grey[112:132, left : left + 8] = PRINT
    box = ends(grey)
    assert (box.left, box.right) == ((left, LINE.right) if side == "first" else (LINE.left, left + 8))


def test_an_opening_quotation_mark_and_a_thin_stroke_behind_it_belong_to_the_line() -> None:
    grey = page()
    grey[118:122, LINE.left - 32 : LINE.left - 6] = PRINT  # Han one, worn
    for left in (LINE.left - 50, LINE.left - 42):
        grey[104:114, left : left + 6] = PRINT
    assert ends(grey).left == LINE.left - 50


@pytest.mark.parametrize(("top", "bottom", "left"), [(112, 132, 80), (126, 132, 86), (80, 160, 86)])
def test_another_word_a_speck_and_a_rule_before_a_line_are_not_its_own(top: int, bottom: int, left: int) -> None:
    grey = page()
    grey[top:bottom, left : left + 8] = PRINT
    assert ends(grey) == LINE


def test_print_of_the_line_above_is_not_its_own() -> None:
    grey = page()
    above = Box(402, 70, 560, 112)
    grey[72:112, 404:412] = PRINT  # reaches into the rows of the line
    assert ends(grey, "horizontal", above) == LINE


def test_a_line_one_pixel_high_beside_another_stays() -> None:
    thin, beside = Box(50, 20, 60, 21), Box(40, 20, 50, 21)
    found = Found((FoundLine(thin, 1, 1), FoundLine(beside, 1, 1)), (), (), (), 1)
    lines = with_faint_ends(np.full((60, 90), PAPER, np.uint8), found, "horizontal").lines
    assert [line.box for line in lines] == [thin, beside]
